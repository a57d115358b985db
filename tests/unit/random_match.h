// SPDX-License-Identifier: EUPL-1.2
#ifndef TESTS_RANDOM_MATCH_H
#define TESTS_RANDOM_MATCH_H

#include "base/status.h"
#include "match/match.h"

// People and needs drawn at random from few codes, so that they meet. The same seed draws the same ones everywhere.

enum { FACTS_MOST = 14, GROUPS = 3 };

struct random {
    uint64_t state;
};

static inline uint64_t random_next(struct random *r) // splitmix64
{
    uint64_t z = r->state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

static inline unsigned below(struct random *r, unsigned n)
{
    return (unsigned)(random_next(r) % n);
}

static inline bool chance(struct random *r, unsigned percent)
{
    return below(r, 100) < percent;
}

static inline struct code pick(struct random *r, const char *const *texts, unsigned count)
{
    return code_make(texts[below(r, count)]);
}

#define PICK(r, texts) pick(r, texts, COUNT_OF(texts))

static const char *const OCCUPATIONS[] = {"5223", "5221", "5222", "8331", "8332"};
static const char *const OCCUPATIONS_AND_GROUPS[] = {"5223", "5221", "8331", "522", "833"};
static const char *const SKILLS[] = {"s1", "s2", "s3", "s4", "s5"};
static const char *const LICENCES[] = {"B", "C", "CE", "D", "DE", "NURSE"};
static const char *const LANGUAGES[] = {"nor", "ara", "eng"};
static const char *const FIELDS[] = {"06", "061", "0613", "0714", "071"};
static const char *const PLACES[] = {"0602", "0625", "0626"}; // in code order

static inline day today(void)
{
    return day_make(2016, 4, 18);
}

static inline struct match_settings settings_make(void)
{
    static const char *const pairs[][2] = {{"CE", "C"}, {"C", "B"}, {"DE", "D"}, {"D", "B"},
                                           {"s1", "s2"}, {"s2", "s3"}, {"s4", "s5"}, {"s5", "s4"}};
    static struct implication list[COUNT_OF(pairs)];
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        list[i] =
            (struct implication){i < 4 ? FACT_LICENCE : FACT_SKILL, code_make(pairs[i][0]), code_make(pairs[i][1])};
    return (struct match_settings){list, COUNT_OF(pairs), "random", {3}, ENGINE_FAST, NULL};
}

static inline struct fact random_fact(struct random *r)
{
    struct fact f = {.kind = FACT_EXPERIENCE + below(r, 5), .evidence = EVIDENCE_STATED + below(r, 3),
                     .from = MONTH_NONE, .to = MONTH_NONE, .expires = DAY_NONE};
    switch (f.kind) {
    case FACT_EXPERIENCE:
        f.code = PICK(r, OCCUPATIONS);
        f.from = day_month(today()) - 60 + (month)below(r, 63); // some begin after today
        if (!chance(r, 25))
            f.to = f.from + (month)below(r, 24);
        break;
    case FACT_SKILL:
        f.code = PICK(r, SKILLS);
        f.no = chance(r, 30);
        break;
    case FACT_LANGUAGE:
        f.code = PICK(r, LANGUAGES);
        f.part = (uint8_t)below(r, 2);
        f.level = (uint8_t)below(r, 7);
        break;
    case FACT_EDUCATION:
        f.code = chance(r, 20) ? (struct code){0} : PICK(r, FIELDS);
        f.level = (uint8_t)(NKR_LEAST + below(r, 7));
        break;
    case FACT_LICENCE:
        f.code = PICK(r, LICENCES);
        f.no = chance(r, 20);
        if (!f.no && chance(r, 60))
            f.expires = today() - 20 + (day)below(r, 120);
        break;
    }
    return f;
}

struct person {
    struct match_profile profile;
    struct fact facts[FACTS_MOST + 1]; // room for one more
    struct code places[COUNT_OF(PLACES)];
    uint32_t groups[GROUPS];
    bool there;
};

static inline void person_draw(struct random *r, struct person *p, int64_t number)
{
    static const uint8_t shares[] = {10, 20, 50, 80, 100};
    *p = (struct person){.there = true, .profile = {.number = number, .lot = below(r, 4)}}; // lots often tie
    struct match_profile *m = &p->profile;
    struct competence *c = &m->competence;
    c->fact_count = below(r, FACTS_MOST + 1);
    for (size_t i = 0; i < c->fact_count; i++)
        p->facts[i] = random_fact(r);
    c->complete = (uint8_t)(chance(r, 20) ? 0 : random_next(r) & random_next(r) & 63);
    c->availability.free_from = chance(r, 20) ? DAY_NONE : today() - 30 + (day)below(r, 80);
    if (chance(r, 85)) {
        unsigned most = below(r, COUNT_OF(shares));
        c->availability.share_most = shares[most];
        c->availability.share_least = shares[below(r, most + 1)];
    }
    c->availability.times = (uint8_t)(random_next(r) | random_next(r)) & WORK_TIMES_ALL;
    for (size_t i = 0; i < COUNT_OF(PLACES); i++)
        if (chance(r, 60))
            p->places[c->availability.place_count++] = code_make(PLACES[i]);
    for (uint32_t g = 1; g <= GROUPS; g++)
        if (chance(r, 50))
            p->groups[m->group_count++] = g;
}

// People move in memory; what they point at moves with them.
static const struct match_profile *person_profile(struct person *p)
{
    p->profile.groups = p->groups;
    p->profile.competence.facts = p->facts;
    p->profile.competence.availability.places = p->places;
    return &p->profile;
}

static inline struct atom random_atom(struct random *r)
{
    struct atom a = {.kind = ATOM_OCCUPATION + below(r, 5)};
    switch (a.kind) {
    case ATOM_OCCUPATION:
        a.code = PICK(r, OCCUPATIONS_AND_GROUPS);
        a.level = MONTH_LADDER[below(r, 6)];
        break;
    case ATOM_SKILL:
        a.code = PICK(r, SKILLS);
        break;
    case ATOM_LANGUAGE:
        a.code = PICK(r, LANGUAGES);
        a.part = (uint8_t)below(r, 2);
        a.level = (uint8_t)(CEFR_A1 + below(r, 6));
        break;
    case ATOM_EDUCATION:
        a.code = chance(r, 30) ? (struct code){0} : PICK(r, FIELDS);
        a.level = (uint8_t)(NKR_LEAST + below(r, 7));
        break;
    default:
        a.code = PICK(r, LICENCES);
    }
    return a;
}

static inline struct requirement random_requirement(struct random *r)
{
    struct requirement q = {.kind = REQUIRE_ATOMS, .must = chance(r, 45), .least = EVIDENCE_STATED};
    if (chance(r, 35))
        q.least += below(r, 3);
    if (!q.must)
        q.weight = (uint8_t)(1 + below(r, 3));
    q.atom_count = (uint8_t)(1 + (chance(r, 50) ? below(r, 4) : 0));
    for (size_t i = 0; i < q.atom_count; i++)
        q.atoms[i] = random_atom(r);
    return q;
}

struct demand {
    struct match_need need;
    struct requirement list[12];
};

static inline void demand_draw(struct random *r, struct demand *d, int64_t number)
{
    size_t n = 0;
    *d = (struct demand){.need = {.number = number, .lot = below(r, 4)}};
    if (chance(r, 60))
        d->list[n++] = (struct requirement){.must = true, .least = EVIDENCE_STATED, .atom_count = 1,
                                            .atoms = {{.kind = ATOM_PLACE, .code = PICK(r, PLACES)}}};
    if (chance(r, 60))
        d->list[n++] = (struct requirement){.must = true, .least = EVIDENCE_STATED, .atom_count = 1,
                                            .atoms = {{.kind = ATOM_TIME, .level = (uint8_t)(1u << below(r, 5))}}};
    if (chance(r, 50))
        d->list[n++] = (struct requirement){.kind = REQUIRE_SHARE,
                                            .must = true,
                                            .least = EVIDENCE_STATED,
                                            .share_least = (uint8_t)(1 + below(r, 60)),
                                            .share_most = (uint8_t)(60 + below(r, 41))};
    if (chance(r, 70)) {
        day from = today() - 10 + (day)below(r, 60);
        d->list[n++] = (struct requirement){.kind = REQUIRE_START, .must = true, .least = EVIDENCE_STATED,
                                            .start_from = from, .start_latest = from + (day)below(r, 60)};
    }
    for (size_t stated = 1 + below(r, 7); stated > 0; stated--)
        d->list[n++] = random_requirement(r);
    d->need.requirement_count = n;
}

static const struct match_need *demand_need(struct demand *d)
{
    d->need.requirements = d->list;
    return &d->need;
}

#endif
