// SPDX-License-Identifier: EUPL-1.2
#include "app/bulk_inside.h"

#include <string.h>

#include "app/internal.h"
#include "base/text.h"
#include "store/employer_store.h"
#include "store/network_store.h"
#include "store/user_store.h"

enum { BATCH = 500, BATCHES_AT_ONCE = 4 };

static unsigned bulk_rights(const struct actor *actor)
{
    return access_rights(actor, &(struct access_facts){.thing = THING_EMPLOYER});
}

static enum status bulk_ask(const struct actor *actor)
{
    unsigned rights = bulk_rights(actor);
    if ((rights & RIGHT_SEE) == 0)
        return NOT_FOUND;
    return rights_ask(rights, RIGHT_EDIT);
}

static void stage_put(struct employer *e, const struct bulk_change *c)
{
    e->stage = c->stage;
    e->paused_until = c->stage == STAGE_PAUSED ? c->paused_until : DAY_NONE;
    e->decline = c->stage == STAGE_DECLINED ? c->decline : DECLINE_NONE;
    e->declined_reason = c->stage == STAGE_DECLINED ? text_or_empty(c->declined_reason) : "";
}

static struct bulk_change stage_of(const struct employer *e)
{
    return (struct bulk_change){.kind = BULK_STAGE,
                                .stage = e->stage,
                                .paused_until = e->paused_until,
                                .decline = e->decline,
                                .declined_reason = e->declined_reason};
}

static bool stage_stands(const struct employer *e, const struct bulk_change *c)
{
    struct employer as = {0};
    stage_put(&as, c);
    return e->stage == as.stage && e->paused_until == as.paused_until && e->decline == as.decline &&
           strcmp(e->declined_reason, as.declined_reason) == 0;
}

struct batch {
    struct bulk bulk; // as it stands
};

// Since when it belongs; DAY_NONE: it does not.
static enum status network_since(struct store *s, struct network_id network, struct employer_id employer, struct arena *a,
                                 day *out)
{
    struct network_of *list;
    size_t count;
    TRY(network_list_of_employer(s, employer, a, &list, &count));
    *out = DAY_NONE;
    for (size_t i = 0; i < count; i++)
        if (list[i].network.id.value == network.value)
            *out = list[i].since;
    return OK;
}

// Sets *row to what the change replaces. *changed_out false: it was so already, or the employer is gone.
static enum status change_one(struct store_tx *tx, const struct bulk_change *c, struct bulk_row *row, bool *changed_out)
{
    struct employer e;
    *changed_out = false;
    enum status status = employer_get(tx->store, row->employer, tx->arena, &e);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    row->before.kind = c->kind;
    row->before.network = c->network;
    switch (c->kind) {
    case BULK_STAGE:
        row->before = stage_of(&e);
        if (stage_stands(&e, c))
            return OK;
        stage_put(&e, c);
        *changed_out = true;
        return employer_update_because(tx, &e, text_or_empty(c->why));
    case BULK_OWNER:
        row->before.owner = e.owner;
        if (e.owner.value == c->owner.value)
            return OK;
        e.owner = c->owner;
        *changed_out = true;
        return employer_update(tx, &e);
    case BULK_JOIN:
        return network_join(tx, c->network, row->employer, day_in_norway(tx->now), changed_out);
    case BULK_LEAVE:
        TRY(network_since(tx->store, c->network, row->employer, tx->arena, &row->since));
        return network_leave(tx, c->network, row->employer, changed_out);
    case BULK_TASK:
    case BULK_ACTIVITY:
        return bulk_make(tx, c, &e, row, changed_out);
    }
    return OK;
}

// *undone_out false: somebody has changed it since.
static enum status undo_one(struct store_tx *tx, const struct bulk_change *c, const struct bulk_row *row, bool *undone_out)
{
    struct employer e;
    *undone_out = false;
    if (bulk_makes(c->kind))
        return bulk_take_back(tx, c, row, undone_out);
    enum status status = employer_get(tx->store, row->employer, tx->arena, &e);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    switch (c->kind) {
    case BULK_STAGE:
        if (!stage_stands(&e, c))
            return OK;
        stage_put(&e, &row->before);
        *undone_out = true;
        return employer_update(tx, &e);
    case BULK_OWNER:
        if (e.owner.value != c->owner.value)
            return OK;
        e.owner = row->before.owner;
        *undone_out = true;
        return employer_update(tx, &e);
    case BULK_JOIN:
        return network_leave(tx, c->network, row->employer, undone_out);
    case BULK_LEAVE:
        return network_join(tx, c->network, row->employer, row->since, undone_out);
    case BULK_TASK:
    case BULK_ACTIVITY:
        break;
    }
    return OK;
}

static enum status do_batch(struct store_tx *tx, void *arg)
{
    struct batch *job = arg;
    struct bulk b;
    struct bulk_row *rows;
    size_t count;
    TRY(bulk_get(tx->store, job->bulk.id, tx->arena, &b));
    if (b.state != BULK_DOING && b.state != BULK_UNDOING)
        return OK;
    enum bulk_state was = b.state;
    bool undoing = was == BULK_UNDOING;
    TRY(bulk_rows(tx->store, &b, undoing ? BULK_ROW_CHANGED : BULK_ROW_WAITING, BATCH, tx->arena, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        bool effect;
        if (undoing) {
            TRY(undo_one(tx, &b.change, &rows[i], &effect));
            b.undone++;
            b.kept += !effect;
        } else {
            TRY(change_one(tx, &b.change, &rows[i], &effect));
            b.done++;
            b.changed += effect;
        }
        TRY(bulk_row_set(tx, &b, &rows[i], undoing ? (effect ? BULK_ROW_UNDONE : BULK_ROW_KEPT)
                                                   : effect ? BULK_ROW_CHANGED : BULK_ROW_SAME));
    }
    if (count < BATCH)
        b.state = undoing ? BULK_UNDONE : BULK_DONE;
    TRY(bulk_update(tx, &b, was));
    job->bulk = b;
    return OK;
}

static enum status work_some(struct app *app, struct batch *job, int batches)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct actor actor;
    TRY(user_actor(app_store(app), job->bulk.user, a, &actor));
    for (int i = 0; i < batches && (job->bulk.state == BULK_DOING || job->bulk.state == BULK_UNDOING); i++)
        TRY(store_write(app_store(app), &actor, app_now(app), do_batch, job));
    return OK;
}

enum status work_on_bulk(struct app *app, bool *more_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct batch job;
    *more_out = false;
    enum status status = bulk_next(app_store(app), a, &job.bulk);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    *more_out = true;
    return work_some(app, &job, 1);
}

static enum status change_check(struct app *app, const struct bulk_change *c, struct issues *issues)
{
    struct arena *a = issues->arena;
    if (c->kind == BULK_STAGE) {
        static const char *const FIELDS[] = {"paused_until", "decline", "declined_reason"};
        struct issues all = issues_in(a);
        struct employer as = {.name = "–", .orgnr = "", .employees = EMPLOYEES_UNKNOWN, .pledged_by = DAY_NONE};
        stage_put(&as, c);
        employer_check(&as, true, app_today(app), &all);
        for (size_t i = 0; i < COUNT_OF(FIELDS); i++) {
            const struct issue *found = issues_find(&all, FIELDS[i]);
            if (found != NULL)
                issues_add_arg(issues, found->field, found->message, found->arg);
        }
        if (text_length(text_or_empty(c->why)) > CHANGE_WORDS_MOST)
            issues_add_arg(issues, "why", N_("Write at most %s characters"), "300");
    }
    if (c->kind == BULK_OWNER && c->owner.value != 0) {
        struct user user;
        if (user_get(app_store(app), c->owner, a, &user) != OK || user.role != ROLE_OFFICE || user.disabled_at != 0)
            issues_add(issues, "owner", N_("Choose somebody in the programme office"));
    }
    if (c->kind == BULK_JOIN || c->kind == BULK_LEAVE) {
        struct network network;
        enum status status = network_get(app_store(app), c->network, a, &network);
        if (status == NOT_FOUND || (status == OK && c->kind == BULK_JOIN && !network.active))
            issues_add(issues, "network", N_("Choose a network"));
        else
            return status;
    }
    return OK;
}

struct start_job {
    struct bulk_change change;
    const struct employer_id *employers;
    size_t count;
    struct bulk_id id;
};

static enum status write_start(struct store_tx *tx, void *arg)
{
    struct start_job *job = arg;
    return bulk_insert(tx, &job->change, job->employers, job->count, &job->id);
}

enum status start_bulk(struct app *app, const struct actor *actor, const struct bulk_change *change,
                       const struct employer_id *employers, size_t count, struct issues *issues, struct bulk_id *id_out)
{
    size_t before = issues->count;
    struct start_job job = {.change = *change, .employers = employers, .count = count};
    TRY(bulk_ask(actor));
    job.change.why = text_line(issues->arena, text_or_empty(change->why));
    job.change.declined_reason = text_line(issues->arena, text_or_empty(change->declined_reason));
    TRY(bulk_makes(change->kind) ? bulk_made_check(app, actor, &job.change, employers, count, issues)
                                 : change_check(app, &job.change, issues));
    if (count == 0)
        issues_add(issues, "", N_("Tick the employers that you want to change, or choose all in the list."));
    if (count > BULK_MOST)
        issues_add(issues, "", N_("These are too many at once. Narrow the list."));
    if (issues->count > before)
        return INVALID;
    TRY(store_write(app_store(app), actor, app_now(app), write_start, &job));
    *id_out = job.id;
    struct batch first;
    struct arena *a CLEANUP_ARENA = arena_open();
    TRY(bulk_get(app_store(app), job.id, a, &first.bulk));
    return work_some(app, &first, BATCHES_AT_ONCE);
}

enum status get_bulk(struct app *app, const struct actor *actor, struct bulk_id id, struct arena *a, struct bulk_view *out)
{
    struct bulk_view view = {.user_name = "", .owner_name = "", .network_name = ""};
    struct user user;
    TRY(bulk_ask(actor));
    TRY(bulk_get(app_store(app), id, a, &view.bulk));
    const struct bulk_change *c = &view.bulk.change;
    TRY(user_get(app_store(app), view.bulk.user, a, &user));
    view.user_name = user.name;
    struct user_id who = c->kind == BULK_TASK ? c->task.user : c->kind == BULK_ACTIVITY ? c->took_part : c->owner;
    if (who.value != 0) {
        TRY(user_get(app_store(app), who, a, &user));
        view.owner_name = user.name;
    }
    if (c->network.value != 0) {
        struct network network;
        TRY(network_get(app_store(app), c->network, a, &network));
        view.network_name = network.name;
    }
    view.may_undo = view.bulk.state == BULK_DONE && view.bulk.changed > 0;
    *out = view;
    return OK;
}

static enum status write_undo(struct store_tx *tx, void *arg)
{
    const struct batch *job = arg;
    struct bulk b = job->bulk;
    b.state = BULK_UNDOING;
    TRY(bulk_update(tx, &b, BULK_DONE));
    return bulk_note_undo(tx, b.id);
}

enum status undo_bulk(struct app *app, const struct actor *actor, struct bulk_id id)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct batch job;
    TRY(bulk_ask(actor));
    TRY(bulk_get(app_store(app), id, a, &job.bulk));
    if (job.bulk.state != BULK_DONE)
        return CONFLICT;
    TRY(store_write(app_store(app), actor, app_now(app), write_undo, &job));
    job.bulk.state = BULK_UNDOING;
    job.bulk.user = actor->user;
    return work_some(app, &job, BATCHES_AT_ONCE);
}
