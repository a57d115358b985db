// SPDX-License-Identifier: EUPL-1.2
// An employer's users and open invitations: its own page for users, a page below the employer's for the office.
#include <string.h>

#include "app/mail.h"
#include "web/routes.h"
#include "web/users.html.h"

static const char *users_path(struct request *r, struct employer_id employer)
{
    return r->actor->role == ROLE_EMPLOYER ? "/users"
                                           : arena_printf(r->arena, "/employers/%lld/users", (long long)employer.value);
}

static struct page *open_users(struct request *r, const char *title, const char *employer_name, struct employer_id employer)
{
    struct crumb crumbs[] = {{tr(r->lang, N_("Employers")), "/employers"},
                             {employer_name, arena_printf(r->arena, "/employers/%lld", (long long)employer.value)}};
    struct crumb *kept = arena_alloc(r->arena, sizeof crumbs);
    memcpy(kept, crumbs, sizeof crumbs);
    return r->actor->role == ROLE_EMPLOYER ? page_open(r, title) : page_open_below(r, title, kept, COUNT_OF(crumbs));
}

static struct reply users_with(struct request *r, struct employer_id employer, const struct issues *issues)
{
    struct users_view v = {.path = users_path(r, employer), .own = r->actor->role == ROLE_EMPLOYER};
    enum status s = list_employer_users(r->app, r->actor, employer, r->arena, &v.at);
    if (s != OK)
        return reply_status(r, s);
    v.may_invite = (v.at.rights & RIGHT_CREATE) != 0;
    v.may_edit = (v.at.rights & RIGHT_EDIT) != 0;
    struct page *p = open_users(r, tr(r->lang, N_("Users")), v.at.employer_name, employer);
    if (issues != NULL)
        page_again(p, issues);
    users_page(p, &v);
    return reply_page(p, issues == NULL ? 200 : 422);
}

static struct reply invite(struct request *r, struct employer_id employer)
{
    struct issues issues = issues_in(r->arena);
    struct invite_id id;
    bool known;
    enum status s = invite_user(r->app, r->actor, employer, request_field(r, "name"), request_field(r, "email"), &issues,
                                &id, &known);
    if (s == INVALID)
        return users_with(r, employer, &issues);
    if (s != OK)
        return reply_status(r, s);
    return reply_redirect(r, "/users/invites/%lld", (long long)id.value);
}

static struct reply users_show(struct request *r)
{
    return users_with(r, r->actor->employer, NULL);
}

static struct reply users_invite(struct request *r)
{
    return invite(r, r->actor->employer);
}

static struct reply employer_users_show(struct request *r)
{
    return users_with(r, (struct employer_id){request_id(r, 0)}, NULL);
}

static struct reply employer_users_invite(struct request *r)
{
    return invite(r, (struct employer_id){request_id(r, 0)});
}

static struct reply invite_link(struct request *r)
{
    struct invite_made_view v;
    const char *token;
    struct employer_id employer;
    enum status s = get_invite_link(r->app, r->actor, (struct invite_id){request_id(r, 0)}, r->arena, &token, &v.line,
                                    &employer);
    if (s != OK)
        return reply_status(r, s);
    // Who could open it for somebody else would learn whether the address has an account, and could make one in that name.
    v.link = mail_goes_out(r->app) ? NULL
                                   : arena_printf(r->arena, "%s://%s/invite/%s", r->https ? "https" : "http", r->host, token);
    v.back = users_path(r, employer);
    struct page *p = page_open(r, tr(r->lang, v.link == NULL ? N_("The invitation is sent") : N_("Pass on the link")));
    invite_made_page(p, &v);
    return reply_page(p, 200);
}

static struct reply invite_take_back_submit(struct request *r)
{
    struct employer_id employer;
    enum status s = take_back_invite(r->app, r->actor, (struct invite_id){request_id(r, 0)}, &employer);
    if (s != OK && s != CONFLICT)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s#invitations", users_path(r, employer));
    reply_flash(&reply, s == OK ? FLASH_invite_taken_back : FLASH_invite_past);
    return reply;
}

static struct reply disable_with(struct request *r, const struct issues *issues)
{
    struct disable_view v = {.own = r->actor->role == ROLE_EMPLOYER};
    struct user_id id = {request_id(r, 0)};
    struct employer_id employer;
    enum status s = get_employer_user(r->app, r->actor, id, r->arena, &v.user, &employer);
    if (s != OK)
        return reply_status(r, s);
    v.back = users_path(r, employer);
    v.action = arena_printf(r->arena, "/users/%lld/disable", (long long)id.value);
    struct page *p = page_open(r, tr_arg(r->lang, r->arena, N_("Disable %s"), v.user.name));
    if (issues != NULL)
        page_again(p, issues);
    user_disable_page(p, &v);
    return reply_page(p, issues == NULL ? 200 : 409);
}

static struct reply user_disable_show(struct request *r)
{
    return disable_with(r, NULL);
}

static struct reply set_disabled(struct request *r, bool disabled)
{
    struct issues issues = issues_in(r->arena);
    struct employer_id employer;
    struct user_id id = {request_id(r, 0)};
    enum status s = disable_employer_user(r->app, r->actor, id, disabled, &issues, &employer);
    if (s == INVALID)
        return disable_with(r, &issues);
    if (s != OK)
        return reply_status(r, s);
    bool oneself = disabled && id.value == r->actor->user.value;
    struct reply reply = reply_redirect(r, "%s", oneself ? "/login" : users_path(r, employer));
    if (oneself)
        reply_session_end(r, &reply);
    reply_flash(&reply, disabled ? FLASH_user_disabled : FLASH_user_enabled);
    return reply;
}

static struct reply user_disable_submit(struct request *r)
{
    return set_disabled(r, true);
}

static struct reply user_enable_submit(struct request *r)
{
    return set_disabled(r, false);
}

const struct route user_routes[] = {
    {METHOD_GET, "/users", users_show, FOR_EMPLOYER, "users"},
    {METHOD_POST, "/users/invite", users_invite, FOR_EMPLOYER, "users_invite"},
    {METHOD_GET, "/employers/:id/users", employer_users_show, FOR_OFFICE, "employer_users"},
    {METHOD_POST, "/employers/:id/users/invite", employer_users_invite, FOR_OFFICE, "employer_users_invite"},
    {METHOD_GET, "/users/invites/:id", invite_link, FOR_OFFICE | FOR_EMPLOYER, "users_invite_link"},
    {METHOD_POST, "/users/invites/:id/take-back", invite_take_back_submit, FOR_OFFICE | FOR_EMPLOYER, "users_invite_take_back"},
    {METHOD_GET, "/users/:id/disable", user_disable_show, FOR_OFFICE | FOR_EMPLOYER, "user_disable"},
    {METHOD_POST, "/users/:id/disable", user_disable_submit, FOR_OFFICE | FOR_EMPLOYER, "user_disable_submit"},
    {METHOD_POST, "/users/:id/enable", user_enable_submit, FOR_OFFICE | FOR_EMPLOYER, "user_enable"},
    {0},
};
