// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_WIRE_H
#define WEB_WIRE_H

#include "web/http.h"

// The head of a request as it came over the wire, read strictly: what two programs could understand differently is
// refused (RFC 9110, RFC 9112). Knows nothing of sockets.

struct wire_header {
    const char *name;
    const char *value; // without blanks around it
};

struct wire {
    const char *method;
    const char *target;
    const char *version;
    struct wire_header *headers;
    size_t count;
    size_t size; // bytes of the whole head
};

enum { WIRE_HEAD_MOST = 16 * 1024, WIRE_PATH_MOST = 2 * 1024, WIRE_TARGET_MOST = 8 * 1024, WIRE_COOKIES_MOST = 50 };

struct wire_policy {
    const char *host;    // the name clients use; NULL: any
    bool loopback_names; // only localhost, 127.0.0.1 and [::1]
    bool trust_proxy;
    bool https;
};

struct request_raw {
    const struct wire_header *headers;
    size_t header_count;
    struct wire_header *cookies;
    size_t cookie_count;
};

// Fills in method, path, target, query, host, user_agent, https, htmx, referer, lang and raw of *r (address, when
// the proxy tells it). 0, or the HTTP status to refuse with: 400 405 411 414 415 421 431. Whatever could be read is
// set also then, lang always. *body_out is the length of the body to come, *head_only_out tells a HEAD.
int wire_read(const struct wire *w, const struct wire_policy *policy, struct request *r, uint64_t *body_out,
              bool *head_only_out);

// The boundary of a POST's body when that is a form with files (multipart.h), else NULL.
const char *wire_boundary(const struct request *r);

// Reads the body of a POST, other than one with files, into r->form: 0, 400 or 413.
int wire_read_form(struct request *r, const char *body, size_t size);

// May this POST have come from a page of ours, as far as the browser's own headers tell? RFC 6454 Origin and
// Sec-Fetch-Site; a client that sends neither passes, the CSRF token is asked of everybody.
bool wire_same_origin(const struct request *r);

#endif
