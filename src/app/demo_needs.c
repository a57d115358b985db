// SPDX-License-Identifier: EUPL-1.2
// The demo's needs: what the firms look for, from draft to filled, over the months.
#include "app/demo_make.h"

#include <string.h>

#include "app/needs.h"
#include "core/catalogue.h"

// What becomes of them: the older half mostly has come to an end, of the newer one a part is still written on.
static enum need_state fate_of(struct making *m, int i)
{
    static const enum need_state OLD[] = {NEED_FILLED, NEED_OPEN, NEED_WITHDRAWN, NEED_FILLED,
                                          NEED_FILLED, NEED_OPEN, NEED_FILLED, NEED_WITHDRAWN};
    static const enum need_state NEW[] = {NEED_OPEN, NEED_OPEN, NEED_DRAFT, NEED_OPEN,
                                          NEED_FILLED, NEED_OPEN, NEED_OPEN, NEED_OPEN};
    int half = m->size.needs / 2;
    return i < half ? OLD[i % (int)COUNT_OF(OLD)] : NEW[(i - half) % (int)COUNT_OF(NEW)];
}

// The demo's employer has some of the needs, spread over the months, the newest among them. -1: not one of those.
enum { OWN_NEEDS = 9 };
static int own_nth(const struct making *m, int i)
{
    int apart = m->size.needs / 10 < 3 ? 3 : m->size.needs / 10, back = m->size.needs - 1 - i;
    return back % apart == 0 && back / apart < OWN_NEEDS ? back / apart : -1;
}

static const char *language_reason(struct random_stream *dice)
{
    static const char *const REASONS[] = {
        "Snakker med kunder hver dag",
        "Må forstå instruksen om sikkerhet",
        "Gir og tar imot beskjeder ved vaktskifte",
        "Skriver korte rapporter hver dag",
        "Følger oppskrifter og merking",
        "Avtaler arbeidet med kolleger på stedet",
    };
    return REASONS[demo_below(dice, COUNT_OF(REASONS))];
}

static const char *description_drawn(struct random_stream *dice)
{
    static const char *const WORDS[] = {
        "Vi er et hyggelig arbeidslag som trenger flere. Du får opplæring og en fast kontaktperson de første månedene.",
        "Arbeidet er variert og har faste rutiner. Opplæringen varer i to uker, og du går sammen med en erfaren kollega.",
        "Vi vokser og trenger flere som blir lenge. Lønn etter tariff, og mulighet for fagbrev hos oss.",
        "Du får en uke til å bli kjent med arbeidet før du står på egne ben. Buss og tog stanser rett ved.",
        "Stillingen er ledig fordi en kollega går av med pensjon. Overlappingen er god.",
        "",
    };
    return WORDS[demo_below(dice, COUNT_OF(WORDS))];
}

static int one_near(struct random_stream *dice, int value, int least, int most)
{
    int drawn = demo_below(dice, 100), near = drawn < 20 ? value - 1 : drawn < 35 ? value + 1 : value;
    return near < least ? least : near > most ? most : near;
}

static int months_near(struct random_stream *dice, int months)
{
    int at = 0, rungs = (int)COUNT_OF(MONTH_LADDER);
    while (at + 1 < rungs && MONTH_LADDER[at] < months)
        at++;
    return MONTH_LADDER[one_near(dice, at, 0, rungs - 1)];
}

// What the catalogue suggests for the occupation, as employers vary it: left out, a level up or down, must or should.
static void requirements_drawn(struct making *m, const struct catalogue_item *occupation, struct need *n)
{
    struct random_stream *d = &m->dice;
    struct requirement *list = ARENA_ARRAY(m->each, struct requirement, occupation->suggested_count);
    bool strict = demo_chance(d, 35);
    size_t count = 0, most = 3 + (size_t)demo_below(d, 9);
    for (size_t i = 0; i < occupation->suggested_count && count < most; i++) {
        struct requirement r = occupation->suggested[i];
        struct atom *asked = &r.atoms[0];
        bool craft = asked->kind == ATOM_OCCUPATION || asked->kind == ATOM_EDUCATION;
        bool spoken = asked->kind == ATOM_LANGUAGE && asked->part == PART_SPEAKING;
        if (!r.must && demo_chance(d, craft ? 15 : spoken ? 10 : 45))
            continue;
        if (asked->kind == ATOM_LANGUAGE) {
            r.work_reason = language_reason(d);
            asked->level = (uint8_t)one_near(d, asked->level, CEFR_A1, CEFR_B2);
        } else if (asked->kind == ATOM_OCCUPATION) {
            asked->level = (uint8_t)months_near(d, asked->level);
        }
        if (!r.must && demo_chance(d, spoken ? 75 : craft ? (strict ? 85 : 55) : strict ? 30 : 8)) {
            r.must = true;
            r.weight = 0;
        } else if (!r.must) {
            r.weight = (uint8_t)(1 + demo_below(d, 8));
        }
        list[count++] = r;
    }
    n->requirements = list;
    n->requirement_count = count;
}

// until: the day it is closed, DAY_NONE while it is not.
static void starts_drawn(struct making *m, day until, bool draft, struct need *n)
{
    struct random_stream *d = &m->dice;
    day least = m->days[m->at] + 8;
    if (until != DAY_NONE) {
        n->start_from = until + 5 + demo_below(d, 40);
        n->start_latest = n->start_from + 14 + demo_below(d, 30);
        return;
    }
    n->start_from = m->today + (draft ? 14 : -7) + demo_skewed(d, 140);
    if (n->start_from < least)
        n->start_from = least;
    n->start_latest = (n->start_from < m->today ? m->today : n->start_from) + 7 + demo_below(d, 60);
}

// What happens when, in working days from this one; a need that ends has time for it.
struct plan {
    enum need_state fate;
    int opens, closes; // 0: at once
};

enum { DAYS_TO_FILL = 8 };

static struct plan plan_drawn(struct making *m, int i, int own)
{
    static const enum need_state OWN[OWN_NEEDS] = {NEED_OPEN, NEED_DRAFT, NEED_OPEN, NEED_FILLED, NEED_OPEN,
                                                   NEED_OPEN, NEED_WITHDRAWN, NEED_FILLED, NEED_FILLED};
    struct plan plan = {.fate = own >= 0 ? OWN[own] : fate_of(m, i)};
    int left = demo_days_left(m);
    if ((plan.fate == NEED_FILLED || plan.fate == NEED_WITHDRAWN) && left < DAYS_TO_FILL && m->day_count > 2 * DAYS_TO_FILL)
        plan.fate = NEED_OPEN; // stated too lately to have come to an end
    plan.opens = demo_chance(&m->dice, 50) ? 1 + demo_below(&m->dice, 4) : 0;
    if (plan.opens > left)
        plan.opens = 0;
    plan.closes = plan.opens + DAYS_TO_FILL + demo_skewed(&m->dice, 70);
    if (plan.closes > left)
        plan.closes = left;
    if (plan.closes < plan.opens)
        plan.opens = plan.closes;
    return plan;
}

static struct need need_drawn(struct making *m, const struct demo_site *site, const struct catalogue_item *occupation,
                              int *shift_out)
{
    static const char *const SHIFTS[] = {"", "", ", kveld og helg", ", turnus", ", dagtid", ", natt", ", tilkalling og vikar"};
    // Who works in an office, a school, a field or on a building site works by day; service, care and production never stop.
    char code[CODE_TEXT];
    code_write(occupation->code, code);
    bool by_day = strchr("1234", code[0]) != NULL ? strncmp(code, "22", 2) != 0
                                                      : code[0] == '6' || code[0] == '7' || strncmp(code, "931", 3) == 0;
    *shift_out = by_day ? 4 * demo_chance(&m->dice, 20) : demo_below(&m->dice, COUNT_OF(SHIFTS));
    if (*shift_out == 5 && strncmp(code, "52", 2) == 0)
        *shift_out = 2; // shops close for the night
    return (struct need){
        .workplace = site->workplace,
        .title = arena_printf(m->each, "%s%s", lang_capital(m->each, catalogue_singular(occupation, LANG_NB)), SHIFTS[*shift_out]),
        .occupation = occupation->code,
        .start_from = DAY_NONE,
        .start_latest = DAY_NONE,
        .description = "",
    };
}

static void need_detail(struct making *m, int shift, const struct catalogue_item *occupation, struct need *n)
{
    static const uint8_t TIMES[] = {TIME_DAY, TIME_DAY, TIME_EVENING | TIME_WEEKEND, TIME_DAY | TIME_SHIFT, TIME_DAY,
                                    TIME_NIGHT, TIME_DAY | TIME_EVENING};
    static const uint8_t SHARES[][2] = {{100, 100}, {80, 100}, {50, 100}, {100, 100}, {40, 60}, {20, 50}};
    static const uint8_t FORMS[] = {60, 14, 14, 6, 6};
    int share = shift == 6 ? 5 : demo_below(&m->dice, COUNT_OF(SHARES) - 1);
    n->positions = (uint8_t)(1 + demo_skewed(&m->dice, 10));
    n->share_least = SHARES[share][0];
    n->share_most = SHARES[share][1];
    n->times = TIMES[shift];
    n->form = shift == 6 ? FORM_SUBSTITUTE : (enum employment_form)demo_weighted(&m->dice, FORMS, COUNT_OF(FORMS));
    n->description = description_drawn(&m->dice);
    requirements_drawn(m, occupation, n);
}

static const struct actor *actor_of(const struct making *m, int who)
{
    return who == AGENCIES ? &m->employer_user : &m->workers[who];
}

enum status demo_make_need(struct making *m, int i)
{
    static const uint8_t WHO[AGENCIES] = {[OFFICE] = 35, [JOB_CENTRE] = 40, [INTRO_CENTRE] = 15, [TRAINING] = 6, [VOLUNTEERS] = 4};
    int own = own_nth(m, i), shift, on = m->at;
    struct plan plan = plan_drawn(m, i, own);
    // Every other draft is the job centre's, so that its adviser has some to go on with.
    int who = own >= 0                                             ? AGENCIES
              : plan.fate == NEED_DRAFT && m->drafts++ % 2 == 0 ? JOB_CENTRE
                                                                   : demo_weighted(&m->dice, WHO, AGENCIES);
    const struct demo_site *site = own >= 0 ? &m->own_sites[demo_below(&m->dice, (int)m->own_site_count)]
                                            : &m->sites[demo_below(&m->dice, (int)m->site_count)];
    const struct catalogue_item *occupation = demo_occupation(&m->dice, app_catalogue(m->app), DEMO_POSTS[site->trade]);
    const struct actor *actor = actor_of(m, who);
    struct issues issues = issues_in(m->each);
    struct need n = need_drawn(m, site, occupation, &shift);
    struct need_id id;
    struct need_view view;
    TRY(demo_made(n.title, start_need(m->app, actor, &n, &issues, &id), &issues));
    TRY(get_need(m->app, actor, id, m->each, &view));
    n = view.need;
    need_detail(m, shift, occupation, &n);
    bool ends = plan.fate == NEED_FILLED || plan.fate == NEED_WITHDRAWN;
    day closes = ends ? m->days[on + plan.closes] : DAY_NONE;
    starts_drawn(m, closes, plan.fate == NEED_DRAFT, &n);
    TRY(demo_made(n.title, edit_need(m->app, actor, &n, &issues), &issues));
    if (plan.fate == NEED_DRAFT)
        return OK;
    demo_life_plan(m, &(struct demo_case){.need = id, .opens = on + plan.opens, .closes = ends ? on + plan.closes : m->day_count,
                                          .fate = plan.fate, .positions = n.positions, .own = own >= 0});
    struct demo_later open = {.event = DEMO_OPEN, .id = id.value, .version = n.version + 1, .who = (uint8_t)who};
    struct demo_later close = open;
    close.event = DEMO_CLOSE;
    close.version = open.version + 1;
    close.to = (uint8_t)plan.fate;
    if (plan.opens == 0)
        TRY(demo_open_need(m, &open));
    else
        demo_put_later(m, on + plan.opens, open);
    if (ends && plan.closes == 0)
        return demo_close_need(m, &close);
    if (ends)
        demo_put_later(m, on + plan.closes, close);
    return OK;
}

enum status demo_open_need(struct making *m, const struct demo_later *l)
{
    struct issues issues = issues_in(m->each);
    const char *by = l->who == AGENCIES ? "" : demo_contact_name(&m->dice, m->each);
    return demo_made("opening a need",
                     open_need(m->app, actor_of(m, l->who), (struct need_id){l->id}, l->version, by, "", &issues), &issues);
}

enum status demo_close_need(struct making *m, const struct demo_later *l)
{
    struct issues issues = issues_in(m->each);
    store_exchange_stream(app_store(m->app), &m->life.ids); // for the notices to those who were not chosen
    enum status status = close_need(m->app, actor_of(m, l->who), (struct need_id){l->id}, l->version, (enum need_state)l->to);
    store_exchange_stream(app_store(m->app), &m->life.ids);
    return demo_made("closing a need", status, &issues);
}
