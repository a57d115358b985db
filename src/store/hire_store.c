// SPDX-License-Identifier: EUPL-1.2
#include "store/hire_store.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "store/hire_inside.h"
#include "store/inside.h"
#include "store/need_store.h"

// What is said of the person, as JSON. A hire that nobody has said to be has nobody's key: it is sealed under the store's.
enum status hire_document_seal(struct store_tx *tx, struct person_id person, const char *noun, int64_t id, json_t *root,
                               struct sql_value *out)
{
    char *text = root == NULL ? NULL : json_dumps(root, JSON_COMPACT);
    json_decref(root);
    if (text == NULL) {
        log_error("store: words about a hire that JSON cannot hold");
        return FAILED;
    }
    size_t size = strlen(text);
    enum status st = OK;
    if (person.value != 0) {
        st = person_seal(tx->store, person, noun, id, text, size, tx->arena, out);
    } else {
        const void *sealed;
        seal(&tx->store->own_key, noun, id, text, size, tx->arena, &sealed, &size);
        *out = sql_blob_value(sealed, size);
        size = strlen(text);
    }
    explicit_bzero(text, size);
    free(text);
    return st;
}

json_t *hire_document_open(struct store *s, struct person_id person, const char *noun, int64_t id, const void *sealed,
                           size_t size, struct arena *a)
{
    const void *bytes;
    if (sealed == NULL)
        return NULL;
    enum status st = person.value != 0 ? person_open(s, person, noun, id, sealed, size, a, &bytes, &size)
                                       : seal_open(&s->own_key, noun, id, sealed, size, a, &bytes, &size);
    return st == OK ? json_loadb(bytes, size, 0, NULL) : NULL;
}

static enum status words_seal(struct store_tx *tx, const struct hire *h, struct sql_value *out)
{
    return hire_document_seal(tx, h->person, "hire", h->id.value,
                              json_pack("{s:s, s:s}", "end", hire_end_name(h->end_reason), "note", or_empty(h->note)), out);
}

struct hire hire_row(struct store *s, struct sql_rows *rows, struct arena *a)
{
    struct hire h = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .person = {sql_int(rows, 2)},
        .referral = {sql_int(rows, 3)},
        .need = {sql_int(rows, 4)},
        .employer = {sql_int(rows, 5)},
        .workplace = {sql_int(rows, 6)},
        .agency = {sql_int(rows, 7)},
        .occupation = code_column(rows, 8, a),
        .area = code_column(rows, 9, a),
        .start = day_column(rows, 12, a),
        .agreed_to = day_column(rows, 13, a),
        .share = (int)sql_int(rows, 15),
        .registered_by = {sql_int(rows, 16)},
        .confirmed_by = {sql_int(rows, 17)},
        .created_at = sql_int(rows, 18),
        .confirmed_at = sql_int(rows, 19),
        .taken_back_at = sql_int(rows, 20),
        .ended_on = day_column(rows, 21, a),
        .note = "",
    };
    hire_state_read(sql_text(rows, 10, a), &h.state);
    hire_evidence_read(sql_text(rows, 11, a), &h.evidence);
    employment_form_read(sql_text(rows, 14, a), &h.form);
    size_t size;
    const void *sealed = sql_blob(rows, 22, a, &size);
    json_t *words = hire_document_open(s, h.person, "hire", h.id.value, sealed, size, a);
    hire_end_read(json_string_value(json_object_get(words, "end")), &h.end_reason);
    h.note = arena_strdup(a, or_empty(json_string_value(json_object_get(words, "note"))));
    json_decref(words);
    return h;
}

static enum status hire_one(struct store *s, struct sql_rows *rows, struct arena *a, struct hire *out)
{
    bool found = sql_next(rows);
    if (found)
        *out = hire_row(s, rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status hire_get(struct store *s, struct hire_id id, struct arena *a, struct hire *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return hire_one(s, sql_query(db, "SELECT " HIRE_COLUMNS " FROM hire h WHERE h.id = $1", V(id.value)), a, out);
}

enum status hire_changed_by(struct store *s, struct hire_id id, struct user_id *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT changed_by FROM hire WHERE id = $1", V(id.value));
    bool found = sql_next(rows);
    struct user_id user = {found ? sql_int(rows, 0) : 0};
    TRY(sql_end(rows));
    if (!found)
        return NOT_FOUND;
    *out = user;
    return OK;
}

enum status hire_same(struct store *s, const struct hire *h, struct arena *a, struct hire *out)
{
    struct sql *db;
    day last = h->ended_on != DAY_NONE ? h->ended_on : h->agreed_to;
    TRY(store_reader(s, &db));
    return hire_one(s, sql_query(db,
                                 "SELECT " HIRE_COLUMNS " FROM hire h WHERE h.state <> 'taken-back' AND h.id <> $6 AND (h.referral_id = $1 "
                                 "OR (h.person_id = $2 AND h.workplace_id = $3 "
                                 "AND coalesce(h.ended_on, h.agreed_to, $4) >= $4 AND ($5 IS NULL OR h.start_day <= $5))) "
                                 "ORDER BY h.id LIMIT 1",
                                 V(id_value(h->referral.value)), V(id_value(h->person.value)), V(h->workplace.value),
                                 V(day_value(a, h->start)), V(day_value(a, last)), V(h->id.value)), a, out);
}

static enum status hire_log(struct store_tx *tx, const char *verb, const struct hire *h)
{
    json_t *json = json_pack(
        "{s:I, s:I, s:I, s:s, s:s, s:o, s:o, s:s, s:i, s:o, s:o, s:o}", "need", (json_int_t)h->need.value, "employer",
        (json_int_t)h->employer.value, "workplace", (json_int_t)h->workplace.value, "state", hire_state_name(h->state),
        "evidence", hire_evidence_name(h->evidence), "start", day_json(h->start), "agreed_to", day_json(h->agreed_to), "form",
        employment_form_name(h->form), "share", h->share, "occupation", code_json(h->occupation), "area",
        code_json(h->area), "ended_on", day_json(h->ended_on));
    if (h->person.value == 0)
        return change_append(tx, "hire", verb, h->id.value, json);
    json_t *said = json_pack("{s:s, s:s}", "end_reason", hire_end_name(h->end_reason), "note", or_empty(h->note));
    bool whole = json != NULL && json_object_update(json, said) == 0;
    json_decref(said);
    if (!whole) {
        json_decref(json);
        json = NULL;
    }
    return change_append_person(tx, "hire", verb, h->id.value, h->person, json);
}

enum status hire_insert(struct store_tx *tx, const struct hire *typed, struct hire_id *id_out)
{
    struct hire h = *typed;
    struct arena *a = tx->arena;
    struct sql_value words;
    h.id.value = store_new_id(tx);
    h.state = HIRE_REPORTED;
    h.evidence = HIRE_EVIDENCE_NONE;
    TRY(words_seal(tx, &h, &words));
    TRY(sql_run(tx->db,
                "INSERT INTO hire (id, version, person_id, referral_id, need_id, employer_id, workplace_id, agency_id, "
                "occupation, area, state, evidence, start_day, agreed_to, form, share, registered_by, changed_by, created_at, "
                "sealed) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, 'reported', '', $10, $11, $12, $13, $14, $14, $15, "
                "$16)",
                V(h.id.value), V(id_value(h.person.value)), V(id_value(h.referral.value)), V(id_value(h.need.value)),
                V(h.employer.value), V(h.workplace.value), V(id_value(h.agency.value)), V(code_value(a, h.occupation)),
                V(code_value(a, h.area)), V(day_value(a, h.start)), V(day_value(a, h.agreed_to)),
                V(employment_form_name(h.form)), V(h.share), V(id_value(tx->user.value)), V(tx->now), V(words)));
    TRY(hire_log(tx, "insert", &h));
    *id_out = h.id;
    return OK;
}

enum status hire_update(struct store_tx *tx, struct hire *h, const char *verb)
{
    struct arena *a = tx->arena;
    struct sql_value words;
    enum status sealed = words_seal(tx, h, &words);
    bool gone = sealed == NOT_FOUND && h->person.value != 0; // the person is deleted: nothing more is said, only done
    if (gone)
        words = sql_null_value();
    else
        TRY(sealed);
    TRY(sql_run(tx->db,
                "UPDATE hire SET version = version + 1, person_id = $2, employer_id = $3, workplace_id = $4, agency_id = $5, "
                "occupation = $6, area = $7, state = $8, evidence = $9, start_day = $10, agreed_to = $11, form = $12, "
                "share = $13, confirmed_by = $14, changed_by = $15, confirmed_at = $16, taken_back_at = $17, ended_on = $18, "
                "sealed = $19, referral_id = $21, need_id = $22 WHERE id = $1 AND version = $20",
                V(h->id.value), V(id_value(h->person.value)), V(h->employer.value), V(h->workplace.value),
                V(id_value(h->agency.value)), V(code_value(a, h->occupation)), V(code_value(a, h->area)),
                V(hire_state_name(h->state)), V(hire_evidence_name(h->evidence)), V(day_value(a, h->start)),
                V(day_value(a, h->agreed_to)), V(employment_form_name(h->form)), V(h->share),
                V(id_value(h->confirmed_by.value)), V(id_value(tx->user.value)), V(id_value(h->confirmed_at)),
                V(id_value(h->taken_back_at)), V(day_value(a, h->ended_on)), V(words), V(h->version),
                V(id_value(h->referral.value)), V(id_value(h->need.value))));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    h->version++;
    return gone ? change_append_bare(tx, "hire", verb, h->id.value, h->person) : hire_log(tx, verb, h);
}

// Lists

// $1 id, $2 employer, $3 person, $4 need, $5 agency, $6 enrolled since, $7–$9 states, $10 only unposted,
// $11 course, $12 with a check-in due.
#define HIRE_FILTER                                                                                                    \
    " FROM hire h JOIN employer e ON e.id = h.employer_id JOIN workplace w ON w.id = h.workplace_id "                  \
    "LEFT JOIN need n ON n.id = h.need_id LEFT JOIN agency g ON g.id = h.agency_id "                                   \
    "LEFT JOIN person p ON p.id = h.person_id "                                                                        \
    "WHERE ($1 = 0 OR h.id = $1) AND ($2 = 0 OR h.employer_id = $2) AND ($3 = 0 OR h.person_id = $3) "                 \
    "AND ($4 = 0 OR h.need_id = $4) AND ($5 = 0 OR h.person_id IS NULL OR (p.deleted_at IS NULL AND EXISTS "           \
    "(SELECT 1 FROM enrolment m WHERE m.person_id = h.person_id AND m.agency_id = $5 "                                 \
    "AND (m.to_day IS NULL OR m.to_day >= $6)))) "                                                                     \
    "AND h.state IN ($7, $8, $9) AND ($10 = 0 OR h.need_id IS NULL) "                                                  \
    "AND ($11 = 0 OR ($11 = 1 AND h.ended_on IS NULL) OR ($11 = 2 AND h.ended_on IS NOT NULL)) "                   \
    "AND ($12 IS NULL OR h.id IN (SELECT c.hire_id FROM checkin c "                                                    \
    "WHERE c.state IN ('scheduled', 'asked', 'chased') AND c.due_on <= $12))"
enum { HIRE_FILTER_VALUES = 12 };

static void filter_values(const struct hire_filter *f, struct arena *a, struct sql_value values[])
{
    values[1] = sql_int_value(f->id.value);
    values[2] = sql_int_value(f->employer.value);
    values[3] = sql_int_value(f->person.value);
    values[4] = sql_int_value(f->need.value);
    values[5] = sql_int_value(f->enrolled_with.value);
    values[6] = day_value(a, f->enrolled_since);
    for (size_t i = 0; i < HIRE_STATES; i++)
        values[7 + i] = sql_text_value(f->states == 0 || (f->states >> i & 1) != 0 ? hire_state_name((enum hire_state)i) : NULL);
    values[10] = sql_int_value(f->unposted_only);
    values[11] = sql_int_value(f->course);
    values[12] = f->checkins_due == 0 ? sql_null_value() : day_value(a, f->checkins_due);
}

static enum status hires_take(struct store *s, struct sql_rows *rows, struct arena *a, struct hire_entry **out, size_t *count_out)
{
    struct hire_entry *list = NULL;
    size_t count = 0, room = 0;
    while (sql_next(rows)) {
        struct hire_entry *e = LIST_ADD(a, list, count, room);
        *e = (struct hire_entry){
            .hire = hire_row(s, rows, a),
            .employer_name = text_column(rows, HIRE_COLUMN_COUNT, a),
            .workplace_name = text_column(rows, HIRE_COLUMN_COUNT + 1, a),
            .need_title = text_column(rows, HIRE_COLUMN_COUNT + 2, a),
            .agency_name = text_column(rows, HIRE_COLUMN_COUNT + 3, a),
            .person_deleted = !sql_is_null(rows, HIRE_COLUMN_COUNT + 4),
        };
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

#define HIRE_LIST "SELECT " HIRE_COLUMNS ", e.name, w.name, n.title, g.name, p.deleted_at" HIRE_FILTER

enum status hire_list(struct store *s, const struct hire_filter *filter, struct hire_id before, size_t most,
                      struct arena *a, struct hire_entry **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_value values[HIRE_FILTER_VALUES + 3];
    filter_values(filter, a, values);
    values[13] = sql_int_value(before.value);
    values[14] = sql_int_value((int64_t)most);
    return hires_take(s, sql_query_values(db, HIRE_LIST " AND ($13 = 0 OR h.id < $13) ORDER BY h.id DESC LIMIT $14", values,
                                          HIRE_FILTER_VALUES + 2), a, out, count_out);
}

enum status hire_list_begun(struct store *s, const struct hire_filter *filter, day on, int64_t id, size_t most, struct arena *a,
                            struct hire_entry **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_value values[HIRE_FILTER_VALUES + 4];
    filter_values(filter, a, values);
    values[13] = day_value(a, on);
    values[14] = sql_int_value(id);
    values[15] = sql_int_value((int64_t)most);
    return hires_take(s, sql_query_values(db, HIRE_LIST " AND (h.start_day < $13 OR (h.start_day = $13 AND h.id < $14)) "
                                              "ORDER BY h.start_day DESC, h.id DESC LIMIT $15", values, HIRE_FILTER_VALUES + 3),
                      a, out, count_out);
}

enum status hire_count(struct store *s, const struct hire_filter *filter, int64_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct sql_value values[HIRE_FILTER_VALUES + 1];
    filter_values(filter, a, values);
    return hire_number(sql_query_values(db, "SELECT count(*)" HIRE_FILTER, values, HIRE_FILTER_VALUES), count_out);
}

enum status hire_list_near(struct store *s, const struct hire *h, int days, size_t most, struct arena *a, struct hire **out,
                           size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct hire *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT " HIRE_COLUMNS " FROM hire h WHERE h.workplace_id = $1 AND h.id <> $2 "
                                          "AND h.state <> 'taken-back' AND h.start_day >= $3 AND h.start_day <= $4 "
                                          "ORDER BY h.id LIMIT $5", V(h->workplace.value), V(h->id.value),
                                      V(day_value(a, h->start - days)), V(day_value(a, h->start + days)), V((int64_t)most));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = hire_row(s, rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status hire_number(struct sql_rows *rows, int64_t *count_out)
{
    int64_t count = 0;
    if (sql_next(rows))
        count = sql_int(rows, 0);
    TRY(sql_end(rows));
    *count_out = count;
    return OK;
}

enum status hire_count_by_employer(struct store *s, day today, struct arena *a, struct employer_hires **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct employer_hires *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT employer_id, count(*) FROM hire WHERE state = 'confirmed' AND start_day <= $1 "
                                          "GROUP BY employer_id ORDER BY employer_id", V(day_value(a, today)));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct employer_hires){{sql_int(rows, 0)}, sql_int(rows, 1)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status hire_count_of_need(struct store *s, struct need_id need, int64_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return hire_number(sql_query(db, "SELECT count(*) FROM hire WHERE need_id = $1 AND state = 'confirmed'", V(need.value)),
                       count_out);
}

static enum status give_to(struct store_tx *tx, struct hire *h, struct person_id person, const char *verb)
{
    struct checkin *checkins;
    size_t count;
    TRY(checkin_list(tx->store, h->id, tx->arena, &checkins, &count));
    h->person = person;
    TRY(hire_update(tx, h, verb));
    for (size_t i = 0; i < count; i++) {
        checkins[i].person = person;
        TRY(checkin_reseal(tx, &checkins[i]));
    }
    return OK;
}

enum status hire_name(struct store_tx *tx, struct hire *h, struct person_id person)
{
    TRY(give_to(tx, h, person, "name"));
    return checkins_schedule(tx, h);
}

// With a person who is separated: those that the agency registered.
enum status hires_move(struct store_tx *tx, struct person_id from, struct agency_id agency, struct person_id to)
{
    struct hire *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(tx->db, "SELECT " HIRE_COLUMNS " FROM hire h WHERE h.person_id = $1 AND h.agency_id = $2",
                                      V(from.value), V(agency.value));
    while (sql_next(rows))
        *LIST_ADD(tx->arena, list, count, room) = hire_row(tx->store, rows, tx->arena);
    TRY(sql_end(rows));
    for (size_t i = 0; i < count; i++)
        TRY(give_to(tx, &list[i], to, "move"));
    return OK;
}
