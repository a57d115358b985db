// SPDX-License-Identifier: EUPL-1.2
#include "crowd.h"

#include <math.h>
#include <stdio.h>

enum { OCCUPATIONS = 400, LANGUAGES = 60, SKILLS = 2000, PLACES = 357, LICENCES = 30, FIELDS = 80, GROUPS = 40 };

struct random {
    uint64_t state;
};

static uint64_t random_next(struct random *r) // splitmix64
{
    uint64_t z = r->state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

static unsigned below(struct random *r, unsigned n)
{
    return (unsigned)((random_next(r) >> 32) * n >> 32);
}

static bool chance(struct random *r, unsigned percent)
{
    return below(r, 100) < percent;
}

// Rank i about as often as 1 / (i + 1).
static unsigned skewed(struct random *r, unsigned n)
{
    double x = exp((double)(random_next(r) >> 11) * 0x1p-53 * log(n + 1.0)) - 1.0;
    return x >= n ? n - 1 : (unsigned)x;
}

static struct code code_numbered(const char *before, int digits, unsigned number)
{
    char text[CODE_TEXT];
    snprintf(text, sizeof text, "%s%0*u", before, digits, number);
    return code_make(text);
}

day crowd_today(void)
{
    return day_make(2016, 4, 18);
}

struct code crowd_occupation(unsigned rank)
{
    return code_numbered("", 4, 1111 + rank * 7919 % 8000);
}

struct code crowd_language(unsigned rank)
{
    char text[4] = {(char)('a' + rank % 26), (char)('a' + rank / 26), 'x', '\0'};
    return code_make(text);
}

struct code crowd_skill(unsigned rank)
{
    return code_numbered("s", 1, rank);
}

struct code crowd_place(unsigned rank)
{
    return code_numbered("", 4, 100 + rank);
}

struct code crowd_should(unsigned percent, unsigned i)
{
    return code_numbered(percent == 3 ? "few" : percent == 50 ? "half" : "most", 1, i);
}

static struct fact *fact_add(struct crowd_profile *p, enum fact_kind kind, struct code code, struct random *r)
{
    struct competence *c = &p->profile.competence;
    struct fact *f = &p->facts[c->fact_count++];
    *f = (struct fact){.kind = kind, .code = code, .evidence = EVIDENCE_STATED, .from = MONTH_NONE, .to = MONTH_NONE,
                       .expires = DAY_NONE};
    if (chance(r, 25))
        f->evidence = chance(r, 20) ? EVIDENCE_RECOGNISED : EVIDENCE_DOCUMENTED;
    return f;
}

static void draw_work(struct crowd_profile *p, struct random *r)
{
    month now = day_month(crowd_today());
    for (unsigned jobs = below(r, 5), i = 0; i < jobs; i++) {
        struct fact *f = fact_add(p, FACT_EXPERIENCE, crowd_occupation(skewed(r, OCCUPATIONS)), r);
        f->from = now - 12 - (month)below(r, 180);
        if (!chance(r, 15))
            f->to = f->from + (month)below(r, 72);
    }
}

static void draw_language(struct crowd_profile *p, struct random *r, unsigned rank, unsigned most)
{
    unsigned level = 1 + below(r, most);
    for (uint8_t part = 0; part < LANGUAGE_PARTS; part++) {
        struct fact *f = fact_add(p, FACT_LANGUAGE, crowd_language(rank), r);
        f->part = part;
        f->level = (uint8_t)(level > 1 && chance(r, 30) ? level - 1 : level);
    }
}

static void draw_rest(struct crowd_profile *p, struct random *r)
{
    for (unsigned i = below(r, 3); i > 0; i--)
        fact_add(p, FACT_EDUCATION, code_numbered("", 4, 11 + skewed(r, FIELDS) * 13), r)->level =
            (uint8_t)(NKR_LEAST + below(r, 6));
    for (unsigned i = below(r, 5); i > 0; i--)
        fact_add(p, FACT_SKILL, crowd_skill(skewed(r, SKILLS)), r)->no = chance(r, 10);
    if (chance(r, 60)) {
        struct fact *f = fact_add(p, FACT_LICENCE, code_make("B"), r);
        f->evidence = EVIDENCE_DOCUMENTED;
        f->expires = chance(r, 40) ? crowd_today() - 200 + (day)below(r, 5000) : DAY_NONE;
    }
    if (chance(r, 20))
        fact_add(p, FACT_LICENCE, code_numbered("L", 1, skewed(r, LICENCES)), r);
}

// Skills that a benchmark asks for as shoulds.
static void draw_shoulds(struct crowd_profile *p, struct random *r, unsigned percent)
{
    for (unsigned i = 0; i < CROWD_SHOULDS; i++)
        if (chance(r, percent))
            fact_add(p, FACT_SKILL, crowd_should(percent, i), r);
}

static void draw_availability(struct crowd_profile *p, struct random *r)
{
    static const uint8_t shares[] = {100, 100, 100, 80, 50, 40, 20};
    struct availability *v = &p->profile.competence.availability;
    v->free_from = chance(r, 10) ? DAY_NONE : crowd_today() - 200 + (day)below(r, 260);
    if (chance(r, 90)) {
        v->share_most = shares[below(r, sizeof shares)];
        v->share_least = (uint8_t)(v->share_most / (1 + below(r, 4)));
    }
    v->times = (uint8_t)(TIME_DAY | (random_next(r) & random_next(r) & WORK_TIMES_ALL));
    unsigned first = skewed(r, PLACES);
    for (unsigned i = 0, n = 1 + below(r, CROWD_PLACES - 1); i < n && first + i * 3 < PLACES; i++)
        p->places[v->place_count++] = crowd_place(first + i * 3);
}

void crowd_draw(struct crowd_profile *p, int64_t number)
{
    struct random r = {(uint64_t)number * 77 + 5};
    *p = (struct crowd_profile){.profile = {.number = number, .lot = (uint32_t)random_next(&r)}};
    draw_work(p, &r);
    if (chance(&r, 92))
        draw_language(p, &r, 0, 6); // the country's
    if (chance(&r, 70))
        draw_language(p, &r, 1 + skewed(&r, LANGUAGES - 1), 6);
    draw_rest(p, &r);
    p->profile.competence.complete = (uint8_t)(random_next(&r) & random_next(&r) & ((1 << SECTIONS) - 1));
    draw_availability(p, &r);
    p->groups[p->profile.group_count++] = 1 + skewed(&r, GROUPS);
    p->profile.groups = p->groups;
    p->profile.competence.facts = p->facts;
    p->profile.competence.availability.places = p->places;
    draw_shoulds(p, &r, 3);
    draw_shoulds(p, &r, 50);
    draw_shoulds(p, &r, 97);
}
