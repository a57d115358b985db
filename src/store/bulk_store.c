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
    case BULK_TASK:
        return json_pack("{s:I, s:b, s:o}", "user", (json_int_t)c->task.user.value, "each_owner", (int)c->each_owner, "by",
                         day_json(c->task.by));
    case BULK_ACTIVITY:
        return json_pack("{s:s, s:s, s:s, s:I, s:I, s:b}", "activity", activity_kind_name(c->activity.kind), "activity_state",
                         activity_state_name(c->activity.state), "outcome", activity_outcome_name(c->activity.outcome), "at",
                         (json_int_t)c->activity.at, "took_part", (json_int_t)c->took_part.value, "others_too",
                         (int)(c->others == OTHERS_TOO));
    }
    return NULL;
}

// With what somebody has written for each, which stands in the row alone: the change log cannot be mended.
static json_t *change_json_whole(const struct bulk_change *c)
{
    json_t *json = change_json(c, DAY_NONE);
    if (json != NULL && c->kind == BULK_TASK)
        json_object_set_new(json, "what", json_string(c->task.what));
    if (json != NULL && c->kind == BULK_ACTIVITY) {
        json_object_set_new(json, "note", json_string(or_empty(c->activity.note)));
        json_object_set_new(json, "name_reason", json_string(or_empty(c->activity.name_reason)));
    }
    return json;
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
    out->task = (struct task){.what = text_of(json, "what", a), .by = day_of(json, "by"),
                              .user = {json_integer_value(json_object_get(json, "user"))}};
    out->each_owner = json_is_true(json_object_get(json, "each_owner"));
    out->activity = (struct activity){.at = json_integer_value(json_object_get(json, "at")), .all_day = true, .place = "",
                                      .note = text_of(json, "note", a), .name_reason = text_of(json, "name_reason", a)};
    (void)activity_kind_read(text_of(json, "activity", a), &out->activity.kind);
    (void)activity_state_read(text_of(json, "activity_state", a), &out->activity.state);
    (void)activity_outcome_read(text_of(json, "outcome", a), &out->activity.outcome);
    out->took_part.value = json_integer_value(json_object_get(json, "took_part"));
    out->others = json_is_true(json_object_get(json, "others_too")) ? OTHERS_TOO : OTHERS_LEFT_OUT;
    *since_out = day_of(json, "since");
    json_decref(json);
}

// Takes json. NULL: no memory.
static const char *json_text(json_t *json, struct arena *a)
{
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
    const char *text = json_text(change_json_whole(change), tx->arena);
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

static void row_read(const char *text, enum bulk_kind kind, struct arena *a, struct bulk_row *row)
{
    change_read(text, kind, a, &row->before, &row->since);
    if (!bulk_makes(kind))
        return;
    json_t *json = json_loads(text, 0, NULL);
    row->made = json_integer_value(json_object_get(json, "made"));
    json_decref(json);
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
        row_read(text_column(rows, 2, a), b->change.kind, a, &row);
        *LIST_ADD(a, list, count, room) = row;
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status bulk_row_set(struct store_tx *tx, const struct bulk *b, const struct bulk_row *row, enum bulk_row_state state)
{
    bool makes = bulk_makes(b->change.kind);
    const char *before = json_text(makes ? json_pack("{s:I}", "made", (json_int_t)row->made) : change_json(&row->before, row->since),
                                   tx->arena);
    if (before == NULL)
        return FAILED;
    return sql_run(tx->db, "UPDATE bulk_row SET state = $3, before = $4 WHERE bulk_id = $1 AND position = $2", V(b->id.value),
                   V(row->position), V(ROW_STATES[state]), V(before));
}
