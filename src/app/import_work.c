// SPDX-License-Identifier: EUPL-1.2
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/bulk.h"
#include "app/import_inside.h"
#include "app/internal.h"
#include "base/log.h"
#include "store/programme_store.h"

struct actor import_actor(struct user_id user)
{
    return (struct actor){.role = ROLE_OFFICE, .user = user, .name = "", .organisation = ""};
}

void import_tell(struct import_work *w)
{
    if (w->told == NULL)
        return;
    struct arena *a CLEANUP_ARENA = arena_open();
    struct import_view view = import_view_of(w->app, &w->now, a);
    w->told(w->told_context, &view);
}

struct step {
    struct import_work *w;
    const char *was;
    enum status (*job)(struct store_tx *tx, void *arg);
    void *arg;
};

static enum status take_step(struct store_tx *tx, void *arg)
{
    struct step *step = arg;
    if (step->job != NULL)
        TRY(step->job(tx, step->arg));
    return import_update(tx, &step->w->now, step->was);
}

enum status import_step(struct import_work *w, const char *was, enum status (*job)(struct store_tx *tx, void *arg),
                        void *arg)
{
    struct step step = {w, was, job, arg};
    return store_write(app_store(w->app), &w->actor, app_now(w->app), take_step, &step);
}

enum status import_begin_run(struct import_work *w)
{
    struct programme programme;
    static const struct record nothing;
    TRY(programme_get(app_store(w->app), w->arena, &programme));
    enum import_mode mode = IMPORT_BOTH;
    (void)import_mode_read(w->now.mode, &mode);
    w->run = (struct import_run){
        .app = w->app,
        .actor = &w->actor,
        .import = w->now.id.value,
        .file = "",
        .mode = mode,
        .options = w->now.options,
        .synthetic = programme.synthetic_allowed,
        .today = app_today(w->app),
        .head = &nothing,
        .arena = w->arena,
    };
    return w->kind->begin == NULL ? OK : w->kind->begin(&w->run, w->issues);
}

void import_end_run(struct import_work *w)
{
    if (w->kind->end != NULL)
        w->kind->end(&w->run);
    w->run.state = NULL;
}

struct clearing {
    struct import_id id;
    bool all, more;
};
enum { CLEAR_MOST = 5000 };

static enum status clear_some(struct store_tx *tx, void *arg)
{
    struct clearing *c = arg;
    return import_clear(tx, c->id, c->all, CLEAR_MOST, &c->more);
}

enum status import_clear_all(struct app *app, struct import_id id, bool all)
{
    struct clearing c = {.id = id, .all = all, .more = true};
    while (c.more)
        TRY(store_write(app_store(app), NULL, app_now(app), clear_some, &c));
    return OK;
}

// An import that goes on after a stop has to read the same bytes.
static enum status same_files(struct import_work *w)
{
    unsigned char digest[IMPORT_DIGEST];
    if (w->now.file_at == 0 && w->now.record_at == 0)
        return OK;
    enum status status = import_digest(w->app, w->now.id, w->files, w->file_count, digest);
    if (status == OK && memcmp(digest, w->now.digest, IMPORT_DIGEST) == 0)
        return OK;
    if (status != OK && status != NOT_FOUND)
        return status;
    issues_add_arg(w->issues, "file",
                   N_("%s is not the same any more, so the import cannot go on. Cancel it, and import the file anew."),
                   w->now.name);
    return CONFLICT;
}

static bool rests(const struct import_stored *i)
{
    return strcmp(i->state, "reading") != 0 && strcmp(i->state, "applying") != 0 && strcmp(i->state, "reverting") != 0;
}

// Nothing is read from uploads any more once it is settled what they hold.
static void settle_folder(struct import_work *w)
{
    if (rests(&w->now) && strcmp(w->now.state, "new") != 0)
        import_drop_folder(import_own_folder(w->app, w->now.id, w->arena));
}

static enum status work_on(struct import_work *w)
{
    w->kind = import_kind_find(w->now.kind);
    if (w->kind == NULL) {
        issues_add_arg(w->issues, "", N_("This version of the program does not know the kind %s"), w->now.kind);
        return CONFLICT;
    }
    TRY(import_files(app_store(w->app), w->now.id, w->arena, &w->files, &w->file_count));
    w->actor = import_actor(w->now.user);
    import_tell(w);
    if (strcmp(w->now.state, "reading") == 0) {
        TRY(same_files(w));
        TRY(import_read_all(w));
        import_tell(w);
    }
    if (strcmp(w->now.state, "applying") == 0)
        TRY(import_apply_all(w));
    if (strcmp(w->now.state, "reverting") == 0)
        TRY(import_revert_all(w));
    import_tell(w);
    return OK;
}

enum status import_work_on(struct import_work *w, struct import_id id)
{
    int lock;
    TRY(import_find(app_store(w->app), id, w->arena, &w->now));
    if (rests(&w->now))
        return OK;
    TRY(import_lock(w->app, id, &lock));
    // What it was before the lock was had may be past.
    enum status status = import_find(app_store(w->app), id, w->arena, &w->now);
    if (status == OK)
        status = work_on(w);
    if (status == CONFLICT) // somebody has cancelled it meanwhile
        status = import_find(app_store(w->app), id, w->arena, &w->now) == OK && rests(&w->now) ? OK : CONFLICT;
    settle_folder(w);
    close(lock);
    return status;
}

enum status import_work(struct app *app, struct import_id id,
                        void (*told)(void *context, const struct import_view *now), void *context,
                        struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct import_work w = {.app = app, .arena = a, .issues = issues, .told = told, .told_context = context};
    return import_work_on(&w, id);
}

struct import_worker {
    struct app *app;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t stop;
    bool stopping;
    int64_t failed[16]; // the last that are not tried again before the next start
    size_t failures;
    bool bulk_failed;
};
enum { LOOK_MS = 250 };

static bool worker_stopping(void *context)
{
    struct import_worker *w = context;
    pthread_mutex_lock(&w->lock);
    bool stopping = w->stopping;
    pthread_mutex_unlock(&w->lock);
    return stopping;
}

// Files of the command line may be anybody's, and change: whoever began with them goes on.
static bool for_worker(struct app *app, const struct import_stored *i, struct arena *a)
{
    struct import_file *files;
    size_t count;
    if (strcmp(i->state, "reading") != 0)
        return true;
    if (import_files(app_store(app), i->id, a, &files, &count) != OK)
        return false;
    for (size_t n = 0; n < count; n++)
        if (files[n].path[0] != '\0')
            return false;
    return true;
}

static bool has_failed(const struct import_worker *w, struct import_id id)
{
    for (size_t i = 0; i < COUNT_OF(w->failed); i++)
        if (w->failed[i] == id.value)
            return true;
    return false;
}

static void work_once(struct import_worker *worker)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct import_stored *list;
    size_t count;
    if (import_list_working(app_store(worker->app), a, &list, &count) != OK)
        return;
    for (size_t i = 0; i < count && !worker_stopping(worker); i++) {
        struct issues issues = issues_in(a);
        if (has_failed(worker, list[i].id) || !for_worker(worker->app, &list[i], a))
            continue;
        struct import_work w = {
            .app = worker->app, .arena = a, .issues = &issues, .stopping = worker_stopping, .stopping_context = worker};
        enum status status = import_work_on(&w, list[i].id);
        if (status == FAILED || status == CONFLICT) {
            log_error("import %lld: %s; it waits for the next start", (long long)list[i].id.value, status_name(status));
            worker->failed[worker->failures++ % COUNT_OF(worker->failed)] = list[i].id.value;
        }
    }
}

// Changes of many employers, batch by batch.
static void bulk_once(struct import_worker *w)
{
    bool more = !w->bulk_failed;
    while (more && !worker_stopping(w))
        if (work_on_bulk(w->app, &more) != OK) {
            log_error("a change of many employers waits for the next start");
            w->bulk_failed = true;
            more = false;
        }
}

static void *worker_run(void *arg)
{
    struct import_worker *w = arg;
    while (!worker_stopping(w)) {
        work_once(w);
        bulk_once(w);
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += LOOK_MS * 1000000L;
        until.tv_sec += until.tv_nsec / 1000000000L;
        until.tv_nsec %= 1000000000L;
        pthread_mutex_lock(&w->lock);
        while (!w->stopping && pthread_cond_timedwait(&w->stop, &w->lock, &until) == 0)
            continue;
        pthread_mutex_unlock(&w->lock);
    }
    return NULL;
}

enum status import_worker_open(struct app *app, struct import_worker **out)
{
    struct import_worker *w = calloc(1, sizeof *w);
    if (w == NULL)
        return FAILED;
    w->app = app;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->stop, NULL);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int answer = pthread_create(&w->thread, NULL, worker_run, w);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (answer != 0) {
        log_error("import: cannot start the working thread");
        free(w);
        return FAILED;
    }
    *out = w;
    return OK;
}

void import_worker_close(struct import_worker *w)
{
    if (w == NULL)
        return;
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_signal(&w->stop);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    pthread_cond_destroy(&w->stop);
    pthread_mutex_destroy(&w->lock);
    free(w);
}
