// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_EMPLOYER_MARK_H
#define STORE_EMPLOYER_MARK_H

#include "core/employer.h"
#include "store/store.h"

// What lists of employers are narrowed and ordered by, for keeping it in memory.
struct employer_mark {
    struct employer_id id;
    const char *name, *search; // search: ' ' and the folded words, see the schema
    const char *industry;
    int employees, pledged;
    enum employer_stage stage;
    struct user_id owner;
    struct code municipality;
    bool closed;                // or bankrupt
    enum reference reference;
    enum estimate estimate;
    int64_t created_at;
    const struct code *areas;   // of its open workplaces, in code order, no two alike
    size_t area_count;
    const struct network_id *networks;
    size_t network_count;
    int64_t open_needs, open_positions;
    bool email;                 // a contact who is there has an address
    day last_contact;           // DAY_NONE: none
    bool visited;               // somebody has met or visited them
};
// By id. only {0}: all; else that one, or none. Those merged into another are left out.
MUST_USE enum status employer_marks(struct store *s, struct employer_id only, struct arena *a,
                                    struct employer_mark **out, size_t *count_out);

// Rises with each change of a mark; see table employer_turn.
MUST_USE enum status employer_last_turn(struct store *s, int64_t *out);
// Whose mark has changed after that turn, at most `most`.
MUST_USE enum status employer_turns_since(struct store *s, int64_t turn, size_t most, struct arena *a,
                                          struct employer_id **out, size_t *count_out);

// Networks in use, by name, for narrowing by.
struct network_name {
    struct network_id id;
    const char *name;
};
MUST_USE enum status network_names(struct store *s, struct arena *a, struct network_name **out, size_t *count_out);

#endif
