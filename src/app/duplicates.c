// SPDX-License-Identifier: EUPL-1.2
#include "app/duplicates.h"

#include "app/internal.h"
#include "store/employer_store.h"
#include "store/need_store.h"
#include "store/user_store.h"

// Whoever may edit all employers.
static enum status merge_ask(const struct actor *actor)
{
    unsigned rights = access_rights(actor, &(struct access_facts){.thing = THING_EMPLOYER});
    if ((rights & RIGHT_SEE) == 0)
        return NOT_FOUND;
    return rights_ask(rights, RIGHT_EDIT);
}

static enum status user_name(struct app *app, struct user_id id, struct arena *a, const char **out)
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

static enum status counts_of(struct app *app, struct employer_id id, struct arena *a, size_t *workplaces_out, size_t *needs_out)
{
    struct workplace *list;
    struct need_totals totals;
    TRY(workplace_list(app_store(app), id, a, &list, workplaces_out));
    TRY(need_count(app_store(app), &(struct need_filter){.states = 1u << NEED_OPEN, .employer = id}, &totals));
    *needs_out = (size_t)totals.needs;
    return OK;
}

static enum status still_there(struct app *app, struct employer_id id, struct arena *a, struct employer *out)
{
    struct employer_merge m;
    enum status status = merge_of_gone(app_store(app), id, a, &m);
    if (status != NOT_FOUND)
        return status == OK ? NOT_FOUND : status;
    return employer_get(app_store(app), id, a, out);
}

static void sort_ids(struct employer_id *one, struct employer_id *other)
{
    if (one->value > other->value) {
        struct employer_id first = *other;
        *other = *one;
        *one = first;
    }
}

enum status get_duplicate(struct app *app, const struct actor *actor, struct employer_id kept, struct employer_id gone,
                          struct arena *a, struct duplicate_view *out)
{
    struct duplicate_view v = {0};
    struct not_same *two;
    size_t count;
    bool removed;
    TRY(merge_ask(actor));
    TRY(still_there(app, kept, a, &v.kept));
    TRY(still_there(app, gone, a, &v.gone));
    if (merge_swapped(&v.kept, &v.gone)) {
        struct employer first = v.kept;
        v.kept = v.gone;
        v.gone = first;
    }
    TRY(user_name(app, v.kept.owner, a, &v.kept_owner));
    TRY(user_name(app, v.gone.owner, a, &v.gone_owner));
    TRY(counts_of(app, v.kept.id, a, &v.kept_workplaces, &v.kept_needs));
    TRY(counts_of(app, v.gone.id, a, &v.gone_workplaces, &v.gone_needs));
    TRY(employer_removed(app_store(app), v.gone.id, &removed));
    v.refusal = merge_refusal(&v.kept, &v.gone, removed);
    struct employer_id one = v.kept.id, other = v.gone.id;
    sort_ids(&one, &other);
    TRY(not_same_list(app_store(app), a, &two, &count));
    for (size_t i = 0; i < count; i++)
        v.not_same |= two[i].one.value == one.value && two[i].other.value == other.value;
    *out = v;
    return OK;
}

struct merge_job {
    struct employer kept;
    struct employer gone;
    struct merge_id id;
};

static enum status write_merge(struct store_tx *tx, void *arg)
{
    struct merge_job *job = arg;
    return merge_write(tx, &job->kept, &job->gone, &job->id);
}

enum status merge_employers(struct app *app, const struct actor *actor, const struct merge_choice *choice,
                            struct issues *issues, struct merge_id *id_out)
{
    struct merge_job job = {0};
    bool removed;
    TRY(merge_ask(actor));
    TRY(still_there(app, choice->kept, issues->arena, &job.kept));
    TRY(still_there(app, choice->gone, issues->arena, &job.gone));
    if (job.kept.version != choice->kept_version || job.gone.version != choice->gone_version)
        return CONFLICT;
    TRY(employer_removed(app_store(app), job.gone.id, &removed));
    const char *refusal = merge_refusal(&job.kept, &job.gone, removed);
    if (refusal != NULL) {
        issues_add(issues, "", refusal);
        return INVALID;
    }
    for (int f = 0; f < MERGE_FIELDS; f++)
        if ((choice->from_gone >> f & 1) != 0)
            merge_field_copy(&job.kept, &job.gone, (enum merge_field)f);
    TRY(store_write(app_store(app), actor, app_now(app), write_merge, &job));
    *id_out = job.id;
    return OK;
}

enum status get_merge(struct app *app, const struct actor *actor, struct merge_id id, struct arena *a, struct merge_view *out)
{
    struct merge_view v = {0};
    struct employer kept, gone;
    struct employer_merge over;
    TRY(merge_ask(actor));
    TRY(merge_get(app_store(app), id, a, &v.merge));
    TRY(employer_get(app_store(app), v.merge.kept, a, &kept));
    TRY(employer_get(app_store(app), v.merge.gone, a, &gone));
    TRY(user_name(app, v.merge.user, a, &v.user_name));
    TRY(merge_moves(app_store(app), id, a, &v.moved, &v.moved_count));
    enum status status = merge_of_gone(app_store(app), v.merge.kept, a, &over);
    if (status != OK && status != NOT_FOUND)
        return status;
    v.kept_name = kept.name;
    v.gone_name = gone.name;
    v.may_undo = v.merge.undone_at == 0 && kept.version == v.merge.kept_version && status == NOT_FOUND;
    *out = v;
    return OK;
}

static enum status write_undo(struct store_tx *tx, void *arg)
{
    return merge_undo(tx, *(const struct merge_id *)arg);
}

enum status undo_merge(struct app *app, const struct actor *actor, struct merge_id id)
{
    TRY(merge_ask(actor));
    return store_write(app_store(app), actor, app_now(app), write_undo, &id);
}

enum status list_not_same(struct app *app, const struct actor *actor, struct arena *a, struct not_same **out, size_t *count_out)
{
    TRY(merge_ask(actor));
    return not_same_list(app_store(app), a, out, count_out);
}

struct not_same_job {
    struct employer_id one, other;
    bool not_same;
};

static enum status write_not_same(struct store_tx *tx, void *arg)
{
    const struct not_same_job *job = arg;
    enum status status = job->not_same ? not_same_insert(tx, job->one, job->other) : not_same_delete(tx, job->one, job->other);
    return status;
}

enum status set_not_same(struct app *app, const struct actor *actor, struct employer_id one, struct employer_id other,
                         bool not_same)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct not_same_job job = {one, other, not_same};
    struct employer found;
    TRY(merge_ask(actor));
    TRY(employer_get(app_store(app), one, a, &found));
    TRY(employer_get(app_store(app), other, a, &found));
    if (one.value == other.value)
        return CONFLICT;
    sort_ids(&job.one, &job.other);
    enum status status = store_write(app_store(app), actor, app_now(app), write_not_same, &job);
    return status == (not_same ? CONFLICT : NOT_FOUND) ? OK : status;
}

enum status find_merged_into(struct app *app, const struct actor *actor, struct employer_id id, struct employer_id *out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct employer_merge m;
    unsigned rights;
    TRY(employer_rights(app, actor, id, &rights));
    TRY(merge_of_gone(app_store(app), id, a, &m));
    return merge_stands_for(app_store(app), m.kept, a, out);
}
