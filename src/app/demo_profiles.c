// SPDX-License-Identifier: EUPL-1.2
// Profiles of the demo's people: who has which competence, how much of it is told and how well it is proved.
#include "app/demo_make.h"

#include <string.h>

#include "core/catalogue.h"

struct draft {
    struct random_stream *dice;
    const struct catalogue *catalogue;
    day today; // of the telling
    int told;  // out of hundred things one could tell
    struct fact *facts;
    const char **texts;
    size_t count;
};

static bool has(const struct draft *p, const struct fact *f)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->facts[i].kind == f->kind && code_equal(p->facts[i].code, f->code) && p->facts[i].part == f->part)
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

// The kinds of work that people have when they come, out of hundred, and where in the catalogue they stand.
enum { SIMPLE, TRADE, CARE, ACADEMIC, DESK, LAND, BACKGROUNDS };
static const uint8_t BACKGROUND_PER_CENT[BACKGROUNDS] = {42, 18, 11, 17, 9, 3};
static const char *const BACKGROUND_WORK[BACKGROUNDS] = {
    [SIMPLE] = "911 911 911 941 941 5223 5223 513 512 932 933 931 832 432 531 532 962 524",
    [TRADE] = "711 711 712 713 721 723 741 751 512 514 833 834 753 816",
    [CARE] = "532 532 222 221 226 32 321 531",
    [ACADEMIC] = "234 233 251 214 311 241 331 263 264 21 235 122",
    [DESK] = "411 431 422 331 333 432",
    [LAND] = "611 612 921 62",
};

static void add_experience(struct draft *p, struct code occupation, month *latest, bool current, const char *text)
{
    int months = 3 + demo_skewed(p->dice, 110);
    month last = *latest - demo_below(p->dice, 8);
    month first = last - months + 1;
    add(p,
        (struct fact){
            .kind = FACT_EXPERIENCE,
            .evidence = evidence_drawn(p, 40),
            .code = occupation,
            .from = first,
            .to = current ? MONTH_NONE : last,
            .expires = DAY_NONE,
        },
        text);
    *latest = first - 1 - demo_below(p->dice, 14);
}

static int level_near(struct draft *p, int level, int part)
{
    static const int LEAN[LANGUAGE_PARTS] = {[PART_LISTENING] = 25, [PART_READING] = 20, [PART_WRITING] = -40, [PART_SPEAKING] = 0};
    int near = level;
    if (demo_chance(p->dice, LEAN[part] < 0 ? -LEAN[part] : LEAN[part]))
        near += LEAN[part] < 0 ? -1 : 1;
    else if (demo_chance(p->dice, 15))
        near += demo_chance(p->dice, 50) ? 1 : -1;
    return near < CEFR_A1 ? CEFR_A1 : near > CEFR_C2 ? CEFR_C2 : near;
}

// documented 0: somebody's own language, alike in all parts.
static void add_language(struct draft *p, const char *iso, int level, int parts_told, int documented)
{
    enum evidence evidence = evidence_drawn(p, documented);
    for (int part = 0; part < LANGUAGE_PARTS; part++)
        if (part >= LANGUAGE_PARTS - parts_told)
            add(p,
                (struct fact){
                    .kind = FACT_LANGUAGE,
                    .evidence = evidence,
                    .code = code_make(iso),
                    .part = (uint8_t)part,
                    .level = (uint8_t)(documented == 0 ? level : level_near(p, level, part)),
                    .expires = DAY_NONE,
                },
                "");
}

static void add_languages(struct draft *p, struct demo_speech speech, int norwegian)
{
    static const uint8_t PARTS[] = {0, 1, 1, 2, 3, 4, 4, 4, 4, 4};
    int parts = p->told >= 80 ? LANGUAGE_PARTS : PARTS[demo_below(p->dice, COUNT_OF(PARTS))];
    if (norwegian > CEFR_NONE)
        add_language(p, CATALOGUE_NORWEGIAN, norwegian, parts, 55);
    if (demo_chance(p->dice, 50) && strcmp(speech.mother, "eng") != 0)
        add_language(p, "eng", CEFR_A2 + demo_skewed(p->dice, 5), 4, 10);
    add_language(p, speech.mother, CEFR_C2, 4, 0);
    if (speech.second != NULL)
        add_language(p, speech.second, CEFR_B1 + demo_below(p->dice, 3), 4, 5);
}

static void add_skill_or_licence(struct draft *p, const struct atom *atom, bool needed)
{
    bool licence = atom->kind == ATOM_LICENCE;
    const struct catalogue_item *item = licence ? catalogue_find(p->catalogue, CATALOGUE_LICENCE, atom->code) : NULL;
    bool authorisation = item != NULL && item->group == LICENCE_AUTHORISATION;
    bool no = !needed && demo_chance(p->dice, licence ? 30 : 10);
    struct fact f = {
        .kind = licence ? FACT_LICENCE : FACT_SKILL,
        .evidence = no                                          ? EVIDENCE_STATED
                    : authorisation && demo_chance(p->dice, 35) ? EVIDENCE_RECOGNISED
                                                                : evidence_drawn(p, licence ? 65 : 25),
        .code = atom->code,
        .no = no,
        .expires = DAY_NONE,
    };
    if (licence && !no && !authorisation && demo_chance(p->dice, 35))
        f.expires = day_add_months(p->today, demo_below(p->dice, 60) - 2);
    add(p, f, "");
}

// What an occupation usually asks for, most who have it have: skills and licences; some say no, some say nothing.
static void add_usual(struct draft *p, const struct catalogue_item *occupation, bool main_work)
{
    for (size_t i = 0; i < occupation->suggested_count; i++) {
        const struct atom *atom = &occupation->suggested[i].atoms[0];
        // Whoever drives a bus for a living has the licence for it.
        bool needed = atom->kind == ATOM_LICENCE && occupation->suggested[i].must && main_work;
        if ((atom->kind == ATOM_SKILL || atom->kind == ATOM_LICENCE) &&
            (needed || demo_chance(p->dice, main_work ? p->told : p->told / 2)))
            add_skill_or_licence(p, atom, needed && demo_chance(p->dice, 85));
    }
    for (size_t i = 0; main_work && i < occupation->optional_count; i++)
        if (demo_chance(p->dice, p->told / 3))
            add_skill_or_licence(p, &(struct atom){.kind = ATOM_SKILL, .code = occupation->optional[i]}, true);
}

// Education is from abroad: seen by an adviser as often as not, recognised seldom.
static void add_education(struct draft *p, const struct catalogue_item *occupation, int background)
{
    static const uint8_t LEVELS[BACKGROUNDS][6] = {
        [SIMPLE] = {2, 2, 2, 3, 4, 6}, [TRADE] = {2, 3, 4, 4, 4, 5}, [CARE] = {4, 4, 5, 6, 6, 7},
        [ACADEMIC] = {6, 6, 6, 7, 7, 8}, [DESK] = {3, 4, 4, 5, 6, 6}, [LAND] = {2, 2, 2, 3, 4, 5},
    };
    size_t fields;
    const struct catalogue_item *field = catalogue_items(p->catalogue, CATALOGUE_FIELD, &fields);
    int level = LEVELS[background][demo_below(p->dice, 6)];
    struct code code = {0};
    if (level >= 4)
        code = field[demo_below(p->dice, (int)fields)].code;
    for (size_t i = 0; i < occupation->suggested_count; i++)
        if (occupation->suggested[i].atoms[0].kind == ATOM_EDUCATION && demo_chance(p->dice, 70)) {
            code = occupation->suggested[i].atoms[0].code;
            level = occupation->suggested[i].atoms[0].level;
        }
    enum evidence evidence = demo_chance(p->dice, 12) ? EVIDENCE_RECOGNISED : evidence_drawn(p, 45);
    add(p,
        (struct fact){.kind = FACT_EDUCATION, .evidence = evidence, .code = code, .level = (uint8_t)level, .expires = DAY_NONE},
        evidence == EVIDENCE_RECOGNISED ? "" : level >= 5 ? "Fra utlandet, ikke godkjent her ennå" : "Fra utlandet");
}

static int norwegian_drawn(struct draft *p, int background)
{
    static const uint8_t PER_CENT[][6] = {{6, 16, 34, 30, 12, 2}, {3, 8, 25, 34, 24, 6}}; // none, A1 … C1
    return demo_weighted(p->dice, PER_CENT[background == ACADEMIC || background == CARE], 6);
}

// The last work first; who came with a profession has often begun with something simpler here.
static const struct catalogue_item *add_work(struct draft *p, int background, bool first)
{
    const char *work = first ? "5223 5223" : BACKGROUND_WORK[background];
    const struct catalogue_item *main_work = demo_occupation(p->dice, p->catalogue, work), *other;
    month latest = day_month(p->today) - 1;
    bool current = demo_chance(p->dice, 18);
    if (!first && background != SIMPLE && demo_chance(p->dice, 45)) {
        other = demo_occupation(p->dice, p->catalogue, BACKGROUND_WORK[SIMPLE]);
        add_experience(p, other->code, &latest, current, demo_chance(p->dice, 40) ? "Vikar i Norge" : "");
        add_usual(p, other, false);
        current = false;
    }
    if (demo_chance(p->dice, 92) || first) {
        add_experience(p, main_work->code, &latest, current && !first, demo_chance(p->dice, 30) ? "Før jeg kom til Norge" : "");
        add_usual(p, main_work, true);
    }
    for (int more = demo_skewed(p->dice, 5); more > 0; more--) {
        other = demo_chance(p->dice, 55) ? main_work : demo_occupation(p->dice, p->catalogue, BACKGROUND_WORK[SIMPLE]);
        add_experience(p, other->code, &latest, false, demo_chance(p->dice, 15) ? "I familiens bedrift" : "");
        add_usual(p, other, other == main_work);
    }
    return main_work;
}

static bool is_named(const struct region_area *area, const char *list)
{
    return strstr(list, area->name) != NULL;
}

// Home, the town at the middle, and what lies near home more often than what does not.
static void places_drawn(struct making *m, struct availability *v)
{
    static const char *const NEAR[][2] = {
        {"Drammen", "Drammen Lier Nedre Eiker Svelvik Sande Øvre Eiker"}, {"Lier", "Drammen Lier Røyken Nedre Eiker"},
        {"Nedre Eiker", "Drammen Nedre Eiker Øvre Eiker Lier"}, {"Øvre Eiker", "Øvre Eiker Nedre Eiker Drammen"},
        {"Svelvik", "Svelvik Drammen Sande"}, {"Sande", "Sande Svelvik Drammen"}, {"Røyken", "Røyken Hurum Lier"}, {"Hurum", "Hurum Røyken"},
    };
    const struct region_area *home = demo_area(m);
    const char *near = home->name;
    for (size_t i = 0; i < COUNT_OF(NEAR); i++)
        if (strcmp(NEAR[i][0], home->name) == 0)
            near = NEAR[i][1];
    bool anywhere = demo_chance(&m->dice, 25);
    struct code *places = ARENA_ARRAY(m->each, struct code, m->today_count);
    for (size_t i = 0; i < m->today_count; i++) {
        int per_cent = m->today_areas[i] == home ? 100 : is_named(m->today_areas[i], near) ? 60 : 8;
        if (anywhere || demo_chance(&m->dice, per_cent))
            places[v->place_count++] = m->today_areas[i]->code;
    }
    for (size_t i = 1; i < v->place_count; i++) // in code order
        for (size_t j = i; j > 0 && places[j].value < places[j - 1].value; j--) {
            struct code swap = places[j];
            places[j] = places[j - 1];
            places[j - 1] = swap;
        }
    v->places = places;
}

static void availability_drawn(struct making *m, int told, struct availability *v)
{
    struct random_stream *d = &m->dice;
    *v = (struct availability){.free_from = DAY_NONE};
    if (demo_chance(d, told + 10)) // half are free already, others in the months to come
        v->free_from = demo_chance(d, 55) ? m->today - demo_below(d, 90) : m->today + 1 + demo_skewed(d, 330);
    if (demo_chance(d, told + 10)) {
        v->share_most = (uint8_t)(demo_chance(d, 75) ? 100 : 50 + 10 * demo_below(d, 5));
        v->share_least = (uint8_t)(demo_chance(d, 45) ? v->share_most : 20 + 10 * demo_below(d, 4));
        if (v->share_least > v->share_most)
            v->share_least = v->share_most;
    }
    if (demo_chance(d, told + 20))
        v->times = (uint8_t)(TIME_DAY | (demo_chance(d, 55) ? TIME_EVENING : 0) | (demo_chance(d, 25) ? TIME_NIGHT : 0) |
                             (demo_chance(d, 50) ? TIME_WEEKEND : 0) | (demo_chance(d, 40) ? TIME_SHIFT : 0));
    if (demo_chance(d, told + 20))
        places_drawn(m, v);
}

void demo_profile(struct making *m, struct demo_speech speech, bool first, struct profile *out)
{
    // Some have told everything, most a good part, some have only begun.
    static const uint8_t TELLERS_PER_CENT[] = {40, 42, 18}, TOLD[] = {90, 70, 40};
    static const uint8_t COMPLETE_PER_CENT[][SECTIONS] = {
        {95, 90, 92, 95, 95, 95}, {60, 55, 60, 65, 75, 75}, {10, 10, 15, 20, 25, 25}};
    int teller = first ? 0 : demo_weighted(&m->dice, TELLERS_PER_CENT, 3);
    struct draft p = {
        .dice = &m->dice,
        .catalogue = app_catalogue(m->app),
        .today = m->days[m->at],
        .told = TOLD[teller],
        .facts = ARENA_ARRAY(m->each, struct fact, PROFILE_FACTS_MOST),
        .texts = ARENA_ARRAY(m->each, const char *, PROFILE_FACTS_MOST),
    };
    int background = first ? SIMPLE : demo_weighted(p.dice, BACKGROUND_PER_CENT, BACKGROUNDS);
    const struct catalogue_item *main_work = add_work(&p, background, first);
    add_languages(&p, speech, first ? CEFR_B1 : norwegian_drawn(&p, background));
    if (first || demo_chance(p.dice, p.told))
        add_education(&p, main_work, background);
    if (demo_chance(p.dice, 40))
        add_skill_or_licence(&p, &(struct atom){.kind = ATOM_LICENCE, .code = code_make("B")}, demo_chance(p.dice, 80));
    availability_drawn(m, first ? 100 : p.told, &out->competence.availability);

    for (int s = 0; s < SECTIONS; s++)
        if (demo_chance(p.dice, COMPLETE_PER_CENT[teller][s]))
            out->competence.complete |= (uint8_t)(1 << s);
    out->competence.facts = p.facts;
    out->competence.fact_count = p.count;
    out->fact_texts = p.texts;
    out->headline = "";
    if (first || demo_chance(p.dice, p.told / 2))
        out->headline = arena_printf(m->each, demo_chance(p.dice, 50) ? "Ønsker fast arbeid som %s" : "Vil gjerne arbeide som %s",
                                     catalogue_singular(main_work, LANG_NB));
}
