// SPDX-License-Identifier: EUPL-1.2
// Ansettelser (screen 15): the register, its filters in the address, and the same rows as CSV.
#include <string.h>

#include "app/employers.h"
#include "web/address.h"
#include "web/hire_list.html.h"
#include "web/hire_view.h"
#include "web/need_view.h"
#include "web/routes.h"
#include "web/table_reply.h"

enum { ROWS_ON_A_PAGE = 50, ROWS_AT_ONCE = 200, CSV_ROWS_MOST = 100000 };

static const struct {
    const char *name;
    enum hire_course course;
    const char *title; // msgid
} COURSES[] = {{"on", HIRE_COURSE_ON, N_("Goes on, as far as is known")}, {"ended", HIRE_COURSE_ENDED, N_("Has ended")}};

static const char *course_name(enum hire_course course)
{
    for (size_t i = 0; i < COUNT_OF(COURSES); i++)
        if (COURSES[i].course == course)
            return COURSES[i].name;
    return "";
}

// Values that nobody could have chosen are as if absent.
static struct hire_query filter_read(struct request *r)
{
    struct hire_query q = {.after = request_query(r, "after"), .most = ROWS_ON_A_PAGE};
    const char *const *states;
    size_t count = form_all(&r->query, r->arena, "state", &states);
    for (size_t i = 0; i < count; i++) {
        enum hire_state s;
        if (hire_state_read(states[i], &s))
            q.states |= 1u << s;
    }
    int64_t id;
    if (form_id(&r->query, "employer", &id) == OK && r->actor->role != ROLE_EMPLOYER)
        q.employer.value = id;
    if (form_id(&r->query, "need", &id) == OK)
        q.need.value = id;
    if (form_id(&r->query, "person", &id) == OK && r->actor->role != ROLE_EMPLOYER)
        q.person.value = id;
    q.unposted_only = form_flag(&r->query, "unposted");
    for (size_t i = 0; i < COUNT_OF(COURSES); i++)
        if (strcmp(COURSES[i].name, request_query(r, "course")) == 0)
            q.course = COURSES[i].course;
    return q;
}

static const char *filter_path(struct request *r, const struct hire_query *q, const char *path)
{
    struct buf b = address_in(r->arena, path);
    for (int s = 0; s < HIRE_STATES; s++)
        if ((q->states >> s & 1) != 0)
            address_add(&b, "state", hire_state_name((enum hire_state)s));
    address_add(&b, "course", course_name(q->course));
    address_add(&b, "unposted", q->unposted_only ? "1" : "");
    address_add(&b, "employer", hire_id_text(r->arena, q->employer.value));
    address_add(&b, "need", hire_id_text(r->arena, q->need.value));
    address_add(&b, "person", hire_id_text(r->arena, q->person.value));
    address_add(&b, "after", q->after);
    return buf_text(&b);
}

static void chip_add(struct request *r, struct hire_list_view *v, const char *what, const char *value,
                     const struct hire_query *without)
{
    struct hire_query q = *without;
    q.after = "";
    v->chips[v->chip_count++] = (struct hire_chip){what, value, filter_path(r, &q, "/hires")};
}

// Names as the reader may know them; what may not be known is named by its kind alone.
static const char *employer_name(struct request *r, struct employer_id id)
{
    struct employer_view view;
    return get_employer(r->app, r->actor, id, r->arena, &view) == OK ? view.employer.name : "";
}

static const char *need_name(struct request *r, struct need_id id)
{
    struct need_view view;
    return get_need(r->app, r->actor, id, r->arena, &view) == OK ? need_title_text(r->lang, view.need.title) : "";
}

static void chips_add(struct request *r, struct hire_list_view *v, const struct hire_query *now)
{
    struct hire_query q = *now;
    for (int s = 0; s < HIRE_STATES; s++)
        if ((q.states >> s & 1) != 0) {
            q.states &= ~(1u << s);
            chip_add(r, v, N_("State"), tr(r->lang, hire_state_title((enum hire_state)s)), &q);
            q = *now;
        }
    for (size_t i = 0; i < COUNT_OF(COURSES); i++)
        if (q.course == COURSES[i].course) {
            q.course = HIRE_COURSE_ANY;
            chip_add(r, v, COURSES[i].title, "", &q);
            q = *now;
        }
    if (q.unposted_only) {
        q.unposted_only = false;
        chip_add(r, v, N_("Without a posted need"), "", &q);
        q = *now;
    }
    if (q.employer.value != 0) {
        q.employer.value = 0;
        chip_add(r, v, N_("Employer"), employer_name(r, now->employer), &q);
        q = *now;
    }
    if (q.need.value != 0) {
        q.need.value = 0;
        chip_add(r, v, N_("Need"), need_name(r, now->need), &q);
        q = *now;
    }
    if (q.person.value != 0) {
        q.person.value = 0;
        chip_add(r, v, N_("One person's"), v->page->row_count > 0 ? v->page->rows[0].name : "", &q);
    }
}

static void form_fill(struct request *r, struct hire_list_view *v, const struct hire_query *q)
{
    for (int s = 0; s < HIRE_STATES; s++)
        v->states[s] = (struct option){.value = hire_state_name((enum hire_state)s),
                                       .label = hire_state_title((enum hire_state)s),
                                       .chosen = (q->states >> s & 1) != 0};
    for (size_t i = 0; i < COUNT_OF(COURSES); i++)
        v->courses[i] = (struct option){.value = COURSES[i].name, .label = COURSES[i].title};
    v->course = course_name(q->course);
    v->unposted_only = q->unposted_only;
    v->employer = hire_id_text(r->arena, q->employer.value);
    v->need = hire_id_text(r->arena, q->need.value);
    v->person = hire_id_text(r->arena, q->person.value);
}

static void pager_fill(struct request *r, struct hire_list_view *v, const struct hire_query *now)
{
    struct hire_query q = *now;
    q.after = "";
    v->csv_path = filter_path(r, &q, "/hires.csv");
    if (*now->after != '\0')
        v->pager.first = filter_path(r, &q, "/hires");
    q.after = v->page->next;
    if (*q.after != '\0')
        v->pager.next = filter_path(r, &q, "/hires");
}

static struct reply hire_list(struct request *r)
{
    struct hire_query q = filter_read(r);
    struct hire_page page;
    enum status s = list_hires(r->app, r->actor, &q, r->arena, &page);
    if (s != OK)
        return reply_status(r, s);
    const char **occupations = ARENA_ARRAY(r->arena, const char *, page.row_count);
    for (size_t i = 0; i < page.row_count; i++)
        occupations[i] = need_occupation_text(r, page.rows[i].hire.occupation);
    struct hire_list_view v = {.page = &page, .occupations = occupations, .own_only = r->actor->role == ROLE_EMPLOYER};
    chips_add(r, &v, &q);
    form_fill(r, &v, &q);
    pager_fill(r, &v, &q);
    s = view_tabs_fill(r, VIEW_HIRES, N_("All hires"), v.csv_path, &v.views);
    if (s != OK)
        return reply_status(r, s);
    v.views.may_save &= q.person.value == 0; // nobody's name is to become a view's
    struct page *p = page_open(r, tr(r->lang, v.own_only ? N_("Our hires") : N_("Hires")));
    hire_list_page(p, &v);
    return reply_page(p, 200);
}

static const struct table_column COLUMNS[] = {
    {N_("Person"), TABLE_TEXT, 22},
    {N_("Employer"), TABLE_TEXT, 22},
    {N_("Workplace"), TABLE_TEXT, 22},
    {N_("Occupation"), TABLE_TEXT, 22},
    {N_("First day"), TABLE_DAY, 12},
    {N_("Agreed until"), TABLE_DAY, 12},
    {N_("Form of employment"), TABLE_TEXT, 22},
    {N_("Share of full time"), TABLE_NUMBER, 12},
    {N_("State"), TABLE_TEXT, 22},
    {N_("Evidence"), TABLE_TEXT, 22},
    {N_("Ended"), TABLE_DAY, 12},
    {N_("Need"), TABLE_TEXT, 22},
    {N_("Agency"), TABLE_TEXT, 22},
};

static void write_hire(struct table_out *t, const struct request *r, const struct hire_row *row)
{
    const struct hire *h = &row->hire;
    table_text(t, hire_person_text(r->lang, row));
    table_text(t, row->employer_name);
    table_text(t, row->workplace_name);
    table_text(t, need_occupation_text(r, h->occupation));
    table_day(t, h->start);
    table_day(t, h->agreed_to);
    table_text(t, tr(r->lang, need_form_title(h->form)));
    table_number(t, h->share);
    table_text(t, tr(r->lang, hire_state_title(h->state)));
    table_text(t, tr(r->lang, hire_evidence_title(h->evidence)));
    table_day(t, h->ended_on);
    table_text(t, row->unposted ? tr(r->lang, N_("Without a posted need")) : need_title_text(r->lang, row->need_title));
    table_text(t, row->agency_name);
    table_row_end(t);
}

struct exporting {
    struct hire_query query;
    struct arena *kept; // of the request
};

static enum status write_hires(struct request *r, void *context, struct table_out *t, bool *more_out)
{
    struct exporting *x = context;
    struct hire_page page;
    TRY(list_hires(r->app, r->actor, &x->query, r->arena, &page));
    for (size_t i = 0; i < page.row_count; i++)
        write_hire(t, r, &page.rows[i]);
    x->query.after = arena_strdup(x->kept, page.next);
    *more_out = *page.next != '\0';
    return OK;
}

static struct reply export_as(struct request *r, enum table_format format)
{
    struct exporting *x = ARENA_NEW(r->arena, struct exporting);
    *x = (struct exporting){filter_read(r), r->arena};
    x->query.after = "";
    x->query.most = ROWS_AT_ONCE;
    return reply_table(r, format, &(struct table_source){
                                      .columns = table_columns(r, COLUMNS, COUNT_OF(COLUMNS)),
                                      .column_count = COUNT_OF(COLUMNS),
                                      .name = r->lang == LANG_NB ? "ansettelser" : "hires",
                                      .write = write_hires,
                                      .context = x});
}

static struct reply hire_csv(struct request *r)
{
    return export_as(r, TABLE_CSV);
}

static struct reply hire_xlsx(struct request *r)
{
    return export_as(r, TABLE_XLSX);
}

const struct route hire_list_routes[] = {
    {METHOD_GET, "/hires", hire_list, FOR_STAFF | FOR_EMPLOYER, "hires"},
    {METHOD_GET, "/hires.csv", hire_csv, FOR_STAFF | FOR_EMPLOYER, "hires_csv"},
    {METHOD_GET, "/hires.xlsx", hire_xlsx, FOR_STAFF | FOR_EMPLOYER, "hires_xlsx"},
    {0},
};
