// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_EMPLOYER_INDEX_H
#define APP_EMPLOYER_INDEX_H

#include "app/employers.h"

// The employers in memory, in the orders of their lists, with what lists are narrowed by: no index of the database may
// have the order of people's language, and none could serve every filter with every order. Kept in step with the database
// by table employer_turn, whichever process writes.
struct employer_index;
struct employer_index *employer_index_open(void); // NULL: no memory
void employer_index_close(struct employer_index *x);
struct employer_index *app_employer_index(struct app *app);

// What the list says of one beside its own row.
struct employer_hit {
    struct employer_id id;
    const struct code *areas;
    size_t area_count;
    size_t open_needs, open_positions;
    day last_contact;
};
struct employer_hits {
    struct employer_hit *hits;
    size_t count, total; // total: all that fit the query
    bool more;           // after the last of these
};
// only {0}: of all employers. INVALID: query->after is none of the list's.
MUST_USE enum status employer_index_find(struct app *app, const struct actor *actor, const struct employer_query *query,
                                         struct employer_id only, struct arena *a, struct employer_hits *out);
// Of these, those that there are.
MUST_USE enum status employer_index_get(struct app *app, const struct employer_id *ids, size_t count, struct arena *a,
                                        struct employer_hits *out);
// Takes in what has been written, so that nobody has to wait for it.
MUST_USE enum status employer_index_tend(struct app *app);

// Whose employers this actor may list: all ({0}), or only the own one. NOT_FOUND: none.
MUST_USE enum status employers_scope(const struct actor *actor, struct employer_id *only_out);

#endif
