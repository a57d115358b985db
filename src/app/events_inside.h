// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_EVENTS_INSIDE_H
#define APP_EVENTS_INSIDE_H

#include "app/events.h"
#include "app/internal.h"
#include "core/outbox.h"

// OK: the office's, to work with. NOT_FOUND: the actor may not know of its guests.
MUST_USE enum status events_ask(const struct actor *actor, unsigned right);
enum outbox_kind event_mail_kind(enum guest_notice_what what);
// Tells one guest, once for each what and nth.
MUST_USE enum status guest_tell(struct store_tx *tx, const struct event *e, const struct guest *g, enum guest_notice_what what,
                                int64_t nth);
// Those who wait get the seats that are free, in order.
MUST_USE enum status guests_move_up(struct store_tx *tx, const struct event *e);
// The calendar file of an event; attendee's email NULL: to take along.
struct calendar_party;
MUST_USE enum status event_calendar(struct app *app, const struct event *e, enum lang lang, bool cancelled, int64_t stamp,
                                    const char *attendee_name, const char *attendee, struct arena *a, const char **ics_out);

#endif
