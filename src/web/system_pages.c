// SPDX-License-Identifier: EUPL-1.2
#include <string.h>

#include "web/dispatch.h"
#include "web/routes.h"

// For the proxy and for whoever watches over the service: the server takes requests.
static struct reply health(struct request *r)
{
    struct buf body = buf_in(r->arena);
    buf_add_text(&body, "ok\n");
    return reply_text(r, 200, "text/plain; charset=utf-8", &body);
}

static struct reply language_choose(struct request *r)
{
    const char *typed = request_field(r, "lang");
    enum lang chosen = lang_from_tag(typed, r->lang);
    if (strcmp(lang_tag(chosen), typed) != 0)
        return reply_error(r, 400);
    if (r->session.live && r->hooks->language_set != NULL) {
        enum status s = r->hooks->language_set(r, chosen);
        if (s != OK)
            return reply_status(r, s);
    }
    struct reply reply = reply_redirect(r, "%s", request_next(r, "/"));
    reply_cookie(&reply, "lang", lang_tag(chosen), 365 * 24 * 3600);
    return reply;
}

const struct route system_routes[] = {
    {METHOD_GET, "/health", health, FOR_ANYONE, "health"},
    {METHOD_POST, "/language", language_choose, FOR_ANYONE, "language_choose"},
    {0},
};
