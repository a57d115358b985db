// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_EXPLAIN_H
#define MATCH_EXPLAIN_H

#include "match/match.h"
#include "match/world.h"

// Keyed; of what the engine reads of a need, in order.
struct digest {
    uint8_t bytes[16];
};
struct digest need_digest(const struct match_need *need, const struct match_settings *settings);

// One judgement in one published version. NOT_FOUND: no such profile in it.
MUST_USE enum status explain_in(const struct published *v, const struct match_need *need, struct digest digest,
                                int64_t profile, day as_of, struct arena *a, struct explanation *out);

#endif
