// SPDX-License-Identifier: EUPL-1.2
// Answers by the personal link or by telephone, the waiting list, and signing up on the public page.
#include "app/guests.h"

#include <string.h>

#include "app/accounts_inside.h"
#include "app/events_inside.h"
#include "app/referrals_inside.h"
#include "base/text.h"
#include "core/person.h"
#include "store/outbox_store.h"

static int held_seats(const struct guest *g)
{
    return g->answer == GUEST_YES && g->waiting_since == 0 ? g->coming : 0;
}

enum status guests_move_up(struct store_tx *tx, const struct event *e)
{
    struct guest_seats seats;
    struct guest *queue;
    size_t count;
    if (e->state != EVENT_PUBLISHED || e->starts_at <= tx->now)
        return OK;
    TRY(guest_seats(tx->store, e, &seats));
    TRY(guest_queue(tx->store, e->id, tx->arena, &queue, &count));
    int *parties = ARENA_ARRAY(tx->arena, int, count);
    for (size_t i = 0; i < count; i++)
        parties[i] = queue[i].coming;
    size_t moved = guest_moves_up(seats.seats, seats.taken, parties, count);
    for (size_t i = 0; i < moved; i++) {
        queue[i].waiting_since = 0;
        TRY(guest_update(tx, &queue[i]));
        TRY(guest_tell(tx, e, &queue[i], NOTICE_MOVED_UP, queue[i].version + 1));
    }
    return OK;
}

// Rows for those who come along: as many as are said, with the names that are given; who is ticked already stays.
static enum status bring(struct store_tx *tx, const struct guest *host, const struct guest_reply *reply, int others)
{
    struct guest *list;
    size_t count;
    TRY(guest_list_brought(tx->store, host->id, tx->arena, &list, &count));
    for (int i = 0; i < others || (size_t)i < count; i++) {
        const char *name = (size_t)i < reply->name_count ? reply->names[i] : "";
        if ((size_t)i >= count) {
            struct guest_id id;
            struct guest g = {.event = host->event, .origin = GUEST_BROUGHT, .host = host->id, .employer = host->employer,
                              .name = name, .organisation = host->employer.value == 0 ? host->organisation : "",
                              .lang = host->lang};
            TRY(guest_insert(tx, &g, &id));
        } else if (i >= others) {
            if (list[i].present_at == 0)
                TRY(guest_delete(tx, list[i].id));
        } else if (strcmp(list[i].name, name) != 0) {
            list[i].name = name;
            TRY(guest_update(tx, &list[i]));
        }
    }
    return OK;
}

struct answer_job {
    struct guest_id id;
    struct event_id event; // {0}: by the link
    struct guest_reply reply;
    const char *refusal;
    bool no_room;
    int held;
};

static enum status same_names(struct store_tx *tx, const struct guest *g, const struct guest_reply *reply, bool *out)
{
    struct guest *list;
    size_t count;
    TRY(guest_list_brought(tx->store, g->id, tx->arena, &list, &count));
    *out = true;
    for (size_t i = 0; i < count; i++)
        *out &= strcmp(list[i].name, i < reply->name_count ? reply->names[i] : "") == 0;
    return OK;
}

// What the guest has after the answer. no_room: a party that has its seats asked for more of them than there are.
static void seat(const struct answer_job *job, const struct guest_seats *seats, int64_t now, struct guest *g, bool *no_room)
{
    const struct guest_reply *r = &job->reply;
    int held = held_seats(g);
    bool comes = r->answer == GUEST_YES || r->answer == GUEST_MAYBE, waited = g->waiting_since != 0;
    int64_t since = g->waiting_since;
    g->answer = r->answer;
    g->coming = comes ? r->coming : 0;
    g->answered_at = now;
    g->waiting_since = 0;
    *no_room = false;
    if (r->answer != GUEST_YES)
        return;
    if (waited)
        g->waiting_since = since; // keeps its place, whatever its size; moving up is judged afterwards
    else if (!guest_seated(seats, held, r->coming)) {
        *no_room = held > 0;
        g->waiting_since = now;
    }
}

static enum status answer_write(struct store_tx *tx, void *arg)
{
    struct answer_job *job = arg;
    struct guest_entry entry;
    struct guest_seats seats;
    struct event e;
    bool same;
    job->refusal = NULL;
    job->no_room = false;
    TRY(guest_get(tx->store, job->id, tx->arena, &entry));
    struct guest g = entry.guest;
    if (g.origin == GUEST_BROUGHT || (job->event.value != 0 && g.event.value != job->event.value))
        return NOT_FOUND;
    TRY(event_get(tx->store, g.event, tx->arena, &e));
    int coming = job->reply.answer == GUEST_YES || job->reply.answer == GUEST_MAYBE ? job->reply.coming : 0;
    TRY(same_names(tx, &g, &job->reply, &same));
    if (same && g.answer == job->reply.answer && g.coming == coming)
        return OK; // the same once more
    job->refusal = event_refusal(&e, EVENT_ANSWER, tx->now);
    if (job->refusal != NULL)
        return CONFLICT;
    TRY(guest_seats(tx->store, &e, &seats));
    bool told_before = g.answer == GUEST_YES, waited = g.waiting_since != 0, grown = g.answer != job->reply.answer || g.coming != coming;
    job->held = held_seats(&g);
    seat(job, &seats, tx->now, &g, &job->no_room);
    if (job->no_room)
        return INVALID;
    if (g.origin == GUEST_SIGNED_UP && g.confirmed_at == 0)
        g.confirmed_at = tx->now; // who answers by the link has read the mail
    TRY(guest_update(tx, &g));
    g.version++;
    TRY(bring(tx, &g, &job->reply, coming > 0 ? coming - 1 : 0));
    TRY(guests_move_up(tx, &e));
    TRY(guest_get(tx->store, g.id, tx->arena, &entry));
    bool moved_up = waited && entry.guest.waiting_since == 0 && entry.guest.answer == GUEST_YES;
    // A yes is confirmed with a calendar file, and a yes taken back takes that back. The rest the page says.
    if (grown && !moved_up && (g.answer == GUEST_YES || told_before))
        return guest_tell(tx, &e, &g, NOTICE_ANSWER, g.version);
    return OK;
}

static struct guest_reply reply_tidy(const struct guest_reply *reply, struct arena *a)
{
    struct guest_reply r = *reply;
    size_t n = 0;
    for (size_t i = 0; i < reply->name_count; i++) {
        const char *name = text_line(a, text_or_empty(reply->names[i]));
        if (*name != '\0')
            r.names[n++] = name;
    }
    r.name_count = n;
    return r;
}

static enum status answer(struct app *app, const struct actor *actor, struct answer_job *job, const struct guest_reply *reply,
                          struct issues *issues)
{
    size_t before = issues->count;
    struct guest_entry g;
    struct event e;
    TRY(guest_get(app_store(app), job->id, issues->arena, &g));
    TRY(event_get(app_store(app), g.guest.event, issues->arena, &e));
    job->reply = reply_tidy(reply, issues->arena);
    guest_reply_check(&job->reply, &e, issues);
    if (issues->count > before)
        return INVALID;
    enum status status = store_write(app_store(app), actor, app_now(app), answer_write, job);
    if (status == CONFLICT)
        issues_add(issues, "", job->refusal == NULL ? MEANWHILE : job->refusal);
    if (status == INVALID && job->no_room)
        issues_add_arg(issues, "coming", N_("There is no room for so many. You keep the seats you have: %s."),
                       arena_printf(issues->arena, "%d", job->held));
    return status;
}

enum status answer_rsvp(struct app *app, struct guest_id id, const struct guest_reply *reply, struct issues *issues)
{
    struct answer_job job = {.id = id};
    return answer(app, NULL, &job, reply, issues);
}

enum status answer_for_guest(struct app *app, const struct actor *actor, struct event_id event, struct guest_id id,
                             const struct guest_reply *reply, struct issues *issues)
{
    struct answer_job job = {.id = id, .event = event};
    TRY(events_ask(actor, RIGHT_EDIT));
    return answer(app, actor, &job, reply, issues);
}

enum status get_rsvp(struct app *app, struct guest_id id, struct arena *a, struct rsvp_view *out)
{
    struct rsvp_view v = {.seats_left = -1};
    struct guest_seats seats;
    struct guest *queue;
    size_t count;
    TRY(guest_get(app_store(app), id, a, &v.guest));
    if (v.guest.guest.origin == GUEST_BROUGHT || v.guest.forgotten)
        return NOT_FOUND;
    TRY(event_get(app_store(app), v.guest.guest.event, a, &v.event));
    TRY(guest_list_brought(app_store(app), id, a, &v.brought, &v.brought_count));
    TRY(guest_seats(app_store(app), &v.event, &seats));
    TRY(guest_queue(app_store(app), v.event.id, a, &queue, &count));
    for (size_t i = 0; i < count && queue[i].id.value != id.value; i++)
        v.before++;
    v.state = event_now(&v.event, app_now(app));
    v.refusal = event_refusal(&v.event, EVENT_ANSWER, app_now(app));
    int held = held_seats(&v.guest.guest), left = seats.queue ? held : seats.seats - seats.taken + held;
    if (v.event.seats != EVENT_UNLIMITED)
        v.seats_left = left < 0 ? 0 : left;
    *out = v;
    return OK;
}

enum status get_rsvp_calendar(struct app *app, struct guest_id id, enum lang lang, struct arena *a, const char **ics_out)
{
    struct rsvp_view v;
    TRY(get_rsvp(app, id, a, &v));
    return event_calendar(app, &v.event, lang, false, v.event.changed_at, NULL, NULL, a, ics_out);
}

// Signing up

enum { CONFIRMS_MOST = 3 };
static const int64_t CONFIRM_AGAIN_MS = 10 * 60 * 1000;

struct sign_up_job {
    struct event_id event;
    struct sign_up typed;
    day today;
    const char *refusal;
};

// Whoever is there already gets the own link once more; a fresh one the link that confirms. At most so many mails to an
// address, so that nobody can fill another's mailbox.
static enum status send_link(struct store_tx *tx, const struct event *e, const struct guest *g)
{
    enum guest_notice_what what = g->origin == GUEST_SIGNED_UP && g->confirmed_at == 0 ? NOTICE_CONFIRM : NOTICE_ANSWER;
    int64_t last;
    TRY(guest_notice_last(tx->store, g->id, what, &last));
    if (last != 0 && tx->now - last < CONFIRM_AGAIN_MS)
        return OK;
    for (int nth = 0; nth < CONFIRMS_MOST; nth++) {
        int64_t told;
        // Negative: beside the notices of answers, which are counted by version.
        TRY(guest_notice_insert(tx, g->id, what, -1 - nth, e->sequence, &told));
        if (told == 0)
            continue;
        enum outbox_kind kind = event_mail_kind(what);
        return g->contact.value != 0 ? outbox_tell_contact(tx, kind, g->contact, told)
                                     : outbox_tell_guest(tx, kind, g->id.value, told);
    }
    return OK;
}

static enum status sign_up_write(struct store_tx *tx, void *arg)
{
    struct sign_up_job *job = arg;
    const struct sign_up *typed = &job->typed;
    struct event e;
    struct guest there;
    struct guest_id id;
    struct invitee known;
    job->refusal = NULL;
    TRY(event_get(tx->store, job->event, tx->arena, &e));
    job->refusal = event_refusal(&e, EVENT_SIGN_UP, tx->now);
    if (job->refusal != NULL)
        return CONFLICT;
    enum status status = guest_find_email(tx->store, job->event, typed->email, tx->arena, &there);
    if (status == NOT_FOUND) {
        status = invitee_find_email(tx->store, job->event, typed->email, job->today, tx->arena, &known);
        if (status == OK)
            status = guest_find_contact(tx->store, job->event, known.contact, tx->arena, &there);
    }
    if (status == OK && there.origin == GUEST_SIGNED_UP && there.confirmed_at == 0) { // what was typed last is what counts
        there.name = typed->name;
        there.organisation = typed->organisation;
        there.lang = typed->lang;
        there.mailed_yes_at = typed->mailed_yes ? tx->now : 0;
        TRY(guest_update(tx, &there));
    }
    if (status == OK)
        return send_link(tx, &e, &there);
    if (status != NOT_FOUND)
        return status;
    struct guest g = {.event = job->event, .origin = GUEST_SIGNED_UP, .name = typed->name, .organisation = typed->organisation,
                      .email = typed->email, .lang = typed->lang, .mailed_yes_at = typed->mailed_yes ? tx->now : 0};
    TRY(guest_insert(tx, &g, &id));
    g.id = id;
    return send_link(tx, &e, &g);
}

enum status sign_up(struct app *app, struct event_id event, const struct sign_up *typed, const char *address,
                    struct issues *issues, int *wait_seconds_out)
{
    struct arena *a = issues->arena;
    size_t before = issues->count;
    struct open_event open;
    struct sign_up_job job = {.event = event, .typed = *typed, .today = app_today(app)};
    TRY(get_open_event(app, event, a, &open));
    job.typed.name = text_line(a, text_or_empty(typed->name));
    job.typed.organisation = text_line(a, text_or_empty(typed->organisation));
    if (*job.typed.name == '\0' || text_length(job.typed.name) > GUEST_NAME_MOST)
        issues_add(issues, "name", N_("Give a name of at most 100 characters"));
    if (*job.typed.organisation == '\0' || text_length(job.typed.organisation) > GUEST_ORGANISATION_MOST)
        issues_add(issues, "organisation", N_("Say where you work, with at most 200 characters"));
    if (!email_read(text_or_empty(typed->email), a, &job.typed.email))
        issues_add(issues, "email", N_("Give an e-mail address like kari@example.no"));
    if (issues->count > before)
        return INVALID;
    if (open.refusal != NULL) {
        issues_add(issues, "", open.refusal);
        return CONFLICT;
    }
    TRY(limit_ask(app, LIMIT_SIGN_UP, address, "", issues, wait_seconds_out));
    enum status status = store_write(app_store(app), NULL, app_now(app), sign_up_write, &job);
    if (status == CONFLICT && job.refusal != NULL)
        issues_add(issues, "", job.refusal);
    return status;
}

struct confirm_job {
    struct guest_id id;
    day today;
    const char *refusal;
};

static enum status confirm_write(struct store_tx *tx, void *arg)
{
    struct confirm_job *job = arg;
    struct guest_entry entry;
    struct guest_seats seats;
    struct invitee known;
    struct guest there;
    struct event e;
    job->refusal = NULL;
    TRY(guest_get(tx->store, job->id, tx->arena, &entry));
    struct guest g = entry.guest;
    if (g.origin != GUEST_SIGNED_UP)
        return NOT_FOUND;
    if (g.confirmed_at != 0)
        return OK; // the same once more
    TRY(event_get(tx->store, g.event, tx->arena, &e));
    job->refusal = event_refusal(&e, EVENT_ANSWER, tx->now);
    if (job->refusal != NULL)
        return CONFLICT;
    TRY(guest_seats(tx->store, &e, &seats));
    g.confirmed_at = g.answered_at = tx->now;
    g.answer = GUEST_YES;
    g.coming = 1;
    g.waiting_since = guest_seated(&seats, 0, 1) ? 0 : tx->now;
    // The address is proved, so it tells whose contact it is; what was typed tells the employer by its name.
    enum status status = invitee_find_email(tx->store, g.event, g.email, job->today, tx->arena, &known);
    if (status == OK && guest_find_contact(tx->store, g.event, known.contact, tx->arena, &there) == NOT_FOUND) {
        g.contact = known.contact;
        g.employer = known.employer;
        g.name = g.organisation = g.email = "";
    } else if (status == OK || status == NOT_FOUND) {
        status = employer_find_named(tx->store, g.organisation, &g.employer);
        if (status == OK)
            g.organisation = "";
    }
    if (status != OK && status != NOT_FOUND)
        return status;
    TRY(guest_update(tx, &g));
    g.version++;
    return guest_tell(tx, &e, &g, NOTICE_ANSWER, g.version);
}

enum status confirm_sign_up(struct app *app, struct guest_id id, struct issues *issues)
{
    struct confirm_job job = {.id = id, .today = app_today(app)};
    enum status status = store_write(app_store(app), NULL, app_now(app), confirm_write, &job);
    if (status == CONFLICT)
        issues_add(issues, "", job.refusal == NULL ? MEANWHILE : job.refusal);
    return status;
}
