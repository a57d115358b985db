// SPDX-License-Identifier: EUPL-1.2
#include "store/share_store.h"

#include <jansson.h>

#include "store/inside.h"

#define SHARE_COLUMNS                                                                                                  \
    "SELECT q.id, q.version, q.referral_id, q.person_id, q.need_id, q.state, q.asked_on, q.deadline, q.answered_on, "   \
    "q.by_adviser, q.reminded, q.asked_by, q.changed_by, q.created_at FROM share_request q "                           \
    "JOIN person p ON p.id = q.person_id WHERE p.deleted_at IS NULL AND "

static struct share share_row(struct sql_rows *rows, struct arena *a)
{
    struct share share = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .referral = {sql_int(rows, 2)},
        .person = {sql_int(rows, 3)},
        .need = {sql_int(rows, 4)},
        .request = {.asked_on = day_column(rows, 6, a), .deadline = day_column(rows, 7, a),
                    .answered_on = day_column(rows, 8, a), .by_adviser = sql_int(rows, 9) != 0},
        .reminded = sql_int(rows, 10) != 0,
        .asked_by = {sql_int(rows, 11)},
        .changed_by = {sql_int(rows, 12)},
        .created_at = sql_int(rows, 13),
    };
    share_state_read(sql_text(rows, 5, a), &share.request.state);
    return share;
}

static enum status share_one(struct sql_rows *rows, struct arena *a, struct share *out)
{
    bool found = sql_next(rows);
    if (found)
        *out = share_row(rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status share_get(struct store *s, struct share_id id, struct arena *a, struct share *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return share_one(sql_query(db, SHARE_COLUMNS "q.id = $1", V(id.value)), a, out);
}

enum status share_newest(struct store *s, struct person_id person, struct need_id need, struct arena *a,
                         struct share *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return share_one(sql_query(db, SHARE_COLUMNS "q.person_id = $1 AND q.need_id = $2 ORDER BY q.id DESC LIMIT 1",
                               V(person.value), V(need.value)), a, out);
}

static enum status share_log(struct store_tx *tx, const char *verb, int64_t id, const struct share *share)
{
    const struct share_request *r = &share->request;
    return change_append_person(
        tx, "share", verb, id, share->person,
        json_pack("{s:I, s:I, s:s, s:o, s:o, s:o, s:b, s:b}", "referral", (json_int_t)share->referral.value, "need",
                  (json_int_t)share->need.value, "state", share_state_name(r->state), "asked_on", day_json(r->asked_on),
                  "deadline", day_json(r->deadline), "answered_on", day_json(r->answered_on), "by_adviser", r->by_adviser,
                  "reminded", share->reminded));
}

enum status share_insert(struct store_tx *tx, const struct share *share, struct share_id *id_out)
{
    const struct share_request *r = &share->request;
    int64_t id = store_new_id(tx);
    TRY(sql_run(tx->db,
                "INSERT INTO share_request (id, version, referral_id, person_id, need_id, state, asked_on, deadline, "
                "answered_on, by_adviser, reminded, asked_by, changed_by, created_at) "
                "VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $10, $11)",
                V(id), V(share->referral.value), V(share->person.value), V(share->need.value),
                V(share_state_name(r->state)), V(day_value(tx->arena, r->asked_on)), V(day_value(tx->arena, r->deadline)),
                V(day_value(tx->arena, r->answered_on)), V(r->by_adviser), V(id_value(tx->user.value)), V(tx->now)));
    TRY(share_log(tx, "insert", id, share));
    *id_out = (struct share_id){id};
    return OK;
}

enum status share_update(struct store_tx *tx, const struct share *share)
{
    const struct share_request *r = &share->request;
    TRY(sql_run(tx->db,
                "UPDATE share_request SET version = version + 1, state = $2, answered_on = $3, by_adviser = $4, "
                "reminded = $5, changed_by = $6 WHERE id = $1 AND version = $7",
                V(share->id.value), V(share_state_name(r->state)), V(day_value(tx->arena, r->answered_on)),
                V(r->by_adviser), V(share->reminded), V(id_value(tx->user.value)), V(share->version)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return share_log(tx, "update", share->id.value, share);
}

enum status share_list(struct store *s, struct person_id person, struct arena *a, struct share **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct share *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows =
        person.value != 0
            ? sql_query(db, SHARE_COLUMNS "q.person_id = $1 ORDER BY q.id DESC", V(person.value))
            : sql_query(db, SHARE_COLUMNS "q.state IN ('sent', 'cannot-notify', 'undeliverable') ORDER BY q.id DESC");
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = share_row(rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}
