// SPDX-License-Identifier: EUPL-1.2
#include "app/tasks.h"

#include <stdlib.h>
#include <string.h>

#include "app/internal.h"
#include "app/mentions.h"
#include "app/referrals_inside.h"
#include "app/tasks_inside.h"
#include "base/text.h"
#include "store/employer_store.h"
#include "store/programme_store.h"
#include "store/user_store.h"

const char NAMES_CANDIDATE[] = N_("“%s” is the name of one of your candidates. Take it out, or say that it is somebody else");

enum { ROWS_USUAL = 50, ROWS_MOST = 200 };

static unsigned task_rights(const struct actor *actor, const struct task *t)
{
    struct access_facts facts = {.thing = THING_TASK, .agency = t->agency, .owner = t->user};
    return access_rights(actor, &facts);
}

static struct task_view view_make(struct app *app, const struct actor *actor, const struct task_entry *e)
{
    return (struct task_view){
        .task = e->task,
        .user_name = e->user_name,
        .agency_name = e->agency_name,
        .employer_name = e->employer_name,
        .about_name = e->about_name,
        .created_by_name = "",
        .overdue = task_overdue(&e->task, app_today(app)),
        .may_edit = (task_rights(actor, &e->task) & RIGHT_EDIT) != 0,
    };
}

static enum status name_of_user(struct app *app, struct user_id id, struct arena *a, const char **out)
{
    struct user user;
    *out = "";
    if (id.value == 0)
        return OK;
    enum status status = user_get(app_store(app), id, a, &user);
    if (status == OK)
        *out = user.name;
    return status == NOT_FOUND ? OK : status;
}

enum status get_task(struct app *app, const struct actor *actor, struct task_id id, struct arena *a, struct task_view *out)
{
    struct task_entry e = {.user_name = "", .agency_name = "", .employer_name = "", .about_name = ""};
    struct employer employer;
    struct agency agency;
    TRY(task_get(app_store(app), id, a, &e.task));
    if ((task_rights(actor, &e.task) & RIGHT_SEE) == 0)
        return NOT_FOUND;
    TRY(name_of_user(app, e.task.user, a, &e.user_name));
    TRY(agency_get(app_store(app), e.task.agency, a, &agency));
    e.agency_name = agency.name;
    if (e.task.employer.value != 0) {
        TRY(employer_get(app_store(app), e.task.employer, a, &employer));
        e.employer_name = employer.name;
    }
    if (e.task.about.value != 0) {
        TRY(agency_get(app_store(app), e.task.about, a, &agency));
        e.about_name = agency.name;
    }
    *out = view_make(app, actor, &e);
    return name_of_user(app, e.task.created_by, a, &out->created_by_name);
}

// Whose tasks this actor may list: all, or the own agency's.
static enum status scope(const struct actor *actor, struct agency_id *only_out)
{
    struct task any = {0}, own = {.agency = actor->agency};
    if ((task_rights(actor, &any) & RIGHT_SEE) != 0) {
        *only_out = (struct agency_id){0};
        return OK;
    }
    if (actor->agency.value == 0 || (task_rights(actor, &own) & RIGHT_SEE) == 0)
        return NOT_FOUND;
    *only_out = actor->agency;
    return OK;
}

// "2016-02-09-123": the key, which may hold "-", and the id.
static bool after_read(const char *after, struct arena *a, const char **key_out, int64_t *id_out)
{
    const char *dash = strrchr(after, '-');
    if (dash == NULL || dash == after)
        return false;
    char *end;
    *id_out = strtoll(dash + 1, &end, 10);
    *key_out = arena_strndup(a, after, (size_t)(dash - after));
    return *end == '\0' && *id_out > 0;
}

enum status list_tasks(struct app *app, const struct actor *actor, const struct task_query *q, struct arena *a,
                       struct task_page *out)
{
    struct task_filter f = {.employer = q->employer, .about = q->about, .activity = q->activity, .before = DAY_NONE,
                            .from = DAY_NONE, .closed = q->show == TASKS_CLOSED, .unowned = q->show == TASKS_UNOWNED};
    struct task_entry *entries;
    size_t count, most = q->most == 0 ? ROWS_USUAL : q->most > ROWS_MOST ? ROWS_MOST : q->most;
    const char *key = NULL;
    int64_t id = 0;
    TRY(scope(actor, &f.agency));
    if (q->show == TASKS_MINE)
        f.user = actor->user;
    if (q->show == TASKS_OVERDUE)
        f.before = app_today(app);
    if (q->after != NULL && *q->after != '\0' && !after_read(q->after, a, &key, &id))
        return INVALID;
    TRY(task_list(app_store(app), &f, key, id, most + 1, a, &entries, &count));
    struct task_page page = {.row_count = count > most ? most : count, .next = ""};
    page.rows = ARENA_ARRAY(a, struct task_view, page.row_count);
    for (size_t i = 0; i < page.row_count; i++)
        page.rows[i] = view_make(app, actor, &entries[i]);
    if (count > most) {
        const struct task *last = &page.rows[page.row_count - 1].task;
        page.next = arena_printf(a, "%s-%lld", task_key(last, a), (long long)last->id.value);
    }
    *out = page;
    return OK;
}

enum status count_tasks(struct app *app, const struct actor *actor, struct task_counts *out)
{
    struct task_filter mine = {.user = actor->user, .before = DAY_NONE, .from = DAY_NONE}, late = mine;
    struct agency_id only;
    TRY(scope(actor, &only));
    late.before = app_today(app);
    TRY(task_count(app_store(app), &mine, &out->mine));
    return task_count(app_store(app), &late, &out->overdue);
}

static bool staff_wanted(const struct actor *actor, const struct agency *g)
{
    return actor->role == ROLE_OFFICE || g->kind == AGENCY_PROGRAMME || g->id.value == actor->agency.value;
}

enum status list_staff(struct app *app, const struct actor *actor, struct arena *a, struct staff_member **out,
                       size_t *count_out)
{
    struct agency *agencies;
    struct staff_member *list = NULL;
    size_t agency_count, count = 0, room = 0;
    if ((kind_rights(actor, THING_TASK) & RIGHT_CREATE) == 0)
        return NOT_FOUND;
    TRY(agency_list(app_store(app), a, &agencies, &agency_count));
    for (int own = 1; own >= 0; own--)
        for (size_t i = 0; i < agency_count; i++) {
            struct user *users;
            size_t n;
            if ((agencies[i].id.value == actor->agency.value) != own || !staff_wanted(actor, &agencies[i]))
                continue;
            TRY(user_list_of_agency(app_store(app), agencies[i].id, a, &users, &n));
            for (size_t k = 0; k < n; k++)
                *LIST_ADD(a, list, count, room) =
                    (struct staff_member){users[k].id, agencies[i].id, users[k].name, agencies[i].name};
        }
    *out = list;
    *count_out = count;
    return OK;
}

static enum status check_user(struct app *app, const struct actor *actor, struct user_id id, struct arena *a,
                              struct issues *issues)
{
    struct staff_member *staff;
    size_t count;
    if (id.value == 0)
        return OK;
    TRY(list_staff(app, actor, a, &staff, &count));
    for (size_t i = 0; i < count; i++)
        if (staff[i].id.value == id.value)
            return OK;
    issues_add(issues, "user", N_("Choose somebody from the list"));
    return OK;
}

enum status task_ready(struct app *app, const struct actor *actor, const struct task *typed, struct arena *a,
                       struct issues *issues, struct task *out)
{
    *out = *typed;
    out->what = text_line(a, text_or_empty(typed->what));
    out->guidance = text_trim(a, text_or_empty(typed->guidance));
    out->cause = text_or_empty(typed->cause);
    if (out->agency.value == 0)
        out->agency = actor->agency;
    task_check(out, app_today(app), issues);
    return check_user(app, actor, out->user, a, issues);
}

static enum status check_names(struct app *app, const struct actor *actor, const struct task_typed *typed, const struct task *t,
                               struct arena *a, struct issues *issues)
{
    const char *words;
    TRY(find_mention(app, actor, &t->what, 1, NULL, 0, a, &words));
    if (words != NULL && !typed->named_other)
        issues_add_arg(issues, "what", NAMES_CANDIDATE, words);
    if (words != NULL && !typed->named_other)
        issues_add(issues, "named", N_("Is it somebody else? Then tick this and save again"));
    return OK;
}

struct task_job {
    struct task task;
    struct task_id id;
    const char *refusal;
};

static enum status write_new(struct store_tx *tx, void *arg)
{
    struct task_job *job = arg;
    struct task t = job->task;
    if (t.user.value != 0)
        t.agency.value = 0; // that user's
    return task_insert(tx, &t, &job->id);
}

// What it is about has to be there, and to be known to the actor.
static enum status check_about(struct app *app, const struct actor *actor, const struct task *t, struct arena *a)
{
    unsigned rights;
    struct agency agency;
    if (t->employer.value != 0)
        TRY(employer_rights(app, actor, t->employer, &rights));
    return t->about.value != 0 ? agency_get(app_store(app), t->about, a, &agency) : OK;
}

enum status add_task(struct app *app, const struct actor *actor, const struct task_typed *typed, struct issues *issues,
                     struct task_id *id_out)
{
    struct arena *a = issues->arena;
    struct task_job job = {0};
    size_t before = issues->count;
    struct task fresh = typed->task;
    TRY(rights_ask(kind_rights(actor, THING_TASK), RIGHT_CREATE));
    fresh.agency = actor->agency;
    fresh.cause = fresh.guidance = "";
    TRY(check_about(app, actor, &fresh, a));
    TRY(task_ready(app, actor, &fresh, a, issues, &job.task));
    TRY(check_names(app, actor, typed, &job.task, a, issues));
    if (issues->count > before)
        return INVALID;
    TRY(store_write(app_store(app), actor, app_now(app), write_new, &job));
    *id_out = job.id;
    return OK;
}

static enum status task_to_edit(struct app *app, const struct actor *actor, struct task_id id, struct arena *a, struct task *out)
{
    TRY(task_get(app_store(app), id, a, out));
    unsigned rights = task_rights(actor, out);
    if ((rights & RIGHT_SEE) == 0)
        return NOT_FOUND;
    return rights_ask(rights, RIGHT_EDIT);
}

static enum status write_edited(struct store_tx *tx, void *arg)
{
    return task_update(tx, &((struct task_job *)arg)->task);
}

enum status edit_task(struct app *app, const struct actor *actor, const struct task_typed *typed, struct issues *issues)
{
    struct arena *a = issues->arena;
    struct task_job job = {0};
    struct task stood, edited;
    size_t before = issues->count;
    TRY(task_to_edit(app, actor, typed->task.id, a, &stood));
    edited = stood;
    edited.version = typed->task.version;
    edited.what = typed->task.what;
    edited.user = typed->task.user;
    edited.by = typed->task.by;
    // Who has it already may keep it, though this actor could not have named that user.
    struct user_id keeps = edited.user.value == stood.user.value ? edited.user : (struct user_id){0};
    edited.user = keeps.value != 0 ? (struct user_id){0} : edited.user;
    TRY(task_ready(app, actor, &edited, a, issues, &job.task));
    if (keeps.value != 0)
        job.task.user = keeps;
    if (strcmp(job.task.what, stood.what) != 0)
        TRY(check_names(app, actor, typed, &job.task, a, issues));
    if (issues->count > before)
        return INVALID;
    return store_write(app_store(app), actor, app_now(app), write_edited, &job);
}

struct state_job {
    struct app *app;
    struct task_id id;
    int64_t version;
    enum task_state state;
};

static enum status write_state(struct store_tx *tx, void *arg)
{
    struct state_job *job = arg;
    struct task t;
    TRY(task_to_edit(job->app, tx->actor, job->id, tx->arena, &t));
    if (t.state == job->state && t.version == job->version + 1 && t.changed_by.value == tx->user.value)
        return OK; // sent twice
    if (t.version != job->version)
        return CONFLICT;
    if (t.state == job->state)
        return OK;
    t.state = job->state;
    return task_update(tx, &t);
}

enum status set_task_state(struct app *app, const struct actor *actor, struct task_id id, int64_t version,
                           enum task_state state, struct issues *issues)
{
    struct state_job job = {app, id, version, state};
    enum status status = store_write(app_store(app), actor, app_now(app), write_state, &job);
    if (status == CONFLICT)
        issues_add(issues, "", MEANWHILE);
    return status;
}
