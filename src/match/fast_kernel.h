// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_FAST_KERNEL_H
#define MATCH_FAST_KERNEL_H

#include "core/requirement.h"
#include "match/fast_best.h"
#include "match/fast_index.h"

// The innermost loops, compiled from one source for each instruction set. All give the same bytes. Pages are
// PAGE_WORDS words, aligned as malloc aligns; by 64 bytes they are read faster.

// A must: who meets it, who holds some atom with whatever evidence, and for whom every topic is answered.
struct kernel_must {
    const uint64_t *met, *held, *answered;
};

struct kernel_should {
    const uint64_t *met;
    unsigned weight; // 1–15
};

// One segment and one need.
struct kernel_task {
    const uint64_t *scope; // whom it is about; all others' bits do not matter anywhere
    struct kernel_must musts[REQUIREMENTS_MOST];
    struct kernel_should shoulds[REQUIREMENTS_MOST];
    size_t must_count, should_count;
    const uint64_t *lots[LOT_BITS]; // of each profile, highest bit first
    uint32_t need_lot;
    const struct names *const *names; // by block
};

struct kernel {
    const char *name;
    // The classes in bits, and how many are in the first two.
    void (*rank)(const struct kernel_task *t, unsigned classes, struct best *best, size_t *ready, size_t *ask);
    void (*classes)(const struct kernel_task *t, uint64_t *ready, uint64_t *ask, uint64_t *not_now);
    void (*what_if)(const struct kernel_task *t, size_t *more); // by must: whom nothing else keeps from being ready
    void (*or_into)(uint64_t *page, const uint64_t *other);
    void (*or_of)(uint64_t *page, const uint64_t *a, const uint64_t *b);
    void (*and_into)(uint64_t *page, const uint64_t *other);
    size_t (*count_both)(const uint64_t *a, const uint64_t *b);
    // Which of those in base have a sliced number of at most, or of more than, a limit.
    void (*at_most)(uint64_t *page, const uint64_t *base, const uint64_t *const *slices, unsigned bits, uint32_t limit);
    void (*above)(uint64_t *page, const uint64_t *base, const uint64_t *const *slices, unsigned bits, uint32_t limit);
    uint64_t (*read)(const void *bytes, size_t size); // reads all once: what a benchmark compares with
};

// The widest first, NULL at the end; not every machine can run each.
extern const struct kernel *const KERNELS[];
bool kernel_runs_here(const struct kernel *k);
const struct kernel *kernel_choose(void); // the first that runs here

#endif
