// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_WORLD_H
#define MATCH_WORLD_H

#include "match/fast_index.h"
#include "match/fast_kernel.h"

// What readers see: one published version. Nothing of it changes between world_read and world_leave, which every reader
// pairs, and neither waits for a writer nor a writer for them: what a version alone still needs goes when it and all before
// it have no reader any more.
struct published {
    struct match_world *world;
    int64_t version;
    const char *catalogue_version; // whose implications the profiles are closed under
    struct roll roll;
    struct index *index; // NULL for the plain engine
    struct index_version *indexed;
    // The world's.
    bool ends_index; // the next one has another index
    bool large;      // takes long to close
    unsigned readers;
    struct published *next;
    struct pieces gone; // profiles and sheets that later versions no longer have
};

const struct published *world_read(struct match_world *w);
// For that question: experience is counted for one month, and this one may be worth counting anew for.
const struct published *world_read_for(struct match_world *w, const struct match_need *need, day as_of);
void world_leave(const struct published *v);

const struct match_settings *world_settings(const struct match_world *w);
bool world_doubts_index(struct match_world *w); // it differed when it was last checked
const struct kernel *world_kernel(const struct match_world *w);
void world_use_kernel(struct match_world *w, const struct kernel *k);
// For tests: an empty world whose pieces of memory stand alone, or come from the stock as they do in use.
void world_use_stock(struct match_world *w, bool alone);

#endif
