// SPDX-License-Identifier: EUPL-1.2
// Personal links: the secret goes from the address into a cookie for one purpose, so that it stands in no page, no Referer
// and not in the browser's history of pages.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/unsubscribe.h"
#include "web/personal.h"
#include "web/personal.html.h"
#include "web/routes.h"

static const char *cookie_name(const struct request *r, enum link_purpose purpose)
{
    return arena_printf(r->arena, "%slink-%s", r->https ? "__Host-" : "", link_name(purpose));
}

bool personal_row(const struct request *r, enum link_purpose purpose, int64_t *row_out)
{
    const char *ticket = request_cookie(r, cookie_name(r, purpose));
    return ticket != NULL && personal_ticket_read(r->app, purpose, ticket, row_out);
}

bool personal_form_row(const struct request *r, enum link_purpose purpose, int64_t *row_out)
{
    int64_t row;
    if (!personal_row(r, purpose, &row) || strtoll(request_field(r, "link"), NULL, 10) != row)
        return false;
    *row_out = row;
    return true;
}

struct reply personal_gone(struct request *r)
{
    struct page *p = personal_page_open(r, tr(r->lang, N_("Open the link in the e-mail once more")));
    personal_gone_page(p);
    return reply_page(p, 404);
}

void personal_end(const struct request *r, struct reply *reply, enum link_purpose purpose)
{
    reply_cookie(reply, cookie_name(r, purpose), "", -1);
}

static struct reply link_follow(struct request *r)
{
    enum link_purpose purpose;
    int64_t row;
    if (!personal_link_find(r->app, r->word, &purpose, &row))
        return personal_gone(r);
    struct reply reply = reply_redirect(r, "%s", link_page(purpose));
    reply_cookie(&reply, cookie_name(r, purpose), personal_ticket(r->app, purpose, row, r->arena), LINK_TICKET_SECONDS);
    return reply;
}

// RFC 8058: a mail program unsubscribes its user by a POST to the link itself, without cookies, and follows no redirect.
// Of all purposes this one alone acts so.
static struct reply link_one_click(struct request *r)
{
    int64_t row;
    struct buf said = buf_in(r->arena);
    if (!personal_link_read(r->app, LINK_UNSUBSCRIBE, r->word, &row) ||
        strcmp(request_field(r, "List-Unsubscribe"), "One-Click") != 0)
        return reply_error(r, 404);
    enum status s = unsubscribe(r->app, row, true);
    if (s != OK)
        return reply_status(r, s);
    buf_printf(&said, "%s\n", tr(r->lang, N_("You get no more information by e-mail from us.")));
    return reply_text(r, 200, "text/plain; charset=utf-8", &said);
}

const struct route personal_routes[] = {
    {METHOD_GET, "/link/:word", link_follow, FOR_ANYONE, "link_follow"},
    {METHOD_POST, "/link/:word", link_one_click, FOR_ANYONE | BY_LINK, "link_one_click"},
    {0},
};
