// SPDX-License-Identifier: EUPL-1.2
#include <stdlib.h>

#include "base/log.h"
#include "store/inside.h"

// A connection for each thread that reads: made at its first reading, handed on when it ends, closed with the store.
struct reader {
    struct store *store;
    struct sql *db;
    struct reader *next;       // of all
    struct reader *next_spare; // of those whose thread has ended
    bool entered, begun;       // store_enter; and the reading has begun
};

static void end_state(struct reader *r)
{
    if (r->begun && sql_commit(r->db) != OK)
        log_warning("store: a state of the data is still held");
    r->begun = false;
}

static void give_back(void *arg)
{
    struct reader *r = arg;
    end_state(r);
    r->entered = false;
    pthread_mutex_lock(&r->store->readers_lock);
    r->next_spare = r->store->spare_readers;
    r->store->spare_readers = r;
    pthread_mutex_unlock(&r->store->readers_lock);
}

enum status readers_open(struct store *s)
{
    if (pthread_key_create(&s->reader_key, give_back) != 0) {
        log_error("store: no room for another thread key");
        return FAILED;
    }
    pthread_mutex_init(&s->readers_lock, NULL);
    s->readers_opened = true;
    return OK;
}

void readers_close(struct store *s)
{
    if (!s->readers_opened)
        return;
    pthread_key_delete(s->reader_key);
    for (struct reader *r = s->readers, *next; r != NULL; r = next) {
        next = r->next;
        sql_close(r->db);
        free(r);
    }
    pthread_mutex_destroy(&s->readers_lock);
}

static struct reader *take_spare(struct store *s)
{
    pthread_mutex_lock(&s->readers_lock);
    struct reader *r = s->spare_readers;
    if (r != NULL)
        s->spare_readers = r->next_spare;
    pthread_mutex_unlock(&s->readers_lock);
    return r;
}

static enum status make_reader(struct store *s, struct reader **out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct sql *db;
    enum status st = sql_open(path_in(a, s->dir, "ypsilon.db"), SQL_READ, &db);
    if (st != OK) {
        log_error("store: cannot open a connection for reading");
        return FAILED;
    }
    struct reader *r = calloc(1, sizeof *r);
    if (r == NULL) {
        log_error("store: out of memory");
        sql_close(db);
        return FAILED;
    }
    *r = (struct reader){.store = s, .db = db};
    pthread_mutex_lock(&s->readers_lock);
    r->next = s->readers;
    s->readers = r;
    pthread_mutex_unlock(&s->readers_lock);
    *out = r;
    return OK;
}

// The thread's own; NULL in *out on the thread that writes.
static enum status own_reader(struct store *s, struct reader **out)
{
    struct reader *r = pthread_getspecific(s->reader_key);
    if (r == NULL && !on_writer_thread(s)) {
        r = take_spare(s);
        if (r == NULL)
            TRY(make_reader(s, &r));
        if (pthread_setspecific(s->reader_key, r) != 0) {
            give_back(r);
            log_error("store: no room for a thread's connection");
            return FAILED;
        }
    }
    *out = r;
    return OK;
}

enum status store_reader(struct store *s, struct sql **out)
{
    struct reader *r;
    TRY(own_reader(s, &r));
    *out = r == NULL ? s->db : r->db;
    if (r == NULL || !r->entered || r->begun)
        return OK;
    TRY(sql_begin_reading(r->db));
    r->begun = true;
    return OK;
}

// A thread that cannot have a connection is told so when it reads.
void store_enter(struct store *s)
{
    struct reader *r;
    if (own_reader(s, &r) == OK && r != NULL)
        r->entered = true;
}

void store_renew(struct store *s)
{
    struct reader *r = pthread_getspecific(s->reader_key);
    if (r != NULL)
        end_state(r);
}

void store_leave(struct store *s)
{
    struct reader *r = pthread_getspecific(s->reader_key);
    if (r == NULL)
        return;
    end_state(r);
    r->entered = false;
}
