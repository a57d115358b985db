// SPDX-License-Identifier: EUPL-1.2
// The demo's events: a breakfast meeting that has been held, a seminar to come with its answers, and the draft of a job fair.
#include "app/demo_make.h"
#include "app/guests.h"
#include "app/internal.h"

enum { NINE = 9 * 60, INVITED_AT = 10 * 60 + 20 };
static const int64_t DEMO_HOUR_MS = 60 * 60 * 1000;

static const struct demo_event_of {
    int after, invited;      // days from today to the event, and before it when the invitations went out; 0: none
    enum event_kind kind;
    const char *title_nb, *title_en, *text_nb, *text_en, *place;
    int hours, seats;
    bool open;
} EVENTS[] = {
    {-44, 21, EVENT_SEMINAR, "Frokostmøte: Slik ansetter andre", "Breakfast meeting: how others hire",
     "Tre virksomheter forteller om hvem de har ansatt, og hvordan det går.\n\nVi serverer frokost fra kl. 08.30.",
     "Three employers tell whom they have hired, and how it goes.", "Biblioteket (demo), Grønland 58, Drammen", 2, 60, false},
    {13, 9, EVENT_SEMINAR, "Kompetanse fra andre land", "Competence from other countries",
     "Hvordan leser vi vitnemål fra andre land, og hva sier en godkjenning?\n\nForedrag og spørsmål. Ta gjerne med en kollega.",
     "How do we read diplomas from other countries, and what does a recognition tell?", "Rådhuset (demo), Engene 1, Drammen", 3, 12, true},
    {62, 0, EVENT_JOB_FAIR, "Jobbmesse", "",
     "Virksomheter med behov møter folk som søker arbeid.", "", "Drammenshallen (demo)", 5, EVENT_UNLIMITED, true},
};
static const char *const WALK_INS[][2] = {
    {"يوسف الحداد", "Fjordpakk lager (demo)"}, {"Oddny Prøve", ""}, {"Tor-Åge Øvelse", "Elvestrand kantine (demo)"}};

static day working_day(day d)
{
    while (day_weekday(d) > 5)
        d++;
    return d;
}

static void at(struct making *m, day on, int minute)
{
    int64_t instant;
    if (instant_in_norway(on, minute, &instant))
        app_stand_clock(m->app, instant);
}

static enum status make_one(struct making *m, const struct demo_event_of *of, day on, struct issues *issues, struct event_id *out)
{
    const struct actor *office = &m->workers[OFFICE];
    struct event e = {.kind = of->kind, .title = {of->title_nb, of->title_en}, .text = {of->text_nb, of->text_en},
                      .place = of->place, .seats = of->seats, .open = of->open, .until = DAY_NONE, .contact_name = "Kontor Demo",
                      .contact_email = "kontor@demo.example", .contact_phone = ""};
    if (!instant_in_norway(on, NINE, &e.starts_at))
        return FAILED;
    e.ends_at = e.starts_at + of->hours * DEMO_HOUR_MS;
    TRY(demo_made(of->title_nb, make_event(m->app, office, &e, issues, out), issues));
    if (of->invited == 0)
        return OK;
    return demo_made(of->title_nb, publish_event(m->app, office, *out, 1, issues), issues);
}

// Four of nine come, one with a colleague; one may come, one does not, and three say nothing.
static enum status answer_all(struct making *m, struct event_id id, struct arena *a, struct issues *issues)
{
    struct guest_entry *list;
    size_t count;
    struct guest_filter filter = {.event = id, .group = GUESTS_INVITED};
    TRY(list_guests(m->app, &m->workers[OFFICE], &filter, (struct guest_id){0}, 1000, a, &list, &count));
    for (size_t i = 0; i < count; i++) {
        struct guest_reply reply = {.coming = 1};
        size_t n = i % 9;
        reply.answer = n < 4 ? GUEST_YES : n == 4 ? GUEST_MAYBE : n == 5 ? GUEST_NO : GUEST_UNANSWERED;
        if (n == 1) {
            reply.coming = 2;
            reply.names[reply.name_count++] = "Kollega Demo";
        }
        if (reply.answer != GUEST_UNANSWERED)
            TRY(demo_made("an answer", answer_rsvp(m->app, list[i].guest.id, &reply, issues), issues));
    }
    return OK;
}

static enum status attend(struct making *m, struct event_id id, struct arena *a, struct issues *issues)
{
    const struct actor *office = &m->workers[OFFICE];
    struct guest_entry *list;
    size_t count;
    struct guest_filter filter = {.event = id, .group = GUESTS_YES};
    TRY(list_guests(m->app, office, &filter, (struct guest_id){0}, 1000, a, &list, &count));
    for (size_t i = 0; i < count; i++)
        if (i % 7 != 3)
            TRY(demo_made("a tick", set_present(m->app, office, id, list[i].guest.id, true, issues), issues));
    for (size_t i = 0; i < COUNT_OF(WALK_INS); i++) {
        struct guest_id guest;
        bool known;
        TRY(demo_made("somebody at the door", add_walk_in(m->app, office, id, WALK_INS[i][0], WALK_INS[i][1], issues, &guest, &known), issues));
    }
    return OK;
}

static enum status tell_one(struct making *m, const struct demo_event_of *of, struct arena *a)
{
    struct issues issues = issues_in(a);
    struct event_id id;
    size_t sent;
    day on = working_day(m->today + of->after), invited = on - of->invited;
    if (of->invited != 0 && invited <= m->days[0])
        return OK; // the programme was not there yet
    day before = m->today - 1; // nothing is of a time of today that has not come yet
    at(m, of->invited == 0 || invited > before ? before : invited, INVITED_AT);
    TRY(make_one(m, of, on, &issues, &id));
    if (of->invited == 0)
        return OK;
    struct invite_audience all = {.query = ""};
    TRY(demo_made("invitations", send_invites(m->app, &m->workers[OFFICE], id, &all, &issues, &sent), &issues));
    at(m, invited + 1 > before ? before : invited + 1, INVITED_AT);
    TRY(answer_all(m, id, a, &issues));
    if (on >= m->today)
        return OK;
    at(m, on, NINE);
    return attend(m, id, a, &issues);
}

// As others share a transaction here, each step need not wait for the disk.
struct telling_job {
    struct making *m;
    const struct demo_event_of *of;
};

static enum status tell_write(struct store_tx *tx, void *arg)
{
    struct telling_job *job = arg;
    struct arena *a CLEANUP_ARENA = arena_open();
    return tell_one(job->m, job->of, a);
}

enum status demo_make_events(struct making *m)
{
    if (m->untouched)
        return OK;
    for (size_t i = 0; i < COUNT_OF(EVENTS); i++) {
        struct telling_job job = {m, &EVENTS[i]};
        TRY(store_write(app_store(m->app), NULL, app_now(m->app), tell_write, &job));
    }
    app_stand_clock(m->app, m->now);
    return OK;
}
