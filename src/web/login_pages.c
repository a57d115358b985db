// SPDX-License-Identifier: EUPL-1.2
// Logging in and out (screen 30).
#include <string.h>

#include "web/account_view.h"
#include "web/login.html.h"
#include "web/login_pages.h"
#include "web/routes.h"

const char *login_next(struct request *r)
{
    const char *next = request_next(r, "/");
    return strncmp(next, "/login", 6) == 0 || strncmp(next, "/logout", 7) == 0 ? "/" : next;
}

static struct login_view login_view(struct request *r)
{
    struct login_view v = {.next = login_next(r), .ended = r->session_ended && r->method == METHOD_GET};
    if (app_is_demo(r->app)) {
        v.demo = DEMO_ACCOUNTS;
        v.demo_count = DEMO_ACCOUNT_COUNT;
    }
    return v;
}

static struct reply login_show(struct request *r)
{
    if (r->session.live)
        return reply_redirect(r, "%s", login_next(r));
    struct login_view v = login_view(r);
    struct page *p = page_open(r, tr(r->lang, N_("Log in")));
    login_page(p, &v);
    return reply_page(p, 200);
}

// With the issues of a refusal: 422, or 429 when there were too many tries.
static struct reply login_again(struct request *r, const struct issues *issues, int wait_seconds)
{
    struct login_view v = login_view(r);
    struct page *p = page_open(r, tr(r->lang, N_("Log in")));
    page_again(p, issues);
    login_page(p, &v);
    struct reply reply = reply_page(p, wait_seconds > 0 ? 429 : 422);
    if (wait_seconds > 0)
        reply_header(&reply, "Retry-After", arena_printf(r->arena, "%d", wait_seconds));
    return reply;
}

static struct reply code_ask(struct request *r, const char *pending, const struct issues *issues, int wait_seconds)
{
    struct login_view v = {.next = login_next(r), .pending = pending};
    struct page *p = page_open(r, tr(r->lang, N_("One-time code")));
    if (issues != NULL)
        page_again(p, issues);
    login_code_page(p, &v);
    struct reply reply = reply_page(p, issues == NULL ? 200 : wait_seconds > 0 ? 429 : 422);
    if (wait_seconds > 0)
        reply_header(&reply, "Retry-After", arena_printf(r->arena, "%d", wait_seconds));
    return reply;
}

static struct reply logged_in(struct request *r, const struct login_answer *answer)
{
    // The reference changes at log-in: one that was there before is worth nothing any more.
    if (r->session_cookie != NULL && log_out(r->app, r->session_cookie) != OK)
        return reply_status(r, FAILED);
    struct reply reply = reply_redirect(r, "%s", login_next(r));
    reply_session(r, &reply, arena_strdup(r->arena, answer->token));
    return reply;
}

struct reply login_answered(struct request *r, const struct login_answer *answer)
{
    return answer->pending == NULL ? logged_in(r, answer) : code_ask(r, answer->pending, NULL, 0);
}

static const char *typed(const struct request *r, const char *name)
{
    const char *value = form_typed(&r->form, name);
    return value == NULL ? "" : value;
}

static struct reply log_in_with(struct request *r, const char *email, const char *password)
{
    struct issues issues = issues_in(r->arena);
    struct login_answer answer;
    struct login login = {.email = email, .password = password, .pending = "", .code = "", .address = r->address,
                          .user_agent = r->user_agent};
    enum status s = log_in(r->app, &login, r->arena, &issues, &answer);
    if (s == INVALID || (s == BUSY && answer.wait_seconds > 0))
        return login_again(r, &issues, s == BUSY ? answer.wait_seconds : 0);
    if (s != OK)
        return reply_status(r, s);
    return login_answered(r, &answer);
}

static struct reply login_submit(struct request *r)
{
    return log_in_with(r, request_field(r, "email"), typed(r, "password"));
}

static struct reply login_demo(struct request *r)
{
    const char *email = request_field(r, "account");
    if (!app_is_demo(r->app))
        return reply_error(r, 404);
    for (size_t i = 0; i < DEMO_ACCOUNT_COUNT; i++)
        if (strcmp(DEMO_ACCOUNTS[i].email, email) == 0)
            return log_in_with(r, email, DEMO_PASSWORD);
    return reply_error(r, 404);
}

// Reloaded or bookmarked: the second step is nowhere without the first.
static struct reply code_lost(struct request *r)
{
    return reply_redirect(r, "/login");
}

static struct reply code_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    struct login_answer answer;
    struct login login = {.email = "", .password = "", .pending = typed(r, "pending"), .code = request_field(r, "code"),
                          .address = r->address, .user_agent = r->user_agent};
    if (*login.pending == '\0')
        return code_lost(r);
    enum status s = log_in(r->app, &login, r->arena, &issues, &answer);
    const struct issue *late = issues_find(&issues, "pending");
    if (s == INVALID && late != NULL) {
        struct issues again = issues_in(r->arena);
        issues_add(&again, "", late->message);
        return login_again(r, &again, 0);
    }
    if (s == INVALID || (s == BUSY && answer.wait_seconds > 0))
        return code_ask(r, login.pending, &issues, s == BUSY ? answer.wait_seconds : 0);
    return s == OK ? logged_in(r, &answer) : reply_status(r, s);
}

static struct reply logout_submit(struct request *r)
{
    enum status s = log_out(r->app, r->session_cookie);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/login");
    reply_session_end(r, &reply);
    reply_flash(&reply, FLASH_logged_out);
    return reply;
}

const struct route login_routes[] = {
    {METHOD_GET, "/login", login_show, FOR_ANYONE, "login"},
    {METHOD_POST, "/login", login_submit, FOR_ANYONE, "login_submit"},
    {METHOD_POST, "/login/demo", login_demo, FOR_ANYONE, "login_demo"},
    {METHOD_GET, "/login/code", code_lost, FOR_ANYONE, "login_code"},
    {METHOD_POST, "/login/code", code_submit, FOR_ANYONE, "login_code_submit"},
    {METHOD_POST, "/logout", logout_submit, FOR_MEMBERS, "logout"},
    {0},
};
