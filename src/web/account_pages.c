// SPDX-License-Identifier: EUPL-1.2
// The own account (screen 30): language, password, one-time codes, sessions.
#include <string.h>

#include "web/account.html.h"
#include "web/account_view.h"
#include "web/qr.h"
#include "web/routes.h"

static const struct option LANGUAGES[] = {{.value = "nb", .text = "Norsk"}, {.value = "en", .text = "English"}};
enum { LANGUAGE_SECONDS = 365 * 24 * 3600 };

static struct page *open_below(struct request *r, const char *title)
{
    struct crumb *crumbs = ARENA_NEW(r->arena, struct crumb);
    *crumbs = (struct crumb){tr(r->lang, N_("Account")), "/account"};
    return page_open_below(r, title, crumbs, 1);
}

static const char *typed(const struct request *r, const char *name)
{
    const char *value = form_typed(&r->form, name);
    return value == NULL ? "" : value;
}

// After a refusal that the form is shown with again: BUSY is too many tries.
static struct reply reply_again(struct page *p, enum status s)
{
    return reply_page(p, s == BUSY ? 429 : 422);
}

static bool is_refusal(enum status s, const struct issues *issues)
{
    return s == INVALID || (s == BUSY && issues->count > 0);
}

static struct reply saved(struct request *r)
{
    struct reply reply = reply_redirect(r, "/account");
    reply_flash(&reply, FLASH_saved);
    return reply;
}

static struct reply account_show(struct request *r)
{
    struct account_view v = {.languages = LANGUAGES, .language_count = COUNT_OF(LANGUAGES)};
    struct session_line *sessions;
    enum status s = get_account(r->app, r->actor, r->arena, &v.account);
    if (s == OK)
        s = list_sessions(r->app, r->actor, r->session.id, r->arena, &sessions, &v.session_count);
    if (s != OK)
        return reply_status(r, s);
    v.sessions = sessions;
    struct page *p = page_open(r, tr(r->lang, N_("Account")));
    account_page(p, &v);
    return reply_page(p, 200);
}

static struct reply language_submit(struct request *r)
{
    const char *tag = request_field(r, "lang");
    enum lang lang = lang_from_tag(tag, r->lang);
    if (strcmp(lang_tag(lang), tag) != 0)
        return reply_error(r, 400);
    enum status s = change_language(r->app, r->actor, lang);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = saved(r);
    reply_cookie(&reply, "lang", lang_tag(lang), LANGUAGE_SECONDS);
    return reply;
}

static struct reply password_page_with(struct request *r, const struct issues *issues, enum status why)
{
    struct account account;
    enum status s = get_account(r->app, r->actor, r->arena, &account);
    if (s != OK)
        return reply_status(r, s);
    struct page *p = open_below(r, tr(r->lang, N_("Change password")));
    if (issues != NULL)
        page_again(p, issues);
    password_page(p, account.email);
    return issues == NULL ? reply_page(p, 200) : reply_again(p, why);
}

static struct reply password_show(struct request *r)
{
    return password_page_with(r, NULL, OK);
}

static struct reply password_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    const char *fresh = typed(r, "fresh");
    enum status s = INVALID;
    if (strcmp(fresh, typed(r, "again")) != 0)
        issues_add(&issues, "again", N_("Write the same new password in both fields"));
    else
        s = change_password(r->app, r->actor, r->session.id, typed(r, "old"), fresh, &issues);
    if (is_refusal(s, &issues))
        return password_page_with(r, &issues, s);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/account");
    reply_flash(&reply, FLASH_password_changed);
    return reply;
}

static struct reply codes_page_with(struct request *r, const char *pending, const struct issues *issues, enum status why)
{
    struct codes_view v;
    enum status s = begin_totp(r->app, r->actor, pending, r->arena, &v.offer);
    if (s == CONFLICT)
        return reply_redirect(r, "/account");
    if (s != OK)
        return reply_status(r, s);
    v.qr = qr_svg(r->arena, v.offer.uri);
    struct page *p = open_below(r, tr(r->lang, N_("Turn on one-time codes")));
    if (issues != NULL)
        page_again(p, issues);
    codes_page(p, &v);
    return issues == NULL ? reply_page(p, 200) : reply_again(p, why);
}

static struct reply codes_show(struct request *r)
{
    return codes_page_with(r, "", NULL, OK);
}

static struct reply recovery_shown(struct request *r, const char *(*codes)[10])
{
    struct codes_view v = {.recovery = codes};
    struct page *p = open_below(r, tr(r->lang, N_("Your recovery codes")));
    recovery_page(p, &v);
    return reply_page(p, 200);
}

static struct reply codes_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    const char *codes[10], *pending = typed(r, "pending");
    enum status s = confirm_totp(r->app, r->actor, pending, request_field(r, "code"), r->arena, &issues, &codes);
    if (s == OK)
        return recovery_shown(r, &codes);
    if (s == CONFLICT)
        return reply_redirect(r, "/account");
    if (s != INVALID)
        return reply_status(r, s);
    const struct issue *late = issues_find(&issues, "pending");
    if (late == NULL)
        return codes_page_with(r, pending, &issues, s);
    struct issues again = issues_in(r->arena);
    issues_add(&again, "", late->message);
    return codes_page_with(r, "", &again, s);
}

static struct reply recovery_show(struct request *r)
{
    struct page *p = open_below(r, tr(r->lang, N_("New recovery codes")));
    recovery_ask_page(p);
    return reply_page(p, 200);
}

static struct reply recovery_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    const char *codes[10];
    enum status s = renew_recovery_codes(r->app, r->actor, typed(r, "password"), r->arena, &issues, &codes);
    if (is_refusal(s, &issues)) {
        struct page *p = open_below(r, tr(r->lang, N_("New recovery codes")));
        page_again(p, &issues);
        recovery_ask_page(p);
        return reply_again(p, s);
    }
    if (s == CONFLICT)
        return reply_redirect(r, "/account");
    return s == OK ? recovery_shown(r, &codes) : reply_status(r, s);
}

static struct reply codes_off_show(struct request *r)
{
    struct page *p = open_below(r, tr(r->lang, N_("Turn off one-time codes")));
    codes_off_page(p);
    return reply_page(p, 200);
}

static struct reply codes_off_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    enum status s = end_totp(r->app, r->actor, typed(r, "password"), &issues);
    if (is_refusal(s, &issues)) {
        struct page *p = open_below(r, tr(r->lang, N_("Turn off one-time codes")));
        page_again(p, &issues);
        codes_off_page(p);
        return reply_again(p, s);
    }
    return s == OK ? saved(r) : reply_status(r, s);
}

static struct reply session_end_submit(struct request *r)
{
    enum status s = end_session(r->app, r->actor, (struct session_id){request_id(r, 0)});
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/account#sessions");
    reply_flash(&reply, FLASH_session_ended);
    return reply;
}

static struct reply sessions_end_submit(struct request *r)
{
    enum status s = end_other_sessions(r->app, r->actor, r->session.id);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/account#sessions");
    reply_flash(&reply, FLASH_sessions_ended);
    return reply;
}

const struct route account_routes[] = {
    {METHOD_GET, "/account", account_show, FOR_MEMBERS, "account"},
    {METHOD_POST, "/account/language", language_submit, FOR_MEMBERS, "account_language"},
    {METHOD_GET, "/account/password", password_show, FOR_MEMBERS, "account_password"},
    {METHOD_POST, "/account/password", password_submit, FOR_MEMBERS, "account_password_submit"},
    {METHOD_GET, "/account/codes", codes_show, FOR_MEMBERS, "account_codes"},
    {METHOD_POST, "/account/codes", codes_submit, FOR_MEMBERS, "account_codes_submit"},
    {METHOD_GET, "/account/codes/recovery", recovery_show, FOR_MEMBERS, "account_recovery"},
    {METHOD_POST, "/account/codes/recovery", recovery_submit, FOR_MEMBERS, "account_recovery_submit"},
    {METHOD_GET, "/account/codes/off", codes_off_show, FOR_MEMBERS, "account_codes_off"},
    {METHOD_POST, "/account/codes/off", codes_off_submit, FOR_MEMBERS, "account_codes_off_submit"},
    {METHOD_POST, "/account/sessions/:id/end", session_end_submit, FOR_MEMBERS, "account_session_end"},
    {METHOD_POST, "/account/sessions/end-others", sessions_end_submit, FOR_MEMBERS, "account_sessions_end"},
    {0},
};
