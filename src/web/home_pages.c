// SPDX-License-Identifier: EUPL-1.2
// Hjem (screen 1) for members, and for visitors the public front page (screen 28).
#include "web/home_view.h"

#include "web/event_view.h"
#include "web/front.html.h"
#include "web/home.html.h"
#include "web/home_employer.html.h"
#include "web/me_view.h"
#include "web/routes.h"

static const struct home_need *with_paths(struct request *r, const struct need_row *rows, size_t count)
{
    struct home_need *needs = ARENA_ARRAY(r->arena, struct home_need, count);
    for (size_t i = 0; i < count; i++)
        needs[i] = (struct home_need){&rows[i], arena_printf(r->arena, "/needs/%lld", (long long)rows[i].id.value)};
    return needs;
}

static void home_show(struct page *p, enum role role, const struct home_page_view *v)
{
    switch (role) {
    case ROLE_PUBLIC:
        front_page(p, v);
        return;
    case ROLE_OFFICE:
    case ROLE_ADVISER:
        home_staff_page(p, v);
        return;
    case ROLE_EMPLOYER:
        home_employer_page(p, v);
        return;
    case ROLE_CANDIDATE:
        home_candidate_page(p, v);
        return;
    case ROLE_MENTOR:
    case ROLE_STEERING:
        home_reader_page(p, v);
        return;
    }
}

const char *home_hour(const struct page *p, int64_t at)
{
    int minute = minute_in_norway(at);
    return arena_printf(p->arena, "%02d%c%02d", minute / 60, p->lang == LANG_NB ? '.' : ':', minute % 60);
}

// The first day of the quarter after that day: what it released is of the day before.
static day quarter_after(day d)
{
    int year, month_of_year, day_of_month;
    day_split(d, &year, &month_of_year, &day_of_month);
    int quarter = (month_of_year - 1) / 3 + 1;
    return quarter == 4 ? day_make(year + 1, 1, 1) : day_make(year, quarter * 3 + 1, 1);
}

static enum status fill_counts(struct request *r, struct home_page_view *v)
{
    struct programme_counts *counts = ARENA_NEW(r->arena, struct programme_counts);
    struct programme_counts *released = ARENA_NEW(r->arena, struct programme_counts);
    struct waiting *waiting = ARENA_NEW(r->arena, struct waiting);
    enum role role = r->actor->role;
    TRY(get_public_counts(r->app, released));
    v->released = released;
    v->next_release = quarter_after(v->today > released->from ? v->today : released->from);
    if (role != ROLE_OFFICE && role != ROLE_ADVISER)
        return OK;
    TRY(get_counts(r->app, r->actor, counts));
    TRY(get_waiting(r->app, r->actor, r->arena, waiting));
    v->counts = counts;
    v->waiting = waiting;
    struct home_work *work = ARENA_NEW(r->arena, struct home_work);
    TRY(get_home_work(r->app, r->actor, r->arena, work));
    v->work = work;
    return OK;
}

enum { EVENTS_ON_FRONT = 3 };

static struct reply home(struct request *r)
{
    struct home_view home;
    enum status s = get_home(r->app, r->actor, r->arena, &home);
    if (s != OK)
        return reply_status(r, s);
    enum role role = r->actor->role;
    day today = app_today(r->app);
    struct home_page_view v = {
        .home = &home,
        .today = today,
        .days_left = home.programme->to > today ? home.programme->to - today : 0,
        .needs = with_paths(r, home.needs, home.need_count),
        .drafts = with_paths(r, home.drafts, home.draft_count),
        .may_state = route_open("/needs/new", role),
        .may_enrol = route_open("/candidates/new", role),
        .may_register = route_open("/employers/new", role),
        .sees_employers = route_open("/employers/new", role) || role == ROLE_ADVISER,
        .sees_candidates = route_open("/candidates", role),
        .sees_needs = route_open("/needs", role),
        .answers_checkins = route_open("/checkins", role),
    };
    s = ask_box_get(r, &v.asks);
    if (s == OK)
        s = fill_counts(r, &v);
    if (s == OK && role == ROLE_EMPLOYER)
        s = employer_home_fill(r, &v);
    struct me_view me = {0};
    if (s == OK && role == ROLE_CANDIDATE)
        s = me_waiting_fill(r, &me);
    struct public_events_view events = {0};
    if (s == OK && role == ROLE_PUBLIC)
        s = public_events_fill(r, EVENTS_ON_FRONT, &events);
    if (s != OK)
        return reply_status(r, s);
    v.me = &me;
    v.events = &events;
    struct page *p = page_open(r, role == ROLE_PUBLIC ? home.programme->name : tr(r->lang, N_("Home")));
    home_show(p, role, &v);
    return reply_page(p, 200);
}

const struct route home_routes[] = {
    {METHOD_GET, "/", home, FOR_ANYONE, "home"},
    {0},
};
