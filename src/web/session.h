// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_SESSION_H
#define WEB_SESSION_H

#include "web/server.h"

// The server's hooks into app: whose a session is, and the language that its user chose.
struct server_hooks session_hooks(struct app *app);

#endif
