// SPDX-License-Identifier: EUPL-1.2
// Attendance by thumb: one large row for each guest, ticked by one tap. Each tap says how it shall be, so that it may come twice.
#include <string.h>

#include "web/address.h"
#include "web/attendance.html.h"
#include "web/event_view.h"
#include "web/routes.h"

enum { ROWS_AT_ONCE = 300 };

static const char *page_path(struct request *r, struct event_id id, const char *text, bool missing, int64_t after)
{
    struct buf b = address_in(r->arena, arena_printf(r->arena, "%s/attendance", event_path(r, id)));
    address_add(&b, "q", text);
    address_add(&b, "missing", missing ? "1" : "");
    if (after != 0)
        address_add_number(&b, "after", after);
    return buf_text(&b);
}

// How somebody stands who is not expected, so that the one at the door knows.
static const char *note_of(const struct guest *g)
{
    if (g->waiting_since != 0)
        return N_("Waits for a seat");
    if (g->origin == GUEST_WALK_IN || g->answer == GUEST_YES)
        return NULL;
    return g->answer == GUEST_MAYBE ? N_("Said maybe") : g->answer == GUEST_NO ? N_("Said no") : N_("Has not answered");
}

static enum status lines_fill(struct request *r, struct event_id id, struct attendance_view *v)
{
    struct guest_entry *list;
    int64_t after = 0;
    size_t count;
    struct guest_filter filter = {.event = id, .group = v->missing_only ? GUESTS_ABSENT : GUESTS_ALL, .text = v->text};
    if (form_id(&r->query, "after", &after) != OK)
        after = 0;
    TRY(list_guests(r->app, r->actor, &filter, (struct guest_id){after}, ROWS_AT_ONCE + 1, r->arena, &list, &count));
    v->line_count = count > ROWS_AT_ONCE ? ROWS_AT_ONCE : count;
    v->lines = ARENA_ARRAY(r->arena, struct attendance_line, v->line_count);
    for (size_t i = 0; i < v->line_count; i++)
        v->lines[i] = (struct attendance_line){
            .at = &list[i],
            .path = arena_printf(r->arena, "%s/attendance/%lld", v->back, (long long)list[i].guest.id.value),
            .name = guest_name_text(r->lang, &list[i], r->arena),
            .note = note_of(&list[i].guest),
        };
    if (count > ROWS_AT_ONCE)
        v->next = page_path(r, id, v->text, v->missing_only, list[ROWS_AT_ONCE - 1].guest.id.value);
    return OK;
}

static struct reply page_reply(struct request *r, const struct issues *issues, int status)
{
    struct event_view at;
    struct event_id id = {request_id(r, 0)};
    enum status s = get_event(r->app, r->actor, id, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    struct attendance_view v = {.at = &at, .back = event_path(r, id), .when = event_when(&at.event, r->lang, r->arena),
                                .text = request_query(r, "q"), .missing_only = form_flag(&r->query, "missing")};
    v.path = arena_printf(r->arena, "%s/attendance", v.back);
    v.here = page_path(r, id, v.text, v.missing_only, 0);
    v.all_path = page_path(r, id, v.text, false, 0);
    v.missing_path = page_path(r, id, v.text, true, 0);
    s = lines_fill(r, id, &v);
    if (s != OK)
        return reply_status(r, s);
    struct crumb crumbs[] = {{tr(r->lang, N_("Events")), "/events"}, {event_title(&at.event, r->lang), v.back}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Attendance")), crumbs, 2);
    if (issues != NULL && form_has(&r->form, "name"))
        page_again(p, issues);
    else
        p->issues = issues;
    attendance_page(p, &v);
    return reply_page(p, status);
}

static struct reply attendance_show(struct request *r)
{
    return page_reply(r, NULL, 200);
}

// With script the page only asks whether it worked: it has shown the tick already.
static bool asks_briefly(const struct request *r)
{
    return strcmp(request_field(r, "brief"), "1") == 0;
}

static struct reply brief_reply(struct request *r, struct event_id id)
{
    struct event_view at;
    enum status s = get_event(r->app, r->actor, id, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    struct buf body = buf_in(r->arena);
    buf_printf(&body, "{\"present\":%d}", at.counts.present);
    return reply_json(r, &body);
}

static struct reply present_submit(struct request *r)
{
    struct event_id id = {request_id(r, 0)};
    struct guest_id guest = {request_id(r, 1)};
    struct issues issues = issues_in(r->arena);
    const char *value = request_field(r, "present");
    bool present = strcmp(value, "1") == 0;
    if (!present && strcmp(value, "0") != 0)
        return reply_error(r, 400);
    enum status s = set_present(r->app, r->actor, id, guest, present, &issues);
    if (s == CONFLICT && !asks_briefly(r))
        return page_reply(r, &issues, 409);
    if (s != OK)
        return reply_status(r, s);
    if (asks_briefly(r))
        return brief_reply(r, id);
    const char *fallback = arena_printf(r->arena, "%s/attendance", event_path(r, id));
    return reply_redirect(r, "%s#guest-%lld", request_next(r, fallback), (long long)guest.value);
}

static struct reply walk_in_submit(struct request *r)
{
    struct event_id id = {request_id(r, 0)};
    struct issues issues = issues_in(r->arena);
    struct guest_id guest;
    bool known;
    enum status s = add_walk_in(r->app, r->actor, id, request_field(r, "name"), request_field(r, "organisation"), &issues, &guest, &known);
    if (s == INVALID || s == CONFLICT)
        return page_reply(r, &issues, s == INVALID ? 422 : 409);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s/attendance", event_path(r, id));
    reply_flash(&reply, known ? FLASH_walk_in_known : FLASH_walk_in_added);
    return reply;
}

const struct route attendance_routes[] = {
    {METHOD_GET, "/events/:id/attendance", attendance_show, FOR_OFFICE, "attendance"},
    {METHOD_POST, "/events/:id/attendance/:id", present_submit, FOR_OFFICE, "attendance_tick"},
    {METHOD_POST, "/events/:id/walk-ins", walk_in_submit, FOR_OFFICE, "walk_in"},
    {0},
};
