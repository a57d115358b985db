// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_INBOX_H
#define APP_INBOX_H

#include "app/app.h"
#include "app/outbox.h"
#include "exchange/calendar.h"
#include "mail/inbound.h"

// The mailbox to which answers to our mails come. What machines answer is read: mails that came back, automatic replies,
// answers from calendars. What people write is counted and left alone, unread. Of no mail more is kept than what it was and
// which mail of ours it is about.

// As an operator gives them. Without inbox nothing is read.
struct inbox_options {
    const char *inbox;         // "imaps://user@host/INBOX"; NULL: none
    const char *password_file; // its first line is the password; NULL: none
    const char *ca_file;       // certificates to trust beside the machine's; NULL: none
    int seconds;               // between two looks; 0: 60
};
// Once, before the reader is opened. INVALID: issues says what to mend.
MUST_USE enum status set_up_inbox(struct app *app, const struct inbox_options *options, struct issues *issues);

// The reader: a thread of the server. Without a mailbox *out is NULL.
struct inbox_reader;
MUST_USE enum status inbox_reader_open(struct app *app, struct inbox_reader **out);
void inbox_reader_close(struct inbox_reader *r); // NULL is fine

// One mail, as it came. The same again changes nothing. INVALID: it is no mail, or too large.
struct inbox_told {
    enum inbound_kind kind;
    const char *code;       // of a failure
    bool known;             // read before
    struct outbox_id mail;  // of ours, that it is about; {0} none
    bool held;              // the address is on hold now
    bool handed_on;         // an answer from a calendar has found its event
};
MUST_USE enum status take_inbound(struct app *app, const char *bytes, size_t size, struct arena *a, struct inbox_told *out);

// An answer from a calendar goes to whose the event is, by its UID. from: the address in the mail's From, in small letters;
// nobody vouches for it, nor for the reply but for what its UID proves. May be called twice with the same. NOT_FOUND: no
// such event, attendee or version.
#define CALENDAR_ANSWER(prefix, function)                                                                              \
    enum status function(struct app *app, const struct calendar_reply *reply, const char *from);
#include "app/calendar_answers.def"
#undef CALENDAR_ANSWER

// Addresses on hold, for the office. Mail to them is not sent, and says so (OUTBOX_HELD), until somebody releases them.
struct hold_line {
    int64_t id, version;
    struct outbox_row mail;  // the one that came back last: to whom it was
    const char *email;       // on hold: a contact's, user's or invited one's; "" for others, or when it is not known any more
    bool moved;              // theirs is another one now
    const char *why;         // English msgid
    const char *code;
    int passing;             // came back so often for a passing reason; 0: for one that lasts
    int64_t held_at, released_at;
    const char *released_by;
};
struct hold_page {
    struct hold_line *held;     // longest on hold first
    size_t held_count;
    const char *next;           // "" when this is the last page
    int64_t total;
    struct hold_line *released; // of the last week, latest first
    size_t released_count;
};
MUST_USE enum status list_holds(struct app *app, const struct actor *actor, const char *after, size_t most, struct arena *a,
                                struct hold_page *out);
// held false: mail goes to it again; true: takes that back. CONFLICT: somebody was faster.
MUST_USE enum status set_hold(struct app *app, const struct actor *actor, int64_t id, int64_t version, bool held);
MUST_USE enum status count_holds(struct app *app, const struct actor *actor, int64_t *count_out);

// What the office may know of the mailbox.
struct inbox_state {
    bool reads;              // a mailbox is named
    const char *trouble;     // what stands in the way; NULL: nothing
    int64_t since, looked_at; // ms; 0: not
    int64_t counts[INBOUND_KINDS]; // of the last 30 days
};
MUST_USE enum status get_inbox(struct app *app, const struct actor *actor, struct arena *a, struct inbox_state *out);

#endif
