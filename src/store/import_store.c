// SPDX-License-Identifier: EUPL-1.2
#include "store/import_store.h"

#include <jansson.h>
#include <string.h>

#include "store/inside.h"

enum status import_insert(struct store_tx *tx, const struct import_stored *i, const struct import_file *files,
                          size_t count, struct import_id *id_out)
{
    int64_t id = i->id.value != 0 ? i->id.value : store_new_id(tx);
    TRY(sql_run(
        tx->db,
        "INSERT INTO import (id, kind, state, mode, name, digest, mapping, options, unasked, problem, created, "
        "updated, "
        "unchanged, outside, rejected, notes, faults, kept, scanned, file_at, record_at, read_bytes, total_bytes, "
        "done, to_do, target_id, undo, user_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, "
        "0, 0, 0, 0, 0, 0, 0, 0, 0, 0, $11, 0, 0, 0, NULL, $12, $13)",
        V(id), V(i->kind), V(i->state), V(i->mode), V(i->name), V(sql_blob_value(i->digest, IMPORT_DIGEST)),
        V(i->mapping), V(i->options), V(i->unasked), V(i->problem), V(i->total_bytes), V(id_value(tx->user.value)),
        V(tx->now)));
    for (size_t n = 0; n < count; n++)
        TRY(sql_run(
            tx->db,
            "INSERT INTO import_file (import_id, number, part, name, path, size) VALUES ($1, $2, $3, $4, $5, $6)",
            V(id), V(n), V(files[n].part), V(files[n].name), V(files[n].path), V(files[n].size)));
    TRY(change_append(tx, "import", "insert", id,
                      json_pack("{s:s, s:s, s:I}", "kind", i->kind, "name", i->name, "files", (json_int_t)count)));
    *id_out = (struct import_id){id};
    return OK;
}

#define IMPORT_COLUMNS                                                                                                 \
    "SELECT i.id, i.kind, i.state, i.mode, i.name, i.digest, i.mapping, i.options, i.unasked, i.problem, i.created, "  \
    "i.updated, i.unchanged, i.outside, i.rejected, i.notes, i.faults, i.kept, i.scanned, i.file_at, i.record_at, "    \
    "i.read_bytes, i.total_bytes, i.done, i.to_do, i.target_id, i.undo, i.user_id, i.created_at, i.applied_at, "       \
    "i.reverted_at, u.name FROM import i LEFT JOIN user_account u ON u.id = i.user_id "

static struct import_stored import_row_of(struct sql_rows *rows, struct arena *a)
{
    size_t digest_size;
    return (struct import_stored){
        .id = {sql_int(rows, 0)},
        .kind = sql_text(rows, 1, a),
        .state = sql_text(rows, 2, a),
        .mode = sql_text(rows, 3, a),
        .name = sql_text(rows, 4, a),
        .digest = sql_blob(rows, 5, a, &digest_size),
        .mapping = sql_text(rows, 6, a),
        .options = sql_text(rows, 7, a),
        .unasked = sql_int(rows, 8) != 0,
        .problem = sql_text(rows, 9, a),
        .created = sql_int(rows, 10),
        .updated = sql_int(rows, 11),
        .unchanged = sql_int(rows, 12),
        .outside = sql_int(rows, 13),
        .rejected = sql_int(rows, 14),
        .notes = sql_int(rows, 15),
        .faults = sql_int(rows, 16),
        .kept = sql_int(rows, 17),
        .scanned = sql_int(rows, 18) != 0,
        .file_at = sql_int(rows, 19),
        .record_at = sql_int(rows, 20),
        .read_bytes = sql_int(rows, 21),
        .total_bytes = sql_int(rows, 22),
        .done = sql_int(rows, 23),
        .to_do = sql_int(rows, 24),
        .target = sql_int(rows, 25),
        .undo = sql_text(rows, 26, a),
        .user = {sql_int(rows, 27)},
        .created_at = sql_int(rows, 28),
        .applied_at = sql_int(rows, 29),
        .reverted_at = sql_int(rows, 30),
        .user_name = text_column(rows, 31, a),
    };
}

static enum status read_one(struct sql_rows *rows, struct arena *a, struct import_stored *out)
{
    bool found = sql_next(rows);
    if (found)
        *out = import_row_of(rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

static enum status read_all(struct sql_rows *rows, struct arena *a, struct import_stored **out, size_t *count_out)
{
    struct import_stored *list = NULL;
    size_t count = 0, room = 0;
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = import_row_of(rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status import_find(struct store *s, struct import_id id, struct arena *a, struct import_stored *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return read_one(sql_query(db, IMPORT_COLUMNS "WHERE i.id = $1", V(id.value)), a, out);
}

enum status import_update(struct store_tx *tx, const struct import_stored *i, const char *was)
{
    TRY(sql_run(tx->db,
                "UPDATE import SET state = $2, mode = $3, mapping = $4, options = $5, unasked = $6, problem = $7, "
                "created = $8, "
                "updated = $9, unchanged = $10, outside = $11, rejected = $12, notes = $13, faults = $14, kept = $15, "
                "scanned = $16, file_at = $17, record_at = $18, read_bytes = $19, total_bytes = $20, done = $21, "
                "to_do = $22, target_id = $23, undo = $24, applied_at = $25, reverted_at = $26 "
                "WHERE id = $1 AND state = $27",
                V(i->id.value), V(i->state), V(i->mode), V(i->mapping), V(i->options), V(i->unasked), V(i->problem),
                V(i->created), V(i->updated), V(i->unchanged), V(i->outside), V(i->rejected), V(i->notes), V(i->faults),
                V(i->kept), V(i->scanned), V(i->file_at), V(i->record_at), V(i->read_bytes), V(i->total_bytes),
                V(i->done), V(i->to_do), V(i->target), V(i->undo), V(id_value(i->applied_at)),
                V(id_value(i->reverted_at)), V(was)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    if (strcmp(i->state, was) == 0)
        return OK;
    return change_append(tx, "import", i->state, i->id.value,
                         json_pack("{s:I, s:I, s:I, s:I, s:I, s:I}", "created", (json_int_t)i->created, "updated",
                                   (json_int_t)i->updated, "unchanged", (json_int_t)i->unchanged, "outside",
                                   (json_int_t)i->outside, "rejected", (json_int_t)i->rejected, "kept",
                                   (json_int_t)i->kept));
}

enum status import_files(struct store *s, struct import_id id, struct arena *a, struct import_file **out,
                         size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct import_file *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(
        db, "SELECT part, name, path, size FROM import_file WHERE import_id = $1 ORDER BY number", V(id.value));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) =
            (struct import_file){(int)sql_int(rows, 0), sql_text(rows, 1, a), sql_text(rows, 2, a), sql_int(rows, 3)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status import_list_stored(struct store *s, struct import_id before, size_t most, struct arena *a,
                               struct import_stored **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return read_all(
        sql_query(db, IMPORT_COLUMNS "WHERE $1 = 0 OR i.id < $1 ORDER BY i.id DESC LIMIT $2", V(before.value), V(most)),
        a, out, count_out);
}

enum status import_list_working(struct store *s, struct arena *a, struct import_stored **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return read_all(sql_query(db, IMPORT_COLUMNS "WHERE i.state IN ('reading', 'applying', 'reverting') ORDER BY i.id"),
                    a, out, count_out);
}

enum status import_find_before(struct store *s, struct import_id but, const char *kind, const void *digest,
                               struct arena *a, struct import_stored *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return read_one(sql_query(db,
                              IMPORT_COLUMNS
                              "WHERE i.kind = $1 AND i.digest = $2 AND i.state = 'applied' AND i.id <> $3 "
                              "ORDER BY i.applied_at DESC LIMIT 1",
                              V(kind), V(sql_blob_value(digest, IMPORT_DIGEST)), V(but.value)),
                    a, out);
}

const char *import_folder(struct store *s, struct arena *a)
{
    return path_in(a, s->dir, "imports");
}

enum status import_clear(struct store_tx *tx, struct import_id id, bool all, int64_t most, bool *more_out)
{
    TRY(sql_run(tx->db,
                "DELETE FROM import_row WHERE import_id = $1 AND position IN "
                "(SELECT position FROM import_row WHERE import_id = $1 ORDER BY position LIMIT $2)",
                V(id.value), V(most)));
    int64_t gone = sql_changes(tx->db);
    if (all && gone < most) {
        TRY(sql_run(tx->db,
                    "DELETE FROM import_reject WHERE import_id = $1 AND number IN "
                    "(SELECT number FROM import_reject WHERE import_id = $1 ORDER BY number LIMIT $2)",
                    V(id.value), V(most)));
        gone = sql_changes(tx->db);
        TRY(sql_run(tx->db, "DELETE FROM import_outside WHERE import_id = $1", V(id.value)));
    }
    *more_out = gone == most;
    return OK;
}
