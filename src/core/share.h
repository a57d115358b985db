// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_SHARE_H
#define CORE_SHARE_H

#include "base/issues.h"
#include "core/actor.h"
#include "core/referral.h"

// The question to a person whether the profile may be shown to one employer for one need (spørsmål om å dele profil).
// Silence is no. The notice that goes out names neither employer nor need.
enum share_state {
    SHARE_SENT,
    SHARE_CANNOT_NOTIFY, // there is no way to reach the person by itself: the adviser has to tell
    SHARE_UNDELIVERABLE, // the notice came back
    SHARE_YES,
    SHARE_NO,
    SHARE_EXPIRED,
    SHARE_WITHDRAWN,     // by the person after a yes, or by who asked before an answer
};
enum { SHARE_STATES = 7 };

struct share_request {
    enum share_state state;
    day asked_on;
    day deadline;   // the last day to answer on, to its end in Norwegian time
    day answered_on; // DAY_NONE while there is no answer
    bool by_adviser; // answered on the person's behalf: shown as such
};

enum { SHARE_DEADLINE_MOST_MONTHS = 1, SHARE_DAYS_LEAST = 2, SHARE_MONTHS = 6 };

// The deadlines to offer, in days from today: 2, 3, 7. A date of one's own lies from two days to a month ahead.
extern const int SHARE_DEADLINES[3];
void share_deadline_check(day deadline, day today, struct issues *issues);

// May another question go out? NULL: yes; otherwise the msgid that says why not, which may hold one %s for the limit.
// open: the person's open questions of all employers; most: the programme's limit. before: the newest question for the
// same need, or NULL.
const char *share_ask_refusal(const struct share_request *before, day today, int open, int most);

enum share_act { SHARE_ANSWER_YES, SHARE_ANSWER_NO, SHARE_TAKE_BACK, SHARE_NOTICE_FAILED, SHARE_NOTICE_RETURNED };
enum { SHARE_ACTS = 5 };
// NULL: may be done. role: who does it; ROLE_CANDIDATE the person, advisers and the office for the person's own agency on
// the person's behalf, ROLE_PUBLIC the clock and the post. A late yes is refused with an explanation; a no is never late.
const char *share_refusal(const struct share_request *at, enum share_act act, enum role role, day today);
// After an act that is not refused.
struct share_request share_after(const struct share_request *at, enum share_act act, enum role role, day today);

// How it stands by the clock, whatever is stored: an open question past its deadline has expired, and a yes lasts six
// months from its day.
enum share_state share_now(const struct share_request *at, day today);
enum consent share_consent(const struct share_request *at, day today); // NULL: never asked
day share_ends(const struct share_request *at);  // the last day the employer sees the profile; DAY_NONE without a yes
bool share_open(const struct share_request *at, day today); // waits for an answer
day share_remind_on(const struct share_request *at); // the one reminder, the day before the deadline; DAY_NONE for none

const char *share_state_name(enum share_state s);
bool share_state_read(const char *name, enum share_state *out);
const char *share_state_title(enum share_state s); // English msgid

#endif
