// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_WORLD_H
#define MATCH_WORLD_H

#include "match/kept.h"

// What readers see: one published version. It does not change between world_read and world_leave, which every reader
// pairs.
struct published {
    int64_t version;
    const char *catalogue_version;  // whose implications the profiles are closed under
    struct kept_profile **profiles; // by number
    size_t count;
};

const struct published *world_read(struct match_world *w);
void world_leave(struct match_world *w);

const struct kept_profile *published_find(const struct published *v, int64_t number); // NULL when absent
const struct match_settings *world_settings(const struct match_world *w);

#endif
