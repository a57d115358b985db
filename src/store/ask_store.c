// SPDX-License-Identifier: EUPL-1.2
#include "store/ask_store.h"

#include <jansson.h>

#include "store/inside.h"
#include "store/need_store.h"
#include "store/outbox_store.h"

#define ASK_COLUMNS                                                                                                    \
    "SELECT k.id, k.version, k.need_id, k.from_agency, k.to_agency, k.asked_by, k.asked_at, k.answer, k.answered_by, " \
    "k.answered_at"
enum { ASK_COLUMN_COUNT = 10 };

static struct agency_ask ask_row(struct sql_rows *rows, struct arena *a)
{
    struct agency_ask ask = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .need = {sql_int(rows, 2)},
        .from = {sql_int(rows, 3)},
        .to = {sql_int(rows, 4)},
        .asked_by = {sql_int(rows, 5)},
        .asked_at = sql_int(rows, 6),
        .answered_by = {sql_int(rows, 8)},
        .answered_at = sql_int(rows, 9),
    };
    ask_answer_read(sql_text(rows, 7, a), &ask.answer);
    return ask;
}

static enum status ask_one(struct sql_rows *rows, struct agency_ask *out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    bool found = sql_next(rows);
    if (found)
        *out = ask_row(rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status ask_get(struct store *s, struct ask_id id, struct agency_ask *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return ask_one(sql_query(db, ASK_COLUMNS " FROM agency_ask k WHERE k.id = $1", V(id.value)), out);
}

enum status ask_find(struct store *s, struct need_id need, struct agency_id from, struct agency_id to,
                     struct agency_ask *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return ask_one(sql_query(db, ASK_COLUMNS " FROM agency_ask k WHERE k.need_id = $1 AND k.from_agency = $2 "
                                             "AND k.to_agency = $3", V(need.value), V(from.value), V(to.value)), out);
}

static enum status ask_log(struct store_tx *tx, const char *verb, const struct agency_ask *ask)
{
    return change_append(tx, "ask", verb, ask->id.value,
                         json_pack("{s:I, s:I, s:I, s:s}", "need", (json_int_t)ask->need.value, "from",
                                   (json_int_t)ask->from.value, "to", (json_int_t)ask->to.value, "answer",
                                   ask_answer_name(ask->answer)));
}

enum status ask_insert(struct store_tx *tx, const struct agency_ask *ask, struct ask_id *id_out)
{
    struct agency_ask made = *ask;
    made.id.value = store_new_id(tx);
    TRY(sql_run(tx->db,
                "INSERT INTO agency_ask (id, version, need_id, from_agency, to_agency, asked_by, asked_at, answer) "
                "VALUES ($1, 1, $2, $3, $4, $5, $6, '')",
                V(made.id.value), V(ask->need.value), V(ask->from.value), V(ask->to.value), V(id_value(tx->user.value)),
                V(tx->now)));
    TRY(ask_log(tx, "insert", &made));
    TRY(outbox_tell_agency(tx, OUTBOX_AGENCY_ASKED, ask->to, made.id.value));
    *id_out = made.id;
    return OK;
}

enum status ask_update(struct store_tx *tx, const struct agency_ask *ask)
{
    TRY(sql_run(tx->db, "UPDATE agency_ask SET version = version + 1, answer = $2, answered_by = $3, answered_at = $4 "
                        "WHERE id = $1 AND version = $5",
                V(ask->id.value), V(ask_answer_name(ask->answer)), V(id_value(tx->user.value)), V(tx->now),
                V(ask->version)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    TRY(ask_log(tx, "answer", ask));
    return outbox_tell_agency(tx, OUTBOX_AGENCY_ANSWERED, ask->from, 0);
}

enum status asks_follow_referral(struct store_tx *tx, struct need_id need, struct agency_id agency)
{
    struct agency_ask *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(tx->db, ASK_COLUMNS " FROM agency_ask k WHERE k.need_id = $1 AND k.to_agency = $2 "
                                              "AND k.answer <> 'started' ORDER BY k.id", V(need.value), V(agency.value));
    while (sql_next(rows))
        *LIST_ADD(tx->arena, list, count, room) = ask_row(rows, tx->arena);
    TRY(sql_end(rows));
    for (size_t i = 0; i < count; i++) {
        list[i].answer = ASK_STARTED;
        TRY(ask_update(tx, &list[i]));
    }
    return OK;
}

// $1 need, $2 from, $3 to, $4 whether only waiting ones.
#define ASK_FROM                                                                                                       \
    " FROM agency_ask k JOIN need n ON n.id = k.need_id JOIN employer e ON e.id = n.employer_id "                      \
    "JOIN workplace w ON w.id = n.workplace_id JOIN agency f ON f.id = k.from_agency "                                 \
    "JOIN agency t ON t.id = k.to_agency LEFT JOIN user_account ua ON ua.id = k.asked_by "                             \
    "LEFT JOIN user_account ub ON ub.id = k.answered_by "                                                              \
    "WHERE ($1 = 0 OR k.need_id = $1) AND ($2 = 0 OR k.from_agency = $2) AND ($3 = 0 OR k.to_agency = $3) "            \
    "AND ($4 = 0 OR (k.answer = '' AND n.state = 'open'))"

enum status ask_list(struct store *s, const struct ask_filter *filter, struct ask_id before, size_t most,
                     struct arena *a, struct ask_entry **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct ask_entry *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(
        db, ASK_COLUMNS ", n.title, e.name, w.name, f.name, t.name, ua.name, ub.name, n.state" ASK_FROM
                        " AND ($5 = 0 OR k.id < $5) ORDER BY k.id DESC LIMIT $6",
        V(filter->need.value), V(filter->from.value), V(filter->to.value), V(filter->waiting), V(before.value),
        V((int64_t)most));
    while (sql_next(rows)) {
        int c = ASK_COLUMN_COUNT;
        struct ask_entry *e = LIST_ADD(a, list, count, room);
        *e = (struct ask_entry){
            .ask = ask_row(rows, a),
            .need_title = text_column(rows, c, a),
            .employer_name = text_column(rows, c + 1, a),
            .workplace_name = text_column(rows, c + 2, a),
            .from_name = text_column(rows, c + 3, a),
            .to_name = text_column(rows, c + 4, a),
            .asked_by_name = text_column(rows, c + 5, a),
            .answered_by_name = text_column(rows, c + 6, a),
        };
        need_state_read(sql_text(rows, c + 7, a), &e->need);
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status ask_count(struct store *s, const struct ask_filter *filter, int64_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    int64_t count = 0;
    struct sql_rows *rows = sql_query(db, "SELECT count(*)" ASK_FROM, V(filter->need.value), V(filter->from.value),
                                      V(filter->to.value), V(filter->waiting));
    if (sql_next(rows))
        count = sql_int(rows, 0);
    TRY(sql_end(rows));
    *count_out = count;
    return OK;
}
