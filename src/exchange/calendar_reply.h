// SPDX-License-Identifier: EUPL-1.2
#ifndef EXCHANGE_CALENDAR_REPLY_H
#define EXCHANGE_CALENDAR_REPLY_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

// What a calendar program answers to an invitation (RFC 5546, METHOD:REPLY): whose answer, to which version of which event.
// Nobody vouches for it: whoever knows the event's UID can write one.
enum calendar_answer { CALENDAR_ACCEPTED, CALENDAR_DECLINED, CALENDAR_MAYBE };

struct calendar_reply {
    const char *uid;      // at most CALENDAR_UID_MOST bytes
    int sequence;         // of the version that is answered
    const char *attendee; // the address, in small letters
    enum calendar_answer answer;
    int64_t stamp;        // when it was answered, ms since 1970 UTC; 0: not said
};
enum { CALENDAR_UID_MOST = 200, CALENDAR_REPLY_MOST = 64 << 10 };

// Lives in the arena. INVALID: it is no such file, is too large, or does not say all of it.
MUST_USE enum status calendar_reply_read(const char *bytes, size_t size, struct arena *a, struct calendar_reply *out);

#endif
