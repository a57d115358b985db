// SPDX-License-Identifier: EUPL-1.2
#include "store/bulk_store.h"

#include <jansson.h>

#include "store/inside.h"

static json_t *change_json(const struct bulk_change *c, day since)
{
    switch (c->kind) {
    case BULK_STAGE:
        return json_pack("{s:s, s:o, s:s, s:s, s:s}", "stage", stage_name(c->stage), "paused_until", day_json(c->paused_until),
                         "decline", decline_name(c->decline), "declined_reason", or_empty(c->declined_reason), "why",
                         or_empty(c->why));
    case BULK_OWNER:
        return json_pack("{s:I}", "owner", (json_int_t)c->owner.value);
    case BULK_JOIN:
    case BULK_LEAVE:
        return json_pack("{s:I, s:o}", "network", (json_int_t)c->network.value, "since", day_json(since));
    }
    return NULL;
}

static const char *text_of(const json_t *json, const char *name, struct arena *a)
{
    const char *text = json_string_value(json_object_get(json, name));
    return text == NULL ? "" : arena_strdup(a, text);
}

static day day_of(const json_t *json, const char *name)
{
    day d = DAY_NONE;
    const char *text = json_string_value(json_object_get(json, name));
    return text != NULL && day_read(text, &d) ? d : DAY_NONE;
}

static void change_read(const char *text, enum bulk_kind kind, struct arena *a, struct bulk_change *out, day *since_out)
{
    json_t *json = json_loads(text, 0, NULL);
    *out = (struct bulk_change){.kind = kind, .paused_until = day_of(json, "paused_until")};
    (void)stage_read(text_of(json, "stage", a), &out->stage);
    (void)decline_read(text_of(json, "decline", a), &out->decline);
    out->declined_reason = text_of(json, "declined_reason", a);
    out->why = text_of(json, "why", a);
    out->owner.value = json_integer_value(json_object_get(json, "owner"));
    out->network.value = json_integer_value(json_object_get(json, "network"));
    *since_out = day_of(json, "since");
    json_decref(json);
}

static const char *change_text(const struct bulk_change *c, day since, struct arena *a)
{
    json_t *json = change_json(c, since);
    char *made = json == NULL ? NULL : json_dumps(json, JSON_COMPACT);
    const char *text = made == NULL ? NULL : arena_strdup(a, made);
    free(made);
    json_decref(json);
    return text;
}

#define BULK_COLUMNS "SELECT id, kind, change, state, total, done, changed, undone, kept, user_id, created_at FROM bulk "

static enum status one_bulk(struct sql_rows *rows, struct arena *a, struct bulk *out)
{
    bool found = sql_next(rows);
    if (found) {
        day unused;
        struct bulk b = {.id = {sql_int(rows, 0)},
                         .total = sql_int(rows, 4),
                         .done = sql_int(rows, 5),
                         .changed = sql_int(rows, 6),
                         .undone = sql_int(rows, 7),
                         .kept = sql_int(rows, 8),
                         .user = {sql_int(rows, 9)},
                         .created_at = sql_int(rows, 10)};
        enum bulk_kind kind = BULK_STAGE;
        (void)bulk_kind_read(text_column(rows, 1, a), &kind);
        (void)bulk_state_read(text_column(rows, 3, a), &b.state);
        change_read(text_column(rows, 2, a), kind, a, &b.change, &unused);
        *out = b;
    }
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status bulk_get(struct store *s, struct bulk_id id, struct arena *a, struct bulk *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return one_bulk(sql_query(db, BULK_COLUMNS "WHERE id = $1", V(id.value)), a, out);
}

enum status bulk_next(struct store *s, struct arena *a, struct bulk *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return one_bulk(sql_query(db, BULK_COLUMNS "WHERE state IN ('doing', 'undoing') ORDER BY id LIMIT 1"), a, out);
}

enum status bulk_insert(struct store_tx *tx, const struct bulk_change *change, const struct employer_id *employers, size_t count,
                        struct bulk_id *id_out)
{
    int64_t id = store_new_id(tx);
    const char *text = change_text(change, DAY_NONE, tx->arena);
    if (text == NULL)
        return FAILED;
    TRY(sql_run(tx->db, "INSERT INTO bulk (id, kind, change, state, total, done, changed, undone, kept, user_id, created_at) "
                        "VALUES ($1, $2, $3, 'doing', $4, 0, 0, 0, 0, $5, $6)", V(id), V(bulk_kind_name(change->kind)), V(text),
                V(count), V(tx->user.value), V(tx->now)));
    for (size_t i = 0; i < count; i++)
        TRY(sql_run(tx->db, "INSERT INTO bulk_row (bulk_id, position, employer_id, state, before) "
                            "VALUES ($1, $2, $3, 'waiting', '{}')", V(id), V(i), V(employers[i].value)));
    TRY(change_append(tx, "bulk", "insert", id, json_pack("{s:s, s:o, s:I}", "kind", bulk_kind_name(change->kind), "change",
                                                          change_json(change, DAY_NONE), "total", (json_int_t)count)));
    *id_out = (struct bulk_id){id};
    return OK;
}

enum status bulk_update(struct store_tx *tx, const struct bulk *b, enum bulk_state was)
{
    TRY(sql_run(tx->db, "UPDATE bulk SET state = $2, done = $3, changed = $4, undone = $5, kept = $6 "
                        "WHERE id = $1 AND state = $7", V(b->id.value), V(bulk_state_name(b->state)), V(b->done), V(b->changed),
                V(b->undone), V(b->kept), V(bulk_state_name(was))));
    return sql_changes(tx->db) == 1 ? OK : CONFLICT;
}

enum status bulk_note_undo(struct store_tx *tx, struct bulk_id id)
{
    return change_append(tx, "bulk", "undo", id.value, json_object());
}

static const char *const ROW_STATES[] = {"waiting", "same", "changed", "undone", "kept"};

enum status bulk_rows(struct store *s, const struct bulk *b, enum bulk_row_state state, size_t most, struct arena *a,
                      struct bulk_row **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct bulk_row *list = NULL;
    size_t count = 0, room = 0;
    // Rows are done in their order, so that those before the first waiting one need not be looked at again.
    struct sql_rows *rows = sql_query(db, "SELECT position, employer_id, before FROM bulk_row WHERE bulk_id = $1 "
                                          "AND position >= $2 AND state = $3 ORDER BY position LIMIT $4", V(b->id.value),
                                      V(state == BULK_ROW_WAITING ? b->done : (int64_t)0), V(ROW_STATES[state]), V(most));
    while (sql_next(rows)) {
        struct bulk_row row = {.position = sql_int(rows, 0), .employer = {sql_int(rows, 1)}};
        change_read(text_column(rows, 2, a), b->change.kind, a, &row.before, &row.since);
        *LIST_ADD(a, list, count, room) = row;
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status bulk_row_set(struct store_tx *tx, const struct bulk *b, const struct bulk_row *row, enum bulk_row_state state)
{
    const char *before = change_text(&row->before, row->since, tx->arena);
    if (before == NULL)
        return FAILED;
    return sql_run(tx->db, "UPDATE bulk_row SET state = $3, before = $4 WHERE bulk_id = $1 AND position = $2", V(b->id.value),
                   V(row->position), V(ROW_STATES[state]), V(before));
}
