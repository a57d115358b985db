// SPDX-License-Identifier: EUPL-1.2
// Kandidat (screen 5): what is known of one person, who looked, and the steps that only concern the person as a whole.
// What the person can do stands in profile_pages.c, the person's own page in me_pages.c.
#include <string.h>

#include "app/programme.h"
#include "web/need_view.h"
#include "web/person.html.h"
#include "web/person_forms.html.h"
#include "web/person_work_view.h"
#include "web/routes.h"

enum { NEEDS_SHOWN = 20, ROWS_SHOWN = 200 };

static struct person_id person_asked(const struct request *r)
{
    return (struct person_id){request_id(r, 0)};
}

static const struct enrolment_line *own_enrolment(const struct candidate_view *c)
{
    for (size_t i = 0; i < c->enrolment_count; i++)
        if (c->enrolments[i].own && c->enrolments[i].enrolment.to == DAY_NONE)
            return &c->enrolments[i];
    return NULL;
}

static struct page *person_page_open(struct request *r, const char *title, const struct candidate_view *c)
{
    struct crumb crumbs[] = {{tr(r->lang, N_("Candidates")), "/candidates"},
                             {identity_name(&c->identity, r->arena), candidate_path(r, c->person, "")}};
    return page_open_below(r, title, crumbs, COUNT_OF(crumbs));
}

static enum badge badge_of(enum match_class class)
{
    return class == CLASS_READY ? BADGE_MET : class == CLASS_ASK ? BADGE_UNKNOWN : BADGE_MISSING;
}

static const struct referral_row *referral_for(const struct request *r, const struct person_view *v, struct need_id need)
{
    for (size_t i = 0; i < v->work->referrals.row_count; i++) {
        const struct referral_row *row = &v->work->referrals.rows[i];
        if (row->need.value == need.value && row->agency.value == r->actor->agency.value)
            return row;
    }
    return NULL;
}

// What has come of the person's proposals so far.
static enum status fill_work(struct request *r, struct person_view *v)
{
    struct person_work *work = arena_alloc(r->arena, sizeof *work);
    struct person_id person = v->candidate->person;
    struct referral_query referrals = {.person = person, .after = "", .most = ROWS_SHOWN};
    struct hire_query hires = {.person = person, .after = "", .most = ROWS_SHOWN};
    TRY(list_referrals(r->app, r->actor, &referrals, r->arena, &work->referrals));
    TRY(list_shares(r->app, r->actor, person, r->arena, &work->shares, &work->share_count));
    TRY(list_hires(r->app, r->actor, &hires, r->arena, &work->hires));
    v->work = work;
    return OK;
}

static enum status fill_needs(struct request *r, struct person_view *v)
{
    struct candidate_need *needs;
    size_t count;
    enum status s = rank_needs(r->app, r->actor, v->candidate, NEEDS_SHOWN, r->arena, &needs, &count);
    if (s == DENIED || s == CONFLICT || s == NOT_FOUND)
        return OK; // nothing to rank, as after the enrolment has ended
    TRY(s);
    struct person_need *lines = ARENA_ARRAY(r->arena, struct person_need, count);
    for (size_t i = 0; i < count; i++) {
        const char *path = arena_printf(r->arena, "/needs/%lld/candidates/%lld", (long long)needs[i].need.value,
                                        (long long)v->candidate->person.value);
        const struct referral_row *referral = referral_for(r, v, needs[i].need);
        lines[i] = (struct person_need){
            .need = &needs[i],
            .class_title = match_class_title(needs[i].row.class),
            .badge = badge_of(needs[i].row.class),
            .path = route_open(path, r->actor->role) ? path : NULL,
            .referral = referral,
            .may_start = v->may_edit && v->own != NULL && referral == NULL,
        };
    }
    v->needs = lines;
    v->need_count = count;
    return OK;
}

static enum status fill_view(struct request *r, struct candidate_view *candidate, struct person_view *v)
{
    struct region_area *areas;
    struct reader_line *readers;
    size_t area_count;
    TRY(get_candidate(r->app, r->actor, person_asked(r), r->arena, candidate));
    *v = (struct person_view){
        .candidate = candidate,
        .name = identity_name(&candidate->identity, r->arena),
        .path = candidate_path(r, candidate->person, ""),
        .phone = phone_text(r->arena, candidate->identity.phone),
        .own = own_enrolment(candidate),
        .may_edit = (candidate->rights & RIGHT_EDIT) != 0,
        .may_delete = (candidate->rights & RIGHT_DELETE) != 0,
    };
    TRY(list_areas(r->app, r->arena, &areas, &area_count));
    v->words = profile_words(r->app, r->lang, &candidate->profile, areas, area_count, r->arena);
    TRY(fill_work(r, v));
    TRY(fill_needs(r, v));
    if ((candidate->rights & (RIGHT_READERS | RIGHT_OWN_READERS)) != 0) {
        TRY(list_readers(r->app, r->actor, candidate->person, r->arena, &readers, &v->reader_count));
        v->readers = readers;
    }
    return OK;
}

static struct reply person_show(struct request *r)
{
    struct candidate_view candidate;
    struct person_view v;
    enum status s = fill_view(r, &candidate, &v);
    if (s != OK)
        return reply_status(r, s);
    struct crumb crumbs[] = {{tr(r->lang, N_("Candidates")), "/candidates"}};
    // No name in the title: titles go into histories and bookmarks.
    struct page *p = page_open_below(r, tr(r->lang, N_("Candidate")), crumbs, COUNT_OF(crumbs));
    person_page(p, &v);
    return reply_page(p, 200);
}

static struct edit identity_fields(const struct identity *i, int64_t version)
{
    struct edit f = {.version = version};
    edit_add(&f, "given_name", N_("Given name"), i->given_name);
    edit_add(&f, "family_name", N_("Family name"), i->family_name);
    edit_add(&f, "email", N_("E-mail"), i->email);
    edit_add(&f, "phone", N_("Phone"), i->phone);
    return f;
}

// The candidate behind a form page, with the right that the page needs.
static enum status get_for(struct request *r, unsigned rights, struct candidate_view *candidate, struct person_form *f)
{
    TRY(get_candidate(r->app, r->actor, person_asked(r), r->arena, candidate));
    if ((candidate->rights & rights) != rights)
        return DENIED;
    const struct enrolment_line *own = own_enrolment(candidate);
    *f = (struct person_form){
        .candidate = candidate,
        .name = identity_name(&candidate->identity, r->arena),
        .path = candidate_path(r, candidate->person, ""),
        .agency = own == NULL ? NULL : own->agency_name,
        .edit = identity_fields(&candidate->identity, candidate->identity_version),
    };
    return OK;
}

// The four form pages are alike: show, and again with issues.
struct form_page {
    unsigned rights;
    const char *title; // msgid
    void (*template)(struct page *p, const struct person_form *f);
};

static struct reply form_page_reply(struct request *r, const struct form_page *page, const struct person_form *f,
                                    const struct issues *issues, int status)
{
    struct page *p = person_page_open(r, tr(r->lang, page->title), f->candidate);
    if (issues != NULL)
        page_again(p, issues);
    page->template(p, f);
    return reply_page(p, status);
}

static struct reply form_page_show(struct request *r, const struct form_page *page)
{
    struct candidate_view candidate;
    struct person_form f;
    enum status s = get_for(r, page->rights, &candidate, &f);
    return s == OK ? form_page_reply(r, page, &f, NULL, 200) : reply_status(r, s);
}

static struct reply back_with(struct request *r, const char *path, enum flash message)
{
    struct reply reply = reply_redirect(r, "%s", path);
    reply_flash(&reply, message);
    return reply;
}

static const struct form_page CONTACT = {RIGHT_EDIT, N_("Name and contact"), person_contact_page};

static struct reply contact_show(struct request *r)
{
    return form_page_show(r, &CONTACT);
}

static struct reply contact_save(struct request *r)
{
    struct candidate_view candidate;
    struct person_form f;
    enum status s = get_for(r, CONTACT.rights, &candidate, &f);
    if (s != OK)
        return reply_status(r, s);
    if (!edit_keep(r, &f.edit))
        return reply_error(r, 400);
    struct issues issues = issues_in(r->arena);
    struct identity typed = {request_field(r, "given_name"), request_field(r, "family_name"), request_field(r, "email"),
                             request_field(r, "phone")};
    s = edit_identity(r->app, r->actor, candidate.person, f.edit.version, &typed, &issues);
    if (s == INVALID)
        return form_page_reply(r, &CONTACT, &f, &issues, 422);
    if (s != CONFLICT)
        return s == OK ? back_with(r, f.path, FLASH_saved) : reply_status(r, s);
    s = get_for(r, CONTACT.rights, &candidate, &f); // as it stands now
    if (s != OK)
        return reply_status(r, s);
    struct edit mine = identity_fields(&typed, 0);
    edit_compare(r, &f.edit, &mine);
    return form_page_reply(r, &CONTACT, &f, &issues, 409);
}

static const struct form_page END = {RIGHT_EDIT, N_("End the enrolment"), person_end_page};

static struct reply end_show(struct request *r)
{
    return form_page_show(r, &END);
}

static struct reply end_save(struct request *r)
{
    struct candidate_view candidate;
    struct person_form f;
    enum status s = get_for(r, END.rights, &candidate, &f);
    const struct enrolment_line *own = s == OK ? own_enrolment(&candidate) : NULL;
    if (s == OK)
        s = own == NULL ? CONFLICT : end_enrolment(r->app, r->actor, own->enrolment.id);
    return s == OK ? back_with(r, candidate_path(r, candidate.person, ""), FLASH_enrolment_ended) : reply_status(r, s);
}

static const struct form_page SEPARATE = {RIGHT_EDIT, N_("Not the same person"), person_separate_page};

static struct reply separate_show(struct request *r)
{
    return form_page_show(r, &SEPARATE);
}

static struct reply separate_save(struct request *r)
{
    struct person_id fresh;
    enum status s = separate_person(r->app, r->actor, person_asked(r), &fresh);
    return s == OK ? back_with(r, candidate_path(r, fresh, ""), FLASH_person_separated) : reply_status(r, s);
}

static const struct form_page LOGIN = {RIGHT_EDIT, N_("Make a log-in"), person_login_page};

static struct reply login_show(struct request *r)
{
    return form_page_show(r, &LOGIN);
}

// The password is shown in the answer itself, once: it is kept nowhere.
static struct reply login_save(struct request *r)
{
    struct candidate_view candidate;
    struct person_form f;
    enum status s = get_for(r, LOGIN.rights, &candidate, &f);
    if (s != OK)
        return reply_status(r, s);
    struct issues issues = issues_in(r->arena);
    s = invite_candidate(r->app, r->actor, candidate.person, r->arena, &issues, &f.password);
    if (s == INVALID)
        return form_page_reply(r, &LOGIN, &f, &issues, 422);
    return s == OK ? form_page_reply(r, &LOGIN, &f, NULL, 200) : reply_status(r, s);
}

static const struct form_page DELETE = {RIGHT_DELETE, N_("Delete"), person_delete_page};

static struct reply delete_show(struct request *r)
{
    return form_page_show(r, &DELETE);
}

static struct reply delete_save(struct request *r)
{
    struct candidate_view candidate;
    struct person_form f;
    enum status s = get_for(r, DELETE.rights, &candidate, &f);
    if (s != OK)
        return reply_status(r, s);
    struct issues issues = issues_in(r->arena);
    s = delete_person(r->app, r->actor, candidate.person, request_field(r, "confirmation"), &issues);
    if (s == INVALID)
        return form_page_reply(r, &DELETE, &f, &issues, 422);
    return s == OK ? back_with(r, "/candidates", FLASH_person_deleted) : reply_status(r, s);
}

static struct reply person_export(struct request *r)
{
    const char *json;
    enum status s = export_person(r->app, r->actor, person_asked(r), r->arena, &json);
    if (s != OK)
        return reply_status(r, s);
    struct buf body = buf_in(r->arena);
    buf_add_text(&body, json);
    return reply_download(r, "application/json", "person.json", &body);
}

const struct route person_routes[] = {
    {METHOD_GET, "/candidates/:id", person_show, FOR_STAFF, "person_show"},
    {METHOD_GET, "/candidates/:id/contact", contact_show, FOR_STAFF, "person_contact"},
    {METHOD_POST, "/candidates/:id/contact", contact_save, FOR_STAFF, "person_contact_save"},
    {METHOD_GET, "/candidates/:id/end", end_show, FOR_STAFF, "person_end"},
    {METHOD_POST, "/candidates/:id/end", end_save, FOR_STAFF, "person_end_save"},
    {METHOD_GET, "/candidates/:id/separate", separate_show, FOR_STAFF, "person_separate"},
    {METHOD_POST, "/candidates/:id/separate", separate_save, FOR_STAFF, "person_separate_save"},
    {METHOD_GET, "/candidates/:id/login", login_show, FOR_STAFF, "person_login"},
    {METHOD_POST, "/candidates/:id/login", login_save, FOR_STAFF, "person_login_save"},
    {METHOD_GET, "/candidates/:id/export.json", person_export, FOR_STAFF, "person_export"},
    {METHOD_GET, "/candidates/:id/delete", delete_show, FOR_STAFF, "person_delete"},
    {METHOD_POST, "/candidates/:id/delete", delete_save, FOR_STAFF, "person_delete_save"},
    {0},
};
