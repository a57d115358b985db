// SPDX-License-Identifier: EUPL-1.2
#include "match/fast.h"
#include "match/verdict.h"
#include "match/world.h"

static bool in_groups(const struct kept_profile *p, const struct match_filter *f)
{
    for (size_t i = 0; i < f->group_count; i++)
        if (kept_in_group(p, f->groups[i]))
            return true;
    return false;
}

static bool is_elsewhere(const struct kept_profile *p, const struct match_filter *f)
{
    for (size_t i = 0; i < p->put.group_count; i++) {
        size_t at = 0;
        while (at < f->group_count && f->groups[at] != p->put.groups[i])
            at++;
        if (at == f->group_count)
            return true;
    }
    return false;
}

static bool may_stand(const struct kept_profile *p, const struct match_filter *f)
{
    return in_groups(p, f) && (f->elsewhere == ELSEWHERE_ANY || is_elsewhere(p, f) == (f->elsewhere == ELSEWHERE_SOME));
}

// False when a must is not met. How many of the others are goes to met_out.
static bool conditions_judge(const struct kept_profile *p, const struct match_filter *f, struct question_time t,
                             uint8_t *met_out)
{
    uint8_t count = 0;
    for (size_t i = 0; i < f->condition_count; i++) {
        bool met = verdict_judge(p, &f->conditions[i], t).verdict == VERDICT_MET;
        if (f->conditions[i].must && !met)
            return false;
        count += !f->conditions[i].must && met;
    }
    *met_out = count;
    return true;
}

static void filter_plainly(const struct published *v, const struct match_need *asked, const struct match_filter *f,
                           struct arena *a, struct filtered *out)
{
    struct question_time t = question_time(asked, f->as_of);
    struct filtered found = {.version = v->version,
                             .numbers = ARENA_ARRAY(a, int64_t, v->roll.count),
                             .met = ARENA_ARRAY(a, uint8_t, v->roll.count)};
    const struct kept_profile *p;
    for (struct roll_walk walk = {&v->roll, 0, 0}; (p = roll_next(&walk)) != NULL;)
        if (may_stand(p, f) && conditions_judge(p, f, t, &found.met[found.count]))
            found.numbers[found.count++] = p->put.number;
    *out = found;
}

void match_filter(struct match_world *w, const struct match_filter *f, struct arena *a, struct filtered *out)
{
    struct match_need asked = {.requirements = f->conditions, .requirement_count = f->condition_count};
    const struct published *v = world_read_for(w, &asked, f->as_of);
    if (!fast_filter(v, f, a, out))
        filter_plainly(v, &asked, f, a, out);
    world_leave(v);
}

bool filtered_find(const struct filtered *f, int64_t number, size_t *at_out)
{
    size_t low = 0, high = f->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (f->numbers[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == f->count || f->numbers[low] != number)
        return false;
    *at_out = low;
    return true;
}
