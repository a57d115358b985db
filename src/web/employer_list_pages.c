// SPDX-License-Identifier: EUPL-1.2
// Virksomheter (screen 2): the list, its filters in the address, and the same rows as CSV.
#include <string.h>

#include "app/programme.h"
#include "web/address.h"
#include "web/csv.h"
#include "web/employer_list.html.h"
#include "web/employer_view.h"
#include "web/routes.h"

enum { ROWS_ON_A_PAGE = 50, ROWS_AT_ONCE = 200, CSV_ROWS_MOST = 100000 };

static const struct {
    const char *name;
    enum employer_sort sort;
} SORTS[] = {{"name", EMPLOYERS_BY_NAME}, {"employees", EMPLOYERS_BY_EMPLOYEES}, {"stage", EMPLOYERS_BY_STAGE},
             {"created", EMPLOYERS_BY_CREATED}};

static const char *sort_name(enum employer_sort sort)
{
    for (size_t i = 0; i < COUNT_OF(SORTS); i++)
        if (SORTS[i].sort == sort)
            return SORTS[i].name;
    return "name";
}

struct filter {
    struct employer_query query;
    const char *area_name;
};

// Values that nobody could have chosen are as if absent.
static struct filter filter_read(struct request *r, const struct region_area *areas, size_t area_count)
{
    struct filter f = {.query = {.text = request_query(r, "q"), .after = request_query(r, "after"), .most = ROWS_ON_A_PAGE},
                       .area_name = ""};
    const char *const *stages;
    size_t count = form_all(&r->query, r->arena, "stage", &stages);
    for (size_t i = 0; i < count; i++) {
        enum employer_stage s;
        if (stage_read(stages[i], &s))
            f.query.stages |= 1u << s;
    }
    struct code area;
    if (form_code(&r->query, "area", &area) == OK)
        for (size_t i = 0; i < area_count; i++)
            if (code_equal(areas[i].code, area)) {
                f.query.area = area;
                f.area_name = areas[i].name;
            }
    f.query.open_needs = form_flag(&r->query, "needs");
    f.query.pledged = form_flag(&r->query, "pledge");
    for (size_t i = 0; i < COUNT_OF(SORTS); i++)
        if (strcmp(SORTS[i].name, request_query(r, "sort")) == 0)
            f.query.sort = SORTS[i].sort;
    f.query.descending = strcmp(request_query(r, "dir"), "down") == 0;
    return f;
}

static const char *filter_path(struct request *r, const struct employer_query *q, const char *path)
{
    struct buf b = address_in(r->arena, path);
    char area[CODE_TEXT];
    address_add(&b, "q", q->text);
    for (int s = 0; s < EMPLOYER_STAGES; s++)
        if ((q->stages >> s & 1) != 0)
            address_add(&b, "stage", stage_name((enum employer_stage)s));
    code_write(q->area, area);
    address_add(&b, "area", area);
    address_add(&b, "needs", q->open_needs ? "1" : "");
    address_add(&b, "pledge", q->pledged ? "1" : "");
    if (q->sort != EMPLOYERS_BY_NAME || q->descending) {
        address_add(&b, "sort", sort_name(q->sort));
        address_add(&b, "dir", q->descending ? "down" : "up");
    }
    address_add(&b, "after", q->after);
    return buf_text(&b);
}

static void chip_add(struct request *r, struct employer_list_view *v, const char *what, const char *value,
                     const struct employer_query *without)
{
    struct employer_query q = *without;
    q.after = "";
    v->chips[v->chip_count++] = (struct employer_chip){what, value, filter_path(r, &q, "/employers")};
}

static void chips_add(struct request *r, struct employer_list_view *v, const struct filter *f)
{
    struct employer_query q = f->query;
    if (*q.text != '\0') {
        q.text = "";
        chip_add(r, v, N_("Words"), f->query.text, &q);
        q = f->query;
    }
    for (int s = 0; s < EMPLOYER_STAGES; s++)
        if ((q.stages >> s & 1) != 0) {
            q.stages &= ~(1u << s);
            chip_add(r, v, N_("Stage"), tr(r->lang, stage_title((enum employer_stage)s)), &q);
            q = f->query;
        }
    if (code_given(q.area)) {
        q.area = (struct code){0};
        chip_add(r, v, N_("Area"), f->area_name, &q);
        q = f->query;
    }
    if (q.open_needs) {
        q.open_needs = false;
        chip_add(r, v, N_("With open needs"), "", &q);
        q = f->query;
    }
    if (q.pledged) {
        q.pledged = false;
        chip_add(r, v, N_("With a pledge"), "", &q);
    }
}

static struct employer_head head_make(struct request *r, const struct employer_query *now, const char *label,
                                      enum employer_sort sort, bool largest_first)
{
    struct employer_query q = *now;
    bool current = q.sort == sort;
    q.after = "";
    q.sort = sort;
    q.descending = current ? !q.descending : largest_first;
    return (struct employer_head){label, filter_path(r, &q, "/employers"),
                                  !current ? NULL : now->descending ? "descending" : "ascending"};
}

static struct option *area_options(struct request *r, const struct region_area *areas, size_t count)
{
    struct option *options = ARENA_ARRAY(r->arena, struct option, count);
    for (size_t i = 0; i < count; i++) {
        char *value = arena_alloc(r->arena, CODE_TEXT);
        code_write(areas[i].code, value);
        options[i] = (struct option){.value = value, .text = areas[i].name};
    }
    return options;
}

static void form_fill(struct request *r, struct employer_list_view *v, const struct filter *f)
{
    for (int s = 0; s < EMPLOYER_STAGES; s++)
        v->stages[s] = (struct option){.value = stage_name((enum employer_stage)s),
                                       .label = stage_title((enum employer_stage)s),
                                       .chosen = (f->query.stages >> s & 1) != 0};
    char *area = arena_alloc(r->arena, CODE_TEXT);
    code_write(f->query.area, area);
    v->area = area;
    v->text = f->query.text;
    v->open_needs = f->query.open_needs;
    v->pledged = f->query.pledged;
    v->sort = sort_name(f->query.sort);
    v->direction = f->query.descending ? "down" : "up";
}

static void pager_fill(struct request *r, struct employer_list_view *v, const struct employer_query *now)
{
    struct employer_query q = *now;
    q.after = "";
    v->csv_path = filter_path(r, &q, "/employers.csv");
    if (*now->after != '\0')
        v->pager.first = filter_path(r, &q, "/employers");
    q.after = v->page->next;
    if (*q.after != '\0')
        v->pager.next = filter_path(r, &q, "/employers");
}

static enum status hired_of(struct request *r, const struct employer_page *page, int64_t **out)
{
    struct employer_id *ids = ARENA_ARRAY(r->arena, struct employer_id, page->row_count);
    *out = ARENA_ARRAY(r->arena, int64_t, page->row_count);
    for (size_t i = 0; i < page->row_count; i++)
        ids[i] = page->rows[i].id;
    return count_hired(r->app, r->actor, ids, page->row_count, *out);
}

static struct reply employer_list(struct request *r)
{
    struct region_area *areas;
    size_t area_count;
    enum status s = list_areas_today(r->app, r->arena, &areas, &area_count);
    if (s != OK)
        return reply_status(r, s);
    struct filter f = filter_read(r, areas, area_count);
    struct employer_page page;
    s = list_employers(r->app, r->actor, &f.query, r->arena, &page);
    if (s == INVALID && *f.query.after != '\0') // a key that this list does not have: the first page
        return reply_redirect(r, "%s", "/employers");
    if (s != OK)
        return reply_status(r, s);
    if (r->actor->role == ROLE_EMPLOYER) // has one only
        return reply_redirect(r, "/employers/%lld", (long long)r->actor->employer.value);
    int64_t *hired;
    s = hired_of(r, &page, &hired);
    if (s != OK)
        return reply_status(r, s);
    struct employer_query newest = f.query;
    newest.sort = EMPLOYERS_BY_CREATED;
    newest.descending = true;
    newest.after = "";
    struct employer_list_view v = {
        .page = &page,
        .hired = hired,
        .by_name = head_make(r, &f.query, N_("Name"), EMPLOYERS_BY_NAME, false),
        .by_employees = head_make(r, &f.query, N_("Employees"), EMPLOYERS_BY_EMPLOYEES, true),
        .by_stage = head_make(r, &f.query, N_("Stage"), EMPLOYERS_BY_STAGE, false),
        .newest_path = f.query.sort == EMPLOYERS_BY_CREATED ? NULL : filter_path(r, &newest, "/employers"),
        .areas = area_options(r, areas, area_count),
        .area_count = area_count,
        .may_create = route_open("/employers/new", r->actor->role),
    };
    chips_add(r, &v, &f);
    pager_fill(r, &v, &f.query);
    form_fill(r, &v, &f);
    struct page *p = page_open(r, tr(r->lang, N_("Employers")));
    employer_list_page(p, &v);
    return reply_page(p, 200);
}

static void csv_heads(struct csv *c, enum lang lang)
{
    static const char *const HEADS[] = {N_("Organisation number"), N_("Name"), N_("Areas"), N_("Employees"), N_("Stage"),
                                        N_("Pledged"), N_("Open needs"), N_("Open positions")};
    for (size_t i = 0; i < COUNT_OF(HEADS); i++)
        csv_text(c, tr(lang, HEADS[i]));
    csv_row_end(c);
}

static void csv_employer(struct csv *c, enum lang lang, const struct employer_row *row)
{
    csv_text(c, row->orgnr);
    csv_text(c, row->name);
    csv_text(c, row->area_names);
    if (row->employees == EMPLOYEES_UNKNOWN)
        csv_text(c, NULL);
    else
        csv_number(c, row->employees);
    csv_text(c, tr(lang, stage_title(row->stage)));
    csv_number(c, row->pledged);
    csv_number(c, (int64_t)row->open_needs);
    csv_number(c, (int64_t)row->open_positions);
    csv_row_end(c);
}

static struct reply employer_csv(struct request *r)
{
    struct region_area *areas;
    size_t area_count, written = 0;
    enum status s = list_areas_today(r->app, r->arena, &areas, &area_count);
    if (s != OK)
        return reply_status(r, s);
    struct filter f = filter_read(r, areas, area_count);
    f.query.after = "";
    f.query.most = ROWS_AT_ONCE;
    struct csv csv = csv_in(r->arena);
    csv_heads(&csv, r->lang);
    for (;;) {
        struct employer_page page;
        s = list_employers(r->app, r->actor, &f.query, r->arena, &page);
        if (s != OK)
            return reply_status(r, s);
        for (size_t i = 0; i < page.row_count; i++)
            csv_employer(&csv, r->lang, &page.rows[i]);
        written += page.row_count;
        if (*page.next == '\0' || written >= CSV_ROWS_MOST)
            break;
        f.query.after = page.next;
    }
    return reply_download(r, "text/csv; charset=utf-8", r->lang == LANG_NB ? "virksomheter.csv" : "employers.csv", &csv.out);
}

const struct route employer_list_routes[] = {
    {METHOD_GET, "/employers", employer_list, FOR_STAFF | FOR_EMPLOYER, "employer_list"},
    {METHOD_GET, "/employers.csv", employer_csv, FOR_STAFF, "employer_csv"},
    {0},
};
