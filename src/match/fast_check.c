// SPDX-License-Identifier: EUPL-1.2
#include "match/fast_check.h"

#include <stdlib.h>
#include <string.h>

// Every statement of every profile is looked up in its set, and counted there. A set that has all of these and is as
// large as their number has nothing else.
struct checking {
    const struct published *version;
    const struct families *families; // while they are held
    uint32_t sets;      // of families, when it began
    uint32_t *expected; // by set, of one segment
    struct statements statements;
    size_t differences;
};

static uint32_t family_known(void *context, enum family_kind kind, unsigned part, uint64_t code)
{
    struct checking *c = context;
    return family_find(c->families, kind, part, code);
}

static int place_order(const void *a, const void *b)
{
    return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b;
}

static bool set_has(const struct place_set *set, uint16_t place)
{
    switch ((enum place_form)set->form) {
    case PLACES_PAGE:
        return (((const struct page *)set->data)->words[place / 64] >> place % 64 & 1) != 0;
    case PLACES_LIST:
        return bsearch(&place, set->data, set->count, sizeof place, place_order) != NULL;
    case PLACES_NONE:
    case PLACES_ENDINGS:
        break;
    }
    return false;
}

static bool set_ends(const struct place_set *set, struct ending e)
{
    const struct ending *list = set->data;
    for (size_t i = 0; set->form == PLACES_ENDINGS && i < set->count; i++)
        if (list[i].last == e.last && list[i].place == e.place)
            return true;
    return false;
}

// That a set is what its form and count say: else what looks it up could be misled.
static bool set_whole(const struct place_set *set)
{
    size_t count = 0;
    const uint16_t *list = set->data;
    const struct ending *endings = set->data;
    switch ((enum place_form)set->form) {
    case PLACES_NONE:
        return set->count == 0;
    case PLACES_PAGE:
        for (size_t i = 0; i < PAGE_WORDS; i++)
            count += (size_t)__builtin_popcountll(((const struct page *)set->data)->words[i]);
        return count == set->count;
    case PLACES_LIST:
        for (size_t i = 1; i < set->count; i++)
            if (list[i - 1] >= list[i])
                return false;
        return set->count > 0 && set->count <= LIST_MOST;
    case PLACES_ENDINGS:
        for (size_t i = 1; i < set->count; i++)
            if (endings[i - 1].last > endings[i].last ||
                (endings[i - 1].last == endings[i].last && endings[i - 1].place >= endings[i].place))
                return false;
        return set->count > 0;
    }
    return false;
}

static void profile_check_sets(struct checking *c, const struct segment *s, uint16_t place,
                               const struct kept_profile *p)
{
    month now = c->version->indexed->now;
    c->statements.count = 0;
    c->families = index_families_hold(c->version->index);
    statements_take(&c->statements, p, family_known, c);
    if (now != MONTH_NONE)
        statements_take_work(&c->statements, p, now, family_known, c);
    index_families_release(c->version->index);
    statements_settle(&c->statements);
    for (size_t i = 0; i < c->statements.count; i++) {
        uint64_t statement = c->statements.items[i];
        uint32_t number = statement_set(statement);
        if (number >= c->sets) { // of a family that is not there
            c->differences++;
            continue;
        }
        const struct place_set *set = segment_set(s, number);
        bool in = statement_ends(statement) ? set_ends(set, (struct ending){statement_day(statement), place})
                                            : set_has(set, place);
        c->differences += !in;
        c->expected[number]++;
    }
}

// Whose a place is, if anybody's in this version.
static bool place_find(const struct published *v, const struct segment *s, uint16_t place, struct roll_place *out)
{
    const struct names *names = s->names[place / BLOCK_PLACES];
    return names != NULL && roll_place(&v->roll, names->numbers[place % BLOCK_PLACES], out);
}

// That every place which is taken has the name and the lot of a profile, and each profile just one place.
size_t version_names_differ(const struct published *v)
{
    const struct index_version *x = v->indexed;
    bool *seen = memory_given(calloc(v->roll.sheet_count * SHEET_MOST + 1, sizeof *seen));
    size_t there = 0, differences = 0;
    for (size_t i = 0; i < x->segment_count; i++) {
        const struct segment *s = x->segments[i];
        const struct place_set *all = segment_set(s, SET_ALL);
        there += all->count;
        for (size_t place = 0; place < SEGMENT_PLACES; place++) {
            struct roll_place at;
            if (!set_has(all, (uint16_t)place))
                continue;
            if (!place_find(v, s, (uint16_t)place, &at)) {
                differences++;
                continue;
            }
            bool *once = &seen[at.sheet * SHEET_MOST + at.at];
            uint32_t lot = v->roll.sheets[at.sheet].sheet->profiles[at.at]->put.lot;
            differences += *once || s->names[place / BLOCK_PLACES]->lots[place % BLOCK_PLACES] != lot;
            *once = true;
        }
    }
    free(seen);
    return differences + (there != x->count) + (there != v->roll.count);
}

size_t version_segment_differs(const struct published *v, size_t at)
{
    const struct segment *s = v->indexed->segments[at];
    const struct place_set *all = segment_set(s, SET_ALL);
    struct checking c = {.version = v};
    c.sets = families_sets(index_families_hold(v->index));
    index_families_release(v->index);
    c.expected = memory_given(calloc(c.sets, sizeof *c.expected));
    for (size_t place = 0; place < SEGMENT_PLACES; place++) {
        struct roll_place found;
        if (set_has(all, (uint16_t)place) && place_find(v, s, (uint16_t)place, &found))
            profile_check_sets(&c, s, (uint16_t)place, v->roll.sheets[found.sheet].sheet->profiles[found.at]);
    }
    for (uint32_t set = 0; set < c.sets; set++) {
        c.differences += segment_set(s, set)->count != c.expected[set];
        c.differences += !set_whole(segment_set(s, set));
    }
    free(c.expected);
    free(c.statements.items);
    return c.differences;
}

size_t version_differs(const struct published *v)
{
    size_t differences = version_names_differ(v);
    for (size_t i = 0; i < v->indexed->segment_count; i++)
        differences += version_segment_differs(v, i);
    return differences;
}
