// SPDX-License-Identifier: EUPL-1.2
// Who is asked by a survey, and what was answered.
#include <jansson.h>
#include <string.h>

#include "store/inside.h"
#include "store/survey_store.h"

static const char ANSWER_NOUN[] = "survey_answer";

#define ASKED_COLUMNS                                                                                                  \
    "SELECT k.id, k.version, k.survey_id, k.contact_id, k.employer_id, k.agency_id, k.kind, k.state, k.asked_on, "     \
    "k.answered_at, k.reminded, k.guest_id"
enum { ASKED_COLUMN_COUNT = 12 };
// The bits follow enum answer_flag.
#define ASKED_ENTRY                                                                                                    \
    ASKED_COLUMNS ", coalesce(c.name, u.name), coalesce(c.email, u.email), coalesce(e.name, g.name, u.organisation), "  \
    "(SELECT coalesce(sum(CASE f.kind "                                                                                 \
    "WHEN 'misunderstanding' THEN 2 WHEN 'visit' THEN 4 WHEN 'need' THEN 8 WHEN 'no-contact' THEN 16 ELSE 32 END), 0) " \
    "FROM answer_flag f WHERE f.asked_id = k.id AND f.state <> 'dismissed'), coalesce(c.lang, u.lang) "                   \
    "FROM survey_asked k LEFT JOIN contact c ON c.id = k.contact_id LEFT JOIN employer e ON e.id = k.employer_id "     \
    "LEFT JOIN agency g ON g.id = k.agency_id LEFT JOIN guest u ON u.id = k.guest_id WHERE "

static struct survey_asked asked_row(struct sql_rows *rows, struct arena *a)
{
    struct survey_asked k = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .survey = {sql_int(rows, 2)},
        .contact = {sql_int(rows, 3)},
        .employer = {sql_int(rows, 4)},
        .agency = {sql_int(rows, 5)},
        .asked_on = day_column(rows, 8, a),
        .answered_at = sql_int(rows, 9),
        .reminded = (int)sql_int(rows, 10),
        .guest = {sql_int(rows, 11)},
    };
    respondent_kind_read(sql_text(rows, 6, a), &k.kind);
    asked_state_read(sql_text(rows, 7, a), &k.state);
    return k;
}

static struct survey_asked_entry asked_entry(struct sql_rows *rows, struct arena *a)
{
    int c = ASKED_COLUMN_COUNT;
    return (struct survey_asked_entry){
        .asked = asked_row(rows, a),
        .name = text_column(rows, c, a),
        .email = text_column(rows, c + 1, a),
        .organisation = text_column(rows, c + 2, a),
        .flags = sql_int(rows, c + 3),
        .lang = lang_from_tag(text_column(rows, c + 4, a), LANG_NB),
        .also = "",
    };
}

// The list is of one survey and in the order of ids.
static enum status also_fill(struct sql *db, struct survey_asked_entry *list, size_t count, struct arena *a)
{
    size_t i = 0;
    if (count == 0)
        return OK;
    struct sql_rows *rows = sql_query(
        db, "SELECT DISTINCT k.id, coalesce(e.name, g.name) AS name FROM survey_also l JOIN survey_asked k ON k.id = l.asked_id "
            "LEFT JOIN employer e ON e.id = l.employer_id LEFT JOIN agency g ON g.id = l.agency_id "
            "WHERE k.survey_id = $1 AND k.id BETWEEN $2 AND $3 AND (coalesce(l.employer_id, 0) <> coalesce(k.employer_id, 0) "
            "OR coalesce(l.agency_id, 0) <> coalesce(k.agency_id, 0)) ORDER BY k.id, name",
        V(list[0].asked.survey.value), V(list[0].asked.id.value), V(list[count - 1].asked.id.value));
    while (sql_next(rows)) {
        const char *name = text_column(rows, 1, a);
        while (i < count && list[i].asked.id.value < sql_int(rows, 0))
            i++;
        if (i < count && list[i].asked.id.value == sql_int(rows, 0) && *name != '\0')
            list[i].also = *list[i].also == '\0' ? name : arena_printf(a, "%s, %s", list[i].also, name);
    }
    return sql_end(rows);
}

enum status asked_get(struct store *s, struct survey_asked_id id, struct arena *a, struct survey_asked_entry *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, ASKED_ENTRY "k.id = $1", V(id.value));
    struct survey_asked_entry entry;
    bool found = sql_next(rows);
    if (found)
        entry = asked_entry(rows, a);
    TRY(sql_end(rows));
    if (!found)
        return NOT_FOUND;
    TRY(also_fill(db, &entry, 1, a));
    *out = entry;
    return OK;
}

enum status asked_list(struct store *s, struct survey_id survey, unsigned states, struct survey_asked_id after, size_t most,
                       struct arena *a, struct survey_asked_entry **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    unsigned wanted = states == 0 ? (1u << ASKED_STATES) - 1 : states;
    struct survey_asked_entry *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(
        db, ASKED_ENTRY "k.survey_id = $1 AND k.id > $2 AND ($3 <> 0 AND k.state = 'asked' OR $4 <> 0 AND k.state = 'begun' OR "
                        "$5 <> 0 AND k.state = 'answered' OR $6 <> 0 AND k.state = 'removed') ORDER BY k.id LIMIT $7",
        V(survey.value), V(after.value), V((int)(wanted & 1u << ASKED_WAITING)), V((int)(wanted & 1u << ASKED_BEGUN)),
        V((int)(wanted & 1u << ASKED_ANSWERED)), V((int)(wanted & 1u << ASKED_REMOVED)), V((int64_t)most));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = asked_entry(rows, a);
    TRY(sql_end(rows));
    TRY(also_fill(db, list, count, a));
    *out = list;
    *count_out = count;
    return OK;
}

enum status asked_of_contact(struct store *s, struct contact_id contact, struct arena *a, struct survey_asked **out,
                             size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct survey_asked *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, ASKED_COLUMNS " FROM survey_asked k WHERE k.contact_id = $1 ORDER BY k.id DESC",
                                      V(contact.value));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = asked_row(rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status asked_insert(struct store_tx *tx, const struct survey_asked *k, struct survey_asked_id *id_out)
{
    int64_t id = store_new_id(tx);
    TRY(sql_run(tx->db,
                "INSERT INTO survey_asked (id, version, survey_id, contact_id, employer_id, agency_id, kind, state, asked_on, "
                "reminded, guest_id) VALUES ($1, 1, $2, $3, $4, $5, $6, 'asked', $7, 0, $8)",
                V(id), V(k->survey.value), V(id_value(k->contact.value)), V(id_value(k->employer.value)), V(id_value(k->agency.value)),
                V(respondent_kind_name(k->kind)), V(day_value(tx->arena, k->asked_on)), V(id_value(k->guest.value))));
    TRY(change_append(tx, "asked", "insert", id,
                      json_pack("{s:I, s:I, s:I}", "survey", (json_int_t)k->survey.value, "contact",
                                (json_int_t)k->contact.value, "employer", (json_int_t)k->employer.value)));
    id_out->value = id;
    return OK;
}

enum status asked_also(struct store_tx *tx, struct survey_asked_id asked, struct contact_id contact,
                       struct employer_id employer, struct agency_id agency)
{
    int64_t id = store_new_id(tx);
    TRY(sql_run(tx->db, "INSERT INTO survey_also (id, asked_id, contact_id, employer_id, agency_id) VALUES ($1, $2, $3, $4, $5)", V(id),
                V(asked.value), V(id_value(contact.value)), V(id_value(employer.value)), V(id_value(agency.value))));
    return change_append(tx, "asked", "also", asked.value,
                         json_pack("{s:I, s:I}", "contact", (json_int_t)contact.value, "employer", (json_int_t)employer.value));
}

enum status asked_remind(struct store_tx *tx, struct survey_asked_id id, int64_t *reminder_out)
{
    int64_t reminder = store_new_id(tx);
    TRY(sql_run(tx->db, "UPDATE survey_asked SET version = version + 1, reminded = reminded + 1 WHERE id = $1 "
                        "AND state IN ('asked', 'begun')", V(id.value)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    TRY(sql_run(tx->db, "INSERT INTO survey_reminder (id, asked_id, sent_at) VALUES ($1, $2, $3)", V(reminder), V(id.value),
                V(tx->now)));
    TRY(change_append(tx, "asked", "remind", id.value, json_object()));
    *reminder_out = reminder;
    return OK;
}

enum status reminder_get(struct store *s, int64_t reminder, struct survey_asked_id *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT asked_id FROM survey_reminder WHERE id = $1", V(reminder));
    bool found = sql_next(rows);
    if (found)
        out->value = sql_int(rows, 0);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

static enum status answer_put(struct store_tx *tx, struct survey_asked_id id, const struct answer *answer)
{
    TRY(sql_run(tx->db, "DELETE FROM survey_answer WHERE asked_id = $1 AND question_id = $2", V(id.value),
                V(answer->question.value)));
    if (!answer_given(answer))
        return OK;
    struct sql_value words = sql_null_value();
    const char *text = or_empty(answer->text);
    if (*text != '\0') {
        const void *sealed;
        size_t size;
        // Bound to the question, so that words cannot be moved to another.
        seal(&tx->store->own_key, ANSWER_NOUN, id.value ^ answer->question.value, text, strlen(text), tx->arena, &sealed, &size);
        words = sql_blob_value(sealed, size);
    }
    return sql_run(tx->db, "INSERT INTO survey_answer (asked_id, question_id, chosen, sealed) VALUES ($1, $2, $3, $4)",
                   V(id.value), V(answer->question.value), V((int64_t)answer->chosen), V(words));
}

enum status answers_put(struct store_tx *tx, struct survey_asked_id id, const struct answer *answers, size_t count, bool sent)
{
    for (size_t i = 0; i < count; i++)
        TRY(answer_put(tx, id, &answers[i]));
    if (sent)
        TRY(sql_run(tx->db, "UPDATE survey_asked SET version = version + 1, state = 'answered', answered_at = $2 WHERE id = $1 "
                            "AND state <> 'removed'", V(id.value), V(tx->now)));
    else
        TRY(sql_run(tx->db, "UPDATE survey_asked SET version = version + 1, "
                            "state = CASE state WHEN 'asked' THEN 'begun' ELSE state END WHERE id = $1 AND state <> 'removed'",
                    V(id.value)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return change_append(tx, "asked", sent ? "answer" : "begin", id.value, json_object());
}

static const char *words_open(struct store *s, int64_t asked, int64_t question, const void *sealed, size_t size, struct arena *a)
{
    const void *bytes;
    if (sealed == NULL || seal_open(&s->own_key, ANSWER_NOUN, asked ^ question, sealed, size, a, &bytes, &size) != OK)
        return "";
    return arena_strndup(a, bytes, size);
}

enum status answers_get(struct store *s, struct survey_asked_id id, struct arena *a, struct answer **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct answer *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT question_id, chosen, sealed FROM survey_answer WHERE asked_id = $1 "
                                          "ORDER BY question_id", V(id.value));
    while (sql_next(rows)) {
        size_t size;
        int64_t question = sql_int(rows, 0);
        const void *sealed = sql_blob(rows, 2, a, &size);
        *LIST_ADD(a, list, count, room) = (struct answer){
            .question = {question}, .chosen = (unsigned)sql_int(rows, 1), .text = words_open(s, id.value, question, sealed, size, a)};
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status answers_remove(struct store_tx *tx, struct survey_asked_id id)
{
    TRY(sql_run(tx->db, "UPDATE survey_asked SET version = version + 1, state = 'removed', answered_at = NULL WHERE id = $1 "
                        "AND state <> 'removed'", V(id.value)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    TRY(sql_run(tx->db, "DELETE FROM survey_answer WHERE asked_id = $1", V(id.value)));
    TRY(sql_run(tx->db, "UPDATE answer_flag SET question_id = NULL, sealed = NULL WHERE asked_id = $1", V(id.value)));
    return change_append(tx, "asked", "remove", id.value, json_object());
}

enum status answers_forget_texts(struct store_tx *tx, struct survey_id survey)
{
    TRY(sql_run(tx->db, "DELETE FROM survey_answer WHERE chosen = 0 AND asked_id IN "
                        "(SELECT id FROM survey_asked WHERE survey_id = $1)", V(survey.value)));
    TRY(sql_run(tx->db, "UPDATE survey_answer SET sealed = NULL WHERE asked_id IN "
                        "(SELECT id FROM survey_asked WHERE survey_id = $1)", V(survey.value)));
    TRY(sql_run(tx->db, "UPDATE survey SET version = version + 1, texts_gone_at = $2 WHERE id = $1", V(survey.value),
                V(tx->now)));
    return change_append(tx, "survey", "texts", survey.value, json_object());
}

enum status choices_list(struct store *s, struct survey_id survey, struct arena *a, struct survey_choice **out,
                         size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct survey_choice *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(
        db, "SELECT k.id, k.contact_id, k.kind, w.question_id, w.chosen FROM survey_asked k "
            "JOIN survey_answer w ON w.asked_id = k.id WHERE k.survey_id = $1 AND k.state = 'answered' AND w.chosen <> 0 "
            "ORDER BY k.id, w.question_id", V(survey.value));
    while (sql_next(rows)) {
        struct survey_choice *c = LIST_ADD(a, list, count, room);
        *c = (struct survey_choice){.asked = {sql_int(rows, 0)}, .contact = {sql_int(rows, 1)},
                                    .question = {sql_int(rows, 3)}, .chosen = (unsigned)sql_int(rows, 4)};
        respondent_kind_read(sql_text(rows, 2, a), &c->kind);
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status words_list(struct store *s, struct survey_id survey, struct arena *a, struct survey_words **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct survey_words *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(
        db, "SELECT k.id, w.question_id, coalesce(c.name, u.name), coalesce(e.name, g.name, u.organisation), w.sealed "
            "FROM survey_asked k JOIN survey_answer w ON w.asked_id = k.id LEFT JOIN contact c ON c.id = k.contact_id "
            "LEFT JOIN employer e ON e.id = k.employer_id LEFT JOIN agency g ON g.id = k.agency_id "
            "LEFT JOIN guest u ON u.id = k.guest_id WHERE k.survey_id = $1 AND k.state = 'answered' "
            "AND w.sealed IS NOT NULL ORDER BY w.question_id, k.answered_at, k.id",
        V(survey.value));
    while (sql_next(rows)) {
        size_t size;
        int64_t asked = sql_int(rows, 0), question = sql_int(rows, 1);
        const void *sealed = sql_blob(rows, 4, a, &size);
        *LIST_ADD(a, list, count, room) = (struct survey_words){
            .asked = {asked}, .question = {question}, .name = text_column(rows, 2, a), .organisation = text_column(rows, 3, a),
            .text = words_open(s, asked, question, sealed, size, a)};
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}
