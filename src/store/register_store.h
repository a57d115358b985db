// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_REGISTER_STORE_H
#define STORE_REGISTER_STORE_H

#include "core/employer.h"
#include "store/store.h"

// What the business register has said of employers and workplaces, beside their own rows. Changes, with the row of the
// employer or workplace: "register" given, forget, parents; with the offer's: "offer" insert, taken, left, past.

enum register_noun { REGISTER_EMPLOYER, REGISTER_WORKPLACE };

struct register_unit {
    const char *given; // JSON: the fields as the register gave them last
    day seen_on;
    bool refetch, named_by_workplace, removed, winding_up;
    day closed_on;
};
// NOT_FOUND: the register has said nothing of it.
MUST_USE enum status register_unit_get(struct store *s, enum register_noun noun, int64_t row, struct arena *a,
                                       struct register_unit *out);
MUST_USE enum status register_unit_put(struct store_tx *tx, enum register_noun noun, int64_t row,
                                       const struct register_unit *u);
MUST_USE enum status register_unit_forget(struct store_tx *tx, enum register_noun noun, int64_t row);
// Organisation numbers of all employers and workplaces.
MUST_USE enum status register_known_each(struct store *s, enum status (*each)(void *arg, enum register_noun noun,
                                                                              const char *orgnr), void *arg);

// Numbers to be fetched from the register again.
MUST_USE enum status register_refetch_list(struct store *s, struct arena *a, struct refetch_line **out,
                                           size_t *count_out); // by number

struct register_parent {
    const char *orgnr;
    day from, to; // DAY_NONE: still
};
MUST_USE enum status register_parent_list(struct store *s, struct employer_id id, struct arena *a,
                                          struct register_parent **out, size_t *count_out); // oldest first
MUST_USE enum status register_parent_put(struct store_tx *tx, struct employer_id id, const struct register_parent *parents,
                                         size_t count); // in place of those it has

struct offer_stored {
    int64_t id;
    enum register_noun noun;
    int64_t row;
    struct employer_id employer;
    const char *field, *offered;
    int64_t import, created_at;
};
// In place of an open one of the same field.
MUST_USE enum status offer_insert(struct store_tx *tx, const struct offer_stored *o, int64_t *id_out);
MUST_USE enum status offer_list_open(struct store *s, struct employer_id employer, struct arena *a,
                                     struct offer_stored **out, size_t *count_out); // oldest first
// state: "taken", "left" or "past" (no longer of use). NOT_FOUND: it is not open.
MUST_USE enum status offer_settle(struct store_tx *tx, int64_t id, const char *state);
// The open ones of a row, or only that field's, are no longer of use.
MUST_USE enum status offer_forget(struct store_tx *tx, enum register_noun noun, int64_t row, const char *field);

#endif
