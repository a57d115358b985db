// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_FAST_H
#define MATCH_FAST_H

#include "match/fast_kernel.h"
#include "match/match.h"

// The fast engine: the calls of match.h over an index of bitmaps (fast_index.h), judged in blocks of 512 profiles
// (fast_kernel.h). It gives what the plain loop gives, byte for byte. Each call is about a version that is held, and false, writing
// nothing, when that has no such engine or the index cannot tell: then the plain loop answers.
struct published;

bool fast_rank(const struct published *v, const struct match_need *need, struct match_scope scope, unsigned classes,
               size_t k, struct arena *a, struct ranking *out);
bool fast_count_groups(const struct published *v, const struct match_need *need, day as_of, const uint32_t *groups,
                       size_t group_count, size_t (*counts_out)[MATCH_CLASSES]);
bool fast_what_if(const struct published *v, const struct match_need *need, struct match_scope scope, size_t *more_out);

bool fast_filter(const struct published *v, const struct match_filter *f, struct arena *a, struct filtered *out);

// For tests and benchmarks.
void fast_use_kernel(struct match_world *w, const struct kernel *k); // no reader may be busy
// Reads once the bitmaps, lists and columns that a ranking of this need has to look at, but does nothing with them; the
// column of lots on demand. How many bytes these are goes to size_out.
uint64_t fast_read(struct match_world *w, const struct match_need *need, struct match_scope scope, bool lots,
                   size_t *size_out);

#endif
