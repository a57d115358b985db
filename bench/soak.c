// SPDX-License-Identifier: EUPL-1.2
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "crowd.h"
#include "shapes.h"

// Changes and rankings together for a long time: one thread changes people and publishes, others rank without a pause, and
// every few seconds the plain engine, which was told the same changes, is asked the same. bench_soak [PROFILES [SECONDS]].

enum { PROFILES = 1000000, SECONDS = 600, RANKERS = 2, BATCH = 40, BEST = 50, SAMPLE_SECONDS = 5, CHECK_SECONDS = 60, SHAPES = 3 };

struct soak {
    struct match_world *fast, *plain;
    struct shape *shapes;
    size_t shape_count;
    int64_t profiles;
    pthread_mutex_t changing; // both engines are at the same version while it is held
    atomic_bool over;
    atomic_size_t rankings, changes, versions, samples, differences, backwards;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static void put_both(struct soak *s, int64_t number, int64_t as)
{
    static struct crowd_profile p; // the changing thread's alone
    crowd_draw(&p, as);
    p.profile.number = number;
    match_put(s->fast, &p.profile);
    match_put(s->plain, &p.profile);
}

// Most say something else than before, some go, and some come.
static void *change(void *arg)
{
    struct soak *s = arg;
    uint64_t random = 7;
    for (int64_t version = 2; !s->over; version++) {
        pthread_mutex_lock(&s->changing);
        for (size_t i = 0, n = 1 + draw(&random) % BATCH; i < n; i++) {
            int64_t number = (int64_t)(draw(&random) % (uint64_t)(s->profiles + s->profiles / 50)) + 1;
            if (draw(&random) % 10 == 0) {
                match_drop(s->fast, number);
                match_drop(s->plain, number);
            } else {
                put_both(s, number, (int64_t)(draw(&random) >> 2));
            }
            s->changes++;
        }
        match_publish(s->fast, version);
        match_publish(s->plain, version);
        s->versions++;
        pthread_mutex_unlock(&s->changing);
        usleep(200); // so that who samples gets its turn
    }
    return NULL;
}

static void *rank_on(void *arg)
{
    struct soak *s = arg;
    uint64_t random = (uint64_t)(uintptr_t)&random;
    int64_t version = 0;
    struct arena *a = arena_open();
    while (!s->over) {
        struct ranking r;
        match_rank(s->fast, &s->shapes[draw(&random) % s->shape_count].need, (struct match_scope){crowd_today(), 0}, 0, BEST, a, &r);
        s->backwards += r.version < version;
        version = r.version;
        s->rankings++;
        arena_reset(a);
    }
    arena_close(a);
    return NULL;
}

static void sample(struct soak *s, uint64_t *random)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    pthread_mutex_lock(&s->changing);
    for (size_t i = 0; i < SHAPES; i++) {
        const struct match_need *need = &s->shapes[draw(random) % s->shape_count].need;
        struct ranking x, y;
        match_rank(s->fast, need, (struct match_scope){crowd_today(), 0}, 0, BEST, a, &x);
        match_rank(s->plain, need, (struct match_scope){crowd_today(), 0}, 0, BEST, a, &y);
        s->differences += x.version != y.version || x.row_count != y.row_count ||
                          memcmp(x.counts, y.counts, sizeof x.counts) != 0 ||
                          memcmp(x.rows, y.rows, x.row_count * sizeof *x.rows) != 0;
        s->samples++;
    }
    pthread_mutex_unlock(&s->changing);
}

static bool soak_open(struct soak *s)
{
    struct match_settings settings = {.catalogue_version = "bench", .engine = ENGINE_FAST};
    s->fast = match_open(&settings);
    settings.engine = ENGINE_PLAIN;
    s->plain = match_open(&settings);
    pthread_mutex_init(&s->changing, NULL);
    s->shape_count = shapes_make(&s->shapes);
    for (int64_t i = 1; i <= s->profiles; i++)
        put_both(s, i, i);
    match_publish(s->fast, 1);
    match_publish(s->plain, 1);
    return s->fast != NULL && s->plain != NULL;
}

int main(int argc, char **argv)
{
    struct soak s = {.profiles = argc > 1 ? strtoll(argv[1], NULL, 10) : PROFILES};
    double seconds = argc > 2 ? strtod(argv[2], NULL) : SECONDS;
    pthread_t changer, rankers[RANKERS];
    uint64_t random = 99;
    if (!soak_open(&s) || pthread_create(&changer, NULL, change, &s) != 0)
        return 1;
    for (size_t i = 0; i < RANKERS; i++)
        if (pthread_create(&rankers[i], NULL, rank_on, &s) != 0)
            return 1;
    double began = now(), checked = began;
    while (now() - began < seconds) {
        sleep(SAMPLE_SECONDS);
        sample(&s, &random);
        if (now() - checked >= CHECK_SECONDS) {
            s.differences += match_check(s.fast);
            checked = now();
        }
    }
    s.over = true;
    pthread_join(changer, NULL);
    for (size_t i = 0; i < RANKERS; i++)
        pthread_join(rankers[i], NULL);
    s.differences += match_check(s.fast) + s.backwards;
    printf("# %.0f s: %zu rankings beside %zu changes in %zu versions; %zu answers compared with the plain engine's\n",
           now() - began, s.rankings, s.changes, s.versions, s.samples);
    printf("soak %zu differences bar 0 %s\n", s.differences, s.differences == 0 ? "ok" : "short");
    match_close(s.fast);
    match_close(s.plain);
    return s.differences == 0 ? 0 : 1;
}
