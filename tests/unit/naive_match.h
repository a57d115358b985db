// SPDX-License-Identifier: EUPL-1.2
#ifndef TESTS_NAIVE_MATCH_H
#define TESTS_NAIVE_MATCH_H

#include <stdlib.h>

#include "match/match.h"

// A second evaluator, written from matching.md alone and unlike the engine on purpose: it writes out every atom that a
// person has, closed under all implications, and every topic that is answered, and then only looks things up. Slow.

struct naive_atom {
    enum atom_kind kind;
    struct code code;
    unsigned part, level, evidence; // 0 where the kind has none
};

struct naive_set {
    struct naive_atom *items;
    size_t count, room;
};

struct naive_person {
    struct naive_set atoms;    // held, each with each evidence it has
    struct naive_set answered; // topics: level and evidence 0; a section is a topic with only its kind
    const struct match_profile *profile;
};

static inline bool naive_has(const struct naive_set *s, struct naive_atom a)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->items[i].kind == a.kind && s->items[i].code.value == a.code.value && s->items[i].part == a.part &&
            s->items[i].level == a.level && s->items[i].evidence == a.evidence)
            return true;
    return false;
}

static inline bool naive_add(struct naive_set *s, struct naive_atom a)
{
    if (naive_has(s, a))
        return false;
    if (s->count == s->room) {
        s->room = s->room == 0 ? 64 : s->room * 2;
        s->items = reallocarray(s->items, s->room, sizeof *s->items);
        if (s->items == NULL)
            abort();
    }
    s->items[s->count++] = a;
    return true;
}

// Every month of two centuries is a box; boxes are ticked, then counted.
enum { NAIVE_FIRST = 1900 * 12, NAIVE_MONTHS = 200 * 12 };

static inline int naive_months(const struct competence *c, struct code code, unsigned least, day as_of)
{
    bool worked[NAIVE_MONTHS] = {false};
    month now = day_month(as_of);
    int sum = 0;
    for (size_t i = 0; i < c->fact_count; i++) {
        const struct fact *f = &c->facts[i];
        bool same = code_equal(f->code, code) || code_equal(code_prefix(f->code, 3), code);
        if (f->kind != FACT_EXPERIENCE || !same || f->evidence < least)
            continue;
        for (int m = 0; m < NAIVE_MONTHS; m++) {
            bool begun = f->from <= NAIVE_FIRST + m, current = f->to == MONTH_NONE;
            if (begun && NAIVE_FIRST + m < now && (current || NAIVE_FIRST + m <= f->to))
                worked[m] = true;
        }
    }
    for (int m = 0; m < NAIVE_MONTHS; m++)
        sum += worked[m];
    return sum;
}

static inline void naive_add_occupation(struct naive_person *n, struct code code, day as_of)
{
    for (unsigned e = EVIDENCE_STATED; e <= EVIDENCE_RECOGNISED; e++) {
        int months = naive_months(&n->profile->competence, code, e, as_of);
        for (size_t k = 0; k < 7; k++)
            if (months >= MONTH_LADDER[k])
                naive_add(&n->atoms, (struct naive_atom){ATOM_OCCUPATION, code, 0, MONTH_LADDER[k], e});
    }
}

// Goes through all implications again and again until nothing new comes of it.
static inline void naive_close(struct naive_set *s, const struct match_settings *settings)
{
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < settings->implication_count; i++) {
            const struct implication *m = &settings->implications[i];
            enum atom_kind kind = m->kind == FACT_SKILL ? ATOM_SKILL : ATOM_LICENCE;
            for (unsigned e = 0; e <= EVIDENCE_RECOGNISED; e++)
                if (naive_has(s, (struct naive_atom){kind, m->from, 0, 0, e}))
                    more |= naive_add(s, (struct naive_atom){kind, m->to, 0, 0, e});
        }
    }
}

static inline void naive_add_fact(struct naive_person *n, const struct fact *f, day as_of, day first_day)
{
    if (f->kind == FACT_EXPERIENCE) {
        naive_add_occupation(n, f->code, as_of);
        naive_add_occupation(n, code_prefix(f->code, 3), as_of);
    }
    for (unsigned e = EVIDENCE_STATED; e <= f->evidence; e++)
        switch (f->kind) {
        case FACT_EXPERIENCE:
            break;
        case FACT_SKILL:
            if (!f->no)
                naive_add(&n->atoms, (struct naive_atom){ATOM_SKILL, f->code, 0, 0, e});
            break;
        case FACT_LICENCE:
            if (!f->no && (f->expires == DAY_NONE || f->expires >= first_day))
                naive_add(&n->atoms, (struct naive_atom){ATOM_LICENCE, f->code, 0, 0, e});
            break;
        case FACT_LANGUAGE:
            for (unsigned level = CEFR_A1; level <= f->level; level++)
                naive_add(&n->atoms, (struct naive_atom){ATOM_LANGUAGE, f->code, f->part, level, e});
            break;
        case FACT_EDUCATION:
            for (unsigned level = NKR_LEAST; level <= f->level; level++)
                for (int length = 0; length <= 4; length++)
                    naive_add(&n->atoms,
                              (struct naive_atom){ATOM_EDUCATION, code_prefix(f->code, length), 0, level, e});
            break;
        }
}

static inline struct naive_person naive_open(const struct match_profile *p, const struct match_settings *settings,
                                             day as_of, day first_day)
{
    struct naive_person n = {.profile = p};
    const struct competence *c = &p->competence;
    struct naive_set topics = {0}, denied = {0};
    for (size_t i = 0; i < c->fact_count; i++) {
        const struct fact *f = &c->facts[i];
        naive_add_fact(&n, f, as_of, first_day);
        if (f->kind == FACT_SKILL || f->kind == FACT_LICENCE) {
            enum atom_kind kind = f->kind == FACT_SKILL ? ATOM_SKILL : ATOM_LICENCE;
            bool expired = f->expires != DAY_NONE && f->expires < first_day;
            naive_add(f->no || (kind == ATOM_LICENCE && expired) ? &denied : &topics, (struct naive_atom){kind, f->code, 0, 0, 0});
        } else if (f->kind == FACT_LANGUAGE) {
            naive_add(&denied, (struct naive_atom){ATOM_LANGUAGE, f->code, f->part, 0, 0});
        }
    }
    for (size_t i = 0; i < c->availability.place_count; i++)
        naive_add(&n.atoms, (struct naive_atom){ATOM_PLACE, c->availability.places[i], 0, 0, EVIDENCE_STATED});
    for (unsigned bit = 1; bit < WORK_TIMES_ALL; bit *= 2)
        if (c->availability.times & bit)
            naive_add(&n.atoms, (struct naive_atom){ATOM_TIME, {0}, 0, bit, EVIDENCE_STATED});
    naive_close(&n.atoms, settings);
    naive_close(&topics, settings); // who says a thing answers for what follows from it; who denies it does not
    n.answered = topics;
    for (size_t i = 0; i < denied.count; i++)
        naive_add(&n.answered, denied.items[i]);
    free(denied.items);
    return n;
}

static inline void naive_close_person(struct naive_person *n)
{
    free(n->atoms.items);
    free(n->answered.items);
}

static inline bool naive_answered(const struct naive_person *n, const struct atom *a)
{
    static const uint8_t sections[] = { // skills have none: a bit that is never set
        [ATOM_OCCUPATION] = SECTION_WORK, [ATOM_SKILL] = SECTIONS,           [ATOM_LANGUAGE] = SECTION_LANGUAGES,
        [ATOM_EDUCATION] = SECTION_EDUCATION, [ATOM_LICENCE] = SECTION_LICENCES, [ATOM_PLACE] = SECTION_PLACES,
        [ATOM_TIME] = SECTION_TIMES,
    };
    return (n->profile->competence.complete >> sections[a->kind] & 1) ||
           naive_has(&n->answered, (struct naive_atom){a->kind, a->code, a->part, 0, 0});
}

static inline bool naive_holds(const struct naive_person *n, const struct atom *a, unsigned evidence)
{
    return naive_has(&n->atoms, (struct naive_atom){a->kind, a->code, a->part, a->level, evidence});
}

static inline enum verdict naive_judge(const struct naive_person *n, const struct requirement *r)
{
    const struct availability *v = &n->profile->competence.availability;
    if (r->kind == REQUIRE_START) {
        if (v->free_from == DAY_NONE)
            return VERDICT_UNKNOWN;
        return v->free_from > r->start_latest ? VERDICT_MISSING : VERDICT_MET;
    }
    if (r->kind == REQUIRE_SHARE) {
        if (v->share_least == 0 && v->share_most == 0)
            return VERDICT_UNKNOWN;
        for (unsigned share = 1; share <= 100; share++)
            if (share >= v->share_least && share <= v->share_most && share >= r->share_least && share <= r->share_most)
                return VERDICT_MET;
        return VERDICT_MISSING;
    }
    bool any = false, all_answered = true;
    for (size_t i = 0; i < r->atom_count; i++) {
        if (naive_holds(n, &r->atoms[i], r->least))
            return VERDICT_MET;
        any |= naive_holds(n, &r->atoms[i], EVIDENCE_STATED);
        all_answered &= naive_answered(n, &r->atoms[i]);
    }
    return !any && all_answered ? VERDICT_MISSING : VERDICT_UNKNOWN;
}

static inline day naive_first_day(const struct match_need *need, day as_of)
{
    for (size_t i = 0; i < need->requirement_count; i++)
        if (need->requirements[i].kind == REQUIRE_START)
            return need->requirements[i].start_from;
    return as_of;
}

// left_out: the requirement that is not asked for, or -1.
static inline struct match_row naive_sum(const struct naive_person *n, const struct match_need *need, int left_out)
{
    struct match_row row = {.number = n->profile->number};
    for (size_t i = 0; i < need->requirement_count; i++) {
        const struct requirement *r = &need->requirements[i];
        if ((int)i == left_out)
            continue;
        enum verdict v = naive_judge(n, r);
        row.missing += r->must && v == VERDICT_MISSING;
        row.unknown += r->must && v == VERDICT_UNKNOWN;
        row.score += v == VERDICT_MET ? r->weight : 0;
    }
    row.class = row.missing != 0 ? CLASS_NOT_NOW : row.unknown != 0 ? CLASS_ASK : CLASS_READY;
    return row;
}

// Does a come before b? Class by class, as matching.md tells it.
static inline bool naive_before(struct match_row a, uint32_t a_lot, struct match_row b, uint32_t b_lot)
{
    if (a.class != b.class)
        return a.class < b.class;
    if (a.class == CLASS_ASK && a.unknown != b.unknown)
        return a.unknown < b.unknown;
    if (a.class == CLASS_NOT_NOW && a.missing != b.missing)
        return a.missing < b.missing;
    if (a.class == CLASS_NOT_NOW && a.unknown != b.unknown)
        return a.unknown < b.unknown;
    if (a.score != b.score)
        return a.score > b.score;
    return a_lot != b_lot ? a_lot < b_lot : a.number < b.number;
}

#endif
