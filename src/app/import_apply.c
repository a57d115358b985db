// SPDX-License-Identifier: EUPL-1.2
#include <string.h>

#include "app/import_inside.h"
#include "app/internal.h"

// Does what was found to be done, and takes it back: in batches, each one transaction with how far it came.

enum { BATCH_ROWS = 250 };

struct batch {
    struct import_work *w;
    struct import_row_stored *rows;
    size_t count;
    bool back;
};

static enum import_action action_of(const char *name)
{
    return strcmp(name, import_action_name(IMPORT_CREATE)) == 0 ? IMPORT_CREATE : IMPORT_UPDATE;
}

static struct import_row row_of(const struct import_work *w, const struct import_row_stored *r)
{
    return (struct import_row){
        .position = r->position,
        .part = w->files[r->file].part,
        .line = r->line,
        .action = action_of(r->action),
        .key = r->key,
        .target = r->target,
        .after = r->after,
        .before = r->undo,
    };
}

static enum status list_fault(struct store_tx *tx, struct import_work *w, const struct import_row_stored *r,
                              const char *message)
{
    struct import_fault_stored fault = {
        .number = ++w->now.faults,
        .file = r->file,
        .line = r->line,
        .field = "",
        .value = r->title[0] != '\0' ? r->title : r->key,
        .message = message,
    };
    return import_fault_insert(tx, w->now.id, &fault);
}

// A row by itself, in the batch's transaction: one that finds a conflict on its way leaves nothing written.
struct row_job {
    struct import_work *w;
    struct import_row row;
    struct import_done done;
    struct arena *arena;
    bool back;
};

static enum status write_row(struct store_tx *tx, void *arg)
{
    struct row_job *job = arg;
    if (job->back)
        return job->w->kind->revert(tx, &job->w->run, &job->row);
    struct import_done done = {.target = job->row.target};
    TRY(job->w->kind->apply(tx, &job->w->run, &job->row, &done));
    job->done = (struct import_done){done.target, arena_strdup(job->arena, done.before)};
    return OK;
}

static enum status do_row(struct store_tx *tx, struct import_work *w, const struct import_row_stored *r, bool back)
{
    struct row_job job = {.w = w, .row = row_of(w, r), .arena = tx->arena, .back = back};
    enum status status = store_write(tx->store, &w->actor, tx->now, write_row, &job);
    if (status == OK && back)
        return import_row_settle(tx, w->now.id, r->position, "undone", r->target, r->undo);
    if (status == OK)
        return import_row_settle(tx, w->now.id, r->position, "done", job.done.target, job.done.before);
    if (status != CONFLICT)
        return status == NOT_FOUND || status == INVALID ? FAILED : status;
    if (back) {
        w->now.kept++;
        TRY(list_fault(
            tx, w, r, N_("It stays as it is: somebody has worked on it since. Take it back by hand if it has to go.")));
        return import_row_settle(tx, w->now.id, r->position, "kept", r->target, r->undo);
    }
    *(job.row.action == IMPORT_CREATE ? &w->now.created : &w->now.updated) -= 1;
    w->now.rejected++;
    TRY(list_fault(
        tx, w, r, N_("It was changed here after the file was read. Import the file again to see what remains to do.")));
    return import_row_settle(tx, w->now.id, r->position, "passed", r->target, NULL);
}

static enum status write_rows(struct store_tx *tx, void *arg)
{
    struct batch *b = arg;
    for (size_t i = 0; i < b->count; i++)
        TRY(do_row(tx, b->w, &b->rows[i], b->back));
    b->w->now.done += (int64_t)b->count;
    return OK;
}

struct attempt {
    struct batch *batch;
    struct import_stored stood; // a job may be run again: then it counts anew
};

static enum status write_batch(struct store_tx *tx, void *arg)
{
    struct attempt *attempt = arg;
    attempt->batch->w->now = attempt->stood;
    return write_rows(tx, attempt->batch);
}

static enum status do_rows(struct import_work *w, const char *was, bool back)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const char *waiting = back ? "done" : "waiting";
    for (int64_t from = 0;;) {
        struct batch batch = {.w = w, .back = back};
        TRY(import_row_next(app_store(w->app), w->now.id, waiting, back, from, BATCH_ROWS, a, &batch.rows,
                            &batch.count));
        if (batch.count == 0)
            return OK;
        from = batch.rows[batch.count - 1].position;
        struct attempt attempt = {&batch, w->now};
        enum status status = import_step(w, was, write_batch, &attempt);
        if (status != OK)
            w->now = attempt.stood;
        TRY(status);
        arena_reset(a);
        import_tell(w);
        if (w->stopping != NULL && w->stopping(w->stopping_context))
            return BUSY;
    }
}

// Kinds that stage by themselves: one row that is all.
struct whole {
    struct import_work *w;
    struct import_stored next;
    bool back;
};

static enum status apply_whole(struct store_tx *tx, struct import_work *w)
{
    struct import_row row = {.action = IMPORT_CREATE};
    struct import_done done = {0};
    TRY(w->kind->apply(tx, &w->run, &row, &done));
    w->now.target = done.target;
    w->now.undo = arena_strdup(w->arena, done.before);
    return OK;
}

static enum status revert_whole(struct store_tx *tx, struct import_work *w)
{
    struct import_row row = {.action = IMPORT_CREATE, .target = w->now.target, .before = w->now.undo};
    enum status status = w->kind->revert(tx, &w->run, &row);
    if (status != CONFLICT)
        return status;
    w->now.kept = w->now.to_do;
    return import_fault_insert(
        tx, w->now.id,
        &(struct import_fault_stored){
            .number = ++w->now.faults,
            .value = w->now.name,
            .message = N_("It stays as it is: it is in use. Put another in its place before you take it back."),
        });
}

static enum status write_whole(struct store_tx *tx, void *arg)
{
    struct whole *whole = arg;
    whole->w->now = whole->next;
    if (whole->w->kind->stage == NULL)
        return OK;
    return whole->back ? revert_whole(tx, whole->w) : apply_whole(tx, whole->w);
}

static enum status finish(struct import_work *w, const char *was, bool back)
{
    struct import_stored stood = w->now;
    struct whole whole = {.w = w, .next = w->now, .back = back};
    whole.next.state = back ? "reverted" : "applied";
    whole.next.done = whole.next.to_do;
    if (back)
        whole.next.reverted_at = app_now(w->app);
    else
        whole.next.applied_at = app_now(w->app);
    enum status status = import_step(w, was, write_whole, &whole);
    if (status != OK)
        w->now = stood;
    else if (w->kind->changed != NULL)
        w->kind->changed(w->app);
    return status;
}

static enum status all_rows(struct import_work *w, const char *was, bool back)
{
    enum status status = import_begin_run(w);
    if (status == OK && w->kind->stage == NULL)
        status = do_rows(w, was, back);
    if (status == OK)
        status = finish(w, was, back);
    import_end_run(w);
    return status;
}

enum status import_apply_all(struct import_work *w)
{
    return all_rows(w, "applying", false);
}

enum status import_revert_all(struct import_work *w)
{
    TRY(all_rows(w, "reverting", true));
    // What is left is the list of what stayed.
    return import_clear_all(w->app, w->now.id, false);
}
