// SPDX-License-Identifier: EUPL-1.2
// The list of employers as a file: the same rows in the same order, with all columns.
#include "app/employers.h"
#include "web/employer_list_view.h"
#include "web/routes.h"
#include "web/table_reply.h"

enum { ROWS_AT_ONCE = 500 };

static const struct table_column COLUMNS[] = {
    {N_("Organisation number"), TABLE_TEXT, 12}, {N_("Name"), TABLE_TEXT, 40},
    {N_("Areas"), TABLE_TEXT, 20},               {N_("Employees"), TABLE_NUMBER, 10},
    {N_("Stage"), TABLE_TEXT, 16},               {N_("Pledged"), TABLE_NUMBER, 10},
    {N_("Open needs"), TABLE_NUMBER, 12},        {N_("Open positions"), TABLE_NUMBER, 14},
    {N_("Industry code"), TABLE_TEXT, 12},       {N_("Industry"), TABLE_TEXT, 32},
    {N_("Address"), TABLE_TEXT, 30},             {N_("Postal code"), TABLE_TEXT, 10},
    {N_("Postal place"), TABLE_TEXT, 16},        {N_("Municipality"), TABLE_TEXT, 12},
    {N_("Followed up by"), TABLE_TEXT, 22},      {N_("Last contact"), TABLE_DAY, 12},
    {N_("Pledged by"), TABLE_DAY, 12},           {N_("Registered"), TABLE_DAY, 12},
};

struct exporting {
    const struct employer_id *ids;
    size_t count, at;
};

static void write_employer(struct table_out *t, struct request *r, const struct employer_row *row)
{
    const struct employer *e = row->employer;
    char municipality[CODE_TEXT];
    code_write(e->municipality, municipality);
    table_text(t, row->orgnr);
    table_text(t, row->name);
    table_text(t, row->area_names);
    if (row->employees == EMPLOYEES_UNKNOWN)
        table_text(t, NULL);
    else
        table_number(t, row->employees);
    table_text(t, tr(r->lang, stage_title(row->stage)));
    table_number(t, row->pledged);
    table_number(t, (int64_t)row->open_needs);
    table_number(t, (int64_t)row->open_positions);
    table_text(t, e->industry);
    table_text(t, tr(r->lang, industry_group_title(industry_group(e->industry))));
    table_text(t, e->address);
    table_text(t, e->postal_code);
    table_text(t, e->postal_place);
    table_text(t, municipality);
    table_text(t, row->owner_name);
    table_day(t, row->last_contact);
    table_day(t, e->pledged_by);
    table_day(t, day_in_norway(e->created_at));
    table_row_end(t);
}

static enum status write_employers(struct request *r, void *context, struct table_out *t, bool *more_out)
{
    struct exporting *x = context;
    struct employer_row *rows;
    size_t count, n = x->count - x->at < ROWS_AT_ONCE ? x->count - x->at : ROWS_AT_ONCE;
    TRY(read_employers(r->app, r->actor, x->ids + x->at, n, r->arena, &rows, &count));
    for (size_t i = 0; i < count; i++)
        write_employer(t, r, &rows[i]);
    x->at += n;
    *more_out = x->at < x->count;
    return OK;
}

static struct reply export_as(struct request *r, enum table_format format)
{
    struct employer_list list;
    struct employer_id *ids;
    struct exporting *x = ARENA_NEW(r->arena, struct exporting);
    enum status s = employer_list_read(r, employer_list_here(r), &list);
    if (s == OK)
        s = select_employers(r->app, r->actor, &list.query, r->arena, &ids, &x->count);
    if (s != OK)
        return reply_status(r, s);
    x->ids = ids;
    return reply_table(r, format, &(struct table_source){
                                      .columns = table_columns(r, COLUMNS, COUNT_OF(COLUMNS)),
                                      .column_count = COUNT_OF(COLUMNS),
                                      .name = r->lang == LANG_NB ? "virksomheter" : "employers",
                                      .write = write_employers,
                                      .context = x});
}

static struct reply employer_csv(struct request *r)
{
    return export_as(r, TABLE_CSV);
}

static struct reply employer_xlsx(struct request *r)
{
    return export_as(r, TABLE_XLSX);
}

const struct route employer_export_routes[] = {
    {METHOD_GET, "/employers.csv", employer_csv, FOR_STAFF, "employer_csv"},
    {METHOD_GET, "/employers.xlsx", employer_xlsx, FOR_STAFF, "employer_xlsx"},
    {0},
};
