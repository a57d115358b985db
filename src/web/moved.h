// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_MOVED_H
#define WEB_MOVED_H

#include "web/http.h"

// A page that was opened before two employers were merged, or a link on one, still means the one that is gone. True: *out
// leads on to the one that stands for both – a page to the same page of it, and a form to a question whether what was typed
// is meant for it, with all of it kept. For who may see the employer; asked after the route's roles and the form's token.
bool employer_moved(struct request *r, struct reply *out);

#endif
