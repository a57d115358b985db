// SPDX-License-Identifier: EUPL-1.2
#include <stdlib.h>
#include <string.h>

#include "match/fast_question.h"

// Found so far, by place; a profile's number may be lower than that of one before it.
struct found {
    int64_t number;
    uint8_t met;
};

struct found_list {
    struct found *items;
    size_t count, room;
};

static void found_room(struct found_list *list, size_t more)
{
    if (list->count + more <= list->room)
        return;
    list->room = list->room * 2 > list->count + more ? list->room * 2 : list->count + more;
    list->items = memory_given(reallocarray(list->items, list->room, sizeof *list->items));
}

static void set_join(const struct kernel *k, uint64_t *page, const struct place_set *set)
{
    const uint16_t *list = set->data;
    if (set->form == PLACES_PAGE)
        k->or_into(page, ((const struct page *)set->data)->words);
    for (size_t i = 0; set->form == PLACES_LIST && i < set->count; i++)
        page[list[i] / 64] |= UINT64_C(1) << list[i] % 64;
}

// The segment's bits of all that is met goes into page; those of the conditions that are no musts stay in others.
struct filtering {
    const struct match_filter *filter;
    struct question *question;
    uint32_t *groups; // their sets
    uint32_t *elsewhere; // the sets of the groups that are not listed, when these are asked for
    size_t elsewhere_count;
    uint64_t *page, *other_page;
    const uint64_t *others[REQUIREMENTS_MOST];
    size_t other_count;
};

// After the version was taken, so that no group in it is missed.
static void elsewhere_read(struct filtering *f, struct arena *a)
{
    size_t count;
    const uint32_t *all = families_groups(index_families_hold(f->question->index), &count);
    f->elsewhere = ARENA_ARRAY(a, uint32_t, count);
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        while (at < f->filter->group_count && f->groups[at] != all[i])
            at++;
        if (at == f->filter->group_count)
            f->elsewhere[f->elsewhere_count++] = all[i];
    }
    index_families_release(f->question->index);
    f->other_page = ARENA_ARRAY(a, uint64_t, PAGE_WORDS);
}

static void elsewhere_filter(struct filtering *f, const struct segment *s)
{
    uint64_t not = f->filter->elsewhere == ELSEWHERE_NONE ? UINT64_MAX : 0;
    memset(f->other_page, 0, PAGE_WORDS * sizeof *f->other_page);
    for (size_t i = 0; i < f->elsewhere_count; i++)
        set_join(f->question->need.kernel, f->other_page, segment_set(s, f->elsewhere[i]));
    for (size_t w = 0; w < PAGE_WORDS; w++)
        f->page[w] &= f->other_page[w] ^ not;
}

static bool segment_filter(struct filtering *f, const struct segment *s)
{
    const struct kernel *k = f->question->need.kernel;
    const struct kernel_task *t = &f->question->need.task;
    memset(f->page, 0, PAGE_WORDS * sizeof *f->page);
    for (size_t i = 0; i < f->filter->group_count; i++)
        set_join(k, f->page, segment_set(s, f->groups[i]));
    if (f->filter->elsewhere != ELSEWHERE_ANY)
        elsewhere_filter(f, s);
    if (!fast_need_task(&f->question->need, s))
        return false;
    f->other_count = 0;
    for (size_t i = 0; i < f->filter->condition_count; i++)
        if (f->filter->conditions[i].must)
            k->and_into(f->page, t->shoulds[i].met);
        else
            f->others[f->other_count++] = t->shoulds[i].met;
    return k->count_both(f->page, f->page) > 0;
}

static void segment_found(const struct filtering *f, const struct segment *s, struct found_list *list)
{
    found_room(list, SEGMENT_PLACES);
    for (size_t w = 0; w < PAGE_WORDS; w++)
        for (uint64_t left = f->page[w]; left != 0; left &= left - 1) {
            unsigned bit = (unsigned)__builtin_ctzll(left);
            struct found found = {s->names[w / BLOCK_WORDS]->numbers[w % BLOCK_WORDS * 64 + bit], 0};
            for (size_t i = 0; i < f->other_count; i++)
                found.met += f->others[i][w] >> bit & 1;
            list->items[list->count++] = found;
        }
}

static int found_order(const void *a, const void *b)
{
    const struct found *x = a, *y = b;
    return x->number < y->number ? -1 : x->number > y->number;
}

// Profiles mostly come by their numbers: then nothing is to be sorted.
static void found_sort(struct found_list *list)
{
    for (size_t i = 1; i < list->count; i++)
        if (list->items[i - 1].number > list->items[i].number) {
            qsort(list->items, list->count, sizeof *list->items, found_order);
            return;
        }
}

bool fast_filter(const struct published *v, const struct match_filter *f, struct arena *a, struct filtered *out)
{
    struct requirement conditions[REQUIREMENTS_MOST];
    struct match_need need = {.requirements = conditions, .requirement_count = f->condition_count};
    struct question q;
    if (f->condition_count > REQUIREMENTS_MOST)
        return false;
    for (size_t i = 0; i < f->condition_count; i++) {
        conditions[i] = f->conditions[i];
        conditions[i].must = false; // only who meets them is asked
    }
    if (!question_open(&q, v, &need, (struct match_scope){f->as_of, 0}))
        return false;
    struct arena *scratch CLEANUP_ARENA = arena_open();
    struct filtering filtering = {f, &q, .groups = ARENA_ARRAY(scratch, uint32_t, f->group_count),
                                  .page = ARENA_ARRAY(scratch, uint64_t, PAGE_WORDS)};
    question_groups(&q, f->groups, f->group_count, filtering.groups);
    if (f->elsewhere != ELSEWHERE_ANY)
        elsewhere_read(&filtering, scratch);
    struct found_list list = {0};
    for (size_t i = 0; i < q.version->segment_count; i++)
        if (segment_filter(&filtering, q.version->segments[i]))
            segment_found(&filtering, q.version->segments[i], &list);
    found_sort(&list);
    *out = (struct filtered){.version = v->version,
                             .count = list.count,
                             .numbers = ARENA_ARRAY(a, int64_t, list.count),
                             .met = ARENA_ARRAY(a, uint8_t, list.count)};
    for (size_t i = 0; i < list.count; i++) {
        out->numbers[i] = list.items[i].number;
        out->met[i] = list.items[i].met;
    }
    free(list.items);
    question_close(&q);
    return true;
}
