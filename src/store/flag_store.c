// SPDX-License-Identifier: EUPL-1.2
#include "store/flag_store.h"

#include <jansson.h>
#include <string.h>

#include "store/inside.h"

static const char NOTE_NOUN[] = "answer_flag", LETTER_NOUN[] = "flag_letter";

static struct sql_value sealed_value(struct store_tx *tx, const char *noun, int64_t row, const char *text)
{
    const void *sealed;
    size_t size;
    if (*or_empty(text) == '\0')
        return sql_null_value();
    seal(&tx->store->own_key, noun, row, text, strlen(text), tx->arena, &sealed, &size);
    return sql_blob_value(sealed, size);
}

static const char *opened(struct store *s, const char *noun, int64_t row, struct sql_rows *rows, int column, struct arena *a)
{
    const void *bytes;
    size_t size;
    const void *sealed = sql_blob(rows, column, a, &size);
    if (sealed == NULL || seal_open(&s->own_key, noun, row, sealed, size, a, &bytes, &size) != OK)
        return "";
    return arena_strndup(a, bytes, size);
}

#define FLAG_COLUMNS                                                                                                   \
    "SELECT f.id, f.version, f.asked_id, f.survey_id, f.kind, f.source, f.state, f.question_id, f.how, "                  \
    "f.sealed, f.created_at, f.raised_at, f.ended_at, f.ended_by"
enum { FLAG_COLUMN_COUNT = 14 };
#define FLAG_ENTRY                                                                                                     \
    FLAG_COLUMNS ", v.name, coalesce(c.name, h.name), coalesce(e.name, g.name, h.organisation), u.name, k.contact_id, k.employer_id, k.agency_id, "      \
    "(SELECT count(*) FROM flag_letter l WHERE l.flag_id = f.id), coalesce(c.lang, h.lang), k.guest_id FROM answer_flag f "                                  \
    "JOIN survey v ON v.id = f.survey_id JOIN survey_asked k ON k.id = f.asked_id "                                    \
    "LEFT JOIN contact c ON c.id = k.contact_id LEFT JOIN employer e ON e.id = k.employer_id "                         \
    "LEFT JOIN agency g ON g.id = k.agency_id LEFT JOIN user_account u ON u.id = f.ended_by "                           \
    "LEFT JOIN guest h ON h.id = k.guest_id WHERE "

static struct flag flag_row(struct store *s, struct sql_rows *rows, struct arena *a)
{
    struct flag f = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .asked = {sql_int(rows, 2)},
        .survey = {sql_int(rows, 3)},
        .question = {sql_int(rows, 7)},
        .created_at = sql_int(rows, 10),
        .raised_at = sql_int(rows, 11),
        .ended_at = sql_int(rows, 12),
        .ended_by = {sql_int(rows, 13)},
    };
    answer_flag_read(sql_text(rows, 4, a), &f.kind);
    flag_source_read(sql_text(rows, 5, a), &f.source);
    flag_state_read(sql_text(rows, 6, a), &f.state);
    flag_how_read(sql_text(rows, 8, a), &f.how);
    f.note = opened(s, NOTE_NOUN, f.id.value, rows, 9, a);
    return f;
}

static struct flag_entry entry_row(struct store *s, struct sql_rows *rows, struct arena *a)
{
    int c = FLAG_COLUMN_COUNT;
    return (struct flag_entry){
        .flag = flag_row(s, rows, a),
        .survey_name = text_column(rows, c, a),
        .contact_name = text_column(rows, c + 1, a),
        .organisation = text_column(rows, c + 2, a),
        .ended_by_name = text_column(rows, c + 3, a),
        .contact = {sql_int(rows, c + 4)},
        .employer = {sql_int(rows, c + 5)},
        .agency = {sql_int(rows, c + 6)},
        .letters = sql_int(rows, c + 7),
        .lang = lang_from_tag(text_column(rows, c + 8, a), LANG_NB),
        .guest = {sql_int(rows, c + 9)},
    };
}

enum status flag_get(struct store *s, struct flag_id id, struct arena *a, struct flag_entry *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, FLAG_ENTRY "f.id = $1", V(id.value));
    bool found = sql_next(rows);
    if (found)
        *out = entry_row(s, rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

static enum status flag_log(struct store_tx *tx, const char *verb, const struct flag *f)
{
    return change_append(tx, "flag", verb, f->id.value,
                         json_pack("{s:I, s:s, s:s, s:s, s:s}", "asked", (json_int_t)f->asked.value, "kind",
                                   answer_flag_name(f->kind), "source", flag_source_name(f->source), "state",
                                   flag_state_name(f->state), "how", flag_how_name(f->how)));
}

enum status flag_insert(struct store_tx *tx, const struct flag *given, struct flag_id *id_out)
{
    struct flag f = *given;
    f.id.value = store_new_id(tx);
    TRY(sql_run(tx->db,
                "INSERT INTO answer_flag (id, version, asked_id, survey_id, kind, source, state, question_id, how, "
                "created_at, raised_at) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, '', $8, $9)",
                V(f.id.value), V(f.asked.value), V(f.survey.value), V(answer_flag_name(f.kind)), V(flag_source_name(f.source)),
                V(flag_state_name(f.state)), V(id_value(f.question.value)), V(tx->now),
                V(id_value(f.raised_at))));
    TRY(flag_log(tx, "insert", &f));
    *id_out = f.id;
    return OK;
}

enum status flag_update(struct store_tx *tx, const struct flag *f, const char *verb)
{
    TRY(sql_run(tx->db,
                "UPDATE answer_flag SET version = version + 1, state = $3, how = $4, sealed = $5, raised_at = $6, "
                "ended_at = $7, ended_by = $8 WHERE id = $1 AND version = $2",
                V(f->id.value), V(f->version), V(flag_state_name(f->state)), V(flag_how_name(f->how)),
                V(sealed_value(tx, NOTE_NOUN, f->id.value, f->note)), V(id_value(f->raised_at)), V(id_value(f->ended_at)),
                V(id_value(f->ended_by.value))));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return flag_log(tx, verb, f);
}

enum status flags_of_answer(struct store *s, struct survey_asked_id asked, struct arena *a, struct flag **out,
                            size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct flag *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, FLAG_COLUMNS " FROM answer_flag f WHERE f.asked_id = $1 ORDER BY f.id", V(asked.value));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = flag_row(s, rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status flag_list(struct store *s, const struct flag_filter *filter, struct flag_id before, size_t most, struct arena *a,
                      struct flag_entry **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    // $1–$4 states and $5–$9 kinds, NULL for what is not wanted.
    struct sql_value values[14];
    for (int i = 0; i < FLAG_STATES; i++)
        values[1 + i] = sql_text_value(filter->states == 0 || (filter->states >> i & 1) != 0 ? flag_state_name((enum flag_state)i)
                                                                                             : NULL);
    for (int i = 1; i < ANSWER_FLAGS; i++)
        values[FLAG_STATES + i] = sql_text_value(
            filter->kinds == 0 || (filter->kinds >> i & 1) != 0 ? answer_flag_name((enum answer_flag)i) : NULL);
    values[10] = sql_int_value(filter->survey.value);
    values[11] = sql_int_value(filter->employer.value);
    values[12] = sql_int_value(before.value);
    values[13] = sql_int_value((int64_t)most);
    struct flag_entry *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query_values(
        db, FLAG_ENTRY "f.state IN ($1, $2, $3, $4) AND f.kind IN ($5, $6, $7, $8, $9) AND ($10 = 0 OR f.survey_id = $10) "
                       "AND ($11 = 0 OR k.employer_id = $11) AND ($12 = 0 OR f.id < $12) ORDER BY f.id DESC LIMIT $13",
        values, COUNT_OF(values) - 1);
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = entry_row(s, rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status flag_count(struct store *s, enum answer_flag kind, int64_t from, int64_t to, struct flag_counts *out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct sql *db;
    TRY(store_reader(s, &db));
    struct flag_counts counts = {0};
    struct sql_rows *rows = sql_query(
        db, "SELECT f.state, f.how, count(*), sum(CASE WHEN f.raised_at >= $2 AND f.raised_at < $3 THEN 1 ELSE 0 END) "
            "FROM answer_flag f WHERE f.kind = $1 GROUP BY f.state, f.how", V(answer_flag_name(kind)), V(from), V(to));
    while (sql_next(rows)) {
        enum flag_state state = FLAG_DISMISSED;
        enum flag_how how = FLAG_HOW_NONE;
        flag_state_read(sql_text(rows, 0, a), &state);
        flag_how_read(sql_text(rows, 1, a), &how);
        int64_t now = sql_int(rows, 2), then = sql_int(rows, 3);
        counts.hinted += state == FLAG_HINTED ? now : 0;
        counts.open += state == FLAG_RAISED ? now : 0;
        if (state == FLAG_RAISED || (state == FLAG_CLEARED && how != FLAG_MISTAKE))
            counts.found += then;
        if (state == FLAG_CLEARED)
            counts.cleared[how] += then;
    }
    TRY(sql_end(rows));
    *out = counts;
    return OK;
}

enum status flag_letter_insert(struct store_tx *tx, const struct flag_letter *l, int64_t *id_out)
{
    int64_t id = store_new_id(tx);
    TRY(sql_run(tx->db,
                "INSERT INTO flag_letter (id, flag_id, lang, subject, sealed, written_by, written_at) "
                "VALUES ($1, $2, $3, $4, $5, $6, $7)",
                V(id), V(l->flag.value), V(lang_tag(l->lang)), V(l->subject), V(sealed_value(tx, LETTER_NOUN, id, l->text)),
                V(id_value(tx->user.value)), V(tx->now)));
    TRY(change_append(tx, "flag", "letter", l->flag.value, json_pack("{s:I}", "letter", (json_int_t)id)));
    *id_out = id;
    return OK;
}

#define LETTER_COLUMNS                                                                                                 \
    "SELECT l.id, l.flag_id, l.lang, l.subject, l.sealed, l.written_by, l.written_at, u.name FROM flag_letter l "      \
    "LEFT JOIN user_account u ON u.id = l.written_by WHERE "

static struct flag_letter letter_row(struct store *s, struct sql_rows *rows, struct arena *a)
{
    return (struct flag_letter){
        .id = sql_int(rows, 0),
        .flag = {sql_int(rows, 1)},
        .lang = lang_from_tag(sql_text(rows, 2, a), LANG_NB),
        .subject = text_column(rows, 3, a),
        .text = opened(s, LETTER_NOUN, sql_int(rows, 0), rows, 4, a),
        .written_by = {sql_int(rows, 5)},
        .written_at = sql_int(rows, 6),
        .written_by_name = text_column(rows, 7, a),
    };
}

enum status flag_letter_get(struct store *s, int64_t id, struct arena *a, struct flag_letter *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, LETTER_COLUMNS "l.id = $1", V(id));
    bool found = sql_next(rows);
    if (found)
        *out = letter_row(s, rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status flag_letter_list(struct store *s, struct flag_id flag, struct arena *a, struct flag_letter **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct flag_letter *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, LETTER_COLUMNS "l.flag_id = $1 ORDER BY l.id DESC", V(flag.value));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = letter_row(s, rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}
