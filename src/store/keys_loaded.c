// SPDX-License-Identifier: EUPL-1.2
// Keys of many persons, read at once and kept in their order: a person's takes 40 bytes, and whoever goes through all
// persons finds the next ones beside each other.
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "store/keys_inside.h"

static void list_close(struct known_key *list, size_t count)
{
    if (list != NULL)
        explicit_bzero(list, count * sizeof *list);
    free(list);
}

void keys_close_runs(struct keys *k)
{
    for (struct key_run *run = k->runs, *next; run != NULL; run = next) {
        next = run->next;
        list_close(run->list, run->count);
        free(run);
    }
    k->runs = NULL;
}

void keys_lock_settled(struct keys *k)
{
    pthread_mutex_lock(&k->lock);
    while (k->runs_read > 0)
        pthread_cond_wait(&k->read, &k->lock);
}

// The first key of the run whose person is this one or a later one.
static struct known_key *known_from(const struct key_run *run, int64_t person)
{
    size_t low = 0, high = run->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (llabs(run->list[middle].person) < person)
            low = middle + 1;
        else
            high = middle;
    }
    return run->list + low;
}

static struct key_run *run_of(const struct keys *k, int64_t person)
{
    struct key_run *run = k->runs;
    while (run != NULL && run->last < person)
        run = run->next;
    return run != NULL && run->first <= person && run->list != NULL ? run : NULL;
}

struct known_key *keys_known(const struct keys *k, int64_t person)
{
    const struct key_run *run = run_of(k, person);
    struct known_key *known = run == NULL ? NULL : known_from(run, person);
    return known != NULL && known < run->list + run->count && llabs(known->person) == person ? known : NULL;
}

static enum status run_room(struct sql *db, const struct key_run *run, size_t *out)
{
    struct sql_rows *rows = sql_query(db, "SELECT count(*) FROM person_key WHERE person_id >= $1 AND person_id <= $2",
                                      V(run->first), V(run->last));
    if (sql_next(rows))
        *out = (size_t)sql_int(rows, 0) + 1;
    return sql_end(rows);
}

// On a connection of its own, so that several can be read beside each other.
static enum status run_fill(const struct keys *k, struct sql *db, const struct key_run *run, struct known_key *list,
                            size_t room, size_t *count_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    enum status st = OK;
    struct sql_rows *rows = sql_query(db, "SELECT person_id, sealed FROM person_key WHERE person_id >= $1 "
                                          "AND person_id <= $2 ORDER BY person_id", V(run->first), V(run->last));
    // One that comes between counting and reading is fetched by itself when it is asked for.
    for (size_t count = 0; st == OK && count < room && sql_next(rows); count++) {
        size_t size;
        list[count].person = sql_int(rows, 0);
        const void *sealed = sql_blob(rows, 1, a, &size);
        st = keys_unwrap(&k->wrap, list[count].person, sealed, size, a, &list[count].key);
        *count_out = count + 1;
        arena_reset(a);
    }
    enum status end = sql_end(rows);
    return st != OK ? st : end;
}

static enum status run_read(const struct keys *k, const struct key_run *run, struct known_key **out, size_t *count_out)
{
    struct sql *db;
    size_t room = 0, count = 0;
    struct known_key *list = NULL;
    TRY(sql_open(k->path, SQL_READ, &db));
    enum status st = run_room(db, run, &room);
    if (st == OK && (list = calloc(room, sizeof *list)) == NULL) {
        log_error("store: out of memory");
        st = FAILED;
    }
    if (st == OK)
        st = run_fill(k, db, run, list, room, &count);
    sql_close(db);
    if (st != OK) {
        list_close(list, count);
        return st;
    }
    *out = list;
    *count_out = count;
    return OK;
}

// Takes the first part of these persons that no run has, as a new run; NULL when all have one.
static struct key_run *run_begin(struct keys *k, int64_t first, int64_t last)
{
    struct key_run **at = &k->runs;
    for (; *at != NULL && (*at)->first <= first; at = &(*at)->next)
        if ((*at)->last >= last)
            return NULL;
        else if ((*at)->last >= first)
            first = (*at)->last + 1;
    if (*at != NULL && (*at)->first <= last)
        last = (*at)->first - 1;
    struct key_run *run = calloc(1, sizeof *run);
    if (run == NULL) {
        log_error("store: out of memory");
        abort();
    }
    *run = (struct key_run){.first = first, .last = last, .next = *at};
    *at = run;
    k->runs_read++;
    return run;
}

static void run_remove(struct keys *k, struct key_run *run)
{
    struct key_run **at = &k->runs;
    while (*at != run)
        at = &(*at)->next;
    *at = run->next;
    free(run);
}

enum status keys_load(struct keys *k, struct person_id first, struct person_id last)
{
    enum status st = OK;
    struct key_run *run;
    pthread_mutex_lock(&k->lock);
    while (st == OK && (run = run_begin(k, first.value, last.value)) != NULL) {
        struct known_key *list;
        size_t count;
        pthread_mutex_unlock(&k->lock);
        st = run_read(k, run, &list, &count);
        pthread_mutex_lock(&k->lock);
        if (st == OK) {
            run->list = list;
            run->count = count;
        } else {
            run_remove(k, run);
        }
        k->runs_read--;
        pthread_cond_broadcast(&k->read);
    }
    pthread_mutex_unlock(&k->lock);
    return st;
}

enum status keys_load_all(struct keys *k)
{
    enum status st = keys_load(k, (struct person_id){1}, (struct person_id){INT64_MAX});
    keys_lock_settled(k); // what others read belongs to it
    pthread_mutex_unlock(&k->lock);
    return st;
}

// Takes out the keys from this person's on, but for those of which something else has been said since.
static void cursor_fill(struct keys *k, struct key_cursor *c, int64_t person)
{
    c->count = c->at = 0;
    pthread_mutex_lock(&k->lock);
    const struct key_run *run = run_of(k, person);
    const struct known_key *known = run == NULL ? NULL : known_from(run, person);
    for (; run != NULL && known < run->list + run->count && c->count < COUNT_OF(c->next); known++)
        if (known->person > 0 && keys_slot(k, known->person) == NULL) {
            c->next[c->count].person.value = known->person;
            c->next[c->count++].key = known->key;
        }
    pthread_mutex_unlock(&k->lock);
}

static bool cursor_find(struct key_cursor *c, int64_t person)
{
    while (c->at < c->count && c->next[c->at].person.value < person)
        c->at++;
    return c->at < c->count && c->next[c->at].person.value == person;
}

enum status keys_get_next(struct keys *k, struct key_cursor *c, struct person_id person, struct seal_key *out)
{
    if (!cursor_find(c, person.value)) {
        cursor_fill(k, c, person.value);
        if (!cursor_find(c, person.value))
            return keys_get(k, person, out);
    }
    *out = c->next[c->at].key;
    return OK;
}

void key_cursor_wipe(struct key_cursor *c)
{
    explicit_bzero(c, sizeof *c);
}
