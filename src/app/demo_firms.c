// SPDX-License-Identifier: EUPL-1.2
// The demo's employers: invented firms of the kinds and sizes that a region has, and how far the office has come with them.
#include "app/demo_make.h"

#include <string.h>

#include "app/employers.h"
#include "base/text.h"

enum sizes { MOSTLY_SMALL, MIXED, MOSTLY_LARGE };
enum { FOOD_SHOP = 0, STORAGE = 3 }; // of the first two firms

// Kinds of firms, about as often as a region of small industry, trade and public services has them. chain: out of
// hundred firms of twelve or more, how many have several workplaces.
static const struct {
    const char *nouns[2], *form, *industry;
    uint8_t weight, sizes, chain;
    const char *unit; // what a workplace of several is called
} KINDS[TRADES] = {
    {{"Matmarked", "Dagligvare"}, "AS", "47.111", 6, MIXED, 80, "butikk"},
    {{"Klær og sko", "Hus og hage"}, "AS", "47.710", 6, MOSTLY_SMALL, 60, "butikk"},
    {{"Renhold", "Eiendomsservice"}, "AS", "81.210", 4, MIXED, 40, "avdeling"},
    {{"Lager og logistikk", "Terminal"}, "AS", "52.100", 3, MIXED, 40, "terminal"},
    {{"Transport", "Bud og varetransport"}, "AS", "49.410", 5, MOSTLY_SMALL, 20, "avdeling"},
    {{"Bussdrift", "Turvogn"}, "AS", "49.312", 1, MOSTLY_LARGE, 70, "garasje"},
    {{"Kafé", "Spiseri"}, "AS", "56.101", 6, MOSTLY_SMALL, 30, "avdeling"},
    {{"Kjøkken og catering", "Kantine"}, "AS", "56.290", 2, MIXED, 60, "kantine"},
    {{"Hotell", "Gjestegård"}, "AS", "55.101", 1, MIXED, 20, "avdeling"},
    {{"Omsorg", "Hjemmetjeneste"}, "AS", "87.102", 3, MOSTLY_LARGE, 60, "bosenter"},
    {{"Tannhelse", "Legesenter"}, "AS", "86.211", 3, MOSTLY_SMALL, 10, "avdeling"},
    {{"barnehage", "friluftsbarnehage"}, "SA", "88.911", 3, MIXED, 50, "hus"},
    {{"skole", "kompetansesenter"}, "ORGL", "85.201", 2, MOSTLY_LARGE, 20, "avdeling"},
    {{"Bygg", "Byggmester"}, "AS", "41.200", 8, MOSTLY_SMALL, 20, "avdeling"},
    {{"Maler og gulv", "Rør og sanitær"}, "AS", "43.341", 5, MOSTLY_SMALL, 10, "avdeling"},
    {{"Elektro", "Installasjon"}, "AS", "43.210", 4, MOSTLY_SMALL, 20, "avdeling"},
    {{"Bilverksted", "Bil og dekk"}, "AS", "45.200", 4, MOSTLY_SMALL, 20, "verksted"},
    {{"Mekaniske", "Sveis og stål"}, "AS", "25.620", 3, MIXED, 10, "verksted"},
    {{"Næringsmiddel", "Bakeri"}, "AS", "10.710", 2, MOSTLY_LARGE, 30, "fabrikk"},
    {{"Emballasje", "Papirvare"}, "AS", "17.210", 2, MOSTLY_LARGE, 10, "fabrikk"},
    {{"Gartneri", "Bær og grønt"}, "DA", "01.130", 3, MOSTLY_SMALL, 5, "gård"},
    {{"Regnskap", "Kontorhjelp"}, "AS", "69.201", 7, MOSTLY_SMALL, 20, "kontor"},
    {{"Data og system", "Programvare"}, "AS", "62.010", 4, MOSTLY_SMALL, 10, "kontor"},
    {{"Teknisk rådgivning", "Prosjektering"}, "AS", "71.129", 4, MOSTLY_SMALL, 20, "kontor"},
    {{"frisør og velvære", "hårpleie"}, "ENK", "96.020", 6, MOSTLY_SMALL, 10, "salong"},
    {{"bydrift", "helse og mestring"}, "KOMM", "84.110", 1, MOSTLY_LARGE, 100, "enhet"},
};

const char *const DEMO_POSTS[TRADES] = {
    "5223 5223 5223 933 524 751", "5223 5223 5223 932", "911 911 911 515", "432 432 834 932 933 833", "833 832 832 432 933",
    "833 833 723 911", "512 513 513 524 941", "512 941 941 911 513", "422 911 911 513 512", "532 532 222 32 911 512",
    "325 321 411 911", "531 531 234 911 941", "234 531 235 515 911", "711 711 931 712 713", "713 713 712 711 931",
    "741 741 742 931", "723 723 5223 932", "721 722 723 821 932", "816 816 751 932 933", "814 817 818 932 834 933",
    "611 611 921 5223 833", "431 411 411 331 241", "251 251 252 351", "311 311 214 216 711", "514",
    "532 532 531 911 515 341 222 961",
};

// None of these is the name of a place or a family, so that no firm is taken for a real one.
static const char *const WORDS[] = {
    "Papirdal",   "Fabelhaug",  "Liksom",     "Prøveelva",  "Modellrud", "Tenktmo",    "Skissebø",   "Mønsterlia",
    "Utkastli",   "Eksempel",   "Innbiltnes", "Demoberg",   "Lekevoll",  "Påfunnås",   "Oppdikt",    "Blindprøve",
    "Kladdebekk", "Antattvik",  "Latemark",   "Fantasund",  "Ordspill",  "Drømmebakk", "Tegnevik",   "Luftslott",
    "Eventyrmo",  "Fiktivia",   "Konstruert", "Narrskog",   "Pappkulisse", "Prototyp", "Rimeligvis", "Skinnhaugen",
    "Sagnstad",   "Testvik",    "Tilfeldig",  "Trollord",   "Uekte",     "Øvingsrud",  "Ønskelia",   "Åttekant",
};

static const char *firm_name(struct making *m, int trade)
{
    int nth = m->named[trade]++, words = (int)COUNT_OF(WORDS);
    int apart = trade == FOOD_SHOP ? 0 : (trade + TRADES - STORAGE) % TRADES * 3;
    int round = nth / words, at = (nth * 7 + apart) % words;
    const char *first = WORDS[at], *noun = KINDS[trade].nouns[nth % 2];
    const char *form = strcmp(KINDS[trade].form, "AS") == 0 || strcmp(KINDS[trade].form, "SA") == 0 ? KINDS[trade].form : "";
    const char *second = round == 0 ? "" : WORDS[(at + 1 + (nth + round * 13) % (words - 1)) % words];
    const char *number = round < words ? "" : arena_printf(m->each, " %d", round - words + 2);
    // Now and then one as long as the longest in a register of firms.
    const char *tail = nth % 23 == 17 ? " avdeling for innovasjon, samhandling og bærekraftig utvikling" : "";
    return text_line(m->each, arena_printf(m->each, "%s%s%s %s%s%s %s", first, *second == '\0' ? "" : "-", second, noun, tail,
                                           number, form));
}

// The next number with a right check digit; those that begin with 3 are test data's.
static const char *orgnr_next(struct making *m)
{
    static const int WEIGHTS[] = {3, 2, 7, 6, 5, 4, 3, 2};
    m->orgnr += 1 + demo_below(&m->dice, 5);
    for (;; m->orgnr++) {
        int64_t rest = m->orgnr;
        int sum = 0;
        for (int i = 7; i >= 0; i--, rest /= 10)
            sum += (int)(rest % 10) * WEIGHTS[i];
        int check = (11 - sum % 11) % 11;
        if (check < 10)
            return arena_printf(m->each, "%08lld%d", (long long)m->orgnr, check);
    }
}

// About as the register has them: half are under five, which it does not tell, few are large, and they employ most.
static int employees_drawn(struct making *m, enum sizes sizes)
{
    static const struct {
        int up_to_per_mille, from, to;
    } BANDS[] = {{400, 0, 0}, {640, 5, 9}, {810, 10, 19}, {925, 20, 49}, {970, 50, 99}, {992, 100, 249}, {1000, 250, 1400}};
    int drawn = demo_below(&m->dice, 1000), band = 0;
    if (sizes == MOSTLY_SMALL)
        drawn = drawn * drawn / 1000;
    else if (sizes == MOSTLY_LARGE)
        drawn = 999 - (999 - drawn) * (999 - drawn) / 1000;
    while (drawn >= BANDS[band].up_to_per_mille)
        band++;
    // No kindergarten has a thousand people, no workshop some hundred.
    int most = sizes == MOSTLY_SMALL ? 120 : sizes == MIXED ? 320 : BANDS[band].to;
    int to = BANDS[band].to < most ? BANDS[band].to : most;
    if (band == 0)
        return EMPLOYEES_UNKNOWN;
    return BANDS[band].from < to ? BANDS[band].from + demo_skewed(&m->dice, to - BANDS[band].from + 1) : to;
}

static int workplaces_drawn(struct making *m, int trade, int employees)
{
    if (employees < 12 || !demo_chance(&m->dice, KINDS[trade].chain + (employees >= 100 ? 30 : 0)))
        return 1;
    int most = employees < 40 ? 3 : employees < 100 ? 4 : employees < 250 ? 7 : 12;
    return 2 + demo_below(&m->dice, most - 1);
}

static enum employer_stage stage_drawn(struct making *m, int employees)
{
    static const uint8_t WEIGHTS[EMPLOYER_STAGES] = {
        [STAGE_NEW] = 38, [STAGE_CONTACTED] = 16, [STAGE_MEETING_BOOKED] = 6, [STAGE_MET] = 10, [STAGE_TAKING_PART] = 13,
        [STAGE_HIRING] = 7, [STAGE_PAUSED] = 4, [STAGE_DECLINED] = 6,
    };
    enum employer_stage stage = (enum employer_stage)demo_weighted(&m->dice, WEIGHTS, EMPLOYER_STAGES);
    // Whom everybody knows is called first.
    if (stage == STAGE_NEW && employees >= 50)
        stage = (enum employer_stage)demo_weighted(&m->dice, WEIGHTS, EMPLOYER_STAGES);
    return stage;
}

static bool is_hiring(enum employer_stage stage)
{
    return stage == STAGE_TAKING_PART || stage == STAGE_HIRING;
}

static void decline_set(struct making *m, struct employer *e)
{
    static const struct {
        enum decline decline;
        const char *words;
    } REASONS[] = {
        {DECLINE_NO_NEED, "Har ikke behov for flere ansatte nå"}, {DECLINE_OWN_WAY, "Bemanner gjennom konsernet"},
        {DECLINE_NOT_WANTED, "Ønsker ikke å delta i programmer"}, {DECLINE_CUTTING, "Skal nedbemanne"},
        {DECLINE_OTHER, "Har nettopp ansatt flere på egen hånd"},
    };
    int drawn = demo_below(&m->dice, COUNT_OF(REASONS));
    e->decline = REASONS[drawn].decline;
    e->declined_reason = REASONS[drawn].words;
}

static void stage_set(struct making *m, enum employer_stage stage, struct employer *e)
{
    day today = m->days[m->at];
    e->stage = stage;
    if (stage != STAGE_NEW)
        e->owner = demo_chance(&m->dice, 60) ? m->workers[OFFICE].user : m->colleague;
    e->paused_until = stage == STAGE_PAUSED ? day_add_months(m->today, 1 + demo_below(&m->dice, 8)) : DAY_NONE;
    e->decline = DECLINE_NONE;
    e->declined_reason = "";
    if (stage == STAGE_DECLINED)
        decline_set(m, e);
    if (is_hiring(stage) && e->pledged == 0 && demo_chance(&m->dice, 75)) {
        int most = e->employees == EMPLOYEES_UNKNOWN ? 2 : 3 + e->employees / 10;
        e->pledged = 1 + demo_skewed(&m->dice, most > 40 ? 40 : most);
        e->pledged_by = day_add_months(today, 6 + demo_below(&m->dice, 24));
    }
}

static void site_add(struct making *m, struct demo_site **list, size_t *count, size_t *room, struct demo_site site)
{
    if (*count == *room) {
        *room = *room == 0 ? 64 : *room * 2;
        struct demo_site *grown = ARENA_ARRAY(m->lasting, struct demo_site, *room);
        if (*count > 0)
            memcpy(grown, *list, *count * sizeof *grown);
        *list = grown;
    }
    (*list)[(*count)++] = site;
}

static void sites_add(struct making *m, bool own, struct employer_id employer, int trade, const struct workplace_id *ids, int n)
{
    for (int i = 0; i < n; i++) {
        struct demo_site site = {ids[i], employer, trade};
        site_add(m, &m->sites, &m->site_count, &m->site_room, site);
        if (own)
            site_add(m, &m->own_sites, &m->own_site_count, &m->own_site_room, site);
    }
}

// Where post goes in an area: some of its postal codes.
static const char *postal_code(struct making *m, const struct region_area *area)
{
    static const struct {
        const char *area, *codes;
    } CODES[] = {
        {"0602", "3015 3018 3024 3027 3035 3045"}, {"3005", "3015 3018 3024 3027 3035 3050 3055 3060"},
        {"0625", "3050 3055 3057"}, {"0711", "3060 3061"}, {"0626", "3400 3406 3410 3420 3425"},
        {"0624", "3300 3320 3330"}, {"0713", "3070 3075"}, {"0627", "3430 3440 3470"}, {"0628", "3475 3480 3482"},
    };
    const char *codes = area->postal;
    for (size_t i = 0; i < COUNT_OF(CODES) && *codes == '\0'; i++)
        if (code_equal(area->code, code_make(CODES[i].area)))
            codes = CODES[i].codes;
    int count = (int)(strlen(codes) + 1) / 5;
    return count == 0 ? "" : arena_strndup(m->each, codes + 5 * demo_below(&m->dice, count), 4);
}

static const char *address_drawn(struct making *m)
{
    static const char *const ROADS[] = {"Oppdiktet vei", "Prøvegata", "Eksempelveien", "Modellplassen", "Tenkt torg", "Fabelstien"};
    return arena_printf(m->each, "%s %d", ROADS[demo_below(&m->dice, COUNT_OF(ROADS))], 1 + demo_below(&m->dice, 120));
}

static enum status make_workplaces(struct making *m, const struct employer *e, int trade, int count, struct workplace_id *ids)
{
    for (int i = 0; i < count; i++) {
        struct issues issues = issues_in(m->each);
        const struct region_area *area = demo_area(m);
        struct workplace w = {
            .employer = e->id,
            .orgnr = orgnr_next(m),
            .name = count == 1 ? e->name
                               : arena_printf(m->each, "%s, %s %s %d", e->name, KINDS[trade].unit, area->name, i + 1),
            .address = i == 0 ? e->address : address_drawn(m),
            .postal_code = i == 0 ? e->postal_code : postal_code(m, area),
            .postal_place = i == 0 ? e->postal_place : area->name,
            .municipality = i == 0 ? e->municipality : area->municipality,
            .municipality_valid_on = m->days[m->at],
            .area = area->code,
            .employees = count == 1 ? e->employees : e->employees / count < 5 ? EMPLOYEES_UNKNOWN : e->employees / count,
        };
        TRY(demo_made(w.name, add_workplace(m->app, &m->workers[OFFICE], &w, &issues, &ids[i]), &issues));
    }
    return OK;
}

static const char *sector_of(const char *form)
{
    return strcmp(form, "ENK") == 0 ? "8200" : strcmp(form, "KOMM") == 0 || strcmp(form, "ORGL") == 0 ? "6500" : "2100";
}

enum status demo_make_firm(struct making *m, int i)
{
    struct issues issues = issues_in(m->each);
    uint8_t weights[TRADES];
    for (int t = 0; t < TRADES; t++)
        weights[t] = KINDS[t].weight;
    // The first is the demo's own employer's. These two are the same in every region, with one workplace each.
    int trade = i == 0 ? FOOD_SHOP : i == 1 ? STORAGE : demo_weighted(&m->dice, weights, TRADES);
    int employees = i == 0 ? 64 : i == 1 ? 38 : employees_drawn(m, (enum sizes)KINDS[trade].sizes);
    // Some take part from the first day on.
    enum employer_stage goal = i == 0       ? STAGE_HIRING
                               : i % 16 == 1 ? STAGE_TAKING_PART
                                             : stage_drawn(m, employees);
    bool at_once = i == 0 || i % 16 == 1 || m->day_count < 20 || demo_chance(&m->dice, 25);
    const struct region_area *area = demo_area(m);
    struct employer e = {
        .orgnr = orgnr_next(m),
        .name = firm_name(m, trade),
        .organisation_form = KINDS[trade].form,
        .industry = KINDS[trade].industry,
        .industry_version = "SN2007",
        .sector = sector_of(KINDS[trade].form),
        .employees = employees,
        .address = address_drawn(m),
        .postal_code = postal_code(m, area),
        .postal_place = area->name,
        .municipality = area->municipality,
        .municipality_valid_on = m->days[m->at],
        .paused_until = DAY_NONE,
        .declined_reason = "",
        .pledged_by = DAY_NONE,
    };
    const char *email = demo_chance(&m->dice, 80) ? arena_printf(m->each, "post%d@virksomhet.example", i + 1) : "";
    const char *contact = demo_chance(&m->dice, 70) ? demo_contact_name(&m->dice, m->each) : "";
    stage_set(m, at_once ? goal : STAGE_NEW, &e);
    TRY(demo_made(e.name, register_employer(m->app, &m->workers[OFFICE], &e, &issues, &e.id), &issues));
    int count = i <= 1 ? 1 : workplaces_drawn(m, trade, employees);
    struct workplace_id *ids = ARENA_ARRAY(m->each, struct workplace_id, (size_t)count);
    TRY(make_workplaces(m, &e, trade, count, ids));
    if (i == 0) {
        m->employer_user = (struct actor){.employer = e.id};
        TRY(demo_make_user(m, ROLE_EMPLOYER, "Arbeidsgiver Demo", "arbeidsgiver@demo.example", &m->employer_user));
    }
    if (is_hiring(goal) && at_once)
        sites_add(m, i == 0, e.id, trade, ids, count);
    TRY(demo_first_contact(m, &e, contact, email));
    if (goal != STAGE_NEW && !at_once)
        demo_put_later(m, m->at + 1 + demo_skewed(&m->dice, 150),
                       (struct demo_later){.event = DEMO_STAGE, .id = e.id.value, .to = (uint8_t)goal, .trade = (uint8_t)trade});
    return OK;
}

enum status demo_firm_stage(struct making *m, const struct demo_later *l)
{
    struct issues issues = issues_in(m->each);
    struct employer_view view;
    TRY(get_employer(m->app, &m->workers[OFFICE], (struct employer_id){l->id}, m->each, &view));
    stage_set(m, (enum employer_stage)l->to, &view.employer);
    TRY(demo_made(view.employer.name, edit_employer(m->app, &m->workers[OFFICE], &view.employer, &issues), &issues));
    if (!is_hiring(view.employer.stage))
        return OK;
    struct workplace_id *ids = ARENA_ARRAY(m->each, struct workplace_id, view.workplace_count);
    for (size_t i = 0; i < view.workplace_count; i++)
        ids[i] = view.workplaces[i].id;
    sites_add(m, false, view.employer.id, l->trade, ids, (int)view.workplace_count);
    return OK;
}
