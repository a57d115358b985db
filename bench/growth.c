// SPDX-License-Identifier: EUPL-1.2
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "crowd.h"
#include "match/fast_question.h"
#include "measure.h"
#include "shapes.h"

// The cost of a ranking as profiles become many: the index alone, since ten million profiles as the plain engine keeps them
// would take 25 GB. The plain engine judges all the same: it is given the same profiles, some at a time, and the best of
// each lot are merged. bench_growth DATA [MOST] writes what it measured to DATA, a line "what\tset\tprofiles\tvalue" each.

enum { MOST = 10000000, BEST = 50, SIZES = 7, NEEDS_MOST = 16, KERNELS_MOST = 4, TOGETHER = 50000 };

static const double BAR = 3.0, TURNS_US = 150e3;
static const double PARTS[SIZES] = {0.001, 0.00316, 0.01, 0.0316, 0.1, 0.316, 1}; // of the largest size
enum { TENTH = 4, WHOLE = 6 };

// What the plain engine says of one need so far: the best of each lot of profiles, merged.
struct judged {
    size_t counts[MATCH_CLASSES];
    struct best_row rows[2 * BEST];
    struct match_row said[2 * BEST]; // of the same
    size_t count;
};

struct growth {
    struct shape *shapes;
    size_t shape_count, filled;
    struct index *index;
    struct index_version *shown;
    struct kept_pool pool;
    struct arena *arena;
    struct implied_table *implied;
    struct judged judged[NEEDS_MOST];
    double us[SIZES][KERNELS_MOST][NEEDS_MOST], read[SIZES][KERNELS_MOST][NEEDS_MOST];
    size_t bytes[SIZES][NEEDS_MOST];
    FILE *data;
};

static bool row_before(const struct best_row *a, const struct best_row *b)
{
    return a->key != b->key ? a->key < b->key : a->number < b->number;
}

// Keeps the rows in order; what stands beyond the best is never looked at again.
static void judged_add(struct judged *j, struct best_row row, struct match_row said)
{
    size_t at = j->count < BEST ? j->count++ : BEST;
    for (; at > 0 && row_before(&row, &j->rows[at - 1]); at--) {
        j->rows[at] = j->rows[at - 1];
        j->said[at] = j->said[at - 1];
    }
    j->rows[at] = row;
    j->said[at] = said;
}

static void judge(struct growth *g, struct match_world *w, size_t first, const uint32_t *lots)
{
    for (size_t s = 0; s < g->shape_count; s++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        const struct match_need *need = &g->shapes[s].need;
        struct ranking r;
        match_rank(w, need, (struct match_scope){crowd_today(), 0}, 0, BEST, a, &r);
        for (size_t i = 0; i < MATCH_CLASSES; i++)
            g->judged[s].counts[i] += r.counts[i];
        for (size_t i = 0; i < r.row_count; i++) {
            const struct match_row *m = &r.rows[i];
            uint32_t lot = lots[(size_t)m->number - 1 - first] ^ need->lot;
            bool counts = m->class != CLASS_READY;
            uint64_t key = key_make(m->class, m->class == CLASS_NOT_NOW ? m->missing : 0, counts ? m->unknown : 0, m->score,
                                    lot);
            judged_add(&g->judged[s], (struct best_row){key, m->number}, *m);
        }
    }
}

static void fill_together(struct growth *g, size_t from, size_t to)
{
    static struct crowd_profile p;
    static uint32_t lots[TOGETHER];
    struct match_settings settings = {.catalogue_version = "bench", .engine = ENGINE_PLAIN};
    struct match_world *w = match_open(&settings);
    for (size_t i = from; i < to; i++) {
        crowd_draw(&p, (int64_t)i + 1);
        lots[i - from] = p.profile.lot;
        match_put(w, &p.profile);
        struct kept_profile *kept = kept_open(&p.profile, g->implied, &g->pool);
        index_change(g->index, NULL, kept);
        kept_close(kept, &g->pool); // nothing asks for it again: no profile changes, nor does the month
    }
    match_publish(w, 1);
    judge(g, w, from, lots);
    match_close(w);
}

static void fill(struct growth *g, size_t to)
{
    index_begin(g->index);
    if (g->filled == 0)
        index_month(g->index, day_month(crowd_today()));
    for (size_t from = g->filled; from < to; from += TOGETHER)
        fill_together(g, from, from + TOGETHER < to ? from + TOGETHER : to);
    struct index_version *was = g->shown;
    g->shown = index_show(g->index);
    if (was != NULL)
        index_version_close(g->index, was);
    g->filled = to;
}

static long interruptions(void)
{
    struct rusage used;
    getrusage(RUSAGE_THREAD, &used);
    return used.ru_nivcsw;
}

// By the clock on the wall, but in work where others had the processor meanwhile: the longest take longer than a turn of it.
static double rank_once(const struct growth *g, const struct kernel *k, const struct match_need *need, struct arena *a,
                        struct ranking *out)
{
    long interrupted = interruptions();
    double began = clock_now(), worked = clock_worked();
    struct fast_need n = {.kernel = k};
    const struct index_version *v = g->shown;
    bool can = fast_need_read(&n, index_families_hold(g->index), need, question_time(need, crowd_today()), 0);
    index_families_release(g->index);
    if (!can)
        abort();
    fast_need_open(&n);
    struct best best = best_open(BEST);
    size_t ready = 0, ask = 0;
    for (size_t i = 0; i < v->segment_count; i++)
        if (fast_need_task(&n, v->segments[i]))
            n.kernel->rank(&n.task, UINT32_MAX, &best, &ready, &ask);
    *out = (struct ranking){0};
    out->counts[CLASS_READY] = ready;
    out->counts[CLASS_ASK] = ask;
    out->counts[CLASS_NOT_NOW] = v->count - ready - ask;
    best_rows(&best, a, out);
    best_close(&best);
    fast_need_close(&n);
    double took = clock_now() - began, work = clock_worked() - worked;
    return interruptions() == interrupted ? took : work;
}

// Reading once what a ranking of the need looks at, lots and all: the best of some turns.
static double read_time(const struct growth *g, const struct kernel *k, const struct match_need *need, size_t *bytes_out)
{
    enum { TURNS = 7 };
    static struct question q;
    static volatile uint64_t sink;
    double best = 1e18;
    q = (struct question){.index = g->index, .version = g->shown, .need.kernel = k};
    if (!fast_need_read(&q.need, index_families_hold(g->index), need, question_time(need, crowd_today()), 0))
        abort();
    index_families_release(g->index);
    fast_need_open(&q.need);
    for (int turn = 0; turn < TURNS; turn++) {
        double began = clock_now();
        sink += question_read(&q, true, bytes_out);
        double took = clock_now() - began;
        best = took < best ? took : best;
    }
    fast_need_close(&q.need);
    return best;
}

static bool same(const struct ranking *r, const struct judged *j)
{
    if (memcmp(r->counts, j->counts, sizeof r->counts) != 0 || r->row_count != j->count)
        return false;
    for (size_t i = 0; i < r->row_count; i++) {
        const struct match_row *a = &r->rows[i], *b = &j->said[i];
        if (a->number != b->number || a->class != b->class || a->missing != b->missing || a->unknown != b->unknown ||
            a->score != b->score)
            return false;
    }
    return true;
}

// The best of many turns; true when the answer was the plain engine's.
static bool rank_time(struct growth *g, const struct kernel *k, size_t shape, double *us_out)
{
    double end = clock_worked() + TURNS_US;
    bool agrees = true;
    *us_out = 1e18;
    do {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct ranking r;
        double took = rank_once(g, k, &g->shapes[shape].need, a, &r);
        *us_out = took < *us_out ? took : *us_out;
        agrees &= same(&r, &g->judged[shape]);
    } while (clock_worked() < end);
    return agrees;
}

static bool size_measure(struct growth *g, size_t size)
{
    bool good = true;
    for (size_t k = 0; KERNELS[k] != NULL; k++)
        for (size_t s = 0; kernel_runs_here(KERNELS[k]) && s < g->shape_count; s++) {
            double *us = &g->us[size][k][s];
            if (!rank_time(g, KERNELS[k], s, us)) {
                printf("growth: %s differs with %s at %zu\n", g->shapes[s].name, KERNELS[k]->name, g->filled);
                good = false;
            }
            g->read[size][k][s] = read_time(g, KERNELS[k], &g->shapes[s].need, &g->bytes[size][s]);
            fprintf(g->data, "%s\t%s\t%zu\t%.1f\n", g->shapes[s].name, KERNELS[k]->name, g->filled, *us);
        }
    return good;
}

static double growth_worst(const struct growth *g)
{
    double worst = 0;
    for (size_t k = 0; KERNELS[k] != NULL; k++)
        for (size_t s = 0; kernel_runs_here(KERNELS[k]) && s < g->shape_count; s++) {
            double ratio = g->us[WHOLE][k][s] / 10 / g->us[TENTH][k][s];
            printf("# growth/%s/%s: %.0f us, %.0f us for ten times as many: %.2f x a profile; reading once %.1f MB %.0f us, "
                   "%.1f MB %.0f us: %.2f x\n",
                   KERNELS[k]->name, g->shapes[s].name, g->us[TENTH][k][s], g->us[WHOLE][k][s], ratio,
                   (double)g->bytes[TENTH][s] / 1e6, g->read[TENTH][k][s], (double)g->bytes[WHOLE][s] / 1e6,
                   g->read[WHOLE][k][s], g->read[WHOLE][k][s] / 10 / g->read[TENTH][k][s]);
            worst = ratio > worst ? ratio : worst;
        }
    return worst;
}

int main(int count, char **arguments)
{
    static struct growth g;
    size_t most = argument_number(count, arguments, 2, MOST);
    g.data = fopen(count > 1 ? arguments[1] : "/dev/null", "w");
    if (g.data == NULL) {
        perror(arguments[1]);
        return 2;
    }
    g.shape_count = shapes_make(&g.shapes);
    g.arena = arena_open();
    g.implied = implied_open(NULL, 0, g.arena);
    g.index = index_open(NULL, STOCK_ALONE);
    kept_pool_open(&g.pool);
    bool good = true;
    for (size_t size = 0; size < SIZES && good; size++) {
        double began = clock_now();
        fill(&g, (size_t)((double)most * PARTS[size] + 0.5));
        double took = clock_now() - began;
        size_t bytes = index_memory(g.index);
        good = size_measure(&g, size);
        printf("# %zu profiles, %.0f bytes each: drawn, filled in and judged by the plain engine in %.1f s; answers %s\n",
               g.filled, (double)bytes / (double)g.filled, took / 1e6, good ? "the same" : "differ");
        fprintf(g.data, "memory\tindex\t%zu\t%zu\n", g.filled, bytes);
        fflush(stdout);
        fflush(g.data);
    }
    good = good && figure_print("growth", growth_worst(&g), "x", BAR);
    index_leave(g.index);
    kept_pool_close(&g.pool);
    arena_close(g.arena);
    return fclose(g.data) == 0 && good ? 0 : 1;
}
