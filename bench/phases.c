// SPDX-License-Identifier: EUPL-1.2
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "crowd.h"
#include "match/fast.h"
#include "measure.h"
#include "shapes.h"

// Ranks for one need, again and again, while phases.mjs looks where it is. bench_phases [PROFILES [SECONDS]] reads lines
// "SET NEED", says "ranking" when it begins with one, and "done" and how long a ranking took when the seconds are over.

enum { PROFILES = 1000000, SECONDS = 4, BEST = 50 };

static const struct shape *shape_named(const struct shape *shapes, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(shapes[i].name, name) == 0)
            return &shapes[i];
    return NULL;
}

static const struct kernel *kernel_named(const char *name)
{
    for (size_t i = 0; KERNELS[i] != NULL; i++)
        if (strcmp(KERNELS[i]->name, name) == 0 && kernel_runs_here(KERNELS[i]))
            return KERNELS[i];
    return NULL;
}

static double rank_on(struct match_world *w, const struct shape *s, double for_us)
{
    double began = clock_now(), took = 0;
    size_t turns = 0;
    struct arena *a = arena_open();
    for (; took < for_us; turns++) {
        struct ranking r;
        match_rank(w, &s->need, (struct match_scope){crowd_today(), 0}, 0, BEST, a, &r);
        arena_reset(a);
        took = clock_now() - began;
    }
    arena_close(a);
    return took / (double)turns;
}

int main(int count, char **arguments)
{
    struct shape *shapes;
    size_t shape_count = shapes_make(&shapes);
    struct match_world *w = world_crowded(argument_number(count, arguments, 1, PROFILES), ENGINE_FAST);
    double for_us = (double)argument_number(count, arguments, 2, SECONDS) * 1e6;
    match_expect_month(w, day_month(crowd_today()));
    char set[32], need[64];
    while (scanf("%31s %63s", set, need) == 2) {
        const struct kernel *k = kernel_named(set);
        const struct shape *s = shape_named(shapes, shape_count, need);
        if (k == NULL || s == NULL) {
            puts("none");
        } else {
            fast_use_kernel(w, k);
            puts("ranking");
            fflush(stdout);
            printf("done %.1f\n", rank_on(w, s, for_us));
        }
        fflush(stdout);
    }
    match_close(w);
    return 0;
}
