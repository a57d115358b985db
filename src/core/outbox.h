// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_OUTBOX_H
#define CORE_OUTBOX_H

#include <stdbool.h>
#include <stdint.h>

// Notices: what is told to whom. The text follows from the kind alone, and names neither an employer nor a need.
enum outbox_kind {
    OUTBOX_SHARE_ASKED, OUTBOX_SHARE_REMINDER, OUTBOX_SHARE_TAKEN_BACK, // to the person
    OUTBOX_NOT_CHOSEN,        // to the person: a position is filled, or the need is gone
    OUTBOX_CHECKIN, OUTBOX_CHECKIN_AGAIN, // to the person, or to the employer's users
    OUTBOX_SHARE_ANSWERED, OUTBOX_SHARE_EXPIRED, // to who asked
    OUTBOX_PRESENTED, OUTBOX_WITHDRAWN,          // to the employer's users
    OUTBOX_VERDICT,           // to who started the referral
    OUTBOX_NEED_FULL,         // to who stated the need: close it?
    OUTBOX_CODE,              // to the person: the one-time code that was asked for
    OUTBOX_INVITE,            // to who is invited to become an employer's user
    OUTBOX_INTERVIEW,         // to the person: a time is offered, changed or cancelled
    OUTBOX_INTERVIEW_ANSWERED, // to the employer's users
    OUTBOX_AGENCY_ASKED, OUTBOX_AGENCY_ANSWERED, // to an agency's users
    OUTBOX_SHARE_UNDELIVERED, // to who asked: the notice of a question could not be delivered
};
enum { OUTBOX_KINDS = 19 };
enum outbox_state {
    OUTBOX_WAITING,
    OUTBOX_SENDING,    // handed to the mail server just now
    OUTBOX_SENT,
    OUTBOX_UNSURE,     // the program stopped while it was sent: somebody decides whether to send it again
    OUTBOX_REFUSED,    // the mail server would not take it
    OUTBOX_NO_ADDRESS,
    OUTBOX_RETURNED,
    OUTBOX_PAST,       // what it was about was over before it went: an answered question, a used code, a closed account
};
enum { OUTBOX_STATES = 8 };

const char *outbox_state_name(enum outbox_state s);  // as stored: "no-address"
bool outbox_state_read(const char *name, enum outbox_state *out);
const char *outbox_state_title(enum outbox_state s); // English msgid
const char *outbox_kind_name(enum outbox_kind k);    // as stored: "share-asked"
bool outbox_kind_read(const char *name, enum outbox_kind *out);
const char *outbox_kind_title(enum outbox_kind k);   // English msgid: what it is about, for the office

// May somebody send it (again) by hand? NULL: yes; otherwise the msgid that says why not. What has gone goes once.
const char *outbox_send_refusal(enum outbox_state s);
// When to try again what the receiver's server did not take for now, ms after the try that was number `tries`; -1: give up,
// after about three days.
int64_t outbox_wait(int tries);

#endif
