// SPDX-License-Identifier: EUPL-1.2
// Whom an event's invitations go to, who is left out and why; and sending them.
#include <stdlib.h>
#include <string.h>

#include "app/events_inside.h"
#include "app/guests.h"
#include "app/referrals_inside.h"
#include "app/views.h"
#include "store/employer_store.h"
#include "store/guest_store.h"
#include "store/outbox_store.h"
#include "store/contact_store.h"
#include "store/post_store.h"

const char *uninvited_title(enum uninvited reason)
{
    static const char *const titles[UNINVITED_REASONS] = {
        [UNINVITED_NO_CONTACT] = N_("No contact person"),
        [UNINVITED_NO_ADDRESS] = N_("No e-mail address"),
        [UNINVITED_SAID_NO] = N_("Wants no information by e-mail"),
        [UNINVITED_HOLD] = N_("Mail to the address has come back"),
        [UNINVITED_GONE] = N_("No longer there"),
        [UNINVITED_GUEST] = N_("On the guest list already"),
        [UNINVITED_OTHER] = N_("Another contact of the employer is invited"),
    };
    return titles[reason];
}

enum outbox_kind event_mail_kind(enum guest_notice_what what)
{
    static const enum outbox_kind kinds[GUEST_NOTICES] = {
        [NOTICE_INVITED] = OUTBOX_EVENT_INVITED,   [NOTICE_CONFIRM] = OUTBOX_EVENT_CONFIRM,
        [NOTICE_ANSWER] = OUTBOX_EVENT_ANSWER,     [NOTICE_MOVED_UP] = OUTBOX_EVENT_MOVED_UP,
        [NOTICE_REMINDER] = OUTBOX_EVENT_REMINDER, [NOTICE_CHASE] = OUTBOX_EVENT_CHASE,
        [NOTICE_CHANGED] = OUTBOX_EVENT_CHANGED,   [NOTICE_CANCELLED] = OUTBOX_EVENT_CANCELLED,
    };
    return kinds[what];
}

enum status guest_tell(struct store_tx *tx, const struct event *e, const struct guest *g, enum guest_notice_what what,
                       int64_t nth)
{
    int64_t notice;
    TRY(guest_notice_insert(tx, g->id, what, nth, e->sequence, &notice));
    if (notice == 0)
        return OK; // told already
    enum outbox_kind kind = event_mail_kind(what);
    return g->contact.value != 0 ? outbox_tell_contact(tx, kind, g->contact, notice)
                                 : outbox_tell_guest(tx, kind, g->id.value, notice);
}

struct planning {
    struct app *app;
    struct arena *arena;
    struct invite_plan *plan;
    size_t room, left_room;
};

static void invite_add(struct planning *p, const struct invitee *i)
{
    struct invite_plan *plan = p->plan;
    *LIST_ADD(p->arena, plan->invited, plan->count, p->room) = (struct invite_line){
        .contact = i->contact, .employer = i->employer, .name = i->name, .email = i->email, .employer_name = i->employer_name};
}

static void leave_out(struct planning *p, const struct invitee *i, enum uninvited reason)
{
    struct invite_plan *plan = p->plan;
    plan->left_by[reason]++;
    *LIST_ADD(p->arena, plan->left, plan->left_count, p->left_room) = (struct invite_line){
        .contact = i->contact, .employer = i->employer, .name = i->name, .email = i->email, .employer_name = i->employer_name,
        .reason = reason};
}

// What stands in the way of writing to that one. False: nothing.
static enum status hindered(struct planning *p, const struct invitee *i, bool *any_out, enum uninvited *reason_out)
{
    bool held = false, said_no = i->said_no;
    *any_out = true;
    if (!i->guest && !i->left && !said_no && *i->email != '\0') {
        TRY(address_on_hold(app_store(p->app), i->email, &held));
        TRY(contacts_refuse(app_store(p->app), i->email, &said_no));
    }
    if (i->guest)
        *reason_out = UNINVITED_GUEST;
    else if (i->left)
        *reason_out = UNINVITED_GONE;
    else if (*i->email == '\0')
        *reason_out = UNINVITED_NO_ADDRESS;
    else if (said_no)
        *reason_out = UNINVITED_SAID_NO;
    else if (held)
        *reason_out = UNINVITED_HOLD;
    else
        *any_out = false;
    return OK;
}

static enum status plan_contacts(struct planning *p, const struct invitee *list, size_t count, bool all)
{
    bool one = false;
    for (size_t i = 0; i < count && !all; i++)
        one |= list[i].guest; // somebody of theirs is invited already: the employer has its one
    for (size_t i = 0; i < count; i++) {
        bool hinders;
        enum uninvited reason;
        TRY(hindered(p, &list[i], &hinders, &reason));
        if (hinders)
            leave_out(p, &list[i], reason);
        else if (one && !all)
            leave_out(p, &list[i], UNINVITED_OTHER);
        else
            invite_add(p, &list[i]);
        one |= !hinders;
    }
    return OK;
}

static enum status plan_employer(struct planning *p, struct event_id event, struct employer_id id, bool all)
{
    struct invitee *list;
    size_t count;
    TRY(invitee_list(app_store(p->app), event, id, app_today(p->app), p->arena, &list, &count));
    if (count > 0)
        return plan_contacts(p, list, count, all);
    struct employer employer;
    enum status status = employer_get(app_store(p->app), id, p->arena, &employer);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    leave_out(p, &(struct invitee){.employer = id, .employer_name = employer.name, .name = "", .email = ""}, UNINVITED_NO_CONTACT);
    return OK;
}

static enum status employers_of(struct app *app, const struct actor *actor, const struct invite_audience *from, struct arena *a,
                                struct employer_id **out, size_t *count_out)
{
    if (from->network.value != 0)
        return invitee_network(app_store(app), from->network, a, out, count_out);
    if (from->view.value != 0 || from->query != NULL)
        return view_employers(app, actor, from->view, text_or_empty(from->query), a, out, count_out);
    *count_out = 0;
    return OK;
}

static int by_id(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, two = *(const int64_t *)b;
    return (one > two) - (one < two);
}

static size_t different_employers(const struct invite_plan *plan, struct arena *a)
{
    int64_t *ids = ARENA_ARRAY(a, int64_t, plan->count);
    size_t n = 0;
    for (size_t i = 0; i < plan->count; i++)
        ids[i] = plan->invited[i].employer.value;
    qsort(ids, plan->count, sizeof *ids, by_id);
    for (size_t i = 0; i < plan->count; i++)
        n += i == 0 || ids[i] != ids[i - 1];
    return n;
}

enum status plan_invites(struct app *app, const struct actor *actor, struct event_id event,
                         const struct invite_audience *audience, struct arena *a, struct invite_plan *out)
{
    struct invite_plan plan = {0};
    struct planning p = {.app = app, .arena = a, .plan = &plan};
    struct employer_id *employers;
    struct event e;
    size_t count;
    TRY(events_ask(actor, RIGHT_EDIT));
    TRY(event_get(app_store(app), event, a, &e));
    TRY(employers_of(app, actor, audience, a, &employers, &count));
    plan.too_many = count > INVITE_MOST || audience->contact_count > INVITE_MOST;
    for (size_t i = 0; i < count && i < INVITE_MOST; i++)
        TRY(plan_employer(&p, event, employers[i], audience->all));
    for (size_t i = 0; i < audience->contact_count && i < INVITE_MOST; i++) {
        struct invitee one;
        enum status status = invitee_get(app_store(app), event, audience->contacts[i], app_today(app), a, &one);
        if (status == NOT_FOUND)
            continue;
        TRY(status);
        TRY(plan_contacts(&p, &one, 1, true));
    }
    plan.employers = different_employers(&plan, a);
    *out = plan;
    return OK;
}

struct send_job {
    struct app *app;
    struct event_id event;
    const struct invite_plan *plan;
    size_t sent;
    const char *refusal;
};

static enum status send_write(struct store_tx *tx, void *arg)
{
    struct send_job *job = arg;
    struct event e;
    job->sent = 0;
    TRY(event_get(tx->store, job->event, tx->arena, &e));
    job->refusal = event_refusal(&e, EVENT_INVITE, tx->now);
    if (job->refusal != NULL)
        return CONFLICT;
    for (size_t i = 0; i < job->plan->count; i++) {
        const struct invite_line *line = &job->plan->invited[i];
        struct contact contact;
        struct guest_id id;
        struct guest g = {.event = job->event, .origin = GUEST_INVITED, .contact = line->contact, .employer = line->employer,
                          .invited_at = tx->now};
        struct guest there;
        enum status status = guest_find_contact(tx->store, job->event, line->contact, tx->arena, &there);
        if (status == OK)
            continue; // invited by somebody else meanwhile
        if (status == NOT_FOUND)
            status = contact_get(tx->store, line->contact, tx->arena, &contact);
        if (status == NOT_FOUND)
            continue;
        TRY(status);
        g.lang = contact.lang;
        TRY(guest_insert(tx, &g, &id));
        g.id = id;
        TRY(guest_tell(tx, &e, &g, NOTICE_INVITED, 0));
        job->sent++;
    }
    return OK;
}

enum status send_invites(struct app *app, const struct actor *actor, struct event_id event,
                         const struct invite_audience *audience, struct issues *issues, size_t *sent_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct invite_plan plan;
    TRY(plan_invites(app, actor, event, audience, a, &plan));
    struct send_job job = {.app = app, .event = event, .plan = &plan};
    enum status status = store_write(app_store(app), actor, app_now(app), send_write, &job);
    if (status == CONFLICT)
        issues_add(issues, "", job.refusal == NULL ? MEANWHILE : job.refusal);
    TRY(status);
    *sent_out = job.sent;
    return OK;
}

enum status find_invitees(struct app *app, const struct actor *actor, struct event_id event, const char *typed, struct arena *a,
                          struct invitee **out, size_t *count_out)
{
    enum { HITS_MOST = 50 };
    TRY(events_ask(actor, RIGHT_EDIT));
    return invitee_search(app_store(app), event, typed, app_today(app), HITS_MOST, a, out, count_out);
}

enum status list_invite_networks(struct app *app, const struct actor *actor, struct arena *a, struct network_choice **out,
                                 size_t *count_out)
{
    TRY(events_ask(actor, RIGHT_EDIT));
    return invitee_networks(app_store(app), a, out, count_out);
}
