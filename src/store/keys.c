// SPDX-License-Identifier: EUPL-1.2
#include "store/keys.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/random.h"
#include "store/inside.h"
#include "store/keys_inside.h"
#include "store/schema.h"

const char SUBKEY_CONTEXT[] = "ypsilon1";

void keys_tell(struct issues *issues, const char *message, const char *arg)
{
    if (issues == NULL)
        log_error("store: cannot be opened: %s", message);
    else
        issues_add_arg(issues, "", message, arg);
}

// Memory

static size_t slot_of(const struct keys *k, int64_t person)
{
    uint64_t mixed = (uint64_t)person * UINT64_C(0x9e3779b97f4a7c15);
    size_t at = (mixed >> 32) & (k->slot_count - 1);
    while (k->slots[at].person != 0 && k->slots[at].person != person)
        at = (at + 1) & (k->slot_count - 1);
    return at;
}

struct slot *keys_slot(const struct keys *k, int64_t person)
{
    struct slot *slot = &k->slots[slot_of(k, person)];
    return slot->person == person ? slot : NULL;
}

static void make_room(struct keys *k)
{
    if (k->used * 4 < k->slot_count * 3)
        return;
    struct slot *old = k->slots;
    size_t old_count = k->slot_count;
    k->slot_count *= 2;
    k->slots = calloc(k->slot_count, sizeof *k->slots);
    if (k->slots == NULL) {
        log_error("store: out of memory");
        abort();
    }
    k->used = 0;
    for (size_t i = 0; i < old_count; i++)
        if (old[i].person > 0) {
            k->slots[slot_of(k, old[i].person)] = old[i];
            k->used++;
        }
    explicit_bzero(old, old_count * sizeof *old);
    free(old);
}

static void remember(struct keys *k, int64_t person, const struct seal_key *key)
{
    struct known_key *known = keys_known(k, person);
    if (known != NULL && keys_slot(k, person) == NULL) {
        *known = (struct known_key){.person = person, .key = *key};
        return;
    }
    make_room(k);
    size_t at = slot_of(k, person);
    if (k->slots[at].person == 0)
        k->used++;
    k->slots[at] = (struct slot){.person = person, .key = *key};
}

static void forget(struct keys *k, int64_t person)
{
    struct known_key *known = keys_known(k, person);
    if (known != NULL) {
        seal_key_forget(&known->key);
        known->person = -person;
    }
    size_t at = slot_of(k, person);
    if (k->slots[at].person != person)
        return;
    seal_key_forget(&k->slots[at].key);
    k->slots[at].buried = false;
    k->slots[at].person = -1;
}

// The master key

static enum status write_whole(const char *path, const void *bytes, size_t size)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool done = file >= 0 && write(file, bytes, size) == (ssize_t)size && fsync(file) == 0;
    if (!done)
        log_error("store: cannot write the master key: %s", strerror(errno));
    if (file >= 0)
        close(file);
    return done ? OK : FAILED;
}

static enum status make_master(struct arena *a, const char *dir, struct seal_key *out)
{
    const char *half = path_in(a, dir, "master.key.part"), *path = path_in(a, dir, "master.key");
    unlink(half);
    seal_key_make(out);
    TRY(write_whole(half, out->bytes, sizeof out->bytes));
    if (link(half, path) != 0) {
        log_error("store: cannot name the master key: %s", strerror(errno));
        return FAILED;
    }
    unlink(half);
    return OK;
}

enum status keys_read_master(struct arena *a, const char *dir, struct issues *issues, struct seal_key *out)
{
    const char *path = path_in(a, dir, "master.key");
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) {
        keys_tell(issues,
             N_("The master key %s cannot be read. It was made together with the key store and cannot be made anew: "
                "without it every name, contact and profile stays unreadable for good. Put it back from the safe place "
                "it was copied to, with mode 0600. Nothing has been changed."),
             path);
        return INVALID;
    }
    struct stat about;
    unsigned char bytes[SEAL_KEY + 1];
    ssize_t size = fstat(file, &about) == 0 ? read(file, bytes, sizeof bytes) : -1;
    close(file);
    if (size != SEAL_KEY || !S_ISREG(about.st_mode)) {
        explicit_bzero(bytes, sizeof bytes);
        keys_tell(issues, N_("The master key %s is damaged: it must be a file of 32 bytes. Put it back from the safe place it was "
                        "copied to. Nothing has been changed."), path);
        return INVALID;
    }
    memcpy(out->bytes, bytes, SEAL_KEY);
    explicit_bzero(bytes, sizeof bytes);
    if ((about.st_mode & 077) != 0) {
        seal_key_forget(out);
        keys_tell(issues, N_("Others than its owner may read or write the master key %s. Find out who may have read it, then give "
                        "it mode 0600 (chmod 600). Nothing has been changed."), path);
        return INVALID;
    }
    return OK;
}

// Opening

static enum status read_store_row(struct sql *db, struct arena *a, unsigned char mark_out[KEYS_MARK],
                                  const void **fit_out, size_t *fit_size_out)
{
    struct sql_rows *rows = sql_query(db, "SELECT mark, fit FROM key_store WHERE one = 1");
    enum status st = NOT_FOUND;
    if (sql_next(rows)) {
        size_t size;
        const void *mark = sql_blob(rows, 0, a, &size);
        *fit_out = sql_blob(rows, 1, a, fit_size_out);
        st = size == KEYS_MARK ? OK : FAILED;
        if (st == OK)
            memcpy(mark_out, mark, KEYS_MARK);
    }
    TRY(sql_end(rows));
    return st;
}

static enum status insert_store_row(struct keys *k, struct arena *a, const struct seal_key *fit_key)
{
    random_bytes(k->mark, sizeof k->mark);
    const void *fit;
    size_t size;
    seal(fit_key, "key_store", 1, k->mark, sizeof k->mark, a, &fit, &size);
    return sql_run(k->db, "INSERT INTO key_store (one, mark, fit) VALUES (1, $1, $2)",
                   V(sql_blob_value(k->mark, sizeof k->mark)), V(sql_blob_value(fit, size)));
}

// Does the master key open what it sealed when the key store was made?
static enum status check_fit(struct keys *k, bool create, struct arena *a, struct issues *issues)
{
    struct seal_key fit_key;
    seal_key_derive(&k->master, SUBKEY_FIT, SUBKEY_CONTEXT, &fit_key);
    const void *fit, *bytes;
    size_t size;
    enum status st = read_store_row(k->db, a, k->mark, &fit, &size);
    if (st == NOT_FOUND && create) {
        st = insert_store_row(k, a, &fit_key);
    } else if (st == NOT_FOUND) {
        keys_tell(issues, N_("The key store keys.db is empty. Put it back from a copy of the keys. Nothing has been changed."), "");
        st = INVALID;
    } else if (st == OK && (seal_open(&fit_key, "key_store", 1, fit, size, a, &bytes, &size) != OK ||
                            size != KEYS_MARK || !seal_equal(bytes, k->mark, size))) {
        keys_tell(issues, N_("The master key is not the one that this key store was made with: names, contacts and profiles cannot "
                        "be read with it. Put the right master.key back from the safe place it was copied to. Nothing has "
                        "been changed."), "");
        st = INVALID;
    }
    seal_key_forget(&fit_key);
    return st;
}

static enum status open_database(struct keys *k, struct arena *a, const char *dir, bool create, struct issues *issues)
{
    const char *path = path_in(a, dir, "keys.db");
    enum status st = sql_open(path, create ? SQL_CREATE_SMALL : SQL_WRITE_SMALL, &k->db);
    if (st == INVALID)
        keys_tell(issues, N_("%s is not a database. Put it back from a copy of the keys."), path);
    TRY(st);
    size_t count;
    const struct migration *list = schema_key_migrations(&count);
    return schema_migrate(k->db, list, count, 0, issues);
}

static struct keys *keys_new(const char *path)
{
    struct keys *k = calloc(1, sizeof *k);
    struct slot *slots = calloc(1024, sizeof *slots);
    if (k == NULL || slots == NULL || (k->path = strdup(path)) == NULL) {
        log_error("store: out of memory");
        abort();
    }
    k->slots = slots;
    k->slot_count = 1024;
    pthread_mutex_init(&k->lock, NULL);
    pthread_cond_init(&k->read, NULL);
    return k;
}

enum status keys_open(const char *dir, bool create, struct issues *issues, struct keys **out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    bool there = access(path_in(a, dir, "keys.db"), F_OK) == 0;
    if (!there && !create)
        return NOT_FOUND;
    struct keys *k = keys_new(path_in(a, dir, "keys.db"));
    enum status st;
    // A master key is made only where there is no key store that could have been sealed with another one.
    if (!there && access(path_in(a, dir, "master.key"), F_OK) != 0)
        st = make_master(a, dir, &k->master);
    else
        st = keys_read_master(a, dir, issues, &k->master);
    if (st == OK)
        st = open_database(k, a, dir, create, issues);
    if (st == OK)
        st = check_fit(k, create, a, issues);
    if (st != OK) {
        keys_close(k);
        return st;
    }
    seal_key_derive(&k->master, SUBKEY_WRAP, SUBKEY_CONTEXT, &k->wrap);
    *out = k;
    return OK;
}

void keys_close(struct keys *k)
{
    if (k == NULL)
        return;
    sql_close(k->db);
    explicit_bzero(k->slots, k->slot_count * sizeof *k->slots);
    free(k->slots);
    keys_close_runs(k);
    free(k->path);
    seal_key_forget(&k->master);
    seal_key_forget(&k->wrap);
    pthread_mutex_destroy(&k->lock);
    pthread_cond_destroy(&k->read);
    free(k);
}

void keys_mark(const struct keys *k, unsigned char mark_out[KEYS_MARK])
{
    memcpy(mark_out, k->mark, KEYS_MARK);
}

void keys_subkey(const struct keys *k, uint64_t number, struct seal_key *out)
{
    assert(number < SUBKEY_WRAP);
    seal_key_derive(&k->master, number, SUBKEY_CONTEXT, out);
}

// Keys

enum status keys_unwrap(const struct seal_key *wrap, int64_t person, const void *sealed, size_t size, struct arena *a,
                          struct seal_key *out)
{
    const void *bytes;
    if (seal_open(wrap, "person_key", person, sealed, size, a, &bytes, &size) != OK || size != SEAL_KEY) {
        log_error("store: the key of person %lld does not open", (long long)person);
        return FAILED;
    }
    memcpy(out->bytes, bytes, SEAL_KEY);
    explicit_bzero((void *)bytes, size);
    return OK;
}

static enum status fetch(struct keys *k, int64_t person, struct seal_key *out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    enum status st = NOT_FOUND;
    struct sql_rows *rows = sql_query(k->db, "SELECT sealed FROM person_key WHERE person_id = $1", V(person));
    if (sql_next(rows)) {
        size_t size;
        const void *sealed = sql_blob(rows, 0, a, &size);
        st = keys_unwrap(&k->wrap, person, sealed, size, a, out);
    }
    TRY(sql_end(rows));
    return st;
}

enum status keys_get(struct keys *k, struct person_id person, struct seal_key *out)
{
    if (person.value <= 0)
        return NOT_FOUND;
    pthread_mutex_lock(&k->lock);
    enum status st = OK;
    const struct slot *slot = keys_slot(k, person.value);
    const struct known_key *known = slot == NULL ? keys_known(k, person.value) : NULL;
    if (slot != NULL && slot->buried) {
        st = NOT_FOUND;
    } else if (slot != NULL) {
        *out = slot->key;
    } else if (known != NULL && known->person > 0) {
        *out = known->key;
    } else {
        st = fetch(k, person.value, out);
        if (st == OK)
            remember(k, person.value, out);
    }
    pthread_mutex_unlock(&k->lock);
    return st;
}

enum status keys_refresh(struct keys *k, struct person_id person, struct seal_key *out)
{
    keys_lock_settled(k);
    enum status st = k->slots[slot_of(k, person.value)].buried ? NOT_FOUND : fetch(k, person.value, out);
    if (st == OK)
        remember(k, person.value, out);
    pthread_mutex_unlock(&k->lock);
    return st;
}

void keys_remember(struct keys *k, struct person_id person, const struct seal_key *key)
{
    keys_lock_settled(k);
    remember(k, person.value, key);
    pthread_mutex_unlock(&k->lock);
}

void keys_forget(struct keys *k, struct person_id person)
{
    keys_lock_settled(k);
    if (!k->slots[slot_of(k, person.value)].buried)
        forget(k, person.value);
    pthread_mutex_unlock(&k->lock);
}

void keys_bury(struct keys *k, struct person_id person)
{
    keys_lock_settled(k);
    forget(k, person.value);
    make_room(k);
    size_t at = slot_of(k, person.value);
    if (k->slots[at].person == 0)
        k->used++;
    k->slots[at] = (struct slot){.person = person.value, .buried = true};
    pthread_mutex_unlock(&k->lock);
}

void keys_make(struct keys *k, struct person_id person)
{
    assert(person.value > 0);
    struct seal_key key;
    seal_key_make(&key);
    keys_lock_settled(k);
    remember(k, person.value, &key);
    pthread_mutex_unlock(&k->lock);
    seal_key_forget(&key);
}

void keys_drop(struct keys *k, struct person_id person)
{
    keys_forget(k, person);
}

static enum status put_key(struct keys *k, int64_t person, const struct seal_key *key, struct arena *a)
{
    const void *sealed;
    size_t size;
    seal(&k->wrap, "person_key", person, key->bytes, sizeof key->bytes, a, &sealed, &size);
    return sql_run(k->db, "INSERT INTO person_key (person_id, sealed) VALUES ($1, $2) ON CONFLICT (person_id) DO NOTHING",
                   V(person), V(sql_blob_value(sealed, size)));
}

enum status keys_together(struct keys *k, enum status (*change)(struct keys *k, void *arg, struct arena *a), void *arg)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    keys_lock_settled(k);
    enum status st = sql_begin(k->db);
    if (st == OK) {
        st = change(k, arg, a);
        if (st == OK)
            st = sql_commit(k->db);
        if (st != OK)
            sql_rollback(k->db);
    }
    pthread_mutex_unlock(&k->lock);
    return st;
}

struct persons {
    const struct person_id *list;
    size_t count;
};

static enum status keep(struct keys *k, void *arg, struct arena *a)
{
    const struct persons *p = arg;
    for (size_t i = 0; i < p->count; i++) {
        size_t at = slot_of(k, p->list[i].value);
        assert(k->slots[at].person == p->list[i].value);
        TRY(put_key(k, p->list[i].value, &k->slots[at].key, a));
    }
    return OK;
}

enum status keys_keep(struct keys *k, const struct person_id *persons, size_t count)
{
    return count == 0 ? OK : keys_together(k, keep, &(struct persons){persons, count});
}

struct dead {
    const struct tombstone *list;
    size_t count;
};

static enum status destroy(struct keys *k, void *arg, struct arena *a)
{
    const struct dead *d = arg;
    for (size_t i = 0; i < d->count; i++) {
        int64_t person = d->list[i].person.value;
        TRY(sql_run(k->db, "INSERT INTO tombstone (person_id, destroyed_at) VALUES ($1, $2) "
                           "ON CONFLICT (person_id) DO NOTHING", V(person), V(d->list[i].at)));
        TRY(sql_run(k->db, "DELETE FROM person_key WHERE person_id = $1", V(person)));
        forget(k, person);
    }
    return keys_destroy_old(k);
}

enum status keys_destroy(struct keys *k, const struct tombstone *dead, size_t count)
{
    return count == 0 ? OK : keys_together(k, destroy, &(struct dead){dead, count});
}

static enum status remove_key(struct keys *k, void *arg, struct arena *a)
{
    const struct person_id *person = arg;
    forget(k, person->value);
    return sql_run(k->db, "DELETE FROM person_key WHERE person_id = $1", V(person->value));
}

enum status keys_remove(struct keys *k, struct person_id person)
{
    return keys_together(k, remove_key, &person);
}

static enum status list_persons(struct keys *k, struct sql_rows *rows, struct arena *a, struct person_id **out,
                                size_t *count_out)
{
    struct person_id *list = NULL;
    size_t count = 0, room = 0;
    while (sql_next(rows))
        LIST_ADD(a, list, count, room)->value = sql_int(rows, 0);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status keys_list(struct keys *k, struct arena *a, struct person_id **out, size_t *count_out)
{
    pthread_mutex_lock(&k->lock);
    enum status st = list_persons(k, sql_query(k->db, "SELECT person_id FROM person_key ORDER BY person_id"), a, out,
                                  count_out);
    pthread_mutex_unlock(&k->lock);
    return st;
}

enum status keys_list_of(struct keys *k, const struct person_id *persons, size_t person_count, struct arena *a,
                         struct person_id **out, size_t *count_out)
{
    struct person_id *list = NULL;
    size_t count = 0, room = 0;
    enum status st = OK;
    pthread_mutex_lock(&k->lock);
    for (size_t i = 0; st == OK && i < person_count; i++) {
        struct sql_rows *rows = sql_query(k->db, "SELECT 1 FROM person_key WHERE person_id = $1", V(persons[i].value));
        if (sql_next(rows))
            *LIST_ADD(a, list, count, room) = persons[i];
        st = sql_end(rows);
    }
    pthread_mutex_unlock(&k->lock);
    TRY(st);
    *out = list;
    *count_out = count;
    return OK;
}

enum status keys_list_destroyed(struct keys *k, struct arena *a, struct tombstone **out, size_t *count_out)
{
    struct tombstone *list = NULL;
    size_t count = 0, room = 0;
    pthread_mutex_lock(&k->lock);
    struct sql_rows *rows = sql_query(k->db, "SELECT person_id, destroyed_at FROM tombstone ORDER BY person_id");
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct tombstone){{sql_int(rows, 0)}, sql_int(rows, 1)};
    enum status st = sql_end(rows);
    pthread_mutex_unlock(&k->lock);
    TRY(st);
    *out = list;
    *count_out = count;
    return OK;
}

// That each opens.
static enum status check_each(struct keys *k)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    enum status st = OK;
    struct sql_rows *rows = sql_query(k->db, "SELECT person_id, sealed FROM person_key");
    while (st == OK && sql_next(rows)) {
        size_t size;
        struct seal_key key;
        const void *sealed = sql_blob(rows, 1, a, &size);
        st = keys_unwrap(&k->wrap, sql_int(rows, 0), sealed, size, a, &key);
        if (st == OK)
            seal_key_forget(&key);
        arena_reset(a);
    }
    enum status end = sql_end(rows);
    return st != OK ? st : end;
}

enum status keys_check(struct keys *k)
{
    pthread_mutex_lock(&k->lock);
    enum status st = sql_check(k->db);
    if (st == OK)
        st = check_each(k);
    pthread_mutex_unlock(&k->lock);
    return st;
}
