// SPDX-License-Identifier: EUPL-1.2
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "store/inside.h"
#include "store/keys_inside.h"
#include "store/schema.h"
#include "store/tokens.h"

enum { SUBKEY_OWN = 50 };

static bool is_there(struct arena *a, const char *dir, const char *name)
{
    return access(path_in(a, dir, name), F_OK) == 0;
}

static void tell(struct issues *issues, const char *message, const char *arg)
{
    if (issues == NULL)
        log_error("store: cannot be opened: %s", message);
    else
        issues_add_arg(issues, "", message, arg);
}

// Locks: everybody holds open.lock together, a restore alone; one server holds serve.lock.

static enum status lock_file(const char *path, int how, int *out)
{
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        log_error("store: cannot open the lock: %s", strerror(errno));
        return FAILED;
    }
    if (flock(file, how | LOCK_NB) != 0) {
        close(file);
        return BUSY;
    }
    *out = file;
    return OK;
}

enum status store_lock_alone(const char *dir, int *out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    return lock_file(path_in(a, dir, "open.lock"), LOCK_EX, out);
}

static enum status take_locks(struct store *s, struct arena *a, struct issues *issues)
{
    enum status st = lock_file(path_in(a, s->dir, "open.lock"), LOCK_SH, &s->open_lock);
    if (st == BUSY)
        tell(issues, N_("The data in %s are being made or restored. Try again when that is finished."), s->dir);
    TRY(st);
    if (!s->config.serve)
        return OK;
    st = lock_file(path_in(a, s->dir, "serve.lock"), LOCK_EX, &s->serve_lock);
    if (st == BUSY)
        tell(issues, N_("Another server runs on the data in %s. Stop it first, or serve another directory."), s->dir);
    return st;
}

// What is there decides what may be made.

static enum status check_files(struct store *s, struct arena *a, struct issues *issues, bool *make_out)
{
    bool db = is_there(a, s->dir, "ypsilon.db"), keys = is_there(a, s->dir, "keys.db");
    *make_out = false;
    if (db && keys)
        return OK;
    if (db) {
        tell(issues, N_("The key store keys.db is missing in %s. Without it every name, contact and profile stays unreadable. "
                        "Restore it from a copy of the keys (ypsilon restore --keys). Nothing has been changed."), s->dir);
        return INVALID;
    }
    if (!keys && !s->config.create) {
        tell(issues, N_("There are no data in %s. Start with ypsilon demo or ypsilon init."), s->dir);
        return NOT_FOUND;
    }
    *make_out = s->config.create;
    if (!s->config.create) {
        tell(issues, N_("The database ypsilon.db is missing in %s, but its keys are there. Restore it from a backup (ypsilon "
                        "restore). Nothing has been changed."), s->dir);
        return INVALID;
    }
    return OK;
}

// A key store that holds keys had a database, which is then missing; one that is empty was left by a crash while all of
// it was being made.
static enum status check_keys_new(struct store *s, struct arena *a, struct issues *issues)
{
    struct person_id *list;
    struct tombstone *stones;
    size_t living, dead;
    TRY(keys_list(s->keys, a, &list, &living));
    TRY(keys_list_destroyed(s->keys, a, &stones, &dead));
    if (living + dead == 0)
        return OK;
    tell(issues, N_("The database ypsilon.db is missing in %s, but its keys are there. Restore it from a backup (ypsilon "
                    "restore). Nothing has been changed."), s->dir);
    return INVALID;
}

static enum status open_database(struct store *s, struct arena *a, bool make, struct issues *issues)
{
    const char *path = path_in(a, s->dir, "ypsilon.db");
    enum status st = sql_open(path, make ? SQL_CREATE : SQL_WRITE, &s->db);
    if (st == INVALID)
        tell(issues, N_("%s is not a database. Restore it from a backup (ypsilon restore)."), path);
    TRY(st);
    size_t count;
    const struct migration *list = schema_migrations(&count);
    return schema_migrate(s->db, list, count, s->config.clock(), issues);
}

// Database and keys name the same store.
static enum status check_mark(struct store *s, struct arena *a, struct issues *issues)
{
    unsigned char mark[KEYS_MARK];
    keys_mark(s->keys, mark);
    struct sql_rows *rows = sql_query(s->db, "SELECT mark FROM store_mark");
    bool marked = sql_next(rows), same = false;
    if (marked) {
        size_t size;
        const void *stored = sql_blob(rows, 0, a, &size);
        same = size == sizeof mark && memcmp(stored, mark, size) == 0;
    }
    TRY(sql_end(rows));
    if (!marked)
        return sql_run(s->db, "INSERT INTO store_mark (mark) SELECT $1 WHERE NOT EXISTS (SELECT 1 FROM store_mark)",
                       V(sql_blob_value(mark, sizeof mark)));
    if (same)
        return OK;
    tell(issues, N_("ypsilon.db and keys.db in %s do not belong together: names, contacts and profiles cannot be read with "
                    "these keys. Put the right keys.db back. Nothing has been changed."), s->dir);
    return CONFLICT;
}

// Ids go on from the last one, whatever the clock says now.
static enum status find_last_id(struct store *s)
{
    struct sql_rows *rows = sql_query(s->db, "SELECT max(id) FROM (SELECT max(id) AS id FROM person "
        "UNION ALL SELECT max(id) FROM enrolment UNION ALL SELECT max(id) FROM agency UNION ALL SELECT max(id) FROM employer "
        "UNION ALL SELECT max(id) FROM workplace UNION ALL SELECT max(id) FROM need "
        "UNION ALL SELECT max(id) FROM person_token UNION ALL SELECT max(id) FROM user_account UNION ALL SELECT max(id) FROM session "
        "UNION ALL SELECT max(id) FROM region_area) AS ids");
    if (sql_next(rows))
        s->last_id = sql_int(rows, 0);
    return sql_end(rows);
}

static enum status open_all(struct store *s, struct arena *a, struct issues *issues)
{
    TRY(take_locks(s, a, issues));
    bool make;
    TRY(check_files(s, a, issues, &make));
    // Left by a restore that was broken off: nobody restores while this store is open.
    unlink(path_in(a, s->dir, "keys.db.new"));
    unlink(path_in(a, s->dir, "keys.db.new.part"));
    TRY(keys_open(s->dir, make, issues, &s->keys));
    if (keys_remove_leftovers(s->keys) != OK)
        log_warning("store: what is left of a copy of the keys could not be removed yet");
    if (make)
        TRY(check_keys_new(s, a, issues));
    TRY(open_database(s, a, make, issues));
    TRY(check_mark(s, a, issues));
    TRY(find_last_id(s));
    for (uint64_t purpose = 1; purpose < COUNT_OF(s->subkeys); purpose++)
        keys_subkey(s->keys, purpose, &s->subkeys[purpose]);
    keys_subkey(s->keys, SUBKEY_OWN, &s->own_key);
    TRY(readers_open(s));
    TRY(writer_open(s));
    return open_deletions(s);
}

enum status store_open(const char *dir, const struct store_config *config, struct issues *issues, struct store **out)
{
    assert(config->clock != NULL);
    struct arena *a CLEANUP_ARENA = arena_open();
    if (config->create && mkdir(dir, 0700) != 0 && errno != EEXIST) {
        log_error("store: cannot make the directory: %s", strerror(errno));
        return FAILED;
    }
    if (access(dir, F_OK) != 0) {
        tell(issues, N_("There are no data in %s. Start with ypsilon demo or ypsilon init."), dir);
        return NOT_FOUND;
    }
    struct store *s = calloc(1, sizeof *s);
    if (s == NULL || (s->dir = strdup(dir)) == NULL) {
        log_error("store: out of memory");
        abort();
    }
    s->config = *config;
    s->open_lock = s->serve_lock = -1;
    s->stream = (struct random_stream){.seed = config->seed};
    tokens_open(s);
    enum status st = open_all(s, a, issues);
    if (st == OK && config->telling) {
        st = sql_hasten(s->db);
        if (st == OK)
            st = sql_hasten(s->keys->db);
    }
    if (st != OK) {
        store_close(s);
        return st;
    }
    *out = s;
    return OK;
}

const char *store_folder(const struct store *s)
{
    return s->dir;
}

void store_close(struct store *s)
{
    if (s == NULL)
        return;
    writer_close(s);
    readers_close(s);
    tokens_close(s);
    sql_close(s->db);
    keys_close(s->keys);
    explicit_bzero(s->subkeys, sizeof s->subkeys);
    seal_key_forget(&s->own_key);
    if (s->serve_lock >= 0)
        close(s->serve_lock);
    if (s->open_lock >= 0)
        close(s->open_lock);
    free(s->dir);
    free(s);
}

// Ids and lots

static const int64_t IDS_BEGIN = INT64_C(1451606400000); // 2016-01-01
enum { RANDOM_BITS = 21 };                               // under 42 bits of milliseconds: enough until 2155

static uint64_t draw(struct store *s)
{
    return s->config.seed == 0 ? random_u64() : random_stream_u64(&s->stream);
}

void store_exchange_stream(struct store *s, struct random_stream *stream)
{
    struct random_stream was = s->stream;
    s->stream = *stream;
    *stream = was;
}

int64_t store_new_id(struct store_tx *tx)
{
    struct store *s = tx->store;
    int64_t since = (s->config.telling ? tx->now : s->config.clock()) - IDS_BEGIN;
    int64_t id = (since > 0 ? since << RANDOM_BITS : 0) | (int64_t)(draw(s) >> (64 - RANDOM_BITS));
    s->last_id = id > s->last_id ? id : s->last_id + 1;
    return s->last_id;
}

uint32_t store_new_lot(struct store_tx *tx)
{
    return (uint32_t)(draw(tx->store) >> 32);
}

void store_token(const struct store *s, enum store_purpose purpose, const void *bytes, size_t size,
                 unsigned char token_out[STORE_TOKEN])
{
    assert(purpose >= 1 && purpose < COUNT_OF(s->subkeys));
    seal_token(&s->subkeys[purpose], bytes, size, token_out);
}

void store_key(const struct store *s, enum store_purpose purpose, unsigned char key_out[32])
{
    assert(purpose >= 1 && purpose < COUNT_OF(s->subkeys));
    memcpy(key_out, s->subkeys[purpose].bytes, 32);
}

// Settings

enum status setting_get(struct store *s, const char *name, struct arena *a, const char **value_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    const char *value = NULL;
    struct sql_rows *rows = sql_query(db, "SELECT value FROM setting WHERE name = $1", V(name));
    if (sql_next(rows))
        value = sql_text(rows, 0, a);
    TRY(sql_end(rows));
    if (value == NULL)
        return NOT_FOUND;
    *value_out = value;
    return OK;
}

enum status setting_put(struct store_tx *tx, const char *name, const char *value)
{
    TRY(sql_run(tx->db, "INSERT INTO setting (name, value) VALUES ($1, $2) "
                        "ON CONFLICT (name) DO UPDATE SET value = excluded.value", V(name), V(value)));
    return change_append(tx, "setting", "put", 0, json_pack("{s:s, s:s}", "name", name, "value", value));
}
