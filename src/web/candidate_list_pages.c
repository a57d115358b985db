// SPDX-License-Identifier: EUPL-1.2
// Kandidater (screen 4): the own agency's people.
#include <string.h>

#include "core/catalogue.h"
#include "app/programme.h"
#include "web/address.h"
#include "web/candidate_list.html.h"
#include "web/candidate_list_view.h"
#include "web/person_view.h"
#include "web/routes.h"

static const char *list_path_without(struct request *r, const struct candidate_query *q, const struct candidate_filter *f,
                                     int without, size_t page)
{
    struct buf b = address_in(r->arena, "/candidates");
    address_add(&b, "q", q->text);
    if (q->ended)
        address_add(&b, "show", "ended");
    else
        candidate_filter_address(f, without, &b);
    if (q->sort != CANDIDATES_BY_NAME)
        address_add(&b, "sort", q->sort == CANDIDATES_BY_NEWEST ? "newest" : "met");
    if (page > 0)
        address_add_number(&b, "page", (int64_t)page + 1);
    return buf_text(&b);
}

enum { WITHOUT_NONE = -1 };

static const char *list_path(struct request *r, const struct candidate_query *q, const struct candidate_filter *f, size_t page)
{
    return list_path_without(r, q, f, WITHOUT_NONE, page);
}

struct filtered_list {
    struct request *r;
    const struct candidate_query *query;
    const struct candidate_filter *filter;
};

static const char *path_without(void *context, int without)
{
    const struct filtered_list *l = context;
    return list_path_without(l->r, l->query, l->filter, without, 0);
}

static struct candidate_query query_read(struct request *r)
{
    struct candidate_query q = {.text = request_query(r, "q")};
    int64_t page;
    if (strcmp(request_query(r, "sort"), "newest") == 0)
        q.sort = CANDIDATES_BY_NEWEST;
    else if (strcmp(request_query(r, "sort"), "met") == 0)
        q.sort = CANDIDATES_BY_MET;
    q.ended = strcmp(request_query(r, "show"), "ended") == 0;
    if (form_int(&r->query, "page", &page) == OK && page > 1 && page < INT32_MAX)
        q.offset_page = (size_t)page - 1;
    return q;
}

static struct reply candidate_list(struct request *r)
{
    struct candidate_query q = query_read(r);
    struct candidate_page page;
    struct candidate_filter filter;
    struct region_area *areas;
    size_t area_count;
    struct issues issues = issues_in(r->arena);
    enum status s = list_areas(r->app, r->arena, &areas, &area_count);
    if (s != OK)
        return reply_status(r, s);
    candidate_filter_read(r, areas, area_count, &filter);
    // What was added stands in the address from now on, so that it can be kept and shared.
    if (candidate_filter_add(r, &filter, &issues) && issues.count == 0)
        return reply_redirect(r, "%s", list_path(r, &q, &filter, 0));
    q.conditions = filter.conditions;
    q.condition_count = filter.count;
    s = list_candidates(r->app, r->actor, &q, r->arena, &page);
    if (s != OK)
        return reply_status(r, s);
    if (page.page_count > 0 && q.offset_page >= page.page_count)
        return reply_redirect(r, "%s", list_path(r, &q, &filter, page.page_count - 1));

    struct candidate_query by_name = q, newest = q, met = q, running = q, ended = q, all = q;
    by_name.sort = CANDIDATES_BY_NAME;
    newest.sort = CANDIDATES_BY_NEWEST;
    met.sort = CANDIDATES_BY_MET;
    running.ended = false;
    ended.ended = true;
    all.text = "";
    struct candidate_list_line *lines = ARENA_ARRAY(r->arena, struct candidate_list_line, page.row_count);
    for (size_t i = 0; i < page.row_count; i++) {
        const struct candidate_row *row = &page.rows[i];
        lines[i] = (struct candidate_list_line){
            .row = row,
            .occupation = code_given(row->occupation)
                              ? catalogue_label(app_catalogue(r->app), CATALOGUE_OCCUPATION, row->occupation, r->lang, r->arena)
                              : "",
        };
    }
    struct candidate_list_view v = {
        .page = &page,
        .lines = lines,
        .query = &q,
        .by_name = list_path(r, &by_name, &filter, 0),
        .by_newest = list_path(r, &newest, &filter, 0),
        .running = list_path(r, &running, &filter, 0),
        .ended = list_path(r, &ended, &filter, 0),
        .without_text = list_path(r, &all, &filter, 0),
        .unfiltered = q.sort == CANDIDATES_BY_NEWEST ? "/candidates?sort=newest" : "/candidates",
        .by_met = filter.any && filter.count > 1 ? list_path(r, &met, &filter, 0) : NULL,
        .filter = &filter,
        .previous = q.offset_page > 0 ? list_path(r, &q, &filter, q.offset_page - 1) : NULL,
        .next = q.offset_page + 1 < page.page_count ? list_path(r, &q, &filter, q.offset_page + 1) : NULL,
    };
    candidate_filter_show(r, areas, area_count, path_without, &(struct filtered_list){r, &q, &filter}, &filter);
    struct page *p = page_open(r, tr(r->lang, N_("Candidates")));
    if (issues.count > 0) {
        page_again(p, &issues);
        p->typed = &r->query;
    }
    candidate_list_page(p, &v);
    return reply_page(p, 200);
}

const struct route candidate_list_routes[] = {
    {METHOD_GET, "/candidates", candidate_list, FOR_STAFF, "candidate_list"},
    {0},
};
