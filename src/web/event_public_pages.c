// SPDX-License-Identifier: EUPL-1.2
// What everybody may read of open events, and signing up: the page asks for little, and says the same whoever signs up.
#include <string.h>

#include "web/event_public.html.h"
#include "web/event_view.h"
#include "web/personal.h"
#include "web/routes.h"

enum { PUBLIC_EVENTS_MOST = 100 };

enum status public_events_fill(struct request *r, size_t most, struct public_events_view *out)
{
    struct event *list;
    struct public_events_view v = {0};
    TRY(list_open_events(r->app, most, r->arena, &list, &v.count));
    v.lines = ARENA_ARRAY(r->arena, struct public_event_line, v.count);
    for (size_t i = 0; i < v.count; i++)
        v.lines[i] = (struct public_event_line){&list[i], event_when(&list[i], r->lang, r->arena)};
    *out = v;
    return OK;
}

static struct reply public_events(struct request *r)
{
    struct public_events_view v;
    enum status s = public_events_fill(r, PUBLIC_EVENTS_MOST, &v);
    if (s != OK)
        return reply_status(r, s);
    struct page *p = page_open(r, tr(r->lang, N_("Events")));
    public_events_page(p, &v);
    return reply_page(p, 200);
}

static struct reply event_reply(struct request *r, const struct issues *issues, bool sent, int status)
{
    struct open_event at;
    struct event_id id = {request_id(r, 0)};
    enum status s = get_open_event(r->app, id, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    struct public_event_view v = {.at = &at, .path = arena_printf(r->arena, "/public/events/%lld", (long long)id.value),
                                  .when = event_when(&at.event, r->lang, r->arena), .sent = sent};
    struct crumb crumbs[] = {{tr(r->lang, N_("Events")), "/public/events"}};
    struct page *p = page_open_below(r, event_title(&at.event, r->lang), crumbs, 1);
    if (issues != NULL)
        page_again(p, issues);
    public_event_page(p, &v);
    return reply_page(p, status);
}

static struct reply public_event(struct request *r)
{
    return event_reply(r, NULL, strcmp(request_query(r, "sent"), "1") == 0, 200);
}

static struct reply sign_up_submit(struct request *r)
{
    struct event_id id = {request_id(r, 0)};
    struct issues issues = issues_in(r->arena);
    int wait = 0;
    struct sign_up typed = {.name = request_field(r, "name"), .organisation = request_field(r, "organisation"),
                            .email = request_field(r, "email"), .mailed_yes = form_flag(&r->form, "more"), .lang = r->lang};
    enum status s = sign_up(r->app, id, &typed, r->address, &issues, &wait);
    if (s == INVALID || s == CONFLICT)
        return event_reply(r, &issues, false, s == INVALID ? 422 : 409);
    if (s == BUSY)
        return wait > 0 ? reply_too_many(r, wait) : reply_status(r, s);
    if (s != OK)
        return reply_status(r, s);
    return reply_redirect(r, "/public/events/%lld?sent=1", (long long)id.value);
}

static struct reply calendar_reply(struct request *r, const char *text)
{
    struct buf body = buf_in(r->arena);
    buf_add_text(&body, text);
    return reply_download(r, "text/calendar; charset=utf-8; method=PUBLISH",
                          r->lang == LANG_NB ? "arrangement.ics" : "event.ics", &body);
}

static struct reply public_calendar(struct request *r)
{
    const char *text;
    enum status s = get_open_event_calendar(r->app, (struct event_id){request_id(r, 0)}, r->lang, r->arena, &text);
    return s == OK ? calendar_reply(r, text) : reply_status(r, s);
}

// The link of the mail: the page shows what is confirmed, the button confirms.
static struct reply confirm_reply(struct request *r, const struct issues *issues, int status)
{
    struct rsvp_view at;
    int64_t row;
    if (!personal_row(r, LINK_SIGNUP, &row))
        return personal_gone(r);
    enum status s = get_rsvp(r->app, (struct guest_id){row}, r->arena, &at);
    if (s == NOT_FOUND)
        return personal_gone(r);
    if (s != OK)
        return reply_status(r, s);
    struct rsvp_page_view v = {.at = &at, .row = row, .when = event_when(&at.event, r->lang, r->arena)};
    struct page *p = personal_page_open(r, tr(r->lang, N_("Confirm that you come")));
    p->issues = issues;
    confirm_sign_up_page(p, &v);
    return reply_page(p, status);
}

static struct reply confirm_show(struct request *r)
{
    return confirm_reply(r, NULL, 200);
}

static struct reply confirm_submit(struct request *r)
{
    int64_t row;
    struct issues issues = issues_in(r->arena);
    if (!personal_form_row(r, LINK_SIGNUP, &row))
        return personal_gone(r);
    enum status s = confirm_sign_up(r->app, (struct guest_id){row}, &issues);
    if (s == NOT_FOUND)
        return personal_gone(r);
    if (s == CONFLICT)
        return confirm_reply(r, &issues, 409);
    return s == OK ? reply_redirect(r, "/confirm-sign-up") : reply_status(r, s);
}

const struct route event_public_routes[] = {
    {METHOD_GET, "/public/events", public_events, FOR_ANYONE, "public_events"},
    {METHOD_GET, "/public/events/:id", public_event, FOR_ANYONE, "public_event"},
    {METHOD_POST, "/public/events/:id", sign_up_submit, FOR_ANYONE, "public_event_sign_up"},
    {METHOD_GET, "/public/events/:id/calendar.ics", public_calendar, FOR_ANYONE, "public_event_calendar"},
    {METHOD_GET, "/confirm-sign-up", confirm_show, FOR_ANYONE, "confirm_sign_up"},
    {METHOD_POST, "/confirm-sign-up", confirm_submit, FOR_ANYONE, "confirm_sign_up_save"},
    {0},
};
