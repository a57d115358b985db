// SPDX-License-Identifier: EUPL-1.2
#include "app/events.h"

#include <stdlib.h>
#include <string.h>

#include "app/events_inside.h"
#include "app/mail.h"
#include "app/referrals_inside.h"
#include "base/text.h"
#include "core/person.h"
#include "exchange/calendar.h"
#include "store/programme_store.h"

enum { ROWS_MOST = 200, ROWS_USUAL = 50 };

enum status events_ask(const struct actor *actor, unsigned right)
{
    unsigned rights = kind_rights(actor, THING_EVENT);
    return (rights & RIGHT_EDIT) == 0 ? NOT_FOUND : rights_ask(rights, right);
}

static enum status view_make(struct app *app, const struct event *e, struct event_view *out)
{
    struct event_view v = {.event = *e, .state = event_now(e, app_now(app))};
    TRY(guest_count(app_store(app), e->id, &v.counts));
    TRY(guest_seats(app_store(app), e, &v.seats));
    for (int i = 0; i < EVENT_ACTS; i++)
        v.refusals[i] = event_refusal(e, (enum event_act)i, app_now(app));
    *out = v;
    return OK;
}

enum status get_event(struct app *app, const struct actor *actor, struct event_id id, struct arena *a, struct event_view *out)
{
    struct event e;
    TRY(events_ask(actor, RIGHT_SEE));
    TRY(event_get(app_store(app), id, a, &e));
    return view_make(app, &e, out);
}

enum status list_events(struct app *app, const struct actor *actor, const struct event_query *q, struct arena *a,
                        struct event_page *out)
{
    struct event *list, key;
    size_t count, most = q->most == 0 ? ROWS_USUAL : q->most > ROWS_MOST ? ROWS_MOST : q->most;
    int64_t total;
    struct event_filter filter = {.text = q->text, .states = q->states, .kinds = q->kinds, .now = app_now(app)};
    struct event_id after = {strtoll(text_or_empty(q->after), NULL, 10)};
    TRY(events_ask(actor, RIGHT_SEE));
    if (after.value != 0 && event_get(app_store(app), after, a, &key) != OK)
        return INVALID;
    TRY(event_list(app_store(app), &filter, after, most + 1, a, &list, &count));
    TRY(event_count(app_store(app), &filter, a, &total));
    struct event_page page = {.row_count = count > most ? most : count, .total = (size_t)total, .next = ""};
    page.rows = ARENA_ARRAY(a, struct event_view, page.row_count);
    for (size_t i = 0; i < page.row_count; i++)
        TRY(view_make(app, &list[i], &page.rows[i]));
    if (count > most)
        page.next = arena_printf(a, "%lld", (long long)list[most - 1].id.value);
    *out = page;
    return OK;
}

// Making and changing

static struct event tidy(const struct event *typed, struct arena *a)
{
    struct event e = *typed;
    for (int l = 0; l < 2; l++) {
        e.title[l] = text_line(a, text_or_empty(typed->title[l]));
        e.text[l] = text_trim(a, text_or_empty(typed->text[l]));
    }
    e.place = text_line(a, text_or_empty(typed->place));
    e.contact_name = text_line(a, text_or_empty(typed->contact_name));
    e.contact_email = text_line(a, text_or_empty(typed->contact_email));
    e.contact_phone = text_line(a, text_or_empty(typed->contact_phone));
    return e;
}

// What reads as an address or a number is kept in one form.
static void contact_read_into(struct event *e, struct issues *issues)
{
    if (*e->contact_email != '\0' && !email_read(e->contact_email, issues->arena, &e->contact_email))
        issues_add(issues, "contact_email", N_("Give an e-mail address like kari@example.no"));
    if (*e->contact_phone != '\0' && !phone_read(e->contact_phone, issues->arena, &e->contact_phone))
        issues_add(issues, "contact_phone", N_("Give a phone number, such as 22 22 22 22"));
}

struct event_job {
    struct event event;
    int64_t version;
    enum event_act act;
    const char *refusal;
    struct issues *issues; // of the job's own reading of the seats
    bool too_few;
};

static enum status insert_write(struct store_tx *tx, void *arg)
{
    struct event_job *job = arg;
    return event_insert(tx, &job->event, &job->event.id);
}

enum status make_event(struct app *app, const struct actor *actor, const struct event *typed, struct issues *issues,
                       struct event_id *id_out)
{
    size_t before = issues->count;
    TRY(events_ask(actor, RIGHT_CREATE));
    struct event_job job = {.event = tidy(typed, issues->arena)};
    job.event.state = EVENT_DRAFT;
    contact_read_into(&job.event, issues);
    event_check(&job.event, NULL, 0, app_now(app), issues);
    if (issues->count > before)
        return INVALID;
    TRY(store_write(app_store(app), actor, app_now(app), insert_write, &job));
    *id_out = job.event.id;
    return OK;
}

static enum status told(enum status status, const struct event_job *job, struct issues *issues)
{
    if (status == CONFLICT)
        issues_add(issues, "", job->refusal == NULL ? MEANWHILE : job->refusal);
    if (status == INVALID && job->too_few)
        issues_add(issues, "seats", N_("More seats than this are given away already"));
    return status;
}

static enum status tell_coming(struct store_tx *tx, const struct event *e, enum guest_notice_what what)
{
    struct guest *list;
    size_t count;
    TRY(guest_list_coming(tx->store, e->id, tx->arena, &list, &count));
    for (size_t i = 0; i < count; i++)
        TRY(guest_tell(tx, e, &list[i], what, e->sequence));
    return OK;
}

static enum status edit_write(struct store_tx *tx, void *arg)
{
    struct event_job *job = arg;
    struct event was;
    struct guest_seats seats;
    job->refusal = NULL;
    job->too_few = false;
    TRY(event_get(tx->store, job->event.id, tx->arena, &was));
    job->refusal = was.version != job->event.version ? MEANWHILE : event_refusal(&was, EVENT_EDIT, tx->now);
    if (job->refusal != NULL)
        return CONFLICT;
    TRY(guest_seats(tx->store, &was, &seats));
    job->too_few = job->event.seats != EVENT_UNLIMITED && job->event.seats < seats.taken;
    if (job->too_few)
        return INVALID;
    struct event next = job->event;
    bool moved = was.state == EVENT_PUBLISHED && !event_same_when_and_where(&was, &next);
    next.state = was.state;
    next.published_at = was.published_at;
    next.reason = was.reason;
    next.sequence = was.sequence + moved;
    next.changed_at = moved || was.state == EVENT_DRAFT ? tx->now : was.changed_at;
    TRY(event_update(tx, &next));
    if (moved)
        TRY(tell_coming(tx, &next, NOTICE_CHANGED));
    return guests_move_up(tx, &next);
}

enum status edit_event(struct app *app, const struct actor *actor, const struct event *typed, struct issues *issues)
{
    size_t before = issues->count;
    struct event was;
    struct guest_seats seats;
    TRY(events_ask(actor, RIGHT_EDIT));
    TRY(event_get(app_store(app), typed->id, issues->arena, &was));
    TRY(guest_seats(app_store(app), &was, &seats));
    struct event_job job = {.event = tidy(typed, issues->arena)};
    contact_read_into(&job.event, issues);
    event_check(&job.event, &was, seats.taken, app_now(app), issues);
    if (issues->count > before)
        return INVALID;
    return told(store_write(app_store(app), actor, app_now(app), edit_write, &job), &job, issues);
}

static enum status act_write(struct store_tx *tx, void *arg)
{
    struct event_job *job = arg;
    struct event was;
    job->refusal = NULL;
    TRY(event_get(tx->store, job->event.id, tx->arena, &was));
    struct event next = event_after(&was, job->act, tx->now);
    if (was.version == job->version + 1 && was.state == next.state)
        return OK; // sent twice
    job->refusal = was.version != job->version ? MEANWHILE : event_refusal(&was, job->act, tx->now);
    if (job->refusal != NULL)
        return CONFLICT;
    next.reason = job->act == EVENT_CANCEL ? job->event.reason : was.reason;
    TRY(event_update(tx, &next));
    return job->act == EVENT_CANCEL ? tell_coming(tx, &next, NOTICE_CANCELLED) : OK;
}

static enum status act(struct app *app, const struct actor *actor, struct event_job *job, struct issues *issues)
{
    TRY(events_ask(actor, RIGHT_EDIT));
    return told(store_write(app_store(app), actor, app_now(app), act_write, job), job, issues);
}

enum status publish_event(struct app *app, const struct actor *actor, struct event_id id, int64_t version,
                          struct issues *issues)
{
    struct event_job job = {.event = {.id = id}, .version = version, .act = EVENT_PUBLISH};
    return act(app, actor, &job, issues);
}

enum status cancel_event(struct app *app, const struct actor *actor, struct event_id id, int64_t version, const char *reason,
                         struct issues *issues)
{
    enum { REASON_MOST = 300 };
    struct event_job job = {.event = {.id = id, .reason = text_line(issues->arena, text_or_empty(reason))}, .version = version,
                            .act = EVENT_CANCEL};
    if (text_length(job.event.reason) > REASON_MOST) {
        issues_add_arg(issues, "reason", N_("Write at most %s characters"), "300");
        return INVALID;
    }
    return act(app, actor, &job, issues);
}

static enum status delete_write(struct store_tx *tx, void *arg)
{
    struct event_job *job = arg;
    struct event was;
    job->refusal = NULL;
    enum status status = event_get(tx->store, job->event.id, tx->arena, &was);
    if (status == NOT_FOUND)
        return OK; // sent twice
    TRY(status);
    job->refusal = event_refusal(&was, EVENT_DELETE, tx->now);
    return job->refusal != NULL ? CONFLICT : event_delete(tx, job->event.id);
}

enum status delete_event(struct app *app, const struct actor *actor, struct event_id id, struct issues *issues)
{
    struct event_job job = {.event = {.id = id}};
    TRY(events_ask(actor, RIGHT_EDIT));
    return told(store_write(app_store(app), actor, app_now(app), delete_write, &job), &job, issues);
}

// For everybody

static enum status open_get(struct app *app, struct event_id id, struct arena *a, struct event *out)
{
    struct event e;
    struct actor public = {.role = ROLE_PUBLIC};
    TRY(event_get(app_store(app), id, a, &e));
    struct access_facts facts = {.thing = THING_EVENT, .published = e.open && e.state != EVENT_DRAFT};
    if (!access_may(&public, &facts, RIGHT_SEE))
        return NOT_FOUND;
    *out = e;
    return OK;
}

enum status get_open_event(struct app *app, struct event_id id, struct arena *a, struct open_event *out)
{
    struct open_event v;
    struct guest_seats seats;
    TRY(open_get(app, id, a, &v.event));
    TRY(guest_seats(app_store(app), &v.event, &seats));
    v.state = event_now(&v.event, app_now(app));
    v.full = !guest_seated(&seats, 0, 1);
    v.refusal = event_refusal(&v.event, EVENT_SIGN_UP, app_now(app));
    *out = v;
    return OK;
}

enum status list_open_events(struct app *app, size_t most, struct arena *a, struct event **out, size_t *count_out)
{
    return event_list_coming(app_store(app), app_now(app), true, most, a, out, count_out);
}

enum status event_calendar(struct app *app, const struct event *e, enum lang lang, bool cancelled, int64_t stamp,
                           const char *attendee_name, const char *attendee, struct arena *a, const char **ics_out)
{
    struct programme programme;
    bool over = cancelled || e->state == EVENT_CANCELLED, sent = attendee != NULL;
    TRY(programme_get(app_store(app), a, &programme));
    struct calendar_event file = {
        .uid = arena_printf(a, "event-%lld@ypsilon", (long long)e->id.value),
        .sequence = e->sequence,
        .stamp = stamp,
        .starts_at = e->starts_at,
        .ends_at = e->ends_at,
        .summary = event_title(e, lang),
        .location = e->place,
        .description = event_text(e, lang),
        .status = over ? CALENDAR_CANCELLED : CALENDAR_CONFIRMED,
        .method = !sent ? CALENDAR_PUBLISH : over ? CALENDAR_CANCEL : CALENDAR_REQUEST,
        .organizer = {.name = programme.name, .email = sent ? mail_from(app) : ""},
        .attendee = {.name = attendee_name, .email = attendee},
        .accepted = true,
        .open = e->open,
    };
    return calendar_write(&file, a, ics_out);
}

enum status get_open_event_calendar(struct app *app, struct event_id id, enum lang lang, struct arena *a, const char **ics_out)
{
    struct event e;
    TRY(open_get(app, id, a, &e));
    return event_calendar(app, &e, lang, false, e.changed_at, NULL, NULL, a, ics_out);
}

// For other areas

enum status event_audience(struct app *app, const struct actor *actor, struct event_id id, enum guest_group group,
                           struct arena *a, struct event_receiver **out, size_t *count_out)
{
    struct event e;
    struct guest_entry *list;
    size_t count, n = 0;
    TRY(events_ask(actor, RIGHT_SEE));
    TRY(event_get(app_store(app), id, a, &e));
    struct guest_filter filter = {.event = id, .group = group};
    TRY(guest_list(app_store(app), &filter, (struct guest_id){0}, SIZE_MAX / 2, a, &list, &count));
    struct event_receiver *receivers = ARENA_ARRAY(a, struct event_receiver, count);
    for (size_t i = 0; i < count; i++)
        if (!list[i].left && *list[i].email != '\0')
            receivers[n++] = (struct event_receiver){
                .guest = list[i].guest.id, .contact = list[i].guest.contact, .employer = list[i].guest.employer,
                .name = list[i].name, .email = list[i].email, .lang = list[i].guest.lang,
                .mailed_yes = list[i].guest.mailed_yes_at != 0};
    *out = receivers;
    *count_out = n;
    return OK;
}

enum status list_events_of_employer(struct app *app, const struct actor *actor, struct employer_id employer, struct arena *a,
                                    struct event_of_employer **out, size_t *count_out)
{
    unsigned rights;
    TRY(employer_rights(app, actor, employer, &rights));
    if (actor->role == ROLE_EMPLOYER)
        return NOT_FOUND; // who of a firm was asked to come is not told to all its users
    return event_list_of_employer(app_store(app), employer, INT64_MAX, INT64_MAX, ROWS_MOST, a, out, count_out);
}

enum status list_event_reach(struct app *app, const struct actor *actor, day from, day to, struct arena *a,
                             struct event_reach **out, size_t *count_out)
{
    int64_t begin = 0, end = 0;
    TRY(events_ask(actor, RIGHT_SEE));
    if (!instant_in_norway(from, 0, &begin) || !instant_in_norway(to + 1, 0, &end))
        return INVALID;
    return event_list_reach(app_store(app), begin, end, a, out, count_out);
}
