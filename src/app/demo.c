// SPDX-License-Identifier: EUPL-1.2
#include "app/demo.h"

#include <string.h>

#include "app/accounts.h"
#include "app/demo_make.h"
#include "app/employers.h"
#include "app/internal.h"
#include "app/needs.h"
#include "app/people.h"
#include "app/programme.h"
#include "base/log.h"
#include "store/store.h"

const struct demo_size DEMO_SIZE = {.employers = 60, .people = 400, .needs = 40};
const char DEMO_PASSWORD[] = "bru-over-elva-2016";

const struct demo_account DEMO_ACCOUNTS[] = {
    {ROLE_OFFICE, "kontor@demo.example", N_("runs the programme")},
    {ROLE_ADVISER, "veileder@demo.example", N_("adviser at the job centre")},
    {ROLE_ADVISER, "introveileder@demo.example", N_("adviser at the introduction centre")},
    {ROLE_EMPLOYER, "arbeidsgiver@demo.example", N_("employer with needs of its own")},
    {ROLE_CANDIDATE, "kandidat@demo.example", N_("candidate with a profile")},
    {ROLE_MENTOR, "mentor@demo.example", N_("goal and period; pairs come later")},
    {ROLE_STEERING, "styring@demo.example", N_("goal and period; figures come later")},
};
const size_t DEMO_ACCOUNT_COUNT = COUNT_OF(DEMO_ACCOUNTS);

enum { OFFICE, JOB_CENTRE, INTRO_CENTRE, TRAINING, VOLUNTEERS, AGENCIES };

struct making {
    struct app *app;
    struct demo_size size;
    void (*report)(void *context, const char *what, int done, int total);
    void *context;
    struct random_stream dice;
    day today;
    struct arena *lasting; // what is made once
    struct arena *each;    // emptied after each thing made
    struct actor workers[AGENCIES];
    struct actor employer_user;
    struct region_area *areas;
    const struct region_area **today_areas;
    size_t area_count, today_count;
};

static void tell(const struct making *m, const char *what, int done, int total)
{
    if (m->report != NULL)
        m->report(m->context, what, done, total);
}

// The demo is made of input that is right; an issue here is a mistake of ours.
static enum status made(const char *what, enum status status, const struct issues *issues)
{
    if (status != OK)
        log_error("demo: %s: %s %s", what, status_name(status), issues->count > 0 ? issues->items[0].message : "");
    return status == INVALID ? FAILED : status;
}

static enum status write_mark(struct store_tx *tx, void *arg)
{
    return setting_put(tx, "demo", "1");
}

// In the programme's own years it is the programme as it was; on any other day one of four years around that day.
static struct programme programme_of(day today)
{
    day from = day_make(2016, 2, 9), to = day_make(2020, 12, 31);
    if (today < from || today > to) {
        int year, month_of_year, dom;
        day_split(today, &year, &month_of_year, &dom);
        from = day_make(year - 1, 2, 1);
        to = day_make(year + 2, 12, 31);
    }
    return (struct programme){
        .name = "Internasjonale Drammen (demo)",
        .goal = 1000,
        .from = from,
        .to = to,
        .retention_days = 180,
        .least_share = 20,
        .least_months = 3,
        .open_share_requests = 3,
        .synthetic_allowed = true,
    };
}

static enum status make_programme(struct making *m)
{
    struct issues issues = issues_in(m->lasting);
    struct programme programme = programme_of(m->today);
    size_t area_count;
    const struct region_area *areas = region_drammen(&area_count);
    struct agency_id office;
    TRY(made("programme",
             set_up_programme(m->app, &programme, areas, area_count, "Programkontoret (demo)", &issues, &office), &issues));
    TRY(store_write(app_store(m->app), NULL, app_now(m->app), write_mark, NULL));
    app_mark_demo(m->app);
    m->workers[OFFICE] = (struct actor){.role = ROLE_OFFICE, .agency = office, .name = "Kontor Demo", .organisation = ""};
    TRY(list_areas(m->app, m->lasting, &m->areas, &m->area_count));
    m->today_areas = ARENA_ARRAY(m->lasting, const struct region_area *, m->area_count);
    m->today_count = region_areas_at(m->areas, m->area_count, m->today, m->today_areas, m->area_count);
    return OK;
}

static enum status make_user(struct making *m, enum role role, const char *name, const char *email, struct actor *actor)
{
    struct issues issues = issues_in(m->lasting);
    struct new_user user = {
        .role = role,
        .name = name,
        .email = email,
        .password = DEMO_PASSWORD,
        .agency = actor->agency,
        .employer = actor->employer,
        .person = actor->person,
        .lang = LANG_NB,
    };
    actor->role = role;
    actor->name = name;
    actor->organisation = "";
    return made(email, add_user(m->app, NULL, &user, &issues, &actor->user), &issues);
}

static enum status make_workers(struct making *m)
{
    static const struct {
        const char *agency, *agency_email, *agency_phone;
        enum agency_kind kind;
        const char *name, *email;
    } WORKERS[AGENCIES] = {
        [OFFICE] = {"", "", "", AGENCY_PROGRAMME, "Kontor Demo", "kontor@demo.example"},
        [JOB_CENTRE] = {"Jobbsenteret (demo)", "jobbsenteret@demo.example", "", AGENCY_PUBLIC, "Veileder Demo",
                        "veileder@demo.example"},
        [INTRO_CENTRE] = {"Introduksjonssenteret (demo)", "introsenteret@demo.example", "", AGENCY_PUBLIC,
                          "Introveileder Demo", "introveileder@demo.example"},
        [TRAINING] = {"Elvekurs fagopplæring (demo)", "elvekurs@demo.example", "", AGENCY_TRAINING, "Kursleder Demo",
                      "kursleder@demo.example"},
        [VOLUNTEERS] = {"Frivillig bru (demo)", "frivilligbru@demo.example", "", AGENCY_VOLUNTEERS, "Frivillig Demo",
                        "frivillig@demo.example"},
    };
    TRY(make_user(m, ROLE_OFFICE, WORKERS[OFFICE].name, WORKERS[OFFICE].email, &m->workers[OFFICE]));
    for (int i = JOB_CENTRE; i < AGENCIES; i++) {
        struct issues issues = issues_in(m->lasting);
        struct agency agency = {
            .name = WORKERS[i].agency,
            .kind = WORKERS[i].kind,
            .email = WORKERS[i].agency_email,
            .phone = WORKERS[i].agency_phone,
            .active = true,
        };
        TRY(made(agency.name, add_agency(m->app, &m->workers[OFFICE], &agency, &issues, &m->workers[i].agency),
                 &issues));
        TRY(make_user(m, ROLE_ADVISER, WORKERS[i].name, WORKERS[i].email, &m->workers[i]));
    }
    struct actor nobody = {0};
    TRY(make_user(m, ROLE_MENTOR, "Mentor Demo", "mentor@demo.example", &nobody));
    return make_user(m, ROLE_STEERING, "Styring Demo", "styring@demo.example", &nobody);
}

// Kinds of firms, and what they look for: STYRK-08, and the title they give it.
static const struct trade {
    const char *name, *industry;
    struct {
        const char *occupation, *title;
    } posts[3];
} TRADES[] = {
    {"Renhold AS", "81.21", {{"9112", "Renholder"}, {"9112", "Renholder på kontorbygg"}, {"5153", "Vaktmester"}}},
    {"Matmarked AS", "47.11", {{"5223", "Butikkmedarbeider"}, {"9334", "Varepåfyller"}, {"5223", "Medarbeider i ferskvaredisk"}}},
    {"Lager og logistikk AS", "52.10", {{"4321", "Lagermedarbeider"}, {"8344", "Truckfører"}, {"9321", "Pakkemedarbeider"}}},
    {"Transport AS", "49.41", {{"8332", "Lastebilsjåfør"}, {"8322", "Varebilsjåfør"}, {"4321", "Terminalarbeider"}}},
    {"Bussdrift AS", "49.31", {{"8331", "Bussjåfør"}, {"7231", "Mekaniker på bussverksted"}, {"8331", "Bussjåfør i lokaltrafikk"}}},
    {"Kjøkken og catering AS", "56.29", {{"5120", "Kokk"}, {"9412", "Kjøkkenassistent"}, {"5131", "Servitør"}}},
    {"Omsorg AS", "87.10", {{"5321", "Helsefagarbeider"}, {"5322", "Hjemmehjelper"}, {"2223", "Sykepleier"}}},
    {"Barnehage SA", "88.91", {{"5311", "Barnehageassistent"}, {"2342", "Barnehagelærer"}, {"5311", "Assistent på småbarnsavdeling"}}},
    {"Bygg AS", "41.20", {{"7115", "Tømrer"}, {"9313", "Hjelpearbeider på byggeplass"}, {"7131", "Maler"}}},
    {"Elektro AS", "43.21", {{"7411", "Elektriker"}, {"7411", "Servicelektriker"}, {"9313", "Hjelpearbeider for elektriker"}}},
    {"Mekaniske AS", "25.62", {{"7212", "Sveiser"}, {"7231", "Bilmekaniker"}, {"9321", "Pakkemedarbeider"}}},
    {"Næringsmiddel AS", "10.89", {{"8160", "Produksjonsmedarbeider"}, {"9321", "Pakkemedarbeider"}, {"7512", "Baker"}}},
    {"Gartneri DA", "01.19", {{"6113", "Gartner"}, {"6113", "Medarbeider i veksthus"}, {"5223", "Butikkmedarbeider i hagesenter"}}},
    {"Regnskap og kontor AS", "69.20", {{"4311", "Regnskapsmedarbeider"}, {"4110", "Kontormedarbeider"}, {"2512", "Programvareutvikler"}}},
    {"Hotell AS", "55.10", {{"4224", "Resepsjonist"}, {"9112", "Renholder på hotell"}, {"5131", "Servitør"}}},
};
static const char *const FIRST_WORDS[] = {"Papirdal", "Fabel", "Liksom", "Prøveelva", "Modell", "Tenkt", "Skisse", "Mønster", "Utkast", "Eksempel"};

static const char *orgnr_synthetic(struct making *m, int serial)
{
    static const int WEIGHTS[] = {3, 2, 7, 6, 5, 4, 3, 2};
    for (int body = 31000000 + serial * 37;; body++) {
        int sum = 0;
        for (int i = 7, rest = body; i >= 0; i--, rest /= 10)
            sum += rest % 10 * WEIGHTS[i];
        int check = (11 - sum % 11) % 11;
        if (check < 10)
            return arena_printf(m->each, "%08d%d", body, check);
    }
}

static enum employer_stage stage_drawn(struct random_stream *dice)
{
    static const enum employer_stage STAGES[] = {STAGE_NEW,         STAGE_NEW,     STAGE_CONTACTED,   STAGE_MEETING_BOOKED,
                                                 STAGE_MET,         STAGE_MET,     STAGE_TAKING_PART, STAGE_TAKING_PART,
                                                 STAGE_TAKING_PART, STAGE_HIRING,  STAGE_PAUSED,      STAGE_DECLINED};
    return STAGES[demo_below(dice, COUNT_OF(STAGES))];
}

static enum status make_employer(struct making *m, int i, struct workplace_id *workplace_out,
                                 const struct trade **trade_out, struct employer_id *employer_out, bool *hires_out)
{
    const struct trade *trade = &TRADES[i % (int)COUNT_OF(TRADES)];
    const char *word = FIRST_WORDS[(i / (int)COUNT_OF(TRADES) + i) % (int)COUNT_OF(FIRST_WORDS)];
    int round = i / (int)(COUNT_OF(TRADES) * COUNT_OF(FIRST_WORDS));
    const char *name = round == 0 ? arena_printf(m->each, "%s %s", word, trade->name)
                                  : arena_printf(m->each, "%s %s avd. %d", word, trade->name, round + 1);
    struct issues issues = issues_in(m->each);
    size_t area_at = (size_t)demo_skewed(&m->dice, (int)m->today_count);
    const struct region_area *area = m->today_areas[area_at];
    const char *postal = *area->postal == '\0' ? "" : arena_strndup(m->each, area->postal, 4);
    enum employer_stage stage = i == 0 ? STAGE_HIRING : stage_drawn(&m->dice);
    bool known = demo_chance(&m->dice, 80);
    struct employer employer = {
        .orgnr = orgnr_synthetic(m, 2 * i),
        .name = name,
        .organisation_form = strstr(name, " SA") != NULL ? "SA" : strstr(name, " DA") != NULL ? "DA" : "AS",
        .industry = trade->industry,
        .industry_version = "SN2007",
        .employees = known ? 3 + demo_skewed(&m->dice, 300) : EMPLOYEES_UNKNOWN,
        .address = arena_printf(m->each, "Oppdiktet vei %d", 1 + demo_below(&m->dice, 90)),
        .postal_code = postal,
        .postal_place = area->name,
        .municipality = area->municipality,
        .municipality_valid_on = m->today,
        .email = arena_printf(m->each, "post%d@virksomhet.example", i + 1),
        .contact_name = arena_printf(m->each, "%s %s", demo_given_name(&m->dice), demo_family_name(&m->dice)),
        .stage = stage,
        .paused_until = stage == STAGE_PAUSED ? day_add_months(m->today, 3) : DAY_NONE,
        .declined_reason = stage == STAGE_DECLINED ? "Har ikke behov for flere ansatte nå" : "",
        .owner = m->workers[OFFICE].user,
        .pledged_by = DAY_NONE,
    };
    if (stage == STAGE_TAKING_PART || stage == STAGE_HIRING) {
        employer.pledged = 1 + demo_skewed(&m->dice, 15);
        employer.pledged_by = day_add_months(m->today, 6 + demo_below(&m->dice, 18));
    }
    TRY(made(name, register_employer(m->app, &m->workers[OFFICE], &employer, &issues, employer_out), &issues));
    struct workplace workplace = {
        .employer = *employer_out,
        .orgnr = orgnr_synthetic(m, 2 * i + 1),
        .name = arena_printf(m->each, "%s, %s", name, area->name),
        .address = employer.address,
        .postal_code = postal,
        .postal_place = area->name,
        .municipality = area->municipality,
        .municipality_valid_on = m->today,
        .area = area->code,
        .employees = employer.employees,
    };
    *trade_out = trade;
    *hires_out = stage != STAGE_DECLINED && stage != STAGE_PAUSED && stage != STAGE_NEW;
    return made(name, add_workplace(m->app, &m->workers[OFFICE], &workplace, &issues, workplace_out), &issues);
}

static enum status make_person(struct making *m, int i, struct person_id *person_out, int *agency_out)
{
    static const int AGENCY_PER_CENT[AGENCIES] = {5, 50, 25, 12, 8};
    struct issues issues = issues_in(m->each);
    int drawn = demo_below(&m->dice, 100), agency = 0;
    while (drawn >= AGENCY_PER_CENT[agency])
        drawn -= AGENCY_PER_CENT[agency++];
    if (i == 0)
        agency = JOB_CENTRE;
    char birth[DAY_TEXT];
    day_write(day_make(1965, 1, 1) + demo_below(&m->dice, 14000), birth);
    struct enrolment_form form = {
        .identity =
            {
                .given_name = i == 0 ? "Kandidat" : demo_given_name(&m->dice),
                .family_name = i == 0 ? "Demosen" : demo_family_name(&m->dice),
                .email = i == 0                      ? "kandidat@demo.example"
                         : demo_chance(&m->dice, 70) ? arena_printf(m->each, "person%d@kandidat.example", i)
                                                     : "",
                .phone = "",
            },
        .national_number = "",
        .birth_date = birth,
        .purpose = "Hjelp til å finne arbeid i regionen",
        .basis = agency == VOLUNTEERS || agency == TRAINING ? BASIS_CONSENT : BASIS_PUBLIC_TASK,
        .notice_shown = true,
    };
    struct enrolment_result result;
    TRY(made("person", enrol_person(m->app, &m->workers[agency], &form, &issues, &result), &issues));
    struct profile profile = {.person = result.person, .version = 1};
    demo_profile(&m->dice, app_catalogue(m->app), m->today, m->today_areas, m->today_count, m->each, &profile);
    TRY(made("profile", edit_profile(m->app, &m->workers[agency], &profile, &issues), &issues));
    if (demo_chance(&m->dice, 8)) { // a second agency, which recognises the person
        int other = (agency + 1 + demo_below(&m->dice, AGENCIES - 1)) % AGENCIES;
        struct enrolment_result again;
        TRY(made("second enrolment", enrol_person(m->app, &m->workers[other], &form, &issues, &again), &issues));
    }
    *person_out = result.person;
    *agency_out = agency;
    return OK;
}

static const char *language_reason(struct random_stream *dice)
{
    static const char *const REASONS[] = {
        "Snakker med kunder hver dag",
        "Må forstå instruksen om sikkerhet",
        "Gir og tar imot beskjeder ved vaktskifte",
        "Skriver korte rapporter hver dag",
    };
    return REASONS[demo_below(dice, COUNT_OF(REASONS))];
}

static void draft_requirements(struct making *m, const struct catalogue_item *occupation, struct need *n)
{
    struct requirement *list = ARENA_ARRAY(m->each, struct requirement, occupation->suggested_count);
    size_t count = 0;
    for (size_t i = 0; i < occupation->suggested_count; i++) {
        struct requirement r = occupation->suggested[i];
        const struct atom *asked = &r.atoms[0];
        bool craft = asked->kind == ATOM_OCCUPATION || asked->kind == ATOM_EDUCATION;
        bool spoken = asked->kind == ATOM_LANGUAGE && asked->part == PART_SPEAKING;
        if (!r.must && !craft && !spoken && demo_chance(&m->dice, 30))
            continue;
        if (asked->kind == ATOM_LANGUAGE)
            r.work_reason = language_reason(&m->dice);
        if (!r.must && demo_chance(&m->dice, spoken ? 75 : asked->kind == ATOM_OCCUPATION ? 80 : 15)) {
            r.must = true;
            r.weight = 0;
        }
        list[count++] = r;
    }
    n->requirements = list;
    n->requirement_count = count;
}

static enum status make_need(struct making *m, int i, const struct trade *trade, struct workplace_id workplace,
                             const struct actor *actor)
{
    static const char *const SHIFTS[] = {"", ", kveld og helg", ", turnus", ", dagtid", ""};
    static const uint8_t TIMES[] = {TIME_DAY, TIME_EVENING | TIME_WEEKEND, TIME_DAY | TIME_SHIFT, TIME_DAY, TIME_DAY | TIME_EVENING};
    static const uint8_t SHARES[][2] = {{100, 100}, {50, 100}, {80, 100}, {40, 60}, {100, 100}};
    struct issues issues = issues_in(m->each);
    int post = demo_below(&m->dice, COUNT_OF(trade->posts));
    struct code code = code_make(trade->posts[post].occupation);
    const struct catalogue_item *occupation = catalogue_find(app_catalogue(m->app), CATALOGUE_OCCUPATION, code);
    if (occupation == NULL)
        return made("occupation", FAILED, &issues);
    int shift = demo_below(&m->dice, COUNT_OF(SHIFTS));
    struct need n = {
        .workplace = workplace,
        .title = arena_printf(m->each, "%s%s", trade->posts[post].title, SHIFTS[shift]),
        .occupation = code,
        .start_from = DAY_NONE,
        .start_latest = DAY_NONE,
        .description = "",
    };
    struct need_id id;
    struct need_view view;
    TRY(made(n.title, start_need(m->app, actor, &n, &issues, &id), &issues));
    TRY(get_need(m->app, actor, id, m->each, &view));
    n = view.need;
    int share = demo_below(&m->dice, COUNT_OF(SHARES));
    n.positions = (uint8_t)(1 + demo_skewed(&m->dice, 8));
    n.start_from = m->today + 14 + demo_below(&m->dice, 60);
    n.start_latest = n.start_from + 14 + demo_below(&m->dice, 60);
    n.share_least = SHARES[share][0];
    n.share_most = SHARES[share][1];
    n.times = TIMES[shift];
    n.form = demo_chance(&m->dice, 65) ? FORM_PERMANENT : FORM_TEMPORARY;
    n.description = "Vi er et hyggelig arbeidslag som trenger flere. Du får opplæring og en fast kontaktperson de første månedene.";
    draft_requirements(m, occupation, &n);
    TRY(made(n.title, edit_need(m->app, actor, &n, &issues), &issues));
    if (i % 10 == 9)
        return OK; // some are still drafts
    const char *by = actor->role == ROLE_EMPLOYER ? "" : arena_printf(m->each, "%s %s", demo_given_name(&m->dice), demo_family_name(&m->dice));
    TRY(made(n.title, open_need(m->app, actor, id, n.version + 1, by, "", &issues), &issues));
    if (i % 13 == 12)
        return close_need(m->app, actor, id, n.version + 2, i % 2 == 0 ? NEED_FILLED : NEED_WITHDRAWN);
    return OK;
}

static enum status make_all(struct making *m)
{
    TRY(make_programme(m));
    TRY(make_workers(m));
    struct workplace_id *workplaces = ARENA_ARRAY(m->lasting, struct workplace_id, (size_t)m->size.employers);
    const struct trade **trades = ARENA_ARRAY(m->lasting, const struct trade *, (size_t)m->size.employers);
    bool *hires = ARENA_ARRAY(m->lasting, bool, (size_t)m->size.employers);
    for (int i = 0; i < m->size.employers; i++) {
        struct employer_id employer;
        TRY(make_employer(m, i, &workplaces[i], &trades[i], &employer, &hires[i]));
        if (i == 0) {
            m->employer_user = (struct actor){.employer = employer};
            TRY(make_user(m, ROLE_EMPLOYER, "Arbeidsgiver Demo", "arbeidsgiver@demo.example", &m->employer_user));
        }
        arena_reset(m->each);
        tell(m, N_("employers"), i + 1, m->size.employers);
    }
    for (int i = 0; i < m->size.people; i++) {
        struct person_id person;
        int agency;
        TRY(make_person(m, i, &person, &agency));
        if (i == 0) {
            struct actor candidate = {.person = person};
            TRY(make_user(m, ROLE_CANDIDATE, "", "kandidat@demo.example", &candidate));
        }
        arena_reset(m->each);
        tell(m, N_("people"), i + 1, m->size.people);
    }
    for (int i = 0; i < m->size.needs; i++) {
        int employer = i % 8 == 0 ? 0 : demo_below(&m->dice, m->size.employers);
        while (!hires[employer]) // the first one does
            employer = (employer + 1) % m->size.employers;
        const struct actor *actor = employer == 0            ? &m->employer_user
                                    : demo_chance(&m->dice, 50) ? &m->workers[JOB_CENTRE]
                                                                : &m->workers[OFFICE];
        TRY(make_need(m, i, trades[employer], workplaces[employer], actor));
        arena_reset(m->each);
        tell(m, N_("needs"), i + 1, m->size.needs);
    }
    return app_follow(m->app);
}

enum status demo_make(struct app *app, struct demo_size size,
                      void (*report)(void *context, const char *what, int done, int total), void *context)
{
    struct arena *lasting CLEANUP_ARENA = arena_open();
    struct arena *each CLEANUP_ARENA = arena_open();
    struct programme stood;
    enum status status = get_programme_frame(app, lasting, &stood);
    if (status != NOT_FOUND)
        return status == OK ? CONFLICT : status;
    struct making m = {
        .app = app,
        .size = size,
        .report = report,
        .context = context,
        .dice = {.seed = 2016},
        .today = app_today(app),
        .lasting = lasting,
        .each = each,
    };
    return make_all(&m);
}
