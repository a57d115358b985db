// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_FAST_BEST_H
#define MATCH_FAST_BEST_H

#include "match/match.h"

// A profile's place in the order as one number, smaller is better: class, missing, unknown, score (turned round), lot.
// The profile's number has the last word.
enum {
    KEY_LOT_BITS = 32,
    KEY_SCORE_BITS = 10,
    KEY_COUNT_BITS = 7,
    KEY_SCORE = KEY_LOT_BITS,
    KEY_UNKNOWN = KEY_SCORE + KEY_SCORE_BITS,
    KEY_MISSING = KEY_UNKNOWN + KEY_COUNT_BITS,
    KEY_CLASS = KEY_MISSING + KEY_COUNT_BITS,
    KEY_SCORE_MOST = (1 << KEY_SCORE_BITS) - 1,
};

struct best_row {
    uint64_t key;
    int64_t number;
};

// The k best of those offered: a heap with the last of them on top.
struct best {
    struct best_row *rows;
    size_t count, room, k;
    uint64_t limit; // a key above it is not wanted
};

struct best best_open(size_t k);
void best_close(struct best *b);
void best_offer(struct best *b, uint64_t key, int64_t number); // key at most limit, k at least 1
void best_rows(struct best *b, struct arena *a, struct ranking *out);

static inline uint64_t key_make(enum match_class class, unsigned missing, unsigned unknown, unsigned score, uint32_t lot)
{
    return (uint64_t)class << KEY_CLASS | (uint64_t)missing << KEY_MISSING | (uint64_t)unknown << KEY_UNKNOWN |
           (uint64_t)(KEY_SCORE_MOST - score) << KEY_SCORE | lot;
}

#endif
