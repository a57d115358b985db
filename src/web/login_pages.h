// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_LOGIN_PAGES_H
#define WEB_LOGIN_PAGES_H

#include "app/accounts.h"
#include "web/http.h"

// After a log-in, of whatever kind, that was right: on to where the visitor wanted to go, or to the second step.
struct reply login_answered(struct request *r, const struct login_answer *answer);
// Where that is: the form's or the address's "next", but not a page about logging in.
const char *login_next(struct request *r);

#endif
