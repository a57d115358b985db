// SPDX-License-Identifier: EUPL-1.2
// Agencies and volunteers' organisations: the list, and one with its contacts.
#include "web/agency.html.h"
#include "web/agency_view.h"
#include "web/person_view.h"
#include "web/routes.h"

static struct reply agencies_show(struct request *r)
{
    struct agency_line *lines;
    struct agency_list_view v = {.may_edit = route_open("/settings/agencies/new", r->actor->role)};
    enum status s = list_agency_lines(r->app, r->actor, r->arena, &lines, &v.count);
    if (s != OK)
        return reply_status(r, s);
    v.lines = lines;
    struct page *p = page_open(r, tr(r->lang, N_("Agencies")));
    agency_list_page(p, &v);
    return reply_page(p, 200);
}

static struct reply agency_show(struct request *r)
{
    struct agency_line at;
    unsigned rights;
    struct agency_id id = {request_id(r, 0)};
    enum status s = get_agency_line(r->app, r->actor, id, r->arena, &at, &rights);
    if (s != OK)
        return reply_status(r, s);
    struct agency_card_view v = {
        .at = &at,
        .path = arena_printf(r->arena, "/agencies/%lld", (long long)id.value),
        .phone = phone_text(r->arena, at.agency.phone),
        .edit_path = (rights & RIGHT_EDIT) != 0 ? arena_printf(r->arena, "/settings/agencies/%lld", (long long)id.value) : NULL,
        .mail = safe_url(arena_printf(r->arena, "mailto:%s", at.agency.email)),
        .call = safe_url(arena_printf(r->arena, "tel:%s", at.agency.phone)),
    };
    s = contacts_part_get(r, (struct contact_owner){.agency = id}, v.path, (rights & RIGHT_TELL) != 0, &v.contacts);
    if (s == OK)
        s = timeline_fill(r, (struct employer_id){0}, id, &v.timeline);
    if (s != OK)
        return reply_status(r, s);
    struct crumb crumbs[] = {{tr(r->lang, N_("Agencies")), "/agencies"}};
    struct page *p = page_open_below(r, at.agency.name, crumbs, COUNT_OF(crumbs));
    agency_page(p, &v);
    return reply_page(p, 200);
}

const struct route agency_routes[] = {
    {METHOD_GET, "/agencies", agencies_show, FOR_STAFF, "agencies"},
    {METHOD_GET, "/agencies/:id", agency_show, FOR_STAFF, "agency"},
    {0},
};
