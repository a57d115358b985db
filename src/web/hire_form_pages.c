// SPDX-License-Identifier: EUPL-1.2
// Registering a hire and correcting one: what is asked depends on what is known of it already.
#include <string.h>

#include "app/employers.h"
#include "app/people.h"
#include "app/referrals.h"
#include "app/shares.h"
#include "base/text.h"
#include "web/hire_form.html.h"
#include "web/hire_view.h"
#include "web/need_view.h"
#include "web/routes.h"

enum { RADIOS_MOST = 12, SHARE_UNREAD = 0 };
static const char WORK_TRAINING[] = "work-training"; // offered among the forms, so that it can be refused with the reason

static bool is_staff(const struct request *r)
{
    return r->actor->role == ROLE_OFFICE || r->actor->role == ROLE_ADVISER;
}

// What the form begins with

static void forms_fill(struct hire_form_view *v)
{
    static const char *const HINTS[] = {
        [FORM_PERMANENT] = N_("Without a last day: it goes on until somebody gives notice."),
        [FORM_TEMPORARY] = N_("For a time that is agreed on, with a last day."),
        [FORM_SUBSTITUTE] = N_("In place of somebody who is away."),
        [FORM_SEASONAL] = N_("For a season, with a last day."),
        [FORM_APPRENTICE] = N_("With a contract of apprenticeship."),
    };
    for (enum employment_form f = FORM_PERMANENT; f <= FORM_APPRENTICE; f++)
        v->forms[v->form_count++] =
            (struct option){.value = need_form_word(f), .label = need_form_title(f), .hint = HINTS[f]};
    if (v->fresh)
        v->forms[v->form_count++] = (struct option){.value = WORK_TRAINING, .label = N_("Work training, or a trial"),
                                                    .hint = N_("Is not a hire, and is not registered here.")};
}

static void occupation_fill(struct request *r, struct hire_form_view *v, struct code occupation)
{
    char *code = arena_alloc(r->arena, CODE_TEXT);
    code_write(occupation, code);
    v->occupation_code = code;
    v->occupation_text = need_occupation_text(r, occupation);
}

// The need says where, and what kind of work; the rest it only proposes.
static enum status need_fill(struct request *r, struct need_id id, struct hire_form_view *v)
{
    struct need_view at;
    TRY(get_need(r->app, r->actor, id, r->arena, &at));
    v->need_title = need_title_text(r->lang, at.need.title);
    v->workplace_text = hire_workplace_text(at.workplace_name, at.employer_name, r->arena);
    v->asks_workplace = v->unposted = false;
    occupation_fill(r, v, at.need.occupation);
    v->form = need_form_word(at.need.form);
    if (at.need.share_most > 0)
        v->share = arena_printf(r->arena, "%d", at.need.share_most);
    return OK;
}

// Only who may judge a referral may say that it led to a hire. Nothing of it can be changed here.
static enum status referral_fill(struct request *r, struct referral_id id, struct hire_form_view *v, const char **refusal_out)
{
    struct need_id need;
    if (is_staff(r)) {
        struct referral_view at;
        TRY(get_referral(r->app, r->actor, id, r->arena, &at));
        if ((at.row.rights & RIGHT_JUDGE) == 0)
            return DENIED;
        need = at.row.need;
        v->person_name = at.row.name;
        if (at.row.state.outcome == OUTCOME_NOT_PRESENTED)
            *refusal_out = N_("The person has not been presented. Register the hire without the referral, if it was made another way.");
    } else {
        struct presented_candidate at;
        TRY(get_presented(r->app, r->actor, id, r->arena, &at));
        need = at.need;
        v->person_name = at.name;
    }
    v->asks_person = false;
    return need_fill(r, need, v);
}

static enum status workplaces_fill(struct request *r, struct employer_id employer, struct hire_form_view *v)
{
    struct employer_view at;
    if (employer.value == 0)
        return OK;
    TRY(get_employer(r->app, r->actor, employer, r->arena, &at));
    v->workplaces = ARENA_ARRAY(r->arena, struct option, at.workplace_count);
    for (size_t i = 0; i < at.workplace_count; i++)
        if (!at.workplaces[i].closed)
            v->workplaces[v->workplace_count++] = (struct option){
                .value = hire_id_text(r->arena, at.workplaces[i].id.value), .text = at.workplaces[i].name};
    if (v->workplace_count > RADIOS_MOST)
        v->workplace_count = 0;
    v->workplace_chosen = v->workplace_count == 1 ? v->workplaces[0].value : "";
    return OK;
}

static enum status person_fill(struct request *r, int64_t id, struct hire_form_view *v)
{
    struct candidate_view at;
    TRY(get_candidate(r->app, r->actor, (struct person_id){id}, r->arena, &at));
    v->person_text = identity_name(&at.identity, r->arena);
    v->person = (struct pick){.how = PICK_FOUND, .name = "person", .text = v->person_text, .meant = v->person_text,
                              .id = id, .value = hire_id_text(r->arena, id)};
    return OK;
}

static enum status fresh_fill(struct request *r, struct hire_form_view *v, const char **refusal_out)
{
    const struct form *sent = r->method == METHOD_POST ? &r->form : &r->query;
    int64_t id;
    *v = (struct hire_form_view){
        .heading = is_staff(r) ? N_("Register a hire") : N_("Report a hire"), .action = "/hires", .back = "/hires",
        .fresh = true, .staff = is_staff(r), .asks_person = is_staff(r), .asks_workplace = true, .unposted = true,
        .referral = "", .need = "", .employer = "", .person_name = "", .need_title = "", .workplace_text = "",
        .person_text = "", .occupation_text = "", .occupation_code = "", .start = DAY_NONE, .agreed_to = DAY_NONE,
        .form = "", .share = "",
    };
    *refusal_out = NULL;
    forms_fill(v);
    if (form_id(sent, "referral", &id) == OK) {
        v->referral = hire_id_text(r->arena, id);
        v->back = arena_printf(r->arena, "%s/%lld", is_staff(r) ? "/referrals" : "/presented", (long long)id);
        return referral_fill(r, (struct referral_id){id}, v, refusal_out);
    }
    if (form_id(sent, "need", &id) == OK) {
        v->need = hire_id_text(r->arena, id);
        v->back = arena_printf(r->arena, "/needs/%lld", (long long)id);
        TRY(need_fill(r, (struct need_id){id}, v));
    } else {
        struct employer_id employer = r->actor->employer;
        if (is_staff(r) && form_id(sent, "employer", &id) == OK) {
            v->employer = hire_id_text(r->arena, id);
            v->back = arena_printf(r->arena, "/employers/%lld", (long long)id);
            employer.value = id;
        }
        TRY(workplaces_fill(r, employer, v));
    }
    return r->method == METHOD_GET && is_staff(r) && form_id(sent, "person", &id) == OK ? person_fill(r, id, v) : OK;
}

// What was typed

static day read_day(struct request *r, const char *name, struct issues *issues)
{
    day d = DAY_NONE;
    if (form_day(&r->form, name, &d) == INVALID)
        issues_add(issues, name, N_("Write day, month and year, such as 5.6.2016"));
    return d;
}

static int read_share(struct request *r, struct issues *issues)
{
    int64_t share;
    const char *typed = request_field(r, "share");
    size_t length = strlen(typed);
    if (length > 0 && typed[length - 1] == '%')
        typed = text_line(r->arena, arena_strndup(r->arena, typed, length - 1));
    if (*typed == '\0' || (form_read_int(typed, &share) && share >= 1 && share <= 100))
        return *typed == '\0' ? SHARE_UNREAD : (int)share;
    issues_add(issues, "share", N_("Write the share of full time, from 1 to 100 per cent"));
    return SHARE_UNREAD;
}

static enum status workplace_read(struct request *r, struct hire_form_view *v, struct hire_form *f, struct issues *issues)
{
    if (!v->asks_workplace)
        return OK;
    if (form_id(&r->form, "workplace_id", &f->workplace.value) == OK)
        return OK;
    const char *field = v->workplace_count > 0 ? "workplace_id" : "workplace";
    TRY(pick_workplace(r, &r->form, "workplace", &v->workplace));
    f->workplace.value = v->workplace.id;
    if (v->workplace.how == PICK_EMPTY)
        issues_add(issues, field, N_("Choose the workplace from the list"));
    pick_issue(&v->workplace, issues);
    return OK;
}

static enum status fields_read(struct request *r, struct hire_form_view *v, struct hire_form *f, struct issues *issues)
{
    if (v->asks_person) {
        TRY(pick_person(r, &r->form, "person", &v->person));
        f->person.value = v->person.id;
        if (v->person.how == PICK_EMPTY)
            issues_add(issues, "person", N_("Choose the person"));
        pick_issue(&v->person, issues);
    }
    TRY(workplace_read(r, v, f, issues));
    v->occupation = pick_catalogue(r, &r->form, "occupation", CATALOGUE_OCCUPATION);
    f->occupation = v->occupation.code;
    if (v->occupation.how == PICK_EMPTY)
        issues_add(issues, "occupation", N_("Choose an occupation from the list"));
    pick_issue(&v->occupation, issues);
    f->start = read_day(r, "start", issues);
    f->agreed_to = read_day(r, "agreed_to", issues);
    f->work_training = v->fresh && strcmp(request_field(r, "form"), WORK_TRAINING) == 0;
    if (f->work_training) // whatever last day it has is not what is wrong with it
        f->form = f->agreed_to == DAY_NONE ? FORM_PERMANENT : FORM_TEMPORARY;
    else if (!need_form_word_read(request_field(r, "form"), &f->form))
        issues_add(issues, "form", N_("Choose the form of employment"));
    f->share = read_share(r, issues);
    f->document_seen = form_flag(&r->form, "document_seen");
    f->note = form_lines(&r->form, r->arena, "note");
    return OK;
}

// What the rules say of fields that could be read, beside what could not: everything at once.
static void rules_add(struct request *r, const struct hire_form *f, struct issues *issues)
{
    struct issues more = issues_in(r->arena);
    struct hire h = {.start = f->start, .agreed_to = f->agreed_to, .form = f->form, .share = f->share, .note = f->note};
    if (issues_find(issues, "form") != NULL) // whether it has a last day is not known yet
        h.form = f->agreed_to == DAY_NONE ? FORM_PERMANENT : FORM_TEMPORARY;
    hire_check(&h, f->work_training, app_today(r->app), &more);
    edit_issues(issues, &more);
}

static void fields_name(const struct hire_form_view *v, struct issues *issues)
{
    for (size_t i = 0; i < issues->count; i++) {
        const char **field = &issues->items[i].field;
        if (strcmp(*field, "work_training") == 0)
            *field = "form";
        if (strcmp(*field, "workplace") == 0 && v->workplace_count > 0)
            *field = "workplace_id";
    }
}

static struct page *form_page(struct request *r, const struct hire_form_view *v)
{
    struct crumb crumbs[] = {{tr(r->lang, r->actor->role == ROLE_EMPLOYER ? N_("Our hires") : N_("Hires")), "/hires"},
                             {tr(r->lang, N_("One hire")), v->back}};
    return page_open_below(r, tr(r->lang, v->heading), crumbs, v->fresh ? 1 : 2);
}

static struct reply form_again(struct request *r, struct hire_form_view *v, struct issues *issues, int status)
{
    fields_name(v, issues);
    edit_sort(r, issues);
    struct page *p = form_page(r, v);
    page_again(p, issues);
    hire_form_page(p, v);
    return reply_page(p, status);
}

static struct reply hire_new(struct request *r)
{
    struct hire_form_view v;
    const char *refusal;
    enum status s = fresh_fill(r, &v, &refusal);
    if (s != OK)
        return reply_status(r, s);
    struct page *p = form_page(r, &v);
    if (refusal != NULL) {
        hire_refused_page(p, &v, refusal);
        return reply_page(p, 409);
    }
    hire_form_page(p, &v);
    return reply_page(p, 200);
}

static enum flash registered_flash(struct request *r, struct hire_id id, bool known)
{
    struct hire_view at;
    bool confirmed = get_hire(r->app, r->actor, id, r->arena, &at) == OK && at.row.hire.state == HIRE_CONFIRMED;
    if (known)
        return confirmed ? FLASH_hire_known_confirmed : FLASH_hire_known;
    return confirmed ? FLASH_hire_confirmed : FLASH_hire_registered;
}

static struct reply hire_new_submit(struct request *r)
{
    struct hire_form_view v;
    struct hire_form f = {0};
    struct issues issues = issues_in(r->arena);
    const char *refusal;
    struct hire_id id;
    bool known;
    enum status s = fresh_fill(r, &v, &refusal);
    if (s == OK)
        s = fields_read(r, &v, &f, &issues);
    if (s != OK)
        return reply_status(r, s);
    if (form_id(&r->form, "referral", &f.referral.value) != OK)
        f.referral.value = 0;
    if (f.referral.value != 0 || form_id(&r->form, "need", &f.need.value) != OK)
        f.need.value = 0;
    if (issues.count > 0) {
        rules_add(r, &f, &issues);
        return form_again(r, &v, &issues, 422);
    }
    s = register_hire(r->app, r->actor, &f, &issues, &id, &known);
    if (s == INVALID || s == CONFLICT)
        return form_again(r, &v, &issues, s == INVALID ? 422 : 409);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/hires/%lld", (long long)id.value);
    reply_flash(&reply, registered_flash(r, id, known));
    return reply;
}

// Correcting

// What two people may have made of it, as they read it.
static struct edit fields_of(struct request *r, int64_t version, const struct hire_form *f, const char *workplace)
{
    struct arena *a = r->arena;
    struct edit e = {.version = version};
    edit_add(&e, "workplace", N_("Workplace"), workplace);
    edit_add(&e, "occupation", N_("Occupation"), need_occupation_text(r, f->occupation));
    edit_add(&e, "start", N_("First day"), lang_day(r->lang, a, f->start));
    edit_add(&e, "agreed_to", N_("Agreed until"), lang_day(r->lang, a, f->agreed_to));
    edit_add(&e, "form", N_("Form of employment"), tr(r->lang, need_form_title(f->form)));
    edit_add(&e, "share", N_("Share of full time"), arena_printf(a, "%d", f->share));
    return e;
}

static enum status correct_fill(struct request *r, struct hire_view *at, struct hire_form_view *v)
{
    struct hire_id id = {request_id(r, 0)};
    TRY(get_hire(r->app, r->actor, id, r->arena, at));
    const struct hire *h = &at->row.hire;
    const char *path = arena_printf(r->arena, "/hires/%lld", (long long)id.value);
    *v = (struct hire_form_view){
        .heading = N_("Correct the hire"), .action = arena_printf(r->arena, "%s/correct", path), .back = path,
        .staff = is_staff(r), .referral = "", .need = "", .employer = "",
        .person_name = hire_person_text(r->lang, &at->row), .need_title = at->row.need_title,
        .workplace_text = hire_workplace_text(at->row.workplace_name, at->row.employer_name, r->arena),
        .asks_workplace = at->row.unposted, .unposted = at->row.unposted, .person_text = "",
        .start = h->start, .agreed_to = h->agreed_to, .form = need_form_word(h->form),
        .share = arena_printf(r->arena, "%d", h->share),
    };
    forms_fill(v);
    occupation_fill(r, v, h->occupation);
    struct hire_form stands = {.occupation = h->occupation, .start = h->start, .agreed_to = h->agreed_to, .form = h->form,
                               .share = h->share};
    v->edit = fields_of(r, h->version, &stands, at->row.workplace_name);
    if (!v->asks_workplace)
        return OK;
    // An employer user's own workplaces; staff may have chosen another employer's by mistake.
    if (!v->staff)
        TRY(workplaces_fill(r, h->employer, v));
    v->workplace_chosen = hire_id_text(r->arena, h->workplace.value);
    if (v->workplace_count == 0)
        v->workplace = (struct pick){.how = PICK_FOUND, .name = "workplace", .text = at->row.workplace_name,
                                     .meant = at->row.workplace_name, .id = h->workplace.value,
                                     .value = v->workplace_chosen};
    return OK;
}

static struct reply refused(struct request *r, const struct hire_form_view *v, const char *refusal)
{
    struct page *p = form_page(r, v);
    hire_refused_page(p, v, refusal);
    return reply_page(p, 409);
}

static struct reply hire_correct(struct request *r)
{
    struct hire_view at;
    struct hire_form_view v;
    enum status s = correct_fill(r, &at, &v);
    if (s != OK)
        return reply_status(r, s);
    if (at.row.refusals[HIRE_CORRECT] != NULL)
        return refused(r, &v, at.row.refusals[HIRE_CORRECT]);
    struct page *p = form_page(r, &v);
    hire_form_page(p, &v);
    return reply_page(p, 200);
}

// Somebody saved meanwhile: mine, theirs and what stood before; the next save is made on what stands now.
static struct reply correct_conflict(struct request *r, const struct hire_form *f, const char *workplace,
                                     struct hire_form_view *made_on, struct issues *issues)
{
    struct hire_view at;
    struct hire_form_view v;
    enum status s = correct_fill(r, &at, &v);
    if (s != OK)
        return reply_status(r, s);
    if (at.row.hire.version == made_on->edit.version) // the rules forbid it, and issues say why
        return form_again(r, made_on, issues, 409);
    if (at.row.refusals[HIRE_CORRECT] != NULL)
        return refused(r, &v, at.row.refusals[HIRE_CORRECT]);
    struct edit mine = fields_of(r, 0, f, workplace);
    edit_compare(r, &v.edit, &mine);
    struct issues none = issues_in(r->arena); // the comparison says it all
    return form_again(r, &v, &none, 409);
}

static const char *workplace_words(const struct hire_form_view *v, const struct hire_form *f, struct arena *a, const char *stands)
{
    for (size_t i = 0; i < v->workplace_count; i++)
        if (strcmp(v->workplaces[i].value, hire_id_text(a, f->workplace.value)) == 0)
            return v->workplaces[i].text;
    return v->workplace.how == PICK_FOUND ? v->workplace.meant : stands;
}

static struct reply hire_correct_submit(struct request *r)
{
    struct hire_view at;
    struct hire_form_view v;
    struct hire_form f = {0};
    struct issues issues = issues_in(r->arena);
    struct hire_id id = {request_id(r, 0)};
    enum status s = correct_fill(r, &at, &v);
    if (s == OK)
        s = fields_read(r, &v, &f, &issues);
    if (s != OK)
        return reply_status(r, s);
    const char *workplace = workplace_words(&v, &f, r->arena, at.row.workplace_name);
    if (!edit_keep(r, &v.edit))
        return reply_error(r, 400);
    if (issues.count > 0) {
        rules_add(r, &f, &issues);
        if (*f.note == '\0')
            issues_add(&issues, "note", N_("Write why, so that others understand the register"));
        return form_again(r, &v, &issues, 422);
    }
    s = correct_hire(r->app, r->actor, id, v.edit.version, &f, &issues);
    if (s == INVALID)
        return form_again(r, &v, &issues, 422);
    if (s == CONFLICT)
        return correct_conflict(r, &f, workplace, &v, &issues);
    if (s != OK)
        return reply_status(r, s);
    bool confirmed = get_hire(r->app, r->actor, id, r->arena, &at) == OK && at.row.hire.state == HIRE_CONFIRMED;
    struct reply reply = reply_redirect(r, "%s", v.back);
    reply_flash(&reply, confirmed ? FLASH_hire_corrected : FLASH_hire_corrected_unconfirmed);
    return reply;
}

const struct route hire_form_routes[] = {
    {METHOD_GET, "/hires/new", hire_new, FOR_STAFF | FOR_EMPLOYER, "hire_new"},
    {METHOD_POST, "/hires", hire_new_submit, FOR_STAFF | FOR_EMPLOYER, "hire_register"},
    {METHOD_GET, "/hires/:id/correct", hire_correct, FOR_STAFF | FOR_EMPLOYER, "hire_correct"},
    {METHOD_POST, "/hires/:id/correct", hire_correct_submit, FOR_STAFF | FOR_EMPLOYER, "hire_correct_submit"},
    {0},
};
