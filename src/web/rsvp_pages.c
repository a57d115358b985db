// SPDX-License-Identifier: EUPL-1.2
// The answer to an invitation (screen 29): GET shows, only POST answers, and it can be changed until the event begins.
#include <string.h>

#include "web/event_view.h"
#include "web/personal.h"
#include "web/routes.h"
#include "web/rsvp.html.h"

enum { NAMES_SHOWN = 4 }; // fields for the others, more when more are named

static enum status view_fill(struct request *r, const struct rsvp_view *at, int64_t row, struct rsvp_page_view *v)
{
    static const enum guest_answer answers[] = {GUEST_YES, GUEST_MAYBE, GUEST_NO};
    static const char *const labels[] = {N_("Yes, we come"), N_("Maybe"), N_("No")};
    const struct guest *g = &at->guest.guest;
    *v = (struct rsvp_page_view){.at = at, .row = row, .when = event_when(&at->event, r->lang, r->arena)};
    v->coming = arena_printf(r->arena, "%d", g->coming > 0 ? g->coming : 1);
    v->answer = g->answer == GUEST_UNANSWERED ? "" : guest_answer_name(g->answer);
    for (size_t i = 0; i < COUNT_OF(answers); i++)
        v->answers[i] = (struct option){.value = guest_answer_name(answers[i]), .label = labels[i]};
    v->name_fields = at->brought_count > NAMES_SHOWN ? (int)at->brought_count : NAMES_SHOWN;
    if (v->name_fields > GUEST_PARTY_MOST - 1)
        v->name_fields = GUEST_PARTY_MOST - 1;
    for (int i = 0; i < GUEST_PARTY_MOST; i++)
        v->names[i] = (size_t)i < at->brought_count ? at->brought[i].name : "";
    return OK;
}

static struct reply page_reply(struct request *r, const struct issues *issues, int status)
{
    struct rsvp_view at;
    struct rsvp_page_view v;
    int64_t row;
    if (!personal_row(r, LINK_RSVP, &row))
        return personal_gone(r);
    enum status s = get_rsvp(r->app, (struct guest_id){row}, r->arena, &at);
    if (s == NOT_FOUND)
        return personal_gone(r);
    if (s == OK)
        s = view_fill(r, &at, row, &v);
    if (s != OK)
        return reply_status(r, s);
    struct page *p = personal_page_open(r, event_title(&at.event, r->lang));
    if (issues != NULL)
        page_again(p, issues);
    rsvp_page(p, &v);
    return reply_page(p, status);
}

static struct reply rsvp_show(struct request *r)
{
    return page_reply(r, NULL, 200);
}

static void reply_read(struct request *r, struct guest_reply *out)
{
    int64_t coming = 0;
    *out = (struct guest_reply){0};
    if (!guest_answer_read(request_field(r, "answer"), &out->answer))
        out->answer = GUEST_UNANSWERED;
    enum status s = form_int(&r->form, "coming", &coming);
    out->coming = s == NOT_FOUND ? 1 : s == OK && coming > 0 && coming <= GUEST_PARTY_MOST ? (int)coming : 0;
    for (int i = 1; i < GUEST_PARTY_MOST; i++) {
        const char *name = request_field(r, arena_printf(r->arena, "name_%d", i));
        if (*name != '\0')
            out->names[out->name_count++] = name;
    }
}

static enum flash thanks(const struct guest *g)
{
    if (g->answer == GUEST_YES)
        return g->waiting_since != 0 ? FLASH_rsvp_waiting : FLASH_rsvp_yes;
    return g->answer == GUEST_MAYBE ? FLASH_rsvp_maybe : FLASH_rsvp_no;
}

static struct reply rsvp_submit(struct request *r)
{
    int64_t row;
    struct guest_reply given;
    struct rsvp_view at;
    struct issues issues = issues_in(r->arena);
    if (!personal_form_row(r, LINK_RSVP, &row))
        return personal_gone(r);
    reply_read(r, &given);
    enum status s = answer_rsvp(r->app, (struct guest_id){row}, &given, &issues);
    if (s == NOT_FOUND)
        return personal_gone(r);
    if (s == INVALID || s == CONFLICT)
        return page_reply(r, &issues, s == INVALID ? 422 : 409);
    if (s == OK)
        s = get_rsvp(r->app, (struct guest_id){row}, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/rsvp");
    reply_flash(&reply, thanks(&at.guest.guest));
    return reply;
}

static struct reply rsvp_calendar(struct request *r)
{
    int64_t row;
    const char *text;
    if (!personal_row(r, LINK_RSVP, &row))
        return personal_gone(r);
    enum status s = get_rsvp_calendar(r->app, (struct guest_id){row}, r->lang, r->arena, &text);
    if (s != OK)
        return s == NOT_FOUND ? personal_gone(r) : reply_status(r, s);
    struct buf body = buf_in(r->arena);
    buf_add_text(&body, text);
    return reply_download(r, "text/calendar; charset=utf-8; method=PUBLISH",
                          r->lang == LANG_NB ? "arrangement.ics" : "event.ics", &body);
}

const struct route rsvp_routes[] = {
    {METHOD_GET, "/rsvp", rsvp_show, FOR_ANYONE, "rsvp"},
    {METHOD_POST, "/rsvp", rsvp_submit, FOR_ANYONE, "rsvp_submit"},
    {METHOD_GET, "/rsvp/calendar.ics", rsvp_calendar, FOR_ANYONE, "rsvp_calendar"},
    {0},
};
