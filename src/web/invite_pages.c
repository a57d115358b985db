// SPDX-License-Identifier: EUPL-1.2
// The link of an invitation (screen 29's manner): GET shows, only POST makes the account.
#include <string.h>

#include "web/invites.html.h"
#include "web/routes.h"

enum { INVITE_COOKIE_SECONDS = 3600 };

static const char *cookie_name(const struct request *r)
{
    return r->https ? "__Host-invite" : "invite";
}

static const char *token_of(const struct request *r)
{
    const char *token = request_cookie(r, cookie_name(r));
    return token == NULL ? "" : token;
}

// The secret goes from the address into a cookie, so that it stands in no page, no Referer and not in the browser's
// history of pages. Nothing else happens: whoever opens links to look what they are may open this one.
static struct reply invite_follow(struct request *r)
{
    struct reply reply = reply_redirect(r, "/invite");
    if (strlen(r->word) <= INVITE_TOKEN_MOST)
        reply_cookie(&reply, cookie_name(r), r->word, INVITE_COOKIE_SECONDS);
    return reply;
}

static struct reply gone(struct request *r)
{
    struct page *p = page_open(r, tr(r->lang, N_("The link does not work any more")));
    invite_gone_page(p);
    struct reply reply = reply_page(p, 404);
    if (*token_of(r) != '\0')
        reply_cookie(&reply, cookie_name(r), "", -1);
    return reply;
}

static struct reply form(struct request *r, const struct issues *issues)
{
    struct invite_view v = {.person = r->session.live ? r->actor->name : NULL};
    enum status s = read_invite(r->app, token_of(r), r->arena, &v.offer);
    if (s == NOT_FOUND)
        return gone(r);
    if (s != OK)
        return reply_status(r, s);
    struct page *p = page_open(r, tr_arg(r->lang, r->arena, N_("Become a user for %s"), v.offer.employer_name));
    if (issues != NULL)
        page_again(p, issues);
    invite_page(p, &v);
    return reply_page(p, issues == NULL ? 200 : 422);
}

static struct reply invite_show(struct request *r)
{
    return form(r, NULL);
}

static const char *typed(const struct request *r, const char *name)
{
    const char *value = form_typed(&r->form, name);
    return value == NULL ? "" : value;
}

static struct reply invite_submit(struct request *r)
{
    if (r->session.live)
        return form(r, NULL);
    struct issues issues = issues_in(r->arena);
    const char *password = typed(r, "password");
    enum status s = INVALID;
    if (strcmp(password, typed(r, "again")) != 0)
        issues_add(&issues, "again", N_("Write the same new password in both fields"));
    else
        s = accept_invite(r->app, token_of(r), request_field(r, "name"), password, r->lang, &issues);
    if (s == INVALID)
        return form(r, &issues);
    if (s == NOT_FOUND)
        return gone(r);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/login");
    reply_cookie(&reply, cookie_name(r), "", -1);
    reply_flash(&reply, FLASH_invite_accepted);
    return reply;
}

const struct route invite_routes[] = {
    {METHOD_GET, "/invite/:word", invite_follow, FOR_ANYONE, "invite_follow"},
    {METHOD_GET, "/invite", invite_show, FOR_ANYONE, "invite"},
    {METHOD_POST, "/invite", invite_submit, FOR_ANYONE, "invite_submit"},
    {0},
};
