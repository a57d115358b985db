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
                                     int without, const struct candidate_place *after)
{
    struct buf b = address_in(r->arena, "/candidates");
    address_add(&b, "q", q->text);
    if (q->ended)
        address_add(&b, "show", "ended");
    else
        candidate_filter_address(f, without, &b);
    if (q->sort != CANDIDATES_BY_NAME)
        address_add(&b, "sort", q->sort == CANDIDATES_BY_NEWEST ? "newest" : "met");
    if (after->count > 0) {
        struct buf numbers = buf_in(r->arena);
        for (size_t i = 0; i < after->count; i++)
            buf_printf(&numbers, "%s%lld", i == 0 ? "" : "-", (long long)after->numbers[i]);
        address_add(&b, "after", buf_text(&numbers));
    }
    if (after->seen > 0) {
        address_add_number(&b, "seen", after->seen);
        address_add_number(&b, "shown", (int64_t)after->shown);
    }
    return buf_text(&b);
}

static const struct candidate_place FROM_THE_FIRST = {0};

static const char *list_path(struct request *r, const struct candidate_query *q, const struct candidate_filter *f,
                             const struct candidate_place *after)
{
    return list_path_without(r, q, f, FILTER_WHOLE, after);
}

struct filtered_list {
    struct request *r;
    const struct candidate_query *query;
    const struct candidate_filter *filter;
};

static const char *path_without(void *context, int without)
{
    const struct filtered_list *l = context;
    return list_path_without(l->r, l->query, l->filter, without, &FROM_THE_FIRST);
}

// "after=17-12-9&seen=4711&shown=50"; what cannot be read is from the beginning.
static struct candidate_place place_read(struct request *r)
{
    struct candidate_place place = {0};
    char *rest = arena_strdup(r->arena, request_query(r, "after")), *part;
    int64_t shown = 0;
    while (place.count < PLACE_MOST && (part = strsep(&rest, "-")) != NULL) {
        int64_t n;
        if (!form_read_int(part, &n) || n <= 0)
            return (struct candidate_place){0};
        place.numbers[place.count++] = n;
    }
    if (form_int(&r->query, "seen", &place.seen) != OK || place.seen < 0)
        place.seen = 0;
    if (form_int(&r->query, "shown", &shown) == OK && shown > 0)
        place.shown = (size_t)shown;
    return place;
}

static struct candidate_query query_read(struct request *r)
{
    struct candidate_query q = {.text = request_query(r, "q")};
    if (strcmp(request_query(r, "sort"), "newest") == 0)
        q.sort = CANDIDATES_BY_NEWEST;
    else if (strcmp(request_query(r, "sort"), "met") == 0)
        q.sort = CANDIDATES_BY_MET;
    q.ended = strcmp(request_query(r, "show"), "ended") == 0;
    q.after = place_read(r);
    return q;
}

static struct reply candidate_list(struct request *r)
{
    struct candidate_query q = query_read(r);
    struct candidate_page page;
    struct region_area *areas;
    size_t area_count;
    struct issues issues = issues_in(r->arena);
    enum status s = list_areas(r->app, r->arena, &areas, &area_count);
    if (s != OK)
        return reply_status(r, s);
    struct candidate_filter filter = candidate_filter_none(areas, area_count);
    if (!q.ended) // of whom the engine knows nothing
        candidate_filter_read(r, &issues, &filter);
    // What was asked for stands in the address from now on, and nothing else, so that it can be kept and shared.
    bool whole = filter.left_out_count == 0 && !filter.too_many; // else the page says what is missing
    if (!q.ended && candidate_filter_add(r, &filter, &issues) && issues.count == 0 && whole)
        return reply_redirect(r, "%s", list_path_without(r, &q, &filter, FILTER_CHOSEN, &FROM_THE_FIRST));
    q.conditions = filter.conditions;
    q.condition_count = filter.count;
    q.elsewhere = filter.elsewhere;
    s = list_candidates(r->app, r->actor, &q, r->arena, &page);
    if (s != OK)
        return reply_status(r, s);

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
        .by_name = list_path(r, &by_name, &filter, &FROM_THE_FIRST),
        .by_newest = list_path(r, &newest, &filter, &FROM_THE_FIRST),
        .running = list_path(r, &running, &filter, &FROM_THE_FIRST),
        .ended = list_path(r, &ended, &filter, &FROM_THE_FIRST),
        .without_text = list_path(r, &all, &filter, &FROM_THE_FIRST),
        .without_proof = candidate_filter_proves(&filter) ? list_path_without(r, &q, &filter, FILTER_LEAST, &FROM_THE_FIRST) : NULL,
        .unfiltered = q.sort == CANDIDATES_BY_NEWEST ? "/candidates?sort=newest" : "/candidates",
        .by_met = filter.any && filter.count > 1 ? list_path(r, &met, &filter, &FROM_THE_FIRST) : NULL,
        .filter = &filter,
        .pager = {.first = page.first > 0 ? list_path(r, &q, &filter, &FROM_THE_FIRST) : NULL,
                  .next = page.next.count > 0 ? list_path(r, &q, &filter, &page.next) : NULL},
    };
    candidate_filter_show(r, path_without, &(struct filtered_list){r, &q, &filter}, &filter);
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
