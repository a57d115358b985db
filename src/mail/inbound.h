// SPDX-License-Identifier: EUPL-1.2
#ifndef MAIL_INBOUND_H
#define MAIL_INBOUND_H

#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"
#include "core/bounce.h"

// What a mail that came in is: by the forms that standards give (RFC 3464 reports, RFC 3834 automatic replies, RFC 6047
// calendar replies) and by the habits of servers that keep to none. Whoever wrote it may be hostile, so reading is bounded,
// and what it says of a mail of ours counts only with that mail's mark in it, which nobody can make up.

enum inbound_kind {
    INBOUND_OTHER,      // a person's answer, or nothing that is known: for a person to read
    INBOUND_RETURNED,   // a mail of ours did not arrive, for a reason that lasts
    INBOUND_PASSING,    // it did not arrive, for a reason that may pass
    INBOUND_DELAYED,    // it is still being tried: says nothing yet
    INBOUND_AUTO_REPLY, // out of office and the like: neither an answer nor a failure
    INBOUND_CALENDAR,   // an answer to an invitation, made by a calendar
};
enum { INBOUND_KINDS = 6 };
const char *inbound_kind_name(enum inbound_kind k);  // as stored: "auto-reply"
const char *inbound_kind_title(enum inbound_kind k); // English msgid

enum { INBOUND_MARKS_MOST = 8, INBOUND_SIZE_MOST = 4 << 20 };
struct inbound {
    enum inbound_kind kind;
    const char *code;        // of a failure: "5.1.1"; "" when nothing is said
    const char *from;        // the address in From, in small letters; "" none. Nobody vouches for it
    const char *marks[INBOUND_MARKS_MOST]; // what may be marks of mails of ours, "ypsilon.17.0123…", anywhere in it
    size_t mark_count;
    const char *calendar;    // INBOUND_CALENDAR: the file
    size_t calendar_size;
};
// INVALID: no mail at all, or larger than INBOUND_SIZE_MOST (a mail that was cut there is read as far as it goes).
MUST_USE enum status inbound_read(const char *bytes, size_t size, struct arena *a, struct inbound *out);

#endif
