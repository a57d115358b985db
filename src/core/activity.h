// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_ACTIVITY_H
#define CORE_ACTIVITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/day.h"
#include "base/issues.h"
#include "core/id.h"

// An activity (aktivitet): who talked with which employer, agency or network, or is going to. A candidate has no place in
// one: notes on meetings say nothing of people who look for work.
enum activity_kind {
    ACTIVITY_MEETING, ACTIVITY_CALL, ACTIVITY_VISIT, ACTIVITY_PRESENTATION, ACTIVITY_EMAIL, ACTIVITY_NOTE
};
enum { ACTIVITY_KINDS = 6 };
enum activity_state { ACTIVITY_PLANNED, ACTIVITY_HELD, ACTIVITY_CANCELLED };
enum { ACTIVITY_STATES = 3 };
enum activity_outcome {
    ACTIVITY_UNTOLD, // nothing has been said of what came of it
    ACTIVITY_INTERESTED, ACTIVITY_NOT_INTERESTED, ACTIVITY_WANTS_VISIT, ACTIVITY_WANTS_INFORMATION,
    ACTIVITY_WILL_STATE_NEED, ACTIVITY_LATER, ACTIVITY_NO_ANSWER, ACTIVITY_RESCHEDULED, ACTIVITY_INFORMED
};
enum { ACTIVITY_OUTCOMES = 10 };

enum {
    ACTIVITY_PARTIES_MOST = 20, // employers named one by one; agencies too
    ACTIVITY_PEOPLE_MOST = 40,
    ACTIVITY_MINUTES_MOST = 1440,
    ACTIVITY_PLACE_MOST = 200,
    ACTIVITY_NOTE_MOST = 1000,
    ACTIVITY_NAME_MOST = 100,
    CONTACT_DAYS_USUAL = 14,
    CONTACT_DAYS_MOST = 90,
};

// How somebody has answered the invitation, by their own calendar (RFC 5546).
enum invitation_answer { INVITATION_UNANSWERED, INVITATION_ACCEPTED, INVITATION_DECLINED, INVITATION_TENTATIVE };
enum { INVITATION_ANSWERS = 4 };

// One who takes part: a user of the staff, a contact, or a name that was typed.
struct activity_participant {
    struct user_id user;       // {0}, or
    struct contact_id contact; // {0}, or
    const char *name;          // typed; as read, the name of any of the three
    // As read:
    const char *email;         // "" none
    const char *of;            // the agency's or the employer's name; ""
    enum invitation_answer answer;
    int64_t answered_at;       // the answer's own time (DTSTAMP), ms; 0 none
    int answer_sequence;       // which version of the invitation it answers
    int invited_sequence;      // the last one that was sent; -1: not invited
    bool plain_uid;            // invited before invitations had a secret: the UID is the activity's alone
};

struct activity_party {
    struct employer_id employer; // or
    struct agency_id agency;
    const char *name;            // as read
};

struct activity {
    struct activity_id id;
    int64_t version;
    enum activity_kind kind;
    enum activity_state state;
    enum activity_outcome outcome;
    int64_t at;                  // ms since 1970 UTC; of a day alone: its first instant in Norway
    bool all_day;                // only the day is known
    int minutes;                 // 0: not said
    const char *place, *note;
    const char *name_reason;     // why the note may stand though it seemed to name a candidate; ""
    struct network_id network;   // {0}: none; its members of that day are reached
    struct agency_id agency;     // whose it is: the writer's
    bool invites;                // those who take part are invited by e-mail
    int sequence;                // of the invitation (RFC 5545, 3.8.7.4): counts up when it has to be sent anew
    const struct activity_party *parties; // named one by one
    size_t party_count;
    const struct activity_participant *people;
    size_t people_count;
    // As read:
    const char *network_name, *agency_name, *created_by_name;
    size_t reached;              // members of the network
    struct user_id created_by, changed_by;
    int64_t created_at, changed_at;
    int64_t deleted_at;          // 0: not
};

// Fields: "kind", "day", "minutes", "place", "note", "outcome", "with", "people". fresh: it is being written for the first
// time, so that what is planned lies ahead.
void activity_check(const struct activity *a, bool fresh, day today, struct issues *issues);
day activity_day(const struct activity *a);
int64_t activity_ends(const struct activity *a); // an hour after it begins when nothing is said; of a day, the next one
bool activity_is_contact(const struct activity *a); // a note speaks of an employer, and not with it

// Does the invitation that was sent before no longer say what is so?
bool activity_moved(const struct activity *before, const struct activity *now);

// Two contacts with one employer come too close: within so many days of each other, whichever was first; or the other one
// is planned and still to come. days 0: never asked.
bool contacts_collide(day mine, day theirs, bool theirs_planned, day today, int days);

// May an answer to the invitation be written over what stands? NULL: yes; else why not, for the log. Of two answers to the
// same version the one made later stands, and an answer to an older version never replaces one to a newer (RFC 5546, 2.1.5).
const char *invitation_answer_refusal(const struct activity_participant *p, int sequence, int64_t stamp);
// Does the answer that stands speak of what is planned now?
bool invitation_answer_holds(const struct activity_participant *p);

const char *activity_kind_name(enum activity_kind k);    // as stored: "visit"
bool activity_kind_read(const char *name, enum activity_kind *out);
const char *activity_kind_title(enum activity_kind k);   // English msgid
const char *activity_state_name(enum activity_state s);
bool activity_state_read(const char *name, enum activity_state *out);
const char *activity_state_title(enum activity_state s);
const char *activity_outcome_name(enum activity_outcome o); // "" for ACTIVITY_UNTOLD
bool activity_outcome_read(const char *name, enum activity_outcome *out);
const char *activity_outcome_title(enum activity_outcome o);
const char *invitation_answer_name(enum invitation_answer w); // "" for INVITATION_UNANSWERED
bool invitation_answer_read(const char *name, enum invitation_answer *out);
const char *invitation_answer_title(enum invitation_answer w);

#endif
