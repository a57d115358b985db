// SPDX-License-Identifier: EUPL-1.2
#ifndef SQL_SQL_H
#define SQL_SQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

// A narrow driver: one connection, used by one thread at a time. Engine-neutral SQL with $1 … $n, ON CONFLICT and
// RETURNING; text is always a literal, prepared once per connection. No domain here.
struct sql;
struct sql_rows;

enum sql_mode { SQL_READ, SQL_WRITE, SQL_CREATE };

MUST_USE enum status sql_open(const char *path, enum sql_mode mode, struct sql **out);
void sql_close(struct sql *db);

enum sql_type { SQL_NULL, SQL_INT, SQL_TEXT, SQL_BLOB };
struct sql_value {
    enum sql_type type;
    int64_t integer;
    const void *bytes; // must live until the call, or for rows until sql_end, returns
    size_t size;
};

static inline struct sql_value sql_int_value(int64_t v)
{
    return (struct sql_value){.type = SQL_INT, .integer = v};
}
struct sql_value sql_text_value(const char *text); // NULL binds SQL NULL
static inline struct sql_value sql_null_value(void)
{
    return (struct sql_value){.type = SQL_NULL};
}
static inline struct sql_value sql_blob_value(const void *bytes, size_t size)
{
    return (struct sql_value){.type = SQL_BLOB, .bytes = bytes, .size = size};
}

// Bind values by their C type: V(need->title), V(id.value), V(true).
#define V(x)                                                                                                           \
    _Generic((x), const char *: sql_text_value, char *: sql_text_value, struct sql_value: sql_same_value,              \
             default: sql_int_value)(x)
static inline struct sql_value sql_same_value(struct sql_value v)
{
    return v;
}

// Runs a statement that gives no rows. CONFLICT: a constraint forbids it. BUSY: another process holds the lock.
#define sql_run(db, text, ...)                                                                                         \
    sql_run_values((db), "" text "", (struct sql_value[]){{0}, ##__VA_ARGS__}, SQL_VALUE_COUNT(__VA_ARGS__))
// Begins a query; always pair with sql_end, whose status covers the whole run.
#define sql_query(db, text, ...)                                                                                       \
    sql_query_values((db), "" text "", (struct sql_value[]){{0}, ##__VA_ARGS__}, SQL_VALUE_COUNT(__VA_ARGS__))
#define SQL_VALUE_COUNT(...) (sizeof((struct sql_value[]){{0}, ##__VA_ARGS__}) / sizeof(struct sql_value) - 1)

// values[0] is unused, so that $1 is values[1].
MUST_USE enum status sql_run_values(struct sql *db, const char *text, const struct sql_value *values, size_t count);
struct sql_rows *sql_query_values(struct sql *db, const char *text, const struct sql_value *values, size_t count);
bool sql_next(struct sql_rows *rows); // false at the end and on failure
MUST_USE enum status sql_end(struct sql_rows *rows);

int64_t sql_int(struct sql_rows *rows, int column); // 0 for NULL
bool sql_is_null(struct sql_rows *rows, int column);
const char *sql_text(struct sql_rows *rows, int column, struct arena *a); // copied; NULL stays NULL
const void *sql_blob(struct sql_rows *rows, int column, struct arena *a, size_t *size_out);
int64_t sql_changes(struct sql *db); // rows changed by the last sql_run

// Transactions are begun and ended by store_write and the migrations only.
MUST_USE enum status sql_begin(struct sql *db);
MUST_USE enum status sql_commit(struct sql *db);
void sql_rollback(struct sql *db);
MUST_USE enum status sql_savepoint(struct sql *db);
MUST_USE enum status sql_release(struct sql *db);
void sql_rollback_to(struct sql *db);

// A script of several statements (migrations), engine-specific.
MUST_USE enum status sql_script(struct sql *db, const char *script);
// A consistent copy while others read and write. Refuses (CONFLICT) a file that exists.
MUST_USE enum status sql_backup(struct sql *db, const char *path);
// The engine's own check of the file; OK or FAILED with the findings logged.
MUST_USE enum status sql_check(struct sql *db);

#endif
