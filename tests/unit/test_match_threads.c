// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "base/arena.h"
#include "match/match.h"

// One writer, many readers: in even versions everybody has the skill, in odd ones nobody; a reader sees all or none.
// Others beside them, of whom nothing is known, stand still, so that the changes are few among many.

enum { READERS = 4, CROWD = 50, STILL = 5000, VERSIONS = 300 };

struct traffic {
    struct match_world *world;
    struct match_need need;
    size_t still;
    int64_t last; // version
    atomic_uint *reading; // how many have begun
    unsigned torn, backwards, reads;
};

static void crowd_publish(struct match_world *w, int64_t version)
{
    for (int64_t i = 0; i < CROWD; i++) {
        struct fact f = {.kind = FACT_SKILL,
                         .evidence = EVIDENCE_STATED,
                         .code = code_make("s1"),
                         .no = version % 2 != 0,
                         .from = MONTH_NONE,
                         .to = MONTH_NONE,
                         .expires = DAY_NONE};
        struct match_profile p = {.number = i, .competence = {.facts = &f, .fact_count = 1}};
        if (i % 7 == 0)
            match_drop(w, i);
        match_put(w, &p);
    }
    match_publish(w, version);
}

// The need's should, so that months are counted while versions come and go.
static void still_put(struct match_world *w, size_t count)
{
    struct fact job = {.kind = FACT_EXPERIENCE,
                       .evidence = EVIDENCE_STATED,
                       .code = code_make("5223"),
                       .from = 2010 * 12,
                       .to = MONTH_NONE,
                       .expires = DAY_NONE};
    for (size_t i = 0; i < count; i++) {
        struct match_profile p = {.number = (int64_t)i + 1000, .competence = {.facts = &job, .fact_count = 1}};
        match_put(w, &p);
    }
}

static void *read_on(void *argument)
{
    struct traffic *t = argument;
    struct arena *a = arena_open();
    int64_t version = 0;
    while (version < t->last) {
        struct ranking r;
        struct explanation x;
        match_rank(t->world, &t->need, (struct match_scope){day_make(2016, 4, 18), 0}, 0, 5, a, &r);
        size_t ready = r.version % 2 == 0 ? CROWD : 0, counts[1][MATCH_CLASSES], more[2];
        t->torn += r.counts[CLASS_READY] != ready || r.counts[CLASS_NOT_NOW] != CROWD - ready ||
                   r.counts[CLASS_ASK] != t->still || r.row_count != 5;
        t->torn += t->still > 0 && ready == 0 && r.rows[0].score != 1;
        match_count_groups(t->world, &t->need, day_make(2016, 4, 18), &(uint32_t){0}, 1, counts);
        t->torn += counts[0][CLASS_READY] != 0 && counts[0][CLASS_READY] != CROWD;
        match_what_if(t->world, &t->need, (struct match_scope){day_make(2016, 4, 18), 0}, more);
        t->torn += more[0] != t->still && more[0] != t->still + CROWD;
        t->backwards += r.version < version;
        if (match_explain(t->world, &t->need, 7, day_make(2016, 4, 18), a, &x) != OK ||
            (x.sum.class == CLASS_READY) != (x.version % 2 == 0))
            t->torn++;
        struct match_answer all;
        struct match_asked asked = {.k = 5, .explained = 2, .groups = &(uint32_t){0}, .group_count = 1};
        match_answer(t->world, &t->need, (struct match_scope){day_make(2016, 4, 18), 0}, &asked, a, &all);
        r = all.ranking;
        for (size_t i = 0; i < 2; i++)
            t->torn += all.explanations[i].version != r.version || all.explanations[i].sum.number != r.rows[i].number ||
                       all.explanations[i].sum.class != r.rows[i].class ||
                       all.explanations[i].sum.score != r.rows[i].score;
        ready = r.version % 2 == 0 ? CROWD : 0;
        t->torn += r.counts[CLASS_READY] != ready || all.counts[0][CLASS_READY] != ready ||
                   all.more[0] != t->still + CROWD - ready;
        t->backwards += r.version < x.version;
        version = r.version;
        if (t->reads++ == 0)
            atomic_fetch_add(t->reading, 1);
        arena_reset(a);
    }
    arena_close(a);
    return NULL;
}

// Compares on and on, beside the writer.
static void *check_on(void *argument)
{
    struct traffic *t = argument;
    while (match_version(t->world) < t->last) {
        t->torn += match_check(t->world) != 0;
        if (t->reads++ == 0)
            atomic_fetch_add(t->reading, 1);
    }
    return NULL;
}

static void world_watch(enum match_engine engine, size_t still, int64_t versions)
{
    struct match_settings s = {.catalogue_version = "threads", .engine = engine};
    struct requirement asked[] = {
        {.must = true, .least = EVIDENCE_STATED, .atom_count = 1,
         .atoms = {{.kind = ATOM_SKILL, .code = code_make("s1")}}},
        {.weight = 1, .least = EVIDENCE_STATED, .atom_count = 1,
         .atoms = {{.kind = ATOM_OCCUPATION, .code = code_make("522"), .level = 12}}},
    };
    struct match_world *w = match_open(&s);
    struct traffic traffic[READERS + 1];
    pthread_t threads[READERS + 1];
    atomic_uint reading = 0;
    still_put(w, still);
    crowd_publish(w, 1);
    for (size_t i = 0; i <= READERS; i++) {
        traffic[i] = (struct traffic){
            .world = w,
            .need = {.requirements = asked, .requirement_count = 2},
            .still = still,
            .last = versions,
            .reading = &reading,
        };
        assert_int_equal(pthread_create(&threads[i], NULL, i < READERS ? read_on : check_on, &traffic[i]), 0);
    }
    while (atomic_load(&reading) <= READERS) // else all may have been written before somebody looks
        sched_yield();
    for (int64_t version = 2; version <= versions; version++) {
        if (version % 40 == 3) // the version before once more, with everybody closed anew
            match_change_catalogue(w, NULL, 0, "other threads", version - 1);
        crowd_publish(w, version);
    }
    for (size_t i = 0; i <= READERS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(traffic[i].torn, 0);
        assert_int_equal(traffic[i].backwards, 0);
        assert_true(traffic[i].reads > 0);
    }
    match_close(w);
}

static void readers_see_whole_versions(void **state)
{
    world_watch(ENGINE_FAST, 0, VERSIONS);
    world_watch(ENGINE_FAST, STILL, VERSIONS);
}

static void readers_of_the_plain_engine_see_whole_versions(void **state)
{
    world_watch(ENGINE_PLAIN, 0, VERSIONS);
    world_watch(ENGINE_PLAIN, STILL, VERSIONS / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readers_see_whole_versions),
        cmocka_unit_test(readers_of_the_plain_engine_see_whole_versions),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("one writer, many readers", tests, NULL, NULL);
}
