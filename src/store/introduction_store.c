// SPDX-License-Identifier: EUPL-1.2
#include "store/introduction_store.h"

#include <jansson.h>

#include "store/inside.h"

#define INTRODUCTION_COLUMNS                                                                                           \
    "SELECT i.id, i.version, i.reference_id, i.newcomer_id, i.on_day, i.by_user, i.outcome, i.outcome_on, i.words, "   \
    "i.created_at"
enum { INTRODUCTION_COLUMN_COUNT = 10 };

static struct introduction introduction_row(struct sql_rows *rows, struct arena *a)
{
    struct introduction i = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .reference = {sql_int(rows, 2)},
        .newcomer = {sql_int(rows, 3)},
        .on = day_column(rows, 4, a),
        .by = {sql_int(rows, 5)},
        .outcome_on = day_column(rows, 7, a),
        .words = sql_text(rows, 8, a),
        .created_at = sql_int(rows, 9),
    };
    introduction_outcome_read(text_column(rows, 6, a), &i.outcome);
    return i;
}

enum status introduction_get(struct store *s, struct introduction_id id, struct arena *a, struct introduction *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, INTRODUCTION_COLUMNS " FROM introduction i WHERE i.id = $1", V(id.value));
    bool found = sql_next(rows);
    if (found)
        *out = introduction_row(rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

static enum status introduction_log(struct store_tx *tx, const char *verb, int64_t id, const struct introduction *i)
{
    return change_append(tx, "introduction", verb, id,
                         json_pack("{s:I, s:I, s:o, s:I, s:s, s:o, s:s}", "reference", (json_int_t)i->reference.value, "newcomer",
                                   (json_int_t)i->newcomer.value, "on", day_json(i->on), "by", (json_int_t)i->by.value,
                                   "outcome", introduction_outcome_name(i->outcome), "outcome_on", day_json(i->outcome_on),
                                   "words", or_empty(i->words)));
}

enum status introduction_insert(struct store_tx *tx, const struct introduction *i, struct introduction_id *id_out)
{
    int64_t id = store_new_id(tx);
    struct arena *a = tx->arena;
    TRY(sql_run(tx->db,
                "INSERT INTO introduction (id, version, reference_id, newcomer_id, on_day, by_user, outcome, outcome_on, words, "
                "created_at) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9)",
                V(id), V(i->reference.value), V(i->newcomer.value), V(day_value(a, i->on)), V(id_value(i->by.value)),
                V(introduction_outcome_name(i->outcome)), V(day_value(a, i->outcome_on)), V(or_empty(i->words)), V(tx->now)));
    TRY(introduction_log(tx, "insert", id, i));
    *id_out = (struct introduction_id){id};
    return OK;
}

enum status introduction_update(struct store_tx *tx, const struct introduction *i)
{
    struct arena *a = tx->arena;
    TRY(sql_run(tx->db,
                "UPDATE introduction SET version = version + 1, reference_id = $2, newcomer_id = $3, on_day = $4, by_user = $5, "
                "outcome = $6, outcome_on = $7, words = $8 WHERE id = $1 AND version = $9",
                V(i->id.value), V(i->reference.value), V(i->newcomer.value), V(day_value(a, i->on)), V(id_value(i->by.value)),
                V(introduction_outcome_name(i->outcome)), V(day_value(a, i->outcome_on)), V(or_empty(i->words)), V(i->version)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return introduction_log(tx, "update", i->id.value, i);
}

enum status introduction_list(struct store *s, struct employer_id employer, day on, int64_t id, size_t most, struct arena *a,
                              struct introduction_entry **out, size_t *count_out)
{
    struct sql *db;
    struct introduction_entry *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(
        db, INTRODUCTION_COLUMNS ", r.name, n.name, u.name FROM introduction i JOIN employer r ON r.id = i.reference_id "
            "JOIN employer n ON n.id = i.newcomer_id LEFT JOIN user_account u ON u.id = i.by_user "
            "WHERE (i.reference_id = $1 OR i.newcomer_id = $1) AND ($3 IS NULL OR i.on_day < $3 OR (i.on_day = $3 AND i.id < $4)) "
            "ORDER BY i.on_day DESC, i.id DESC LIMIT $2", V(employer.value), V(most), V(day_value(a, on)), V(id));
    while (sql_next(rows)) {
        int c = INTRODUCTION_COLUMN_COUNT;
        *LIST_ADD(a, list, count, room) = (struct introduction_entry){introduction_row(rows, a), text_column(rows, c, a),
                                                                      text_column(rows, c + 1, a), text_column(rows, c + 2, a)};
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status reference_list(struct store *s, struct employer_id newcomer, struct arena *a, struct reference_entry **out,
                           size_t *count_out)
{
    struct sql *db;
    struct reference_entry *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(
        db, "SELECT e.id, e.name, e.industry, e.municipality, e.estimate, (SELECT count(*) FROM introduction k "
            "WHERE k.reference_id = e.id) FROM employer e WHERE e.reference = 'yes' AND e.closed = 0 AND e.bankrupt = 0 "
            "AND e.merged_into_id IS NULL "
            "AND e.id <> $1 AND NOT EXISTS (SELECT 1 FROM introduction i WHERE i.reference_id = e.id AND i.newcomer_id = $1) "
            "ORDER BY e.name COLLATE \"nb-x-icu\", e.id", V(newcomer.value));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) =
            (struct reference_entry){{sql_int(rows, 0)}, sql_text(rows, 1, a), sql_text(rows, 2, a), code_column(rows, 3, a),
                                     sql_text(rows, 4, a), sql_int(rows, 5)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}
