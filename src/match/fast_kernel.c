// SPDX-License-Identifier: EUPL-1.2
#include "match/fast_kernel.h"

#include <string.h>

// Compiled once for each instruction set: KERNEL names it, KERNEL_BITS is the width of its words. A block of 512
// profiles is one, two or eight of them, and everything below is written for blocks.

#if KERNEL_BITS == 512
#include <immintrin.h>
typedef uint64_t lane __attribute__((vector_size(64), may_alias));
#elif KERNEL_BITS == 256
#include <immintrin.h>
typedef uint64_t lane __attribute__((vector_size(32), may_alias));
#else
typedef uint64_t lane;
#endif
// One in memory that is not the kernel's own. Moves that take any address cost nothing where it happens to be aligned;
// only SSE reckons with what malloc promises.
enum { OUTSIDE_ALIGNED = 16 };
typedef lane lane_outside __attribute__((may_alias, aligned(8)));

enum { LANES = 64 / sizeof(lane), LANE_WORDS = sizeof(lane) / 8 };

struct block {
    lane at[LANES];
};

#define INLINE static inline __attribute__((always_inline))
#define EACH_LANE(i) _Pragma("GCC unroll 8") for (unsigned i = 0; i < LANES; i++)

INLINE struct block block_load(const uint64_t *words)
{
    const lane_outside *from = __builtin_assume_aligned(words, OUTSIDE_ALIGNED);
    struct block b;
    EACH_LANE(i) b.at[i] = from[i];
    return b;
}

INLINE void block_store(uint64_t *words, struct block b)
{
    lane_outside *to = __builtin_assume_aligned(words, OUTSIDE_ALIGNED);
    EACH_LANE(i) to[i] = b.at[i];
}

INLINE struct block block_none(void)
{
    struct block b;
    EACH_LANE(i) b.at[i] = (lane){0};
    return b;
}

#define BLOCK_OPERATION(name, expression)                                                                              \
    INLINE struct block name(struct block a, struct block b)                                                           \
    {                                                                                                                  \
        EACH_LANE(i) a.at[i] = expression;                                                                             \
        return a;                                                                                                      \
    }
BLOCK_OPERATION(block_and, a.at[i] & b.at[i])
BLOCK_OPERATION(block_and_not, a.at[i] & ~b.at[i])
BLOCK_OPERATION(block_or, a.at[i] | b.at[i])
BLOCK_OPERATION(block_or_not, a.at[i] | ~b.at[i])
BLOCK_OPERATION(block_xor, a.at[i] ^ b.at[i])

// a, b and c summed: the sum's low bit, and its high one in carry_out.
INLINE struct block block_add(struct block a, struct block b, struct block c, struct block *carry_out)
{
    EACH_LANE(i)
    {
        lane both = a.at[i] ^ b.at[i];
        carry_out->at[i] = (a.at[i] & b.at[i]) | (both & c.at[i]);
        a.at[i] = both ^ c.at[i];
    }
    return a;
}

INLINE bool block_any(struct block b)
{
#if KERNEL_BITS == 512
    return _mm512_test_epi64_mask((__m512i)b.at[0], (__m512i)b.at[0]) != 0;
#elif KERNEL_BITS == 256
    __m256i both = (__m256i)(b.at[0] | b.at[1]);
    return !_mm256_testz_si256(both, both);
#else
    return (b.at[0] | b.at[1] | b.at[2] | b.at[3] | b.at[4] | b.at[5] | b.at[6] | b.at[7]) != 0;
#endif
}

#if KERNEL_BITS == 64
// Without an instruction for it: bits in pairs, fours, bytes, and the bytes of all eight words at once.
INLINE size_t block_count(struct block b)
{
    uint64_t bytes = 0;
    EACH_LANE(i)
    {
        uint64_t x = b.at[i];
        x -= x >> 1 & 0x5555555555555555;
        x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333);
        bytes += (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0f;
    }
    bytes = (bytes & 0x00ff00ff00ff00ff) + (bytes >> 8 & 0x00ff00ff00ff00ff);
    return bytes * 0x0001000100010001 >> 48;
}
#else
INLINE size_t block_count(struct block b)
{
    size_t count = 0;
    _Pragma("GCC unroll 8") for (unsigned i = 0; i < BLOCK_WORDS; i++) count +=
        (size_t)__builtin_popcountll(b.at[i / LANE_WORDS][i % LANE_WORDS]);
    return count;
}
#endif

// A sum for each profile of the block, sliced. Each slice keeps one bit back, so that three are added at a time.
enum { SLICES = KEY_SCORE_BITS + 2 };
struct counter {
    struct block sum[SLICES], back[SLICES];
    unsigned begun, backs; // bits by slice
};

INLINE void counter_add(struct counter *c, unsigned slice, struct block x)
{
    for (;; slice++) {
        unsigned bit = 1u << slice;
        if ((c->begun & bit) == 0) {
            c->begun |= bit;
            c->sum[slice] = x;
            return;
        }
        if ((c->backs & bit) == 0) {
            c->backs |= bit;
            c->back[slice] = x;
            return;
        }
        c->backs &= ~bit;
        struct block carry;
        c->sum[slice] = block_add(c->sum[slice], c->back[slice], x, &carry);
        x = carry;
    }
}

INLINE void counter_finish(struct counter *c)
{
    for (unsigned slice = 0; slice < SLICES - 1; slice++) {
        unsigned bit = 1u << slice;
        if ((c->begun & bit) == 0)
            c->sum[slice] = block_none();
        if ((c->backs & bit) == 0)
            continue;
        c->backs &= ~bit;
        struct block carry = block_and(c->sum[slice], c->back[slice]);
        c->sum[slice] = block_xor(c->sum[slice], c->back[slice]);
        counter_add(c, slice + 1, carry);
    }
}

INLINE unsigned counter_read(const struct counter *c, unsigned slices, unsigned word, unsigned bit)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < slices; i++) {
        uint64_t bits;
        memcpy(&bits, (const unsigned char *)&c->sum[i] + word * 8, sizeof bits);
        sum |= (unsigned)(bits >> bit & 1) << i;
    }
    return sum;
}

static void score_count(const struct kernel_task *t, size_t at, struct counter *score)
{
    score->begun = score->backs = 0;
    for (size_t i = 0; i < t->should_count; i++) {
        struct block met = block_load(t->shoulds[i].met + at);
        for (unsigned slice = 0; slice < 4; slice++)
            if ((t->shoulds[i].weight >> slice & 1) != 0)
                counter_add(score, slice, met);
    }
    counter_finish(score);
}

static void musts_count(const struct kernel_task *t, size_t at, struct counter *missing, struct counter *unknown)
{
    missing->begun = missing->backs = unknown->begun = unknown->backs = 0;
    for (size_t i = 0; i < t->must_count; i++) {
        const struct kernel_must *m = &t->musts[i];
        struct block misses = block_and_not(block_load(m->answered + at), block_load(m->held + at));
        struct block not_met = block_or(misses, block_load(m->met + at));
        EACH_LANE(k) not_met.at[k] = ~not_met.at[k];
        counter_add(missing, 0, misses);
        counter_add(unknown, 0, not_met);
    }
    counter_finish(missing);
    counter_finish(unknown);
}

// The order so far: who is before the limit, and who is level with it.
struct compared {
    struct block before, level;
};

INLINE void compare_bit(struct compared *c, struct block bit, bool limit)
{
    if (limit) {
        c->before = block_or(c->before, block_and_not(c->level, bit));
        c->level = block_and(c->level, bit);
    } else {
        c->level = block_and_not(c->level, bit);
    }
}

INLINE void compare_count(struct compared *c, const struct counter *counts, unsigned shift, uint64_t limit)
{
    for (unsigned i = KEY_COUNT_BITS; i-- > 0;)
        compare_bit(c, counts->sum[i], (limit >> (shift + i) & 1) != 0);
}

INLINE void compare_score(struct compared *c, const struct counter *score, uint64_t limit)
{
    for (unsigned i = KEY_SCORE_BITS; i-- > 0;) { // turned round: more is before
        struct block bit = score->sum[i];
        EACH_LANE(k) bit.at[k] = ~bit.at[k];
        compare_bit(c, bit, (limit >> (KEY_SCORE + i) & 1) != 0);
    }
}

INLINE void compare_lots(struct compared *c, const struct kernel_task *t, size_t at, uint64_t limit)
{
    for (unsigned i = 0; i < LOT_BITS && block_any(c->level); i++) {
        struct block bit = block_load(t->lots[i] + at);
        unsigned low = LOT_BITS - 1 - i;
        if ((t->need_lot >> low & 1) != 0)
            EACH_LANE(k) bit.at[k] = ~bit.at[k];
        compare_bit(c, bit, (limit >> low & 1) != 0);
    }
}

// What of a block is counted already; each is needed seldom.
struct block_sums {
    bool scored, counted;
    struct counter score, missing, unknown;
};

// One after the other: for few that takes less than to score the whole block.
static void few_offer(const struct kernel_task *t, size_t at, struct block ready, struct best *best)
{
    const struct names *names = t->names[at / BLOCK_WORDS];
    uint64_t words[BLOCK_WORDS];
    memcpy(words, &ready, sizeof words);
    for (unsigned w = 0; w < BLOCK_WORDS; w++)
        for (uint64_t left = words[w]; left != 0; left &= left - 1) {
            unsigned bit = (unsigned)__builtin_ctzll(left), score = 0;
            for (size_t i = 0; i < t->should_count; i++)
                score += (unsigned)(t->shoulds[i].met[at + w] >> bit & 1) * t->shoulds[i].weight;
            if (key_make(CLASS_READY, 0, 0, score, 0) > best->limit) // whatever the lot
                continue;
            uint64_t key = key_make(CLASS_READY, 0, 0, score, names->lots[w * 64 + bit] ^ t->need_lot);
            if (key <= best->limit)
                best_offer(best, key, names->numbers[w * 64 + bit]);
        }
}

static void class_offer(const struct kernel_task *t, size_t at, struct block in, enum match_class class,
                        struct block_sums *sums, struct best *best)
{
    enum { FEW = 8 };
    uint64_t limit = best->limit;
    bool counts = class != CLASS_READY;
    if (limit >> KEY_CLASS < class || !block_any(in))
        return;
    if (!counts && t->should_count > 0 && block_count(in) <= FEW) {
        few_offer(t, at, in, best);
        return;
    }
    if (t->should_count > 0 && !sums->scored)
        score_count(t, at, &sums->score);
    if (counts && !sums->counted)
        musts_count(t, at, &sums->missing, &sums->unknown);
    sums->scored = true;
    sums->counted |= counts;
    if (limit >> KEY_CLASS == class) {
        struct compared c = {block_none(), in};
        if (class == CLASS_NOT_NOW)
            compare_count(&c, &sums->missing, KEY_MISSING, limit);
        if (counts)
            compare_count(&c, &sums->unknown, KEY_UNKNOWN, limit);
        if (t->should_count > 0)
            compare_score(&c, &sums->score, limit);
        compare_lots(&c, t, at, limit);
        in = block_or(c.before, c.level);
        if (!block_any(in))
            return;
    }
    const struct names *names = t->names[at / BLOCK_WORDS];
    uint64_t words[BLOCK_WORDS];
    memcpy(words, &in, sizeof words);
    for (unsigned w = 0; w < BLOCK_WORDS; w++)
        for (uint64_t left = words[w]; left != 0; left &= left - 1) {
            unsigned bit = (unsigned)__builtin_ctzll(left);
            size_t place = w * 64 + bit;
            uint64_t key = key_make(class,
                                    class == CLASS_NOT_NOW ? counter_read(&sums->missing, KEY_COUNT_BITS, w, bit) : 0,
                                    counts ? counter_read(&sums->unknown, KEY_COUNT_BITS, w, bit) : 0,
                                    t->should_count > 0 ? counter_read(&sums->score, KEY_SCORE_BITS, w, bit) : 0,
                                    names->lots[place] ^ t->need_lot);
            if (key <= best->limit)
                best_offer(best, key, names->numbers[place]);
        }
}

struct classes {
    struct block ready, ask, not_now;
};

INLINE struct classes classes_judge(const struct kernel_task *t, size_t at, struct block scope)
{
    struct block not_met = block_none(), misses = block_none();
    for (size_t i = 0; i < t->must_count; i++) {
        const struct kernel_must *m = &t->musts[i];
        not_met = block_or_not(not_met, block_load(m->met + at));
        misses = block_or(misses, block_and_not(block_load(m->answered + at), block_load(m->held + at)));
    }
    return (struct classes){
        .ready = block_and_not(scope, not_met),
        .ask = block_and(scope, block_and_not(not_met, misses)),
        .not_now = block_and(scope, misses),
    };
}

static void kernel_rank(const struct kernel_task *t, unsigned classes, struct best *best, size_t *ready, size_t *ask)
{
    struct block_sums sums;
    for (size_t at = 0; at < PAGE_WORDS; at += BLOCK_WORDS) {
        struct block scope = block_load(t->scope + at);
        if (!block_any(scope))
            continue;
        struct classes c = classes_judge(t, at, scope);
        *ready += block_count(c.ready);
        *ask += block_count(c.ask);
        sums.scored = sums.counted = false;
        if ((classes & 1u << CLASS_READY) != 0)
            class_offer(t, at, c.ready, CLASS_READY, &sums, best);
        if ((classes & 1u << CLASS_ASK) != 0)
            class_offer(t, at, c.ask, CLASS_ASK, &sums, best);
        if ((classes & 1u << CLASS_NOT_NOW) != 0)
            class_offer(t, at, c.not_now, CLASS_NOT_NOW, &sums, best);
    }
}

static void kernel_classes(const struct kernel_task *t, uint64_t *ready, uint64_t *ask, uint64_t *not_now)
{
    for (size_t at = 0; at < PAGE_WORDS; at += BLOCK_WORDS) {
        struct classes c = classes_judge(t, at, block_load(t->scope + at));
        block_store(ready + at, c.ready);
        block_store(ask + at, c.ask);
        block_store(not_now + at, c.not_now);
    }
}

static void kernel_what_if(const struct kernel_task *t, size_t *more)
{
    for (size_t at = 0; at < PAGE_WORDS; at += BLOCK_WORDS) {
        struct block once = block_none(), twice = block_none(), scope = block_load(t->scope + at);
        for (size_t i = 0; i < t->must_count; i++) {
            struct block met = block_load(t->musts[i].met + at);
            twice = block_or(twice, block_and_not(once, met));
            once = block_or_not(once, met);
        }
        once = block_and(scope, block_and_not(once, twice));
        for (size_t i = 0; block_any(once) && i < t->must_count; i++)
            more[i] += block_count(block_and_not(once, block_load(t->musts[i].met + at)));
    }
}

static void kernel_or_into(uint64_t *page, const uint64_t *other)
{
    for (size_t at = 0; at < PAGE_WORDS; at += BLOCK_WORDS)
        block_store(page + at, block_or(block_load(page + at), block_load(other + at)));
}

static void kernel_or_of(uint64_t *page, const uint64_t *a, const uint64_t *b)
{
    for (size_t at = 0; at < PAGE_WORDS; at += BLOCK_WORDS)
        block_store(page + at, block_or(block_load(a + at), block_load(b + at)));
}

static void kernel_and_into(uint64_t *page, const uint64_t *other)
{
    for (size_t at = 0; at < PAGE_WORDS; at += BLOCK_WORDS)
        block_store(page + at, block_and(block_load(page + at), block_load(other + at)));
}

static size_t kernel_count_both(const uint64_t *a, const uint64_t *b)
{
    size_t count = 0;
    for (size_t at = 0; at < PAGE_WORDS; at += BLOCK_WORDS)
        count += block_count(block_and(block_load(a + at), block_load(b + at)));
    return count;
}

INLINE struct compared number_compare(const uint64_t *base, const uint64_t *const *slices, unsigned bits,
                                      uint32_t limit, size_t at)
{
    struct compared c = {block_none(), block_load(base + at)};
    for (unsigned i = 0; i < bits; i++)
        compare_bit(&c, block_load(slices[i] + at), (limit >> (bits - 1 - i) & 1) != 0);
    return c;
}

static void kernel_at_most(uint64_t *page, const uint64_t *base, const uint64_t *const *slices, unsigned bits,
                           uint32_t limit)
{
    for (size_t at = 0; at < PAGE_WORDS; at += BLOCK_WORDS) {
        struct compared c = number_compare(base, slices, bits, limit, at);
        block_store(page + at, block_or(c.before, c.level));
    }
}

static void kernel_above(uint64_t *page, const uint64_t *base, const uint64_t *const *slices, unsigned bits,
                         uint32_t limit)
{
    for (size_t at = 0; at < PAGE_WORDS; at += BLOCK_WORDS) {
        struct compared c = number_compare(base, slices, bits, limit, at);
        block_store(page + at, block_and_not(block_load(base + at), block_or(c.before, c.level)));
    }
}

static uint64_t words_sum(const uint64_t *words, size_t count)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum ^= words[i];
    return sum;
}

// Pages in blocks, two at a time; the rest of lists is left to words.
static uint64_t kernel_read(const void *bytes, size_t size)
{
    const uint64_t *words = bytes;
    size_t count = size / 8, at = 0;
    struct block even = block_none(), odd = block_none();
    _Alignas(OUTSIDE_ALIGNED) uint64_t sums[BLOCK_WORDS];
    for (; at + 2 * BLOCK_WORDS <= count; at += 2 * BLOCK_WORDS) {
        even = block_xor(even, block_load(words + at));
        odd = block_xor(odd, block_load(words + at + BLOCK_WORDS));
    }
    block_store(sums, block_xor(even, odd));
    return words_sum(sums, BLOCK_WORDS) ^ (at < count ? words_sum(words + at, count - at) : 0);
}

extern const struct kernel KERNEL;
const struct kernel KERNEL = {
    .name = KERNEL_NAME,
    .rank = kernel_rank,
    .classes = kernel_classes,
    .what_if = kernel_what_if,
    .or_into = kernel_or_into,
    .or_of = kernel_or_of,
    .and_into = kernel_and_into,
    .count_both = kernel_count_both,
    .at_most = kernel_at_most,
    .above = kernel_above,
    .read = kernel_read,
};
