// SPDX-License-Identifier: EUPL-1.2
// Oppgaver: mine, all open ones, overdue ones; one of them, and the form.
#include <string.h>

#include "app/activities.h"
#include "app/employers.h"
#include "app/programme.h"
#include "web/address.h"
#include "web/routes.h"
#include "web/task.html.h"
#include "web/task_view.h"

static const struct {
    const char *word, *label; // msgid
} SHOWS[TASK_SHOWS] = {
    [TASKS_MINE] = {"", N_("My tasks")},
    [TASKS_ALL] = {"all", N_("All open ones")},
    [TASKS_OVERDUE] = {"overdue", N_("Overdue")},
    [TASKS_UNOWNED] = {"nobody", N_("Nobody has them yet")},
    [TASKS_CLOSED] = {"closed", N_("Done and dropped")},
};

enum tone task_state_tone(const struct task_view *t)
{
    if (t->overdue)
        return TONE_DANGER;
    return t->task.state == TASK_OPEN ? TONE_INFO : t->task.state == TASK_DONE ? TONE_SUCCESS : TONE_NEUTRAL;
}

const char *task_what(enum lang lang, const struct task *t)
{
    return *t->cause == '\0' ? t->what : tr(lang, t->what);
}

const char *task_guidance(enum lang lang, const struct task *t)
{
    return *t->cause == '\0' ? t->guidance : tr(lang, t->guidance);
}

enum status staff_options(struct request *r, struct option **out, size_t *count_out)
{
    struct staff_member *staff;
    size_t count;
    TRY(list_staff(r->app, r->actor, r->arena, &staff, &count));
    struct option *options = ARENA_ARRAY(r->arena, struct option, count);
    for (size_t i = 0; i < count; i++)
        options[i] = (struct option){.value = arena_printf(r->arena, "%lld", (long long)staff[i].id.value),
                                     .text = arena_printf(r->arena, "%s, %s", staff[i].name, staff[i].agency_name)};
    *out = options;
    *count_out = count;
    return OK;
}

static enum task_show show_read(struct request *r)
{
    for (int i = 0; i < TASK_SHOWS; i++)
        if (strcmp(SHOWS[i].word, request_query(r, "show")) == 0)
            return (enum task_show)i;
    return TASKS_MINE;
}

static const char *list_path(struct request *r, enum task_show show, const char *after)
{
    struct buf b = address_in(r->arena, "/tasks");
    address_add(&b, "show", SHOWS[show].word);
    address_add(&b, "after", after);
    return buf_text(&b);
}

static struct reply list_reply(struct request *r)
{
    struct task_query q = {.show = show_read(r), .after = request_query(r, "after")};
    struct task_page page;
    enum status s = list_tasks(r->app, r->actor, &q, r->arena, &page);
    if (s == INVALID)
        return reply_redirect(r, "%s", list_path(r, q.show, ""));
    if (s != OK)
        return reply_status(r, s);
    struct task_list_view v = {.page = &page, .show = q.show, .back = list_path(r, q.show, "")};
    for (int i = 0; i < TASK_SHOWS; i++)
        v.tabs[i] = (struct task_tab){SHOWS[i].label, list_path(r, (enum task_show)i, ""), i == (int)q.show};
    if (*q.after != '\0')
        v.pager.first = v.back;
    if (*page.next != '\0')
        v.pager.next = list_path(r, q.show, page.next);
    struct page *p = page_open(r, tr(r->lang, N_("Tasks")));
    task_list_page(p, &v);
    return reply_page(p, 200);
}

static struct page *below_tasks(struct request *r, const char *title)
{
    struct crumb crumbs[] = {{tr(r->lang, N_("Activities")), "/activities"}, {tr(r->lang, N_("Tasks")), "/tasks"}};
    return page_open_below(r, title, arena_copy(r->arena, crumbs, sizeof crumbs), COUNT_OF(crumbs));
}

static struct reply card_reply(struct request *r, const struct issues *issues, int status)
{
    struct task_view at;
    enum status s = get_task(r->app, r->actor, (struct task_id){request_id(r, 0)}, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    struct task_card_view v = {&at, arena_printf(r->arena, "/tasks/%lld", (long long)at.task.id.value)};
    struct page *p = below_tasks(r, tr(r->lang, N_("Task")));
    p->issues = issues;
    task_page(p, &v);
    return reply_page(p, status);
}

static struct reply task_show_page(struct request *r)
{
    return card_reply(r, NULL, 200);
}

// The form

static struct edit fields_of(struct request *r, const struct task_form_view *v, const struct task *t)
{
    struct edit f = {.version = t->version};
    const char *owner = "", *id = arena_printf(r->arena, "%lld", (long long)t->user.value);
    for (size_t i = 0; i < v->owner_count; i++)
        if (strcmp(v->owners[i].value, id) == 0)
            owner = v->owners[i].text;
    edit_add(&f, "what", N_("What is to be done"), t->what);
    edit_add(&f, "user", N_("Who does it"), owner);
    edit_add(&f, "by", N_("By"), lang_day(r->lang, r->arena, t->by));
    return f;
}

static struct reply form_reply(struct request *r, struct task_form_view *v, struct issues *issues, int status)
{
    struct page *p = below_tasks(r, tr(r->lang, v->fresh ? N_("New task") : N_("Edit the task")));
    v->owner = arena_printf(r->arena, "%lld", (long long)v->task.user.value);
    if (issues != NULL) {
        v->asks_named = issues_find(issues, "named") != NULL || form_flag(&r->form, "named");
        edit_sort(r, issues);
        page_again(p, issues);
    }
    task_form_page(p, v);
    return reply_page(p, status);
}

static void task_read(struct request *r, struct task_typed *out, struct issues *issues)
{
    int64_t id;
    out->task.what = form_text(&r->form, r->arena, "what");
    out->task.user.value = form_id(&r->form, "user", &id) == OK ? id : 0;
    out->task.by = DAY_NONE;
    if (form_day(&r->form, "by", &out->task.by) == INVALID)
        issues_add(issues, "by", N_("Write day, month and year, such as 5.6.2016"));
    out->named_other = form_flag(&r->form, "named");
}

static int64_t id_in(const struct form *f, const char *name)
{
    int64_t id;
    return form_id(f, name, &id) == OK ? id : 0;
}

// What it is about comes with the address, and goes on in the form.
static enum status fresh_form(struct request *r, const struct form *from, struct task_form_view *v)
{
    *v = (struct task_form_view){
        .task = {.what = "", .by = DAY_NONE, .user = r->actor->user, .employer = {id_in(from, "employer")},
                 .about = {id_in(from, "agency")}, .activity = {id_in(from, "activity")}},
        .path = "/tasks/new",
        .back = "/tasks",
        .about = "",
        .fresh = true,
    };
    if (v->task.activity.value != 0) {
        struct activity_view activity;
        TRY(get_activity(r->app, r->actor, v->task.activity, r->arena, &activity));
        const struct activity *act = &activity.activity;
        for (size_t i = 0; i < act->party_count; i++) {
            v->task.employer = v->task.employer.value == 0 ? act->parties[i].employer : v->task.employer;
            v->task.about = v->task.about.value == 0 ? act->parties[i].agency : v->task.about;
        }
        v->back = arena_printf(r->arena, "/activities/%lld", (long long)act->id.value);
    }
    if (v->task.employer.value != 0) {
        struct employer_view employer;
        TRY(get_employer(r->app, r->actor, v->task.employer, r->arena, &employer));
        v->about = employer.employer.name;
        if (v->task.activity.value == 0)
            v->back = arena_printf(r->arena, "/employers/%lld", (long long)v->task.employer.value);
    }
    return staff_options(r, &v->owners, &v->owner_count);
}

static struct reply task_new(struct request *r)
{
    struct task_form_view v;
    enum status s = fresh_form(r, &r->query, &v);
    return s == OK ? form_reply(r, &v, NULL, 200) : reply_status(r, s);
}

static struct reply task_create(struct request *r)
{
    struct task_form_view v;
    struct issues issues = issues_in(r->arena);
    struct task_id id;
    enum status s = fresh_form(r, &r->form, &v);
    if (s != OK)
        return reply_status(r, s);
    struct task_typed typed = {.task = v.task};
    task_read(r, &typed, &issues);
    s = issues.count > 0 ? INVALID : add_task(r->app, r->actor, &typed, &issues, &id);
    if (s == INVALID)
        return form_reply(r, &v, &issues, 422);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", v.back);
    reply_flash(&reply, FLASH_task_added);
    return reply;
}

static enum status edit_form(struct request *r, struct task_view *at, struct task_form_view *v)
{
    TRY(get_task(r->app, r->actor, (struct task_id){request_id(r, 0)}, r->arena, at));
    if (!at->may_edit)
        return DENIED;
    const char *path = arena_printf(r->arena, "/tasks/%lld", (long long)at->task.id.value);
    *v = (struct task_form_view){.task = at->task, .path = arena_printf(r->arena, "%s/edit", path), .back = path,
                                 .about = *at->employer_name != '\0' ? at->employer_name : at->about_name};
    TRY(staff_options(r, &v->owners, &v->owner_count));
    v->edit = fields_of(r, v, &at->task);
    return OK;
}

static struct reply task_edit(struct request *r)
{
    struct task_view at;
    struct task_form_view v;
    enum status s = edit_form(r, &at, &v);
    return s == OK ? form_reply(r, &v, NULL, 200) : reply_status(r, s);
}

static struct reply task_save(struct request *r)
{
    struct task_view at;
    struct task_form_view v;
    struct issues issues = issues_in(r->arena);
    enum status s = edit_form(r, &at, &v);
    if (s != OK)
        return reply_status(r, s);
    struct task_typed typed = {.task = at.task};
    if (!edit_keep(r, &v.edit))
        return reply_error(r, 400);
    task_read(r, &typed, &issues);
    typed.task.version = v.edit.version;
    s = issues.count > 0 ? INVALID : edit_task(r->app, r->actor, &typed, &issues);
    if (s == INVALID)
        return form_reply(r, &v, &issues, 422);
    if (s == CONFLICT) {
        struct edit mine = fields_of(r, &v, &typed.task);
        s = edit_form(r, &at, &v);
        if (s != OK)
            return reply_status(r, s);
        edit_compare(r, &v.edit, &mine);
        return form_reply(r, &v, &issues, 409);
    }
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", v.back);
    reply_flash(&reply, FLASH_saved);
    return reply;
}

static struct reply state_submit(struct request *r)
{
    struct task_id id = {request_id(r, 0)};
    struct issues issues = issues_in(r->arena);
    enum task_state state;
    int64_t version;
    if (form_id(&r->form, "version", &version) != OK || !task_state_read(request_field(r, "state"), &state))
        return reply_error(r, 400);
    enum status s = set_task_state(r->app, r->actor, id, version, state, &issues);
    if (s == CONFLICT)
        return card_reply(r, &issues, 409);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", request_next(r, arena_printf(r->arena, "/tasks/%lld", (long long)id.value)));
    reply_flash(&reply, state == TASK_OPEN ? FLASH_task_open : state == TASK_DONE ? FLASH_task_done : FLASH_task_dropped);
    return reply;
}

const struct route task_routes[] = {
    {METHOD_GET, "/tasks", list_reply, FOR_STAFF, "tasks"},
    {METHOD_GET, "/tasks/new", task_new, FOR_STAFF, "task_new"},
    {METHOD_POST, "/tasks/new", task_create, FOR_STAFF, "task_create"},
    {METHOD_GET, "/tasks/:id", task_show_page, FOR_STAFF, "task"},
    {METHOD_GET, "/tasks/:id/edit", task_edit, FOR_STAFF, "task_edit"},
    {METHOD_POST, "/tasks/:id/edit", task_save, FOR_STAFF, "task_save"},
    {METHOD_POST, "/tasks/:id/state", state_submit, FOR_STAFF, "task_state"},
    {0},
};
