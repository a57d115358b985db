// SPDX-License-Identifier: EUPL-1.2
// Virksomhet (screen 3), for the office and advisers, and for the employer's own users to read.
#include <string.h>

#include "app/duplicates.h"
#include "app/programme.h"
#include "web/employer.html.h"
#include "web/employer_view.h"
#include "web/need_view.h"
#include "web/routes.h"

enum { NEEDS_SHOWN = 20 };

static enum status fill_needs(struct request *r, struct employer_card_view *v)
{
    struct need_query query = {.employer = v->at->employer.id, .text = "", .after = "", .sort = NEEDS_BY_CREATED,
                               .descending = true, .most = NEEDS_SHOWN};
    struct need_page page;
    TRY(list_needs(r->app, r->actor, &query, r->arena, &page));
    struct employer_need *needs = ARENA_ARRAY(r->arena, struct employer_need, page.row_count);
    for (size_t i = 0; i < page.row_count; i++)
        needs[i] = (struct employer_need){&page.rows[i], need_state_title(page.rows[i].state),
                                          need_state_tone(page.rows[i].state),
                                          arena_printf(r->arena, "/needs/%lld", (long long)page.rows[i].id.value)};
    v->needs = needs;
    v->need_count = page.row_count;
    if (page.total > page.row_count)
        v->all_needs_path = arena_printf(r->arena, "/needs?employer=%lld", (long long)v->at->employer.id.value);
    return OK;
}

static const char *address_line(struct arena *a, const char *street, const char *code, const char *place)
{
    const char *town = *code != '\0' && *place != '\0' ? arena_printf(a, "%s %s", code, place) : *code != '\0' ? code : place;
    return *street != '\0' && *town != '\0' ? arena_printf(a, "%s, %s", street, town) : *street != '\0' ? street : town;
}

static void fill_workplaces(struct request *r, const struct region_area *areas, size_t area_count, struct employer_card_view *v)
{
    const struct employer_view *at = v->at;
    struct employer_workplace *list = ARENA_ARRAY(r->arena, struct employer_workplace, at->workplace_count);
    for (size_t i = 0; i < at->workplace_count; i++) {
        const struct workplace *w = &at->workplaces[i];
        list[i] = (struct employer_workplace){
            w,
            region_area_name(areas, area_count, w->area),
            address_line(r->arena, w->address, w->postal_code, w->postal_place),
            v->may_edit ? arena_printf(r->arena, "%s/workplaces/%lld", v->path, (long long)w->id.value) : NULL,
        };
    }
    v->workplaces = list;
    v->workplace_count = at->workplace_count;
}

static const char *municipality_name(struct request *r, const struct employer *e, const struct region_area *areas, size_t count)
{
    if (!code_given(e->municipality))
        return "";
    struct buf b = buf_in(r->arena);
    for (size_t i = 0; i < count; i++)
        if (code_equal(areas[i].municipality, e->municipality) &&
            region_area_find(&areas[i], 1, e->municipality_valid_on, areas[i].code) != NULL)
            buf_printf(&b, "%s%s", b.length == 0 ? "" : " / ", areas[i].name);
    char code[CODE_TEXT];
    code_write(e->municipality, code);
    return b.length == 0 ? arena_strdup(r->arena, code) : arena_printf(r->arena, "%s (%s)", buf_text(&b), code);
}

static struct reply employer_show(struct request *r)
{
    struct employer_view at;
    struct region_area *areas;
    size_t area_count;
    struct employer_id id = {request_id(r, 0)}, into;
    if (find_merged_into(r->app, r->actor, id, &into) == OK) {
        struct reply reply = reply_redirect(r, "/employers/%lld", (long long)into.value);
        reply_flash(&reply, FLASH_employer_moved);
        return reply;
    }
    enum status s = get_employer(r->app, r->actor, id, r->arena, &at);
    if (s == OK)
        s = list_areas(r->app, r->arena, &areas, &area_count);
    if (s != OK)
        return reply_status(r, s);
    const struct employer *e = &at.employer;
    struct employer_card_view v = {
        .at = &at,
        .path = arena_printf(r->arena, "/employers/%lld", (long long)e->id.value),
        .orgnr = orgnr_text(r->arena, e->orgnr),
        .address = address_line(r->arena, e->address, e->postal_code, e->postal_place),
        .municipality_name = municipality_name(r, e, areas, area_count),
        .may_edit = (at.rights & RIGHT_EDIT) != 0,
        .may_follow = (at.rights & RIGHT_FOLLOW) != 0,
        .may_tell = (at.rights & RIGHT_TELL) != 0,
        .own = r->actor->role == ROLE_EMPLOYER,
        .may_state = at.workplace_count > 0 && route_open("/needs/new", r->actor->role),
        .users_path = r->actor->role == ROLE_OFFICE     ? arena_printf(r->arena, "/employers/%lld/users", (long long)e->id.value)
                      : r->actor->role == ROLE_EMPLOYER ? "/users" : NULL,
        .state_path = arena_printf(r->arena, "/needs/new?employer=%lld", (long long)e->id.value),
    };
    struct employer_counts counts;
    if (!v.own) {
        s = get_employer_counts(r->app, r->actor, e->id, &counts);
        v.counts = &counts;
        v.hired = counts.hired;
    } else {
        s = count_hired(r->app, r->actor, &e->id, 1, &v.hired);
    }
    if (s != OK)
        return reply_status(r, s);
    fill_workplaces(r, areas, area_count, &v);
    s = contacts_part_get(r, (struct contact_owner){.employer = e->id}, v.path, v.may_tell, &v.contacts);
    if (s == OK && v.may_follow)
        s = networks_part_get(r, e->id, v.may_edit, &v.networks);
    if (s == OK && v.may_follow)
        s = introductions_part_get(r, e->id, v.may_edit, v.hired == 0 && e->reference != REFERENCE_YES, &v.introductions);
    if (s == OK)
        s = fill_needs(r, &v);
    if (s == OK)
        s = timeline_fill(r, e->id, (struct agency_id){0}, &v.timeline);
    if (s == OK)
        s = contact_warnings_fill(r, e->id, &v.others);
    if (s == OK)
        s = employer_register_fill(r, &at, &v.register_says);
    if (s != OK)
        return reply_status(r, s);
    struct crumb crumbs[] = {{tr(r->lang, N_("Employers")), "/employers"}};
    struct page *p = v.own ? page_open(r, e->name) : page_open_below(r, e->name, crumbs, COUNT_OF(crumbs));
    employer_page(p, &v);
    return reply_page(p, 200);
}

const struct route employer_routes[] = {
    {METHOD_GET, "/employers/:id", employer_show, FOR_STAFF | FOR_EMPLOYER, "employer_show"},
    {0},
};
