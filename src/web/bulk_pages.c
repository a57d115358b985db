// SPDX-License-Identifier: EUPL-1.2
// Changing many employers at once, or making a task or an activity for each: which come from the list, with their number
// named before and after.
#include <string.h>

#include "app/list_choices.h"
#include "web/bulk.html.h"
#include "web/bulk_view.h"
#include "web/employer_list_view.h"
#include "web/routes.h"
#include "web/task_view.h"

enum { NAMES_SHOWN = 3 };

static const char *number_word(struct request *r, int64_t n)
{
    return n == 0 ? "" : arena_printf(r->arena, "%lld", (long long)n);
}

static enum status name_some(struct request *r, struct bulk_form_view *v)
{
    struct employer_row *rows;
    size_t count, shown = v->which.count < NAMES_SHOWN ? v->which.count : NAMES_SHOWN;
    struct buf b = buf_in(r->arena);
    TRY(read_employers(r->app, r->actor, v->which.ids, shown, r->arena, &rows, &count));
    for (size_t i = 0; i < count; i++)
        buf_printf(&b, "%s%s", i == 0 ? "" : ", ", rows[i].name);
    if (v->which.count > shown)
        buf_add_text(&b, " …");
    v->some_names = buf_text(&b);
    return OK;
}

static enum status fill_choices(struct request *r, struct bulk_form_view *v)
{
    struct named_user *users;
    struct named_network *networks;
    size_t user_count;
    TRY(list_office(r->app, r->actor, r->arena, &users, &user_count));
    TRY(list_named_networks(r->app, r->actor, r->arena, &networks, &v->network_count));
    v->owners = ARENA_ARRAY(r->arena, struct option, user_count);
    for (size_t i = 0; i < user_count; i++)
        v->owners[v->owner_count++] = (struct option){.value = number_word(r, users[i].id.value), .text = users[i].name};
    v->networks = ARENA_ARRAY(r->arena, struct option, v->network_count);
    for (size_t i = 0; i < v->network_count; i++)
        v->networks[i] = (struct option){.value = number_word(r, networks[i].id.value), .text = networks[i].name};
    for (int s = 0; s < EMPLOYER_STAGES; s++)
        v->stages[s] = (struct option){.value = stage_name((enum employer_stage)s), .label = stage_title((enum employer_stage)s)};
    for (int d = 1; d < DECLINES; d++)
        v->declines[d - 1] = (struct option){.value = decline_name((enum decline)d), .label = decline_title((enum decline)d)};
    v->stage = request_field(r, "stage");
    v->owner = number_word(r, v->change.owner.value);
    v->network = number_word(r, v->change.network.value);
    return OK;
}

// Who does each task: first of all whoever follows up that employer.
static enum status fill_made(struct request *r, struct bulk_form_view *v)
{
    struct option *staff;
    const struct bulk_change *c = &v->change;
    bool task = c->kind == BULK_TASK;
    size_t count;
    TRY(staff_options(r, &staff, &count));
    v->staff = ARENA_ARRAY(r->arena, struct option, count + 1);
    if (task)
        v->staff[v->staff_count++] = (struct option){.value = "owner", .label = N_("Whoever follows up the employer")};
    for (size_t i = 0; i < count; i++)
        v->staff[v->staff_count++] = staff[i];
    v->who = task && c->each_owner ? "owner" : number_word(r, task ? c->task.user.value : c->took_part.value);
    for (int k = 0; k < ACTIVITY_KINDS; k++)
        v->kinds[k] = (struct option){.value = activity_kind_name((enum activity_kind)k),
                                      .label = activity_kind_title((enum activity_kind)k)};
    for (int s = 0; s < ACTIVITY_CANCELLED; s++)
        v->states[s] = (struct option){.value = activity_state_name((enum activity_state)s),
                                       .label = activity_state_title((enum activity_state)s)};
    for (int o = 1; o < ACTIVITY_OUTCOMES; o++)
        v->outcomes[o - 1] = (struct option){.value = activity_outcome_name((enum activity_outcome)o),
                                             .label = activity_outcome_title((enum activity_outcome)o)};
    return OK;
}

// A question once asked is asked again with what else is to be put right.
static bool asked(struct request *r, const struct issues *issues, const char *field)
{
    return (issues != NULL && issues_find(issues, field) != NULL) || form_has(&r->form, field);
}

static struct reply show_form(struct request *r, struct bulk_form_view *v, struct issues *issues)
{
    enum status s = name_some(r, v);
    if (s == OK)
        s = bulk_makes(v->change.kind) ? fill_made(r, v) : fill_choices(r, v);
    v->asks_named = asked(r, issues, "named");
    v->asks_reason = asked(r, issues, "name_reason");
    v->asks_others = asked(r, issues, "others");
    if (s != OK)
        return reply_status(r, s);
    struct crumb crumbs[] = {{tr(r->lang, N_("Employers")), v->which.back}};
    v->title = tr(r->lang, bulk_kind_title(v->change.kind));
    struct page *p = page_open_below(r, v->title, crumbs, 1);
    if (issues != NULL)
        page_again(p, issues);
    bulk_form_page(p, v);
    return reply_page(p, issues != NULL ? 422 : v->other_count ? 409 : 200);
}

static struct reply bulk_new(struct request *r)
{
    struct bulk_form_view v = {.change = {.paused_until = DAY_NONE,
                                          .declined_reason = "",
                                          .why = "",
                                          .owner = r->actor->user,
                                          .task = {.what = "", .by = DAY_NONE},
                                          .each_owner = true,
                                          .activity = {.kind = ACTIVITY_CALL, .state = ACTIVITY_HELD, .note = "", .name_reason = ""},
                                          .took_part = r->actor->user}};
    if (!bulk_kind_read(request_query(r, "change"), &v.change.kind) ||
        !instant_in_norway(app_today(r->app), 0, &v.change.activity.at))
        return reply_error(r, 400);
    enum status s = employer_which_read(r, &r->query, &v.which);
    return s == INVALID ? reply_error(r, 400) : s != OK ? reply_status(r, s) : show_form(r, &v, NULL);
}

static void read_task(struct request *r, struct bulk_change *c, struct issues *issues)
{
    int64_t id;
    c->each_owner = strcmp(request_field(r, "user"), "owner") == 0;
    c->task = (struct task){.what = form_text(&r->form, r->arena, "what"), .by = DAY_NONE};
    c->task.user.value = c->each_owner ? r->actor->user.value : form_id(&r->form, "user", &id) == OK ? id : 0;
    if (form_day(&r->form, "by", &c->task.by) == INVALID)
        issues_add(issues, "by", N_("Write day, month and year, such as 5.6.2016"));
    c->named_other = form_flag(&r->form, "named");
}

static void read_activity(struct request *r, struct bulk_change *c, struct issues *issues)
{
    const char *others = request_field(r, "others");
    struct activity *act = &c->activity;
    day on = DAY_NONE;
    int64_t id;
    *act = (struct activity){.note = form_lines(&r->form, r->arena, "note"), .all_day = true};
    if (!activity_kind_read(request_field(r, "activity"), &act->kind))
        issues_add(issues, "activity", N_("Choose what it is"));
    if (!activity_state_read(request_field(r, "state"), &act->state))
        issues_add(issues, "state", N_("Choose whether it is planned or held"));
    if (!activity_outcome_read(request_field(r, "outcome"), &act->outcome))
        act->outcome = ACTIVITY_UNTOLD;
    if (form_day(&r->form, "day", &on) == INVALID)
        issues_add(issues, "day", N_("Write day, month and year, such as 5.6.2016"));
    else if (on != DAY_NONE)
        (void)instant_in_norway(on, 0, &act->at);
    act->name_reason = form_text(&r->form, r->arena, "name_reason");
    c->took_part.value = form_id(&r->form, "took_part", &id) == OK ? id : 0;
    c->others = strcmp(others, "leave") == 0 ? OTHERS_LEFT_OUT : strcmp(others, "too") == 0 ? OTHERS_TOO : OTHERS_UNASKED;
}

static void read_change(struct request *r, struct bulk_change *c, struct issues *issues)
{
    int64_t id;
    if (c->kind == BULK_TASK)
        read_task(r, c, issues);
    if (c->kind == BULK_ACTIVITY)
        read_activity(r, c, issues);
    if (c->kind == BULK_STAGE) {
        if (!stage_read(request_field(r, "stage"), &c->stage))
            issues_add(issues, "stage", N_("Choose how far the contact has come"));
        if (form_day(&r->form, "paused_until", &c->paused_until) == INVALID)
            issues_add(issues, "paused_until", N_("Write the date as day, month and year, such as 05.06.2026"));
        (void)decline_read(request_field(r, "decline"), &c->decline);
        c->declined_reason = request_field(r, "declined_reason");
        c->why = request_field(r, "why");
    }
    c->owner.value = form_id(&r->form, "owner", &id) == OK ? id : 0;
    c->network.value = form_id(&r->form, "network", &id) == OK ? id : 0;
}

static struct reply bulk_start(struct request *r)
{
    struct bulk_form_view v = {
        .change = {.paused_until = DAY_NONE, .declined_reason = "", .why = "", .task = {.what = "", .by = DAY_NONE}}};
    struct issues issues = issues_in(r->arena);
    struct bulk_id id;
    int64_t named;
    if (!bulk_kind_read(request_field(r, "kind"), &v.change.kind) || form_int(&r->form, "count", &named) != OK)
        return reply_error(r, 400);
    enum status s = employer_which_read(r, &r->form, &v.which);
    if (s != OK)
        return s == INVALID ? reply_error(r, 400) : reply_status(r, s);
    read_change(r, &v.change, &issues);
    v.other_count = named != (int64_t)v.which.count;
    if (v.other_count)
        return show_form(r, &v, NULL);
    s = issues.count > 0 ? INVALID : start_bulk(r->app, r->actor, &v.change, v.which.ids, v.which.count, &issues, &id);
    if (s == INVALID)
        return show_form(r, &v, &issues);
    return s != OK ? reply_status(r, s) : reply_redirect(r, "/bulk/%lld", (long long)id.value);
}

static const char *what_text(struct request *r, const struct bulk_view *v)
{
    const struct bulk_change *c = &v->bulk.change;
    const char *value = v->network_name;
    switch (c->kind) {
    case BULK_STAGE:
        value = tr(r->lang, stage_title(c->stage));
        break;
    case BULK_OWNER:
        value = c->owner.value == 0 ? tr(r->lang, N_("Nobody")) : v->owner_name;
        break;
    case BULK_TASK:
        value = c->task.what;
        break;
    case BULK_ACTIVITY:
        value = tr(r->lang, activity_kind_title(c->activity.kind));
        break;
    case BULK_JOIN:
    case BULK_LEAVE:
        break;
    }
    return arena_printf(r->arena, "%s: %s", tr(r->lang, bulk_kind_title(c->kind)), value);
}

static struct reply bulk_show(struct request *r)
{
    struct bulk_view at;
    enum status s = get_bulk(r->app, r->actor, (struct bulk_id){request_id(r, 0)}, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    struct bulk_page_view v = {.at = &at,
                               .what = what_text(r, &at),
                               .who = at.bulk.change.each_owner ? tr(r->lang, N_("Whoever follows up the employer")) : at.owner_name,
                               .path = arena_printf(r->arena, "/bulk/%lld", (long long)at.bulk.id.value),
                               .running = at.bulk.state == BULK_DOING || at.bulk.state == BULK_UNDOING};
    struct crumb crumbs[] = {{tr(r->lang, N_("Employers")), "/employers"}};
    struct page *p = page_open_below(r, v.what, crumbs, 1);
    bulk_page(p, &v);
    return reply_page(p, 200);
}

static struct reply bulk_undo(struct request *r)
{
    enum status s = undo_bulk(r->app, r->actor, (struct bulk_id){request_id(r, 0)});
    // Who presses twice sees what the first press has done.
    return s != OK && s != CONFLICT ? reply_status(r, s) : reply_redirect(r, "/bulk/%lld", (long long)request_id(r, 0));
}

const struct route bulk_routes[] = {
    {METHOD_GET, "/bulk/new", bulk_new, FOR_OFFICE, "bulk_new"},
    {METHOD_POST, "/bulk", bulk_start, FOR_OFFICE, "bulk_start"},
    {METHOD_GET, "/bulk/:id", bulk_show, FOR_OFFICE, "bulk"},
    {METHOD_POST, "/bulk/:id/undo", bulk_undo, FOR_OFFICE, "bulk_undo"},
    {0},
};
