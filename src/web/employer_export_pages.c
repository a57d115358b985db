// SPDX-License-Identifier: EUPL-1.2
// The list of employers as a file: the same rows in the same order, with all columns.
#include "app/contacts.h"
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

static const struct table_column CONTACT_COLUMNS[] = {
    {N_("Employer"), TABLE_TEXT, 40},     {N_("Organisation number"), TABLE_TEXT, 12}, {N_("Name"), TABLE_TEXT, 26},
    {N_("Role"), TABLE_TEXT, 18},         {N_("Title"), TABLE_TEXT, 20},               {N_("E-mail"), TABLE_TEXT, 30},
    {N_("Phone"), TABLE_TEXT, 16},        {N_("Informational mail"), TABLE_TEXT, 16},  {N_("Answered on"), TABLE_DAY, 12},
};

static void write_contact(struct table_out *t, struct request *r, const struct employer_row *row, const struct contact *c)
{
    table_text(t, row->name);
    table_text(t, row->orgnr);
    table_text(t, contact_shown(c, r->lang));
    table_text(t, tr(r->lang, contact_role_title(c->role)));
    table_text(t, c->title);
    table_text(t, c->email);
    table_text(t, c->phone);
    table_text(t, tr(r->lang, contact_informed_title(c->informed)));
    table_day(t, c->informed_on);
    table_row_end(t);
}

// Contacts of the employers in the list, who are there.
static enum status write_contacts(struct request *r, void *context, struct table_out *t, bool *more_out)
{
    struct exporting *x = context;
    struct employer_row *rows;
    size_t count, n = x->count - x->at < ROWS_AT_ONCE ? x->count - x->at : ROWS_AT_ONCE;
    TRY(read_employers(r->app, r->actor, x->ids + x->at, n, r->arena, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        struct contact *contacts;
        size_t contact_count;
        struct contact_owner owner = {.employer = rows[i].id};
        TRY(list_contacts(r->app, r->actor, owner, false, r->arena, &contacts, &contact_count));
        for (size_t c = 0; c < contact_count; c++)
            write_contact(t, r, &rows[i], &contacts[c]);
    }
    x->at += n;
    *more_out = x->at < x->count;
    return OK;
}

// The whole list of the address, or what is chosen in the form below the list.
static enum status export_which(struct request *r, struct employer_which *out)
{
    struct employer_list list;
    if (form_has(&r->query, "which"))
        return employer_which_read(r, &r->query, out);
    *out = (struct employer_which){.all = true};
    TRY(employer_list_read(r, employer_list_here(r), &list));
    return select_employers(r->app, r->actor, &list.query, r->arena, &out->ids, &out->count);
}

static struct reply export_as(struct request *r, enum table_format format, bool of_contacts)
{
    struct employer_which which;
    struct exporting *x = ARENA_NEW(r->arena, struct exporting);
    enum status s = export_which(r, &which);
    if (s != OK)
        return s == INVALID ? reply_error(r, 400) : reply_status(r, s);
    if (!which.all && which.count == 0) {
        struct reply reply = reply_redirect(r, "%s", which.back);
        reply_flash(&reply, FLASH_none_ticked);
        return reply;
    }
    x->ids = which.ids;
    x->count = which.count;
    if (of_contacts)
        return reply_table(r, format, &(struct table_source){
                                          .columns = table_columns(r, CONTACT_COLUMNS, COUNT_OF(CONTACT_COLUMNS)),
                                          .column_count = COUNT_OF(CONTACT_COLUMNS),
                                          .name = r->lang == LANG_NB ? "kontakter" : "contacts",
                                          .write = write_contacts,
                                          .context = x});
    return reply_table(r, format, &(struct table_source){
                                      .columns = table_columns(r, COLUMNS, COUNT_OF(COLUMNS)),
                                      .column_count = COUNT_OF(COLUMNS),
                                      .name = r->lang == LANG_NB ? "virksomheter" : "employers",
                                      .write = write_employers,
                                      .context = x});
}

static struct reply employer_csv(struct request *r)
{
    return export_as(r, TABLE_CSV, false);
}

static struct reply employer_xlsx(struct request *r)
{
    return export_as(r, TABLE_XLSX, false);
}

static struct reply contacts_csv(struct request *r)
{
    return export_as(r, TABLE_CSV, true);
}

static struct reply contacts_xlsx(struct request *r)
{
    return export_as(r, TABLE_XLSX, true);
}

const struct route employer_export_routes[] = {
    {METHOD_GET, "/employers.csv", employer_csv, FOR_STAFF, "employer_csv"},
    {METHOD_GET, "/employers.xlsx", employer_xlsx, FOR_STAFF, "employer_xlsx"},
    {METHOD_GET, "/contacts.csv", contacts_csv, FOR_STAFF, "contacts_csv"},
    {METHOD_GET, "/contacts.xlsx", contacts_xlsx, FOR_STAFF, "contacts_xlsx"},
    {0},
};
