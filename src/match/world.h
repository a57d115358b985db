// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_WORLD_H
#define MATCH_WORLD_H

#include "match/fast_kernel.h"
#include "match/kept.h"

// What readers see: one published version. It does not change between world_read and world_leave, which every reader
// pairs.
struct published {
    int64_t version;
    const char *catalogue_version;  // whose implications the profiles are closed under
    struct kept_profile **profiles; // by number
    size_t count, room;
};

const struct published *world_read(struct match_world *w);
void world_leave(struct match_world *w);

const struct kept_profile *published_find(const struct published *v, int64_t number); // NULL when absent
const struct match_settings *world_settings(const struct match_world *w);

// The fast engine's index, NULL when the plain one was chosen.
struct index *world_index(struct match_world *w);
bool world_doubts_index(struct match_world *w); // it differed when it was last checked
const struct kernel *world_kernel(const struct match_world *w);
void world_use_kernel(struct match_world *w, const struct kernel *k);
// For tests: an empty world whose pieces of memory stand alone, or come from the stock as they do in use.
void world_use_stock(struct match_world *w, bool alone);
// A question about experience was asked for a month, and the index fitted or not. True when it is time to count anew.
bool world_month_asked(struct match_world *w, month now, bool fitted);
bool world_count_months(struct match_world *w, month now); // false when a writer is busy

#endif
