// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_ROUTES_H
#define WEB_ROUTES_H

#include "web/http.h"

// Which roles may call a route. The route only steers who gets to the handler; what they may do there and see is
// core/access.h's to say. A visitor on a page for members is asked to log in; a member with another role gets 403.
enum {
    FOR_PUBLIC = 1 << ROLE_PUBLIC,
    FOR_OFFICE = 1 << ROLE_OFFICE,
    FOR_ADVISER = 1 << ROLE_ADVISER,
    FOR_EMPLOYER = 1 << ROLE_EMPLOYER,
    FOR_CANDIDATE = 1 << ROLE_CANDIDATE,
    FOR_MENTOR = 1 << ROLE_MENTOR,
    FOR_STEERING = 1 << ROLE_STEERING,
    FOR_STAFF = FOR_OFFICE | FOR_ADVISER,
    FOR_MEMBERS = FOR_STAFF | FOR_EMPLOYER | FOR_CANDIDATE | FOR_MENTOR | FOR_STEERING,
    FOR_ANYONE = FOR_PUBLIC | FOR_MEMBERS,
    // A POST by a machine of the receiver's that follows a link in a mail: the address holds the secret, and neither the
    // form's token nor the site it comes from is asked for.
    BY_LINK = 1 << 30,
};

// One row. A pattern is literal parts and ":id" (decimal, above 0, goes to request.ids) and one ":word" (a–z, digits
// and "-", goes to request.word): "/needs/:id/requirements/:id". Literal parts win over ":id" and ":word".
struct route {
    enum method method;
    const char *pattern;
    struct reply (*handler)(struct request *r);
    unsigned roles;
    const char *name; // "need_edit": for listings and tests
};

// An area is an array of rows that ends with an empty row:
//     const struct route need_routes[] = {
//         {METHOD_GET, "/needs", need_list, FOR_STAFF | FOR_EMPLOYER, "need_list"},
//         {0},
//     };
// and one line AREA(need) in areas.def.

enum route_found { ROUTE_FOUND, ROUTE_NOT_FOUND, ROUTE_OTHER_METHOD };

// On ROUTE_FOUND sets r->route, r->ids, r->word. On ROUTE_OTHER_METHOD *allow_out is "GET, HEAD" or "POST".
enum route_found route_find(struct request *r, const char **allow_out);
// Is there a page at this path (no query) that this role may get? For navigation.
bool route_open(const char *path, enum role role);

// Every row of every area, for `ypsilon routes` and the access-matrix test.
size_t route_count(void);
const struct route *route_at(size_t index);

#endif
