// SPDX-License-Identifier: EUPL-1.2
#include "sql/sql.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/log.h"

enum { BUSY_WAIT_MS = 10000, BUCKETS = 256, PARAMETERS_MOST = 64 };

struct statement {
    struct statement *next;
    const char *text; // found by its address
    sqlite3_stmt *handle;
    bool in_use;
    int parameter_count;
    uint8_t numbers[PARAMETERS_MOST]; // of $n, in SQLite's own order
};

struct sql_rows {
    struct sql *db;
    struct statement *statement; // NULL: the query could not begin
    enum status status;
    struct sql_rows *next_spare;
};

struct sql {
    sqlite3 *handle;
    struct statement *buckets[BUCKETS];
    struct sql_rows *spare; // closed row sets, for the next query
    int64_t changes;
};

// What the caller can act upon is not logged; the rest is, here and nowhere else.
static enum status answer(struct sql *db, int code, const char *what)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return OK;
    case SQLITE_CONSTRAINT:
        return CONFLICT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return BUSY;
    case SQLITE_NOTADB:
        return INVALID;
    default:
        log_error("database: %s (%d) in: %.200s", sqlite3_errmsg(db->handle), code, what);
        return FAILED;
    }
}

enum { NEAR_TEXT = 256 };

// SQLite hands over text without an end; base/lang.h reads to the NUL.
static const char *ended(const void *bytes, int size, char near[NEAR_TEXT], char **far)
{
    char *to = near;
    *far = NULL;
    if (size >= NEAR_TEXT) {
        to = *far = malloc((size_t)size + 1);
        if (to == NULL)
            return "";
    }
    memcpy(to, bytes, (size_t)size);
    to[size] = '\0';
    return to;
}

static int collate(void *unused, int size_a, const void *a, int size_b, const void *b)
{
    char near_a[NEAR_TEXT], near_b[NEAR_TEXT];
    char *far_a, *far_b;
    int order = lang_compare(ended(a, size_a, near_a, &far_a), ended(b, size_b, near_b, &far_b));
    free(far_a);
    free(far_b);
    return order;
}

static void lower(sqlite3_context *context, int count, sqlite3_value **values)
{
    const char *text = (const char *)sqlite3_value_text(values[0]);
    if (text == NULL)
        return;
    struct arena *a CLEANUP_ARENA = arena_open();
    sqlite3_result_text(context, lang_lower(a, text), -1, SQLITE_TRANSIENT);
}

static enum status configure(struct sql *db, enum sql_mode mode)
{
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, BUSY_WAIT_MS);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    // Of an order that changes with the library nothing may be stored: no index uses this collation.
    int code = sqlite3_create_collation_v2(db->handle, "nb-x-icu", SQLITE_UTF8, NULL, collate, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_create_function_v2(db->handle, "lower", 1,
                                          SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL, lower, NULL,
                                          NULL, NULL);
    if (code != SQLITE_OK)
        return answer(db, code, "open");
    TRY(sql_script(db, "PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
                       "PRAGMA mmap_size=67108864; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8000"));
    switch (mode) {
    case SQL_WRITE:
    case SQL_CREATE:
        return sql_script(db, "PRAGMA journal_mode=WAL");
    case SQL_WRITE_SMALL:
    case SQL_CREATE_SMALL:
        return sql_script(db, "PRAGMA journal_mode=TRUNCATE");
    default:
        // Reads the file's first page, so that one that is no database is told at once.
        return sql_script(db, "SELECT count(*) FROM sqlite_master");
    }
}

enum status sql_hasten(struct sql *db)
{
    return sql_script(db, "PRAGMA synchronous=OFF");
}

// The file itself is made here, so that it and what SQLite puts beside it is nobody else's to read.
static enum status make_file(const char *path)
{
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        log_error("database: cannot make the file: %s", strerror(errno));
        return FAILED;
    }
    close(file);
    return OK;
}

enum status sql_open(const char *path, enum sql_mode mode, struct sql **out)
{
    if (mode == SQL_CREATE || mode == SQL_CREATE_SMALL)
        TRY(make_file(path));
    else if (mode != SQL_MEMORY && access(path, F_OK) != 0)
        return NOT_FOUND;
    struct sql *db = calloc(1, sizeof *db);
    if (db == NULL) {
        log_error("database: out of memory");
        return FAILED;
    }
    int flags = SQLITE_OPEN_NOMUTEX | (mode == SQL_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    int code = sqlite3_open_v2(mode == SQL_MEMORY ? ":memory:" : path, &db->handle, flags, NULL);
    enum status st = code == SQLITE_OK ? configure(db, mode) : answer(db, code, "open");
    if (st != OK) {
        sql_close(db);
        return st;
    }
    *out = db;
    return OK;
}

void sql_close(struct sql *db)
{
    if (db == NULL)
        return;
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct statement *s = db->buckets[i], *next; s != NULL; s = next) {
            next = s->next;
            assert(!s->in_use);
            sqlite3_finalize(s->handle);
            free(s);
        }
    for (struct sql_rows *r = db->spare, *next; r != NULL; r = next) {
        next = r->next_spare;
        free(r);
    }
    sqlite3_close_v2(db->handle);
    free(db);
}

static enum status prepare(struct sql *db, const char *text, struct statement **out)
{
    struct statement *s = calloc(1, sizeof *s);
    if (s == NULL) {
        log_error("database: out of memory");
        return FAILED;
    }
    s->text = text;
    int code = sqlite3_prepare_v3(db->handle, text, -1, SQLITE_PREPARE_PERSISTENT, &s->handle, NULL);
    if (code != SQLITE_OK) {
        free(s);
        return answer(db, code, text);
    }
    s->parameter_count = sqlite3_bind_parameter_count(s->handle);
    assert(s->parameter_count < PARAMETERS_MOST);
    for (int i = 1; i <= s->parameter_count; i++) {
        const char *name = sqlite3_bind_parameter_name(s->handle, i);
        assert(name != NULL && name[0] == '$');
        s->numbers[i] = (uint8_t)strtol(name + 1, NULL, 10);
    }
    *out = s;
    return OK;
}

// A statement is found by its text's address and given to one query at a time: a query within itself gets another.
static enum status take(struct sql *db, const char *text, struct statement **out)
{
    struct statement **bucket = &db->buckets[((uintptr_t)text >> 3) % BUCKETS];
    for (struct statement *s = *bucket; s != NULL; s = s->next)
        if (s->text == text && !s->in_use) {
            s->in_use = true;
            *out = s;
            return OK;
        }
    TRY(prepare(db, text, out));
    (*out)->in_use = true;
    (*out)->next = *bucket;
    *bucket = *out;
    return OK;
}

static void give_back(struct statement *s)
{
    sqlite3_reset(s->handle);
    sqlite3_clear_bindings(s->handle);
    s->in_use = false;
}

static int bind_value(sqlite3_stmt *handle, int index, const struct sql_value *v)
{
    switch (v->type) {
    case SQL_INT:
        return sqlite3_bind_int64(handle, index, v->integer);
    case SQL_TEXT:
        return sqlite3_bind_text64(handle, index, v->bytes, v->size, SQLITE_STATIC, SQLITE_UTF8);
    case SQL_BLOB:
        return sqlite3_bind_blob64(handle, index, v->size > 0 ? v->bytes : "", v->size, SQLITE_STATIC);
    default:
        return sqlite3_bind_null(handle, index);
    }
}

static enum status begin_statement(struct sql *db, const char *text, const struct sql_value *values, size_t count,
                                   struct statement **out)
{
    struct statement *s = NULL;
    TRY(take(db, text, &s));
    for (int i = 1; i <= s->parameter_count; i++) {
        assert(s->numbers[i] >= 1 && s->numbers[i] <= count);
        int code = bind_value(s->handle, i, &values[s->numbers[i]]);
        if (code != SQLITE_OK) {
            give_back(s);
            return answer(db, code, text);
        }
    }
    *out = s;
    return OK;
}

enum status sql_run_values(struct sql *db, const char *text, const struct sql_value *values, size_t count)
{
    struct statement *s;
    TRY(begin_statement(db, text, values, count, &s));
    int code;
    do
        code = sqlite3_step(s->handle);
    while (code == SQLITE_ROW);
    db->changes = code == SQLITE_DONE ? sqlite3_changes64(db->handle) : 0;
    enum status st = answer(db, code, text);
    give_back(s);
    return st;
}

struct sql_rows *sql_query_values(struct sql *db, const char *text, const struct sql_value *values, size_t count)
{
    struct sql_rows *rows = db->spare;
    if (rows != NULL) {
        db->spare = rows->next_spare;
    } else {
        rows = malloc(sizeof *rows);
        if (rows == NULL) {
            log_error("database: out of memory");
            abort();
        }
    }
    *rows = (struct sql_rows){.db = db};
    rows->status = begin_statement(db, text, values, count, &rows->statement);
    return rows;
}

bool sql_next(struct sql_rows *rows)
{
    if (rows->statement == NULL || rows->status != OK)
        return false;
    int code = sqlite3_step(rows->statement->handle);
    if (code == SQLITE_ROW)
        return true;
    rows->status = answer(rows->db, code, rows->statement->text);
    give_back(rows->statement);
    rows->statement = NULL;
    return false;
}

enum status sql_end(struct sql_rows *rows)
{
    enum status st = rows->status;
    if (rows->statement != NULL)
        give_back(rows->statement);
    rows->next_spare = rows->db->spare;
    rows->db->spare = rows;
    return st;
}

int64_t sql_int(struct sql_rows *rows, int column)
{
    return sqlite3_column_int64(rows->statement->handle, column);
}

bool sql_is_null(struct sql_rows *rows, int column)
{
    return sqlite3_column_type(rows->statement->handle, column) == SQLITE_NULL;
}

const char *sql_text(struct sql_rows *rows, int column, struct arena *a)
{
    const char *text = (const char *)sqlite3_column_text(rows->statement->handle, column);
    if (text == NULL)
        return NULL;
    return arena_strndup(a, text, (size_t)sqlite3_column_bytes(rows->statement->handle, column));
}

const void *sql_blob(struct sql_rows *rows, int column, struct arena *a, size_t *size_out)
{
    const void *bytes = sqlite3_column_blob(rows->statement->handle, column);
    int size = sqlite3_column_bytes(rows->statement->handle, column);
    *size_out = (size_t)size;
    if (sqlite3_column_type(rows->statement->handle, column) == SQLITE_NULL)
        return NULL;
    return arena_copy(a, bytes, (size_t)size);
}

int64_t sql_changes(struct sql *db)
{
    return db->changes;
}

enum status sql_begin(struct sql *db)
{
    return sql_run(db, "BEGIN IMMEDIATE");
}

enum status sql_begin_reading(struct sql *db)
{
    return sql_run(db, "BEGIN");
}

enum status sql_commit(struct sql *db)
{
    return sql_run(db, "COMMIT");
}

void sql_rollback(struct sql *db)
{
    // A failure such as a full disk may have ended the transaction already.
    if (sqlite3_get_autocommit(db->handle) == 0 && sql_run(db, "ROLLBACK") != OK)
        log_error("database: cannot roll back");
}

enum status sql_savepoint(struct sql *db)
{
    return sql_run(db, "SAVEPOINT job");
}

enum status sql_release(struct sql *db)
{
    return sql_run(db, "RELEASE job");
}

enum status sql_rollback_to(struct sql *db)
{
    if (sqlite3_get_autocommit(db->handle) != 0)
        return FAILED;
    TRY(sql_run(db, "ROLLBACK TO job"));
    return sql_run(db, "RELEASE job");
}

enum status sql_script(struct sql *db, const char *script)
{
    return answer(db, sqlite3_exec(db->handle, script, NULL, NULL, NULL), script);
}

// What is in the folder is on the disk only once the folder is.
static enum status sync_path(const char *path, int flags)
{
    int file = open(path, flags | O_CLOEXEC);
    bool done = file >= 0 && fsync(file) == 0;
    if (!done)
        log_error("database: cannot write through to the disk: %s", strerror(errno));
    if (file >= 0)
        close(file);
    return done ? OK : FAILED;
}

enum status sql_sync_folder_of(const char *path)
{
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash == NULL)
        return sync_path(".", O_RDONLY | O_DIRECTORY);
    slash[slash == folder] = '\0';
    return sync_path(folder, O_RDONLY | O_DIRECTORY);
}

static enum status copy_into(struct sql *db, struct sql *copy)
{
    sqlite3_backup *backup = sqlite3_backup_init(copy->handle, "main", db->handle, "main");
    if (backup == NULL)
        return answer(copy, sqlite3_errcode(copy->handle), "backup");
    // One step for all: a copy in several steps begins anew at each write of somebody else.
    int code;
    for (int tries = 0; (code = sqlite3_backup_step(backup, -1)) == SQLITE_BUSY || code == SQLITE_LOCKED; tries++) {
        if (tries == BUSY_WAIT_MS / 100)
            break;
        sqlite3_sleep(100);
    }
    enum status st = answer(copy, code, "backup");
    sqlite3_backup_finish(backup);
    if (st != OK)
        return st;
    // A copy lies alone: no log beside it, and reading it must not make one.
    return sql_script(copy, "PRAGMA journal_mode=DELETE");
}

enum status sql_backup(struct sql *db, const char *path)
{
    if (access(path, F_OK) == 0)
        return CONFLICT;
    char half[PATH_MAX];
    if (snprintf(half, sizeof half, "%s.part", path) >= (int)sizeof half)
        return INVALID;
    unlink(half);
    struct sql *copy;
    TRY(sql_open(half, SQL_CREATE_SMALL, &copy));
    enum status st = copy_into(db, copy);
    sql_close(copy);
    if (st == OK)
        st = sync_path(half, O_RDONLY);
    // link refuses what rename would overwrite
    if (st == OK && link(half, path) != 0) {
        st = errno == EEXIST ? CONFLICT : FAILED;
        if (st == FAILED)
            log_error("database: cannot name the backup: %s", strerror(errno));
    }
    unlink(half);
    return st == OK ? sql_sync_folder_of(path) : st;
}

enum status sql_check(struct sql *db)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    bool whole = true;
    struct sql_rows *rows = sql_query(db, "PRAGMA integrity_check");
    while (sql_next(rows)) {
        const char *finding = sql_text(rows, 0, a);
        if (strcmp(finding, "ok") != 0) {
            log_error("database: %s", finding);
            whole = false;
        }
    }
    TRY(sql_end(rows));
    return whole ? OK : FAILED;
}

static enum status count_schema(struct sql *db, int64_t *count_out)
{
    int64_t count = 0;
    struct sql_rows *rows = sql_query(db, "SELECT count(*) FROM sqlite_master");
    if (sql_next(rows))
        count = sql_int(rows, 0);
    TRY(sql_end(rows));
    *count_out = count;
    return OK;
}

enum status sql_compare_schemas(struct sql *one, struct sql *other, int64_t *count_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    int64_t differences = 0, there, here;
    TRY(count_schema(one, &here));
    TRY(count_schema(other, &there));
    enum status st = OK;
    struct sql_rows *rows = sql_query(one, "SELECT name, coalesce(sql, '') FROM sqlite_master");
    while (st == OK && sql_next(rows)) {
        struct sql_rows *same = sql_query(other, "SELECT 1 FROM sqlite_master WHERE name = $1 AND coalesce(sql, '') = $2",
                                          V(sql_text(rows, 0, a)), V(sql_text(rows, 1, a)));
        differences += !sql_next(same);
        st = sql_end(same);
    }
    enum status end = sql_end(rows);
    if (st != OK || end != OK)
        return st != OK ? st : end;
    *count_out = differences + (there > here ? there - here : 0);
    return OK;
}

enum status sql_check_references(struct sql *db, int64_t *count_out)
{
    int64_t count = 0;
    struct sql_rows *rows = sql_query(db, "PRAGMA foreign_key_check");
    while (sql_next(rows))
        count++;
    TRY(sql_end(rows));
    *count_out = count;
    return OK;
}

enum status sql_settle(struct sql *db)
{
    bool busy = true;
    struct sql_rows *rows = sql_query(db, "PRAGMA wal_checkpoint(TRUNCATE)");
    if (sql_next(rows))
        busy = sql_int(rows, 0) != 0;
    TRY(sql_end(rows));
    return busy ? BUSY : OK;
}

enum status sql_settle_at_once(struct sql *db)
{
    sqlite3_busy_timeout(db->handle, 0);
    enum status st = sql_settle(db);
    sqlite3_busy_timeout(db->handle, BUSY_WAIT_MS);
    return st;
}

bool sql_has_table(struct sql *db, const char *name)
{
    struct sql_rows *rows = sql_query(db, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1", V(name));
    bool found = sql_next(rows);
    return sql_end(rows) == OK && found;
}
