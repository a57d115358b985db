// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_NEED_ADS_H
#define APP_NEED_ADS_H

#include "app/needs.h"
#include "core/ad.h"

// The job ad that a need was drafted from, and the requirements it seems to state.
struct need_ad_view {
    struct need_ad ad;
    struct proposed_requirement *proposed; // all, whatever became of them
    size_t proposed_count;
    size_t open_count;                     // of them
};
// NOT_FOUND: the actor may not see the need, or it does not come from an ad.
MUST_USE enum status get_need_ad(struct app *app, const struct actor *actor, struct need_id id, struct arena *a,
                                 struct need_ad_view *out);

// Makes these proposals requirements of the need (PROPOSED_TAKEN), puts them aside (PROPOSED_LEFT) or brings them back
// (PROPOSED_OPEN). A language's work reason begins as the ad's sentence. Needs RIGHT_EDIT on a draft; CONFLICT: the need
// is not at that version, or somebody has answered meanwhile. INVALID: the need has no room for more.
MUST_USE enum status answer_proposed(struct app *app, const struct actor *actor, struct need_id id, int64_t version,
                                     const int *positions, size_t count, enum proposed_state state,
                                     struct issues *issues);

#endif
