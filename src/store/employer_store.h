// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_EMPLOYER_STORE_H
#define STORE_EMPLOYER_STORE_H

#include "core/access.h"
#include "core/employer.h"
#include "store/store.h"

// Changes: "employer" insert, update, delete; "workplace" insert, update, delete.

MUST_USE enum status employer_get(struct store *s, struct employer_id id, struct arena *a, struct employer *out);
// By organisation number.
MUST_USE enum status employer_find(struct store *s, const char *orgnr, struct arena *a, struct employer *out);
// id, version and created_at are given by the store. CONFLICT: the organisation number is taken.
MUST_USE enum status employer_insert(struct store_tx *tx, const struct employer *e, struct employer_id *id_out);
// CONFLICT: e->version is not the stored one, or the organisation number is taken. The version goes up by one.
MUST_USE enum status employer_update(struct store_tx *tx, const struct employer *e);
// The same, and why: with it a changed stage or pledge goes into the employer's history (stage_store.h).
MUST_USE enum status employer_update_because(struct store_tx *tx, const struct employer *e, const char *why);
// The words it is found by, after its contacts have changed. Not in the change log: it follows from what is there.
MUST_USE enum status employer_search_renew(struct store_tx *tx, struct employer_id id);
// Takes back one that was made by mistake. CONFLICT: something refers to it (a workplace, a need, a user).
MUST_USE enum status employer_delete(struct store_tx *tx, struct employer_id id);
// For the access rule. NOT_FOUND: no such employer.
MUST_USE enum status employer_access_facts(struct store *s, struct employer_id id, struct access_facts *out);

enum employer_order { EMPLOYER_ORDER_NAME, EMPLOYER_ORDER_EMPLOYEES, EMPLOYER_ORDER_STAGE, EMPLOYER_ORDER_CREATED };
enum { EMPLOYER_ORDERS = 4 };
struct employer_filter {
    const char *text;         // beginnings of words of name, number or contact, all of them; NULL or "": all
    unsigned stages;          // bits 1 << enum employer_stage; 0 all
    struct code area;         // with an open workplace in that region area; {0} all
    bool open_needs, pledged; // only those with
    struct employer_id employer; // only this one; {0} all
};
struct employer_entry {
    struct employer employer;
    int64_t open_needs, open_positions;
    const struct code *areas; // of its open workplaces, in code order, no two alike
    size_t area_count;
};
// The rows after `after` ({0}: from the first) in that order, at most `most`. Unknown numbers of employees sort as none.
MUST_USE enum status employer_list(struct store *s, const struct employer_filter *filter, enum employer_order order,
                                   bool descending, struct employer_id after, size_t most, struct arena *a,
                                   struct employer_entry **out, size_t *count_out);
struct employer_totals {
    int64_t employers, taking_part, pledged; // taking_part: stage taking-part or hiring; pledged: sum of the pledges
};
MUST_USE enum status employer_count(struct store *s, const struct employer_filter *filter,
                                    struct employer_totals *out);

MUST_USE enum status workplace_get(struct store *s, struct workplace_id id, struct arena *a, struct workplace *out);
// By organisation number.
MUST_USE enum status workplace_find(struct store *s, const char *orgnr, struct arena *a, struct workplace *out);
MUST_USE enum status workplace_list(struct store *s, struct employer_id employer, struct arena *a,
                                    struct workplace **out, size_t *count_out); // by name
// from: the day its parent is known from. CONFLICT: the organisation number is taken.
MUST_USE enum status workplace_insert(struct store_tx *tx, const struct workplace *w, day from,
                                      struct workplace_id *id_out);
// When w->employer is another one than stored, the parent changes on `from`; the parents before stay as they were.
// CONFLICT: w->version is not the stored one, or the organisation number is taken.
MUST_USE enum status workplace_update(struct store_tx *tx, const struct workplace *w, day from);
// Whose it was on a day. NOT_FOUND: nobody's that is known.
MUST_USE enum status workplace_parent(struct store *s, struct workplace_id id, day on, struct employer_id *out);
// Takes back one that was made by mistake. CONFLICT: something refers to it; what this has written is then to be rolled
// back with the job.
MUST_USE enum status workplace_delete(struct store_tx *tx, struct workplace_id id);
// All parents it has had, oldest first; and put in place of those it has, when a change of them is taken back.
struct workplace_parent {
    struct employer_id employer;
    day from, to; // DAY_NONE: still
};
MUST_USE enum status workplace_parent_list(struct store *s, struct workplace_id id, struct arena *a,
                                           struct workplace_parent **out, size_t *count_out);
MUST_USE enum status workplace_parent_restore(struct store_tx *tx, struct workplace_id id,
                                              const struct workplace_parent *parents, size_t count);

struct workplace_entry {
    struct workplace workplace;
    const char *employer_name;
};
// Open workplaces where all typed words begin a word of the workplace's or the employer's name. employer {0}: all.
MUST_USE enum status workplace_search(struct store *s, struct employer_id employer, const char *typed, size_t most,
                                      struct arena *a, struct workplace_entry **out, size_t *count_out);

#endif
