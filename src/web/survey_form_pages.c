// SPDX-License-Identifier: EUPL-1.2
// A survey is put together: questions, audience, deadline.
#include <string.h>

#include "app/views.h"
#include "web/edit.h"
#include "web/routes.h"
#include "web/survey_form.html.h"
#include "web/survey_view.h"

enum { DAYS_USUAL = 14 };

static const char *id_text(struct arena *a, int64_t id)
{
    return id == 0 ? "" : arena_printf(a, "%lld", (long long)id);
}

static enum status choices_fill(struct request *r, struct survey_id id, struct survey_form_view *v)
{
    struct question_set_entry *sets;
    struct view_line *views;
    struct survey_entry *before;
    struct event *events;
    size_t set_count;
    TRY(list_question_sets(r->app, r->actor, true, r->arena, &sets, &set_count));
    TRY(list_views(r->app, r->actor, VIEW_EMPLOYERS, r->arena, &views, &v->view_count));
    TRY(list_surveys_before(r->app, r->actor, id, r->arena, &before, &v->before_count));
    TRY(list_survey_events(r->app, r->actor, r->arena, &events, &v->event_count));
    v->events = ARENA_ARRAY(r->arena, struct option, v->event_count);
    for (size_t i = 0; i < v->event_count; i++)
        v->events[i] = (struct option){.value = id_text(r->arena, events[i].id.value),
                                       .text = arena_printf(r->arena, "%s, %s", event_title(&events[i], r->lang),
                                                            lang_day(r->lang, r->arena, day_in_norway(events[i].starts_at)))};
    v->sets = ARENA_ARRAY(r->arena, struct option, set_count);
    for (size_t i = 0; i < set_count; i++)
        if (sets[i].questions > 0)
            v->sets[v->set_count++] = (struct option){.value = id_text(r->arena, sets[i].id.value),
                                                      .text = question_set_title(&sets[i], r->lang, r->arena)};
    v->views = ARENA_ARRAY(r->arena, struct option, v->view_count);
    for (size_t i = 0; i < v->view_count; i++)
        v->views[i] = (struct option){.value = id_text(r->arena, views[i].view.id.value), .text = views[i].view.name};
    v->before = ARENA_ARRAY(r->arena, struct option, v->before_count);
    for (size_t i = 0; i < v->before_count; i++)
        v->before[i] = (struct option){.value = id_text(r->arena, before[i].survey.id.value), .text = before[i].survey.name};
    return OK;
}

static struct reply form_reply(struct request *r, struct survey_id id, struct survey_form_view *v, const struct issues *issues,
                               int status)
{
    enum status s = choices_fill(r, id, v);
    if (s != OK)
        return reply_status(r, s);
    v->is_new = id.value == 0;
    v->action = v->is_new ? "/surveys" : survey_path(r->arena, id, "");
    v->back = v->action;
    v->set = id_text(r->arena, v->given.set.value);
    v->view = id_text(r->arena, v->given.view.value);
    v->before_id = id_text(r->arena, v->given.before.value);
    v->event = id_text(r->arena, v->given.event.value);
    struct crumb *crumbs = ARENA_NEW(r->arena, struct crumb);
    *crumbs = (struct crumb){tr(r->lang, N_("Surveys")), "/surveys"};
    struct page *p = page_open_below(r, tr(r->lang, v->is_new ? N_("New survey") : N_("Change the survey")), crumbs, 1);
    if (issues != NULL)
        page_again(p, issues);
    survey_form_page(p, v);
    return reply_page(p, status);
}

static int64_t query_id(const struct request *r, const char *name)
{
    int64_t id;
    return form_id(&r->query, name, &id) == OK ? id : 0;
}

// What a link from elsewhere asks for: ?set=, ?event=, ?view=, ?query= (of the list of employers) and ?contact=.
static struct reply survey_new(struct request *r)
{
    day today = app_today(r->app), deadline = today + DAYS_USUAL;
    struct survey_form_view v = {.emails = "", .given = {.name = "", .set = {query_id(r, "set")}, .event = {query_id(r, "event")},
                                                         .view = {query_id(r, "view")}, .query = request_query(r, "query"),
                                                         .deadline = deadline,
                                                         .remind_on = survey_remind_usual(today, deadline)}};
    struct contact_id contact = {query_id(r, "contact")};
    v.given.audience = contact.value != 0                                            ? AUDIENCE_CONTACTS
                       : v.given.view.value != 0 || *v.given.query != '\0'           ? AUDIENCE_VIEW
                                                                                     : AUDIENCE_EVENT;
    enum status s = survey_contacts_text(r->app, r->actor, &contact, contact.value != 0, r->arena, &v.emails);
    return s == OK ? form_reply(r, (struct survey_id){0}, &v, NULL, 200) : reply_status(r, s);
}

static struct reply survey_edit(struct request *r)
{
    struct survey_view at;
    struct survey_id id = {request_id(r, 0)};
    enum status s = get_survey(r->app, r->actor, id, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    if (at.refusals[SURVEY_CHANGE] != NULL)
        return reply_redirect(r, "/surveys/%lld", (long long)id.value);
    const struct survey *of = &at.entry.survey;
    struct survey_form_view v = {.version = at.version,
                                 .given = {.name = of->name, .set = of->set, .audience = of->audience, .event = of->event,
                                           .view = of->view, .query = of->query, .deadline = of->deadline,
                                           .remind_on = of->remind_on, .before = of->before}};
    s = survey_contacts_text(r->app, r->actor, at.chosen, at.chosen_count, r->arena, &v.emails);
    return s == OK ? form_reply(r, id, &v, NULL, 200) : reply_status(r, s);
}

static void day_read_into(struct request *r, const char *name, day *out, struct issues *issues)
{
    *out = DAY_NONE;
    if (form_day(&r->form, name, out) == INVALID)
        issues_add(issues, name, N_("Write the day as 05.06.2026"));
}

static int64_t field_id(const struct request *r, const char *name)
{
    int64_t id;
    return form_id(&r->form, name, &id) == OK ? id : 0;
}

static enum status form_take(struct request *r, struct survey_form *out, struct issues *issues)
{
    struct contact_id *contacts;
    size_t count;
    *out = (struct survey_form){.name = request_field(r, "name"), .set = {field_id(r, "set")}, .event = {field_id(r, "event")},
                                .view = {field_id(r, "view")}, .query = request_field(r, "query"),
                                .before = {field_id(r, "before")}};
    if (!survey_audience_read(request_field(r, "audience"), &out->audience))
        issues_add(issues, "audience", N_("Choose who is asked"));
    day_read_into(r, "deadline", &out->deadline, issues);
    day_read_into(r, "remind_on", &out->remind_on, issues);
    if (out->audience != AUDIENCE_CONTACTS)
        return OK;
    TRY(read_survey_contacts(r->app, r->actor, form_lines(&r->form, r->arena, "contacts"), issues, &contacts, &count));
    out->contacts = contacts;
    out->contact_count = count;
    return OK;
}

static struct reply form_submit(struct request *r, struct survey_id id)
{
    struct issues issues = issues_in(r->arena), more = issues_in(r->arena);
    struct survey_form_view v = {.emails = ""};
    if (form_int(&r->form, "version", &v.version) != OK)
        v.version = 0;
    enum status s = form_take(r, &v.given, &issues);
    if (s != OK)
        return reply_status(r, s);
    struct survey_id made = id;
    bool unread = issues.count > 0;
    if (unread) // so that nothing is kept, and all is told that there is to mend
        s = check_survey(r->app, r->actor, &v.given, id, &more);
    else
        s = id.value == 0 ? make_survey(r->app, r->actor, &v.given, &more, &made)
                          : edit_survey(r->app, r->actor, id, v.version, &v.given, &more);
    edit_issues(&issues, &more);
    if (s == OK && unread)
        s = INVALID;
    if (s == INVALID || s == CONFLICT)
        return form_reply(r, id, &v, &issues, s == INVALID ? 422 : 409);
    if (s != OK)
        return reply_status(r, s);
    return reply_redirect(r, "/surveys/%lld", (long long)made.value);
}

static struct reply survey_make(struct request *r)
{
    return form_submit(r, (struct survey_id){0});
}

static struct reply survey_edit_submit(struct request *r)
{
    return form_submit(r, (struct survey_id){request_id(r, 0)});
}

const struct route survey_form_routes[] = {
    {METHOD_GET, "/surveys/new", survey_new, FOR_OFFICE, "survey_new"},
    {METHOD_POST, "/surveys", survey_make, FOR_OFFICE, "survey_make"},
    {METHOD_GET, "/surveys/:id/edit", survey_edit, FOR_OFFICE, "survey_edit"},
    {METHOD_POST, "/surveys/:id", survey_edit_submit, FOR_OFFICE, "survey_edit_submit"},
    {0},
};
