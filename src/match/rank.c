// SPDX-License-Identifier: EUPL-1.2
#include <assert.h>
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

static void rank_in(const struct published *v, const struct match_need *need, struct match_scope scope,
                    unsigned classes, size_t k, struct arena *a, struct ranking *out)
{
    struct question_time t = question_time(need, scope.as_of);
    struct arena *scratch CLEANUP_ARENA = arena_open();
    struct ranked *list = ARENA_ARRAY(scratch, struct ranked, v->count);
    size_t count = 0;
    *out = (struct ranking){.version = v->version};
    for (size_t i = 0; i < v->count; i++) {
        const struct kept_profile *p = v->profiles[i];
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
    if (fast_rank(w, need, scope, classes, k, a, out))
        return;
    const struct published *v = world_read(w);
    rank_in(v, need, scope, classes, k, a, out);
    world_leave(w);
}

enum status match_rank_needs(struct match_world *w, int64_t profile, const struct match_need *needs, size_t need_count,
                             day as_of, struct arena *a, struct ranking *out)
{
    struct arena *scratch CLEANUP_ARENA = arena_open();
    struct ranked *list = ARENA_ARRAY(scratch, struct ranked, need_count);
    const struct published *v = world_read(w);
    const struct kept_profile *p = published_find(v, profile);
    struct ranking found = {.version = v->version};
    for (size_t i = 0; p != NULL && i < need_count; i++) {
        struct match_row row = verdicts_sum(p, &needs[i], question_time(&needs[i], as_of), NULL);
        row.number = needs[i].number;
        found.counts[row.class]++;
        list[i] = (struct ranked){row, p->put.lot ^ needs[i].lot};
    }
    world_leave(w);
    if (p == NULL)
        return NOT_FOUND;
    ranked_best(list, need_count, need_count, a, &found);
    *out = found;
    return OK;
}

// The plain loops over a version that is held.

static void count_groups_in(const struct published *v, const struct match_need *need, day as_of, const uint32_t *groups,
                            size_t group_count, size_t (*counts_out)[MATCH_CLASSES])
{
    struct question_time t = question_time(need, as_of);
    for (size_t g = 0; g < group_count; g++)
        memset(counts_out[g], 0, sizeof counts_out[g]);
    for (size_t i = 0; i < v->count; i++) {
        enum match_class class = verdicts_sum(v->profiles[i], need, t, NULL).class;
        for (size_t g = 0; g < group_count; g++)
            counts_out[g][class] += kept_in_group(v->profiles[i], groups[g]);
    }
}

static void what_if_in(const struct published *v, const struct match_need *need, struct match_scope scope, size_t *more_out)
{
    struct question_time t = question_time(need, scope.as_of);
    for (size_t i = 0; i < need->requirement_count; i++)
        more_out[i] = 0;
    for (size_t i = 0; i < v->count; i++) {
        int only_bar;
        if (!kept_in_group(v->profiles[i], scope.group))
            continue;
        verdicts_sum(v->profiles[i], need, t, &only_bar);
        if (only_bar >= 0)
            more_out[only_bar]++;
    }
}

void match_count_groups(struct match_world *w, const struct match_need *need, day as_of, const uint32_t *groups,
                        size_t group_count, size_t (*counts_out)[MATCH_CLASSES])
{
    if (fast_count_groups(w, need, as_of, groups, group_count, counts_out))
        return;
    count_groups_in(world_read(w), need, as_of, groups, group_count, counts_out);
    world_leave(w);
}

void match_what_if(struct match_world *w, const struct match_need *need, struct match_scope scope, size_t *more_out)
{
    if (fast_what_if(w, need, scope, more_out))
        return;
    what_if_in(world_read(w), need, scope, more_out);
    world_leave(w);
}

void match_answer(struct match_world *w, const struct match_need *need, struct match_scope scope,
                  const struct match_asked *asked, struct arena *a, struct match_answer *out)
{
    // The index stands still with the version: what is published next waits for its readers.
    const struct published *v = world_read(w);
    struct match_answer answer = {.more = ARENA_ARRAY(a, size_t, need->requirement_count)};
    answer.counts = arena_alloc_array(a, asked->group_count, sizeof *answer.counts);
    if (!fast_rank(w, need, scope, asked->classes, asked->k, a, &answer.ranking))
        rank_in(v, need, scope, asked->classes, asked->k, a, &answer.ranking);
    if (!fast_what_if(w, need, scope, answer.more))
        what_if_in(v, need, scope, answer.more);
    if (asked->group_count > 0 && !fast_count_groups(w, need, scope.as_of, asked->groups, asked->group_count, answer.counts))
        count_groups_in(v, need, scope.as_of, asked->groups, asked->group_count, answer.counts);
    size_t count = answer.ranking.row_count < asked->explained ? answer.ranking.row_count : asked->explained;
    answer.explanations = ARENA_ARRAY(a, struct explanation, count);
    for (size_t i = 0; i < count; i++) {
        int64_t number = answer.ranking.rows[i].number;
        enum status found = explain_in(v, world_settings(w), need, number, scope.as_of, a, &answer.explanations[i]);
        assert(found == OK); // it has just been ranked in this version
        (void)found;
    }
    world_leave(w);
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
