// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_EVENT_H
#define CORE_EVENT_H

#include <stdbool.h>

#include "base/day.h"
#include "base/issues.h"
#include "base/lang.h"
#include "core/id.h"

// Events (arrangement): kick-off, job fair, seminar. What is stored is draft, published or cancelled; a published event
// whose end has passed has been held, by the clock alone.
enum event_kind { EVENT_KICK_OFF, EVENT_JOB_FAIR, EVENT_SEMINAR, EVENT_OTHER };
enum event_state { EVENT_DRAFT, EVENT_PUBLISHED, EVENT_CANCELLED, EVENT_HELD };
enum { EVENT_KINDS = 4, EVENT_STATES = 4 };

enum {
    EVENT_TITLE_MOST = 150,
    EVENT_TEXT_MOST = 4000,
    EVENT_PLACE_MOST = 200,
    EVENT_SEATS_MOST = 5000,
    EVENT_DAYS_MOST = 14,        // from its beginning to its end
    EVENT_UNLIMITED = 0,         // seats
    EVENT_REMIND_DAYS = 3,       // before the day: to those who come, or may
    EVENT_CHASE_DAYS = 7,        // before the day: once to those who have not answered
    EVENT_CHASE_REST_DAYS = 2,   // and not sooner after the invitation than this
    EVENT_CONFIRM_HOURS = 48,    // a sign-up that nobody confirms is forgotten
    EVENT_NAMES_KEPT_DAYS = 365, // after the event: names typed by guests who are no contacts of ours
};

struct event {
    struct event_id id;
    int64_t version;
    enum event_kind kind;
    enum event_state state;          // as stored: never EVENT_HELD
    const char *title[2], *text[2];  // by enum lang; one title at least
    const char *place;
    int64_t starts_at, ends_at;      // ms since 1970 UTC, whole minutes
    int seats;                       // EVENT_UNLIMITED: as many as come
    bool open;                       // on the public pages, where everybody may sign up; else by invitation
    day until;                       // the last day to sign up on the public page; DAY_NONE: until it begins
    const char *contact_name, *contact_email, *contact_phone; // whom to ask
    int sequence;                    // of its calendar file (RFC 5545, 3.8.7.4): counts up with when and where
    int64_t created_at, published_at, changed_at; // changed_at: of when and where
    const char *reason;              // why it was cancelled; "" not said
};

// In the reader's language, or in the other one when that is all there is.
const char *event_title(const struct event *e, enum lang lang);
const char *event_text(const struct event *e, enum lang lang);
enum event_state event_now(const struct event *e, int64_t now);
bool event_same_when_and_where(const struct event *a, const struct event *b);

// What is typed, tidied before. Fields: "title_nb", "title_en", "text_nb", "text_en", "place", "starts_at", "ends_at", "seats",
// "until", "contact_name", "contact_email", "contact_phone".
// taken: seats that are given away already. was: as it is stored, NULL for a new one: what has begun keeps its beginning.
void event_check(const struct event *e, const struct event *was, int taken, int64_t now, struct issues *issues);

enum event_act {
    EVENT_EDIT,
    EVENT_PUBLISH,
    EVENT_CANCEL,
    EVENT_DELETE,  // a draft
    EVENT_INVITE,
    EVENT_ATTEND,  // tick who is there, and add who came without having said so
    EVENT_ANSWER,  // by a guest: yes, maybe, no
    EVENT_SIGN_UP, // by anybody, on the public page
};
enum { EVENT_ACTS = 8 };
// May it be done now? NULL: yes; otherwise the msgid that says why not.
const char *event_refusal(const struct event *e, enum event_act act, int64_t now);
struct event event_after(const struct event *e, enum event_act act, int64_t now); // of EVENT_PUBLISH, EVENT_CANCEL

// Is it the day for it? Each at most once for a guest, and never once the event has begun.
bool event_reminds(const struct event *e, int64_t now);                  // those who said yes or maybe
bool event_chases(const struct event *e, int64_t invited_at, int64_t now); // one who was invited then and has not answered
bool event_names_over(const struct event *e, int64_t now);               // typed names are to be forgotten

const char *event_kind_name(enum event_kind k);     // as stored: "kick-off"
bool event_kind_read(const char *name, enum event_kind *out);
const char *event_kind_title(enum event_kind k);    // English msgid
const char *event_state_name(enum event_state s);   // as stored: "draft"
bool event_state_read(const char *name, enum event_state *out);
const char *event_state_title(enum event_state s);  // English msgid

#endif
