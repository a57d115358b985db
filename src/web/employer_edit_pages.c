// SPDX-License-Identifier: EUPL-1.2
// Registering and editing employers and their workplaces.
#include <string.h>

#include "app/programme.h"
#include "core/orgnr.h"
#include "web/employer_form.html.h"
#include "web/employer_view.h"
#include "web/routes.h"

static const char *number_text(struct arena *a, int64_t n)
{
    return arena_printf(a, "%lld", (long long)n);
}

static const char *code_text(struct arena *a, struct code c)
{
    char *text = arena_alloc(a, CODE_TEXT);
    code_write(c, text);
    return text;
}

// A number that may be left out. "" gives absent.
static int read_number(struct request *r, const char *name, int absent, const char *message, struct issues *issues)
{
    int64_t n;
    enum status s = form_int(&r->form, name, &n);
    if (s == NOT_FOUND)
        return absent;
    if (s == OK && n >= 0 && n <= INT32_MAX)
        return (int)n;
    issues_add(issues, name, message);
    return absent;
}

static day read_day(struct request *r, const char *name, struct issues *issues)
{
    day d = DAY_NONE;
    if (form_day(&r->form, name, &d) == INVALID)
        issues_add(issues, name, N_("Write day, month and year, such as 5.6.2016"));
    return d;
}

static struct code read_code(struct request *r, const char *name)
{
    struct code c;
    return form_code(&r->form, name, &c) == OK ? c : (struct code){0};
}

// The nine digits of what was typed loosely; what cannot be read stays as typed, for the check to refuse.
static const char *read_orgnr(struct request *r)
{
    char digits[ORGNR_TEXT];
    const char *typed = request_field(r, "orgnr");
    return orgnr_read(typed, true, digits) ? arena_strdup(r->arena, digits) : typed;
}

// What the form does not show stays as it is in *e: how one is followed up has pages of its own, once it is registered.
static void read_employer(struct request *r, bool fresh, struct employer *e, struct issues *issues)
{
    int64_t owner;
    e->orgnr = read_orgnr(r);
    e->name = request_field(r, "name");
    e->organisation_form = request_field(r, "organisation_form");
    e->address = request_field(r, "address");
    e->postal_code = request_field(r, "postal_code");
    e->postal_place = request_field(r, "postal_place");
    e->municipality = read_code(r, "municipality");
    e->employees = read_number(r, "employees", EMPLOYEES_UNKNOWN,
                               N_("Write the number of employees as a whole number, or leave it empty when it is not known"),
                               issues);
    if (!fresh)
        return;
    if (!stage_read(request_field(r, "stage"), &e->stage))
        issues_add(issues, "stage", N_("Choose how far the contact has come"));
    e->paused_until = read_day(r, "paused_until", issues);
    if (!decline_read(request_field(r, "decline"), &e->decline))
        e->decline = DECLINE_NONE;
    e->declined_reason = request_field(r, "declined_reason");
    e->owner = form_id(&r->form, "owner", &owner) == OK ? (struct user_id){owner} : (struct user_id){0};
    e->pledged = read_number(r, "pledged", 0, N_("Write how many the employer means to hire: 0 to 10 000"), issues);
    e->pledged_by = read_day(r, "pledged_by", issues);
}

// What a conflict compares, as people read it.
static struct edit fields_of(struct request *r, const struct employer *e)
{
    struct arena *a = r->arena;
    struct edit f = {.version = e->version};
    edit_add(&f, "orgnr", N_("Organisation number"), e->orgnr);
    edit_add(&f, "name", N_("Name"), e->name);
    edit_add(&f, "organisation_form", N_("Organisation form"), e->organisation_form);
    edit_add(&f, "employees", N_("Employees"), e->employees == EMPLOYEES_UNKNOWN ? "" : number_text(a, e->employees));
    edit_add(&f, "address", N_("Address"), e->address);
    edit_add(&f, "postal_code", N_("Postal code"), e->postal_code);
    edit_add(&f, "postal_place", N_("Postal place"), e->postal_place);
    edit_add(&f, "municipality", N_("Municipality"), code_text(a, e->municipality));
    return f;
}

static enum status fill_form(struct request *r, struct employer_form_view *v)
{
    struct region_area *areas;
    size_t area_count;
    TRY(list_areas_today(r->app, r->arena, &areas, &area_count));
    v->municipalities = municipality_options(r->arena, areas, area_count, &v->municipality_count);
    v->municipality = code_text(r->arena, v->employer.municipality);
    if (v->fresh)
        TRY(follow_options_get(r, v->employer.owner, "", &v->follow));
    v->employees = v->employer.employees == EMPLOYEES_UNKNOWN ? "" : number_text(r->arena, v->employer.employees);
    v->pledged = v->employer.pledged == 0 ? "" : number_text(r->arena, v->employer.pledged);
    return OK;
}

static struct page *form_page(struct request *r, const struct employer_form_view *v, const char *name)
{
    struct crumb crumbs[] = {{tr(r->lang, N_("Employers")), "/employers"}, {name, v->back}};
    return v->fresh ? page_open_below(r, tr(r->lang, N_("New employer")), crumbs, 1)
                    : page_open_below(r, tr(r->lang, N_("Edit employer")), crumbs, 2);
}

static struct reply form_reply(struct request *r, struct employer_form_view *v, const char *name, struct issues *issues, int status)
{
    enum status s = fill_form(r, v);
    if (s != OK)
        return reply_status(r, s);
    struct page *p = form_page(r, v, name);
    if (issues != NULL) {
        edit_sort(r, issues);
        page_again(p, issues);
    }
    employer_form_page(p, v);
    return reply_page(p, status);
}

static struct employer_form_view fresh_form(struct request *r)
{
    struct employer_form_view v = {
        .employer = {.orgnr = "", .name = "", .organisation_form = "", .industry = "", .industry_version = "", .sector = "",
                     .address = "", .postal_code = "", .postal_place = "", .declined_reason = "",
                     .employees = EMPLOYEES_UNKNOWN, .stage = STAGE_NEW, .paused_until = DAY_NONE, .pledged_by = DAY_NONE,
                     .municipality_valid_on = DAY_NONE, .owner = r->actor->user},
        .path = "/employers/new",
        .back = "/employers",
        .fresh = true,
    };
    return v;
}

static struct reply employer_new(struct request *r)
{
    struct employer_form_view v = fresh_form(r);
    return form_reply(r, &v, "", NULL, 200);
}

static struct reply employer_create(struct request *r)
{
    struct employer_form_view v = fresh_form(r);
    struct employer typed = v.employer;
    struct issues issues = issues_in(r->arena);
    struct employer_id id;
    struct first_contact first = {request_field(r, "contact_name"), request_field(r, "email"), request_field(r, "phone")};
    read_employer(r, true, &typed, &issues);
    if (issues.count > 0) {
        struct issues more = issues_in(r->arena); // so that everything is told at once
        employer_check(&typed, true, app_today(r->app), &more);
        first_contact_check(r->app, &first, &more);
        edit_issues(&issues, &more);
        return form_reply(r, &v, "", &issues, 422);
    }
    enum status s = register_employer_with(r->app, r->actor, &typed, &first, &issues, &id);
    if (s == INVALID)
        return form_reply(r, &v, "", &issues, 422);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/employers/%lld", (long long)id.value);
    reply_flash(&reply, FLASH_employer_registered);
    return reply;
}

static enum status edit_form(struct request *r, struct employer_view *at, struct employer_form_view *v)
{
    TRY(get_employer(r->app, r->actor, (struct employer_id){request_id(r, 0)}, r->arena, at));
    if ((at->rights & RIGHT_EDIT) == 0)
        return DENIED;
    *v = (struct employer_form_view){
        .employer = at->employer,
        .path = arena_printf(r->arena, "/employers/%lld/edit", (long long)at->employer.id.value),
        .back = arena_printf(r->arena, "/employers/%lld", (long long)at->employer.id.value),
    };
    v->edit = fields_of(r, &at->employer);
    return OK;
}

static struct reply employer_edit(struct request *r)
{
    struct employer_view at;
    struct employer_form_view v;
    enum status s = edit_form(r, &at, &v);
    return s == OK ? form_reply(r, &v, at.employer.name, NULL, 200) : reply_status(r, s);
}

static struct reply employer_save(struct request *r)
{
    struct employer_view at;
    struct employer_form_view v;
    enum status s = edit_form(r, &at, &v);
    if (s != OK)
        return reply_status(r, s);
    struct issues issues = issues_in(r->arena);
    struct employer typed = at.employer;
    if (!edit_keep(r, &v.edit))
        return reply_error(r, 400);
    typed.version = v.edit.version;
    read_employer(r, false, &typed, &issues);
    if (issues.count > 0) {
        struct issues more = issues_in(r->arena);
        employer_check(&typed, true, app_today(r->app), &more);
        edit_issues(&issues, &more);
        return form_reply(r, &v, at.employer.name, &issues, 422);
    }
    s = edit_employer(r->app, r->actor, &typed, &issues);
    if (s == INVALID)
        return form_reply(r, &v, at.employer.name, &issues, 422);
    if (s == CONFLICT) {
        struct edit mine = fields_of(r, &typed);
        s = edit_form(r, &at, &v); // as it stands now
        if (s != OK)
            return reply_status(r, s);
        edit_compare(r, &v.edit, &mine);
        return form_reply(r, &v, at.employer.name, &issues, 409);
    }
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", v.back);
    reply_flash(&reply, FLASH_saved);
    return reply;
}

// Workplaces

// The option's words, as people read it.
static const char *chosen_text(const struct option *options, size_t count, const char *value)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(options[i].value, value) == 0)
            return options[i].text;
    return value;
}

static struct edit workplace_fields(struct request *r, const struct workplace_form_view *v, const struct workplace *w)
{
    struct arena *a = r->arena;
    struct edit f = {.version = w->version};
    edit_add(&f, "name", N_("Name"), w->name);
    edit_add(&f, "orgnr", N_("Organisation number"), w->orgnr);
    edit_add(&f, "address", N_("Address"), w->address);
    edit_add(&f, "postal_code", N_("Postal code"), w->postal_code);
    edit_add(&f, "postal_place", N_("Postal place"), w->postal_place);
    edit_add(&f, "municipality", N_("Municipality"),
             chosen_text(v->municipalities, v->municipality_count, code_text(a, w->municipality)));
    edit_add(&f, "area", N_("Area of the region"), chosen_text(v->areas, v->area_count, code_text(a, w->area)));
    edit_add(&f, "employees", N_("Employees"), w->employees == EMPLOYEES_UNKNOWN ? "" : number_text(a, w->employees));
    edit_add(&f, "closed", N_("The workplace is closed"), tr(r->lang, w->closed ? N_("Yes") : N_("No")));
    return f;
}

static enum status workplace_form(struct request *r, struct employer_view *at, struct workplace_form_view *v)
{
    struct region_area *areas;
    size_t area_count;
    TRY(get_employer(r->app, r->actor, (struct employer_id){request_id(r, 0)}, r->arena, at));
    if ((at->rights & RIGHT_EDIT) == 0)
        return DENIED;
    TRY(list_areas_today(r->app, r->arena, &areas, &area_count));
    const char *employer = arena_printf(r->arena, "/employers/%lld", (long long)at->employer.id.value);
    v->employer_name = at->employer.name;
    v->back = employer;
    v->municipalities = municipality_options(r->arena, areas, area_count, &v->municipality_count);
    v->areas = ARENA_ARRAY(r->arena, struct option, area_count);
    v->area_count = area_count;
    for (size_t i = 0; i < area_count; i++)
        v->areas[i] = (struct option){.value = code_text(r->arena, areas[i].code), .text = areas[i].name};
    if (v->fresh) {
        v->workplace = (struct workplace){.employer = at->employer.id, .orgnr = "", .name = "", .address = "",
                                          .postal_code = "", .postal_place = "", .municipality_valid_on = DAY_NONE,
                                          .employees = EMPLOYEES_UNKNOWN};
        v->path = arena_printf(r->arena, "%s/workplaces/new", employer);
        return OK;
    }
    v->path = arena_printf(r->arena, "%s/workplaces/%lld", employer, (long long)request_id(r, 1));
    for (size_t i = 0; i < at->workplace_count; i++)
        if (at->workplaces[i].id.value == request_id(r, 1)) {
            v->workplace = at->workplaces[i];
            v->edit = workplace_fields(r, v, &v->workplace);
            return OK;
        }
    return NOT_FOUND;
}

static struct reply workplace_reply(struct request *r, struct workplace_form_view *v, struct issues *issues, int status)
{
    v->municipality = code_text(r->arena, v->workplace.municipality);
    v->area = code_text(r->arena, v->workplace.area);
    v->employees = v->workplace.employees == EMPLOYEES_UNKNOWN ? "" : number_text(r->arena, v->workplace.employees);
    struct crumb crumbs[] = {{tr(r->lang, N_("Employers")), "/employers"}, {v->employer_name, v->back}};
    struct page *p = page_open_below(r, tr(r->lang, v->fresh ? N_("New workplace") : N_("Edit workplace")), crumbs, 2);
    if (issues != NULL) {
        edit_sort(r, issues);
        page_again(p, issues);
    }
    workplace_form_page(p, v);
    return reply_page(p, status);
}

static struct reply workplace_show(struct request *r, bool fresh)
{
    struct employer_view at;
    struct workplace_form_view v = {.fresh = fresh};
    enum status s = workplace_form(r, &at, &v);
    return s == OK ? workplace_reply(r, &v, NULL, 200) : reply_status(r, s);
}

static struct reply workplace_new(struct request *r)
{
    return workplace_show(r, true);
}

static struct reply workplace_edit(struct request *r)
{
    return workplace_show(r, false);
}

static void read_workplace(struct request *r, struct workplace *w, struct issues *issues)
{
    w->orgnr = read_orgnr(r);
    w->name = request_field(r, "name");
    w->address = request_field(r, "address");
    w->postal_code = request_field(r, "postal_code");
    w->postal_place = request_field(r, "postal_place");
    w->municipality = read_code(r, "municipality");
    w->area = read_code(r, "area");
    w->employees = read_number(r, "employees", EMPLOYEES_UNKNOWN,
                               N_("Write the number of employees as a whole number, or leave it empty when it is not known"),
                               issues);
    w->closed = form_flag(&r->form, "closed");
}

static struct reply workplace_submit(struct request *r, bool fresh)
{
    struct employer_view at;
    struct workplace_form_view v = {.fresh = fresh};
    enum status s = workplace_form(r, &at, &v);
    if (s != OK)
        return reply_status(r, s);
    struct issues issues = issues_in(r->arena);
    struct workplace typed = v.workplace;
    struct workplace_id id;
    if (!fresh && !edit_keep(r, &v.edit))
        return reply_error(r, 400);
    typed.version = v.edit.version;
    read_workplace(r, &typed, &issues);
    if (issues.count > 0) {
        struct issues more = issues_in(r->arena);
        workplace_check(&typed, true, &more);
        edit_issues(&issues, &more);
        return workplace_reply(r, &v, &issues, 422);
    }
    s = fresh ? add_workplace(r->app, r->actor, &typed, &issues, &id) : edit_workplace(r->app, r->actor, &typed, &issues);
    if (s == INVALID)
        return workplace_reply(r, &v, &issues, 422);
    if (s == CONFLICT) {
        struct edit mine = workplace_fields(r, &v, &typed);
        s = workplace_form(r, &at, &v); // as it stands now
        if (s != OK)
            return reply_status(r, s);
        edit_compare(r, &v.edit, &mine);
        return workplace_reply(r, &v, &issues, 409);
    }
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s#workplaces", v.back);
    reply_flash(&reply, FLASH_saved);
    return reply;
}

static struct reply workplace_create(struct request *r)
{
    return workplace_submit(r, true);
}

static struct reply workplace_save(struct request *r)
{
    return workplace_submit(r, false);
}

const struct route employer_edit_routes[] = {
    {METHOD_GET, "/employers/new", employer_new, FOR_OFFICE, "employer_new"},
    {METHOD_POST, "/employers/new", employer_create, FOR_OFFICE, "employer_create"},
    {METHOD_GET, "/employers/:id/edit", employer_edit, FOR_OFFICE, "employer_edit"},
    {METHOD_POST, "/employers/:id/edit", employer_save, FOR_OFFICE, "employer_save"},
    {METHOD_GET, "/employers/:id/workplaces/new", workplace_new, FOR_OFFICE, "workplace_new"},
    {METHOD_POST, "/employers/:id/workplaces/new", workplace_create, FOR_OFFICE, "workplace_create"},
    {METHOD_GET, "/employers/:id/workplaces/:id", workplace_edit, FOR_OFFICE, "workplace_edit"},
    {METHOD_POST, "/employers/:id/workplaces/:id", workplace_save, FOR_OFFICE, "workplace_save"},
    {0},
};
