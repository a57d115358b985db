// SPDX-License-Identifier: EUPL-1.2
#include <stdlib.h>
#include <string.h>

#include "peers.h"

// What one writes first: bitsets, a loop over their words, then over the bits that are left, and a heap of the best.
// The compiler may use all that this machine has.

static const struct peer_crowd *crowd;

struct row_key {
    uint64_t order; // missing, unknown, score turned round, lot
    uint32_t number;
};
static struct row_key heap[PEER_BEST];
static size_t heap_count;

static bool after(const struct row_key *a, const struct row_key *b)
{
    return a->order != b->order ? a->order > b->order : a->number > b->number;
}

static void heap_sink(size_t at)
{
    for (size_t child; (child = 2 * at + 1) < heap_count; at = child) {
        if (child + 1 < heap_count && after(&heap[child + 1], &heap[child]))
            child++;
        if (!after(&heap[child], &heap[at]))
            return;
        struct row_key k = heap[at];
        heap[at] = heap[child];
        heap[child] = k;
    }
}

static void offer(struct row_key k)
{
    if (heap_count == PEER_BEST) {
        if (after(&k, &heap[0]))
            return;
        heap[0] = k;
        heap_sink(0);
        return;
    }
    size_t at = heap_count++;
    heap[at] = k;
    for (; at > 0 && after(&heap[at], &heap[(at - 1) / 2]); at = (at - 1) / 2) {
        k = heap[at];
        heap[at] = heap[(at - 1) / 2];
        heap[(at - 1) / 2] = k;
    }
}

static uint64_t word_met(const struct peer_requirement *r, size_t w)
{
    uint64_t met = 0;
    for (unsigned i = 0; i < r->statement_count; i++)
        met |= crowd->statements[r->statements[i]].met[w];
    return met;
}

static uint64_t word_missing(const struct peer_requirement *r, size_t w)
{
    uint64_t missing = ~UINT64_C(0);
    for (unsigned i = 0; i < r->statement_count; i++)
        missing &= crowd->statements[r->statements[i]].missing[w];
    return missing;
}

static void offer_bits(const struct peer_need *need, size_t w, uint64_t bits, const uint64_t *met,
                       const uint64_t *missing)
{
    for (; bits != 0; bits &= bits - 1) {
        unsigned b = (unsigned)__builtin_ctzll(bits);
        uint64_t missed = 0, unknown = 0, score = 0;
        for (size_t i = 0; i < need->count; i++) {
            uint64_t is_met = met[i] >> b & 1, is_missing = missing[i] >> b & 1;
            missed += is_missing;
            unknown += need->list[i].must & ((is_met | is_missing) ^ 1);
            score += is_met * need->list[i].weight;
        }
        size_t at = w * 64 + b;
        offer((struct row_key){missed << 50 | unknown << 42 | (1023 - score) << 32 | (crowd->lots[at] ^ need->lot),
                               (uint32_t)at + 1});
    }
}

// Those who miss at least one must only when fewer than 50 miss none.
static void loop_over(const struct peer_need *need, bool all)
{
    uint64_t met[PEER_REQUIREMENTS], missing[PEER_REQUIREMENTS];
    for (size_t w = 0; w < crowd->words; w++) {
        size_t left = crowd->count - w * 64;
        uint64_t bits = left >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << left) - 1, everybody = bits;
        for (size_t i = 0; i < need->count && bits != 0; i++)
            if (need->list[i].must)
                bits &= all ? ~UINT64_C(0) : word_met(&need->list[i], w);
        if ((bits & everybody) == 0)
            continue;
        for (size_t i = 0; i < need->count; i++) {
            met[i] = word_met(&need->list[i], w);
            missing[i] = need->list[i].must ? word_missing(&need->list[i], w) : 0;
        }
        offer_bits(need, w, bits, met, missing);
    }
}

static int key_order(const void *a, const void *b)
{
    return after(a, b) ? 1 : -1;
}

static bool loop_open(const struct peer_crowd *c, const char *scratch)
{
    crowd = c;
    return true;
}

static double loop_answer(const struct peer_need *need, size_t number, unsigned way, struct peer_row *rows,
                          size_t *count)
{
    double began = peer_clock();
    heap_count = 0;
    loop_over(need, false);
    if (heap_count < PEER_BEST) {
        heap_count = 0;
        loop_over(need, true);
    }
    qsort(heap, heap_count, sizeof *heap, key_order);
    *count = heap_count;
    for (size_t i = 0; i < heap_count; i++)
        rows[i] = (struct peer_row){heap[i].number, (uint16_t)(heap[i].order >> 50),
                                    (uint16_t)(heap[i].order >> 42 & 255),
                                    (uint32_t)(1023 - (heap[i].order >> 32 & 1023))};
    return peer_clock() - began;
}

static void loop_close(void)
{
}

const struct peer peer_loop = {"loop", false, {"by words"}, loop_open, loop_answer, loop_close};
