// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_DUPLICATES_H
#define APP_DUPLICATES_H

#include "app/app.h"
#include "core/employer_merge.h"
#include "store/merge_store.h"

// Employers that stand in the list twice (screen 18), for whoever may edit all employers.

enum likeness { ALIKE_NAME = 1 << 0, ALIKE_ADDRESS = 1 << 1, ALIKE_EMAIL = 1 << 2, ALIKE_PHONE = 1 << 3 };
struct duplicate {
    struct employer_likeness one, other; // one is who would stay
    unsigned alike;
};
enum { DUPLICATES_MOST = 200 };
// The most alike first, at most DUPLICATES_MOST of *total_out. Pairs that somebody has said are two are left out, and those
// that the register says are two: they could not be merged.
MUST_USE enum status list_duplicates(struct app *app, const struct actor *actor, struct arena *a, struct duplicate **out,
                                     size_t *count_out, size_t *total_out);

struct duplicate_view {
    struct employer kept, gone;
    const char *kept_owner, *gone_owner; // names, ""
    size_t kept_workplaces, gone_workplaces, kept_needs, gone_needs; // needs: open
    const char *refusal;                 // English msgid, or NULL: they can be merged
    bool not_same;                       // somebody has said that they are two
};
// The other way round when only the other one can stay.
MUST_USE enum status get_duplicate(struct app *app, const struct actor *actor, struct employer_id kept, struct employer_id gone,
                                   struct arena *a, struct duplicate_view *out);
struct merge_choice {
    struct employer_id kept, gone;
    int64_t kept_version, gone_version; // as they were read
    unsigned from_gone;                 // bits 1 << enum merge_field
};
// INVALID: it is refused, with the sentence.
MUST_USE enum status merge_employers(struct app *app, const struct actor *actor, const struct merge_choice *choice,
                                     struct issues *issues, struct merge_id *id_out);
struct merge_view {
    struct employer_merge merge;
    const char *kept_name, *gone_name, *user_name;
    struct merge_moved *moved;
    size_t moved_count;
    bool may_undo; // nobody has changed the one that stays since
};
MUST_USE enum status get_merge(struct app *app, const struct actor *actor, struct merge_id id, struct arena *a,
                               struct merge_view *out);
// CONFLICT: undone already, or changed since.
MUST_USE enum status undo_merge(struct app *app, const struct actor *actor, struct merge_id id);

MUST_USE enum status list_not_same(struct app *app, const struct actor *actor, struct arena *a, struct not_same **out,
                                   size_t *count_out);
// Harmless when it is so already.
MUST_USE enum status set_not_same(struct app *app, const struct actor *actor, struct employer_id one, struct employer_id other,
                                  bool not_same);

// Where an employer that was merged has gone, for whoever may SEE it. NOT_FOUND: it has not.
MUST_USE enum status find_merged_into(struct app *app, const struct actor *actor, struct employer_id id,
                                      struct employer_id *out);

#endif
