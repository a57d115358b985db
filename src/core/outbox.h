// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_OUTBOX_H
#define CORE_OUTBOX_H

#include <stdbool.h>
#include <stdint.h>

// What is told to whom: one line for each kind stands in core/outbox_kinds.def. A notice's text follows from its kind
// alone and names neither an employer nor a need; other kinds have a maker (app/letter_makers.def).
enum outbox_kind {
#define OUTBOX_SERVICE(key, name, title) OUTBOX_##key,
#define OUTBOX_INFORMATION(key, name, title) OUTBOX_##key,
#include "core/outbox_kinds.def"
#undef OUTBOX_SERVICE
#undef OUTBOX_INFORMATION
};
enum {
    OUTBOX_KINDS = 0
#define OUTBOX_SERVICE(key, name, title) +1
#define OUTBOX_INFORMATION(key, name, title) +1
#include "core/outbox_kinds.def"
#undef OUTBOX_SERVICE
#undef OUTBOX_INFORMATION
};
enum outbox_state {
    OUTBOX_WAITING,
    OUTBOX_SENDING,    // handed to the mail server just now
    OUTBOX_SENT,
    OUTBOX_UNSURE,     // the program stopped while it was sent: somebody decides whether to send it again
    OUTBOX_REFUSED,    // the mail server would not take it
    OUTBOX_NO_ADDRESS,
    OUTBOX_RETURNED,
    OUTBOX_PAST,       // what it was about was over before it went: an answered question, a used code, a closed account
    OUTBOX_HELD,       // mail to this address has come back, and nobody has released it
    OUTBOX_UNWANTED,   // information, and the contact does not want it
};
enum { OUTBOX_STATES = 10 };

const char *outbox_state_name(enum outbox_state s);  // as stored: "no-address"
bool outbox_state_read(const char *name, enum outbox_state *out);
const char *outbox_state_title(enum outbox_state s); // English msgid
const char *outbox_kind_name(enum outbox_kind k);    // as stored: "share-asked"
bool outbox_kind_read(const char *name, enum outbox_kind *out);
const char *outbox_kind_title(enum outbox_kind k);   // English msgid: what it is about, for the office
// Information is what nobody has to get: it goes after all service mail, tells how to unsubscribe, and does not go to
// contacts who have said no.
bool outbox_kind_informs(enum outbox_kind k);

// May somebody send it (again) by hand? NULL: yes; otherwise the msgid that says why not. What has gone goes once.
const char *outbox_send_refusal(enum outbox_state s);
// When to try again what the receiver's server did not take for now, ms after the try that was number `tries`; -1: give up,
// after about three days.
int64_t outbox_wait(int tries);

#endif
