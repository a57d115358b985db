// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_INTERVIEW_H
#define CORE_INTERVIEW_H

#include <stdbool.h>

#include "base/issues.h"
#include "core/actor.h"
#include "core/id.h"

// Times for an interview (intervju): the employer offers one or several to somebody who has been presented, the person
// takes one of them, and the others fall away. It holds only as long as the profile is shared.
enum interview_state { INTERVIEW_OFFERED, INTERVIEW_ACCEPTED, INTERVIEW_DECLINED, INTERVIEW_CANCELLED };
enum { INTERVIEW_STATES = 4 };

enum {
    INTERVIEW_MINUTES_LEAST = 5,
    INTERVIEW_MINUTES_MOST = 480,
    INTERVIEW_MONTHS_AHEAD = 6,
    INTERVIEW_TIMES_MOST = 5, // that one person is offered for one need at a time
    INTERVIEW_TEXT_MOST = 300,
};

struct interview {
    struct interview_id id;
    int64_t version;           // counts up at each change
    struct referral_id referral;
    struct person_id person;
    enum interview_state state;
    int64_t starts_at;         // ms since 1970 UTC, a whole minute
    int minutes;               // how long
    int sequence;              // of its calendar file (RFC 5545, 3.8.7.4): counts up at each change of it
    struct user_id offered_by, changed_by;
    int64_t created_at, changed_at;
    bool by_adviser;           // answered on the person's behalf: shown as such
    const char *place, *bring; // where, and what to bring; sealed, "" once the person is deleted
};

// What is offered. Fields: "starts_at", "minutes", "place", "bring". until: the last day the employer sees the profile,
// which the interview may not outlive.
void interview_check(const struct interview *i, int64_t now, day until, struct issues *issues);

enum interview_act { INTERVIEW_ACCEPT, INTERVIEW_DECLINE, INTERVIEW_CHANGE, INTERVIEW_CANCEL };
enum { INTERVIEW_ACTS = 4 };

// How it stands, whatever is stored: once the profile is not shared any more an interview that was to come is cancelled.
enum interview_state interview_now(const struct interview *at, bool shared);
// May it be done? NULL: yes; otherwise the msgid that says why not. role: who does it. The person answers, or an adviser
// of the person's on behalf; the employer changes and cancels, or an adviser who was told. Whether the referral is this
// actor's to work with is core/access.h's to say.
const char *interview_refusal(const struct interview *at, enum interview_act act, enum role role, bool shared, int64_t now);
// After an act that is not refused. A changed time has to be accepted anew; what is changed beside the state is the
// caller's to set before.
struct interview interview_after(const struct interview *at, enum interview_act act, enum role role);
bool interview_coming(const struct interview *at, bool shared, int64_t now); // offered or accepted, and not over

const char *interview_state_name(enum interview_state s);  // as stored: "offered"
bool interview_state_read(const char *name, enum interview_state *out);
const char *interview_state_title(enum interview_state s); // English msgid

#endif
