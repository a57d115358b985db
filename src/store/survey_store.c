// SPDX-License-Identifier: EUPL-1.2
#include "store/survey_store.h"

#include <jansson.h>

#include "store/inside.h"

#define SURVEY_COLUMNS                                                                                                 \
    "v.id, v.version, v.set_id, v.name, v.audience, v.event_id, v.query, v.state, v.deadline, v.remind_on, "            \
    "v.reminded_on, v.before_id, v.made_by, v.created_at, v.opened_at, v.closed_at, v.texts_gone_at, v.view_id"
enum { SURVEY_COLUMN_COUNT = 18 };

static struct survey survey_row(struct sql_rows *rows, struct arena *a)
{
    struct survey s = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .set = {sql_int(rows, 2)},
        .name = text_column(rows, 3, a),
        .event = {sql_int(rows, 5)},
        .query = text_column(rows, 6, a),
        .deadline = day_column(rows, 8, a),
        .remind_on = day_column(rows, 9, a),
        .reminded_on = day_column(rows, 10, a),
        .before = {sql_int(rows, 11)},
        .made_by = {sql_int(rows, 12)},
        .created_at = sql_int(rows, 13),
        .opened_at = sql_int(rows, 14),
        .closed_at = sql_int(rows, 15),
        .texts_gone_at = sql_int(rows, 16),
        .view = {sql_int(rows, 17)},
    };
    survey_audience_read(sql_text(rows, 4, a), &s.audience);
    survey_state_read(sql_text(rows, 7, a), &s.state);
    return s;
}

enum status survey_get(struct store *s, struct survey_id id, struct arena *a, struct survey *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT " SURVEY_COLUMNS " FROM survey v WHERE v.id = $1", V(id.value));
    bool found = sql_next(rows);
    if (found)
        *out = survey_row(rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

static enum status survey_log(struct store_tx *tx, const char *verb, const struct survey *s)
{
    return change_append(tx, "survey", verb, s->id.value,
                         json_pack("{s:I, s:s, s:s, s:s, s:o, s:o, s:I}", "set", (json_int_t)s->set.value, "name", s->name,
                                   "audience", survey_audience_name(s->audience), "state", survey_state_name(s->state),
                                   "deadline", day_json(s->deadline), "reminded_on", day_json(s->reminded_on), "before",
                                   (json_int_t)s->before.value));
}

enum status survey_insert(struct store_tx *tx, const struct survey *given, struct survey_id *id_out)
{
    struct survey s = *given;
    s.id.value = store_new_id(tx);
    s.state = SURVEY_DRAFT;
    s.reminded_on = DAY_NONE;
    TRY(sql_run(tx->db,
                "INSERT INTO survey (id, version, set_id, name, audience, event_id, query, state, deadline, remind_on, before_id, "
                "made_by, created_at, view_id) VALUES ($1, 1, $2, $3, $4, $5, $6, 'draft', $7, $8, $9, $10, $11, $12)",
                V(s.id.value), V(s.set.value), V(s.name), V(survey_audience_name(s.audience)), V(id_value(s.event.value)),
                V(or_empty(s.query)), V(day_value(tx->arena, s.deadline)), V(day_value(tx->arena, s.remind_on)),
                V(id_value(s.before.value)), V(id_value(tx->user.value)), V(tx->now), V(id_value(s.view.value))));
    TRY(survey_log(tx, "insert", &s));
    *id_out = s.id;
    return OK;
}

enum status survey_update(struct store_tx *tx, const struct survey *s)
{
    TRY(sql_run(tx->db,
                "UPDATE survey SET version = version + 1, set_id = $3, name = $4, audience = $5, event_id = $6, query = $7, "
                "state = $8, deadline = $9, remind_on = $10, reminded_on = $11, before_id = $12, opened_at = $13, "
                "closed_at = $14, view_id = $15 WHERE id = $1 AND version = $2",
                V(s->id.value), V(s->version), V(s->set.value), V(s->name), V(survey_audience_name(s->audience)),
                V(id_value(s->event.value)), V(or_empty(s->query)), V(survey_state_name(s->state)),
                V(day_value(tx->arena, s->deadline)), V(day_value(tx->arena, s->remind_on)),
                V(day_value(tx->arena, s->reminded_on)), V(id_value(s->before.value)), V(id_value(s->opened_at)),
                V(id_value(s->closed_at)), V(id_value(s->view.value))));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return survey_log(tx, "update", s);
}

enum status survey_delete(struct store_tx *tx, struct survey_id id)
{
    TRY(sql_run(tx->db, "DELETE FROM survey_chosen WHERE survey_id = $1", V(id.value)));
    TRY(sql_run(tx->db, "DELETE FROM survey WHERE id = $1 AND state = 'draft'", V(id.value)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return change_append(tx, "survey", "delete", id.value, json_object());
}

enum status survey_choose(struct store_tx *tx, struct survey_id id, const struct contact_id *contacts, size_t count)
{
    TRY(sql_run(tx->db, "DELETE FROM survey_chosen WHERE survey_id = $1", V(id.value)));
    for (size_t i = 0; i < count; i++)
        TRY(sql_run(tx->db, "INSERT INTO survey_chosen (survey_id, contact_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                    V(id.value), V(contacts[i].value)));
    return OK;
}

enum status survey_chosen(struct store *s, struct survey_id id, struct arena *a, struct contact_id **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct contact_id *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT contact_id FROM survey_chosen WHERE survey_id = $1 ORDER BY contact_id",
                                      V(id.value));
    while (sql_next(rows))
        LIST_ADD(a, list, count, room)->value = sql_int(rows, 0);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status survey_list(struct store *s, const struct survey_filter *f, struct survey_id before, size_t most,
                        struct arena *a, struct survey_entry **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    unsigned states = f->states == 0 ? (1u << SURVEY_STATES) - 1 : f->states;
    struct survey_entry *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(
        db, "SELECT " SURVEY_COLUMNS ", q.name_nb, q.name_en, "
            "(SELECT count(*) FROM survey_asked k WHERE k.survey_id = v.id AND k.state <> 'removed'), "
            "(SELECT count(*) FROM survey_asked k WHERE k.survey_id = v.id AND k.state = 'begun'), "
            "(SELECT count(*) FROM survey_asked k WHERE k.survey_id = v.id AND k.state = 'answered'), "
            "(SELECT count(*) FROM answer_flag f WHERE f.survey_id = v.id AND f.state IN ('hinted', 'raised')) "
            "FROM survey v JOIN question_set q ON q.id = v.set_id "
            "WHERE ($1 <> 0 AND v.state = 'draft' OR $2 <> 0 AND v.state = 'open' OR $3 <> 0 AND v.state = 'closed') "
            "AND ($4 = 0 OR v.id = $4) AND ($5 = 0 OR v.set_id = $5) AND ($6 = 0 OR v.before_id = $6) "
            "AND ($7 = 0 OR v.id < $7) ORDER BY v.id DESC LIMIT $8",
        V((int)(states & 1u << SURVEY_DRAFT)), V((int)(states & 1u << SURVEY_OPEN)), V((int)(states & 1u << SURVEY_CLOSED)),
        V(f->id.value), V(f->set.value), V(f->after_of.value), V(before.value), V((int64_t)most));
    while (sql_next(rows)) {
        int c = SURVEY_COLUMN_COUNT;
        *LIST_ADD(a, list, count, room) = (struct survey_entry){
            .survey = survey_row(rows, a),
            .set_name = {[LANG_NB] = text_column(rows, c, a), [LANG_EN] = text_column(rows, c + 1, a)},
            .asked = sql_int(rows, c + 2),
            .begun = sql_int(rows, c + 3),
            .answered = sql_int(rows, c + 4),
            .flags_open = sql_int(rows, c + 5),
        };
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status survey_due(struct store *s, day today, int64_t texts_before, struct arena *a, struct survey **out,
                       size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct survey *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT " SURVEY_COLUMNS " FROM survey v WHERE (v.state = 'open' AND (v.deadline < $1 "
                                          "OR v.remind_on <= $1)) OR (v.state = 'closed' AND v.texts_gone_at IS NULL AND "
                                          "v.closed_at < $2) ORDER BY v.id", V(day_value(a, today)), V(texts_before));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = survey_row(rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

static const char *month_text(struct arena *a, month m)
{
    char *text = arena_alloc(a, DAY_TEXT);
    month_write(m, text);
    return text;
}

enum status guidance_add(struct store_tx *tx, month m)
{
    const char *text = month_text(tx->arena, m);
    return sql_run(tx->db, "INSERT INTO guidance_read (month, times) VALUES ($1, 1) "
                           "ON CONFLICT (month) DO UPDATE SET times = guidance_read.times + 1", V(text));
}

enum status guidance_count(struct store *s, month from, month to, int64_t *out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct sql *db;
    TRY(store_reader(s, &db));
    int64_t count = 0;
    struct sql_rows *rows = sql_query(db, "SELECT coalesce(sum(times), 0) FROM guidance_read WHERE month >= $1 AND month <= $2",
                                      V(month_text(a, from)), V(month_text(a, to)));
    if (sql_next(rows))
        count = sql_int(rows, 0);
    TRY(sql_end(rows));
    *out = count;
    return OK;
}
