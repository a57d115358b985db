// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_DISPATCH_H
#define WEB_DISPATCH_H

#include "web/multipart.h"
#include "web/server.h"

// From a request that has been read to its reply: session, route, role, origin and CSRF token, handler. Knows nothing
// of sockets. r has been through wire_read; refused is the status that wire_read or wire_read_form asked for, or 0.
// A request that brings files and was answered OK by dispatch_upload comes here with its form and uploads filled in.
struct reply dispatch(struct request *r, const struct server_hooks *hooks, int refused);

// A page that shows persons to others may be sent when it is written down who looked. Is there anything to write?
bool dispatch_owes(const struct request *r);
// Begins it; then is called when it is done, on another thread or this one. OK: the reply may be sent.
void dispatch_settle(struct request *r, void (*then)(void *arg, enum status status), void *arg);
// Instead of the reply, when it was not OK.
struct reply dispatch_unsettled(struct request *r, const struct reply *reply, enum status status);

// Before the body of a form with files is read (r has been through wire_read): may it be, and by which rule? OK; INVALID:
// the route takes no files; DENIED: this client may not come here, dispatch says why.
MUST_USE enum status dispatch_upload(struct request *r, const struct server_hooks *hooks, const char *folder,
                                     struct multipart_rule *rule_out);
// Do the fields hold the token of r's session? context is the request: for multipart_open.
bool dispatch_token(void *context, const struct form *fields);

#endif
