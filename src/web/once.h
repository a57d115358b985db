// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_ONCE_H
#define WEB_ONCE_H

#include "web/http.h"

// A form that is sent twice – a second press without script, a reload, Back and the same button again, a client that
// tries once more – has its effect once. Forms carry a random field "once"; who sends the very same fields again is led
// to where the first sending led. Fields that differ are another form. Remembered in memory, the last ONCE_MOST of them:
// a restart forgets, as a browser would.
enum { ONCE_MOST = 4096 };

struct once;
struct once *once_open(void);
void once_close(struct once *o);

enum once_state {
    ONCE_FIRST, // go on, and say once_done
    ONCE_AGAIN, // *location_out is where it led; the arena's
};
// Of a POST with a live session whose form has the field; others are always ONCE_FIRST. Waits while the first sending is
// being answered.
enum once_state once_begin(struct once *o, struct request *r, const char **location_out);
// The answer: only one that leads elsewhere (303) is remembered, since anything else had no effect.
void once_done(struct once *o, struct request *r, const struct reply *reply);

#endif
