// SPDX-License-Identifier: EUPL-1.2
// The timeline of an employer and of an agency.
#include <string.h>

#include "app/employers.h"
#include "app/programme.h"
#include "web/address.h"
#include "web/need_view.h"
#include "web/routes.h"
#include "web/timeline.html.h"
#include "web/timeline_view.h"

enum { LINES_ON_A_PART = 15 };

// Where a noun is shown, for those who have such pages.
static const struct {
    const char *noun, *path;
    unsigned roles;
} PLACES[] = {
    {"activity", "/activities/%lld", FOR_STAFF},
    {"task", "/tasks/%lld", FOR_STAFF},
    {"need", "/needs/%lld", FOR_STAFF | FOR_EMPLOYER},
    {"hire", "/hires/%lld", FOR_STAFF | FOR_EMPLOYER},
    {"event", "/events/%lld", FOR_OFFICE},
    {"introduction", "/introductions/%lld", FOR_OFFICE},
    {"survey", "/surveys/%lld", FOR_OFFICE},
    {"mailing", "/mailings/%lld", FOR_OFFICE},
};

static const char *path_of(const struct request *r, const struct timeline_line *l)
{
    for (size_t i = 0; l->noun != NULL && i < COUNT_OF(PLACES); i++)
        if (strcmp(PLACES[i].noun, l->noun) == 0 && (PLACES[i].roles >> r->actor->role & 1) != 0) {
            struct buf b = buf_in(r->arena);
            const char *before = PLACES[i].path;
            buf_printf(&b, "%.*s%lld", (int)strcspn(before, "%"), before, (long long)l->row);
            return route_open(buf_text(&b), r->actor->role) ? buf_text(&b) : NULL;
        }
    return NULL;
}

static const char *title_of(const struct request *r, const struct timeline_line *l)
{
    if (l->noun != NULL && strcmp(l->noun, "need") == 0)
        return need_title_text(r->lang, l->title);
    return l->title_msgid != NULL ? tr(r->lang, l->title_msgid) : l->title != NULL ? l->title : "";
}

static const char *of(struct request *r, const char *path, struct employer_id employer, struct agency_id agency)
{
    struct buf b = address_in(r->arena, path);
    if (employer.value != 0)
        address_add_number(&b, "employer", employer.value);
    else
        address_add_number(&b, "agency", agency.value);
    return buf_text(&b);
}

static enum status fill(struct request *r, const struct timeline_query *q, struct timeline_view *v, struct timeline_page *page)
{
    TRY(get_timeline(r->app, r->actor, q, r->arena, page));
    struct timeline_shown *shown = ARENA_ARRAY(r->arena, struct timeline_shown, page->line_count);
    for (size_t i = 0; i < page->line_count; i++)
        shown[i] = (struct timeline_shown){&page->lines[i], title_of(r, &page->lines[i]), path_of(r, &page->lines[i])};
    v->lines = shown;
    v->count = page->line_count;
    v->path = q->employer.value != 0 ? arena_printf(r->arena, "/employers/%lld/timeline", (long long)q->employer.value)
                                     : arena_printf(r->arena, "/agencies/%lld/timeline", (long long)q->agency.value);
    if (r->actor->role == ROLE_OFFICE || r->actor->role == ROLE_ADVISER) {
        v->new_path = of(r, "/activities/new", q->employer, q->agency);
        v->task_path = of(r, "/tasks/new", q->employer, q->agency);
    }
    return OK;
}

enum status timeline_fill(struct request *r, struct employer_id employer, struct agency_id agency, struct timeline_view *out)
{
    struct timeline_query q = {.employer = employer, .agency = agency, .after = "", .most = LINES_ON_A_PART};
    struct timeline_page page;
    *out = (struct timeline_view){0};
    TRY(fill(r, &q, out, &page));
    if (page.line_count > 0)
        out->all_path = out->path;
    return OK;
}

static const char *page_path(struct request *r, const struct timeline_view *v, const char *after)
{
    struct buf b = address_in(r->arena, v->path);
    address_add(&b, "kind", v->kind);
    address_add(&b, "after", after);
    return buf_text(&b);
}

static struct reply page_show(struct request *r, struct timeline_query *q, const char *name, const struct crumb *crumbs, size_t crumb_count)
{
    struct timeline_view v = {.name = name, .kind = ""};
    struct timeline_page page;
    enum timeline_kind kind;
    if (timeline_kind_read(request_query(r, "kind"), &kind)) {
        q->kinds = 1u << kind;
        v.kind = timeline_kind_name(kind);
    }
    q->after = request_query(r, "after");
    enum status s = fill(r, q, &v, &page);
    if (s != OK)
        return reply_status(r, s == INVALID ? NOT_FOUND : s);
    for (int k = 0; k < TIMELINE_KINDS; k++)
        if ((page.kinds >> k & 1) != 0)
            v.kinds[v.kind_count++] = (struct option){.value = timeline_kind_name((enum timeline_kind)k),
                                                      .label = timeline_kind_title((enum timeline_kind)k)};
    if (*q->after != '\0')
        v.pager.first = page_path(r, &v, "");
    if (*page.next != '\0')
        v.pager.next = page_path(r, &v, page.next);
    struct page *p = page_open_below(r, tr_arg(r->lang, r->arena, "What has happened: %s", name), crumbs, crumb_count);
    timeline_page(p, &v);
    return reply_page(p, 200);
}

static struct reply employer_timeline(struct request *r)
{
    struct timeline_query q = {.employer = {request_id(r, 0)}};
    struct employer_view at;
    enum status s = get_employer(r->app, r->actor, q.employer, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    struct crumb crumbs[] = {{tr(r->lang, N_("Employers")), "/employers"},
                             {at.employer.name, arena_printf(r->arena, "/employers/%lld", (long long)q.employer.value)}};
    return page_show(r, &q, at.employer.name, crumbs, COUNT_OF(crumbs));
}

static struct reply agency_timeline(struct request *r)
{
    struct timeline_query q = {.agency = {request_id(r, 0)}};
    struct agency *list;
    const char *name = NULL;
    size_t count;
    enum status s = list_agencies(r->app, r->actor, r->arena, &list, &count);
    if (s != OK)
        return reply_status(r, s);
    for (size_t i = 0; i < count; i++)
        name = list[i].id.value == q.agency.value ? list[i].name : name;
    if (name == NULL)
        return reply_status(r, NOT_FOUND);
    const char *agency = arena_printf(r->arena, "/agencies/%lld", (long long)q.agency.value);
    bool page = route_open(agency, r->actor->role);
    struct crumb crumbs[] = {{tr(r->lang, N_("Activities")), "/activities"}, {name, agency}};
    return page_show(r, &q, name, crumbs, page ? 2 : 1);
}

const struct route timeline_routes[] = {
    {METHOD_GET, "/employers/:id/timeline", employer_timeline, FOR_STAFF | FOR_EMPLOYER, "employer_timeline"},
    {METHOD_GET, "/agencies/:id/timeline", agency_timeline, FOR_STAFF, "agency_timeline"},
    {0},
};
