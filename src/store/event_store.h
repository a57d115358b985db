// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_EVENT_STORE_H
#define STORE_EVENT_STORE_H

#include "core/event.h"
#include "store/store.h"

// Events. Changes: "event" insert, update, delete, forget (typed names of its guests are gone); about nobody.

MUST_USE enum status event_get(struct store *s, struct event_id id, struct arena *a, struct event *out);
// id, version, sequence and times of writing are given by the store.
MUST_USE enum status event_insert(struct store_tx *tx, const struct event *e, struct event_id *id_out);
// CONFLICT: e->version is not the stored one. The version goes up by one.
MUST_USE enum status event_update(struct store_tx *tx, const struct event *e);
// CONFLICT: it is no draft, or somebody refers to it.
MUST_USE enum status event_delete(struct store_tx *tx, struct event_id id);

struct event_filter {
    const char *text;  // beginnings of words of titles and place; NULL or "": all
    unsigned states;   // bits 1 << enum event_state, held by the clock; 0 all
    unsigned kinds;    // bits 1 << enum event_kind; 0 all
    int64_t now;
};
// Latest first; after: the last one shown, {0} from the first.
MUST_USE enum status event_list(struct store *s, const struct event_filter *filter, struct event_id after, size_t most,
                                struct arena *a, struct event **out, size_t *count_out);
MUST_USE enum status event_count(struct store *s, const struct event_filter *filter, struct arena *a, int64_t *count_out);
// Published ones that have not ended, soonest first. open: those on the public pages alone.
MUST_USE enum status event_list_coming(struct store *s, int64_t now, bool open, size_t most, struct arena *a,
                                       struct event **out, size_t *count_out);
// Held ones, over before that time, that still have typed names.
MUST_USE enum status event_list_named(struct store *s, int64_t ended_before, struct arena *a, struct event_id **out,
                                      size_t *count_out);

// For an employer's timeline: the published, held and cancelled events that somebody of theirs was invited or came to, latest first.
struct event_of_employer {
    struct event event;
    int invited, yes, present; // people; invited: rows that were sent an invitation
};
// The latest first, of those before that place: that begin earlier, or then with a lesser id.
MUST_USE enum status event_list_of_employer(struct store *s, struct employer_id employer, int64_t at, int64_t id, size_t most,
                                            struct arena *a, struct event_of_employer **out, size_t *count_out);
// Who was reached by events: one row for each event and employer of which somebody was present, by the event's day, oldest
// first; from and before are instants.
struct event_reach {
    struct event_id event;
    enum event_kind kind;
    struct employer_id employer;
    struct contact_id contact; // one of those present, {0}: no contact of ours
    int64_t at;                // when the event began
    int present;               // how many people
};
MUST_USE enum status event_list_reach(struct store *s, int64_t from, int64_t before, struct arena *a,
                                      struct event_reach **out, size_t *count_out);

#endif
