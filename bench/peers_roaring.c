// SPDX-License-Identifier: EUPL-1.2
#include <roaring/roaring.h>
#include <stdlib.h>

#include "peers.h"

// CRoaring: a bitmap for each statement, optimized. Sums are kept bit-sliced, a bitmap for each of their bits, and the
// best are found from the highest bit down; lots decide among those who are left, bit-sliced too while they are many.

enum { COUNT_BITS = 7, SCORE_BITS = 10, LOT_BITS = 32, FEW = 1000 };

static const struct peer_crowd *crowd;
static roaring_bitmap_t *met[PEER_STATEMENTS], *missing[PEER_STATEMENTS], *lots[LOT_BITS], *everybody;

static roaring_bitmap_t *bitmap_of(const uint64_t *words)
{
    uint32_t *numbers = malloc(crowd->count * sizeof *numbers);
    size_t n = 0;
    for (size_t i = 0; numbers != NULL && i < crowd->count; i++)
        if (peer_bit(words, i))
            numbers[n++] = (uint32_t)i;
    roaring_bitmap_t *b = roaring_bitmap_of_ptr(n, numbers);
    free(numbers);
    roaring_bitmap_run_optimize(b);
    return b;
}

static bool roaring_open(const struct peer_crowd *c, const char *scratch)
{
    crowd = c;
    for (size_t s = 0; s < c->statement_count; s++) {
        met[s] = bitmap_of(c->statements[s].met);
        missing[s] = bitmap_of(c->statements[s].missing);
    }
    uint64_t *words = calloc(c->words, sizeof *words);
    if (words == NULL)
        return false;
    for (unsigned bit = 0; bit < LOT_BITS; bit++) {
        for (size_t w = 0; w < c->words; w++)
            words[w] = 0;
        for (size_t i = 0; i < c->count; i++)
            words[i / 64] |= (uint64_t)(c->lots[i] >> bit & 1) << i % 64;
        lots[bit] = bitmap_of(words);
    }
    free(words);
    everybody = roaring_bitmap_from_range(0, c->count, 1);
    printf("# CRoaring %d.%d.%d\n", ROARING_VERSION_MAJOR, ROARING_VERSION_MINOR, ROARING_VERSION_REVISION);
    return true;
}

struct sum {
    roaring_bitmap_t *bits[SCORE_BITS];
    unsigned room;
};

static void sum_close(struct sum *s)
{
    for (unsigned i = 0; i < s->room; i++)
        if (s->bits[i] != NULL)
            roaring_bitmap_free(s->bits[i]);
}

// Adds 1 << at for those in b.
static void sum_add(struct sum *s, const roaring_bitmap_t *b, unsigned at)
{
    roaring_bitmap_t *carry = roaring_bitmap_copy(b);
    for (; at < s->room && !roaring_bitmap_is_empty(carry); at++) {
        if (s->bits[at] == NULL) {
            s->bits[at] = carry;
            return;
        }
        roaring_bitmap_t *next = roaring_bitmap_and(s->bits[at], carry);
        roaring_bitmap_xor_inplace(s->bits[at], carry);
        roaring_bitmap_free(carry);
        carry = next;
    }
    roaring_bitmap_free(carry);
}

static roaring_bitmap_t *join(const struct peer_requirement *r, bool of_met)
{
    roaring_bitmap_t **from = of_met ? met : missing;
    roaring_bitmap_t *b = roaring_bitmap_copy(from[r->statements[0]]);
    for (unsigned i = 1; i < r->statement_count; i++)
        (of_met ? roaring_bitmap_or_inplace : roaring_bitmap_and_inplace)(b, from[r->statements[i]]);
    return b;
}

// The best found so far for certain, and those among whom the rest are.
struct search {
    roaring_bitmap_t *certain, *among;
    size_t wanted;
};

// Prefers those who have a bit, or those who have it not.
static void prefer(struct search *s, const roaring_bitmap_t *bit, bool having)
{
    size_t all = roaring_bitmap_get_cardinality(s->among);
    if (all <= s->wanted)
        return;
    size_t with = bit == NULL ? 0 : roaring_bitmap_and_cardinality(s->among, bit);
    size_t better = having ? with : all - with;
    if (better == 0 || better == all)
        return;
    roaring_bitmap_t *preferred = (having ? roaring_bitmap_and : roaring_bitmap_andnot)(s->among, bit);
    if (better >= s->wanted) {
        roaring_bitmap_free(s->among);
        s->among = preferred;
        return;
    }
    roaring_bitmap_or_inplace(s->certain, preferred);
    s->wanted -= better;
    roaring_bitmap_andnot_inplace(s->among, preferred);
    roaring_bitmap_free(preferred);
}

static unsigned sum_of(const struct sum *s, uint32_t at)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < s->room; i++)
        sum |= s->bits[i] != NULL && roaring_bitmap_contains(s->bits[i], at) ? 1u << i : 0;
    return sum;
}

static const struct peer_need *sorted_need;

static int row_order(const void *a, const void *b)
{
    const struct peer_row *x = a, *y = b;
    if (x->missing != y->missing)
        return x->missing < y->missing ? -1 : 1;
    if (x->unknown != y->unknown)
        return x->unknown < y->unknown ? -1 : 1;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    uint32_t lot = crowd->lots[x->number - 1] ^ sorted_need->lot, than = crowd->lots[y->number - 1] ^ sorted_need->lot;
    return lot != than ? (lot < than ? -1 : 1) : x->number < y->number ? -1 : 1;
}

static double roaring_answer(const struct peer_need *need, size_t number, unsigned way, struct peer_row *rows,
                             size_t *count)
{
    double began = peer_clock();
    struct sum missed = {.room = COUNT_BITS}, reached = {.room = COUNT_BITS}, score = {.room = SCORE_BITS};
    roaring_bitmap_t *ready = NULL;
    for (size_t i = 0; i < need->count; i++) {
        if (!need->list[i].must)
            continue;
        roaring_bitmap_t *b = need->list[i].statement_count == 1 ? NULL : join(&need->list[i], true);
        const roaring_bitmap_t *have = b == NULL ? met[need->list[i].statements[0]] : b;
        if (ready == NULL)
            ready = roaring_bitmap_copy(have);
        else
            roaring_bitmap_and_inplace(ready, have);
        if (b != NULL)
            roaring_bitmap_free(b);
    }
    bool enough = roaring_bitmap_get_cardinality(ready) >= PEER_BEST;
    if (!enough) { // all count: how many musts each misses, and how many are met
        roaring_bitmap_free(ready);
        ready = roaring_bitmap_copy(everybody);
        for (size_t i = 0; i < need->count; i++) {
            if (!need->list[i].must)
                continue;
            roaring_bitmap_t *b = join(&need->list[i], false), *m = join(&need->list[i], true);
            sum_add(&missed, b, 0);
            sum_add(&reached, m, 0);
            roaring_bitmap_free(b);
            roaring_bitmap_free(m);
        }
    }
    struct search s = {roaring_bitmap_create(), ready, PEER_BEST};
    for (unsigned bit = COUNT_BITS; bit-- > 0;)
        prefer(&s, missed.bits[bit], false);
    for (unsigned bit = COUNT_BITS; bit-- > 0;)
        prefer(&s, reached.bits[bit], true);
    // Scores are summed for those only who can still be chosen.
    roaring_bitmap_t *left = roaring_bitmap_or(s.certain, s.among);
    for (size_t i = 0; i < need->count; i++) {
        if (need->list[i].must)
            continue;
        roaring_bitmap_t *b = join(&need->list[i], true);
        roaring_bitmap_and_inplace(b, left);
        for (unsigned bit = 0; bit < 4; bit++)
            if ((need->list[i].weight >> bit & 1) != 0)
                sum_add(&score, b, bit);
        roaring_bitmap_free(b);
    }
    roaring_bitmap_free(left);
    for (unsigned bit = SCORE_BITS; bit-- > 0;)
        prefer(&s, score.bits[bit], true);
    for (unsigned bit = LOT_BITS; bit-- > 0 && roaring_bitmap_get_cardinality(s.among) > FEW;)
        prefer(&s, lots[bit], (need->lot >> bit & 1) != 0);
    roaring_bitmap_or_inplace(s.certain, s.among);
    size_t n = roaring_bitmap_get_cardinality(s.certain);
    uint32_t *found = malloc((n + 1) * sizeof *found);
    struct peer_row *list = malloc((n + 1) * sizeof *list);
    *count = n < PEER_BEST ? n : PEER_BEST;
    if (found == NULL || list == NULL)
        abort();
    roaring_bitmap_to_uint32_array(s.certain, found);
    for (size_t i = 0; i < n; i++) {
        unsigned missing_here = sum_of(&missed, found[i]);
        unsigned met_here = enough ? (unsigned)need->musts : sum_of(&reached, found[i]);
        list[i] = (struct peer_row){found[i] + 1, (uint16_t)missing_here,
                                    (uint16_t)(need->musts - met_here - missing_here),
                                    sum_of(&score, found[i])};
    }
    sorted_need = need;
    qsort(list, n, sizeof *list, row_order);
    for (size_t i = 0; i < *count; i++)
        rows[i] = list[i];
    free(found);
    free(list);
    roaring_bitmap_free(s.certain);
    roaring_bitmap_free(s.among);
    sum_close(&missed);
    sum_close(&reached);
    sum_close(&score);
    return peer_clock() - began;
}

static void roaring_close(void)
{
    for (size_t s = 0; s < crowd->statement_count; s++) {
        roaring_bitmap_free(met[s]);
        roaring_bitmap_free(missing[s]);
    }
    for (unsigned bit = 0; bit < LOT_BITS; bit++)
        roaring_bitmap_free(lots[bit]);
    roaring_bitmap_free(everybody);
}

const struct peer peer_roaring = {"roaring", false, {"bit-sliced"}, roaring_open, roaring_answer, roaring_close};
