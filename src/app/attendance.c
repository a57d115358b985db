// SPDX-License-Identifier: EUPL-1.2
// Who is there: ticked on a phone at the door, where the same tick may come twice.
#include <string.h>

#include "app/events_inside.h"
#include "app/guests.h"
#include "app/referrals_inside.h"
#include "base/text.h"

enum status list_guests(struct app *app, const struct actor *actor, const struct guest_filter *filter, struct guest_id after,
                        size_t most, struct arena *a, struct guest_entry **out, size_t *count_out)
{
    TRY(events_ask(actor, RIGHT_SEE));
    return guest_list(app_store(app), filter, after, most, a, out, count_out);
}

enum status count_guests_by_employer(struct app *app, const struct actor *actor, struct event_id event, struct arena *a,
                                     struct guest_employer_row **out, size_t *count_out)
{
    TRY(events_ask(actor, RIGHT_SEE));
    return guest_count_by_employer(app_store(app), event, a, out, count_out);
}

struct presence_job {
    struct event_id event;
    struct guest_id id;
    bool present;
    const char *name, *organisation; // of a walk-in
    day today;
    bool known;
    const char *refusal;
};

static enum status may_attend(struct store_tx *tx, struct presence_job *job)
{
    struct event e;
    job->refusal = NULL;
    TRY(event_get(tx->store, job->event, tx->arena, &e));
    job->refusal = event_refusal(&e, EVENT_ATTEND, tx->now);
    return job->refusal == NULL ? OK : CONFLICT;
}

static enum status present_write(struct store_tx *tx, void *arg)
{
    struct presence_job *job = arg;
    struct guest_entry g;
    TRY(may_attend(tx, job));
    TRY(guest_get(tx->store, job->id, tx->arena, &g));
    if (g.guest.event.value != job->event.value || (g.guest.origin == GUEST_SIGNED_UP && g.guest.confirmed_at == 0))
        return NOT_FOUND;
    return guest_set_present(tx, job->id, job->present ? tx->now : 0);
}

static enum status told(enum status status, const char *refusal, struct issues *issues)
{
    if (status == CONFLICT)
        issues_add(issues, "", refusal == NULL ? MEANWHILE : refusal);
    return status;
}

enum status set_present(struct app *app, const struct actor *actor, struct event_id event, struct guest_id id, bool present,
                        struct issues *issues)
{
    struct presence_job job = {.event = event, .id = id, .present = present};
    TRY(events_ask(actor, RIGHT_EDIT));
    return told(store_write(app_store(app), actor, app_now(app), present_write, &job), job.refusal, issues);
}

// A contact of the employer with that very name.
static enum status contact_named(struct store_tx *tx, const struct presence_job *job, struct employer_id employer,
                                 struct invitee *out)
{
    struct invitee *list;
    size_t count;
    TRY(invitee_list(tx->store, job->event, employer, job->today, tx->arena, &list, &count));
    const char *wanted = lang_fold(tx->arena, job->name);
    for (size_t i = 0; i < count; i++)
        if (!list[i].left && strcmp(lang_fold(tx->arena, list[i].name), wanted) == 0) {
            *out = list[i];
            return OK;
        }
    return NOT_FOUND;
}

static enum status walk_in_write(struct store_tx *tx, void *arg)
{
    struct presence_job *job = arg;
    struct employer_id employer = {0};
    struct invitee contact = {0};
    struct guest there;
    TRY(may_attend(tx, job));
    enum status status = employer_find_named(tx->store, job->organisation, &employer);
    if (status == OK)
        status = contact_named(tx, job, employer, &contact);
    if (status == OK)
        status = guest_find_contact(tx->store, job->event, contact.contact, tx->arena, &there);
    if (status == NOT_FOUND)
        status = guest_find_named(tx->store, job->event, job->name, employer, job->organisation, tx->arena, &there);
    if (status != OK && status != NOT_FOUND)
        return status;
    job->known = status == OK && !(there.origin == GUEST_SIGNED_UP && there.confirmed_at == 0);
    if (job->known) {
        job->id = there.id;
        return guest_set_present(tx, there.id, tx->now);
    }
    bool named = contact.contact.value != 0;
    struct guest g = {.event = job->event, .origin = GUEST_WALK_IN, .contact = contact.contact, .employer = employer,
                      .name = named ? "" : job->name, .organisation = employer.value != 0 ? "" : job->organisation,
                      .present_at = tx->now};
    return guest_insert(tx, &g, &job->id);
}

enum status add_walk_in(struct app *app, const struct actor *actor, struct event_id event, const char *name,
                        const char *organisation, struct issues *issues, struct guest_id *id_out, bool *known_out)
{
    struct arena *a = issues->arena;
    size_t before = issues->count;
    struct presence_job job = {.event = event, .name = text_line(a, text_or_empty(name)), .today = app_today(app),
                               .organisation = text_line(a, text_or_empty(organisation))};
    TRY(events_ask(actor, RIGHT_EDIT));
    if (*job.name == '\0' || text_length(job.name) > GUEST_NAME_MOST)
        issues_add(issues, "name", N_("Give a name of at most 100 characters"));
    if (text_length(job.organisation) > GUEST_ORGANISATION_MOST)
        issues_add_arg(issues, "organisation", N_("Write at most %s characters"), "200");
    if (issues->count > before)
        return INVALID;
    TRY(told(store_write(app_store(app), actor, app_now(app), walk_in_write, &job), job.refusal, issues));
    *id_out = job.id;
    *known_out = job.known;
    return OK;
}
