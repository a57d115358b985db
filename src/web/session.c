// SPDX-License-Identifier: EUPL-1.2
#include "web/session.h"

#include "app/accounts.h"

static enum status load(struct request *r, const char *reference, struct session *out)
{
    return session_actor(r->app, reference, r->arena, &out->id, &out->actor);
}

static enum status keep_language(struct request *r, enum lang lang)
{
    return change_language(r->app, r->actor, lang);
}

struct server_hooks session_hooks(struct app *app)
{
    return (struct server_hooks){.app = app, .session_load = load, .language_set = keep_language};
}
