// SPDX-License-Identifier: EUPL-1.2
#include "match/fast_best.h"

#include <stdlib.h>

#include "match/kept.h"

struct best best_open(size_t k)
{
    return (struct best){.k = k, .limit = UINT64_MAX};
}

void best_close(struct best *b)
{
    free(b->rows);
}

static bool row_before(const struct best_row *a, const struct best_row *b)
{
    return a->key != b->key ? a->key < b->key : a->number < b->number;
}

// Lets a row sink to where all below it are before it.
static void sink(struct best *b, size_t at, struct best_row row)
{
    for (size_t child; (child = 2 * at + 1) < b->count; at = child) {
        if (child + 1 < b->count && row_before(&b->rows[child], &b->rows[child + 1]))
            child++;
        if (!row_before(&row, &b->rows[child]))
            break;
        b->rows[at] = b->rows[child];
    }
    b->rows[at] = row;
}

void best_offer(struct best *b, uint64_t key, int64_t number)
{
    struct best_row row = {key, number};
    if (b->count == b->k) {
        if (!row_before(&row, &b->rows[0]))
            return;
        sink(b, 0, row);
        b->limit = b->rows[0].key;
        return;
    }
    if (b->count == b->room) {
        b->room = b->room == 0 ? 64 : b->room * 2;
        b->rows = memory_given(reallocarray(b->rows, b->room, sizeof *b->rows));
    }
    b->rows[b->count++] = row;
    if (b->count < b->k)
        return;
    for (size_t i = b->count / 2; i-- > 0;)
        sink(b, i, b->rows[i]);
    b->limit = b->rows[0].key;
}

static int row_order(const void *a, const void *b)
{
    return row_before(a, b) ? -1 : row_before(b, a);
}

void best_rows(struct best *b, struct arena *a, struct ranking *out)
{
    if (b->count > 0)
        qsort(b->rows, b->count, sizeof *b->rows, row_order);
    out->row_count = b->count;
    out->rows = ARENA_ARRAY(a, struct match_row, b->count);
    for (size_t i = 0; i < b->count; i++) {
        uint64_t key = b->rows[i].key;
        out->rows[i].number = b->rows[i].number;
        out->rows[i].class = (enum match_class)(key >> KEY_CLASS);
        out->rows[i].missing = key >> KEY_MISSING & ((1 << KEY_COUNT_BITS) - 1);
        out->rows[i].unknown = key >> KEY_UNKNOWN & ((1 << KEY_COUNT_BITS) - 1);
        out->rows[i].score = KEY_SCORE_MOST - (key >> KEY_SCORE & KEY_SCORE_MOST);
    }
}
