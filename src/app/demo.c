// SPDX-License-Identifier: EUPL-1.2
#include "app/demo_make.h"

#include <string.h>

#include "app/accounts.h"
#include "app/programme.h"
#include "base/log.h"
#include "core/activity.h"
#include "core/catalogue.h"
#include "store/outbox_store.h"
#include "store/store.h"

const struct demo_size DEMO_SIZE = {.employers = 600, .people = 2000, .needs = 300};
const struct demo_size DEMO_MOST = {.employers = 200000, .people = 5000000, .needs = 200000};
const char DEMO_PASSWORD[] = "bru-over-elva-2016";

const struct demo_account DEMO_ACCOUNTS[] = {
    {ROLE_OFFICE, "kontor@demo.example", N_("runs the programme")},
    {ROLE_ADVISER, "veileder@demo.example", N_("adviser at the job centre")},
    {ROLE_ADVISER, "introveileder@demo.example", N_("adviser at the introduction centre")},
    {ROLE_EMPLOYER, "arbeidsgiver@demo.example", N_("employer with needs of its own")},
    {ROLE_CANDIDATE, "kandidat@demo.example", N_("candidate with a profile")},
    {ROLE_MENTOR, "mentor@demo.example", N_("goal and period; pairs come later")},
    {ROLE_STEERING, "styring@demo.example", N_("the released figures")},
};
const size_t DEMO_ACCOUNT_COUNT = COUNT_OF(DEMO_ACCOUNTS);

static void tell(const struct making *m)
{
    if (m->report != NULL)
        m->report(m->context, N_("Making the demo:"), (int64_t)m->firms + m->people + m->needs,
                  (int64_t)m->size.employers + m->size.people + m->size.needs);
}

enum status demo_made(const char *what, enum status status, const struct issues *issues)
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
        .contact_days = CONTACT_DAYS_USUAL,
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
    TRY(demo_made("programme",
             set_up_programme(m->app, &programme, areas, area_count, "Programkontoret (demo)", &issues, &office), &issues));
    TRY(store_write(app_store(m->app), NULL, app_now(m->app), write_mark, NULL));
    app_mark_demo(m->app);
    m->workers[OFFICE] = (struct actor){.role = ROLE_OFFICE, .agency = office, .name = "Kontor Demo", .organisation = ""};
    TRY(list_areas(m->app, m->lasting, &m->areas, &m->area_count));
    m->today_areas = ARENA_ARRAY(m->lasting, const struct region_area *, m->area_count);
    m->today_count = region_areas_at(m->areas, m->area_count, m->today, m->today_areas, m->area_count);
    return OK;
}

enum status demo_make_user(struct making *m, enum role role, const char *name, const char *email, struct actor *actor)
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
    return demo_made(email, add_user(m->app, NULL, &user, &issues, &actor->user), &issues);
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
    TRY(demo_make_user(m, ROLE_OFFICE, WORKERS[OFFICE].name, WORKERS[OFFICE].email, &m->workers[OFFICE]));
    for (int i = JOB_CENTRE; i < AGENCIES; i++) {
        struct issues issues = issues_in(m->lasting);
        struct agency agency = {
            .name = WORKERS[i].agency,
            .kind = WORKERS[i].kind,
            .email = WORKERS[i].agency_email,
            .phone = WORKERS[i].agency_phone,
            .active = true,
        };
        TRY(demo_made(agency.name, add_agency(m->app, &m->workers[OFFICE], &agency, &issues, &m->workers[i].agency),
                 &issues));
        TRY(demo_make_user(m, ROLE_ADVISER, WORKERS[i].name, WORKERS[i].email, &m->workers[i]));
    }
    struct actor nobody = {0}, colleague = m->workers[OFFICE];
    TRY(demo_make_user(m, ROLE_OFFICE, "Kollega Demo", "kollega@demo.example", &colleague));
    m->colleague = colleague.user;
    TRY(demo_make_user(m, ROLE_MENTOR, "Mentor Demo", "mentor@demo.example", &nobody));
    return demo_make_user(m, ROLE_STEERING, "Styring Demo", "styring@demo.example", &nobody);
}

// The history

enum { MORNING_MS = 6 * 3600000 + 1800000, WORKDAY_MS = 8 * 3600000, DAY_MS = 86400000 };

// The working days up to yesterday; none before the programme began, nor before an area of today was one, whose places
// need to have been there. On such a first day itself it is all told as of its first hours.
static void days_list(struct making *m, day programme_from)
{
    size_t count;
    const struct region_area *areas = region_drammen(&count);
    day begin = m->today - HISTORY_DAYS < programme_from ? programme_from : m->today - HISTORY_DAYS;
    for (size_t i = 0; i < count; i++)
        if (areas[i].from != DAY_NONE && areas[i].from <= m->today && areas[i].from > begin)
            begin = areas[i].from;
    m->days = ARENA_ARRAY(m->lasting, day, HISTORY_DAYS + 1);
    for (day d = begin; d < m->today; d++)
        if (day_weekday(d) <= 5)
            m->days[m->day_count++] = d;
    if (m->day_count == 0)
        m->days[m->day_count++] = m->today;
    m->later = ARENA_ARRAY(m->lasting, __typeof__(*m->later), (size_t)m->day_count);
    memset(m->later, 0, (size_t)m->day_count * sizeof *m->later);
}

int demo_days_left(const struct making *m)
{
    return m->day_count - 1 - m->at;
}

void demo_put_later(struct making *m, int on, struct demo_later later)
{
    if (on >= m->day_count)
        return;
    struct demo_later *kept = arena_copy(m->lasting, &later, sizeof later);
    kept->next = NULL;
    if (m->later[on].last == NULL)
        m->later[on].first = kept;
    else
        m->later[on].last->next = kept;
    m->later[on].last = kept;
    m->later[on].count++;
}

// How many there are in the evening of the day: a part was there when the programme began, and ever more came.
static int due(const struct making *m, int all, int at_once_per_cent)
{
    int64_t days = m->day_count, day_after = m->at + 1, rest = (int64_t)all * (100 - at_once_per_cent);
    return (int)((int64_t)all - rest * (2 * days * days - day_after * (days + day_after)) / (2 * days * days) / 100);
}

static void day_begin(struct making *m)
{
    bool live = m->days[m->at] < m->today;
    int steps = due(m, m->size.employers, 60) - m->firms + due(m, m->size.people, 10) - m->people +
                due(m, m->size.needs, 0) - m->needs + m->later[m->at].count;
    m->now = (int64_t)m->days[m->at] * DAY_MS + (live ? MORNING_MS : 0);
    m->pace = (live ? WORKDAY_MS : 60000) / (steps + 1);
}

static enum status set_up(struct making *m)
{
    days_list(m, programme_of(m->today).from);
    app_stand_clock(m->app, (int64_t)m->days[0] * DAY_MS);
    TRY(make_programme(m));
    TRY(make_workers(m));
    demo_life_begin(m);
    demo_letters_begin(m);
    demo_contacts_begin(m);
    day_begin(m);
    m->set_up = true;
    return OK;
}

static enum status happen(struct making *m, const struct demo_later *l)
{
    switch (l->event) {
    case DEMO_STAGE:
        return demo_firm_stage(m, l);
    case DEMO_OPEN:
        return demo_open_need(m, l);
    case DEMO_CLOSE:
        return demo_close_need(m, l);
    case DEMO_ENROL:
        return demo_enrol_again(m, l);
    case DEMO_END:
        return demo_end_enrolment(m, l);
    }
    return FAILED;
}

static bool is_finished(const struct making *m)
{
    return m->at == m->day_count;
}

// The next thing of the day, or the next day.
static enum status step(struct making *m)
{
    if (m->life.afternoon && demo_life_waits(m))
        return demo_life_step(m);
    if (m->life.afternoon) {
        m->life.afternoon = false;
        TRY(demo_surveys_day(m));
        if (++m->at == m->day_count)
            return OK;
        day_begin(m);
        return demo_letters_watch(m);
    }
    m->now += m->pace / 2 + demo_below(&m->dice, (int)(m->pace / 2) + 1);
    app_stand_clock(m->app, m->now);
    if (m->firms < due(m, m->size.employers, 60))
        return demo_make_firm(m, m->firms++);
    if (m->people < due(m, m->size.people, 10))
        return demo_make_person(m, m->people++);
    if (m->needs < due(m, m->size.needs, 0))
        return demo_make_need(m, m->needs++);
    const struct demo_later *l = m->later[m->at].first;
    if (l != NULL) {
        m->later[m->at].first = l->next;
        return happen(m, l);
    }
    m->life.afternoon = true;
    return OK;
}

// Many steps share a transaction, for each has to be waited for until it is on the disk. More would make recognising
// people slower, which reads what its own transaction has written. Nobody else writes to a store that is being made, so
// a chunk is alone in its group and is not run twice.
enum { STEPS_AT_ONCE = 64 };

static enum status make_chunk(struct store_tx *tx, void *arg)
{
    struct making *m = arg;
    if (!m->set_up)
        return set_up(m);
    for (int i = 0; i < STEPS_AT_ONCE && !is_finished(m); i++) {
        TRY(step(m));
        arena_reset(m->each);
    }
    return OK;
}

// The notices of all those months have gone out: who serves a demo with a mail server sends what happens from then on.
static enum status make_post(struct store_tx *tx, void *arg)
{
    enum { AT_ONCE = 500 };
    size_t *marked = arg;
    struct outbox_entry *list;
    TRY(outbox_list(tx->store, 1u << OUTBOX_WAITING, 0, AT_ONCE, tx->arena, &list, marked));
    for (size_t i = 0; i < *marked; i++)
        TRY(outbox_mark(tx, &list[i], &(struct outbox_mark){.state = OUTBOX_SENT, .tries = 1, .at = list[i].created_at}));
    return OK;
}

static enum status make_all(struct making *m)
{
    enum status status = OK;
    size_t marked = 1;
    while (status == OK && (!m->set_up || !is_finished(m))) {
        status = store_write(app_store(m->app), NULL, app_now(m->app), make_chunk, m);
        tell(m);
    }
    if (status == OK)
        status = demo_make_interviews(m);
    if (status == OK)
        status = demo_make_contacts(m);
    if (status == OK)
        status = demo_make_events(m);
    if (status == OK)
        status = demo_make_letters(m);
    if (status == OK)
        status = demo_make_activities(m);
    if (status == OK)
        status = demo_make_views(m);
    while (status == OK && marked > 0)
        status = store_write(app_store(m->app), NULL, app_now(m->app), make_post, &marked);
    app_stand_clock(m->app, 0);
    return status;
}

static enum status make(struct app *app, struct demo_size size, bool untouched,
                        void (*report)(void *context, const char *what, int64_t done, int64_t total), void *context)
{
    struct arena *lasting CLEANUP_ARENA = arena_open();
    struct arena *each CLEANUP_ARENA = arena_open();
    struct programme stood;
    enum status status = get_programme_frame(app, lasting, &stood);
    if (status != NOT_FOUND)
        return status == OK ? CONFLICT : status;
    static const uint64_t USUAL = 2016;
    struct making m = {
        .app = app,
        .size = size,
        .untouched = untouched,
        .report = report,
        .context = context,
        .dice = {.seed = app_seed(app) == 0 ? USUAL : app_seed(app)},
        .today = app_today(app),
        .lasting = lasting,
        .each = each,
        .orgnr = 31000000,
        .named = ARENA_ARRAY(lasting, int, TRADES),
    };
    memset(m.named, 0, TRADES * sizeof *m.named);
    return make_all(&m);
}

enum status demo_make(struct app *app, struct demo_size size,
                      void (*report)(void *context, const char *what, int64_t done, int64_t total), void *context)
{
    return make(app, size, false, report, context);
}

enum status demo_make_untouched(struct app *app, struct demo_size size)
{
    return make(app, size, true, NULL, NULL);
}
