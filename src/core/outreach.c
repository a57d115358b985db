// SPDX-License-Identifier: EUPL-1.2
#include "core/outreach.h"

#include <stdlib.h>

const int OUTREACH_DAYS[OUTREACH_OUTCOMES] = {[OUTREACH_NEED] = 90, [OUTREACH_HIRE] = 180};

uint64_t outreach_lot(struct employer_id id)
{
    return (uint64_t)id.value * 0x9E3779B97F4A7C15ULL;
}

// The first of the employer's on that day or later.
static bool happened(const struct outreach_events *e, struct employer_id id, day from, day to)
{
    size_t low = 0, high = e->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct outreach_event *at = &e->list[middle];
        if (at->employer.value < id.value || (at->employer.value == id.value && at->on < from))
            low = middle + 1;
        else
            high = middle;
    }
    return low < e->count && e->list[low].employer.value == id.value && e->list[low].on <= to;
}

static const struct outreach_employer *employer_find(const struct outreach_frame *f, struct employer_id id)
{
    size_t low = 0, high = f->employer_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (f->employers[middle].id.value < id.value)
            low = middle + 1;
        else
            high = middle;
    }
    return low < f->employer_count && f->employers[low].id.value == id.value ? &f->employers[low] : NULL;
}

static int by_start(const void *a, const void *b)
{
    const struct outreach_row *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->employer->id.value > y->employer->id.value) - (x->employer->id.value < y->employer->id.value);
}

static int by_lot(const void *a, const void *b)
{
    const struct outreach_row *x = a, *y = b;
    uint64_t mine = outreach_lot(x->employer->id), theirs = outreach_lot(y->employer->id);
    return (mine > theirs) - (mine < theirs); // no two are alike: the factor is odd
}

static void row_judge(const struct outreach_frame *f, struct outreach_row *r, struct outreach_tally tallies[])
{
    for (int o = 0; o < OUTREACH_OUTCOMES; o++) {
        day last = r->start + OUTREACH_DAYS[o];
        if (last >= f->today) {
            r->answers[o] = OUTREACH_NOT_YET;
            continue;
        }
        bool yes = happened(&f->outcomes[o], r->employer->id, r->start, last);
        r->answers[o] = yes ? OUTREACH_YES : OUTREACH_NO;
        *(r->reached ? &tallies[o].observed : &tallies[o].other_observed) += 1;
        *(r->reached ? &tallies[o].happened : &tallies[o].other_happened) += yes;
    }
}

struct outreach_result outreach_count(const struct outreach_frame *f, const struct outreach_events *reached, struct arena *a)
{
    struct outreach_result result = {0};
    struct outreach_row *rows = ARENA_ARRAY(a, struct outreach_row, f->employer_count * 2);
    size_t n = 0, all;
    int64_t last = 0;
    for (size_t i = 0; i < reached->count; i++) {
        const struct outreach_event *e = &reached->list[i];
        const struct outreach_employer *employer = employer_find(f, e->employer);
        if (e->employer.value == last || e->on < f->from || e->on > f->to || employer == NULL)
            continue;
        last = e->employer.value;
        rows[n++] = (struct outreach_row){.employer = employer, .reached = true, .start = e->on};
    }
    if (n > 1)
        qsort(rows, n, sizeof *rows, by_start);
    result.reached = (int64_t)n;
    all = n;
    for (size_t i = 0; n > 0 && i < f->employer_count; i++)
        if (!f->reached[i] && f->employers[i].known <= rows[0].start)
            rows[all++] = (struct outreach_row){.employer = &f->employers[i]};
    size_t m = all - n;
    if (m > 1)
        qsort(rows + n, m, sizeof *rows, by_lot);
    for (size_t j = 0; j < m; j++)
        rows[n + j].start = rows[j * n / m].start;
    for (size_t i = 0; i < all; i++)
        row_judge(f, &rows[i], result.tallies);
    result.rows = rows;
    result.row_count = all;
    return result;
}
