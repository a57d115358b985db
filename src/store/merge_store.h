// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_MERGE_STORE_H
#define STORE_MERGE_STORE_H

#include "core/employer.h"
#include "store/store.h"

// Employers that are one. Changes: "employer" merge (of the one that stays), merged (of the one that is gone), unmerge,
// unmerged; "employer_not_same" insert, delete (on the row of the one with the lower id). The row that is gone stays for its
// history: stages, pledges and what the register said of it.
struct merge_id {
    int64_t value;
};
struct employer_merge {
    struct merge_id id;
    struct employer_id kept, gone;
    int64_t kept_version; // as the merge left it
    struct user_id user;
    int64_t created_at, undone_at; // 0: not
};
MUST_USE enum status merge_get(struct store *s, struct merge_id id, struct arena *a, struct employer_merge *out);
// The merge by which this one is gone. NOT_FOUND: it is not.
MUST_USE enum status merge_of_gone(struct store *s, struct employer_id gone, struct arena *a, struct employer_merge *out);
// Who stands for it now, however often it went on into another: itself when it is not gone.
MUST_USE enum status merge_stands_for(struct store *s, struct employer_id id, struct arena *a, struct employer_id *out);
// How many rows of each kind were moved.
struct merge_moved {
    const char *place; // "need.employer_id"
    int64_t count;
};
MUST_USE enum status merge_moves(struct store *s, struct merge_id id, struct arena *a, struct merge_moved **out,
                                 size_t *count_out);
// Moves what belongs to gone, and writes kept as it is given. CONFLICT: a version is not the stored one, or one of them is
// gone already.
MUST_USE enum status merge_write(struct store_tx *tx, const struct employer *kept, const struct employer *gone,
                                 struct merge_id *id_out);
// Moves all back. CONFLICT: undone already, or the one that stayed has been changed since.
MUST_USE enum status merge_undo(struct store_tx *tx, struct merge_id id);
// Has the register taken it out?
MUST_USE enum status employer_removed(struct store *s, struct employer_id id, bool *out);

// Where the schema refers to employers, as "table.column": what merging moves, and what stays with the row that is gone.
const char *const *merge_places_moved(size_t *count_out);
const char *const *merge_places_kept(size_t *count_out);

struct not_same {
    struct employer_id one, other; // one < other
    const char *one_name, *other_name, *user_name;
    int64_t created_at;
};
MUST_USE enum status not_same_list(struct store *s, struct arena *a, struct not_same **out, size_t *count_out); // newest first
MUST_USE enum status not_same_insert(struct store_tx *tx, struct employer_id one, struct employer_id other);    // CONFLICT: known
MUST_USE enum status not_same_delete(struct store_tx *tx, struct employer_id one, struct employer_id other);    // NOT_FOUND

// What duplicates are found by. By id; those merged into another are left out.
struct employer_likeness {
    struct employer_id id;
    const char *orgnr, *name, *address, *postal_code, *postal_place;
    bool closed; // or bankrupt, or removed by the register
};
MUST_USE enum status likeness_list(struct store *s, struct arena *a, struct employer_likeness **out, size_t *count_out);
struct contact_likeness {
    struct employer_id employer;
    const char *email, *phone; // ""
};
MUST_USE enum status contact_likeness_list(struct store *s, struct arena *a, struct contact_likeness **out, size_t *count_out);

#endif
