// SPDX-License-Identifier: EUPL-1.2
// Oppsett (screen 21): the programme, its region and its agencies. The office edits, advisers read.
#include <string.h>

#include "web/person_view.h"
#include "web/routes.h"
#include "web/settings.html.h"
#include "web/settings_view.h"

static const struct settings_area *area_lines(struct request *r, const struct region_area *areas, size_t count)
{
    day today = app_today(r->app);
    struct settings_area *lines = ARENA_ARRAY(r->arena, struct settings_area, count);
    for (size_t i = 0; i < count; i++) {
        const struct region_area *area = &areas[i];
        char *code = arena_alloc(r->arena, CODE_TEXT), *from = arena_alloc(r->arena, DAY_TEXT);
        code_write(area->code, code);
        day_write(area->from, from);
        lines[i] = (struct settings_area){
            .area = area,
            .code = code,
            .from = from,
            .into = code_given(area->into) ? region_area_name(areas, count, area->into) : "",
            .today = region_area_find(area, 1, today, area->code) != NULL,
        };
    }
    return lines;
}

static const struct settings_agency *agency_lines(struct request *r, const struct agency *agencies, size_t count, bool may_edit)
{
    struct settings_agency *lines = ARENA_ARRAY(r->arena, struct settings_agency, count);
    for (size_t i = 0; i < count; i++)
        lines[i] = (struct settings_agency){
            &agencies[i],
            tr(r->lang, agency_kind_title(agencies[i].kind)),
            phone_text(r->arena, agencies[i].phone),
            may_edit ? arena_printf(r->arena, "/settings/agencies/%lld", (long long)agencies[i].id.value) : NULL,
        };
    return lines;
}

static struct reply settings_show(struct request *r)
{
    struct programme programme;
    struct region_area *areas;
    struct agency *agencies;
    struct settings_view v = {.programme = &programme, .may_edit = route_open("/settings/programme", r->actor->role)};
    enum status s = get_programme(r->app, r->actor, r->arena, &programme);
    if (s == OK)
        s = list_areas(r->app, r->arena, &areas, &v.area_count);
    if (s == OK)
        s = list_agencies(r->app, r->actor, r->arena, &agencies, &v.agency_count);
    if (s != OK)
        return reply_status(r, s);
    v.areas = area_lines(r, areas, v.area_count);
    v.agencies = agency_lines(r, agencies, v.agency_count, v.may_edit);
    struct page *p = page_open(r, tr(r->lang, N_("Settings")));
    settings_page(p, &v);
    return reply_page(p, 200);
}

static struct page *below_settings(struct request *r, const char *title)
{
    struct crumb crumbs[] = {{tr(r->lang, N_("Settings")), "/settings"}};
    return page_open_below(r, title, crumbs, COUNT_OF(crumbs));
}

static struct reply back(struct request *r, const char *path)
{
    struct reply reply = reply_redirect(r, "%s", path);
    reply_flash(&reply, FLASH_saved);
    return reply;
}

static const char *number_text(struct arena *a, int64_t n)
{
    return arena_printf(a, "%lld", (long long)n);
}

// The programme

static struct edit fields_of(struct request *r, const struct programme *t)
{
    struct arena *a = r->arena;
    struct edit f = {.version = t->version};
    edit_add(&f, "name", N_("Name"), t->name);
    edit_add(&f, "goal", N_("Goal"), number_text(a, t->goal));
    edit_add(&f, "from", N_("First day"), lang_day(r->lang, a, t->from));
    edit_add(&f, "to", N_("Last day"), lang_day(r->lang, a, t->to));
    edit_add(&f, "retention_days", N_("How long an agency still sees a person"), number_text(a, t->retention_days));
    edit_add(&f, "least_share", N_("Least share of full time"), number_text(a, t->least_share));
    edit_add(&f, "least_months", N_("Least agreed duration"), number_text(a, t->least_months));
    edit_add(&f, "open_share_requests", N_("Open questions about sharing"), number_text(a, t->open_share_requests));
    edit_add(&f, "contact_days", N_("Warn of another’s contact with an employer"), number_text(a, t->contact_days));
    return f;
}

static struct reply programme_reply(struct request *r, struct programme_form_view *v, struct issues *issues, int status)
{
    const struct programme *now = v->programme;
    v->goal = number_text(r->arena, now->goal);
    v->retention_days = number_text(r->arena, now->retention_days);
    v->least_share = number_text(r->arena, now->least_share);
    v->least_months = number_text(r->arena, now->least_months);
    v->open_share_requests = number_text(r->arena, now->open_share_requests);
    v->contact_days = number_text(r->arena, now->contact_days);
    struct page *p = below_settings(r, tr(r->lang, N_("Edit the programme")));
    if (issues != NULL) {
        edit_sort(r, issues);
        page_again(p, issues);
    }
    programme_form_page(p, v);
    return reply_page(p, status);
}

static struct reply programme_edit(struct request *r)
{
    struct programme programme;
    struct programme_form_view v = {.programme = &programme};
    enum status s = get_programme(r->app, r->actor, r->arena, &programme);
    if (s != OK)
        return reply_status(r, s);
    v.edit = fields_of(r, &programme);
    return programme_reply(r, &v, NULL, 200);
}

static int read_number(struct request *r, const char *name)
{
    int64_t n;
    return form_int(&r->form, name, &n) == OK && n >= 0 && n <= INT32_MAX ? (int)n : -1; // which no setting takes
}

static day read_day(struct request *r, const char *name, struct issues *issues)
{
    day d = DAY_NONE;
    if (form_day(&r->form, name, &d) == INVALID)
        issues_add(issues, name, N_("Write day, month and year, such as 5.6.2016"));
    return d;
}

static struct reply programme_save(struct request *r)
{
    struct programme programme, typed;
    struct programme_form_view v = {.programme = &programme};
    struct issues issues = issues_in(r->arena);
    enum status s = get_programme(r->app, r->actor, r->arena, &programme);
    if (s != OK)
        return reply_status(r, s);
    typed = programme;
    v.edit = fields_of(r, &programme);
    if (!edit_keep(r, &v.edit))
        return reply_error(r, 400);
    typed.version = v.edit.version;
    typed.name = request_field(r, "name");
    typed.goal = read_number(r, "goal");
    typed.from = read_day(r, "from", &issues);
    typed.to = read_day(r, "to", &issues);
    typed.retention_days = read_number(r, "retention_days");
    typed.least_share = read_number(r, "least_share");
    typed.least_months = read_number(r, "least_months");
    typed.open_share_requests = read_number(r, "open_share_requests");
    typed.contact_days = read_number(r, "contact_days");
    if (issues.count > 0) {
        struct issues more = issues_in(r->arena); // so that everything is told at once
        programme_check(&typed, &more);
        edit_issues(&issues, &more);
        return programme_reply(r, &v, &issues, 422);
    }
    s = edit_programme(r->app, r->actor, &typed, &issues);
    if (s == INVALID)
        return programme_reply(r, &v, &issues, 422);
    if (s != CONFLICT)
        return s == OK ? back(r, "/settings") : reply_status(r, s);
    struct edit mine = fields_of(r, &typed);
    s = get_programme(r->app, r->actor, r->arena, &programme);
    if (s != OK)
        return reply_status(r, s);
    v.edit = fields_of(r, &programme); // as it stands now
    edit_compare(r, &v.edit, &mine);
    return programme_reply(r, &v, &issues, 409);
}

// The region

static struct reply area_save(struct request *r)
{
    struct code area;
    day from = DAY_NONE;
    const char *from_text = request_field(r, "from"), *status = request_field(r, "status");
    bool in = strcmp(status, "in") == 0;
    if (form_code(&r->form, "area", &area) != OK || (*from_text != '\0' && !day_read(from_text, &from)) ||
        (!in && strcmp(status, "possible") != 0))
        return reply_error(r, 400);
    enum status s = edit_area_status(r->app, r->actor, area, from, in ? REGION_IN : REGION_POSSIBLE);
    return s == OK ? back(r, "/settings#region") : reply_status(r, s);
}

// Agencies

static struct edit agency_fields(struct request *r, const struct agency *g)
{
    struct edit f = {.version = g->version};
    edit_add(&f, "name", N_("Name"), g->name);
    edit_add(&f, "kind", N_("Kind"), tr(r->lang, agency_kind_title(g->kind)));
    edit_add(&f, "email", N_("E-mail"), g->email);
    edit_add(&f, "phone", N_("Phone"), phone_text(r->arena, g->phone));
    edit_add(&f, "active", N_("The agency takes part"), tr(r->lang, g->active ? N_("Yes") : N_("No longer")));
    return f;
}

static struct reply agency_reply(struct request *r, struct agency_form_view *v, struct issues *issues, int status)
{
    // The programme's own office stays what it is; nobody else becomes one.
    bool own = !v->fresh && v->agency.kind == AGENCY_PROGRAMME;
    for (int k = own ? AGENCY_PROGRAMME : AGENCY_PUBLIC; k <= (own ? AGENCY_PROGRAMME : AGENCY_VOLUNTEERS); k++)
        v->kinds[v->kind_count++] = (struct option){.value = agency_kind_name((enum agency_kind)k),
                                                    .label = agency_kind_title((enum agency_kind)k)};
    v->kind = v->fresh ? "" : agency_kind_name(v->agency.kind);
    struct page *p = below_settings(r, tr(r->lang, v->fresh ? N_("New agency") : N_("Edit agency")));
    if (issues != NULL) {
        edit_sort(r, issues);
        page_again(p, issues);
    }
    agency_form_page(p, v);
    return reply_page(p, status);
}

static enum status agency_form(struct request *r, bool fresh, struct agency_form_view *v)
{
    struct agency *agencies;
    size_t count;
    *v = (struct agency_form_view){.fresh = fresh, .path = "/settings/agencies/new",
                                   .agency = {.name = "", .kind = AGENCY_PUBLIC, .email = "", .phone = "", .active = true}};
    if (fresh)
        return OK;
    TRY(list_agencies(r->app, r->actor, r->arena, &agencies, &count));
    v->path = arena_printf(r->arena, "/settings/agencies/%lld", (long long)request_id(r, 0));
    for (size_t i = 0; i < count; i++)
        if (agencies[i].id.value == request_id(r, 0)) {
            v->agency = agencies[i];
            v->edit = agency_fields(r, &v->agency);
            return OK;
        }
    return NOT_FOUND;
}

static struct reply agency_show(struct request *r, bool fresh)
{
    struct agency_form_view v;
    enum status s = agency_form(r, fresh, &v);
    return s == OK ? agency_reply(r, &v, NULL, 200) : reply_status(r, s);
}

static struct reply agency_new(struct request *r)
{
    return agency_show(r, true);
}

static struct reply agency_edit(struct request *r)
{
    return agency_show(r, false);
}

static struct reply agency_submit(struct request *r, bool fresh)
{
    struct agency_form_view v;
    struct issues issues = issues_in(r->arena);
    struct agency_id id;
    enum status s = agency_form(r, fresh, &v);
    if (s != OK)
        return reply_status(r, s);
    struct agency typed = v.agency;
    if (!fresh && !edit_keep(r, &v.edit))
        return reply_error(r, 400);
    typed.version = v.edit.version;
    const char *kind = request_field(r, "kind");
    bool known = false;
    for (int k = AGENCY_PROGRAMME; k <= AGENCY_VOLUNTEERS; k++)
        if (strcmp(agency_kind_name((enum agency_kind)k), kind) == 0) {
            typed.kind = (enum agency_kind)k;
            known = true;
        }
    typed.name = request_field(r, "name");
    typed.email = request_field(r, "email");
    typed.phone = request_field(r, "phone");
    typed.active = fresh || form_flag(&r->form, "active");
    if (!known) {
        issues_add(&issues, "kind", N_("Choose what kind of agency it is"));
        struct issues more = issues_in(r->arena);
        agency_check(&typed, &more);
        edit_issues(&issues, &more);
        return agency_reply(r, &v, &issues, 422);
    }
    s = fresh ? add_agency(r->app, r->actor, &typed, &issues, &id) : edit_agency(r->app, r->actor, &typed, &issues);
    if (s == INVALID)
        return agency_reply(r, &v, &issues, 422);
    if (s != CONFLICT)
        return s == OK ? back(r, "/settings#agencies") : reply_status(r, s);
    struct edit mine = agency_fields(r, &typed);
    s = agency_form(r, fresh, &v); // as it stands now
    if (s != OK)
        return reply_status(r, s);
    edit_compare(r, &v.edit, &mine);
    return agency_reply(r, &v, &issues, 409);
}

static struct reply agency_create(struct request *r)
{
    return agency_submit(r, true);
}

static struct reply agency_save(struct request *r)
{
    return agency_submit(r, false);
}

const struct route settings_routes[] = {
    {METHOD_GET, "/settings", settings_show, FOR_STAFF, "settings"},
    {METHOD_GET, "/settings/programme", programme_edit, FOR_OFFICE, "programme_edit"},
    {METHOD_POST, "/settings/programme", programme_save, FOR_OFFICE, "programme_save"},
    {METHOD_POST, "/settings/areas", area_save, FOR_OFFICE, "area_save"},
    {METHOD_GET, "/settings/agencies/new", agency_new, FOR_OFFICE, "agency_new"},
    {METHOD_POST, "/settings/agencies/new", agency_create, FOR_OFFICE, "agency_create"},
    {METHOD_GET, "/settings/agencies/:id", agency_edit, FOR_OFFICE, "agency_edit"},
    {METHOD_POST, "/settings/agencies/:id", agency_save, FOR_OFFICE, "agency_save"},
    {0},
};
