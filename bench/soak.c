// SPDX-License-Identifier: EUPL-1.2
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "crowd.h"
#include "measure.h"
#include "shapes.h"

// Changes and questions together for a long time: one thread changes people and publishes, others rank, filter and count
// without a pause, and every few seconds the plain engine, which was told the same changes, is asked the same; every minute
// the index is compared with one made afresh. bench_soak [PROFILES [SECONDS]].

#ifdef __SANITIZE_THREAD__
static const char NAME[] = "soak-tsan";
#else
static const char NAME[] = "soak";
#endif

enum { PROFILES = 1000000, SECONDS = 600, RANKERS = 2, BATCH = 40, BEST = 50, SAMPLE_SECONDS = 5, CHECK_SECONDS = 60 };

struct soak {
    struct match_world *fast, *plain;
    struct shape *shapes;
    size_t shape_count;
    int64_t profiles;
    pthread_mutex_t changing; // both engines know the same changes while it is held
    int64_t version;          // of the fast one; the plain one's is published when it is to be asked
    atomic_bool over;
    atomic_size_t rankings, changes, versions, samples, differences, backwards, torn;
};

struct ranker {
    struct soak *soak;
    uint64_t random;
    pthread_t thread;
};

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
    while (!s->over) {
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
        match_publish(s->fast, ++s->version);
        s->versions++;
        pthread_mutex_unlock(&s->changing);
        usleep(200); // so that who samples gets its turn
    }
    return NULL;
}

// What is asked beside rankings, in the arena.
struct asked {
    struct filtered filtered;
    size_t more[REQUIREMENTS_MOST], groups[2][MATCH_CLASSES];
};

static void ask(struct match_world *w, const struct match_need *need, struct arena *a, struct asked *out)
{
    static const uint32_t all = 0, groups[] = {1, 2};
    struct match_filter f = {need->requirements, need->requirement_count, &all, 1, .as_of = crowd_today()};
    *out = (struct asked){.filtered = {.count = 0}};
    match_filter(w, &f, a, &out->filtered);
    match_what_if(w, need, (struct match_scope){crowd_today(), 0}, out->more);
    match_count_groups(w, need, crowd_today(), groups, 2, out->groups);
}

// What a page shows is of one version: else it went backwards, or forwards, amidst.
static size_t answer(struct match_world *w, const struct match_need *need, struct arena *a)
{
    enum { EXPLAINED = 5 };
    struct match_answer all;
    size_t torn = 0;
    match_answer(w, need, (struct match_scope){crowd_today(), 0}, &(struct match_asked){.k = BEST, .explained = EXPLAINED}, a, &all);
    for (size_t i = 0; i < EXPLAINED && i < all.ranking.row_count; i++)
        torn += all.explanations[i].version != all.ranking.version ||
                memcmp(&all.explanations[i].sum, &all.ranking.rows[i], sizeof all.ranking.rows[i]) != 0;
    return torn;
}

static void *rank_on(void *arg)
{
    enum { ASK_EVERY = 16, ANSWER_EVERY = 5 };
    struct ranker *ranker = arg;
    struct soak *s = ranker->soak;
    int64_t version = 0;
    struct arena *a = arena_open();
    for (size_t turn = 1; !s->over; turn++) {
        struct ranking r;
        struct asked asked;
        const struct match_need *need = &s->shapes[draw(&ranker->random) % s->shape_count].need;
        match_rank(s->fast, need, (struct match_scope){crowd_today(), 0}, 0, BEST, a, &r);
        s->backwards += r.version < version;
        version = r.version;
        s->rankings++;
        if (turn % ASK_EVERY == 0)
            ask(s->fast, need, a, &asked);
        if (turn % ANSWER_EVERY == 0)
            s->torn += answer(s->fast, need, a);
        arena_reset(a);
    }
    arena_close(a);
    return NULL;
}

static bool same_ranking(const struct ranking *x, const struct ranking *y)
{
    return x->version == y->version && x->row_count == y->row_count &&
           memcmp(x->counts, y->counts, sizeof x->counts) == 0 && memcmp(x->rows, y->rows, x->row_count * sizeof *x->rows) == 0;
}

static bool same_asked(const struct asked *x, const struct asked *y, size_t requirements)
{
    const struct filtered *f = &x->filtered, *g = &y->filtered;
    return f->version == g->version && f->count == g->count &&
           memcmp(f->numbers, g->numbers, f->count * sizeof *f->numbers) == 0 && memcmp(f->met, g->met, f->count) == 0 &&
           memcmp(x->more, y->more, requirements * sizeof *x->more) == 0 && memcmp(x->groups, y->groups, sizeof x->groups) == 0;
}

// While the plain engine, which takes long, looks at its version, the other one goes on to later ones.
static void sample(struct soak *s, uint64_t *random)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const struct match_need *need = &s->shapes[draw(random) % s->shape_count].need;
    struct ranking x, y;
    struct asked fast, plain;
    pthread_mutex_lock(&s->changing);
    match_publish(s->plain, s->version);
    match_rank(s->fast, need, (struct match_scope){crowd_today(), 0}, 0, BEST, a, &x);
    ask(s->fast, need, a, &fast);
    pthread_mutex_unlock(&s->changing);
    match_rank(s->plain, need, (struct match_scope){crowd_today(), 0}, 0, BEST, a, &y);
    ask(s->plain, need, a, &plain);
    s->differences += !same_ranking(&x, &y) + !same_asked(&fast, &plain, need->requirement_count);
    s->samples += 4;
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
    match_publish(s->fast, s->version = 1);
    match_publish(s->plain, 1);
    return s->fast != NULL && s->plain != NULL;
}

int main(int count, char **arguments)
{
    static struct soak s;
    struct ranker rankers[RANKERS];
    pthread_t changer;
    uint64_t random = 99;
    s.profiles = (int64_t)argument_number(count, arguments, 1, PROFILES);
    double lasts = (double)argument_number(count, arguments, 2, SECONDS) * 1e6;
    if (!soak_open(&s) || pthread_create(&changer, NULL, change, &s) != 0)
        return 1;
    for (size_t i = 0; i < RANKERS; i++) {
        rankers[i] = (struct ranker){.soak = &s, .random = i};
        if (pthread_create(&rankers[i].thread, NULL, rank_on, &rankers[i]) != 0)
            return 1;
    }
    double began = clock_now(), checked = began;
    while (clock_now() - began < lasts) {
        sleep(SAMPLE_SECONDS);
        sample(&s, &random);
        if (clock_now() - checked >= CHECK_SECONDS * 1e6) {
            s.differences += match_check(s.fast);
            checked = clock_now();
        }
    }
    s.over = true;
    pthread_join(changer, NULL);
    for (size_t i = 0; i < RANKERS; i++)
        pthread_join(rankers[i].thread, NULL);
    s.differences += match_check(s.fast) + s.backwards + s.torn;
    printf("# %zu profiles, %.0f s: %zu rankings beside %zu changes in %zu versions; %zu answers compared with the plain engine's\n",
           match_count(s.fast), (clock_now() - began) / 1e6, s.rankings, s.changes, s.versions, s.samples);
    printf("%s %zu differences bar 0 %s\n", NAME, s.differences, s.differences == 0 ? "ok" : "short");
    match_close(s.fast);
    match_close(s.plain);
    return s.differences == 0 ? 0 : 1;
}
