// SPDX-License-Identifier: EUPL-1.2
#include "app/bulk_inside.h"

#include <stdlib.h>

#include "app/internal.h"
#include "app/mentions.h"
#include "app/tasks_inside.h"
#include "base/text.h"
#include "core/programme.h"
#include "store/activity_store.h"
#include "store/employer_store.h"
#include "store/merge_store.h"
#include "store/programme_store.h"
#include "store/task_store.h"
#include "store/user_store.h"

enum { AS_MADE = 1, ONE_EACH = 200 };
static const int64_t DAY_MS = 86400000;

// Checking

static enum status check_task(struct app *app, const struct actor *actor, struct bulk_change *c, struct issues *issues)
{
    struct task ready;
    TRY(task_ready(app, actor, &c->task, issues->arena, issues, &ready));
    c->task.what = ready.what;
    return check_mention(app, actor, c->task.what, "what", c->named_other, issues->arena, issues);
}

static int by_employer(const void *a, const void *b)
{
    const struct employer_id *x = a, *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

// How many of them others are in contact with about that day.
static enum status count_contacted(struct app *app, const struct actor *actor, day on, const struct employer_id *employers,
                                   size_t count, struct arena *a, size_t *out)
{
    struct programme programme;
    struct contact_with *made;
    struct employer_id *near;
    size_t made_count, near_count = 0;
    *out = 0;
    TRY(programme_get(app_store(app), a, &programme));
    TRY(activity_contacts_of_all(app_store(app), actor->agency, ((int64_t)on - programme.contact_days - 1) * DAY_MS, a, &made,
                                 &made_count));
    near = ARENA_ARRAY(a, struct employer_id, made_count);
    for (size_t i = 0; i < made_count; i++)
        if (contacts_collide(on, day_in_norway(made[i].at), made[i].planned, app_today(app), programme.contact_days))
            near[near_count++] = made[i].employer;
    if (near_count == 0)
        return OK;
    qsort(near, near_count, sizeof *near, by_employer);
    for (size_t i = 0; i < count; i++)
        *out += bsearch(&employers[i], near, near_count, sizeof *near, by_employer) != NULL;
    return OK;
}

static enum status check_staff(struct app *app, const struct actor *actor, const struct bulk_change *c, struct issues *issues,
                               const char *const **names_out, size_t *count_out)
{
    struct staff_member *staff;
    size_t count;
    bool known = c->took_part.value == 0;
    TRY(list_staff(app, actor, issues->arena, &staff, &count));
    const char **names = ARENA_ARRAY(issues->arena, const char *, count);
    for (size_t i = 0; i < count; i++) {
        names[i] = staff[i].name;
        known |= staff[i].id.value == c->took_part.value;
    }
    if (!known)
        issues_add(issues, "took_part", N_("Choose somebody from the list"));
    *names_out = names;
    *count_out = count;
    return OK;
}

static enum status check_activity(struct app *app, const struct actor *actor, struct bulk_change *c,
                                  const struct employer_id *employers, size_t count, struct issues *issues)
{
    static const struct activity_party SOMEBODY = {.name = "–"};
    struct arena *a = issues->arena;
    struct activity *act = &c->activity;
    const char *const *names, *words;
    size_t name_count, contacted;
    act->note = text_trim(a, text_or_empty(act->note));
    act->name_reason = text_line(a, text_or_empty(act->name_reason));
    act->place = "";
    act->all_day = true;
    struct activity as = *act;
    as.parties = &SOMEBODY;
    as.party_count = 1;
    activity_check(&as, true, app_today(app), issues);
    if (act->state == ACTIVITY_CANCELLED)
        issues_add(issues, "state", N_("Choose whether it is planned or held"));
    TRY(check_staff(app, actor, c, issues, &names, &name_count));
    TRY(find_mention(app, actor, &act->note, 1, names, name_count, a, &words));
    if (words != NULL && *act->name_reason == '\0') {
        issues_add_arg(issues, "note", NAMES_CANDIDATE, words);
        issues_add(issues, "name_reason", N_("If it is somebody else, say who"));
    }
    if (act->at == 0 || !activity_is_contact(act) || c->others != OTHERS_UNASKED)
        return OK;
    TRY(count_contacted(app, actor, activity_day(act), employers, count, a, &contacted));
    if (contacted > 0)
        issues_add_arg(issues, "others", N_("Others are in contact with %s of these. Choose whether they are left out"),
                       arena_printf(a, "%zu", contacted));
    return OK;
}

enum status bulk_made_check(struct app *app, const struct actor *actor, struct bulk_change *c, const struct employer_id *employers,
                            size_t count, struct issues *issues)
{
    return c->kind == BULK_TASK ? check_task(app, actor, c, issues) : check_activity(app, actor, c, employers, count, issues);
}

// Making

static enum status make_task(struct store_tx *tx, const struct bulk_change *c, const struct employer *e, struct bulk_row *row)
{
    struct task t = {.what = c->task.what, .guidance = "", .cause = "", .by = c->task.by, .user = c->task.user, .employer = e->id};
    struct task_id id;
    struct user owner;
    if (c->each_owner && e->owner.value != 0) {
        TRY(user_get(tx->store, e->owner, tx->arena, &owner));
        t.user = owner.disabled_at == 0 ? owner.id : t.user;
    }
    if (t.user.value == 0)
        t.agency = tx->actor->agency;
    TRY(task_insert(tx, &t, &id));
    row->made = id.value;
    return OK;
}

// Do others have contact with it, as it stands now?
static enum status others_there(struct store_tx *tx, const struct activity *act, struct employer_id id, bool *out)
{
    struct programme programme;
    struct contact_made *made;
    size_t count;
    day on = activity_day(act), today = day_in_norway(tx->now);
    *out = false;
    TRY(programme_get(tx->store, tx->arena, &programme));
    TRY(activity_contacts_of(tx->store, id, tx->actor->agency, (struct activity_id){0},
                             ((int64_t)on - programme.contact_days - 1) * DAY_MS, ONE_EACH, tx->arena, &made, &count));
    for (size_t i = 0; i < count; i++)
        *out |= contacts_collide(on, day_in_norway(made[i].at), made[i].state == ACTIVITY_PLANNED, today, programme.contact_days);
    return OK;
}

static enum status make_activity(struct store_tx *tx, const struct bulk_change *c, const struct employer *e, struct bulk_row *row,
                                 bool *made_out)
{
    struct activity act = c->activity;
    struct activity_party with = {.employer = e->id};
    struct activity_participant who = {.user = c->took_part, .name = ""};
    struct activity_id id;
    bool others = false;
    if (activity_is_contact(&act) && c->others != OTHERS_TOO)
        TRY(others_there(tx, &act, e->id, &others));
    *made_out = !others;
    if (others)
        return OK;
    act.agency = tx->actor->agency;
    act.parties = &with;
    act.party_count = 1;
    act.people = &who;
    act.people_count = c->took_part.value != 0;
    TRY(activity_insert(tx, &act, &id));
    row->made = id.value;
    return OK;
}

enum status bulk_make(struct store_tx *tx, const struct bulk_change *c, const struct employer *e, struct bulk_row *row,
                      bool *made_out)
{
    struct employer_merge merge;
    *made_out = false;
    enum status status = merge_of_gone(tx->store, e->id, tx->arena, &merge);
    if (status != NOT_FOUND)
        return status;
    if (c->kind == BULK_ACTIVITY)
        return make_activity(tx, c, e, row, made_out);
    *made_out = true;
    return make_task(tx, c, e, row);
}

enum status bulk_take_back(struct store_tx *tx, const struct bulk_change *c, const struct bulk_row *row, bool *taken_out)
{
    struct task t;
    struct activity act;
    *taken_out = false;
    if (c->kind == BULK_ACTIVITY) {
        TRY(activity_get(tx->store, (struct activity_id){row->made}, tx->arena, &act));
        *taken_out = act.version == AS_MADE;
        return *taken_out ? activity_set_deleted(tx, act.id, act.version, true) : OK;
    }
    TRY(task_get(tx->store, (struct task_id){row->made}, tx->arena, &t));
    *taken_out = t.version == AS_MADE;
    t.state = TASK_DROPPED;
    return *taken_out ? task_update(tx, &t) : OK;
}
