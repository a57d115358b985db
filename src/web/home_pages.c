// SPDX-License-Identifier: EUPL-1.2
// Hjem (screen 1) for members, and for visitors the public front page (screen 28).
#include "web/home_view.h"

#include "web/home.html.h"
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
    };
    s = ask_box_get(r, &v.asks);
    if (s != OK)
        return reply_status(r, s);
    struct page *p = page_open(r, role == ROLE_PUBLIC ? home.programme->name : tr(r->lang, N_("Home")));
    home_show(p, role, &v);
    return reply_page(p, 200);
}

const struct route home_routes[] = {
    {METHOD_GET, "/", home, FOR_ANYONE, "home"},
    {0},
};
