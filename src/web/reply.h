// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_REPLY_H
#define WEB_REPLY_H

#include "web/http.h"

// Between reply.c, dispatch.c and server.c; pages have no use for it.

const char *session_cookie_name(const struct request *r);
const char *visitor_cookie_name(const struct request *r);

// A header of the answer, ready to send.
struct reply_header_line {
    const char *name;
    const char *value;
};
enum { REPLY_LINES_MOST = 32 };

// Everything that is sent beside the body, the security headers among it. Returns how many lines.
size_t reply_lines(const struct request *r, const struct reply *reply,
                   struct reply_header_line lines[REPLY_LINES_MOST]);

#endif
