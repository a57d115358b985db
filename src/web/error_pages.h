// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_ERROR_PAGES_H
#define WEB_ERROR_PAGES_H

#include "web/http.h"

// Refusals that say more than reply_error can.

struct reply reply_other_method(struct request *r, const char *allow); // 405 with Allow
struct reply reply_foreign(struct request *r);                         // 403: the form came from another site
// 403 on a POST after the session has ended: what was typed waits in the page, log in in another tab and send it again.
struct reply reply_logged_out(struct request *r, const char *login_path);
// 403 on a POST whose token is not the session's (an old tab): what was typed stands in the page, to be sent again.
struct reply reply_stale_form(struct request *r);

#endif
