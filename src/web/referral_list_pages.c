// SPDX-License-Identifier: EUPL-1.2
// Formidlinger: the list and the board, two views of one address, and the same rows as CSV.
#include <string.h>

#include "app/employers.h"
#include "app/needs.h"
#include "web/address.h"
#include "web/need_view.h"
#include "web/referral_list.html.h"
#include "web/referral_view.h"
#include "web/routes.h"
#include "web/table_reply.h"

enum { ROWS_ON_A_PAGE = 50, CARDS_IN_A_COLUMN = 20, ROWS_AT_ONCE = 200, CSV_ROWS_MOST = 100000 };

// What the address asks for.
struct filter {
    struct referral_query query;
    bool board, mine, due, all;
    const char *need_title, *employer_name; // of the filters, "" when not asked for
};

// Ended ones are left out, unless they are asked for, or nothing else is.
static bool runs_only(const struct filter *f)
{
    static const unsigned ends = 1u << WORK_NOT_RELEVANT | 1u << WORK_NOT_INTERESTED;
    return !f->all && (f->query.work & ends) == 0 && (f->query.outcomes & 1u << OUTCOME_HIRED) == 0;
}

// Values that nobody could have chosen are as if absent. NOT_FOUND: the need or employer is not to be known.
static enum status filter_read(struct request *r, struct filter *out)
{
    struct filter f = {.need_title = "", .employer_name = ""};
    const char *const *words;
    size_t count = form_all(&r->query, r->arena, "work", &words);
    enum work_status work;
    for (size_t i = 0; i < count; i++)
        if (work_status_read(words[i], &work))
            f.query.work |= 1u << work;
    count = form_all(&r->query, r->arena, "outcome", &words);
    enum outcome outcome;
    for (size_t i = 0; i < count; i++)
        if (outcome_read(words[i], &outcome))
            f.query.outcomes |= 1u << outcome;
    f.board = strcmp(request_query(r, "view"), "board") == 0;
    f.mine = form_flag(&r->query, "mine");
    f.due = form_flag(&r->query, "due");
    f.all = strcmp(request_query(r, "show"), "all") == 0;
    f.query.running = runs_only(&f);
    if (f.mine)
        f.query.next_owner = r->actor->user;
    f.query.next_before = f.due ? app_today(r->app) : DAY_NONE;
    f.query.after = request_query(r, "after");
    f.query.most = ROWS_ON_A_PAGE;
    int64_t id;
    if (form_id(&r->query, "person", &id) == OK)
        f.query.person = (struct person_id){id};
    if (form_id(&r->query, "need", &id) == OK) {
        struct need_view need;
        TRY(get_need(r->app, r->actor, (struct need_id){id}, r->arena, &need));
        f.query.need = (struct need_id){id};
        f.need_title = need_title_text(r->lang, need.need.title);
    }
    if (form_id(&r->query, "employer", &id) == OK) {
        struct employer_view employer;
        TRY(get_employer(r->app, r->actor, (struct employer_id){id}, r->arena, &employer));
        f.query.employer = (struct employer_id){id};
        f.employer_name = employer.employer.name;
    }
    *out = f;
    return OK;
}

static const char *filter_path(struct request *r, const struct filter *f, const char *path)
{
    struct buf b = address_in(r->arena, path);
    address_add(&b, "view", f->board ? "board" : "");
    for (int w = 0; w < WORK_STATUSES; w++)
        if ((f->query.work >> w & 1) != 0)
            address_add(&b, "work", work_status_name((enum work_status)w));
    for (int o = 0; o < OUTCOMES; o++)
        if ((f->query.outcomes >> o & 1) != 0)
            address_add(&b, "outcome", outcome_name((enum outcome)o));
    address_add(&b, "mine", f->mine ? "1" : "");
    address_add(&b, "due", f->due ? "1" : "");
    address_add(&b, "show", f->all ? "all" : "");
    if (f->query.need.value != 0)
        address_add_number(&b, "need", f->query.need.value);
    if (f->query.employer.value != 0)
        address_add_number(&b, "employer", f->query.employer.value);
    if (f->query.person.value != 0)
        address_add_number(&b, "person", f->query.person.value);
    address_add(&b, "after", f->query.after);
    return buf_text(&b);
}

// The same without paging, which belongs to one filter only.
static struct filter from_the_start(const struct filter *f)
{
    struct filter start = *f;
    start.query.after = "";
    return start;
}

static void chip_add(struct request *r, struct referral_list_view *v, const char *what, const char *value,
                     const struct filter *without)
{
    v->chips[v->chip_count++] = (struct referral_chip){what, value, filter_path(r, without, "/referrals")};
}

static void chips_add(struct request *r, struct referral_list_view *v, const struct filter *now)
{
    const struct filter start = from_the_start(now);
    struct filter f = start;
    if (f.query.need.value != 0) {
        f.query.need = (struct need_id){0};
        chip_add(r, v, N_("Need"), now->need_title, &f);
        f = start;
    }
    if (f.query.employer.value != 0) {
        f.query.employer = (struct employer_id){0};
        chip_add(r, v, N_("Employer"), now->employer_name, &f);
        f = start;
    }
    if (f.query.person.value != 0) {
        f.query.person = (struct person_id){0};
        chip_add(r, v, N_("One person"), "", &f);
        f = start;
    }
    for (int w = 0; w < WORK_STATUSES; w++)
        if ((now->query.work >> w & 1) != 0) {
            f.query.work &= ~(1u << w);
            chip_add(r, v, N_("Work status"), tr(r->lang, work_status_title((enum work_status)w)), &f);
            f = start;
        }
    for (int o = 0; o < OUTCOMES; o++)
        if ((now->query.outcomes >> o & 1) != 0) {
            f.query.outcomes &= ~(1u << o);
            chip_add(r, v, N_("Outcome"), tr(r->lang, outcome_title((enum outcome)o)), &f);
            f = start;
        }
    if (f.mine) {
        f.mine = false;
        chip_add(r, v, N_("My next steps"), "", &f);
        f = start;
    }
    if (f.due) {
        f.due = false;
        chip_add(r, v, N_("Next step today or earlier"), "", &f);
        f = start;
    }
    if (f.all) {
        f.all = false;
        chip_add(r, v, N_("Ended ones too"), "", &f);
    }
}

static const char *id_text(struct request *r, int64_t id)
{
    return id == 0 ? "" : arena_printf(r->arena, "%lld", (long long)id);
}

static void form_fill(struct request *r, struct referral_list_view *v, const struct filter *f)
{
    for (int w = 0; w < WORK_STATUSES; w++)
        v->works[w] = (struct option){.value = work_status_name((enum work_status)w),
                                      .label = work_status_title((enum work_status)w),
                                      .chosen = (f->query.work >> w & 1) != 0};
    for (int o = 0; o < OUTCOMES; o++)
        v->outcomes[o] = (struct option){.value = outcome_name((enum outcome)o),
                                         .label = outcome_title((enum outcome)o),
                                         .chosen = (f->query.outcomes >> o & 1) != 0};
    v->mine = f->mine;
    v->due = f->due;
    v->ended = f->all;
    v->need = id_text(r, f->query.need.value);
    v->employer = id_text(r, f->query.employer.value);
    v->person = id_text(r, f->query.person.value);
}

static void paths_fill(struct request *r, struct referral_list_view *v, const struct filter *now)
{
    struct filter f = from_the_start(now);
    v->here = filter_path(r, now, "/referrals");
    v->clear_path = now->board ? "/referrals?view=board" : "/referrals";
    f.board = false;
    v->csv_path = filter_path(r, &f, "/referrals.csv");
    v->list_path = filter_path(r, &f, "/referrals");
    f.board = true;
    v->board_path = filter_path(r, &f, "/referrals");
    if (now->query.running) {
        f.board = now->board;
        f.all = true;
        v->ended_path = filter_path(r, &f, "/referrals");
    }
}

static struct referral_item *items_of(struct request *r, const struct referral_page *page)
{
    struct referral_item *items = ARENA_ARRAY(r->arena, struct referral_item, page->row_count);
    for (size_t i = 0; i < page->row_count; i++)
        items[i] = referral_item_of(r, &page->rows[i]);
    return items;
}

static enum status list_fill(struct request *r, const struct filter *now, struct referral_list_view *v)
{
    struct referral_page page;
    TRY(list_referrals(r->app, r->actor, &now->query, r->arena, &page));
    v->items = items_of(r, &page);
    v->item_count = page.row_count;
    v->total = page.total;
    struct filter f = from_the_start(now);
    if (*now->query.after != '\0')
        v->pager.first = filter_path(r, &f, "/referrals");
    f.query.after = page.next;
    if (*page.next != '\0')
        v->pager.next = filter_path(r, &f, "/referrals");
    return OK;
}

static bool work_ends(int work)
{
    return work == WORK_NOT_RELEVANT || work == WORK_NOT_INTERESTED;
}

// Every work status is a column, so that a card can be moved to each; those not asked for are left out.
static enum status board_fill(struct request *r, const struct filter *now, struct referral_list_view *v)
{
    for (int w = 0; w < WORK_STATUSES; w++) {
        struct filter f = from_the_start(now);
        struct referral_page page = {0};
        if (f.query.work != 0 && (f.query.work >> w & 1) == 0)
            continue;
        struct referral_column *column = &v->columns[v->column_count++];
        *column = (struct referral_column){.work = (enum work_status)w, .left_out = f.query.running && work_ends(w)};
        if (column->left_out)
            continue;
        f.query.work = 1u << w;
        f.query.most = CARDS_IN_A_COLUMN;
        f.query.uncounted = true;
        TRY(list_referrals(r->app, r->actor, &f.query, r->arena, &page));
        column->items = items_of(r, &page);
        column->count = page.row_count;
        v->total += page.row_count;
        f.board = false;
        if (*page.next != '\0')
            column->all_path = filter_path(r, &f, "/referrals");
    }
    return OK;
}

// An employer that was typed becomes part of the address. True: *path_out is where to go on.
static enum status employer_typed(struct request *r, struct filter *f, struct issues *issues, const char **path_out)
{
    const char *typed = request_query(r, "employer_name");
    struct employer_page page;
    *path_out = NULL;
    if (*typed == '\0')
        return OK;
    const struct employer_query query = {.text = typed, .after = "", .most = ROWS_AT_ONCE};
    TRY(list_employers(r->app, r->actor, &query, r->arena, &page));
    const struct employer_row *found = page.row_count == 1 ? page.rows : NULL;
    const char *folded = lang_fold(r->arena, typed);
    for (size_t i = 0; found == NULL && i < page.row_count; i++)
        if (strcmp(lang_fold(r->arena, page.rows[i].name), folded) == 0)
            found = &page.rows[i];
    if (found == NULL) {
        issues_add(issues, "employer_name",
                   page.row_count == 0 ? N_("No employer has this name. Check how it is written.")
                                       : N_("Several employers have this in the name. Write the whole name."));
        return OK;
    }
    struct filter chosen = from_the_start(f);
    chosen.query.employer = found->id;
    *path_out = filter_path(r, &chosen, "/referrals");
    return OK;
}

static struct reply referral_list(struct request *r)
{
    struct filter f;
    struct issues issues = issues_in(r->arena);
    struct referral_list_view v = {.adviser = r->actor->role == ROLE_ADVISER};
    const char *path;
    enum status s = filter_read(r, &f);
    if (s == OK)
        s = employer_typed(r, &f, &issues, &path);
    if (s == OK && path != NULL)
        return reply_redirect(r, "%s", path);
    if (s == OK)
        s = f.board ? board_fill(r, &f, &v) : list_fill(r, &f, &v);
    if (s != OK)
        return reply_status(r, s);
    const struct filter start = from_the_start(&f);
    if (!f.board && v.item_count == 0 && v.total > 0) // a key past the end: the first page
        return reply_redirect(r, "%s", filter_path(r, &start, "/referrals"));
    v.board = f.board;
    chips_add(r, &v, &f);
    v.filtered = v.chip_count > 0;
    paths_fill(r, &v, &f);
    form_fill(r, &v, &f);
    struct page *p = page_open(r, tr(r->lang, N_("Referrals")));
    if (issues.count > 0) {
        page_again(p, &issues);
        p->typed = &r->query;
    }
    referral_list_page(p, &v);
    return reply_page(p, 200);
}

static const struct table_column COLUMNS[] = {
    {N_("Code"), TABLE_TEXT, 10},
    {N_("Name"), TABLE_TEXT, 22},
    {N_("Need"), TABLE_TEXT, 22},
    {N_("Employer"), TABLE_TEXT, 22},
    {N_("Workplace"), TABLE_TEXT, 22},
    {N_("Agency"), TABLE_TEXT, 22},
    {N_("Work status"), TABLE_TEXT, 22},
    {N_("Outcome"), TABLE_TEXT, 22},
    {N_("The employer's answer"), TABLE_TEXT, 22},
    {N_("Sharing the profile"), TABLE_TEXT, 22},
    {N_("Deadline"), TABLE_DAY, 12},
    {N_("Next step"), TABLE_DAY, 12},
    {N_("Whose step"), TABLE_TEXT, 22},
    {N_("Started"), TABLE_DAY, 12},
    {N_("Ended"), TABLE_TEXT, 22},
};

static void write_referral(struct table_out *t, struct request *r, const struct referral_row *row)
{
    const struct referral_item item = referral_item_of(r, row);
    table_text(t, row->code);
    table_text(t, row->name);
    table_text(t, item.need_title);
    table_text(t, row->employer_name);
    table_text(t, row->workplace_name);
    table_text(t, row->agency_name);
    table_text(t, tr(r->lang, work_status_title(row->state.work)));
    table_text(t, tr(r->lang, outcome_title(row->state.outcome)));
    table_text(t, row->state.outcome == OUTCOME_NOT_PRESENTED ? NULL : tr(r->lang, employer_verdict_title(row->state.verdict)));
    table_text(t, item.consent.title);
    table_day(t, row->asked && share_open(&row->share, app_today(r->app)) ? row->share.deadline : DAY_NONE);
    table_day(t, row->next_on);
    table_text(t, row->next_owner_name);
    table_day(t, day_in_norway(row->created_at));
    table_text(t, row->ended ? tr(r->lang, N_("Yes")) : NULL);
    table_row_end(t);
}

struct exporting {
    struct filter filter;
    struct arena *kept; // of the request
};

static enum status write_referrals(struct request *r, void *context, struct table_out *t, bool *more_out)
{
    struct exporting *x = context;
    struct referral_page page;
    TRY(list_referrals(r->app, r->actor, &x->filter.query, r->arena, &page));
    for (size_t i = 0; i < page.row_count; i++)
        write_referral(t, r, &page.rows[i]);
    x->filter.query.after = arena_strdup(x->kept, page.next);
    *more_out = *page.next != '\0';
    return OK;
}

static struct reply export_as(struct request *r, enum table_format format)
{
    struct exporting *x = ARENA_NEW(r->arena, struct exporting);
    enum status s = filter_read(r, &x->filter);
    if (s != OK)
        return reply_status(r, s);
    x->kept = r->arena;
    x->filter.query.after = "";
    x->filter.query.most = ROWS_AT_ONCE;
    x->filter.query.uncounted = true;
    return reply_table(r, format, &(struct table_source){
                                      .columns = table_columns(r, COLUMNS, COUNT_OF(COLUMNS)),
                                      .column_count = COUNT_OF(COLUMNS),
                                      .name = r->lang == LANG_NB ? "formidlinger" : "referrals",
                                      .write = write_referrals,
                                      .context = x});
}

static struct reply referral_csv(struct request *r)
{
    return export_as(r, TABLE_CSV);
}

static struct reply referral_xlsx(struct request *r)
{
    return export_as(r, TABLE_XLSX);
}

const struct route referral_list_routes[] = {
    {METHOD_GET, "/referrals", referral_list, FOR_STAFF, "referral_list"},
    {METHOD_GET, "/referrals.csv", referral_csv, FOR_STAFF, "referral_csv"},
    {METHOD_GET, "/referrals.xlsx", referral_xlsx, FOR_STAFF, "referral_xlsx"},
    {0},
};
