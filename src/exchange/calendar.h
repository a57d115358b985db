// SPDX-License-Identifier: EUPL-1.2
#ifndef EXCHANGE_CALENDAR_H
#define EXCHANGE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/day.h"
#include "base/status.h"

// A calendar file (RFC 5545) with one event, to be taken into somebody's own calendar: UTF-8, lines that end in CR LF and
// are folded at 75 bytes. Times are Europe/Oslo's, with the rules of that zone beside them. What goes out by mail to
// somebody who comes is a REQUEST, or a CANCEL, from an organiser to an attendee (RFC 5546); the rest is a PUBLISH.
//
// Such a file leaves our guard. Calendars are synchronised to telephones, kept by other firms and shared with colleagues,
// and what is in them stays when a yes is withdrawn. So the caller puts in as little as the appointment needs, and the
// event is marked private, which hides its words where a calendar is shared. An employer's file says "Interview", the
// need's title and the code that stands for the person on our page; the name stands on that page alone.
enum calendar_status { CALENDAR_TENTATIVE, CALENDAR_CONFIRMED, CALENDAR_CANCELLED };
enum calendar_method { CALENDAR_PUBLISH, CALENDAR_REQUEST, CALENDAR_CANCEL };
const char *calendar_method_name(enum calendar_method m); // "REQUEST"

struct calendar_party {
    const char *name;  // "" none
    const char *email; // "" or NULL: nobody
};

struct calendar_event {
    const char *uid;      // the same for every version of the event
    int sequence;         // counts up with each version
    int64_t stamp;        // when this version came about, and
    int64_t starts_at, ends_at; // all three ms since 1970 UTC; whole seconds count
    const char *summary;
    const char *location, *description; // "" none
    enum calendar_status status;
    // The rest may be left out.
    enum calendar_method method;
    struct calendar_party organizer, attendee; // of a REQUEST or CANCEL
    bool accepted;        // the attendee has said yes, so that no answer is asked for
    bool open;            // everybody may read it: not marked private
    bool all_day;         // only the day is known: on, and not starts_at and ends_at
    day on;
    bool free;            // does not make its owner busy
};

// The file's text, the arena's. FAILED: the library has no memory.
MUST_USE enum status calendar_write(const struct calendar_event *event, struct arena *a, const char **ics_out);
// A whole calendar to subscribe to, under that name: a PUBLISH of many events, or of none.
MUST_USE enum status calendar_write_feed(const struct calendar_event *events, size_t count, const char *name, struct arena *a,
                                         const char **ics_out);

// What comes back: a REPLY with one event and one who answers.
struct calendar_reply {
    const char *uid;
    const char *email;    // who answers, without "mailto:"
    const char *answer;   // PARTSTAT as sent: "ACCEPTED", "DECLINED", "TENTATIVE" …
    int sequence;
    int64_t stamp;        // DTSTAMP, ms since 1970 UTC
};
// INVALID: it is none. bytes need not end in NUL.
MUST_USE enum status calendar_read_reply(const char *bytes, size_t size, struct arena *a, struct calendar_reply *out);

#endif
