// SPDX-License-Identifier: EUPL-1.2
#include "match/implied.h"

#include <stdlib.h>

struct implied_row {
    enum fact_kind kind;
    struct code from;
    const struct code *codes;
    size_t count;
};

struct implied_table {
    struct implied_row *rows; // by kind and code
    size_t count;
};

static int order(enum fact_kind a_kind, struct code a, enum fact_kind b_kind, struct code b)
{
    if (a_kind != b_kind)
        return a_kind < b_kind ? -1 : 1;
    return a.value < b.value ? -1 : a.value > b.value;
}

static int implication_order(const void *a, const void *b)
{
    const struct implication *x = a, *y = b;
    return order(x->kind, x->from, y->kind, y->from);
}

static int row_order(const void *a, const void *b)
{
    const struct implied_row *x = a, *y = b;
    return order(x->kind, x->from, y->kind, y->from);
}

static bool among(const struct code *codes, size_t count, struct code c)
{
    for (size_t i = 0; i < count; i++)
        if (code_equal(codes[i], c))
            return true;
    return false;
}

// The first implication from (kind, code) among the sorted ones, or count.
static size_t first_from(const struct implication *sorted, size_t count, enum fact_kind kind, struct code code)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (order(sorted[middle].kind, sorted[middle].from, kind, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// Reached starts with the code itself; each code in it brings in what it implies, until none brings anything new.
static size_t close_over(const struct implication *sorted, size_t count, enum fact_kind kind, struct code from,
                         struct code *reached)
{
    size_t n = 0;
    reached[n++] = from;
    for (size_t next = 0; next < n; next++) {
        size_t i = first_from(sorted, count, kind, reached[next]);
        for (; i < count && order(sorted[i].kind, sorted[i].from, kind, reached[next]) == 0; i++)
            if (!among(reached, n, sorted[i].to))
                reached[n++] = sorted[i].to;
    }
    return n;
}

struct implied_table *implied_open(const struct implication *implications, size_t count, struct arena *a)
{
    struct implied_table *t = ARENA_NEW(a, struct implied_table);
    struct arena *scratch CLEANUP_ARENA = arena_open();
    struct implication *sorted = arena_copy(scratch, implications, count * sizeof *sorted);
    struct code *reached = ARENA_ARRAY(scratch, struct code, count + 1); // the code itself and every target once
    if (count > 0)
        qsort(sorted, count, sizeof *sorted, implication_order);
    t->rows = ARENA_ARRAY(a, struct implied_row, count);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && implication_order(&sorted[i - 1], &sorted[i]) == 0)
            continue;
        size_t n = close_over(sorted, count, sorted[i].kind, sorted[i].from, reached);
        t->rows[t->count++] = (struct implied_row){
            .kind = sorted[i].kind,
            .from = sorted[i].from,
            .codes = arena_copy(a, reached + 1, (n - 1) * sizeof *reached),
            .count = n - 1,
        };
    }
    return t;
}

const struct code *implied_codes(const struct implied_table *t, enum fact_kind kind, struct code code,
                                 size_t *count_out)
{
    struct implied_row wanted = {.kind = kind, .from = code};
    const struct implied_row *row =
        t->count == 0 ? NULL : bsearch(&wanted, t->rows, t->count, sizeof wanted, row_order);
    *count_out = row == NULL ? 0 : row->count;
    return row == NULL ? NULL : row->codes;
}
