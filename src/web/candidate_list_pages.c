// SPDX-License-Identifier: EUPL-1.2
// Kandidater (screen 4): the own agency's people.
#include <string.h>

#include "core/catalogue.h"
#include "web/address.h"
#include "web/candidate_list.html.h"
#include "web/candidate_list_view.h"
#include "web/person_view.h"
#include "web/routes.h"

static const char *list_path(struct request *r, const struct candidate_query *q, size_t page)
{
    struct buf b = address_in(r->arena, "/candidates");
    address_add(&b, "q", q->text);
    if (q->ended)
        address_add(&b, "show", "ended");
    if (q->sort == CANDIDATES_BY_NEWEST)
        address_add(&b, "sort", "newest");
    if (page > 0)
        address_add_number(&b, "page", (int64_t)page + 1);
    return buf_text(&b);
}

static struct candidate_query query_read(struct request *r)
{
    struct candidate_query q = {.text = request_query(r, "q")};
    int64_t page;
    if (strcmp(request_query(r, "sort"), "newest") == 0)
        q.sort = CANDIDATES_BY_NEWEST;
    q.ended = strcmp(request_query(r, "show"), "ended") == 0;
    if (form_int(&r->query, "page", &page) == OK && page > 1 && page < INT32_MAX)
        q.offset_page = (size_t)page - 1;
    return q;
}

static struct reply candidate_list(struct request *r)
{
    struct candidate_query q = query_read(r);
    struct candidate_page page;
    enum status s = list_candidates(r->app, r->actor, &q, r->arena, &page);
    if (s != OK)
        return reply_status(r, s);
    if (page.page_count > 0 && q.offset_page >= page.page_count)
        return reply_redirect(r, "%s", list_path(r, &q, page.page_count - 1));

    struct candidate_query by_name = q, newest = q, running = q, ended = q, all = q;
    by_name.sort = CANDIDATES_BY_NAME;
    newest.sort = CANDIDATES_BY_NEWEST;
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
        .by_name = list_path(r, &by_name, 0),
        .by_newest = list_path(r, &newest, 0),
        .running = list_path(r, &running, 0),
        .ended = list_path(r, &ended, 0),
        .without_text = list_path(r, &all, 0),
        .previous = q.offset_page > 0 ? list_path(r, &q, q.offset_page - 1) : NULL,
        .next = q.offset_page + 1 < page.page_count ? list_path(r, &q, q.offset_page + 1) : NULL,
    };
    struct page *p = page_open(r, tr(r->lang, N_("Candidates")));
    candidate_list_page(p, &v);
    return reply_page(p, 200);
}

const struct route candidate_list_routes[] = {
    {METHOD_GET, "/candidates", candidate_list, FOR_STAFF, "candidate_list"},
    {0},
};
