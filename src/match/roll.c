// SPDX-License-Identifier: EUPL-1.2
#include "match/roll.h"

#include <stdlib.h>
#include <string.h>

// The sheet that a number stands on, or would; 0 where all are higher.
static size_t sheet_of(const struct roll *r, int64_t number)
{
    size_t low = 0, high = r->sheet_count;
    if (high > 0 && r->sheets[high - 1].least <= number) // the newest have the highest numbers
        return high - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->sheets[middle].least <= number)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? 0 : low - 1;
}

// Where a number stands on a sheet, or would.
static size_t place_on(const struct sheet *s, int64_t number)
{
    size_t low = 0, high = s->count;
    if (s->profiles[high - 1]->put.number < number)
        return high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->profiles[middle]->put.number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool roll_place(const struct roll *r, int64_t number, struct roll_place *out)
{
    if (r->sheet_count == 0)
        return false;
    size_t sheet = sheet_of(r, number);
    const struct sheet *s = r->sheets[sheet].sheet;
    *out = (struct roll_place){sheet, place_on(s, number)};
    return out->at < s->count && s->profiles[out->at]->put.number == number;
}

const struct kept_profile *roll_find(const struct roll *r, int64_t number)
{
    struct roll_place place;
    return roll_place(r, number, &place) ? r->sheets[place.sheet].sheet->profiles[place.at] : NULL;
}

struct roll_draft roll_begin(const struct roll *shown, uint32_t number, struct kept_pool *pool, struct pieces *gone)
{
    struct roll_draft d = {.roll = *shown, .number = number, .pool = pool, .gone = gone};
    d.roll.room = shown->sheet_count + 1;
    d.roll.sheets = memory_given(malloc(d.roll.room * sizeof *d.roll.sheets));
    if (shown->sheet_count > 0)
        memcpy(d.roll.sheets, shown->sheets, shown->sheet_count * sizeof *d.roll.sheets);
    return d;
}

static struct sheet *sheet_make(struct roll_draft *d)
{
    struct sheet *s = kept_pool_take(d->pool, sizeof *s);
    s->draft = d->number;
    s->count = 0;
    return s;
}

// An empty sheet of the draft's, as the one at that place of the list.
static struct sheet *sheet_add(struct roll_draft *d, size_t at, int64_t least)
{
    struct roll *r = &d->roll;
    if (r->sheet_count == r->room) {
        r->room *= 2;
        r->sheets = memory_given(reallocarray(r->sheets, r->room, sizeof *r->sheets));
    }
    memmove(r->sheets + at + 1, r->sheets + at, (r->sheet_count - at) * sizeof *r->sheets);
    r->sheets[at] = (struct roll_sheet){least, sheet_make(d)};
    r->sheet_count++;
    return r->sheets[at].sheet;
}

static struct sheet *sheet_own(struct roll_draft *d, size_t at)
{
    struct sheet **s = &d->roll.sheets[at].sheet, *was = *s;
    if (was->draft == d->number)
        return was;
    *s = sheet_make(d);
    (*s)->count = was->count;
    memcpy((*s)->profiles, was->profiles, was->count * sizeof(struct kept_profile *));
    pieces_add(d->gone, (struct piece){was, sizeof *was});
    return *s;
}

static void sheet_remove(struct roll_draft *d, size_t at)
{
    struct roll *r = &d->roll;
    kept_pool_give_back(d->pool, (struct piece){r->sheets[at].sheet, sizeof(struct sheet)});
    r->sheet_count--;
    memmove(r->sheets + at, r->sheets + at + 1, (r->sheet_count - at) * sizeof *r->sheets);
}

// The upper half goes to a sheet of its own.
static void sheet_split(struct roll_draft *d, size_t at)
{
    struct sheet *lower = sheet_own(d, at);
    uint32_t half = lower->count / 2;
    struct sheet *upper = sheet_add(d, at + 1, lower->profiles[half]->put.number);
    upper->count = lower->count - half;
    memcpy(upper->profiles, lower->profiles + half, upper->count * sizeof(struct kept_profile *));
    lower->count = half;
}

// A number that is not there. Numbers that follow each other fill one sheet after the other.
static void profile_insert(struct roll_draft *d, struct kept_profile *is)
{
    struct roll *r = &d->roll;
    int64_t number = is->put.number;
    size_t sheet = sheet_of(r, number);
    bool full = r->sheet_count > 0 && r->sheets[sheet].sheet->count == SHEET_MOST;
    if (r->sheet_count == 0 || (full && r->sheets[sheet].sheet->profiles[SHEET_MOST - 1]->put.number < number)) {
        sheet = r->sheet_count == 0 ? 0 : sheet + 1;
        if (sheet == r->sheet_count || r->sheets[sheet].sheet->count == SHEET_MOST)
            sheet_add(d, sheet, number);
    } else if (full) {
        sheet_split(d, sheet);
        sheet = sheet_of(r, number);
    }
    struct sheet *s = sheet_own(d, sheet);
    size_t at = s->count == 0 ? 0 : place_on(s, number);
    memmove(s->profiles + at + 1, s->profiles + at, (s->count - at) * sizeof(struct kept_profile *));
    s->profiles[at] = is;
    s->count++;
    r->count++;
    if (number < r->sheets[sheet].least)
        r->sheets[sheet].least = number;
}

struct kept_profile *roll_change(struct roll_draft *d, int64_t number, struct kept_profile *is)
{
    struct roll_place place;
    if (!roll_place(&d->roll, number, &place)) {
        if (is != NULL)
            profile_insert(d, is);
        return NULL;
    }
    struct sheet *s = sheet_own(d, place.sheet);
    struct kept_profile *was = s->profiles[place.at];
    s->profiles[place.at] = is;
    if (is == NULL) {
        d->roll.count--;
        s->count--;
        memmove(s->profiles + place.at, s->profiles + place.at + 1, (s->count - place.at) * sizeof(struct kept_profile *));
        if (s->count == 0)
            sheet_remove(d, place.sheet);
    }
    pieces_add(d->gone, kept_piece(was));
    return was;
}

void roll_free(struct roll *r)
{
    free(r->sheets);
}

void roll_empty(const struct roll *r, struct kept_pool *pool)
{
    for (struct roll_walk walk = {r, 0, 0}; walk.sheet < r->sheet_count;)
        kept_close(roll_next(&walk), pool);
    for (size_t i = 0; i < r->sheet_count; i++)
        kept_pool_give_back(pool, (struct piece){r->sheets[i].sheet, sizeof(struct sheet)});
}
