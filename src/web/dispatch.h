// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_DISPATCH_H
#define WEB_DISPATCH_H

#include "web/server.h"

// From a request that has been read to its reply: session, route, role, origin and CSRF token, handler. Knows nothing
// of sockets. r has been through wire_read; refused is the status that wire_read or wire_read_form asked for, or 0.
struct reply dispatch(struct request *r, const struct server_hooks *hooks, int refused);

#endif
