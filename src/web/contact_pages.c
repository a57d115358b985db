// SPDX-License-Identifier: EUPL-1.2
// Contact persons of employers and agencies: on their pages, and the form.
#include <string.h>

#include "app/employers.h"
#include "app/programme.h"
#include "web/contact.html.h"
#include "web/contact_view.h"
#include "web/person_view.h"
#include "web/routes.h"

// When and how the answer about informational mail was given.
static const char *answered_words(struct request *r, const struct contact *c)
{
    if (c->informed == INFORMED_NOT_ASKED)
        return "";
    return arena_printf(r->arena, "%s, %s", lang_day(r->lang, r->arena, c->informed_on),
                        lang_lower(r->arena, tr(r->lang, informed_how_title(c->informed_how))));
}

static const char *answer_words(struct request *r, const struct contact *c)
{
    const char *answer = tr(r->lang, contact_informed_title(c->informed)), *answered = answered_words(r, c);
    return *answered == '\0' ? answer : arena_printf(r->arena, "%s (%s)", answer, answered);
}

static enum tone answer_tone(enum contact_informed answer)
{
    return answer == INFORMED_YES ? TONE_SUCCESS : answer == INFORMED_NO ? TONE_WARNING : TONE_NEUTRAL;
}

static enum status line_make(struct request *r, const struct contact *c, bool may_tell, struct contact_line *out)
{
    bool held = false;
    if (c->email[0] != '\0' && r->actor->role != ROLE_EMPLOYER)
        TRY(contact_held(r->app, r->actor, c, &held));
    *out = (struct contact_line){
        .contact = c,
        .name = contact_shown(c, r->lang),
        .phone = phone_text(r->arena, c->phone),
        .mail = safe_url(arena_printf(r->arena, "mailto:%s", c->email)),
        .call = safe_url(arena_printf(r->arena, "tel:%s", c->phone)),
        .edit_path = may_tell ? arena_printf(r->arena, "/contacts/%lld", (long long)c->id.value) : NULL,
        .left = contact_left(c, app_today(r->app)),
        .held = held,
        .answer = r->actor->role == ROLE_EMPLOYER ? "" : tr(r->lang, contact_informed_title(c->informed)),
        .answered = r->actor->role == ROLE_EMPLOYER ? "" : answered_words(r, c),
        .answer_tone = answer_tone(c->informed),
    };
    return OK;
}

enum status contacts_part_get(struct request *r, struct contact_owner owner, const char *owner_path, bool may_tell,
                              struct contacts_part *out)
{
    struct contact *list;
    size_t count;
    TRY(list_contacts(r->app, r->actor, owner, true, r->arena, &list, &count));
    struct contact_line *lines = ARENA_ARRAY(r->arena, struct contact_line, count);
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        TRY(line_make(r, &list[i], may_tell, &lines[i]));
        left += lines[i].left;
    }
    *out = (struct contacts_part){
        .lines = lines,
        .count = count,
        .left_count = left,
        .new_path = may_tell ? arena_printf(r->arena, "%s/contacts/new", owner_path) : NULL,
    };
    return OK;
}

// The form

static struct edit fields_of(struct request *r, const struct contact_form_view *v, const struct contact *c)
{
    struct edit f = {.version = c->version};
    edit_add(&f, "name", N_("Name"), c->name);
    edit_add(&f, "role", N_("Role"), tr(r->lang, contact_role_title(c->role)));
    edit_add(&f, "title", N_("Job title"), c->title);
    edit_add(&f, "email", N_("E-mail"), c->email);
    edit_add(&f, "phone", N_("Phone"), c->phone);
    edit_add(&f, "lang", N_("Language"), tr(r->lang, c->lang == LANG_NB ? N_("Norwegian") : N_("English")));
    if (v->may_answer)
        edit_add(&f, "informed", N_("Informational mail"), answer_words(r, c));
    return f;
}

static void options_fill(struct contact_form_view *v)
{
    for (int i = 0; i < CONTACT_ROLES; i++)
        v->roles[i] = (struct option){.value = contact_role_name((enum contact_role)i), .label = contact_role_title((enum contact_role)i)};
    v->roles[CONTACT_SHARED].hint = N_("One that several there read, and no single person");
    v->langs[0] = (struct option){.value = "nb", .label = N_("Norwegian")};
    v->langs[1] = (struct option){.value = "en", .label = N_("English")};
    for (int i = 0; i < CONTACT_INFORMED; i++)
        v->answers[i] = (struct option){.value = contact_informed_name((enum contact_informed)i),
                                        .label = contact_informed_title((enum contact_informed)i)};
    for (int i = INFORMED_HOW_NONE + 1; i < INFORMED_HOWS; i++)
        v->hows[v->how_count++] = (struct option){.value = informed_how_name((enum informed_how)i),
                                                  .label = informed_how_title((enum informed_how)i)};
}

static struct reply form_reply(struct request *r, struct contact_form_view *v, struct issues *issues, int status)
{
    bool agency = v->contact.agency.value != 0;
    struct crumb crumbs[] = {{tr(r->lang, agency ? N_("Agencies") : N_("Employers")), agency ? "/agencies" : "/employers"},
                             {v->owner_name, v->back}};
    bool own = r->actor->role == ROLE_EMPLOYER;
    v->answers_for_others = !own;
    options_fill(v);
    struct page *p = page_open_below(r, tr(r->lang, v->fresh ? N_("New contact") : N_("Edit contact")), own ? &crumbs[1] : crumbs,
                                     own ? 1 : 2);
    if (issues != NULL) {
        edit_sort(r, issues);
        page_again(p, issues);
    }
    contact_form_page(p, v);
    return reply_page(p, status);
}

static const char *back_path(struct request *r, const struct contact *c)
{
    return c->employer.value != 0 ? arena_printf(r->arena, "/employers/%lld", (long long)c->employer.value)
                                  : arena_printf(r->arena, "/agencies/%lld", (long long)c->agency.value);
}

static enum status fresh_form(struct request *r, bool agency, struct contact_form_view *v)
{
    struct employer_view at;
    *v = (struct contact_form_view){
        .contact = {.name = "", .title = "", .email = "", .phone = "", .role = CONTACT_LEADER, .lang = LANG_NB,
                    .informed_on = DAY_NONE, .left_on = DAY_NONE},
        .fresh = true,
        .may_answer = r->actor->role != ROLE_EMPLOYER,
    };
    if (agency) {
        struct agency *list;
        size_t count;
        v->contact.agency.value = request_id(r, 0);
        TRY(list_agencies(r->app, r->actor, r->arena, &list, &count));
        for (size_t i = 0; i < count; i++)
            if (list[i].id.value == v->contact.agency.value)
                v->owner_name = list[i].name;
        if (v->owner_name == NULL)
            return NOT_FOUND;
        struct access_facts facts = {.thing = THING_AGENCY, .agency = v->contact.agency};
        if (!access_may(r->actor, &facts, RIGHT_TELL))
            return DENIED;
    } else {
        TRY(get_employer(r->app, r->actor, (struct employer_id){request_id(r, 0)}, r->arena, &at));
        if ((at.rights & RIGHT_TELL) == 0)
            return DENIED;
        v->contact.employer = at.employer.id;
        v->owner_name = at.employer.name;
    }
    v->back = back_path(r, &v->contact);
    v->path = arena_printf(r->arena, "%s/contacts/new", v->back);
    return OK;
}

static enum status edit_form(struct request *r, struct contact_form_view *v)
{
    struct contact_view at;
    TRY(get_contact(r->app, r->actor, (struct contact_id){request_id(r, 0)}, r->arena, &at));
    if ((at.rights & RIGHT_TELL) == 0)
        return DENIED;
    *v = (struct contact_form_view){
        .contact = at.contact,
        .owner_name = at.owner_name,
        .path = arena_printf(r->arena, "/contacts/%lld", (long long)at.contact.id.value),
        .back = back_path(r, &at.contact),
        .may_answer = at.may_answer,
        .end_path = arena_printf(r->arena, "/contacts/%lld/end", (long long)at.contact.id.value),
    };
    v->edit = fields_of(r, v, &v->contact);
    return OK;
}

static void read_contact(struct request *r, const struct contact_form_view *v, struct contact *c, struct issues *issues)
{
    c->name = request_field(r, "name");
    c->title = request_field(r, "title");
    c->email = request_field(r, "email");
    c->phone = request_field(r, "phone");
    c->lang = lang_from_tag(request_field(r, "lang"), LANG_NB);
    if (!contact_role_read(request_field(r, "role"), &c->role))
        issues_add(issues, "role", N_("Choose a role"));
    if (!v->may_answer)
        return;
    if (!contact_informed_read(request_field(r, "informed"), &c->informed))
        issues_add(issues, "informed", N_("Choose an answer"));
    if (r->actor->role == ROLE_EMPLOYER)
        return;
    c->informed_on = DAY_NONE;
    if (form_day(&r->form, "informed_on", &c->informed_on) == INVALID)
        issues_add(issues, "informed_on", N_("Write day, month and year, such as 5.6.2016"));
    if (!informed_how_read(request_field(r, "informed_how"), &c->informed_how))
        c->informed_how = INFORMED_HOW_NONE;
}

// What could not be read is told together with the rest.
static struct reply unread_reply(struct request *r, struct contact_form_view *v, const struct contact *typed, struct issues *issues)
{
    struct issues more = issues_in(r->arena);
    struct contact read;
    contact_read(typed, r->arena, &read);
    contact_check(&read, app_today(r->app), &more);
    edit_issues(issues, &more);
    return form_reply(r, v, issues, 422);
}

static struct reply contact_make(struct request *r, bool agency)
{
    struct contact_form_view v;
    enum status s = fresh_form(r, agency, &v);
    if (s != OK)
        return reply_status(r, s);
    if (r->method == METHOD_GET)
        return form_reply(r, &v, NULL, 200);
    struct issues issues = issues_in(r->arena);
    struct contact typed = v.contact;
    struct contact_id id;
    read_contact(r, &v, &typed, &issues);
    if (issues.count > 0)
        return unread_reply(r, &v, &typed, &issues);
    s = add_contact(r->app, r->actor, &typed, &issues, &id);
    if (s == INVALID)
        return form_reply(r, &v, &issues, 422);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s#contacts", v.back);
    reply_flash(&reply, FLASH_contact_added);
    return reply;
}

static struct reply employer_contact(struct request *r)
{
    return contact_make(r, false);
}

static struct reply agency_contact(struct request *r)
{
    return contact_make(r, true);
}

static struct reply contact_edit(struct request *r)
{
    struct contact_form_view v;
    enum status s = edit_form(r, &v);
    return s == OK ? form_reply(r, &v, NULL, 200) : reply_status(r, s);
}

static struct reply contact_save(struct request *r)
{
    struct contact_form_view v;
    struct issues issues = issues_in(r->arena);
    enum status s = edit_form(r, &v);
    if (s != OK)
        return reply_status(r, s);
    struct contact typed = v.contact;
    if (!edit_keep(r, &v.edit))
        return reply_error(r, 400);
    typed.version = v.edit.version;
    read_contact(r, &v, &typed, &issues);
    if (issues.count > 0)
        return unread_reply(r, &v, &typed, &issues);
    s = edit_contact(r->app, r->actor, &typed, &issues);
    if (s == INVALID)
        return form_reply(r, &v, &issues, 422);
    if (s == CONFLICT) {
        struct edit mine = fields_of(r, &v, &typed);
        s = edit_form(r, &v); // as it stands now
        if (s != OK)
            return reply_status(r, s);
        edit_compare(r, &v.edit, &mine);
        return form_reply(r, &v, &issues, 409);
    }
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s#contacts", v.back);
    reply_flash(&reply, FLASH_saved);
    return reply;
}

static struct reply contact_end(struct request *r)
{
    struct contact_form_view v;
    struct issues issues = issues_in(r->arena);
    int64_t version;
    enum status s = edit_form(r, &v);
    if (s != OK)
        return reply_status(r, s);
    bool back = form_flag(&r->form, "back"), left = v.contact.left_on != DAY_NONE;
    if (form_int(&r->form, "version", &version) != OK)
        return reply_error(r, 400);
    s = left == !back ? OK : end_contact(r->app, r->actor, v.contact.id, version, back ? DAY_NONE : app_today(r->app), &issues);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s#contacts", v.back);
    reply_flash(&reply, back ? FLASH_contact_back : FLASH_contact_left);
    return reply;
}

const struct route contact_routes[] = {
    {METHOD_GET, "/employers/:id/contacts/new", employer_contact, FOR_OFFICE | FOR_EMPLOYER, "contact_new"},
    {METHOD_POST, "/employers/:id/contacts/new", employer_contact, FOR_OFFICE | FOR_EMPLOYER, "contact_create"},
    {METHOD_GET, "/agencies/:id/contacts/new", agency_contact, FOR_STAFF, "agency_contact_new"},
    {METHOD_POST, "/agencies/:id/contacts/new", agency_contact, FOR_STAFF, "agency_contact_create"},
    {METHOD_GET, "/contacts/:id", contact_edit, FOR_STAFF | FOR_EMPLOYER, "contact"},
    {METHOD_POST, "/contacts/:id", contact_save, FOR_STAFF | FOR_EMPLOYER, "contact_save"},
    {METHOD_POST, "/contacts/:id/end", contact_end, FOR_STAFF | FOR_EMPLOYER, "contact_end"},
    {0},
};
