// SPDX-License-Identifier: EUPL-1.2
// One-time codes (screen 30): asked for with the e-mail address and typed on the page where they were asked for, or handed
// over by an adviser. Links in mails do nothing here: only what is typed and sent counts.
#include <string.h>

#include "app/codes.h"
#include "app/people.h"
#include "web/login_pages.h"
#include "web/me_code.html.h"
#include "web/me_view.h"
#include "web/routes.h"

static struct reply code_page_reply(struct request *r, struct page *p, int wait_seconds, int status)
{
    struct reply reply = reply_page(p, wait_seconds > 0 ? 429 : status);
    if (wait_seconds > 0)
        reply_header(&reply, "Retry-After", arena_printf(r->arena, "%d", wait_seconds));
    return reply;
}

// Codes are for candidates: they come to their own page when they wanted nothing else.
static const char *code_next(struct request *r)
{
    const char *next = login_next(r);
    return strcmp(next, "/") == 0 ? "/me" : next;
}

// pending NULL: asks for the e-mail address; "": for a code that was handed over; else for the one that came by mail.
static struct reply code_page(struct request *r, const char *pending, const struct issues *issues, int wait_seconds)
{
    struct me_code_view v = {.next = code_next(r), .pending = pending, .email = request_field(r, "email")};
    struct page *p = page_open(r, tr(r->lang, N_("One-time code")));
    if (issues != NULL)
        page_again(p, issues);
    if (pending == NULL)
        me_code_ask_page(p, &v);
    else if (*pending == '\0')
        me_code_handed_page(p, &v);
    else
        me_code_enter_page(p, &v);
    return code_page_reply(r, p, wait_seconds, issues == NULL ? 200 : 422);
}

static struct reply ask_show(struct request *r)
{
    return r->session.live ? reply_redirect(r, "%s", login_next(r)) : code_page(r, NULL, NULL, 0);
}

static struct reply ask_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    const char *pending;
    int wait_seconds;
    enum status s = ask_code(r->app, request_field(r, "email"), r->address, r->arena, &issues, &pending, &wait_seconds);
    if (s == INVALID || (s == BUSY && wait_seconds > 0))
        return code_page(r, NULL, &issues, wait_seconds);
    return s == OK ? code_page(r, pending, NULL, 0) : reply_status(r, s);
}

// Reloaded or bookmarked: there is no code without asking for one.
static struct reply enter_lost(struct request *r)
{
    return reply_redirect(r, "/login/by-code");
}

static struct reply handed_show(struct request *r)
{
    return r->session.live ? reply_redirect(r, "%s", login_next(r)) : code_page(r, "", NULL, 0);
}

static struct reply use_code(struct request *r, const char *pending)
{
    struct issues issues = issues_in(r->arena);
    struct login_answer answer;
    struct login login = {.email = "", .password = "", .pending = pending, .code = request_field(r, "code"),
                          .address = r->address, .user_agent = r->user_agent};
    enum status s = log_in_by_code(r->app, &login, r->lang, r->arena, &issues, &answer);
    const struct issue *late = issues_find(&issues, "pending");
    if (s == INVALID && late != NULL) {
        struct issues again = issues_in(r->arena);
        issues_add(&again, "", late->message);
        return code_page(r, NULL, &again, 0);
    }
    if (s == INVALID || (s == BUSY && answer.wait_seconds > 0))
        return code_page(r, pending, &issues, s == BUSY ? answer.wait_seconds : 0);
    return s == OK ? login_answered(r, &answer) : reply_status(r, s);
}

static struct reply enter_submit(struct request *r)
{
    const char *pending = form_typed(&r->form, "pending");
    return pending == NULL || *pending == '\0' ? enter_lost(r) : use_code(r, pending);
}

static struct reply handed_submit(struct request *r)
{
    return use_code(r, "");
}

// By the adviser, for a person who sits here, say.

static struct reply hand_reply(struct request *r, const char *code)
{
    struct candidate_view candidate;
    struct person_id person = {request_id(r, 0)};
    enum status s = get_candidate(r->app, r->actor, person, r->arena, &candidate);
    if (s == OK && (candidate.rights & RIGHT_EDIT) == 0)
        s = DENIED;
    if (s != OK)
        return reply_status(r, s);
    struct me_code_hand_view v = {
        .name = identity_name(&candidate.identity, r->arena), .path = candidate_path(r, person, ""), .code = code};
    struct crumb crumbs[] = {{tr(r->lang, N_("Candidates")), "/candidates"}, {v.name, v.path}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Hand over a one-time code")), crumbs, COUNT_OF(crumbs));
    me_code_hand_page(p, &v);
    return reply_page(p, 200);
}

static struct reply hand_show(struct request *r)
{
    return hand_reply(r, NULL);
}

// The code is shown in the answer itself, once.
static struct reply hand_submit(struct request *r)
{
    const char *code;
    enum status s = hand_code(r->app, r->actor, (struct person_id){request_id(r, 0)}, r->arena, &code);
    return s == OK ? hand_reply(r, code) : reply_status(r, s);
}

const struct route me_code_routes[] = {
    {METHOD_GET, "/login/by-code", ask_show, FOR_ANYONE, "code_ask"},
    {METHOD_POST, "/login/by-code", ask_submit, FOR_ANYONE, "code_ask_submit"},
    {METHOD_GET, "/login/by-code/enter", enter_lost, FOR_ANYONE, "code_enter"},
    {METHOD_POST, "/login/by-code/enter", enter_submit, FOR_ANYONE, "code_enter_submit"},
    {METHOD_GET, "/login/by-code/handed", handed_show, FOR_ANYONE, "code_handed"},
    {METHOD_POST, "/login/by-code/handed", handed_submit, FOR_ANYONE, "code_handed_submit"},
    {METHOD_GET, "/candidates/:id/code", hand_show, FOR_STAFF, "code_hand"},
    {METHOD_POST, "/candidates/:id/code", hand_submit, FOR_STAFF, "code_hand_submit"},
    {0},
};
