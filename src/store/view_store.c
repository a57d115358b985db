// SPDX-License-Identifier: EUPL-1.2
#include "store/view_store.h"

#include <jansson.h>

#include "store/inside.h"

#define VIEW_COLUMNS "SELECT id, version, kind, name, query, owner_id, shared, created_at, removed_at FROM saved_view "

static struct saved_view view_row(struct sql_rows *rows, struct arena *a)
{
    enum view_kind kind = VIEW_EMPLOYERS;
    view_kind_read(text_column(rows, 2, a), &kind);
    return (struct saved_view){
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .kind = kind,
        .name = sql_text(rows, 3, a),
        .query = sql_text(rows, 4, a),
        .owner = {sql_int(rows, 5)},
        .shared = sql_int(rows, 6) != 0,
        .created_at = sql_int(rows, 7),
        .removed_at = sql_int(rows, 8),
    };
}

enum status view_get(struct store *s, struct view_id id, struct arena *a, struct saved_view *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, VIEW_COLUMNS "WHERE id = $1", V(id.value));
    struct saved_view found = {0};
    bool any = sql_next(rows);
    if (any)
        found = view_row(rows, a);
    TRY(sql_end(rows));
    if (!any)
        return NOT_FOUND;
    *out = found;
    return OK;
}

enum status view_list(struct store *s, struct user_id user, enum view_kind kind, struct arena *a, struct saved_view **out,
                      size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct saved_view *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, VIEW_COLUMNS "WHERE kind = $1 AND (owner_id = $2 OR shared = 1) AND "
                                          "removed_at IS NULL ORDER BY name COLLATE \"nb-x-icu\", id",
                                      V(view_kind_name(kind)), V(user.value));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = view_row(rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

static enum status view_log(struct store_tx *tx, const char *verb, int64_t id, const struct saved_view *v)
{
    return change_append(tx, "view", verb, id,
                         json_pack("{s:s, s:s, s:s, s:b}", "kind", view_kind_name(v->kind), "name", v->name, "query", v->query,
                                   "shared", (int)v->shared));
}

enum status view_insert(struct store_tx *tx, const struct saved_view *v, struct view_id *id_out)
{
    int64_t id = store_new_id(tx);
    TRY(sql_run(tx->db, "INSERT INTO saved_view (id, version, kind, name, query, owner_id, shared, created_at) "
                        "VALUES ($1, 1, $2, $3, $4, $5, $6, $7)", V(id), V(view_kind_name(v->kind)), V(v->name), V(v->query),
                V(tx->user.value), V(v->shared), V(tx->now)));
    TRY(view_log(tx, "insert", id, v));
    *id_out = (struct view_id){id};
    return OK;
}

enum status view_update(struct store_tx *tx, const struct saved_view *v)
{
    TRY(sql_run(tx->db, "UPDATE saved_view SET version = version + 1, name = $2, query = $3, shared = $4 "
                        "WHERE id = $1 AND version = $5 AND removed_at IS NULL", V(v->id.value), V(v->name), V(v->query),
                V(v->shared), V(v->version)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return view_log(tx, "update", v->id.value, v);
}

enum status view_set_removed(struct store_tx *tx, struct view_id id, bool removed)
{
    TRY(sql_run(tx->db, "UPDATE saved_view SET version = version + 1, removed_at = $2 "
                        "WHERE id = $1 AND (removed_at IS NULL) = ($2 IS NOT NULL)", V(id.value),
                V(removed ? sql_int_value(tx->now) : sql_null_value())));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return change_append(tx, "view", removed ? "remove" : "restore", id.value, json_object());
}
