// SPDX-License-Identifier: EUPL-1.2
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/arena.h"
#include "crowd.h"
#include "match/fast.h"
#include "match/world.h"
#include "measure.h"
#include "shapes.h"

// Ranks needs of every shape among many profiles, on one core unless said otherwise, and compares the time with that of
// reading once what has to be read. Before that, both engines must give the same answers on a sample.

enum { SAMPLE = 100000, BEST = 50, PROFILES = 1000000 };

static const double RANK_BAR = 5.0, MEMORY_BAR = 400.0;
static const double NEEDS_BAR = 6.0, EXPLAIN_BAR = 50.0, FILTER_BAR = 20000.0;

static bool same(const struct ranking *a, const struct ranking *b)
{
    return memcmp(a->counts, b->counts, sizeof a->counts) == 0 && a->row_count == b->row_count &&
           memcmp(a->rows, b->rows, a->row_count * sizeof *a->rows) == 0;
}

static bool sample_agrees(const struct shape *shapes, size_t count)
{
    struct match_world *plain = world_crowded(SAMPLE, ENGINE_PLAIN), *fast = world_crowded(SAMPLE, ENGINE_FAST);
    struct match_scope scope = {crowd_today(), 0};
    struct arena *a CLEANUP_ARENA = arena_open();
    bool agrees = true;
    for (size_t i = 0; i < count; i++) {
        struct ranking x, y;
        match_rank(plain, &shapes[i].need, scope, 0, BEST, a, &x);
        const struct published *v = world_read_for(fast, &shapes[i].need, scope.as_of);
        for (size_t k = 0; KERNELS[k] != NULL; k++) {
            if (!kernel_runs_here(KERNELS[k]))
                continue;
            fast_use_kernel(fast, KERNELS[k]);
            if (!fast_rank(v, &shapes[i].need, scope, 0, BEST, a, &y) || !same(&x, &y)) {
                printf("%s differs with %s\n", shapes[i].name, KERNELS[k]->name);
                agrees = false;
            }
        }
        world_leave(v);
    }
    match_close(plain);
    match_close(fast);
    return agrees;
}

struct times {
    double rank, read, read_little; // little: without the lots
    size_t bytes, bytes_little;
    struct ranking ranking;
};

// The best of many turns, the two by turns, so that both see the same machine.
static struct times shape_time(struct match_world *w, const struct shape *s, double for_us)
{
    struct match_scope scope = {crowd_today(), 0};
    struct times best = {.rank = 1e18, .read = 1e18, .read_little = 1e18};
    static volatile uint64_t sink;
    double end = clock_now() + for_us;
    do {
        struct arena *a = arena_open();
        double began = clock_now();
        match_rank(w, &s->need, scope, 0, BEST, a, &best.ranking);
        double ranked = clock_now();
        sink += fast_read(w, &s->need, scope, true, &best.bytes);
        double read = clock_now();
        sink += fast_read(w, &s->need, scope, false, &best.bytes_little);
        double little = clock_now() - read;
        best.read_little = little < best.read_little ? little : best.read_little;
        best.rank = ranked - began < best.rank ? ranked - began : best.rank;
        best.read = read - ranked < best.read ? read - ranked : best.read;
        arena_close(a);
    } while (clock_now() < end);
    return best;
}

static bool rank_time(struct match_world *w, const struct shape *shapes, size_t count, const struct kernel *k)
{
    double worst = 0;
    char name[80];
    fast_use_kernel(w, k);
    for (size_t i = 0; i < count; i++) {
        struct times t = shape_time(w, &shapes[i], 400e3);
        double ratio = t.rank / t.read;
        printf("# %s: %.0f us; reading %.1f MB %.0f us, without lots %.1f MB %.0f us (%.1f x); %zu ready, %zu ask\n",
               shapes[i].name, t.rank, (double)t.bytes / 1e6, t.read, (double)t.bytes_little / 1e6, t.read_little,
               t.rank / t.read_little, t.ranking.counts[CLASS_READY], t.ranking.counts[CLASS_ASK]);
        snprintf(name, sizeof name, "rank/%s/%s", k->name, shapes[i].name);
        figure_print(name, ratio, "x", RANK_BAR);
        worst = ratio > worst ? ratio : worst;
    }
    snprintf(name, sizeof name, "rank/%s", k->name);
    return figure_print(name, worst, "x", RANK_BAR);
}

// Many needs, each of another place and occupation, over two threads; and the other way round, for one profile.
enum { NEEDS = 10000 };

static void need_vary(struct shape *s, size_t turn)
{
    s->need.requirements = s->list;
    s->need.number = (int64_t)turn + 1;
    s->need.lot = (uint32_t)turn * 0x9e3779b9u;
    for (size_t i = 0; i < s->need.requirement_count; i++)
        for (size_t k = 0; k < s->list[i].atom_count; k++) {
            struct atom *a = &s->list[i].atoms[k];
            if (a->kind == ATOM_PLACE)
                a->code = crowd_place((unsigned)(turn + k * 3) % 100);
            if (a->kind == ATOM_OCCUPATION)
                a->code = crowd_occupation((unsigned)turn % 150);
        }
}

static bool needs_time(struct match_world *w, const struct shape *shapes, size_t count, size_t profiles)
{
    enum { TURNS = 21 };
    struct shape *all = malloc(NEEDS * sizeof *all);
    struct match_need *needs = malloc(NEEDS * sizeof *needs);
    struct ranking *rankings = malloc(NEEDS * sizeof *rankings), one;
    struct arena *a CLEANUP_ARENA = arena_open();
    double times[TURNS];
    if (all == NULL || needs == NULL || rankings == NULL)
        abort();
    for (size_t i = 0; i < NEEDS; i++) {
        all[i] = shapes[i % count];
        need_vary(&all[i], i);
        needs[i] = all[i].need;
    }
    double began = clock_now(), work = clock_worked();
    match_rank_many(w, needs, NEEDS, (struct match_scope){crowd_today(), 0}, 0, BEST, a, rankings);
    double took = clock_now() - began;
    printf("# %d needs over %d threads: %.2f s of work\n", NEEDS, WORLD_THREADS, (clock_worked() - work) / 1e6);
    bool good = figure_print("needs", took / 1e6, "s", NEEDS_BAR);
    for (size_t turn = 0; turn < TURNS; turn++) {
        began = clock_now();
        if (match_rank_needs(w, (int64_t)(turn * 7919 % profiles) + 1, needs, NEEDS, crowd_today(), a, &one) != OK)
            abort();
        times[turn] = clock_now() - began;
    }
    order_numbers(times, TURNS);
    printf("# the other way round, %d needs for one profile: %.1f ms\n", NEEDS, times[TURNS / 2] / 1e3);
    free(all);
    free(needs);
    free(rankings);
    return good;
}

static bool explain_time(struct match_world *w, const struct shape *shapes, size_t count, size_t profiles)
{
    double worst = 0;
    for (size_t i = 0; i < count; i++) {
        double best = 1e18;
        for (size_t turn = 0; turn < 500; turn++) {
            struct arena *a CLEANUP_ARENA = arena_open();
            struct explanation x;
            double began = clock_now();
            if (match_explain(w, &shapes[i].need, (int64_t)(turn * 7919 % profiles) + 1, crowd_today(), a, &x) != OK)
                return false;
            double took = clock_now() - began;
            best = took < best ? took : best;
        }
        worst = best > worst ? best : worst;
    }
    return figure_print("explain", worst, "us", EXPLAIN_BAR);
}

// A need's requirements as a list's conditions: the middle time of the slowest. What the page costs beside is not in it.
static bool filter_time(struct match_world *w, const struct shape *shapes, size_t count)
{
    enum { TURNS = 21 };
    double worst = 0;
    const uint32_t all = 0;
    for (size_t i = 0; i < count; i++) {
        double times[TURNS];
        struct filtered found;
        struct match_filter f = {shapes[i].need.requirements, shapes[i].need.requirement_count, &all, 1, .as_of = crowd_today()};
        for (size_t turn = 0; turn < TURNS; turn++) {
            struct arena *a CLEANUP_ARENA = arena_open();
            double began = clock_now();
            match_filter(w, &f, a, &found);
            times[turn] = clock_now() - began;
        }
        order_numbers(times, TURNS);
        printf("# filter/%s: %.0f us, %zu found\n", shapes[i].name, times[TURNS / 2], found.count);
        worst = times[TURNS / 2] > worst ? times[TURNS / 2] : worst;
    }
    return figure_print("filter", worst, "us", FILTER_BAR);
}

int main(int count, char **arguments)
{
    size_t profiles = argument_number(count, arguments, 1, PROFILES);
    struct shape *shapes;
    size_t shape_count = shapes_make(&shapes);
    bool good = profiles > 0 && sample_agrees(shapes, shape_count);
    if (!good) {
        puts("rank: the answers differ");
        return 1;
    }
    struct match_world *w = world_crowded(profiles, ENGINE_FAST);
    double began = clock_now(), work = clock_worked();
    shape_time(w, &shapes[1], 0);
    printf("# the first question, which counts months: %.2f s, %.2f s of work\n", (clock_now() - began) / 1e6,
           (clock_worked() - work) / 1e6);
    for (size_t k = 0; KERNELS[k] != NULL; k++)
        if (kernel_runs_here(KERNELS[k]))
            good &= rank_time(w, shapes, shape_count, KERNELS[k]);
    fast_use_kernel(w, kernel_choose());
    good &= needs_time(w, shapes, shape_count, profiles);
    good &= explain_time(w, shapes, shape_count, profiles);
    good &= figure_print("index-memory", (double)match_memory(w) / (double)profiles, "bytes/profile", MEMORY_BAR);
    good &= filter_time(w, shapes, shape_count);
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    printf("# at most %.0f bytes a profile in memory, with the profiles themselves\n",
           (double)used.ru_maxrss * 1024 / (double)profiles);
    match_close(w);
    return good ? 0 : 1;
}
