// SPDX-License-Identifier: EUPL-1.2
#include <string.h>

#include "store/import_store.h"
#include "store/inside.h"

enum status import_row_insert(struct store_tx *tx, struct import_id id, const struct import_row_stored *r)
{
    return sql_run(
        tx->db,
        "INSERT INTO import_row (import_id, position, file, line, action, key, title, target_id, after, before, "
        "notes, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting')",
        V(id.value), V(r->position), V(r->file), V(r->line), V(r->action), V(or_empty(r->key)), V(or_empty(r->title)),
        V(r->target), V(r->after), V(r->before), V(or_empty(r->notes)));
}

#define ROW_COLUMNS                                                                                                    \
    "SELECT position, file, line, action, key, title, target_id, after, before, undo, notes, state FROM import_row "

static enum status read_rows(struct sql_rows *rows, struct arena *a, struct import_row_stored **out, size_t *count_out)
{
    struct import_row_stored *list = NULL;
    size_t count = 0, room = 0;
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct import_row_stored){
            .position = sql_int(rows, 0),
            .file = sql_int(rows, 1),
            .line = sql_int(rows, 2),
            .action = sql_text(rows, 3, a),
            .key = sql_text(rows, 4, a),
            .title = sql_text(rows, 5, a),
            .target = sql_int(rows, 6),
            .after = sql_text(rows, 7, a),
            .before = sql_text(rows, 8, a),
            .undo = sql_text(rows, 9, a),
            .notes = sql_text(rows, 10, a),
            .state = sql_text(rows, 11, a),
        };
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status import_row_list(struct store *s, struct import_id id, const struct import_row_filter *filter, int64_t after,
                            size_t most, struct arena *a, struct import_row_stored **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return read_rows(sql_query(db,
                               ROW_COLUMNS "WHERE import_id = $1 AND position > $2 AND ($3 = '' OR action = $3) "
                                           "AND ($4 = 0 OR notes <> '') ORDER BY position LIMIT $5",
                               V(id.value), V(after), V(or_empty(filter->action)), V(filter->noted), V(most)),
                     a, out, count_out);
}

enum status import_row_next(struct store *s, struct import_id id, const char *state, bool back, int64_t from,
                            size_t most, struct arena *a, struct import_row_stored **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    if (back)
        return read_rows(sql_query(db,
                                   ROW_COLUMNS "WHERE import_id = $1 AND ($3 = 0 OR position < $3) AND state = $2 "
                                               "ORDER BY position DESC LIMIT $4",
                                   V(id.value), V(state), V(from), V(most)),
                         a, out, count_out);
    return read_rows(sql_query(db,
                               ROW_COLUMNS "WHERE import_id = $1 AND position > $3 AND state = $2 "
                                           "ORDER BY position LIMIT $4",
                               V(id.value), V(state), V(from), V(most)),
                     a, out, count_out);
}

enum status import_row_settle(struct store_tx *tx, struct import_id id, int64_t position, const char *state,
                              int64_t target, const char *undo)
{
    return sql_run(tx->db,
                   "UPDATE import_row SET state = $3, target_id = $4, undo = $5 WHERE import_id = $1 AND position = $2",
                   V(id.value), V(position), V(state), V(target), V(undo));
}

enum status import_row_forget(struct store_tx *tx, const char *kind, const char *key)
{
    return sql_run(tx->db,
                   "UPDATE import_row SET title = $2, after = '{}', before = NULL, undo = NULL, notes = '' "
                   "WHERE key = $2 AND state <> 'waiting' AND import_id IN (SELECT id FROM import WHERE kind = $1)",
                   V(kind), V(key));
}

enum status import_fault_insert(struct store_tx *tx, struct import_id id, const struct import_fault_stored *f)
{
    return sql_run(tx->db,
                   "INSERT INTO import_reject (import_id, number, file, line, field, value, message, arg, record) "
                   "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                   V(id.value), V(f->number), V(f->file), V(f->line), V(or_empty(f->field)), V(or_empty(f->value)),
                   V(f->message), V(f->arg), V(f->record));
}

enum status import_fault_list(struct store *s, struct import_id id, int64_t after, bool with_record, size_t most,
                              struct arena *a, struct import_fault_stored **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct import_fault_stored *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows =
        sql_query(db,
                  "SELECT number, file, line, field, value, message, arg, CASE WHEN $3 = 0 THEN NULL ELSE record END "
                  "FROM import_reject WHERE import_id = $1 AND number > $2 AND ($3 = 0 OR record IS NOT NULL) "
                  "ORDER BY number LIMIT $4",
                  V(id.value), V(after), V(with_record), V(most));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct import_fault_stored){
            .number = sql_int(rows, 0),
            .file = sql_int(rows, 1),
            .line = sql_int(rows, 2),
            .field = sql_text(rows, 3, a),
            .value = sql_text(rows, 4, a),
            .message = sql_text(rows, 5, a),
            .arg = sql_text(rows, 6, a),
            .record = sql_text(rows, 7, a),
        };
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status import_outside_add(struct store_tx *tx, struct import_id id, const char *reason, int64_t count)
{
    return sql_run(tx->db,
                   "INSERT INTO import_outside (import_id, reason, count) VALUES ($1, $2, $3) "
                   "ON CONFLICT (import_id, reason) DO UPDATE SET count = import_outside.count + excluded.count",
                   V(id.value), V(reason), V(count));
}

enum status import_outside_list(struct store *s, struct import_id id, struct arena *a, struct import_outside **out,
                                size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct import_outside *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(
        db, "SELECT reason, count FROM import_outside WHERE import_id = $1 ORDER BY count DESC, reason", V(id.value));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct import_outside){sql_text(rows, 0, a), sql_int(rows, 1)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}
