// SPDX-License-Identifier: EUPL-1.2
// Behov (screen 6): the list, its filters in the address, and the same rows as CSV.
#include <string.h>

#include "app/programme.h"
#include "web/need_list.html.h"
#include "web/table_reply.h"
#include "web/need_pages.h"
#include "web/need_view.h"

enum { ROWS_ON_A_PAGE = 50, ROWS_AT_ONCE = 200, CSV_ROWS_MOST = 5000 };

// What the address asks for.
struct list_filter {
    struct need_query query;
    struct pick occupation;
    const char *employer_name, *place_name; // of the filters, "" when not asked for
};

static const char *sort_name(enum need_sort sort)
{
    return sort == NEEDS_BY_START ? "start" : sort == NEEDS_BY_TITLE ? "title" : "created";
}

// Reads the address. Values that nobody could have chosen are as if absent. NOT_FOUND: the employer is not to be known.
static enum status filter_read(struct request *r, const struct region_area *areas, size_t area_count,
                               struct list_filter *out)
{
    struct list_filter f = {.employer_name = "", .place_name = ""};
    const char *const *states;
    size_t count = form_all(&r->query, r->arena, "state", &states);
    for (size_t i = 0; i < count; i++) {
        enum need_state s;
        if (need_state_word_read(states[i], &s))
            f.query.states |= 1u << s;
    }
    struct code area;
    if (form_code(&r->query, "place", &area) == OK)
        for (size_t i = 0; i < area_count; i++)
            if (code_equal(areas[i].code, area)) {
                f.query.area = area;
                f.place_name = areas[i].name;
            }
    f.occupation = pick_catalogue(r, &r->query, "occupation", CATALOGUE_OCCUPATION);
    f.query.occupation = f.occupation.code;
    f.query.text = request_query(r, "q");
    const char *sort = request_query(r, "sort"), *direction = request_query(r, "dir");
    f.query.sort = strcmp(sort, "start") == 0   ? NEEDS_BY_START
                   : strcmp(sort, "title") == 0 ? NEEDS_BY_TITLE
                                                : NEEDS_BY_CREATED;
    f.query.descending = *direction != '\0' ? strcmp(direction, "down") == 0 : f.query.sort == NEEDS_BY_CREATED;
    f.query.after = request_query(r, "after");
    f.query.most = ROWS_ON_A_PAGE;
    int64_t employer;
    if (form_id(&r->query, "employer", &employer) == OK) {
        struct employer_view view;
        TRY(get_employer(r->app, r->actor, (struct employer_id){employer}, r->arena, &view));
        f.query.employer = (struct employer_id){employer};
        f.employer_name = view.employer.name;
    }
    *out = f;
    return OK;
}

static void query_add(struct buf *b, const char *name, const char *value)
{
    if (*value == '\0')
        return;
    buf_printf(b, "%c%s=", memchr(b->data, '?', b->length) == NULL ? '?' : '&', name);
    for (const unsigned char *c = (const unsigned char *)value; *c != '\0'; c++) {
        bool plain =
            (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || strchr("-._~", *c);
        buf_printf(b, plain ? "%c" : "%%%02X", *c);
    }
}

// The address of what a filter shows.
static const char *filter_path(struct request *r, const struct list_filter *f, const char *path)
{
    struct buf b = buf_in(r->arena);
    char code[CODE_TEXT];
    buf_add_text(&b, path);
    query_add(&b, "q", f->query.text);
    for (enum need_state s = NEED_DRAFT; s <= NEED_WITHDRAWN; s++)
        if (f->query.states >> s & 1)
            query_add(&b, "state", need_state_word(s));
    code_write(f->query.area, code);
    query_add(&b, "place", code);
    code_write(f->query.occupation, code);
    query_add(&b, "occupation", code);
    if (f->query.employer.value != 0)
        query_add(&b, "employer", arena_printf(r->arena, "%lld", (long long)f->query.employer.value));
    if (f->query.sort != NEEDS_BY_CREATED || !f->query.descending) {
        query_add(&b, "sort", sort_name(f->query.sort));
        query_add(&b, "dir", f->query.descending ? "down" : "up");
    }
    query_add(&b, "after", f->query.after);
    return buf_text(&b);
}

static void chip_add(struct request *r, struct need_list_view *v, const char *what, const char *value,
                     const struct list_filter *without)
{
    v->chips[v->chip_count++] = (struct need_chip){what, value, filter_path(r, without, "/needs")};
}

static void chips_add(struct request *r, struct need_list_view *v, const struct list_filter *now)
{
    struct list_filter f = *now;
    f.query.after = "";
    if (*f.query.text != '\0') {
        f.query.text = "";
        chip_add(r, v, N_("Words"), now->query.text, &f);
        f.query.text = now->query.text;
    }
    for (enum need_state s = NEED_DRAFT; s <= NEED_WITHDRAWN; s++)
        if (now->query.states >> s & 1) {
            f.query.states = now->query.states & ~(1u << s);
            chip_add(r, v, N_("State"), tr(r->lang, need_state_title(s)), &f);
            f.query.states = now->query.states;
        }
    if (code_given(f.query.area)) {
        f.query.area = (struct code){0};
        chip_add(r, v, N_("Place"), now->place_name, &f);
        f.query.area = now->query.area;
    }
    if (code_given(f.query.occupation)) {
        f.query.occupation = (struct code){0};
        chip_add(r, v, N_("Occupation"), need_occupation_text(r, now->query.occupation), &f);
        f.query.occupation = now->query.occupation;
    }
    if (f.query.employer.value != 0) {
        f.query.employer = (struct employer_id){0};
        chip_add(r, v, N_("Employer"), now->employer_name, &f);
    }
}

static struct need_head head_make(struct request *r, const struct list_filter *now, const char *label,
                                  enum need_sort sort)
{
    struct list_filter f = *now;
    bool current = f.query.sort == sort;
    f.query.after = "";
    f.query.sort = sort;
    f.query.descending = current ? !f.query.descending : sort == NEEDS_BY_CREATED;
    return (struct need_head){
        .label = label,
        .path = filter_path(r, &f, "/needs"),
        .sorted = !current                ? NULL
                  : now->query.descending ? "descending"
                                          : "ascending",
    };
}

static void pager_make(struct request *r, struct need_list_view *v, const struct list_filter *now)
{
    struct list_filter f = *now;
    if (*now->query.after != '\0') {
        f.query.after = "";
        v->pager.first = filter_path(r, &f, "/needs");
    }
    if (*v->page->next != '\0') {
        f.query.after = v->page->next;
        v->pager.next = filter_path(r, &f, "/needs");
    }
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

static void form_fill(struct request *r, struct need_list_view *v, const struct list_filter *f)
{
    for (enum need_state s = NEED_DRAFT; s <= NEED_WITHDRAWN; s++)
        v->states[s] = (struct option){
            .value = need_state_word(s), .label = need_state_title(s), .chosen = f->query.states >> s & 1};
    char *place = arena_alloc(r->arena, CODE_TEXT), *code = arena_alloc(r->arena, CODE_TEXT);
    code_write(f->query.area, place);
    code_write(f->query.occupation, code);
    v->place = place;
    v->text = f->query.text;
    v->occupation = f->occupation;
    v->occupation_code = code;
    v->occupation_text =
        f->occupation.how == PICK_FOUND ? need_occupation_text(r, f->query.occupation) : f->occupation.text;
    v->employer =
        f->query.employer.value != 0 ? arena_printf(r->arena, "%lld", (long long)f->query.employer.value) : "";
    v->sort = sort_name(f->query.sort);
    v->direction = f->query.descending ? "down" : "up";
}

struct reply needs_show(struct request *r)
{
    struct region_area *areas;
    size_t area_count;
    struct list_filter f;
    struct need_page page;
    enum status status = list_areas_today(r->app, r->arena, &areas, &area_count);
    if (status == OK)
        status = filter_read(r, areas, area_count, &f);
    if (status == OK)
        status = list_needs(r->app, r->actor, &f.query, r->arena, &page);
    if (status != OK)
        return reply_status(r, status);
    if (page.row_count == 0 && *f.query.after != '\0') { // a key this list does not have (any more): to its start
        f.query.after = "";
        return reply_redirect(r, "%s", filter_path(r, &f, "/needs"));
    }

    const char **occupations = ARENA_ARRAY(r->arena, const char *, page.row_count);
    bool counts = false;
    for (size_t i = 0; i < page.row_count; i++) {
        occupations[i] = need_occupation_text(r, page.rows[i].occupation);
        counts |= page.rows[i].counted;
    }
    struct need_list_view v = {
        .page = &page,
        .occupations = occupations,
        .places = area_options(r, areas, area_count),
        .place_count = area_count,
        .may_state = route_open("/needs/new", r->actor->role),
        .counts = counts,
        .own_only = r->actor->role == ROLE_EMPLOYER,
        .clear_path = "/needs",
        .by_title = head_make(r, &f, N_("Need"), NEEDS_BY_TITLE),
        .by_start = head_make(r, &f, N_("Starts"), NEEDS_BY_START),
        .by_created = head_make(r, &f, N_("Stated"), NEEDS_BY_CREATED),
    };
    chips_add(r, &v, &f);
    pager_make(r, &v, &f);
    form_fill(r, &v, &f);
    f.query.after = "";
    v.csv_path = filter_path(r, &f, "/needs.csv");
    status = view_tabs_fill(r, VIEW_NEEDS, N_("All needs"), v.csv_path, &v.views);
    if (status != OK)
        return reply_status(r, status);

    struct page *p = page_open(r, tr(r->lang, N_("Needs")));
    struct issues issues = issues_in(r->arena);
    pick_issue(&v.occupation, &issues);
    if (issues.count > 0)
        p->issues = &issues;
    need_list_page(p, &v);
    return reply_page(p, issues.count > 0 ? 422 : 200);
}

static const struct table_column COLUMNS[] = {
    {N_("Need"), TABLE_TEXT, 22},
    {N_("Employer"), TABLE_TEXT, 22},
    {N_("Workplace"), TABLE_TEXT, 22},
    {N_("Place"), TABLE_TEXT, 22},
    {N_("Occupation code"), TABLE_TEXT, 10},
    {N_("Occupation"), TABLE_TEXT, 22},
    {N_("Positions"), TABLE_NUMBER, 12},
    {N_("Earliest start"), TABLE_DAY, 12},
    {N_("Latest start"), TABLE_DAY, 12},
    {N_("State"), TABLE_TEXT, 22},
    {N_("Stated"), TABLE_DAY, 12},
    {N_("Can fill it now"), TABLE_NUMBER, 14}, // COUNT_COLUMNS, for those who are told
    {N_("Ask first"), TABLE_NUMBER, 12},
};
enum { COUNT_COLUMNS = 2 };

static void write_need(struct table_out *t, struct request *r, const struct need_row *row)
{
    char code[CODE_TEXT];
    code_write(row->occupation, code);
    table_text(t, row->title);
    table_text(t, row->employer_name);
    table_text(t, row->workplace_name);
    table_text(t, row->place_name);
    table_text(t, code);
    table_text(t, need_occupation_text(r, row->occupation));
    table_number(t, row->positions);
    table_day(t, row->start_from);
    table_day(t, row->start_latest);
    table_text(t, tr(r->lang, need_state_title(row->state)));
    table_day(t, day_in_norway(row->created_at));
    if (row->counted) {
        table_number(t, (int64_t)row->ready);
        table_number(t, (int64_t)row->ask);
    } else if (needs_counted_for(r->app, r->actor)) {
        table_text(t, NULL);
        table_text(t, NULL);
    }
    table_row_end(t);
}

struct exporting {
    struct list_filter filter;
    struct arena *kept; // of the request
};

static enum status write_needs(struct request *r, void *context, struct table_out *t, bool *more_out)
{
    struct exporting *x = context;
    struct need_page page;
    TRY(list_needs(r->app, r->actor, &x->filter.query, r->arena, &page));
    for (size_t i = 0; i < page.row_count; i++)
        write_need(t, r, &page.rows[i]);
    x->filter.query.after = arena_strdup(x->kept, page.next);
    *more_out = *page.next != '\0';
    return OK;
}

static struct reply export_as(struct request *r, enum table_format format)
{
    struct region_area *areas;
    size_t area_count;
    struct exporting *x = ARENA_NEW(r->arena, struct exporting);
    enum status s = list_areas_today(r->app, r->arena, &areas, &area_count);
    if (s == OK)
        s = filter_read(r, areas, area_count, &x->filter);
    if (s != OK)
        return reply_status(r, s);
    x->kept = r->arena;
    x->filter.query.after = "";
    x->filter.query.most = ROWS_AT_ONCE;
    return reply_table(r, format, &(struct table_source){
                                      .columns = table_columns(r, COLUMNS, COUNT_OF(COLUMNS)),
                                      .column_count = COUNT_OF(COLUMNS) - (needs_counted_for(r->app, r->actor) ? 0 : COUNT_COLUMNS),
                                      .name = r->lang == LANG_NB ? "behov" : "needs",
                                      .write = write_needs,
                                      .context = x});
}

struct reply needs_csv(struct request *r)
{
    return export_as(r, TABLE_CSV);
}

struct reply needs_xlsx(struct request *r)
{
    return export_as(r, TABLE_XLSX);
}
