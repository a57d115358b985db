// SPDX-License-Identifier: EUPL-1.2
#include "match/fast.h"

#include <string.h>

#include "match/fast_question.h"

void question_close(struct question *q)
{
    fast_need_close(&q->need);
}

bool question_open(struct question *q, const struct published *v, const struct match_need *need, struct match_scope scope)
{
    struct question_time t = question_time(need, scope.as_of);
    if (v->index == NULL || world_doubts_index(v->world) || (v->indexed->now != t.now && question_asks_work(need)))
        return false;
    q->index = v->index;
    q->version = v->indexed;
    q->need.scratch = NULL;
    q->need.kernel = world_kernel(v->world);
    bool can = fast_need_read(&q->need, index_families_hold(q->index), need, t, scope.group);
    index_families_release(q->index);
    if (can)
        fast_need_open(&q->need);
    else
        question_close(q);
    return can;
}

void question_groups(struct question *q, const uint32_t *groups, size_t count, uint32_t *sets_out)
{
    const struct families *f = index_families_hold(q->index);
    for (size_t i = 0; i < count; i++)
        sets_out[i] = groups[i] == 0 ? SET_ALL : family_find(f, FAMILY_GROUP, 0, groups[i]);
    index_families_release(q->index);
}

bool fast_rank(const struct published *v, const struct match_need *need, struct match_scope scope, unsigned classes,
               size_t k, struct arena *a, struct ranking *out)
{
    struct question q;
    if (!question_open(&q, v, need, scope))
        return false;
    struct best best = best_open(k);
    unsigned wanted = k == 0 ? 0 : classes == 0 ? UINT32_MAX : classes;
    size_t ready = 0, ask = 0, all = 0;
    for (size_t i = 0; i < q.version->segment_count; i++) {
        if (!fast_need_task(&q.need, q.version->segments[i]))
            continue;
        all += segment_set(q.version->segments[i], q.need.scope)->count;
        q.need.kernel->rank(&q.need.task, wanted, &best, &ready, &ask);
    }
    *out = (struct ranking){.version = v->version};
    out->counts[CLASS_READY] = ready;
    out->counts[CLASS_ASK] = ask;
    out->counts[CLASS_NOT_NOW] = all - ready - ask;
    best_rows(&best, a, out);
    best_close(&best);
    question_close(&q);
    return true;
}

static size_t among(const struct kernel *k, const uint64_t *class, const struct place_set *group)
{
    const uint16_t *list = group->data;
    size_t count = 0;
    if (group->form == PLACES_PAGE)
        return k->count_both(class, ((const struct page *)group->data)->words);
    for (size_t i = 0; group->form == PLACES_LIST && i < group->count; i++)
        count += class[list[i] / 64] >> list[i] % 64 & 1;
    return count;
}

bool fast_count_groups(const struct published *v, const struct match_need *need, day as_of, const uint32_t *groups,
                       size_t group_count, size_t (*counts_out)[MATCH_CLASSES])
{
    struct question q;
    if (!question_open(&q, v, need, (struct match_scope){as_of, 0}))
        return false;
    struct arena *scratch CLEANUP_ARENA = arena_open();
    uint32_t *sets = ARENA_ARRAY(scratch, uint32_t, group_count);
    uint64_t *ready = ARENA_ARRAY(scratch, uint64_t, PAGE_WORDS), *ask = ARENA_ARRAY(scratch, uint64_t, PAGE_WORDS),
             *not_now = ARENA_ARRAY(scratch, uint64_t, PAGE_WORDS);
    question_groups(&q, groups, group_count, sets);
    for (size_t g = 0; g < group_count; g++)
        memset(counts_out[g], 0, sizeof counts_out[g]);
    for (size_t i = 0; i < q.version->segment_count; i++) {
        const struct segment *s = q.version->segments[i];
        if (!fast_need_task(&q.need, s))
            continue;
        q.need.kernel->classes(&q.need.task, ready, ask, not_now);
        for (size_t g = 0; g < group_count; g++) {
            const struct place_set *group = segment_set(s, sets[g]);
            counts_out[g][CLASS_READY] += among(q.need.kernel, ready, group);
            counts_out[g][CLASS_ASK] += among(q.need.kernel, ask, group);
            counts_out[g][CLASS_NOT_NOW] += among(q.need.kernel, not_now, group);
        }
    }
    question_close(&q);
    return true;
}

bool fast_what_if(const struct published *v, const struct match_need *need, struct match_scope scope, size_t *more_out)
{
    struct question q;
    if (!question_open(&q, v, need, scope))
        return false;
    size_t more[REQUIREMENTS_MOST] = {0}, must = 0;
    for (size_t i = 0; i < q.version->segment_count; i++)
        if (fast_need_task(&q.need, q.version->segments[i]))
            q.need.kernel->what_if(&q.need.task, more);
    for (size_t i = 0; i < need->requirement_count; i++)
        more_out[i] = need->requirements[i].must ? more[must++] : 0;
    question_close(&q);
    return true;
}

void fast_use_kernel(struct match_world *w, const struct kernel *k)
{
    world_use_kernel(w, k);
}

// What is read once.
struct reading {
    const struct kernel *kernel;
    const struct segment *segment;
    uint64_t sum;
    size_t size;
};

static void read_set(struct reading *r, uint32_t set)
{
    size_t size;
    const void *bytes = place_set_bytes(segment_set(r->segment, set), &size);
    r->sum += r->kernel->read(bytes, size);
    r->size += size;
}

static void read_sets(struct reading *r, uint32_t first, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        read_set(r, first + i);
}

static void read_terms(struct reading *r, const struct fast_requirement *q)
{
    for (size_t i = 0; i < q->asked->atom_count; i++) {
        const struct fast_term *t = &q->terms[i];
        read_set(r, t->met);
        if (q->asked->must && t->held != t->met)
            read_set(r, t->held);
        if (q->asked->must)
            read_set(r, t->topic);
        if (q->asked->must && (i == 0 || t->section != t[-1].section))
            read_set(r, t->section);
    }
}

uint64_t question_read(const struct question *q, bool lots, size_t *size_out)
{
    struct reading r = {.kernel = q->need.kernel};
    for (size_t i = 0; i < q->version->segment_count; i++) {
        r.segment = q->version->segments[i];
        read_set(&r, q->need.scope);
        for (size_t k = 0; k < q->need.count; k++)
            if (q->need.list[k].asked->kind == REQUIRE_SHARE)
                read_sets(&r, SET_SHARE_SAID, 1 + 2 * SHARE_BITS);
            else if (q->need.list[k].asked->kind == REQUIRE_START)
                read_sets(&r, SET_FREE_SAID, 1 + FREE_BITS);
            else
                read_terms(&r, &q->need.list[k]);
        if (lots)
            read_sets(&r, SET_LOT, LOT_BITS);
    }
    *size_out = r.size;
    return r.sum;
}

uint64_t fast_read(struct match_world *w, const struct match_need *need, struct match_scope scope, bool lots,
                   size_t *size_out)
{
    const struct published *v = world_read_for(w, need, scope.as_of);
    struct question q;
    uint64_t sum = 0;
    *size_out = 0;
    if (question_open(&q, v, need, scope)) {
        sum = question_read(&q, lots, size_out);
        question_close(&q);
    }
    world_leave(v);
    return sum;
}
