// SPDX-License-Identifier: EUPL-1.2
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "match/explain.h"
#include "match/fast.h"
#include "match/verdict.h"
#include "match/world.h"

// A row with the word that decides between equals: the profile's lot XOR the need's.
struct ranked {
    struct match_row row;
    uint32_t lot;
};

// matching.md, "Classes and order". Fewer unknown first in ask, fewer missing and then fewer unknown first in not now:
// the counts that a class does not look at are all zero in it.
static int ranked_order(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->row.class != y->row.class)
        return x->row.class < y->row.class ? -1 : 1;
    if (x->row.missing != y->row.missing)
        return x->row.missing < y->row.missing ? -1 : 1;
    if (x->row.unknown != y->row.unknown)
        return x->row.unknown < y->row.unknown ? -1 : 1;
    if (x->row.score != y->row.score)
        return x->row.score > y->row.score ? -1 : 1;
    if (x->lot != y->lot)
        return x->lot < y->lot ? -1 : 1;
    return x->row.number < y->row.number ? -1 : x->row.number > y->row.number;
}

// The best k of the list in order, as out's rows.
static void ranked_best(struct ranked *list, size_t count, size_t k, struct arena *a, struct ranking *out)
{
    if (count > 0)
        qsort(list, count, sizeof *list, ranked_order);
    out->row_count = count < k ? count : k;
    out->rows = ARENA_ARRAY(a, struct match_row, out->row_count);
    for (size_t i = 0; i < out->row_count; i++)
        out->rows[i] = list[i].row;
}

// In a version that is held: the fast engine's answer, or the plain loop's.
static void rank_in(const struct published *v, const struct match_need *need, struct match_scope scope,
                    unsigned classes, size_t k, struct arena *a, struct ranking *out)
{
    if (fast_rank(v, need, scope, classes, k, a, out))
        return;
    struct question_time t = question_time(need, scope.as_of);
    struct arena *scratch CLEANUP_ARENA = arena_open();
    struct ranked *list = ARENA_ARRAY(scratch, struct ranked, v->roll.count);
    size_t count = 0;
    const struct kept_profile *p;
    *out = (struct ranking){.version = v->version};
    for (struct roll_walk walk = {&v->roll, 0, 0}; (p = roll_next(&walk)) != NULL;) {
        if (!kept_in_group(p, scope.group))
            continue;
        struct match_row row = verdicts_sum(p, need, t, NULL);
        out->counts[row.class]++;
        if (classes == 0 || (classes & 1u << row.class) != 0)
            list[count++] = (struct ranked){row, p->put.lot ^ need->lot};
    }
    ranked_best(list, count, k, a, out);
}

void match_rank(struct match_world *w, const struct match_need *need, struct match_scope scope, unsigned classes,
                size_t k, struct arena *a, struct ranking *out)
{
    const struct published *v = world_read_for(w, need, scope.as_of);
    rank_in(v, need, scope, classes, k, a, out);
    world_leave(v);
}

struct many {
    const struct published *version;
    const struct match_need *needs;
    size_t count;
    struct match_scope scope;
    unsigned classes;
    size_t k;
    atomic_size_t next;
    pthread_mutex_t lock; // of what follows
    struct arena *arena;
    struct ranking *out;
};

static void many_rank(void *arg)
{
    struct many *m = arg;
    struct arena *own CLEANUP_ARENA = arena_open();
    for (size_t i; (i = atomic_fetch_add(&m->next, 1)) < m->count; arena_reset(own)) {
        struct ranking r;
        rank_in(m->version, &m->needs[i], m->scope, m->classes, m->k, own, &r);
        pthread_mutex_lock(&m->lock);
        r.rows = arena_copy(m->arena, r.rows, r.row_count * sizeof *r.rows);
        pthread_mutex_unlock(&m->lock);
        m->out[i] = r;
    }
}

void match_rank_many(struct match_world *w, const struct match_need *needs, size_t need_count, struct match_scope scope,
                     unsigned classes, size_t k, struct arena *a, struct ranking *out)
{
    if (need_count == 0)
        return;
    struct many m = {.needs = needs, .count = need_count, .scope = scope, .classes = classes, .k = k, .arena = a, .out = out};
    enum { SHARED_LEAST = 1 << 22 }; // a millisecond's work, for which others may be called
    match_runner *run = world_settings(w)->run;
    size_t asks = 0; // for the month that the first who asks for work wants; the others' is the same
    while (asks + 1 < need_count && !question_asks_work(&needs[asks]))
        asks++;
    m.version = world_read_for(w, &needs[asks], scope.as_of);
    pthread_mutex_init(&m.lock, NULL);
    if (run != NULL && need_count > 1 && need_count * m.version->roll.count >= SHARED_LEAST)
        run(many_rank, &m);
    else
        many_rank(&m);
    pthread_mutex_destroy(&m.lock);
    world_leave(m.version);
}

enum status match_rank_needs(struct match_world *w, int64_t profile, const struct match_need *needs, size_t need_count,
                             day as_of, struct arena *a, struct ranking *out)
{
    struct arena *scratch CLEANUP_ARENA = arena_open();
    struct ranked *list = ARENA_ARRAY(scratch, struct ranked, need_count);
    const struct published *v = world_read(w);
    const struct kept_profile *p = roll_find(&v->roll, profile);
    struct ranking found = {.version = v->version};
    for (size_t i = 0; p != NULL && i < need_count; i++) {
        struct match_row row = verdicts_sum(p, &needs[i], question_time(&needs[i], as_of), NULL);
        row.number = needs[i].number;
        found.counts[row.class]++;
        list[i] = (struct ranked){row, p->put.lot ^ needs[i].lot};
    }
    world_leave(v);
    if (p == NULL)
        return NOT_FOUND;
    ranked_best(list, need_count, need_count, a, &found);
    *out = found;
    return OK;
}

static void count_groups_in(const struct published *v, const struct match_need *need, day as_of, const uint32_t *groups,
                            size_t group_count, size_t (*counts_out)[MATCH_CLASSES])
{
    if (fast_count_groups(v, need, as_of, groups, group_count, counts_out))
        return;
    struct question_time t = question_time(need, as_of);
    for (size_t g = 0; g < group_count; g++)
        memset(counts_out[g], 0, sizeof counts_out[g]);
    const struct kept_profile *p;
    for (struct roll_walk walk = {&v->roll, 0, 0}; (p = roll_next(&walk)) != NULL;) {
        enum match_class class = verdicts_sum(p, need, t, NULL).class;
        for (size_t g = 0; g < group_count; g++)
            counts_out[g][class] += kept_in_group(p, groups[g]);
    }
}

static void what_if_in(const struct published *v, const struct match_need *need, struct match_scope scope, size_t *more_out)
{
    if (fast_what_if(v, need, scope, more_out))
        return;
    struct question_time t = question_time(need, scope.as_of);
    for (size_t i = 0; i < need->requirement_count; i++)
        more_out[i] = 0;
    const struct kept_profile *p;
    for (struct roll_walk walk = {&v->roll, 0, 0}; (p = roll_next(&walk)) != NULL;) {
        int only_bar;
        if (!kept_in_group(p, scope.group))
            continue;
        verdicts_sum(p, need, t, &only_bar);
        if (only_bar >= 0)
            more_out[only_bar]++;
    }
}

void match_count_groups(struct match_world *w, const struct match_need *need, day as_of, const uint32_t *groups,
                        size_t group_count, size_t (*counts_out)[MATCH_CLASSES])
{
    const struct published *v = world_read_for(w, need, as_of);
    count_groups_in(v, need, as_of, groups, group_count, counts_out);
    world_leave(v);
}

void match_what_if(struct match_world *w, const struct match_need *need, struct match_scope scope, size_t *more_out)
{
    const struct published *v = world_read_for(w, need, scope.as_of);
    what_if_in(v, need, scope, more_out);
    world_leave(v);
}

void match_answer(struct match_world *w, const struct match_need *need, struct match_scope scope,
                  const struct match_asked *asked, struct arena *a, struct match_answer *out)
{
    const struct published *v = world_read_for(w, need, scope.as_of);
    struct match_answer answer = {.more = ARENA_ARRAY(a, size_t, need->requirement_count)};
    answer.counts = arena_alloc_array(a, asked->group_count, sizeof *answer.counts);
    rank_in(v, need, scope, asked->classes, asked->k, a, &answer.ranking);
    what_if_in(v, need, scope, answer.more);
    if (asked->group_count > 0)
        count_groups_in(v, need, scope.as_of, asked->groups, asked->group_count, answer.counts);
    size_t count = answer.ranking.row_count < asked->explained ? answer.ranking.row_count : asked->explained;
    struct digest digest = need_digest(need, world_settings(w));
    answer.explanations = ARENA_ARRAY(a, struct explanation, count);
    for (size_t i = 0; i < count; i++) {
        int64_t number = answer.ranking.rows[i].number;
        enum status found = explain_in(v, need, digest, number, scope.as_of, a, &answer.explanations[i]);
        assert(found == OK); // it has just been ranked in this version
        (void)found;
    }
    world_leave(v);
    *out = answer;
}

const char *verdict_name(enum verdict v)
{
    static const char *const names[] = {"met", "missing", "unknown"};
    return names[v];
}

const char *class_name(enum match_class c)
{
    static const char *const names[] = {"ready", "ask", "reachable", "not-now"};
    return names[c];
}

const char *question_name(enum question_kind q)
{
    static const char *const names[] = {"none", "topic", "proof"};
    return names[q];
}
