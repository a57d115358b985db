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

// SQL_MEMORY is an empty one that is gone when it is closed; its path is not asked.
// SQL_READ never writes. SQL_CREATE also writes, and makes what is missing (mode 0600). The _SMALL ones are for a
// database of few writes that has to be one file between them, and leaves nothing of what was deleted in a log.
enum sql_mode { SQL_READ, SQL_WRITE, SQL_CREATE, SQL_WRITE_SMALL, SQL_CREATE_SMALL, SQL_MEMORY };

// NOT_FOUND: no such file. INVALID: the file is not a database. Waits up to ten seconds for another process's lock.
MUST_USE enum status sql_open(const char *path, enum sql_mode mode, struct sql **out);
void sql_close(struct sql *db); // NULL is fine
// A commit does not wait for the disk: for a file that is of no use before it is whole, and is brought to the disk then.
MUST_USE enum status sql_hasten(struct sql *db);

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
// Begins a query; always pair with sql_end, whose status covers the whole run. After a failure there are no rows.
#define sql_query(db, text, ...)                                                                                       \
    sql_query_values((db), "" text "", (struct sql_value[]){{0}, ##__VA_ARGS__}, SQL_VALUE_COUNT(__VA_ARGS__))
#define SQL_VALUE_COUNT(...) (sizeof((struct sql_value[]){{0}, ##__VA_ARGS__}) / sizeof(struct sql_value) - 1)

// values[0] is unused, so that $1 is values[1]. text must live as long as the connection, and stay the same: its address
// finds the prepared statement. For texts chosen from a table; otherwise use the macros, which take literals only.
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
MUST_USE enum status sql_begin(struct sql *db); // takes the write lock at once
MUST_USE enum status sql_begin_reading(struct sql *db); // one state of the data for all queries until sql_commit
MUST_USE enum status sql_commit(struct sql *db);
void sql_rollback(struct sql *db);
MUST_USE enum status sql_savepoint(struct sql *db);
MUST_USE enum status sql_release(struct sql *db);
MUST_USE enum status sql_rollback_to(struct sql *db); // FAILED: the whole transaction is gone

// A script of several statements (migrations), engine-specific. Stops at the first that fails.
MUST_USE enum status sql_script(struct sql *db, const char *script);
// A consistent copy while others read and write, mode 0600; the file appears whole or not at all. Refuses (CONFLICT) a
// file that exists.
MUST_USE enum status sql_backup(struct sql *db, const char *path);
// The engine's own check of the file; OK or FAILED with the findings logged.
MUST_USE enum status sql_check(struct sql *db);
// How many tables, indexes and triggers of the one are missing in the other, or made otherwise there; and how many more
// the other has.
MUST_USE enum status sql_compare_schemas(struct sql *one, struct sql *other, int64_t *count_out);
// Rows that refer to what is not there.
MUST_USE enum status sql_check_references(struct sql *db, int64_t *count_out);
// Brings everything into the main file, so that it is whole by itself. BUSY: others are using it.
MUST_USE enum status sql_settle(struct sql *db);
MUST_USE enum status sql_settle_at_once(struct sql *db); // the same, without waiting for others
MUST_USE enum status sql_sync_folder_of(const char *path); // what was named there outlives a power cut
bool sql_has_table(struct sql *db, const char *name);

#endif
