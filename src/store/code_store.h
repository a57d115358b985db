// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_CODE_STORE_H
#define STORE_CODE_STORE_H

#include "store/store.h"

// One-time codes, which let a person in without a password. Changes: "one_time_code" insert, use, sealed under the
// person's key. The code itself is nowhere kept: it follows from the row and the store's own key.

enum { CODE_DIGITS = 8, CODE_TRIES = 5 };

struct one_time_code {
    struct code_id id;
    struct person_id person; // {0}: nobody's, see code_insert
    struct user_id made_by;  // {0}: the person asked for it
    int64_t reference;       // the first eight digits of one that is handed over; 0: by mail
    int64_t made_at, ends_at, used_at; // used_at 0: not
    int tries;
};
// Can it still open something?
static inline bool code_open(const struct one_time_code *c, int64_t now)
{
    return c->person.value != 0 && c->used_at == 0 && now < c->ends_at && c->tries < CODE_TRIES;
}

MUST_USE enum status code_get(struct store *s, struct code_id id, struct one_time_code *out);
MUST_USE enum status code_find(struct store *s, int64_t reference, struct one_time_code *out);
// A person's that have not been removed, newest first.
MUST_USE enum status code_list(struct store *s, struct person_id person, struct arena *a, struct one_time_code **out,
                               size_t *count_out);
// person {0}: somebody asked with an address that nobody has. It is written all the same, so that the time does not tell.
// handed: by the actor, who has to be a user; the person's earlier ones that were handed over end with it.
MUST_USE enum status code_insert(struct store_tx *tx, struct person_id person, bool handed, int64_t ends_at,
                                 struct code_id *id_out);
// Counts a try. Not in the change log.
MUST_USE enum status code_try(struct store_tx *tx, struct code_id id);
MUST_USE enum status code_use(struct store_tx *tx, struct code_id id); // CONFLICT: used before
MUST_USE enum status code_remove_before(struct store_tx *tx, int64_t ended_before);
MUST_USE enum status codes_forget(struct store_tx *tx, struct person_id person);

// The digits of a row's code: CODE_DIGITS of them.
void code_digits(const struct store *s, struct code_id id, char out[CODE_DIGITS + 1]);

#endif
