// SPDX-License-Identifier: EUPL-1.2
#include "match/fast_atoms.h"

#include <stdlib.h>

#include "core/requirement.h"
#include "match/verdict.h"

static const uint8_t FAMILY_SIZES[] = {
    [FAMILY_OCCUPATION] = LADDER_STEPS * EVIDENCES,
    [FAMILY_SKILL] = EVIDENCES + 1,
    [FAMILY_LANGUAGE] = CEFR_LEVELS * EVIDENCES + 1,
    [FAMILY_EDUCATION] = NKR_LEVELS * EVIDENCES,
    [FAMILY_LICENCE] = 2 * EVIDENCES + 1,
    [FAMILY_PLACE] = 1,
    [FAMILY_GROUP] = 1,
};

// Open addressing, at most half full. A family's name is its kind, part and code.
struct family {
    uint64_t code;
    uint32_t name; // kind << 8 | part; 0 is an empty place
    uint32_t first;
};

struct families {
    struct family *places;
    size_t room, count;
    unsigned shift; // 64 less the bits of room
    uint32_t sets;
    uint32_t *groups; // the sets of FAMILY_GROUP
    size_t group_count, group_room;
};

struct families *families_open(void)
{
    struct families *f = memory_given(calloc(1, sizeof *f));
    f->room = 1024;
    f->shift = 54;
    f->places = memory_given(calloc(f->room, sizeof *f->places));
    f->sets = SETS_FIXED;
    return f;
}

void families_close(struct families *f)
{
    if (f == NULL)
        return;
    free(f->places);
    free(f->groups);
    free(f);
}

static uint32_t family_name(enum family_kind kind, unsigned part)
{
    return (uint32_t)kind << 8 | part;
}

static struct family *family_place(const struct families *f, uint32_t name, uint64_t code)
{
    // Short codes have nothing in their lower bytes, and so their products: the upper bits tell them apart.
    uint64_t hash = (code ^ (uint64_t)name << 40) * 0x9e3779b97f4a7c15;
    size_t at = hash >> f->shift;
    while (f->places[at].name != 0 && (f->places[at].name != name || f->places[at].code != code))
        at = (at + 1) & (f->room - 1);
    return &f->places[at];
}

uint32_t family_find(const struct families *f, enum family_kind kind, unsigned part, uint64_t code)
{
    const struct family *place = family_place(f, family_name(kind, part), code);
    return place->name == 0 ? NO_SET : place->first;
}

static void families_grow(struct families *f)
{
    struct families was = *f;
    f->room *= 2;
    f->shift--;
    f->places = memory_given(calloc(f->room, sizeof *f->places));
    for (size_t i = 0; i < was.room; i++)
        if (was.places[i].name != 0)
            *family_place(f, was.places[i].name, was.places[i].code) = was.places[i];
    free(was.places);
}

uint32_t family_add(struct families *f, enum family_kind kind, unsigned part, uint64_t code)
{
    uint32_t first = family_find(f, kind, part, code);
    if (first == NO_SET)
        family_learn(f, kind, part, code, first = f->sets);
    return first;
}

static void groups_note(struct families *f, uint32_t set)
{
    if (f->group_count == f->group_room) {
        f->group_room = f->group_room == 0 ? 16 : f->group_room * 2;
        f->groups = memory_given(reallocarray(f->groups, f->group_room, sizeof *f->groups));
    }
    f->groups[f->group_count++] = set;
}

const uint32_t *families_groups(const struct families *f, size_t *count_out)
{
    *count_out = f->group_count;
    return f->groups;
}

void family_learn(struct families *f, enum family_kind kind, unsigned part, uint64_t code, uint32_t first)
{
    if (f->count * 2 >= f->room)
        families_grow(f);
    *family_place(f, family_name(kind, part), code) = (struct family){code, family_name(kind, part), first};
    f->count++;
    if (kind == FAMILY_GROUP)
        groups_note(f, first);
    if (f->sets < first + FAMILY_SIZES[kind])
        f->sets = first + FAMILY_SIZES[kind];
}

uint32_t families_sets(const struct families *f)
{
    return f->sets;
}

size_t families_memory(const struct families *f)
{
    return sizeof *f + f->room * sizeof *f->places + f->group_room * sizeof *f->groups;
}

// Statements.
static void say_raw(struct statements *s, uint64_t statement)
{
    if (s->count == s->room) {
        s->room = s->room == 0 ? 512 : s->room * 2;
        s->items = memory_given(reallocarray(s->items, s->room, sizeof *s->items));
    }
    s->items[s->count++] = statement;
}

static void say(struct statements *s, uint32_t set)
{
    say_raw(s, (uint64_t)set << 32);
}

static void say_end(struct statements *s, uint32_t set, day last)
{
    say_raw(s, (uint64_t)set << 32 | (uint32_t)(last >= 0 && last < INT32_MAX ? last + 1 : last));
}

static void say_number(struct statements *s, uint32_t set, unsigned bits, uint32_t number)
{
    for (unsigned i = 0; i < bits; i++)
        if ((number >> (bits - 1 - i) & 1) != 0)
            say(s, set + i);
}

static unsigned at_most(unsigned value, unsigned most)
{
    return value < most ? value : most;
}

static void say_ladder(struct statements *s, uint32_t family, unsigned steps, unsigned evidence)
{
    for (unsigned step = 0; step < steps; step++)
        for (unsigned e = 1; e <= at_most(evidence, EVIDENCES); e++)
            say(s, family + at_step(step, e));
}

static void take_columns(struct statements *s, const struct kept_profile *p)
{
    const struct competence *c = &p->put.competence;
    const struct availability *v = &c->availability;
    say(s, SET_ALL);
    say_number(s, SET_LOT, LOT_BITS, p->put.lot);
    if (v->share_most != 0) {
        say(s, SET_SHARE_SAID);
        say_number(s, SET_SHARE_LEAST, SHARE_BITS, at_most(v->share_least, (1 << SHARE_BITS) - 1));
        say_number(s, SET_SHARE_MOST, SHARE_BITS, at_most(v->share_most, (1 << SHARE_BITS) - 1));
    }
    if (v->free_from != DAY_NONE) {
        day from = v->free_from < FREE_FIRST ? 0 : v->free_from - FREE_FIRST;
        say(s, SET_FREE_SAID);
        say_number(s, SET_FREE, FREE_BITS, from > FREE_LAST ? FREE_LAST : (uint32_t)from);
    }
    for (unsigned i = 0; i < WORK_TIMES; i++)
        if ((v->times >> i & 1) != 0)
            say(s, SET_TIMES + i);
    for (unsigned i = 0; i < SECTIONS; i++)
        if ((c->complete >> i & 1) != 0)
            say(s, SET_COMPLETE + i);
}

static void take_licence(struct statements *s, const struct kept_profile *p, size_t at, uint32_t family)
{
    for (size_t i = 0; i < at; i++)
        if (p->mentions[i].kind == FACT_LICENCE && code_equal(p->mentions[i].code, p->mentions[at].code))
            return; // has had its turn
    // What follows from another licence answers only while it is held, and then nothing needs an answer.
    for (size_t i = at; i < p->mention_count; i++)
        if (p->mentions[i].kind == FACT_LICENCE && code_equal(p->mentions[i].code, p->mentions[at].code) &&
            code_equal(p->put.competence.facts[p->mentions[i].fact].code, p->mentions[at].code))
            say(s, family + LICENCE_TOPIC);
    for (unsigned e = 1; e <= EVIDENCES; e++) {
        bool held = false, ends = true;
        day last = DAY_NONE;
        for (size_t i = at; i < p->mention_count; i++) {
            const struct fact *f = &p->put.competence.facts[p->mentions[i].fact];
            if (p->mentions[i].kind != FACT_LICENCE || !code_equal(p->mentions[i].code, p->mentions[at].code) ||
                f->no || f->evidence < e)
                continue;
            held = true;
            ends = ends && f->expires != DAY_NONE;
            last = f->expires > last ? f->expires : last;
        }
        if (held)
            say(s, family + e - 1);
        if (held && ends)
            say_end(s, family + LICENCE_ENDS + e - 1, last);
    }
}

static void take_mentions(struct statements *s, const struct kept_profile *p, family_giver *give, void *context)
{
    for (size_t i = 0; i < p->mention_count; i++) {
        const struct mention *m = &p->mentions[i];
        const struct fact *f = &p->put.competence.facts[m->fact];
        if (m->kind == FACT_LICENCE) {
            take_licence(s, p, i, give(context, FAMILY_LICENCE, 0, m->code.value));
            continue;
        }
        uint32_t family = give(context, FAMILY_SKILL, 0, m->code.value);
        say(s, family + SKILL_TOPIC);
        if (!f->no)
            say_ladder(s, family, 1, f->evidence);
    }
}

static void take_ladders(struct statements *s, const struct kept_profile *p, family_giver *give, void *context)
{
    static const int lengths[] = {0, 2, 3, 4};
    for (size_t i = 0; i < p->put.competence.fact_count; i++) {
        const struct fact *f = &p->put.competence.facts[i];
        if (f->kind == FACT_LANGUAGE && f->part < LANGUAGE_PARTS) {
            uint32_t family = give(context, FAMILY_LANGUAGE, f->part, f->code.value);
            say(s, family + LANGUAGE_TOPIC);
            say_ladder(s, family, at_most(f->level, CEFR_LEVELS), f->evidence);
        }
        if (f->kind != FACT_EDUCATION || f->level < NKR_LEAST)
            continue;
        struct code last = {UINT64_MAX};
        for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
            struct code field = code_prefix(f->code, lengths[k]);
            if (!code_equal(field, last))
                say_ladder(s, give(context, FAMILY_EDUCATION, 0, field.value),
                           at_most(f->level - NKR_LEAST + 1, NKR_LEVELS), f->evidence);
            last = field;
        }
    }
}

void statements_take(struct statements *s, const struct kept_profile *p, family_giver *give, void *context)
{
    const struct availability *v = &p->put.competence.availability;
    take_columns(s, p);
    take_mentions(s, p, give, context);
    take_ladders(s, p, give, context);
    for (size_t i = 0; i < v->place_count; i++)
        say(s, give(context, FAMILY_PLACE, 0, v->places[i].value));
    for (size_t i = 0; i < p->put.group_count; i++)
        say(s, give(context, FAMILY_GROUP, 0, p->put.groups[i]));
}

static bool work_before(const struct kept_profile *p, size_t at, int length, struct code code)
{
    for (size_t i = 0; i < at; i++)
        if (code_equal(code_prefix(p->put.competence.facts[p->experience[i]].code, length), code))
            return true;
    return false;
}

void statements_take_work(struct statements *s, const struct kept_profile *p, month now, family_giver *give,
                          void *context)
{
    for (size_t i = 0; i < p->experience_count; i++)
        for (int length = 3; length <= 4; length++) {
            struct code code = code_prefix(p->put.competence.facts[p->experience[i]].code, length);
            if (work_before(p, i, length, code))
                continue;
            uint32_t family = give(context, FAMILY_OCCUPATION, 0, code.value);
            for (unsigned e = 1; e <= EVIDENCES; e++) {
                int months = verdict_months(p, code, (enum evidence)e, now);
                for (unsigned step = 0; step < LADDER_STEPS && months >= MONTH_LADDER[step]; step++)
                    say(s, family + at_step(step, e));
            }
        }
}

static int statement_order(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

void statements_settle(struct statements *s)
{
    size_t kept = 0;
    if (s->count > 0)
        qsort(s->items, s->count, sizeof *s->items, statement_order);
    for (size_t i = 0; i < s->count; i++)
        if (i == 0 || s->items[i] != s->items[kept - 1])
            s->items[kept++] = s->items[i];
    s->count = kept;
}

void statements_part(struct statements *a, struct statements *b)
{
    size_t i = 0, k = 0, a_kept = 0, b_kept = 0;
    while (i < a->count && k < b->count)
        if (a->items[i] < b->items[k])
            a->items[a_kept++] = a->items[i++];
        else if (b->items[k] < a->items[i])
            b->items[b_kept++] = b->items[k++];
        else
            i++, k++;
    while (i < a->count)
        a->items[a_kept++] = a->items[i++];
    while (k < b->count)
        b->items[b_kept++] = b->items[k++];
    a->count = a_kept;
    b->count = b_kept;
}
