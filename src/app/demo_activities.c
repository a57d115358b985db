// SPDX-License-Identifier: EUPL-1.2
// The office's last weeks in the demo: calls, visits and meetings, and what is planned next. At the end: some of it is to
// come.
#include "app/activities.h"
#include "app/demo_make.h"
#include "app/employers.h"
#include "base/day.h"
#include "core/activity.h"

enum { MINUTE_MS = 60000, FIRMS = 12 };

static const struct {
    int firm;       // of the employers, or -1: an agency
    int days;       // from today
    int minute;     // of the day, -1: only the day
    int worker;     // whose activity
    enum activity_kind kind;
    enum activity_outcome outcome;
    const char *place, *note, *task;
} HAPPENED[] = {
    {0, -41, 10 * 60, OFFICE, ACTIVITY_CALL, ACTIVITY_WANTS_INFORMATION, "", "Spurte hva programmet er. Vil lese før vi møtes.", ""},
    {0, -33, -1, OFFICE, ACTIVITY_EMAIL, ACTIVITY_INFORMED, "", "Sendte brosjyren.", ""},
    {0, -6, 9 * 60, OFFICE, ACTIVITY_MEETING, ACTIVITY_WILL_STATE_NEED, "Møterommet i andre etasje", "Trenger folk på lageret fra nyttår.",
     "Minn dem på å melde behovet"},
    {0, -3, 14 * 60, JOB_CENTRE, ACTIVITY_CALL, ACTIVITY_INTERESTED, "", "Vil ta imot to på arbeidstrening.", ""},
    {1, -20, 13 * 60, OFFICE, ACTIVITY_CALL, ACTIVITY_NO_ANSWER, "", "", "Ring på nytt"},
    {2, -18, -1, JOB_CENTRE, ACTIVITY_VISIT, ACTIVITY_WANTS_VISIT, "Butikken", "Butikksjefen vil vise fram stedet en gang til.", ""},
    {3, -12, 11 * 60 + 30, OFFICE, ACTIVITY_CALL, ACTIVITY_LATER, "", "Har permitteringer nå. Ta kontakt over nyttår.", ""},
    {4, -9, 8 * 60 + 30, OFFICE, ACTIVITY_PRESENTATION, ACTIVITY_INTERESTED, "Kantinen", "", ""},
    {5, -8, -1, INTRO_CENTRE, ACTIVITY_NOTE, ACTIVITY_UNTOLD, "", "Ny daglig leder fra mandag.", ""},
    {6, -2, 15 * 60, OFFICE, ACTIVITY_CALL, ACTIVITY_NOT_INTERESTED, "", "Bemanner gjennom et byrå ut året.", ""},
    {-1, -15, 12 * 60, OFFICE, ACTIVITY_MEETING, ACTIVITY_INFORMED, "Programkontoret", "Ble enige om hvem som ringer hvilke bransjer.",
     "Send referat fra møtet"},
    {0, 8, 10 * 60, OFFICE, ACTIVITY_VISIT, ACTIVITY_UNTOLD, "Hos dem, hovedinngangen", "", ""},
    {2, 3, 9 * 60, JOB_CENTRE, ACTIVITY_VISIT, ACTIVITY_UNTOLD, "Butikken", "", ""},
    {7, 0, 14 * 60, OFFICE, ACTIVITY_MEETING, ACTIVITY_UNTOLD, "Programkontoret", "", ""},
    {8, 1, -1, OFFICE, ACTIVITY_CALL, ACTIVITY_UNTOLD, "", "", ""},
};

static int64_t instant_of(const struct making *m, int days, int minute)
{
    int64_t at = 0;
    return instant_in_norway(m->today + days, minute < 0 ? 0 : minute, &at) ? at : 0;
}

static enum status make_one(struct making *m, size_t i, const struct employer_page *firms, struct arena *a)
{
    const struct actor *worker = &m->workers[HAPPENED[i].worker];
    struct issues issues = issues_in(a);
    struct activity_id id;
    struct activity_participant self = {.user = worker->user, .name = ""};
    struct activity_party with = {0};
    if (HAPPENED[i].firm < 0)
        with.agency = m->workers[JOB_CENTRE].agency;
    else if ((size_t)HAPPENED[i].firm < firms->row_count)
        with.employer = firms->rows[HAPPENED[i].firm].id;
    else
        return OK;
    struct activity_typed typed = {
        .activity = {
            .kind = HAPPENED[i].kind,
            .state = HAPPENED[i].days < 0 ? ACTIVITY_HELD : ACTIVITY_PLANNED,
            .outcome = HAPPENED[i].outcome,
            .at = instant_of(m, HAPPENED[i].days, HAPPENED[i].minute),
            .all_day = HAPPENED[i].minute < 0,
            .minutes = HAPPENED[i].minute < 0 ? 0 : 45,
            .place = HAPPENED[i].place,
            .note = HAPPENED[i].note,
            .name_reason = "",
            .parties = &with,
            .party_count = 1,
            .people = &self,
            .people_count = 1,
        },
        .contact_confirmed = true,
        .follow_up = {.what = HAPPENED[i].task, .user = worker->user, .by = m->today + (i % 3 == 1 ? -1 : 4)},
        .stage = -1,
    };
    m->now += 3 * MINUTE_MS;
    app_stand_clock(m->app, m->now);
    return demo_happened("an activity", add_activity(m->app, worker, &typed, &issues, &id), &issues);
}

enum status demo_make_activities(struct making *m)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct employer_query newest = {.text = "", .after = "", .sort = EMPLOYERS_BY_NAME, .most = FIRMS};
    struct employer_page firms;
    if (m->untouched || m->workers[INTRO_CENTRE].user.value == 0)
        return OK;
    TRY(list_employers(m->app, &m->workers[OFFICE], &newest, a, &firms));
    int64_t evening = instant_of(m, -1, 16 * 60); // a demo without needs has told nothing of the last weeks yet
    m->now = m->now < evening ? evening : m->now;
    for (size_t i = 0; i < COUNT_OF(HAPPENED); i++)
        TRY(make_one(m, i, &firms, a));
    return OK;
}
