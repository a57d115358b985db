// SPDX-License-Identifier: EUPL-1.2
// What falls due by the clock: reminders, sign-ups that nobody confirmed, and names to forget.
#include "app/events_inside.h"

enum { AT_ONCE = 500, EVENTS_AT_ONCE = 200 };
static const int64_t TEND_HOUR_MS = 60 * 60 * 1000, TEND_DAY_MS = 24 * TEND_HOUR_MS;

struct tend_job {
    struct event_id event;
    enum guest_notice_what what;
    size_t looked, told; // guests
};

// Who was reminded before the event was put off is reminded of its new day, too.
static int64_t told_since(const struct event *e, enum guest_notice_what what)
{
    int64_t since = 0;
    if (what == NOTICE_REMINDER && !instant_in_norway(day_in_norway(e->starts_at) - EVENT_REMIND_DAYS, 0, &since))
        return 0;
    return since;
}

static enum status remind_write(struct store_tx *tx, void *arg)
{
    struct tend_job *job = arg;
    struct event e;
    struct guest *list;
    job->looked = job->told = 0;
    TRY(event_get(tx->store, job->event, tx->arena, &e));
    TRY(guest_list_untold(tx->store, job->event, job->what, told_since(&e, job->what), AT_ONCE, tx->arena, &list, &job->looked));
    for (size_t i = 0; i < job->looked; i++) {
        bool lately = day_in_norway(list[i].answered_at) == day_in_norway(tx->now);
        bool due = job->what == NOTICE_REMINDER ? event_reminds(&e, tx->now) && !lately
                                                : event_chases(&e, list[i].invited_at, tx->now);
        if (!due)
            continue;
        TRY(guest_tell(tx, &e, &list[i], job->what, job->what == NOTICE_REMINDER ? e.sequence : 0));
        job->told++;
    }
    return OK;
}

// Who was told is not listed again.
static enum status remind(struct app *app, struct event_id event, enum guest_notice_what what)
{
    struct tend_job job = {.event = event, .what = what};
    do
        TRY(store_write(app_store(app), NULL, app_now(app), remind_write, &job));
    while (job.looked == AT_ONCE && job.told > 0);
    return OK;
}

static enum status drop_write(struct store_tx *tx, void *arg)
{
    return guest_drop_unconfirmed(tx, tx->now - EVENT_CONFIRM_HOURS * TEND_HOUR_MS);
}

static enum status forget_write(struct store_tx *tx, void *arg)
{
    struct tend_job *job = arg;
    struct event e;
    TRY(event_get(tx->store, job->event, tx->arena, &e));
    return event_names_over(&e, tx->now) ? guest_forget(tx, job->event) : OK;
}

enum status tend_events(struct app *app)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct event *coming;
    struct event_id *named;
    size_t count;
    TRY(store_write(app_store(app), NULL, app_now(app), drop_write, NULL));
    TRY(event_list_coming(app_store(app), app_now(app), false, EVENTS_AT_ONCE, a, &coming, &count));
    for (size_t i = 0; i < count; i++) {
        if (event_reminds(&coming[i], app_now(app)))
            TRY(remind(app, coming[i].id, NOTICE_REMINDER));
        if (event_chases(&coming[i], 0, app_now(app)))
            TRY(remind(app, coming[i].id, NOTICE_CHASE));
    }
    TRY(event_list_named(app_store(app), app_now(app) - EVENT_NAMES_KEPT_DAYS * TEND_DAY_MS, a, &named, &count));
    for (size_t i = 0; i < count; i++) {
        struct tend_job job = {.event = named[i]};
        TRY(store_write(app_store(app), NULL, app_now(app), forget_write, &job));
    }
    return OK;
}
