// SPDX-License-Identifier: EUPL-1.2
// Making and changing an event.
#include <string.h>

#include "web/event_form.html.h"
#include "web/event_view.h"
#include "web/interview_view.h"
#include "web/routes.h"

static const char *clock_text(struct request *r, int64_t at)
{
    int minute = minute_in_norway(at);
    return arena_printf(r->arena, "%02d.%02d", minute / 60, minute % 60);
}

static const char *seats_text(struct request *r, int seats)
{
    return seats == EVENT_UNLIMITED ? "" : arena_printf(r->arena, "%d", seats);
}

// What a conflict compares, as people read it.
static struct edit fields_of(struct request *r, const struct event *e)
{
    struct edit f = {.version = e->version};
    edit_add(&f, "kind", N_("Kind"), tr(r->lang, event_kind_title(e->kind)));
    edit_add(&f, "title_nb", N_("Title in Norwegian"), e->title[LANG_NB]);
    edit_add(&f, "title_en", N_("Title in English"), e->title[LANG_EN]);
    edit_add(&f, "text_nb", N_("Text in Norwegian"), e->text[LANG_NB]);
    edit_add(&f, "text_en", N_("Text in English"), e->text[LANG_EN]);
    edit_add(&f, "place", N_("Where"), e->place);
    edit_add(&f, "on", N_("When"), event_when(e, r->lang, r->arena));
    edit_add(&f, "seats", N_("Seats"), seats_text(r, e->seats));
    edit_add(&f, "open", N_("Who can come?"), tr(r->lang, e->open ? N_("Everybody: it stands on the public pages") : N_("Those who are invited")));
    edit_add(&f, "until", N_("Last day to sign up"), lang_day(r->lang, r->arena, e->until));
    edit_add(&f, "contact_name", N_("Whom to ask"), e->contact_name);
    edit_add(&f, "contact_email", N_("E-mail"), e->contact_email);
    edit_add(&f, "contact_phone", N_("Phone"), e->contact_phone);
    return f;
}

static day day_read_field(struct request *r, const char *name, struct issues *issues)
{
    day d = DAY_NONE;
    if (form_day(&r->form, name, &d) == INVALID)
        issues_add(issues, name, N_("Write day, month and year, such as 5.6.2016"));
    return d;
}

static void instant_read(struct request *r, day on, const char *name, int64_t *out, struct issues *issues)
{
    int minute = 0;
    if (!clock_read(request_field(r, name), &minute))
        issues_add(issues, name, N_("Write the time of day, such as 09.00"));
    else if (on != DAY_NONE && !instant_in_norway(on, minute, out))
        issues_add(issues, name, N_("The clocks jump over that hour. Choose another one."));
}

// What the form does not show stays as it is in *e.
static void event_read(struct request *r, struct event *e, struct issues *issues)
{
    int64_t seats = 0;
    day on = day_read_field(r, "on", issues), ends_on = day_read_field(r, "ends_on", issues);
    if (!event_kind_read(request_field(r, "kind"), &e->kind))
        issues_add(issues, "kind", N_("Choose what kind of event it is"));
    e->title[LANG_NB] = request_field(r, "title_nb");
    e->title[LANG_EN] = request_field(r, "title_en");
    e->text[LANG_NB] = form_lines(&r->form, r->arena, "text_nb");
    e->text[LANG_EN] = form_lines(&r->form, r->arena, "text_en");
    e->place = request_field(r, "place");
    if (on == DAY_NONE && issues_find(issues, "on") == NULL)
        issues_add(issues, "on", N_("Write day, month and year, such as 5.6.2016"));
    instant_read(r, on, "at", &e->starts_at, issues);
    instant_read(r, ends_on == DAY_NONE ? on : ends_on, "to", &e->ends_at, issues);
    enum status s = form_int(&r->form, "seats", &seats);
    if (s == INVALID || (s == OK && (seats < 1 || seats > EVENT_SEATS_MOST)))
        issues_add(issues, "seats", N_("Give a number of seats from 1 to 5000, or leave it empty"));
    else
        e->seats = (int)seats;
    e->open = strcmp(request_field(r, "open"), "1") == 0;
    e->until = day_read_field(r, "until", issues);
    e->contact_name = request_field(r, "contact_name");
    e->contact_email = request_field(r, "contact_email");
    e->contact_phone = request_field(r, "contact_phone");
}

// The app speaks of instants; the form has a day and times of it.
static void issues_name(const struct issues *from, struct issues *issues)
{
    bool untold = issues_find(issues, "on") != NULL || issues_find(issues, "at") != NULL || issues_find(issues, "to") != NULL ||
                  issues_find(issues, "ends_on") != NULL;
    for (size_t i = 0; i < from->count; i++) {
        const struct issue *one = &from->items[i];
        const char *field = strcmp(one->field, "starts_at") == 0 ? "on" : strcmp(one->field, "ends_at") == 0 ? "to" : one->field;
        bool timed = strcmp(field, "on") == 0 || strcmp(field, "to") == 0 || strcmp(field, "until") == 0;
        if (issues_find(issues, field) != NULL && *field != '\0')
            continue;
        if (timed && untold) // what cannot be read is not compared
            continue;
        if (one->arg != NULL)
            issues_add_arg(issues, field, one->message, one->arg);
        else
            issues_add(issues, field, one->message);
    }
}

static struct reply form_reply(struct request *r, struct event_form_view *v, struct issues *issues, int status)
{
    const struct event *e = &v->event;
    bool given = e->starts_at != 0;
    v->on = given ? day_in_norway(e->starts_at) : DAY_NONE;
    v->ends_on = given && day_in_norway(e->ends_at) != v->on ? day_in_norway(e->ends_at) : DAY_NONE;
    v->at = given ? clock_text(r, e->starts_at) : "";
    v->to = given ? clock_text(r, e->ends_at) : "";
    v->seats = seats_text(r, e->seats);
    for (int i = 0; i < EVENT_KINDS; i++)
        v->kinds[i] = (struct option){.value = event_kind_name((enum event_kind)i), .label = event_kind_title((enum event_kind)i)};
    struct crumb crumbs[] = {{tr(r->lang, N_("Events")), "/events"}, {event_title(e, r->lang), v->back}};
    struct page *p = page_open_below(r, tr(r->lang, v->fresh ? N_("New event") : N_("Change the event")), crumbs, v->fresh ? 1 : 2);
    if (issues != NULL) {
        edit_sort(r, issues);
        page_again(p, issues);
    }
    event_form_page(p, v);
    return reply_page(p, status);
}

static struct event_form_view fresh_form(void)
{
    return (struct event_form_view){
        .event = {.title = {"", ""}, .text = {"", ""}, .place = "", .until = DAY_NONE, .contact_name = "", .contact_email = "",
                  .contact_phone = "", .reason = ""},
        .fresh = true,
        .path = "/events/new",
        .back = "/events",
    };
}

static struct reply event_new(struct request *r)
{
    struct event_form_view v = fresh_form();
    return form_reply(r, &v, NULL, 200);
}

static struct reply event_create(struct request *r)
{
    struct event_form_view v = fresh_form();
    struct event typed = v.event;
    struct event_id id;
    struct issues issues = issues_in(r->arena), found = issues_in(r->arena);
    event_read(r, &typed, &issues);
    enum status s = INVALID;
    if (issues.count > 0)
        event_check(&typed, NULL, 0, app_now(r->app), &found);
    else
        s = make_event(r->app, r->actor, &typed, &found, &id);
    if (s == INVALID) {
        issues_name(&found, &issues);
        return form_reply(r, &v, &issues, 422);
    }
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/events/%lld", (long long)id.value);
    reply_flash(&reply, FLASH_event_made);
    return reply;
}

static enum status edit_form(struct request *r, struct event_view *at, struct event_form_view *v)
{
    TRY(get_event(r->app, r->actor, (struct event_id){request_id(r, 0)}, r->arena, at));
    *v = (struct event_form_view){
        .event = at->event, .back = event_path(r, at->event.id), .path = arena_printf(r->arena, "%s/edit", event_path(r, at->event.id))};
    v->edit = fields_of(r, &at->event);
    return OK;
}

static struct reply event_edit(struct request *r)
{
    struct event_view at;
    struct event_form_view v;
    enum status s = edit_form(r, &at, &v);
    if (s != OK)
        return reply_status(r, s);
    return at.refusals[EVENT_EDIT] == NULL ? form_reply(r, &v, NULL, 200) : reply_redirect(r, "%s", v.back);
}

static struct reply event_save(struct request *r)
{
    struct event_view at;
    struct event_form_view v;
    enum status s = edit_form(r, &at, &v);
    if (s != OK)
        return reply_status(r, s);
    struct issues issues = issues_in(r->arena), found = issues_in(r->arena);
    struct event typed = at.event;
    if (!edit_keep(r, &v.edit))
        return reply_error(r, 400);
    typed.version = v.edit.version;
    event_read(r, &typed, &issues);
    s = INVALID;
    if (issues.count > 0)
        event_check(&typed, &at.event, at.seats.taken, app_now(r->app), &found);
    else
        s = edit_event(r->app, r->actor, &typed, &found);
    if (s == INVALID) {
        issues_name(&found, &issues);
        return form_reply(r, &v, &issues, 422);
    }
    if (s == CONFLICT) {
        struct edit mine = fields_of(r, &typed);
        s = edit_form(r, &at, &v); // as it stands now
        if (s != OK)
            return reply_status(r, s);
        if (at.refusals[EVENT_EDIT] != NULL)
            return reply_redirect(r, "%s", v.back);
        edit_compare(r, &v.edit, &mine);
        return form_reply(r, &v, &found, 409);
    }
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", v.back);
    reply_flash(&reply, FLASH_saved);
    return reply;
}

const struct route event_form_routes[] = {
    {METHOD_GET, "/events/new", event_new, FOR_OFFICE, "event_new"},
    {METHOD_POST, "/events/new", event_create, FOR_OFFICE, "event_create"},
    {METHOD_GET, "/events/:id/edit", event_edit, FOR_OFFICE, "event_edit"},
    {METHOD_POST, "/events/:id/edit", event_save, FOR_OFFICE, "event_save"},
    {0},
};
