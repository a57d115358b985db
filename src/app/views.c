// SPDX-License-Identifier: EUPL-1.2
#include "app/views.h"

#include "app/employers.h"
#include "app/internal.h"
#include "base/text.h"
#include "store/user_store.h"
#include "store/view_store.h"

static unsigned view_rights(const struct actor *actor, const struct saved_view *v)
{
    return access_rights(actor, &(struct access_facts){.thing = THING_VIEW, .owner = v->owner, .published = v->shared});
}

static enum status line_of(struct app *app, const struct actor *actor, const struct saved_view *v, struct arena *a,
                           struct view_line *out)
{
    struct view_line line = {.view = *v, .owner_name = "", .own = (view_rights(actor, v) & RIGHT_EDIT) != 0};
    struct user user;
    enum status status = user_get(app_store(app), v->owner, a, &user);
    if (status == OK)
        line.owner_name = user.name;
    else if (status != NOT_FOUND)
        return status;
    *out = line;
    return OK;
}

enum status list_views(struct app *app, const struct actor *actor, enum view_kind kind, struct arena *a,
                       struct view_line **out, size_t *count_out)
{
    struct saved_view *views;
    size_t count, kept = 0;
    TRY(view_list(app_store(app), actor->user, kind, a, &views, &count));
    struct view_line *lines = ARENA_ARRAY(a, struct view_line, count);
    for (size_t i = 0; i < count; i++)
        if ((view_rights(actor, &views[i]) & RIGHT_SEE) != 0)
            TRY(line_of(app, actor, &views[i], a, &lines[kept++]));
    *out = lines;
    *count_out = kept;
    return OK;
}

// One that the actor may see, removed or not.
static enum status view_seen(struct app *app, const struct actor *actor, struct view_id id, struct arena *a,
                             struct saved_view *out, unsigned *rights_out)
{
    TRY(view_get(app_store(app), id, a, out));
    *rights_out = view_rights(actor, out);
    return (*rights_out & RIGHT_SEE) != 0 ? OK : NOT_FOUND;
}

enum status get_view(struct app *app, const struct actor *actor, struct view_id id, struct arena *a, struct view_line *out)
{
    struct saved_view v;
    unsigned rights;
    TRY(view_seen(app, actor, id, a, &v, &rights));
    return v.removed_at != 0 ? NOT_FOUND : line_of(app, actor, &v, a, out);
}

struct view_job {
    struct saved_view view;
    struct view_id id; // of the one made
    bool removed;
};

static enum status write_view(struct store_tx *tx, void *arg)
{
    struct view_job *job = arg;
    if (job->view.id.value != 0)
        return view_update(tx, &job->view);
    return view_insert(tx, &job->view, &job->id);
}

enum status save_view(struct app *app, const struct actor *actor, const struct saved_view *typed, struct issues *issues,
                      struct view_id *id_out)
{
    struct view_job job = {.view = *typed};
    TRY(rights_ask(kind_rights(actor, THING_VIEW), RIGHT_CREATE));
    job.view.id = (struct view_id){0};
    job.view.name = text_line(issues->arena, text_or_empty(typed->name));
    view_check(&job.view, issues);
    if (issues->count > 0)
        return INVALID;
    TRY(store_write(app_store(app), actor, app_now(app), write_view, &job));
    *id_out = job.id;
    return OK;
}

enum status edit_view(struct app *app, const struct actor *actor, const struct saved_view *typed, struct issues *issues)
{
    struct saved_view stood;
    unsigned rights;
    TRY(view_seen(app, actor, typed->id, issues->arena, &stood, &rights));
    TRY(rights_ask(rights, RIGHT_EDIT));
    struct view_job job = {.view = stood};
    job.view.version = typed->version;
    job.view.name = text_line(issues->arena, text_or_empty(typed->name));
    job.view.query = typed->query == NULL ? stood.query : typed->query;
    job.view.shared = typed->shared;
    view_check(&job.view, issues);
    if (issues->count > 0)
        return INVALID;
    return store_write(app_store(app), actor, app_now(app), write_view, &job);
}

static enum status write_removed(struct store_tx *tx, void *arg)
{
    struct view_job *job = arg;
    return view_set_removed(tx, job->view.id, job->removed);
}

static enum status set_removed(struct app *app, const struct actor *actor, struct view_id id, bool removed,
                               enum view_kind *kind_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct view_job job = {.removed = removed};
    unsigned rights;
    TRY(view_seen(app, actor, id, a, &job.view, &rights));
    TRY(rights_ask(rights, RIGHT_EDIT));
    *kind_out = job.view.kind;
    return store_write(app_store(app), actor, app_now(app), write_removed, &job);
}

enum status remove_view(struct app *app, const struct actor *actor, struct view_id id, enum view_kind *kind_out)
{
    return set_removed(app, actor, id, true, kind_out);
}

enum status restore_view(struct app *app, const struct actor *actor, struct view_id id, enum view_kind *kind_out)
{
    return set_removed(app, actor, id, false, kind_out);
}

enum status view_employers(struct app *app, const struct actor *actor, struct view_id view, const char *query,
                           struct arena *a, struct employer_id **out, size_t *count_out)
{
    struct employer_query q;
    if (view.value != 0) {
        struct view_line line;
        TRY(get_view(app, actor, view, a, &line));
        if (line.view.kind != VIEW_EMPLOYERS)
            return NOT_FOUND;
        query = line.view.query;
    }
    employer_query_read(text_or_empty(query), a, &q);
    return select_employers(app, actor, &q, a, out, count_out);
}
