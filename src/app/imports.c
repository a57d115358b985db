// SPDX-License-Identifier: EUPL-1.2
#include "app/imports.h"

#include <dirent.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/import_inside.h"
#include "app/internal.h"
#include "base/log.h"

static const struct {
    const char *name, *title;
} STATES[IMPORT_STATES] = {
    [IMPORT_NEW] = {"new", N_("Not read yet")},
    [IMPORT_READING] = {"reading", N_("Being read")},
    [IMPORT_READY] = {"ready", N_("Ready, nothing stored")},
    [IMPORT_REFUSED] = {"refused", N_("Refused")},
    [IMPORT_CANCELLED] = {"cancelled", N_("Cancelled")},
    [IMPORT_APPLYING] = {"applying", N_("Being stored")},
    [IMPORT_APPLIED] = {"applied", N_("Stored")},
    [IMPORT_REVERTING] = {"reverting", N_("Being taken back")},
    [IMPORT_REVERTED] = {"reverted", N_("Taken back")},
};

const char *import_state_name(enum import_state s)
{
    return STATES[s].name;
}

const char *import_state_title(enum import_state s)
{
    return STATES[s].title;
}

bool import_state_read(const char *name, enum import_state *out)
{
    for (int s = 0; s < IMPORT_STATES; s++)
        if (strcmp(STATES[s].name, name) == 0) {
            *out = (enum import_state)s;
            return true;
        }
    return false;
}

const char *import_action_name(enum import_action a)
{
    static const char *const NAMES[IMPORT_ACTIONS] = {"create", "update", "unchanged", "outside", "reject"};
    return NAMES[a];
}

static const char *const MODES[] = {"both", "create", "update"};

const char *import_mode_name(enum import_mode m)
{
    return MODES[m];
}

bool import_mode_read(const char *name, enum import_mode *out)
{
    for (size_t m = 0; m < COUNT_OF(MODES); m++)
        if (name != NULL && strcmp(MODES[m], name) == 0) {
            *out = (enum import_mode)m;
            return true;
        }
    return false;
}

const struct import_kind *import_kind_find(const char *name)
{
    for (const struct import_kind *const *k = IMPORT_KINDS; *k != NULL; k++)
        if (strcmp((*k)->name, name) == 0)
            return *k;
    return NULL;
}

enum status import_may(const struct actor *actor)
{
    if (actor == NULL)
        return OK;
    unsigned rights = kind_rights(actor, THING_PROGRAMME);
    return (rights & RIGHT_SEE) == 0 ? NOT_FOUND : rights_ask(rights, RIGHT_EDIT);
}

struct beginning {
    struct import_stored import;
    struct import_file *files;
    size_t count;
    struct import_id id;
};

static enum status insert_import(struct store_tx *tx, void *arg)
{
    struct beginning *b = arg;
    return import_insert(tx, &b->import, b->files, b->count, &b->id);
}

// "units.csv", the directory's name, or "units.csv and others".
static const char *name_of(const struct import_source *sources, size_t count, const struct beginning *b,
                           struct arena *a)
{
    struct stat st;
    if (count == 1 && sources[0].path != NULL && stat(sources[0].path, &st) == 0 && S_ISDIR(st.st_mode)) {
        char *whole = realpath(sources[0].path, NULL);
        const char *slash = whole == NULL ? NULL : strrchr(whole, '/');
        const char *name = arena_strdup(a, slash == NULL || slash[1] == '\0' ? sources[0].path : slash + 1);
        free(whole);
        return name;
    }
    return b->count == 1 ? b->files[0].name : arena_printf(a, "%s …", b->files[0].name);
}

// Where the uploads lie before they have their import's folder.
static enum status digest_of(struct app *app, struct beginning *b, const char *folder, struct arena *a,
                             unsigned char *out)
{
    struct import_file *placed = ARENA_ARRAY(a, struct import_file, b->count);
    for (size_t i = 0; i < b->count; i++) {
        placed[i] = b->files[i];
        if (folder != NULL)
            placed[i].path = arena_printf(a, "%s/%zu", folder, i);
    }
    return import_digest(app, (struct import_id){0}, placed, b->count, out);
}

static enum status begin(struct app *app, const struct actor *actor, const struct import_kind *kind,
                         const struct import_source *sources, size_t count, struct arena *a, const char **folder,
                         struct issues *issues, struct import_id *id_out)
{
    struct beginning b = {0};
    unsigned char digest[IMPORT_DIGEST];
    TRY(import_take_files(app, kind, sources, count, a, issues, &b.files, &b.count, folder));
    TRY(digest_of(app, &b, *folder, a, digest));
    b.import = (struct import_stored){
        .kind = kind->name,
        .state = import_state_name(IMPORT_NEW),
        .mode = import_mode_name(IMPORT_BOTH),
        .name = name_of(sources, count, &b, a),
        .digest = digest,
        .mapping = "{}",
        .options = "{}",
        .problem = import_issues_json(issues, a),
    };
    for (size_t i = 0; i < b.count; i++)
        b.import.total_bytes += b.files[i].size * (kind->scan == NULL ? 1 : 2);
    TRY(store_write(app_store(app), actor, app_now(app), insert_import, &b));
    if (*folder != NULL)
        TRY(import_name_folder(app, *folder, b.id));
    *folder = NULL;
    *id_out = b.id;
    return OK;
}

enum status import_begin(struct app *app, const struct actor *actor, const struct import_kind *kind,
                         const struct import_source *sources, size_t count, struct issues *issues,
                         struct import_id *id_out)
{
    TRY(import_may(actor));
    struct arena *a CLEANUP_ARENA = arena_open();
    const char *folder = NULL;
    enum status status = begin(app, actor, kind, sources, count, a, &folder, issues, id_out);
    if (folder != NULL)
        import_drop_folder(folder);
    return status;
}

// From a state to the next, by a person.
struct moving {
    struct import_stored next;
    const char *was;
};

static enum status write_move(struct store_tx *tx, void *arg)
{
    struct moving *m = arg;
    return import_update(tx, &m->next, m->was);
}

static enum status find(struct app *app, const struct actor *actor, struct import_id id, struct arena *a,
                        struct moving *out)
{
    TRY(import_may(actor));
    TRY(import_find(app_store(app), id, a, &out->next));
    out->was = out->next.state;
    return OK;
}

static bool in_state(const struct moving *m, enum import_state state)
{
    return strcmp(m->was, import_state_name(state)) == 0;
}

enum status import_read(struct app *app, const struct actor *actor, struct import_id id,
                        const struct import_settings *settings, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct moving m;
    struct import_peek peek;
    TRY(find(app, actor, id, a, &m));
    TRY(import_peek(app, actor, id, settings, 0, a, issues, &peek));
    m.next.state = import_state_name(IMPORT_READING);
    m.next.mode = import_mode_name(settings->mode);
    m.next.mapping = import_pairs_json(settings->mapping, settings->mapping_count, a);
    m.next.options = import_pairs_json(settings->options, settings->option_count, a);
    m.next.unasked = settings->apply;
    return store_write(app_store(app), actor, app_now(app), write_move, &m);
}

enum status import_apply(struct app *app, const struct actor *actor, struct import_id id)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct moving m;
    TRY(find(app, actor, id, a, &m));
    if (!in_state(&m, IMPORT_READY))
        return CONFLICT;
    m.next.state = import_state_name(IMPORT_APPLYING);
    return store_write(app_store(app), actor, app_now(app), write_move, &m);
}

static bool rows_kept(struct app *app, const struct import_stored *i)
{
    return app_now(app) - i->applied_at < (int64_t)IMPORT_ROWS_DAYS * 86400000;
}

enum status import_revert(struct app *app, const struct actor *actor, struct import_id id)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct moving m;
    TRY(find(app, actor, id, a, &m));
    if (!in_state(&m, IMPORT_APPLIED) || !rows_kept(app, &m.next))
        return CONFLICT;
    m.next.state = import_state_name(IMPORT_REVERTING);
    m.next.done = 0;
    m.next.to_do = m.next.created + m.next.updated;
    return store_write(app_store(app), actor, app_now(app), write_move, &m);
}

struct cancelling {
    struct moving *move;
    const struct import_kind *kind;
    struct import_run run;
};

// The state and what was staged go together, for the reason that refusing has (import_read.c).
static enum status write_cancel(struct store_tx *tx, void *arg)
{
    struct cancelling *c = arg;
    TRY(write_move(tx, c->move));
    return c->kind == NULL || c->kind->discard == NULL ? OK : c->kind->discard(tx, &c->run);
}

enum status import_cancel(struct app *app, const struct actor *actor, struct import_id id)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct moving m;
    TRY(find(app, actor, id, a, &m));
    if (!in_state(&m, IMPORT_NEW) && !in_state(&m, IMPORT_READING) && !in_state(&m, IMPORT_READY))
        return CONFLICT;
    m.next.state = import_state_name(IMPORT_CANCELLED);
    // A batch that is under way finds it cancelled and is not kept.
    struct cancelling c = {.move = &m,
                           .kind = import_kind_find(m.next.kind),
                           .run = {.app = app, .actor = actor, .import = id.value, .file = "", .arena = a}};
    c.run.options = m.next.options;
    TRY(store_write(app_store(app), actor, app_now(app), write_cancel, &c));
    TRY(import_clear_all(app, id, true));
    import_drop_folder(import_own_folder(app, id, a));
    return OK;
}

static enum status list_outside(struct app *app, struct import_id id, struct arena *a, struct import_view *v)
{
    struct import_outside *list;
    TRY(import_outside_list(app_store(app), id, a, &list, &v->outside_by_count));
    v->outside_by = ARENA_ARRAY(a, struct import_count, v->outside_by_count);
    for (size_t i = 0; i < v->outside_by_count; i++)
        v->outside_by[i] = (struct import_count){list[i].reason, list[i].count};
    return OK;
}

static unsigned can_do(struct app *app, const struct import_stored *i, enum import_state state, bool elsewhere)
{
    switch (state) {
    case IMPORT_NEW:
        return IMPORT_CAN_READ | IMPORT_CAN_CANCEL;
    case IMPORT_READING:
        return IMPORT_CAN_CANCEL | (elsewhere ? IMPORT_CAN_RESUME : 0);
    case IMPORT_READY:
        return IMPORT_CAN_APPLY | IMPORT_CAN_CANCEL;
    case IMPORT_APPLYING:
    case IMPORT_REVERTING:
        return IMPORT_CAN_RESUME;
    case IMPORT_APPLIED:
        return rows_kept(app, i) ? IMPORT_CAN_REVERT : 0;
    default:
        return 0;
    }
}

struct import_view import_view_of(struct app *app, const struct import_stored *i, struct arena *a)
{
    enum import_state state = IMPORT_NEW;
    enum import_mode mode = IMPORT_BOTH;
    (void)import_state_read(i->state, &state);
    (void)import_mode_read(i->mode, &mode);
    struct import_view v = {
        .id = i->id,
        .kind = import_kind_find(i->kind),
        .state = state,
        .mode = mode,
        .file = i->name,
        .created = i->created,
        .updated = i->updated,
        .unchanged = i->unchanged,
        .outside = i->outside,
        .rejected = i->rejected,
        .notes = i->notes,
        .reject_lines = i->faults,
        .read_bytes = (uint64_t)i->read_bytes,
        .total_bytes = (uint64_t)i->total_bytes,
        .done = i->done,
        .to_do = i->to_do,
        .kept = i->kept,
        .problem = issues_in(a),
        .user_name = i->user_name,
        .created_at = i->created_at,
        .applied_at = i->applied_at,
        .reverted_at = i->reverted_at,
    };
    v.mapping_count = import_pairs_read(i->mapping, a, &v.mapping);
    v.option_count = import_pairs_read(i->options, a, &v.options);
    import_issues_read(i->problem, &v.problem);
    v.can = can_do(app, i, state, false);
    return v;
}

enum status import_get(struct app *app, const struct actor *actor, struct import_id id, struct arena *a,
                       struct import_view *out)
{
    TRY(import_may(actor));
    struct import_stored stored, before;
    struct import_file *files;
    struct import_fault_stored *lines;
    size_t file_count, line_count;
    TRY(import_find(app_store(app), id, a, &stored));
    TRY(import_files(app_store(app), id, a, &files, &file_count));
    TRY(import_fault_list(app_store(app), id, 0, true, 1, a, &lines, &line_count));
    struct import_view v = import_view_of(app, &stored, a);
    if (v.kind == NULL)
        return NOT_FOUND;
    v.file_count = file_count;
    v.lines_kept = line_count > 0;
    v.can = can_do(app, &stored, v.state, file_count > 0 && files[0].path[0] != '\0');
    enum status status = import_find_before(app_store(app), id, stored.kind, stored.digest, a, &before);
    if (status == OK) {
        v.before = before.id;
        v.before_at = before.applied_at;
    } else if (status != NOT_FOUND) {
        return status;
    }
    TRY(list_outside(app, id, a, &v));
    *out = v;
    return OK;
}

enum status import_list(struct app *app, const struct actor *actor, struct import_id before, size_t most,
                        struct arena *a, struct import_view **out, size_t *count_out)
{
    TRY(import_may(actor));
    struct import_stored *list;
    size_t count, n = 0;
    TRY(import_list_stored(app_store(app), before, most, a, &list, &count));
    struct import_view *views = ARENA_ARRAY(a, struct import_view, count);
    for (size_t i = 0; i < count; i++) {
        views[n] = import_view_of(app, &list[i], a);
        n += views[n].kind != NULL;
    }
    *out = views;
    *count_out = n;
    return OK;
}

// Folders of imports that are none any more, or rest, or have waited too long.
static enum status tend_folders(struct app *app, struct arena *a)
{
    const char *all = import_folder(app_store(app), a);
    DIR *dir = opendir(all);
    if (dir == NULL)
        return OK;
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        struct import_stored i;
        struct stat st;
        const char *path = arena_printf(a, "%s/%s", all, e->d_name);
        if (e->d_name[0] == '.' || stat(path, &st) != 0)
            continue;
        struct import_id id = {strtoll(e->d_name, NULL, 10)};
        enum status status = id.value == 0 ? NOT_FOUND : import_find(app_store(app), id, a, &i);
        // One without an import may be on its way to become one.
        bool old = clock_real() - (int64_t)st.st_mtime * 1000 > (int64_t)IMPORT_UPLOAD_DAYS * 86400000;
        if (status == NOT_FOUND && clock_real() - (int64_t)st.st_mtime * 1000 > 86400000)
            import_drop_folder(path);
        if (status == OK && old && strcmp(i.state, import_state_name(IMPORT_NEW)) == 0 &&
            import_cancel(app, NULL, id) != OK)
            log_warning("import %lld: its upload has waited too long and could not be removed", (long long)id.value);
    }
    closedir(dir);
    return OK;
}

static enum status clear_rows(struct app *app, struct import_id id, bool all, struct arena *a)
{
    struct import_row_stored *rows;
    struct import_fault_stored *faults;
    size_t row_count, fault_count = 0;
    TRY(import_row_list(app_store(app), id, &(struct import_row_filter){0}, 0, 1, a, &rows, &row_count));
    if (all)
        TRY(import_fault_list(app_store(app), id, 0, false, 1, a, &faults, &fault_count));
    return row_count + fault_count == 0 ? OK : import_clear_all(app, id, all);
}

enum status import_tend(struct app *app)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct import_stored *list;
    size_t count;
    TRY(tend_folders(app, a));
    TRY(import_list_stored(app_store(app), (struct import_id){0}, 1000, a, &list, &count));
    for (size_t i = 0; i < count; i++) {
        enum import_state state = IMPORT_NEW;
        (void)import_state_read(list[i].state, &state);
        if (state == IMPORT_REFUSED || state == IMPORT_CANCELLED)
            TRY(clear_rows(app, list[i].id, true, a));
        else if ((state == IMPORT_APPLIED && !rows_kept(app, &list[i])) || state == IMPORT_REVERTED)
            TRY(clear_rows(app, list[i].id, false, a));
    }
    return OK;
}
