// SPDX-License-Identifier: EUPL-1.2
// Profiles of the demo's people: who has which competence, how much of it is told and how well it is proved.
#include "app/demo_make.h"

#include <string.h>

#include "core/catalogue.h"

int demo_below(struct random_stream *dice, int n)
{
    return (int)random_stream_below(dice, (uint32_t)n);
}

bool demo_chance(struct random_stream *dice, int per_cent)
{
    return demo_below(dice, 100) < per_cent;
}

// The least of three draws: small numbers much more often than large ones, as occupations are in real life.
int demo_skewed(struct random_stream *dice, int n)
{
    int least = n;
    for (int draw = 0; draw < 3; draw++) {
        int drawn = demo_below(dice, n);
        least = drawn < least ? drawn : least;
    }
    return least;
}

// Given names are common ones; the family names are words that no family bears, so that nobody is taken for real.
static const char *const GIVEN[] = {
    "Amina", "Yusuf", "Leyla",  "Tekle",  "Selam",   "Farid",  "Nadia",  "Olena",   "Dmytro", "Piotr",  "Zofia",
    "Ahmed", "Fatou", "Ibrahim", "Mei",   "Linh",    "Tuan",   "Rosa",   "Carlos",  "Ana",    "Bilal",  "Hodan",
    "Abdi",  "Sahra", "Jamal",  "Rania",  "Omar",    "Hiba",   "Mariam", "Nour",    "Azad",   "Dilan",  "Rojin",
    "Senait", "Mehret", "Dawit", "Kibrom", "Ivana",  "Goran",  "Mirela", "Andrei",  "Elif",   "Emre",   "Zainab",
    "Hussein", "Parisa", "Reza", "Shirin", "Khalid", "Lucía",  "Mateus", "Blessing", "Samuel", "Grace", "Thuy",
    "Anh",   "Arjun",  "Priya",  "Ngozi",  "Aster",  "Yonas",  "Ludmila", "Vasyl",  "Jovana", "Sidra",
    "Maria Alejandra", "Jean-Baptiste", "أمينة", "يوسف", "ሰላም", "Людмила",
};
static const char *const FAMILY[] = {
    "Prøvesen", "Demoberg", "Eksempelstad", "Testvik", "Øvingsen", "Liksomdal", "Tenktmo", "Oppdiktet", "Påfunnås",
    "Dummysen", "Modellrud", "Utkastli", "Skissebø", "Fabelhaug", "Innbiltnes", "Mønsterlund", "Papirdal", "Lekevoll",
    "Prøvedal-Eksempelsen", "Antatt", "تجريبي", "Narrskog", "Blindprøve", "Skinnhaugen",
};

const char *demo_given_name(struct random_stream *d)
{
    return GIVEN[demo_below(d, COUNT_OF(GIVEN))];
}

const char *demo_family_name(struct random_stream *d)
{
    return FAMILY[demo_below(d, COUNT_OF(FAMILY))];
}

struct draft {
    struct random_stream *dice;
    const struct catalogue *catalogue;
    enum lang lang;
    day today;
    struct fact *facts;
    const char **texts;
    size_t count;
};

static bool has(const struct draft *p, const struct fact *f)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->facts[i].kind == f->kind && code_equal(p->facts[i].code, f->code) && p->facts[i].part == f->part &&
            p->facts[i].level == f->level)
            return true;
    return false;
}

static void add(struct draft *p, struct fact f, const char *text)
{
    if (p->count == PROFILE_FACTS_MOST || (f.kind != FACT_EXPERIENCE && has(p, &f)))
        return;
    p->facts[p->count] = f;
    p->texts[p->count++] = text;
}

static enum evidence evidence_drawn(struct draft *p, int documented_per_cent)
{
    return demo_chance(p->dice, documented_per_cent) ? EVIDENCE_DOCUMENTED : EVIDENCE_STATED;
}

static void add_experience(struct draft *p, struct code occupation, month *latest, bool current)
{
    int months = 3 + demo_skewed(p->dice, 90);
    month last = *latest - demo_below(p->dice, 8);
    month first = last - months + 1;
    add(p,
        (struct fact){
            .kind = FACT_EXPERIENCE,
            .evidence = evidence_drawn(p, 45),
            .code = occupation,
            .from = first,
            .to = current ? MONTH_NONE : last,
            .expires = DAY_NONE,
        },
        "");
    *latest = first - 1 - demo_below(p->dice, 10);
}

static int level_near(struct draft *p, int level)
{
    int near = level + demo_below(p->dice, 3) - 1;
    return near < CEFR_A1 ? CEFR_A1 : near > CEFR_C2 ? CEFR_C2 : near;
}

static void add_language(struct draft *p, const char *iso, int level, int parts_told, bool even)
{
    enum evidence evidence = evidence_drawn(p, even ? 0 : 55);
    for (int part = 0; part < LANGUAGE_PARTS; part++)
        if (part >= LANGUAGE_PARTS - parts_told)
            add(p,
                (struct fact){
                    .kind = FACT_LANGUAGE,
                    .evidence = evidence,
                    .code = code_make(iso),
                    .part = (uint8_t)part,
                    .level = (uint8_t)(even ? level : level_near(p, level)),
                    .expires = DAY_NONE,
                },
                "");
}

// What an occupation usually asks for, most have: skills and licences; some say no, some say nothing.
static void add_usual(struct draft *p, const struct catalogue_item *occupation, bool main_work, int told_per_cent)
{
    for (size_t i = 0; i < occupation->suggested_count; i++) {
        const struct atom *atom = &occupation->suggested[i].atoms[0];
        bool licence = atom->kind == ATOM_LICENCE;
        // Whoever has driven a bus has the licence for it.
        bool needed = licence && occupation->suggested[i].must && main_work;
        if ((atom->kind != ATOM_SKILL && !licence) || (!needed && !demo_chance(p->dice, told_per_cent)))
            continue;
        const struct catalogue_item *item = licence ? catalogue_find(p->catalogue, CATALOGUE_LICENCE, atom->code) : NULL;
        bool authorisation = item != NULL && item->group == LICENCE_AUTHORISATION;
        bool no = !needed && demo_chance(p->dice, 12);
        struct fact f = {
            .kind = licence ? FACT_LICENCE : FACT_SKILL,
            .evidence = no                                               ? EVIDENCE_STATED
                        : authorisation && demo_chance(p->dice, 45)      ? EVIDENCE_RECOGNISED
                                                                         : evidence_drawn(p, licence ? 65 : 25),
            .code = atom->code,
            .no = no,
            .expires = DAY_NONE,
        };
        if (licence && !no && !authorisation && demo_chance(p->dice, 35))
            f.expires = day_add_months(p->today, demo_below(p->dice, 60) - 3);
        add(p, f, "");
    }
}

static void add_education(struct draft *p, const struct catalogue_item *occupation)
{
    static const uint8_t LEVELS[] = {2, 2, 3, 4, 4, 4, 5, 6, 6, 7};
    size_t fields;
    const struct catalogue_item *field = catalogue_items(p->catalogue, CATALOGUE_FIELD, &fields);
    int level = demo_chance(p->dice, 55) && occupation->nkr >= NKR_LEAST ? occupation->nkr
                                                                         : LEVELS[demo_below(p->dice, COUNT_OF(LEVELS))];
    struct code code = {0};
    if (level >= 4 && fields > 0)
        code = field[demo_below(p->dice, (int)fields)].code;
    for (size_t i = 0; i < occupation->suggested_count; i++)
        if (occupation->suggested[i].atoms[0].kind == ATOM_EDUCATION && demo_chance(p->dice, 50)) {
            code = occupation->suggested[i].atoms[0].code;
            level = occupation->suggested[i].atoms[0].level;
        }
    enum evidence evidence = demo_chance(p->dice, 15) ? EVIDENCE_RECOGNISED : evidence_drawn(p, 50);
    add(p,
        (struct fact){.kind = FACT_EDUCATION, .evidence = evidence, .code = code, .level = (uint8_t)level, .expires = DAY_NONE},
        "");
}

static const char *const MOTHER_TONGUES[] = {"ara", "tir", "som", "ukr", "pol", "fas", "kmr", "vie", "tur", "spa", "urd", "rus", "amh", "swa", "lit"};

void demo_profile(struct random_stream *dice, const struct catalogue *catalogue, day today,
                  const struct region_area *const *areas, size_t area_count, struct arena *a, struct profile *out)
{
    struct draft p = {
        .dice = dice,
        .catalogue = catalogue,
        .today = today,
        .facts = ARENA_ARRAY(a, struct fact, PROFILE_FACTS_MOST),
        .texts = ARENA_ARRAY(a, const char *, PROFILE_FACTS_MOST),
    };
    size_t occupations;
    const struct catalogue_item *occupation = catalogue_items(catalogue, CATALOGUE_OCCUPATION, &occupations);
    const struct catalogue_item *main_work = &occupation[demo_skewed(dice, (int)occupations)];

    month latest = day_month(today) - 1;
    int jobs = 1 + demo_skewed(dice, 5);
    for (int j = 0; j < jobs; j++) {
        const struct catalogue_item *work =
            j == 0 || demo_chance(dice, 50) ? main_work : &occupation[demo_skewed(dice, (int)occupations)];
        add_experience(&p, work->code, &latest, j == 0 && demo_chance(dice, 20));
        add_usual(&p, work, j == 0, j == 0 ? 70 : 40);
    }
    static const uint8_t NORWEGIAN[] = {1, 2, 2, 3, 3, 3, 4, 4, 5};
    static const uint8_t TOLD[] = {0, 1, 2, 4, 4, 4, 4, 4};
    add_language(&p, CATALOGUE_NORWEGIAN, NORWEGIAN[demo_below(dice, COUNT_OF(NORWEGIAN))],
                 TOLD[demo_below(dice, COUNT_OF(TOLD))], false);
    if (demo_chance(dice, 55))
        add_language(&p, "eng", CEFR_A2 + demo_below(dice, 4), 4, false);
    add_language(&p, MOTHER_TONGUES[demo_below(dice, COUNT_OF(MOTHER_TONGUES))], CEFR_C2, 4, true);
    if (demo_chance(dice, 80))
        add_education(&p, main_work);
    if (demo_chance(dice, 45))
        add(&p,
            (struct fact){
                .kind = FACT_LICENCE,
                .evidence = evidence_drawn(&p, 60),
                .code = code_make("B"),
                .expires = DAY_NONE,
            },
            "");

    struct availability *v = &out->competence.availability;
    *v = (struct availability){.free_from = DAY_NONE};
    if (demo_chance(dice, 85))
        v->free_from = today - 60 + demo_below(dice, 150);
    if (demo_chance(dice, 85)) {
        v->share_most = (uint8_t)(demo_chance(dice, 75) ? 100 : 50 + 10 * demo_below(dice, 5));
        v->share_least = (uint8_t)(demo_chance(dice, 50) ? v->share_most : 20 + 10 * demo_below(dice, 3));
    }
    v->times = (uint8_t)(TIME_DAY | (demo_chance(dice, 55) ? TIME_EVENING : 0) | (demo_chance(dice, 25) ? TIME_NIGHT : 0) |
                         (demo_chance(dice, 45) ? TIME_WEEKEND : 0) | (demo_chance(dice, 35) ? TIME_SHIFT : 0));
    struct code *places = ARENA_ARRAY(a, struct code, area_count);
    size_t home = (size_t)demo_skewed(dice, (int)area_count);
    for (size_t i = 0; i < area_count; i++)
        if (i == home || demo_chance(dice, 45))
            places[v->place_count++] = areas[i]->code;
    for (size_t i = 1; i < v->place_count; i++) // in code order
        for (size_t j = i; j > 0 && places[j].value < places[j - 1].value; j--) {
            struct code swap = places[j];
            places[j] = places[j - 1];
            places[j - 1] = swap;
        }
    v->places = places;

    static const uint8_t COMPLETE_PER_CENT[SECTIONS] = {60, 55, 65, 60, 75, 75};
    for (int s = 0; s < SECTIONS; s++)
        if (demo_chance(dice, COMPLETE_PER_CENT[s]))
            out->competence.complete |= (uint8_t)(1 << s);
    out->competence.facts = p.facts;
    out->competence.fact_count = p.count;
    out->fact_texts = p.texts;
    out->headline = "";
}
