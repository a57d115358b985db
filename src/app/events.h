// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_EVENTS_H
#define APP_EVENTS_H

#include "app/app.h"
#include "base/lang.h"
#include "core/event.h"
#include "core/guest.h"
#include "store/event_store.h"
#include "store/guest_store.h"

// Events (arrangement). The office makes and changes them and sees their guests (RIGHT_EDIT); a published open one is for
// everybody to read. Guests themselves act by their personal links (app/guests.h).
// CONFLICT: issues says why not; the same step sent twice is one.

struct event_view {
    struct event event;
    enum event_state state;            // by the clock
    struct guest_counts counts;
    struct guest_seats seats;
    const char *refusals[EVENT_ACTS];  // NULL: it may be done now; else the msgid
};
MUST_USE enum status get_event(struct app *app, const struct actor *actor, struct event_id id, struct arena *a,
                               struct event_view *out);

struct event_query {
    const char *text;      // words of title and place
    unsigned states, kinds; // bits, 0 all; states by the clock
    const char *after;     // next of the page before; "" the first
    size_t most;
};
struct event_page {
    struct event_view *rows; // latest first
    size_t row_count, total;
    const char *next;      // "" the last page
};
// INVALID: after is no key of this list.
MUST_USE enum status list_events(struct app *app, const struct actor *actor, const struct event_query *query, struct arena *a,
                                 struct event_page *out);

// Fields as in event_check. kind, titles, texts, place, times, seats, open, until and contact are read.
MUST_USE enum status make_event(struct app *app, const struct actor *actor, const struct event *typed, struct issues *issues,
                                struct event_id *id_out);
// When and where of a published one are told to those who come or may come. CONFLICT: typed->version is not the stored one.
MUST_USE enum status edit_event(struct app *app, const struct actor *actor, const struct event *typed, struct issues *issues);
MUST_USE enum status publish_event(struct app *app, const struct actor *actor, struct event_id id, int64_t version,
                                   struct issues *issues);
// Those who said yes or maybe, or wait, are told, with the reason when one is given.
MUST_USE enum status cancel_event(struct app *app, const struct actor *actor, struct event_id id, int64_t version,
                                  const char *reason, struct issues *issues);
MUST_USE enum status delete_event(struct app *app, const struct actor *actor, struct event_id id, struct issues *issues);

// For everybody. NOT_FOUND: there is none, it is by invitation, or not published.
struct open_event {
    struct event event;
    enum event_state state;
    bool full;             // whoever signs up now waits for a seat
    const char *refusal;   // msgid: why nobody can sign up now; NULL: one can
};
MUST_USE enum status get_open_event(struct app *app, struct event_id id, struct arena *a, struct open_event *out);
MUST_USE enum status list_open_events(struct app *app, size_t most, struct arena *a, struct event **out, size_t *count_out);
// A calendar file to take along, of an open event.
MUST_USE enum status get_open_event_calendar(struct app *app, struct event_id id, enum lang lang, struct arena *a,
                                             const char **ics_out);

// "9. februar 2016 kl. 09.00–11.00"
const char *event_when(const struct event *e, enum lang lang, struct arena *a);

// For other areas. Who may be written to: guests of that group who can be reached. Those without a contact are sign-ups, of
// whom mailed_yes tells whether they want later mail.
struct event_receiver {
    struct guest_id guest;
    struct contact_id contact;   // {0}: no contact of ours
    struct employer_id employer; // {0}: not known
    const char *name, *email;
    enum lang lang;
    bool mailed_yes;
};
MUST_USE enum status event_audience(struct app *app, const struct actor *actor, struct event_id id, enum guest_group group,
                                    struct arena *a, struct event_receiver **out, size_t *count_out);
// An employer's events for its timeline, latest first. To SEE the employer is enough.
MUST_USE enum status list_events_of_employer(struct app *app, const struct actor *actor, struct employer_id employer,
                                             struct arena *a, struct event_of_employer **out, size_t *count_out);
// Which employers were reached by events of those days (store/event_store.h).
MUST_USE enum status list_event_reach(struct app *app, const struct actor *actor, day from, day to, struct arena *a,
                                      struct event_reach **out, size_t *count_out);

// Reminders whose day has come, sign-ups that nobody confirmed, names to forget; called by app_tend.
MUST_USE enum status tend_events(struct app *app);

#endif
