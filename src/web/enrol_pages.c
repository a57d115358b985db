// SPDX-License-Identifier: EUPL-1.2
// Registering a candidate by hand: the first step, who it is and on which basis. The rest is profile_pages.c.
#include <string.h>

#include "core/fnr.h"
#include "web/enrol.html.h"
#include "web/person_view.h"
#include "web/profile_form.h"
#include "web/routes.h"

static enum status view_open(struct request *r, struct enrol_view *v)
{
    int version;
    struct option *bases = ARENA_ARRAY(r->arena, struct option, LEGAL_BASES);
    for (int i = 0; i < LEGAL_BASES; i++)
        bases[i] = (struct option){.value = basis_name((enum legal_basis)i), .label = basis_title((enum legal_basis)i)};
    *v = (struct enrol_view){.bases = bases, .steps = profile_steps(r->arena, NULL, 0)};
    return get_notice(r->app, r->lang, r->arena, &version, &v->notice);
}

static struct reply enrol_show(struct request *r)
{
    struct enrol_view v;
    enum status s = view_open(r, &v);
    if (s != OK)
        return reply_status(r, s);
    struct crumb crumbs[] = {{tr(r->lang, N_("Candidates")), "/candidates"}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Register a candidate")), crumbs, COUNT_OF(crumbs));
    enrol_page(p, &v);
    return reply_page(p, 200);
}

static struct reply enrol_again(struct request *r, struct issues *issues)
{
    edit_sort(r, issues);
    struct enrol_view v;
    enum status s = view_open(r, &v);
    if (s != OK)
        return reply_status(r, s);
    struct crumb crumbs[] = {{tr(r->lang, N_("Candidates")), "/candidates"}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Register a candidate")), crumbs, COUNT_OF(crumbs));
    page_again(p, issues);
    enrol_page(p, &v);
    return reply_page(p, 422);
}

// Nothing may be known here of a person with a protected address: the one answer is given before anything else is
// looked at, and the form comes back empty.
static struct reply enrol_protected(struct request *r)
{
    static const struct form empty;
    struct issues issues = issues_in(r->arena);
    issues_add(&issues, "address_protected",
               N_("This person cannot be enrolled here. Help the person without registering anything."));
    struct enrol_view v;
    enum status s = view_open(r, &v);
    if (s != OK)
        return reply_status(r, s);
    struct crumb crumbs[] = {{tr(r->lang, N_("Candidates")), "/candidates"}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Register a candidate")), crumbs, COUNT_OF(crumbs));
    page_again(p, &issues);
    p->typed = &empty;
    enrol_page(p, &v);
    return reply_page(p, 422);
}

static void form_read_enrolment(struct request *r, struct enrolment_form *form, struct issues *issues)
{
    day born = DAY_NONE;
    char *birth_date = ARENA_ARRAY(r->arena, char, DAY_TEXT);
    if (form_day(&r->form, "birth_date", &born) == INVALID)
        issues_add(issues, "birth_date", N_("Write day, month and year, such as 5.6.1986"));
    day_write(born, birth_date);
    *form = (struct enrolment_form){
        .identity = {request_field(r, "given_name"), request_field(r, "family_name"), request_field(r, "email"),
                     request_field(r, "phone")},
        .national_number = request_field(r, "national_number"),
        .birth_date = birth_date,
        .purpose = request_field(r, "purpose"),
        .notice_shown = form_flag(&r->form, "notice"),
        .address_protected = form_flag(&r->form, "address_protected"),
    };
}

// When something cannot be read, the rest is checked all the same, so that everything is told at once.
static void check_the_rest(struct request *r, const struct enrolment_form *form, struct issues *issues)
{
    struct identity identity;
    char digits[FNR_TEXT];
    day today = app_today(r->app);
    struct enrolment enrolment = {.purpose = form->purpose, .notice_version = form->notice_shown, .from = today, .to = DAY_NONE};
    identity_read(&form->identity, r->arena, &identity, issues);
    enrolment_check(&enrolment, today, issues);
    if (*form->national_number != '\0' && !fnr_read(form->national_number, true, digits))
        issues_add(issues, "national_number", N_("The number is not right: check its eleven digits, or leave it empty"));
}

static struct reply enrol_save(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    struct enrolment_form form;
    struct enrolment_result result;
    if (form_flag(&r->form, "address_protected"))
        return enrol_protected(r);
    form_read_enrolment(r, &form, &issues);
    if (!basis_read(request_field(r, "basis"), &form.basis))
        issues_add(&issues, "basis", N_("Choose the legal basis"));
    if (issues.count > 0) {
        check_the_rest(r, &form, &issues);
        return enrol_again(r, &issues);
    }
    enum status s = enrol_person(r->app, r->actor, &form, &issues, &result);
    if (s == INVALID)
        return enrol_again(r, &issues);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", candidate_path(r, result.person, "/edit/work"));
    reply_flash(&reply, result.known_before ? FLASH_person_known : FLASH_person_registered);
    return reply;
}

const struct route enrol_routes[] = {
    {METHOD_GET, "/candidates/new", enrol_show, FOR_STAFF, "enrol"},
    {METHOD_POST, "/candidates/new", enrol_save, FOR_STAFF, "enrol_save"},
    {0},
};
