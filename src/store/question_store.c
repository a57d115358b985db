// SPDX-License-Identifier: EUPL-1.2
#include "store/question_store.h"

#include <jansson.h>

#include "store/inside.h"

static enum status options_read(struct sql *db, struct question *q, struct arena *a)
{
    struct question_option *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT text_nb, text_en, flag FROM question_option WHERE question_id = $1 "
                                          "ORDER BY place", V(q->id.value));
    while (sql_next(rows)) {
        struct question_option *o = LIST_ADD(a, list, count, room);
        *o = (struct question_option){.text = {[LANG_NB] = text_column(rows, 0, a), [LANG_EN] = text_column(rows, 1, a)}};
        answer_flag_read(sql_text(rows, 2, a), &o->flag);
    }
    TRY(sql_end(rows));
    q->options = list;
    q->option_count = count;
    return OK;
}

static enum status questions_read(struct sql *db, struct question_set *set, struct arena *a)
{
    struct question *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows =
        sql_query(db, "SELECT id, key, kind, text_nb, text_en, low_nb, low_en, high_nb, high_en, required, new_page "
                      "FROM question WHERE set_id = $1 ORDER BY place", V(set->id.value));
    while (sql_next(rows)) {
        struct question *q = LIST_ADD(a, list, count, room);
        *q = (struct question){
            .id = {sql_int(rows, 0)},
            .key = text_column(rows, 1, a),
            .text = {[LANG_NB] = text_column(rows, 3, a), [LANG_EN] = text_column(rows, 4, a)},
            .low = {[LANG_NB] = text_column(rows, 5, a), [LANG_EN] = text_column(rows, 6, a)},
            .high = {[LANG_NB] = text_column(rows, 7, a), [LANG_EN] = text_column(rows, 8, a)},
            .required = sql_int(rows, 9) != 0,
            .new_page = sql_int(rows, 10) != 0,
        };
        answer_kind_read(sql_text(rows, 2, a), &q->kind);
    }
    TRY(sql_end(rows));
    for (size_t i = 0; i < count; i++)
        TRY(options_read(db, &list[i], a));
    set->questions = list;
    set->question_count = count;
    return OK;
}

enum status question_set_get(struct store *s, struct question_set_id id, struct arena *a, struct question_set *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct question_set set = {0};
    struct sql_rows *rows = sql_query(db, "SELECT id, version, family, edition, name_nb, name_en, intro_nb, intro_en, used_at, "
                                          "created_at FROM question_set WHERE id = $1", V(id.value));
    bool found = sql_next(rows);
    if (found)
        set = (struct question_set){
            .id = {sql_int(rows, 0)},
            .version = sql_int(rows, 1),
            .family = sql_int(rows, 2),
            .edition = (int)sql_int(rows, 3),
            .name = {[LANG_NB] = text_column(rows, 4, a), [LANG_EN] = text_column(rows, 5, a)},
            .intro = {[LANG_NB] = text_column(rows, 6, a), [LANG_EN] = text_column(rows, 7, a)},
            .used_at = sql_int(rows, 8),
            .created_at = sql_int(rows, 9),
        };
    TRY(sql_end(rows));
    if (!found)
        return NOT_FOUND;
    TRY(questions_read(db, &set, a));
    *out = set;
    return OK;
}

static enum status questions_write(struct store_tx *tx, const struct question_set *set)
{
    for (size_t i = 0; i < set->question_count; i++) {
        const struct question *q = &set->questions[i];
        int64_t id = q->id.value != 0 ? q->id.value : store_new_id(tx);
        const char *key = *or_empty(q->key) != '\0' ? q->key : arena_printf(tx->arena, "q%lld", (long long)id);
        TRY(sql_run(tx->db,
                    "INSERT INTO question (id, set_id, place, key, kind, text_nb, text_en, low_nb, low_en, high_nb, high_en, "
                    "required, new_page) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                    V(id), V(set->id.value), V((int64_t)i), V(key), V(answer_kind_name(q->kind)), V(q->text[LANG_NB]),
                    V(q->text[LANG_EN]), V(or_empty(q->low[LANG_NB])), V(or_empty(q->low[LANG_EN])),
                    V(or_empty(q->high[LANG_NB])), V(or_empty(q->high[LANG_EN])), V(q->required), V(q->new_page)));
        for (size_t o = 0; o < q->option_count; o++)
            TRY(sql_run(tx->db,
                        "INSERT INTO question_option (question_id, place, text_nb, text_en, flag) VALUES ($1, $2, $3, $4, $5)",
                        V(id), V((int64_t)o), V(q->options[o].text[LANG_NB]), V(q->options[o].text[LANG_EN]),
                        V(answer_flag_name(q->options[o].flag))));
    }
    return OK;
}

static enum status questions_delete(struct store_tx *tx, struct question_set_id id)
{
    TRY(sql_run(tx->db, "DELETE FROM question_option WHERE question_id IN (SELECT id FROM question WHERE set_id = $1)",
                V(id.value)));
    return sql_run(tx->db, "DELETE FROM question WHERE set_id = $1", V(id.value));
}

static enum status set_log(struct store_tx *tx, const char *verb, const struct question_set *set)
{
    return change_append(tx, "question_set", verb, set->id.value,
                         json_pack("{s:I, s:i, s:s, s:s, s:i}", "family", (json_int_t)set->family, "edition", set->edition,
                                   "name_nb", set->name[LANG_NB], "name_en", set->name[LANG_EN], "questions",
                                   (int)set->question_count));
}

static enum status next_edition(struct store_tx *tx, int64_t family, int *out)
{
    struct sql_rows *rows = sql_query(tx->db, "SELECT max(edition) FROM question_set WHERE family = $1", V(family));
    *out = sql_next(rows) ? (int)sql_int(rows, 0) + 1 : 1;
    return sql_end(rows);
}

enum status question_set_insert(struct store_tx *tx, const struct question_set *given, struct question_set_id *id_out)
{
    struct question_set set = *given;
    set.id.value = store_new_id(tx);
    set.edition = 1;
    if (set.family == 0)
        set.family = set.id.value;
    else
        TRY(next_edition(tx, set.family, &set.edition));
    TRY(sql_run(tx->db,
                "INSERT INTO question_set (id, version, family, edition, name_nb, name_en, intro_nb, intro_en, created_at) "
                "VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8)",
                V(set.id.value), V(set.family), V(set.edition), V(set.name[LANG_NB]), V(set.name[LANG_EN]),
                V(or_empty(set.intro[LANG_NB])), V(or_empty(set.intro[LANG_EN])), V(tx->now)));
    TRY(questions_write(tx, &set));
    TRY(set_log(tx, "insert", &set));
    *id_out = set.id;
    return OK;
}

enum status question_set_update(struct store_tx *tx, const struct question_set *set)
{
    TRY(sql_run(tx->db,
                "UPDATE question_set SET version = version + 1, name_nb = $3, name_en = $4, intro_nb = $5, intro_en = $6 "
                "WHERE id = $1 AND version = $2 AND used_at IS NULL",
                V(set->id.value), V(set->version), V(set->name[LANG_NB]), V(set->name[LANG_EN]),
                V(or_empty(set->intro[LANG_NB])), V(or_empty(set->intro[LANG_EN]))));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    TRY(questions_delete(tx, set->id));
    TRY(questions_write(tx, set));
    return set_log(tx, "update", set);
}

enum status question_set_use(struct store_tx *tx, struct question_set_id id)
{
    TRY(sql_run(tx->db, "UPDATE question_set SET version = version + 1, used_at = $2 WHERE id = $1 AND used_at IS NULL",
                V(id.value), V(tx->now)));
    return sql_changes(tx->db) == 0 ? OK : change_append(tx, "question_set", "use", id.value, json_object());
}

enum status question_set_delete(struct store_tx *tx, struct question_set_id id)
{
    TRY(questions_delete(tx, id));
    TRY(sql_run(tx->db, "DELETE FROM question_set WHERE id = $1", V(id.value)));
    if (sql_changes(tx->db) != 1)
        return NOT_FOUND;
    return change_append(tx, "question_set", "delete", id.value, json_object());
}

enum status question_set_list(struct store *s, bool newest, struct arena *a, struct question_set_entry **out,
                              size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct question_set_entry *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(
        db, "SELECT q.id, q.family, q.edition, q.name_nb, q.name_en, q.used_at, q.created_at, "
            "(SELECT count(*) FROM question k WHERE k.set_id = q.id), (SELECT count(*) FROM survey v WHERE v.set_id = q.id), "
            "NOT EXISTS (SELECT 1 FROM question_set n WHERE n.family = q.family AND n.edition > q.edition) "
            "FROM question_set q ORDER BY q.id DESC");
    while (sql_next(rows)) {
        bool last = sql_int(rows, 9) != 0;
        if (newest && !last)
            continue;
        *LIST_ADD(a, list, count, room) = (struct question_set_entry){
            .id = {sql_int(rows, 0)},
            .family = sql_int(rows, 1),
            .edition = (int)sql_int(rows, 2),
            .name = {[LANG_NB] = text_column(rows, 3, a), [LANG_EN] = text_column(rows, 4, a)},
            .used_at = sql_int(rows, 5),
            .created_at = sql_int(rows, 6),
            .questions = sql_int(rows, 7),
            .surveys = sql_int(rows, 8),
            .newest = last,
        };
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}
