// SPDX-License-Identifier: EUPL-1.2
#include <assert.h>
#include <signal.h>
#include <stdlib.h>

#include "base/log.h"
#include "store/inside.h"
#include "store/tokens.h"

// One thread writes. It takes all jobs that wait into one transaction, each under a savepoint, so that one write-through
// to the disk serves them all; a job that fails is rolled back alone. Answers are given after the commit.

enum { GROUP_MOST = 256 };

struct job {
    struct job *next;
    enum status (*run)(struct store_tx *tx, void *arg);
    void *arg;
    const struct actor *actor;
    int64_t now;
    enum status status;
    bool destroyed; // a key, once this is committed
    bool done;
    pthread_cond_t answered; // of one who waits
    void (*then)(void *arg, enum status status); // or NULL
    void *then_arg;
};

struct made_list {
    struct person_id *items;
    size_t count, room;
};

struct dead_list {
    struct tombstone *items;
    size_t count, room;
};

struct writer {
    pthread_mutex_t lock; // guards the queue, stop, started and the jobs' done
    pthread_cond_t work;
    struct job *first, *last;
    bool stop, started;
    pthread_t thread;
    // The thread's own.
    struct arena *arena;
    struct made_list made;
    struct dead_list destroyed;
    bool unsettled; // the database's log may still hold what was deleted of a person
};

static void *with_room(void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return items;
    *room = *room == 0 ? 16 : *room * 2;
    items = reallocarray(items, *room, size);
    if (items == NULL) {
        log_error("store: out of memory");
        abort();
    }
    return items;
}

enum status tx_make_key(struct store_tx *tx, struct person_id person)
{
    struct made_list *made = &tx->store->writer->made;
    keys_make(tx->store->keys, person);
    made->items = with_room(made->items, made->count, &made->room, sizeof *made->items);
    made->items[made->count++] = person;
    return OK;
}

void tx_destroy_key(struct store_tx *tx, struct person_id person, int64_t at)
{
    struct dead_list *dead = &tx->store->writer->destroyed;
    dead->items = with_room(dead->items, dead->count, &dead->room, sizeof *dead->items);
    dead->items[dead->count++] = (struct tombstone){person, at};
}

// What a job did to keys and did not keep.
static void drop_made(struct store *s, size_t from)
{
    struct made_list *made = &s->writer->made;
    while (made->count > from)
        keys_drop(s->keys, made->items[--made->count]);
}

// In the arena given, which is emptied. FAILED: the transaction as a whole is lost.
static enum status run_job(struct store *s, struct job *job, struct arena *a)
{
    struct writer *w = s->writer;
    struct store_tx tx = {
        .store = s,
        .db = s->db,
        .actor = job->actor,
        .user = job->actor == NULL ? (struct user_id){0} : job->actor->user,
        .now = job->now,
        .arena = a,
    };
    size_t made = w->made.count, destroyed = w->destroyed.count;
    if (sql_savepoint(s->db) != OK)
        return FAILED;
    job->status = job->run(&tx, job->arg);
    arena_reset(a);
    job->destroyed = w->destroyed.count > destroyed;
    if (job->status == OK)
        return sql_release(s->db) == OK ? OK : FAILED;
    drop_made(s, made);
    w->destroyed.count = destroyed;
    job->destroyed = false;
    return sql_rollback_to(s->db) == OK ? OK : FAILED;
}

static enum status run_jobs(struct store *s, struct job **jobs, size_t count)
{
    struct writer *w = s->writer;
    for (size_t i = 0; i < count; i++)
        TRY(run_job(s, jobs[i], w->arena));
    // Keys go to the disk before what is sealed with them; a crash in between leaves keys without persons (store_check).
    TRY(keys_keep(s->keys, w->made.items, w->made.count));
    enum status st = sql_commit(s->db);
    for (size_t i = 0; st != OK && i < w->made.count; i++)
        if (keys_remove(s->keys, w->made.items[i]) != OK)
            log_warning("store: a key without a person stays until the next check");
    return st;
}

static void answer_all(struct job **jobs, size_t count, enum status st)
{
    for (size_t i = 0; i < count; i++)
        jobs[i]->status = st;
}

static void destroy_keys(struct store *s, struct job **jobs, size_t count)
{
    struct writer *w = s->writer;
    if (w->destroyed.count == 0)
        return;
    if (keys_destroy(s->keys, w->destroyed.items, w->destroyed.count) == OK) {
        w->destroyed.count = 0;
        w->unsettled = true;
        return;
    }
    // The rows are gone and marked; the keys are tried again with the next group, and at the next start.
    log_error("store: %zu keys of deleted persons are not destroyed yet", w->destroyed.count);
    for (size_t i = 0; i < w->destroyed.count; i++)
        keys_bury(s->keys, w->destroyed.items[i].person);
    for (size_t i = 0; i < count; i++)
        if (jobs[i]->destroyed)
            jobs[i]->status = FAILED;
}

static void run_group(struct store *s, struct job **jobs, size_t count)
{
    struct writer *w = s->writer;
    size_t waiting = w->destroyed.count;
    s->last_change = s->last_read = -1;
    enum status st = sql_begin(s->db);
    if (st != OK) {
        answer_all(jobs, count, st);
        return;
    }
    st = run_jobs(s, jobs, count);
    if (st != OK) {
        sql_rollback(s->db);
        drop_made(s, 0);
        w->destroyed.count = waiting;
        // One that breaks the transaction (a full disk, say) must not take the others with it.
        if (count > 1)
            for (size_t i = 0; i < count; i++)
                run_group(s, &jobs[i], 1);
        else
            answer_all(jobs, count, st);
        return;
    }
    w->made.count = 0;
    destroy_keys(s, jobs, count);
    tokens_follow(s);
    // While somebody reads, it waits for a later group.
    if (w->unsettled && sql_settle_at_once(s->db) == OK)
        w->unsettled = false;
}

// Answers those that nobody waits for, which are gone then. Those that somebody does are left: how many.
static size_t then_all(struct job **jobs, size_t count)
{
    size_t waiting = 0;
    for (size_t i = 0; i < count; i++)
        if (jobs[i]->then != NULL)
            jobs[i]->then(jobs[i]->then_arg, jobs[i]->status);
        else
            jobs[waiting++] = jobs[i];
    return waiting;
}

static void *write_forever(void *arg)
{
    struct store *s = arg;
    struct writer *w = s->writer;
    pthread_mutex_lock(&w->lock);
    for (;;) {
        while (w->first == NULL && !w->stop)
            pthread_cond_wait(&w->work, &w->lock);
        if (w->first == NULL)
            break;
        struct job *jobs[GROUP_MOST];
        size_t count = 0;
        while (w->first != NULL && count < GROUP_MOST) {
            jobs[count++] = w->first;
            w->first = w->first->next;
        }
        pthread_mutex_unlock(&w->lock);
        run_group(s, jobs, count);
        size_t waiting = then_all(jobs, count);
        pthread_mutex_lock(&w->lock);
        for (size_t i = 0; i < waiting; i++) {
            jobs[i]->done = true;
            pthread_cond_signal(&jobs[i]->answered);
        }
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

// With the lock held. Signals are the program's own to take, in the thread it chooses.
static enum status start_thread(struct store *s)
{
    struct writer *w = s->writer;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int answer = pthread_create(&w->thread, NULL, write_forever, s);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (answer != 0) {
        log_error("store: cannot start the writing thread");
        return FAILED;
    }
    w->started = true;
    return OK;
}

bool on_writer_thread(struct store *s)
{
    pthread_mutex_lock(&s->writer->lock);
    bool here = s->writer->started && pthread_equal(s->writer->thread, pthread_self());
    pthread_mutex_unlock(&s->writer->lock);
    return here;
}

// In the outer job's transaction, where waiting for the thread would be waiting for itself.
static enum status run_within(struct store *s, struct job *job)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    enum status st = run_job(s, job, a);
    return st == OK ? job->status : st;
}

// With the lock held.
static enum status job_add(struct store *s, struct job *job)
{
    struct writer *w = s->writer;
    TRY(w->started ? OK : start_thread(s));
    if (w->first == NULL)
        w->first = job;
    else
        w->last->next = job;
    w->last = job;
    pthread_cond_signal(&w->work);
    return OK;
}

enum status store_write(struct store *s, const struct actor *actor, int64_t now,
                        enum status (*run)(struct store_tx *tx, void *arg), void *arg)
{
    struct writer *w = s->writer;
    struct job job = {.run = run, .arg = arg, .actor = actor, .now = now};
    if (on_writer_thread(s))
        return run_within(s, &job);
    store_renew(s);
    pthread_cond_init(&job.answered, NULL);
    pthread_mutex_lock(&w->lock);
    enum status st = job_add(s, &job);
    while (st == OK && !job.done)
        pthread_cond_wait(&job.answered, &w->lock);
    pthread_mutex_unlock(&w->lock);
    pthread_cond_destroy(&job.answered);
    return st == OK ? job.status : st;
}

enum status store_write_then(struct store *s, const struct actor *actor, int64_t now,
                             enum status (*run)(struct store_tx *tx, void *arg), void *arg, struct arena *a,
                             void (*then)(void *then_arg, enum status status), void *then_arg)
{
    assert(!on_writer_thread(s));
    struct job *job = ARENA_NEW(a, struct job);
    *job = (struct job){.run = run, .arg = arg, .actor = actor, .now = now, .then = then, .then_arg = then_arg};
    pthread_mutex_lock(&s->writer->lock);
    enum status st = job_add(s, job);
    pthread_mutex_unlock(&s->writer->lock);
    return st;
}

enum status writer_open(struct store *s)
{
    struct writer *w = calloc(1, sizeof *w);
    if (w == NULL) {
        log_error("store: out of memory");
        return FAILED;
    }
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->work, NULL);
    w->arena = arena_open();
    s->writer = w;
    return OK;
}

void writer_close(struct store *s)
{
    struct writer *w = s->writer;
    if (w == NULL)
        return;
    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_cond_signal(&w->work);
    bool started = w->started;
    pthread_mutex_unlock(&w->lock);
    if (started)
        pthread_join(w->thread, NULL);
    arena_close(w->arena);
    free(w->made.items);
    free(w->destroyed.items);
    pthread_cond_destroy(&w->work);
    pthread_mutex_destroy(&w->lock);
    free(w);
    s->writer = NULL;
}
