// SPDX-License-Identifier: EUPL-1.2
// The agenda by day, for a telephone first, and the private calendar feed.
#include <string.h>

#include "app/mail.h"
#include "base/seal.h"
#include "web/address.h"
#include "web/agenda.html.h"
#include "web/agenda_view.h"
#include "web/routes.h"

enum { WEEK = 7 };

static const char *clock_text(int64_t at, struct arena *a)
{
    int minute = minute_in_norway(at);
    return arena_printf(a, "%02d.%02d", minute / 60, minute % 60);
}

static const char *weekday_name(enum lang lang, day d)
{
    static const char *const NAMES[] = {N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"),
                                        N_("Friday"), N_("Saturday"), N_("Sunday")};
    return tr(lang, NAMES[day_weekday(d) - 1]);
}

static const char *until_text(const struct agenda_entry *e, struct arena *a)
{
    return clock_text(e->at + e->minutes * INT64_C(60000), a);
}

static struct agenda_line line_of(struct request *r, const struct agenda_entry *e)
{
    static const char *const PATHS[] = {[AGENDA_ACTIVITY] = "/activities/", [AGENDA_TASK] = "/tasks/", [AGENDA_EVENT] = "/events/"};
    const char *path = arena_printf(r->arena, "%s%lld", PATHS[e->what], (long long)e->row);
    const char *from = e->at == 0 ? tr(r->lang, N_("All day")) : clock_text(e->at, r->arena);
    return (struct agenda_line){
        .entry = e,
        .when = e->what == AGENDA_TASK            ? ""
                : e->at == 0 || e->minutes == 0 ? from
                                                : arena_printf(r->arena, "%s–%s", from, until_text(e, r->arena)),
        .what = tr(r->lang, e->what == AGENDA_TASK ? N_("Task") : e->what == AGENDA_EVENT ? N_("Event") : activity_kind_title(e->kind)),
        .path = route_open(path, r->actor->role) ? path : NULL,
        .title = e->translated ? tr(r->lang, e->title) : e->title,
    };
}

static const char *agenda_path(struct request *r, day from, bool week, bool everybody)
{
    char text[DAY_TEXT];
    struct buf b = address_in(r->arena, "/activities/agenda");
    day_write(from, text);
    address_add(&b, "from", from == app_today(r->app) ? "" : text);
    address_add(&b, "view", week ? "" : "day");
    address_add(&b, "who", everybody ? "all" : "");
    return buf_text(&b);
}

static struct reply agenda_show(struct request *r)
{
    day today = app_today(r->app), from;
    bool week = strcmp(request_query(r, "view"), "day") != 0, everybody = strcmp(request_query(r, "who"), "all") == 0;
    struct agenda_entry *entries;
    size_t count;
    if (form_day(&r->query, "from", &from) != OK || from < today - 3660 || from > today + 3660)
        from = today;
    int days = week ? WEEK : 1;
    struct user_id user = everybody ? (struct user_id){0} : r->actor->user;
    enum status s = get_agenda(r->app, r->actor, user, from, days, r->arena, &entries, &count);
    if (s != OK)
        return reply_status(r, s);
    size_t overdue = 0;
    for (size_t k = 0; k < count; k++)
        overdue += entries[k].overdue;
    struct agenda_day *list = ARENA_ARRAY(r->arena, struct agenda_day, (size_t)days);
    for (int i = 0; i < days; i++) {
        struct agenda_line *lines = ARENA_ARRAY(r->arena, struct agenda_line, count);
        size_t n = 0;
        for (size_t k = 0; k < count; k++)
            if (entries[k].on == from + i && !entries[k].overdue)
                lines[n++] = line_of(r, &entries[k]);
        list[i] = (struct agenda_day){
            .on = from + i,
            .name = lang_capital(r->arena, arena_printf(r->arena, "%s %s", weekday_name(r->lang, from + i),
                                                        lang_day(r->lang, r->arena, from + i))),
            .lines = lines,
            .count = n,
            .today = from + i == today,
        };
    }
    struct agenda_view v = {
        .days = list,
        .day_count = (size_t)days,
        .week = week,
        .everybody = everybody,
        .empty = count == overdue,
        .overdue = overdue,
        .overdue_path = everybody ? "/tasks?show=overdue" : "/tasks",
        .before = agenda_path(r, from - days, week, everybody),
        .after = agenda_path(r, from + days, week, everybody),
        .today = agenda_path(r, today, week, everybody),
        .day_path = agenda_path(r, from, false, everybody),
        .week_path = agenda_path(r, from, true, everybody),
        .mine_path = agenda_path(r, from, week, false),
        .all_path = agenda_path(r, from, week, true),
    };
    struct page *p = page_open(r, tr(r->lang, N_("Agenda")));
    agenda_page(p, &v);
    return reply_page(p, 200);
}

static struct reply feed_show(struct request *r)
{
    struct feed_view feed;
    enum status s = get_feed(r->app, r->actor, r->arena, &feed);
    if (s != OK)
        return reply_status(r, s);
    struct feed_page_view v = {.feed = &feed, .address = "", .webcal = ""};
    if (feed.running) {
        const char *site = mail_site(r->app);
        if (*site == '\0')
            site = arena_printf(r->arena, "%s://%s", r->https ? "https" : "http", r->host);
        v.address = arena_printf(r->arena, "%s/calendar/%s", site, feed.word);
        v.webcal = arena_printf(r->arena, "webcal%s", strchr(v.address, ':'));
    }
    struct crumb crumbs[] = {{tr(r->lang, N_("Activities")), "/activities"}, {tr(r->lang, N_("Agenda")), "/activities/agenda"}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Your own calendar")), crumbs, COUNT_OF(crumbs));
    feed_page(p, &v);
    return reply_page(p, 200);
}

static struct reply feed_changed(struct request *r, enum status s, enum flash message)
{
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/activities/feed");
    reply_flash(&reply, message);
    return reply;
}

static struct reply feed_begin(struct request *r)
{
    return feed_changed(r, begin_feed(r->app, r->actor), FLASH_feed_begun);
}

static struct reply feed_end(struct request *r)
{
    return feed_changed(r, end_feed(r->app, r->actor), FLASH_feed_ended);
}

// The feed itself. Its ETag follows from its bytes, so that a calendar that asks every few minutes is told that nothing
// has changed.
static struct reply feed_get(struct request *r)
{
    const char *ics;
    enum status s = read_feed(r->app, r->word, r->arena, &ics);
    if (s != OK)
        return reply_status(r, s);
    unsigned char token[SEAL_TOKEN];
    seal_token(NULL, ics, strlen(ics), token);
    struct buf etag = buf_in(r->arena), body = buf_in(r->arena);
    buf_add_char(&etag, '"');
    for (int i = 0; i < 16; i++)
        buf_printf(&etag, "%02x", token[i]);
    buf_add_char(&etag, '"');
    const char *known = request_header(r, "if-none-match");
    bool same = known != NULL && strstr(known, buf_text(&etag)) != NULL;
    if (!same)
        buf_add_text(&body, ics);
    struct reply reply = reply_text(r, same ? 304 : 200, "text/calendar; charset=utf-8", &body);
    reply_header(&reply, "ETag", buf_text(&etag));
    return reply;
}

const struct route agenda_routes[] = {
    {METHOD_GET, "/activities/agenda", agenda_show, FOR_STAFF, "agenda"},
    {METHOD_GET, "/activities/feed", feed_show, FOR_STAFF, "feed"},
    {METHOD_POST, "/activities/feed", feed_begin, FOR_STAFF, "feed_begin"},
    {METHOD_POST, "/activities/feed/end", feed_end, FOR_STAFF, "feed_end"},
    {METHOD_GET, "/calendar/:word", feed_get, FOR_ANYONE, "calendar_feed"},
    {0},
};
