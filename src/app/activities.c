// SPDX-License-Identifier: EUPL-1.2
#include "app/activities.h"

#include <stdlib.h>
#include <string.h>

#include "app/activities_inside.h"
#include "app/internal.h"
#include "app/mentions.h"
#include "app/referrals_inside.h"
#include "app/tasks_inside.h"
#include "base/text.h"
#include "core/programme.h"
#include "store/employer_store.h"
#include "store/merge_store.h"
#include "store/programme_store.h"
#include "store/stage_store.h"
#include "store/user_store.h"

enum { ROWS_USUAL = 50, ROWS_MOST = 200, TASKS_SHOWN = 50, OTHERS_MOST = 20 };
static const int64_t DAY_MS = 86400000;

unsigned activity_rights(const struct actor *actor, const struct activity *act)
{
    struct access_facts facts = {.thing = THING_ACTIVITY, .agency = act->agency};
    return access_rights(actor, &facts);
}

const char *activity_with(const struct activity *act, struct arena *a)
{
    struct buf b = buf_in(a);
    if (act->network.value != 0)
        buf_add_text(&b, act->network_name);
    for (size_t i = 0; i < act->party_count; i++)
        buf_printf(&b, "%s%s", b.length > 0 ? ", " : "", act->parties[i].name);
    return buf_text(&b);
}

enum status get_activity(struct app *app, const struct actor *actor, struct activity_id id, struct arena *a,
                         struct activity_view *out)
{
    struct activity_view view = {0};
    struct task_page tasks;
    TRY(activity_get(app_store(app), id, a, &view.activity));
    unsigned rights = activity_rights(actor, &view.activity);
    view.may_edit = (rights & RIGHT_EDIT) != 0;
    if ((rights & RIGHT_SEE) == 0 || (view.activity.deleted_at != 0 && (rights & RIGHT_DELETE) == 0))
        return NOT_FOUND;
    struct task_query about = {.show = TASKS_ALL, .activity = id, .most = TASKS_SHOWN};
    TRY(list_tasks(app, actor, &about, a, &tasks));
    view.tasks = tasks.rows;
    view.task_count = tasks.row_count;
    *out = view;
    return OK;
}

static bool place_read(const char *after, struct activity_place *out)
{
    char *end;
    out->at = strtoll(after, &end, 10);
    if (end == after || *end != '_')
        return false;
    out->id = strtoll(end + 1, &end, 10);
    return *end == '\0';
}

enum status list_activities(struct app *app, const struct actor *actor, const struct activity_query *q, struct arena *a,
                            struct activity_page *out)
{
    struct activity any = {0};
    struct activity_filter f = q->filter;
    struct activity_place after;
    struct activity *rows;
    size_t count, most = q->most == 0 ? ROWS_USUAL : q->most > ROWS_MOST ? ROWS_MOST : q->most;
    bool begun = q->after != NULL && *q->after != '\0';
    if ((activity_rights(actor, &any) & RIGHT_SEE) == 0)
        return NOT_FOUND;
    if (begun && !place_read(q->after, &after))
        return INVALID;
    if (f.deleted && (activity_rights(actor, &any) & RIGHT_DELETE) == 0)
        f.agency = actor->agency;
    TRY(activity_list(app_store(app), &f, q->ascending, begun ? &after : NULL, most + 1, a, &rows, &count));
    *out = (struct activity_page){.rows = rows, .row_count = count > most ? most : count, .next = ""};
    if (count > most) {
        const struct activity *last = &rows[most - 1];
        out->next = arena_printf(a, "%lld_%lld", (long long)(f.deleted ? last->deleted_at : last->at), (long long)last->id.value);
    }
    return OK;
}

// Others' contacts

static enum status collisions_of(struct app *app, struct employer_id employer, const char *name, struct agency_id agency,
                                 struct activity_id without, day on, int days, struct arena *a, struct contact_warning **list,
                                 size_t *count, size_t *room)
{
    struct contact_made *made;
    size_t n;
    TRY(activity_contacts_of(app_store(app), employer, agency, without, ((int64_t)on - days - 1) * DAY_MS, OTHERS_MOST, a, &made, &n));
    for (size_t i = 0; i < n; i++)
        if (contacts_collide(on, day_in_norway(made[i].at), made[i].state == ACTIVITY_PLANNED, app_today(app), days))
            *LIST_ADD(a, *list, *count, *room) = (struct contact_warning){employer, name, made[i]};
    return OK;
}

enum status list_contact_warnings(struct app *app, const struct actor *actor, const struct activity *typed, struct arena *a,
                                  struct contact_warning **out, size_t *count_out)
{
    struct programme programme;
    struct contact_warning *list = NULL;
    size_t count = 0, room = 0;
    TRY(programme_get(app_store(app), a, &programme));
    struct agency_id agency = typed->id.value == 0 ? actor->agency : typed->agency;
    bool asks = activity_is_contact(typed) && typed->state != ACTIVITY_CANCELLED && programme.contact_days > 0;
    for (size_t i = 0; asks && i < typed->party_count; i++) {
        struct employer employer;
        if (typed->parties[i].employer.value == 0)
            continue;
        TRY(employer_get(app_store(app), typed->parties[i].employer, a, &employer));
        TRY(collisions_of(app, employer.id, employer.name, agency, typed->id, activity_day(typed), programme.contact_days, a, &list,
                          &count, &room));
    }
    *out = list;
    *count_out = count;
    return OK;
}

enum status list_contacts_of_others(struct app *app, const struct actor *actor, struct employer_id id, struct arena *a,
                                    struct contact_warning **out, size_t *count_out)
{
    struct activity any = {0};
    struct programme programme;
    struct contact_warning *list = NULL;
    size_t count = 0, room = 0;
    unsigned rights;
    TRY(employer_rights(app, actor, id, &rights));
    if ((activity_rights(actor, &any) & RIGHT_SEE) == 0)
        return NOT_FOUND;
    TRY(programme_get(app_store(app), a, &programme));
    TRY(collisions_of(app, id, "", actor->agency, (struct activity_id){0}, app_today(app), programme.contact_days, a, &list, &count,
                      &room));
    *out = list;
    *count_out = count;
    return OK;
}

// Writing

bool may_set_stage(const struct actor *actor)
{
    return (kind_rights(actor, THING_EMPLOYER) & RIGHT_EDIT) != 0;
}

enum status list_known_contacts(struct app *app, const struct actor *actor, const struct activity_party *parties,
                                size_t party_count, struct arena *a, struct known_contact **out, size_t *count_out)
{
    TRY(rights_ask(kind_rights(actor, THING_ACTIVITY), RIGHT_CREATE));
    return activity_contacts_known(app_store(app), parties, party_count, a, out, count_out);
}

enum status list_known_networks(struct app *app, const struct actor *actor, struct arena *a, struct known_network **out,
                                size_t *count_out)
{
    if ((kind_rights(actor, THING_ACTIVITY) & RIGHT_SEE) == 0)
        return NOT_FOUND;
    return activity_networks_known(app_store(app), a, out, count_out);
}

struct activity_job {
    struct app *app;
    struct activity activity;
    struct task follow_up;
    int stage;
    struct activity_id id;
    bool deleted;
};

static void normalise(const struct activity *typed, struct arena *a, struct activity *out)
{
    *out = *typed;
    out->place = text_line(a, text_or_empty(typed->place));
    out->note = text_trim(a, text_or_empty(typed->note));
    out->name_reason = text_line(a, text_or_empty(typed->name_reason));
    struct activity_participant *people = ARENA_ARRAY(a, struct activity_participant, typed->people_count);
    size_t n = 0;
    for (size_t i = 0; i < typed->people_count; i++) {
        people[n] = typed->people[i];
        people[n].name = text_line(a, text_or_empty(typed->people[i].name));
        n += people[n].user.value != 0 || people[n].contact.value != 0 || *people[n].name != '\0';
    }
    out->people = people;
    out->people_count = n;
    if (out->all_day)
        out->minutes = 0;
    if (out->kind == ACTIVITY_NOTE)
        out->invites = false;
}

static bool stood_with(const struct activity *stood, struct employer_id id)
{
    for (size_t i = 0; stood != NULL && i < stood->party_count; i++)
        if (stood->parties[i].employer.value == id.value)
            return true;
    return false;
}

// NOT_FOUND also for one that has become another's since the form was opened.
static enum status party_there(struct app *app, const struct activity *stood, const struct activity_party *p, struct arena *a)
{
    struct employer employer;
    struct agency agency;
    struct employer_merge merge;
    if (p->employer.value == 0)
        return agency_get(app_store(app), p->agency, a, &agency);
    TRY(employer_get(app_store(app), p->employer, a, &employer));
    enum status status = stood_with(stood, p->employer) ? NOT_FOUND : merge_of_gone(app_store(app), p->employer, a, &merge);
    return status == OK ? NOT_FOUND : status == NOT_FOUND ? OK : status;
}

// Everybody with whom, and who takes part, has to be there and be one whom the form could have named. stood NULL: it is new.
static enum status check_known(struct app *app, const struct actor *actor, const struct activity *act, const struct activity *stood,
                               struct arena *a, struct issues *issues)
{
    struct staff_member *staff;
    struct known_contact *contacts;
    size_t staff_count, contact_count;
    for (size_t i = 0; i < act->party_count; i++) {
        enum status s = party_there(app, stood, &act->parties[i], a);
        if (s == NOT_FOUND)
            issues_add(issues, "with", N_("Choose somebody from the list"));
        else
            TRY(s);
    }
    TRY(list_staff(app, actor, a, &staff, &staff_count));
    TRY(activity_contacts_known(app_store(app), act->parties, act->party_count, a, &contacts, &contact_count));
    for (size_t i = 0; i < act->people_count; i++) {
        const struct activity_participant *p = &act->people[i];
        bool known = p->user.value == 0 && p->contact.value == 0;
        for (size_t k = 0; k < staff_count && !known; k++)
            known = p->user.value != 0 && staff[k].id.value == p->user.value;
        for (size_t k = 0; k < contact_count && !known; k++)
            known = p->contact.value != 0 && contacts[k].id.value == p->contact.value;
        for (size_t k = 0; stood != NULL && k < stood->people_count && !known; k++)
            known = stood->people[k].user.value == p->user.value && stood->people[k].contact.value == p->contact.value;
        if (!known)
            issues_add(issues, "people", N_("Choose those who take part from the list, or write their names"));
    }
    return OK;
}

// Names that are known to be the firm's own people, or colleagues', may stand in the note.
static enum status check_names(struct app *app, const struct actor *actor, const struct activity *act, const struct activity *stood,
                               struct arena *a, struct issues *issues)
{
    size_t text_count = 0, allowed_count = 0;
    const char **texts = ARENA_ARRAY(a, const char *, act->people_count + 2);
    const char **allowed = ARENA_ARRAY(a, const char *, act->people_count);
    const char *words;
    struct known_contact *contacts;
    struct staff_member *staff;
    size_t contact_count, staff_count;
    TRY(activity_contacts_known(app_store(app), act->parties, act->party_count, a, &contacts, &contact_count));
    TRY(list_staff(app, actor, a, &staff, &staff_count));
    allowed = ARENA_ARRAY(a, const char *, contact_count + staff_count);
    for (size_t i = 0; i < contact_count; i++)
        allowed[allowed_count++] = contacts[i].name;
    for (size_t i = 0; i < staff_count; i++)
        allowed[allowed_count++] = staff[i].name;
    if (stood == NULL || strcmp(stood->note, act->note) != 0)
        texts[text_count++] = act->note;
    if (stood == NULL || strcmp(stood->place, act->place) != 0)
        texts[text_count++] = act->place;
    for (size_t i = 0; i < act->people_count; i++)
        if (act->people[i].user.value == 0 && act->people[i].contact.value == 0)
            texts[text_count++] = act->people[i].name;
    TRY(find_mention(app, actor, texts, text_count, allowed, allowed_count, a, &words));
    if (words == NULL || *act->name_reason != '\0')
        return OK;
    issues_add_arg(issues, "note", NAMES_CANDIDATE, words);
    issues_add(issues, "name_reason", N_("If it is somebody else, say who"));
    return OK;
}

static enum status check_follow_up(struct app *app, const struct actor *actor, const struct task *typed, struct arena *a,
                                   struct issues *issues, struct task *out)
{
    struct issues found = issues_in(a);
    const char *words;
    *out = (struct task){.what = "", .by = DAY_NONE};
    if (typed->what == NULL || *text_line(a, typed->what) == '\0')
        return OK;
    TRY(task_ready(app, actor, typed, a, &found, out));
    for (size_t i = 0; i < found.count; i++) {
        const char *field = strcmp(found.items[i].field, "what") == 0 ? "task"
                            : strcmp(found.items[i].field, "by") == 0 ? "task_by"
                                                                      : "task_user";
        if (found.items[i].arg != NULL)
            issues_add_arg(issues, field, found.items[i].message, found.items[i].arg);
        else
            issues_add(issues, field, found.items[i].message);
    }
    TRY(find_mention(app, actor, &out->what, 1, NULL, 0, a, &words));
    if (words != NULL)
        issues_add_arg(issues, "task", N_("“%s” is the name of one of your candidates. Take it out: a task is never about a candidate"),
                       words);
    return OK;
}

static bool contact_changed(const struct activity *stood, const struct activity *act)
{
    return stood == NULL || activity_day(stood) != activity_day(act) || stood->state != act->state || stood->kind != act->kind ||
           activity_moved(stood, act);
}

// stood NULL: it is new.
static enum status ready(struct app *app, const struct actor *actor, const struct activity_typed *typed,
                         const struct activity *stood, struct arena *a, struct issues *issues, struct activity_job *job)
{
    size_t before = issues->count, warned = 0;
    struct contact_warning *warnings;
    struct activity *act = &job->activity;
    normalise(&typed->activity, a, act);
    activity_check(act, stood == NULL, app_today(app), issues);
    TRY(check_known(app, actor, act, stood, a, issues));
    TRY(check_names(app, actor, act, stood, a, issues));
    TRY(check_follow_up(app, actor, &typed->follow_up, a, issues, &job->follow_up));
    job->stage = typed->stage;
    bool with_words = job->stage == STAGE_PAUSED || job->stage == STAGE_DECLINED;
    if (job->stage >= 0 && (with_words || !may_set_stage(actor) || act->party_count != 1 || act->parties[0].employer.value == 0))
        issues_add(issues, "stage", N_("The stage can be set when the activity is with one employer"));
    if (act->at != 0 && !typed->contact_confirmed && contact_changed(stood, act))
        TRY(list_contact_warnings(app, actor, act, a, &warnings, &warned));
    if (warned > 0)
        issues_add(issues, "contact", N_("Others are in contact with them. Read what stands below, and tick to go on"));
    return issues->count > before ? INVALID : OK;
}

static enum status write_follow_up(struct store_tx *tx, const struct activity_job *job, struct activity_id id)
{
    struct task t = job->follow_up;
    struct task_id task;
    if (*t.what == '\0')
        return OK;
    t.activity = id;
    for (size_t i = 0; i < job->activity.party_count; i++) {
        if (t.employer.value == 0)
            t.employer = job->activity.parties[i].employer;
        if (t.about.value == 0)
            t.about = job->activity.parties[i].agency;
    }
    t.agency = t.user.value != 0 ? (struct agency_id){0} : tx->actor->agency;
    return task_insert(tx, &t, &task);
}

static enum status write_stage(struct store_tx *tx, const struct activity_job *job)
{
    if (job->stage < 0)
        return OK;
    return employer_move(tx, job->activity.parties[0].employer, (enum employer_stage)job->stage, "");
}

static enum status write_new(struct store_tx *tx, void *arg)
{
    struct activity_job *job = arg;
    TRY(activity_insert(tx, &job->activity, &job->id));
    TRY(write_follow_up(tx, job, job->id));
    TRY(write_stage(tx, job));
    return invite_people(tx, NULL, job->id);
}

enum status add_activity(struct app *app, const struct actor *actor, const struct activity_typed *typed, struct issues *issues,
                         struct activity_id *id_out)
{
    struct activity_typed fresh = *typed;
    struct activity_job job = {.app = app};
    TRY(rights_ask(kind_rights(actor, THING_ACTIVITY), RIGHT_CREATE));
    if (actor->agency.value == 0)
        return DENIED;
    fresh.activity.id = (struct activity_id){0};
    fresh.activity.agency = actor->agency;
    fresh.activity.deleted_at = 0;
    TRY(ready(app, actor, &fresh, NULL, issues->arena, issues, &job));
    TRY(store_write(app_store(app), actor, app_now(app), write_new, &job));
    *id_out = job.id;
    return OK;
}

static enum status to_edit(struct app *app, const struct actor *actor, struct activity_id id, unsigned right, struct arena *a,
                           struct activity *out)
{
    TRY(activity_get(app_store(app), id, a, out));
    unsigned rights = activity_rights(actor, out);
    if ((rights & RIGHT_SEE) == 0 || (out->deleted_at != 0 && (rights & RIGHT_DELETE) == 0))
        return NOT_FOUND;
    return rights_ask(rights, right);
}

static enum status write_edited(struct store_tx *tx, void *arg)
{
    struct activity_job *job = arg;
    struct activity before;
    TRY(to_edit(job->app, tx->actor, job->activity.id, RIGHT_EDIT, tx->arena, &before));
    TRY(activity_update(tx, &job->activity));
    TRY(write_follow_up(tx, job, job->activity.id));
    TRY(write_stage(tx, job));
    return invite_people(tx, &before, job->activity.id);
}

enum status edit_activity(struct app *app, const struct actor *actor, const struct activity_typed *typed, struct issues *issues)
{
    struct activity stood;
    struct activity_typed edited = *typed;
    struct activity_job job = {.app = app};
    TRY(to_edit(app, actor, typed->activity.id, RIGHT_EDIT, issues->arena, &stood));
    if (stood.deleted_at != 0 || stood.version != typed->activity.version)
        return CONFLICT;
    edited.activity.agency = stood.agency;
    edited.activity.sequence = stood.sequence;
    edited.activity.deleted_at = 0;
    TRY(ready(app, actor, &edited, &stood, issues->arena, issues, &job));
    return store_write(app_store(app), actor, app_now(app), write_edited, &job);
}

static enum status write_deleted(struct store_tx *tx, void *arg)
{
    struct activity_job *job = arg;
    struct activity before;
    TRY(to_edit(job->app, tx->actor, job->id, RIGHT_DELETE, tx->arena, &before));
    if (before.version == job->activity.version + 1 && (before.deleted_at != 0) == job->deleted &&
        before.changed_by.value == tx->user.value)
        return OK; // sent twice
    TRY(activity_set_deleted(tx, job->id, job->activity.version, job->deleted));
    return invite_people(tx, &before, job->id);
}

enum status delete_activity(struct app *app, const struct actor *actor, struct activity_id id, int64_t version, bool deleted,
                            struct issues *issues)
{
    struct activity_job job = {.app = app, .id = id, .activity = {.version = version}, .deleted = deleted};
    enum status status = store_write(app_store(app), actor, app_now(app), write_deleted, &job);
    if (status == CONFLICT)
        issues_add(issues, "", MEANWHILE);
    return status;
}
