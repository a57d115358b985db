// SPDX-License-Identifier: EUPL-1.2
#include "measure.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "crowd.h"

static double clock_read(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

double clock_now(void)
{
    return clock_read(CLOCK_MONOTONIC);
}

double clock_worked(void)
{
    return clock_read(CLOCK_PROCESS_CPUTIME_ID);
}

static int number_order(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

void order_numbers(double *numbers, size_t count)
{
    qsort(numbers, count, sizeof *numbers, number_order);
}

bool figure_print(const char *name, double value, const char *unit, double bar)
{
    printf("%s %.2f %s bar %g %s\n", name, value, unit, bar, value <= bar ? "ok" : "short");
    fflush(stdout);
    return value <= bar;
}

size_t argument_number(int count, char **arguments, int at, size_t otherwise)
{
    char *end;
    if (count <= at)
        return otherwise;
    errno = 0;
    unsigned long long n = strtoull(arguments[at], &end, 10);
    if (errno != 0 || end == arguments[at] || *end != '\0' || n == 0) {
        fprintf(stderr, "%s: a number, not \"%s\"\n", arguments[0], arguments[at]);
        exit(2);
    }
    return n;
}

struct thread_work {
    void (*work)(void *arg);
    void *arg;
};

static void *thread_run(void *arg)
{
    struct thread_work *w = arg;
    w->work(w->arg);
    return NULL;
}

static void work_in_threads(void (*work)(void *arg), void *arg)
{
    pthread_t threads[WORLD_THREADS];
    struct thread_work w = {work, arg};
    for (size_t i = 0; i < WORLD_THREADS; i++)
        if (pthread_create(&threads[i], NULL, thread_run, &w) != 0)
            abort();
    for (size_t i = 0; i < WORLD_THREADS; i++)
        pthread_join(threads[i], NULL);
}

struct match_world *world_crowded(size_t profiles, enum match_engine engine)
{
    struct match_settings settings = {.catalogue_version = "bench", .engine = engine, .run = work_in_threads};
    struct match_world *w = match_open(&settings);
    static struct crowd_profile p;
    for (size_t i = 0; i < profiles; i++) {
        crowd_draw(&p, (int64_t)i + 1);
        match_put(w, &p.profile);
    }
    double began = clock_now(), worked = clock_worked();
    match_publish(w, 1);
    if (engine == ENGINE_FAST)
        printf("# %zu profiles published in %.2f s, %.2f s of work\n", profiles, (clock_now() - began) / 1e6,
               (clock_worked() - worked) / 1e6);
    return w;
}
