// SPDX-License-Identifier: EUPL-1.2
#include "store/referral_store.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "core/person.h"
#include "store/enrolment_store.h"
#include "store/hire_store.h"
#include "store/inside.h"
#include "store/interview_store.h"
#include "store/need_store.h"
#include "store/outbox_store.h"

// What is said of the person, as JSON: {"note", "reason", "verdict_note", "next"}.
static enum status words_seal(struct store_tx *tx, const struct referral *r, int64_t id, struct sql_value *out)
{
    json_t *root = json_pack("{s:s, s:s, s:s, s:s}", "note", or_empty(r->note), "reason", verdict_reason_name(r->reason),
                             "verdict_note", or_empty(r->verdict_note), "next", or_empty(r->next_step));
    char *text = root == NULL ? NULL : json_dumps(root, JSON_COMPACT);
    json_decref(root);
    if (text == NULL) {
        log_error("store: words about a referral that JSON cannot hold");
        return FAILED;
    }
    size_t size = strlen(text);
    enum status st = person_seal(tx->store, r->person, "referral", id, text, size, tx->arena, out);
    explicit_bzero(text, size);
    free(text);
    return st;
}

static const char *text_of(const json_t *root, const char *key, struct arena *a)
{
    return arena_strdup(a, or_empty(json_string_value(json_object_get(root, key))));
}

// What does not open is logged, and leaves the rest of the row.
static void words_open(struct store *s, const void *sealed, size_t size, struct arena *a, struct referral *r)
{
    const void *bytes;
    json_t *root = NULL;
    if (sealed != NULL && person_open(s, r->person, "referral", r->id.value, sealed, size, a, &bytes, &size) == OK)
        root = json_loadb(bytes, size, 0, NULL);
    r->note = text_of(root, "note", a);
    r->verdict_note = text_of(root, "verdict_note", a);
    r->next_step = text_of(root, "next", a);
    verdict_reason_read(text_of(root, "reason", a), &r->reason);
    json_decref(root);
}

#define REFERRAL_COLUMNS                                                                                               \
    "r.id, r.version, r.person_id, r.need_id, r.agency_id, r.code, r.work, r.outcome, r.verdict, r.next_on, "          \
    "r.next_owner, r.created_by, r.changed_by, r.created_at, r.changed_at, r.presented_at, r.sealed"
enum { REFERRAL_COLUMN_COUNT = 17 };

static struct referral referral_row(struct store *s, struct sql_rows *rows, struct arena *a)
{
    struct referral r = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .person = {sql_int(rows, 2)},
        .need = {sql_int(rows, 3)},
        .agency = {sql_int(rows, 4)},
        .code = text_column(rows, 5, a),
        .next_on = day_column(rows, 9, a),
        .next_owner = {sql_int(rows, 10)},
        .created_by = {sql_int(rows, 11)},
        .changed_by = {sql_int(rows, 12)},
        .created_at = sql_int(rows, 13),
        .changed_at = sql_int(rows, 14),
        .presented_at = sql_int(rows, 15),
    };
    work_status_read(sql_text(rows, 6, a), &r.work);
    outcome_read(sql_text(rows, 7, a), &r.outcome);
    employer_verdict_read(sql_text(rows, 8, a), &r.verdict);
    size_t size;
    const void *sealed = sql_blob(rows, 16, a, &size);
    words_open(s, sealed, size, a, &r);
    return r;
}

static enum status referral_one(struct store *s, struct sql_rows *rows, struct arena *a, struct referral *out)
{
    bool found = sql_next(rows);
    if (found)
        *out = referral_row(s, rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

#define REFERRAL_OF                                                                                                    \
    "SELECT " REFERRAL_COLUMNS " FROM referral r JOIN person p ON p.id = r.person_id WHERE p.deleted_at IS NULL AND "

enum status referral_get(struct store *s, struct referral_id id, struct arena *a, struct referral *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return referral_one(s, sql_query(db, REFERRAL_OF "r.id = $1", V(id.value)), a, out);
}

enum status referral_find(struct store *s, struct person_id person, struct need_id need, struct agency_id agency,
                          struct arena *a, struct referral *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return referral_one(s, sql_query(db, REFERRAL_OF "r.person_id = $1 AND r.need_id = $2 AND r.agency_id = $3",
                                     V(person.value), V(need.value), V(agency.value)), a, out);
}

enum status referral_elsewhere(struct store *s, struct person_id person, struct need_id need, struct agency_id agency,
                               bool *elsewhere_out, bool *presented_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(
        db, "SELECT count(CASE WHEN agency_id <> $3 AND work NOT IN ('not-relevant', 'not-interested') THEN 1 END), "
            "count(CASE WHEN outcome <> 'not-presented' THEN 1 END) FROM referral WHERE person_id = $1 AND need_id = $2",
        V(person.value), V(need.value), V(agency.value));
    bool elsewhere = false, presented = false;
    if (sql_next(rows)) {
        elsewhere = sql_int(rows, 0) != 0;
        presented = sql_int(rows, 1) != 0;
    }
    TRY(sql_end(rows));
    *elsewhere_out = elsewhere;
    *presented_out = presented;
    return OK;
}

static enum status referral_log(struct store_tx *tx, const char *verb, int64_t id, const struct referral *r)
{
    json_t *json = json_pack("{s:I, s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:s}", "need", (json_int_t)r->need.value,
                             "agency", (json_int_t)r->agency.value, "work", work_status_name(r->work), "outcome",
                             outcome_name(r->outcome), "verdict", employer_verdict_name(r->verdict), "reason",
                             verdict_reason_name(r->reason), "note", or_empty(r->note), "verdict_note",
                             or_empty(r->verdict_note), "next_on", day_json(r->next_on), "next", or_empty(r->next_step));
    return change_append_person(tx, "referral", verb, id, r->person, json);
}

// Six signs that are not mistaken for each other, when read out as well.
static enum status code_make_new(struct store_tx *tx, const char **out)
{
    static const char SIGNS[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    for (;;) {
        uint32_t lot = store_new_lot(tx);
        char text[8];
        for (int i = 0; i < 7; i++) {
            text[i] = i == 3 ? '-' : SIGNS[lot % 32];
            lot = i == 3 ? lot : lot / 32;
        }
        text[7] = '\0';
        struct sql_rows *rows = sql_query(tx->db, "SELECT 1 FROM referral WHERE code = $1", V((const char *)text));
        bool taken = sql_next(rows);
        TRY(sql_end(rows));
        if (!taken) {
            *out = arena_strdup(tx->arena, text);
            return OK;
        }
    }
}

enum status referral_insert(struct store_tx *tx, const struct referral *r, struct referral_id *id_out)
{
    int64_t id = store_new_id(tx);
    const char *code;
    struct sql_value words;
    TRY(code_make_new(tx, &code));
    TRY(words_seal(tx, r, id, &words));
    TRY(sql_run(tx->db,
                "INSERT INTO referral (id, version, person_id, need_id, agency_id, code, work, outcome, verdict, next_on, "
                "next_owner, created_by, changed_by, created_at, changed_at, presented_at, sealed) "
                "VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $12, $13, $14)",
                V(id), V(r->person.value), V(r->need.value), V(r->agency.value), V(code), V(work_status_name(r->work)),
                V(outcome_name(r->outcome)), V(employer_verdict_name(r->verdict)), V(day_value(tx->arena, r->next_on)),
                V(id_value(r->next_owner.value)), V(id_value(tx->user.value)), V(tx->now), V(id_value(r->presented_at)),
                V(words)));
    TRY(referral_log(tx, "insert", id, r));
    *id_out = (struct referral_id){id};
    return OK;
}

enum status referral_update(struct store_tx *tx, const struct referral *r, const char *verb)
{
    struct sql_value words;
    TRY(words_seal(tx, r, r->id.value, &words));
    TRY(sql_run(tx->db,
                "UPDATE referral SET version = version + 1, work = $2, outcome = $3, verdict = $4, next_on = $5, "
                "next_owner = $6, changed_by = $7, changed_at = $8, presented_at = $9, sealed = $10, "
                "sealed_profile = CASE WHEN $3 = 'not-presented' THEN NULL ELSE sealed_profile END, "
                "sealed_reasons = CASE WHEN $3 = 'not-presented' THEN NULL ELSE sealed_reasons END "
                "WHERE id = $1 AND version = $11",
                V(r->id.value), V(work_status_name(r->work)), V(outcome_name(r->outcome)),
                V(employer_verdict_name(r->verdict)), V(day_value(tx->arena, r->next_on)),
                V(id_value(r->next_owner.value)), V(id_value(tx->user.value)), V(tx->now), V(id_value(r->presented_at)),
                V(words), V(r->version)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return referral_log(tx, verb, r->id.value, r);
}

// What the employer is shown

enum status referral_show(struct store_tx *tx, const struct referral *r, const struct referral_shown *shown)
{
    struct sql_value profile, reasons;
    const char *text = or_empty(shown->reasons);
    TRY(person_seal(tx->store, r->person, "referral_profile", r->id.value, shown->profile, shown->profile_size, tx->arena,
                    &profile));
    TRY(person_seal(tx->store, r->person, "referral_reasons", r->id.value, text, strlen(text), tx->arena, &reasons));
    return sql_run(tx->db, "UPDATE referral SET sealed_profile = $2, sealed_reasons = $3 WHERE id = $1", V(r->id.value),
                   V(profile), V(reasons));
}

enum status referral_hide(struct store_tx *tx, struct referral_id id)
{
    TRY(interviews_fall(tx, id));
    return sql_run(tx->db, "UPDATE referral SET sealed_profile = NULL, sealed_reasons = NULL WHERE id = $1", V(id.value));
}

enum status referral_shown(struct store *s, const struct referral *r, struct arena *a, struct referral_shown *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    size_t size, reasons_size;
    const void *sealed = NULL, *sealed_reasons = NULL, *reasons;
    struct sql_rows *rows = sql_query(db, "SELECT sealed_profile, sealed_reasons FROM referral WHERE id = $1", V(r->id.value));
    if (sql_next(rows)) {
        sealed = sql_blob(rows, 0, a, &size);
        sealed_reasons = sql_blob(rows, 1, a, &reasons_size);
    }
    TRY(sql_end(rows));
    if (sealed == NULL || sealed_reasons == NULL)
        return NOT_FOUND;
    TRY(person_open(s, r->person, "referral_profile", r->id.value, sealed, size, a, &out->profile, &out->profile_size));
    TRY(person_open(s, r->person, "referral_reasons", r->id.value, sealed_reasons, reasons_size, a, &reasons,
                    &reasons_size));
    out->reasons = arena_strndup(a, reasons, reasons_size);
    return OK;
}

enum status referral_list_shown(struct store *s, struct arena *a, struct referral_id **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct referral_id *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT id FROM referral WHERE sealed_profile IS NOT NULL ORDER BY id");
    while (sql_next(rows))
        LIST_ADD(a, list, count, room)->value = sql_int(rows, 0);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

// Lists

// $1 id, $2 need, $3 person, $4 employer, $5 agency, $6 enrolled since, $7 owner of the next step, $8 next on or before,
// $9 running, $10 bits of work, $11 bits of outcome. What an index can find
// stands in front as a plain condition (FOUND_BY), since a condition that may be left out is looked up by none.
#define REFERRAL_FILTER                                                                                                \
    "p.deleted_at IS NULL AND ($1 = 0 OR r.id = $1) AND ($2 = 0 OR r.need_id = $2) "                                   \
    "AND ($3 = 0 OR r.person_id = $3) AND ($4 = 0 OR n.employer_id = $4) AND ($5 = 0 OR r.agency_id = $5) "            \
    "AND ($6 IS NULL OR EXISTS (SELECT 1 FROM enrolment m WHERE m.person_id = r.person_id "                            \
    "AND m.agency_id = r.agency_id AND (m.to_day IS NULL OR m.to_day >= $6))) "                                        \
    "AND ($7 = 0 OR r.next_owner = $7) AND ($8 IS NULL OR r.next_on <= $8) "                                           \
    "AND ($9 = 0 OR (r.outcome <> 'hired' AND r.work NOT IN ('not-relevant', 'not-interested') "                       \
    "AND n.state IN ('draft', 'open'))) "                                                                              \
    "AND ($10 = 0 OR ($10 & CASE r.work WHEN 'considered' THEN 1 WHEN 'contacted' THEN 2 WHEN 'relevant' THEN 4 "      \
    "WHEN 'interview' THEN 8 WHEN 'trial' THEN 16 WHEN 'offered' THEN 32 WHEN 'not-relevant' THEN 64 ELSE 128 END) <> 0) " \
    "AND ($11 = 0 OR ($11 & CASE r.outcome WHEN 'not-presented' THEN 1 WHEN 'presented' THEN 2 ELSE 4 END) <> 0)"
enum { REFERRAL_FILTER_VALUES = 11 };
_Static_assert(WORK_NOT_INTERESTED == 7 && OUTCOME_HIRED == 2, "the bits above");

enum found_by { FOUND_BY_ID, FOUND_BY_PERSON, FOUND_BY_NEED, FOUND_BY_EMPLOYER, FOUND_BY_AGENCY, FOUND_BY_NOTHING };
#define FOUND_BY(text)                                                                                                 \
    {                                                                                                                  \
        [FOUND_BY_ID] = text("r.id = $1 AND "), [FOUND_BY_PERSON] = text("r.person_id = $3 AND "),                     \
        [FOUND_BY_NEED] = text("r.need_id = $2 AND "),                                                                 \
        [FOUND_BY_EMPLOYER] = text("r.need_id IN (SELECT f.id FROM need f WHERE f.employer_id = $4) AND "),            \
        [FOUND_BY_AGENCY] = text("r.agency_id = $5 AND "), [FOUND_BY_NOTHING] = text("")                               \
    }

// The one that leaves fewest.
static enum found_by found_by(const struct referral_filter *f)
{
    return f->id.value != 0         ? FOUND_BY_ID
           : f->person.value != 0   ? FOUND_BY_PERSON
           : f->need.value != 0     ? FOUND_BY_NEED
           : f->employer.value != 0 ? FOUND_BY_EMPLOYER
           : f->agency.value != 0   ? FOUND_BY_AGENCY
                                    : FOUND_BY_NOTHING;
}

static void filter_values(const struct referral_filter *f, struct arena *a, struct sql_value values[])
{
    values[1] = sql_int_value(f->id.value);
    values[2] = sql_int_value(f->need.value);
    values[3] = sql_int_value(f->person.value);
    values[4] = sql_int_value(f->employer.value);
    values[5] = sql_int_value(f->agency.value);
    values[6] = day_value(a, f->enrolled_since);
    values[7] = sql_int_value(f->next_owner.value);
    values[8] = day_value(a, f->next_before);
    values[9] = sql_int_value(f->running);
    values[10] = sql_int_value(f->work);
    values[11] = sql_int_value(f->outcomes);
}

// In the words of the index hire_referral, or it is not used.
#define HIRE_INDEXED "h.state <> 'taken-back' AND h.referral_id IS NOT NULL"

#define REFERRAL_LIST(found)                                                                                           \
    "SELECT " REFERRAL_COLUMNS ", n.employer_id, n.title, e.name, w.name, g.name, o.name, n.state, n.stated_by, "      \
    "EXISTS (SELECT 1 FROM hire h WHERE h.referral_id = r.id AND h.state = 'confirmed' AND " HIRE_INDEXED ") "         \
    "FROM referral r JOIN person p ON p.id = r.person_id JOIN need n ON n.id = r.need_id "                             \
    "JOIN employer e ON e.id = n.employer_id JOIN workplace w ON w.id = n.workplace_id "                               \
    "JOIN agency g ON g.id = r.agency_id LEFT JOIN user_account o ON o.id = r.next_owner "                             \
    "WHERE " found REFERRAL_FILTER " AND r.id < $12 ORDER BY r.id DESC LIMIT $13"
static const char *const LISTS[] = FOUND_BY(REFERRAL_LIST);

enum status referral_list(struct store *s, const struct referral_filter *filter, struct referral_id before, size_t most,
                          struct arena *a, struct referral_entry **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_value values[REFERRAL_FILTER_VALUES + 3];
    filter_values(filter, a, values);
    values[12] = sql_int_value(before.value == 0 ? INT64_MAX : before.value);
    values[13] = sql_int_value((int64_t)most);
    struct referral_entry *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query_values(db, LISTS[found_by(filter)], values, REFERRAL_FILTER_VALUES + 2);
    while (sql_next(rows)) {
        enum { AT = REFERRAL_COLUMN_COUNT };
        struct referral_entry *e = LIST_ADD(a, list, count, room);
        *e = (struct referral_entry){
            .referral = referral_row(s, rows, a),
            .employer = {sql_int(rows, AT)},
            .need_title = text_column(rows, AT + 1, a),
            .employer_name = text_column(rows, AT + 2, a),
            .workplace_name = text_column(rows, AT + 3, a),
            .agency_name = text_column(rows, AT + 4, a),
            .next_owner_name = text_column(rows, AT + 5, a),
            .need_stated_by = {sql_int(rows, AT + 7)},
            .hire_confirmed = sql_int(rows, AT + 8) != 0,
        };
        need_state_read(sql_text(rows, AT + 6, a), &e->need);
    }
    TRY(sql_end(rows));
    for (size_t i = 0; i < count; i++) {
        enum status st = share_newest(s, list[i].referral.person, list[i].referral.need, a, &list[i].share);
        if (st != OK && st != NOT_FOUND)
            return st;
        list[i].asked = st == OK;
    }
    *out = list;
    *count_out = count;
    return OK;
}

#define REFERRAL_COUNT(found)                                                                                          \
    "SELECT count(*) FROM referral r JOIN person p ON p.id = r.person_id JOIN need n ON n.id = r.need_id "             \
    "WHERE " found REFERRAL_FILTER
static const char *const COUNTS[] = FOUND_BY(REFERRAL_COUNT);

enum status referral_count(struct store *s, const struct referral_filter *filter, int64_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct sql_value values[REFERRAL_FILTER_VALUES + 1];
    filter_values(filter, a, values);
    int64_t count = 0;
    struct sql_rows *rows = sql_query_values(db, COUNTS[found_by(filter)], values, REFERRAL_FILTER_VALUES);
    if (sql_next(rows))
        count = sql_int(rows, 0);
    TRY(sql_end(rows));
    *count_out = count;
    return OK;
}

enum status referral_entry_get(struct store *s, struct referral_id id, struct arena *a, struct referral_entry *out)
{
    struct referral_entry *list;
    size_t count;
    if (id.value == 0)
        return NOT_FOUND;
    struct referral_filter one = {.id = id, .enrolled_since = DAY_NONE, .next_before = DAY_NONE};
    TRY(referral_list(s, &one, (struct referral_id){0}, 1, a, &list, &count));
    if (count == 0)
        return NOT_FOUND;
    *out = list[0];
    return OK;
}

// $1 a need, or found by nothing; $2 until.
#define REFERRAL_FIGURES(found)                                                                                        \
    "SELECT count(*), count(CASE WHEN r.presented_at <= $2 THEN 1 END) FROM referral r "                               \
    "WHERE " found "$1 = $1 AND r.created_at <= $2"
// Presented then, and taken back since.
#define REFERRALS_TAKEN_BACK(found)                                                                                    \
    "SELECT count(*) FROM referral r WHERE " found "$1 = $1 AND r.id IN (SELECT row_id FROM change_log "               \
    "WHERE noun = 'referral' AND verb = 'unpresent' AND at > $2) AND (SELECT c.verb FROM change_log c "                \
    "WHERE c.noun = 'referral' AND c.row_id = r.id AND c.verb IN ('present', 'unpresent') AND c.at <= $2 "             \
    "ORDER BY c.id DESC LIMIT 1) = 'present'"

enum status referral_figures(struct store *s, struct need_id need, int64_t until, struct referral_figures *out)
{
    static const char *const FIGURES[] = {REFERRAL_FIGURES(""), REFERRAL_FIGURES("r.need_id = $1 AND ")};
    static const char *const TAKEN_BACK[] = {REFERRALS_TAKEN_BACK(""), REFERRALS_TAKEN_BACK("r.need_id = $1 AND ")};
    struct sql *db;
    TRY(store_reader(s, &db));
    const struct sql_value values[] = {{0}, sql_int_value(need.value), sql_int_value(until)};
    *out = (struct referral_figures){0};
    struct sql_rows *rows = sql_query_values(db, FIGURES[need.value != 0], values, 2);
    if (sql_next(rows))
        *out = (struct referral_figures){sql_int(rows, 0), sql_int(rows, 1)};
    TRY(sql_end(rows));
    bool later;
    TRY(changed_after(s, until, &later));
    if (!later)
        return OK;
    rows = sql_query_values(db, TAKEN_BACK[need.value != 0], values, 2);
    if (sql_next(rows))
        out->presented += sql_int(rows, 0);
    return sql_end(rows);
}

enum status referral_count_presented(struct store *s, struct employer_id employer, struct need_id need, int64_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    int64_t count = 0;
    struct sql_rows *rows = sql_query(db, "SELECT count(*) FROM referral r JOIN need n ON n.id = r.need_id WHERE "
                                          "n.employer_id = $1 AND ($2 = 0 OR n.id = $2) AND r.presented_at IS NOT NULL",
                                      V(employer.value), V(need.value));
    if (sql_next(rows))
        count = sql_int(rows, 0);
    TRY(sql_end(rows));
    *count_out = count;
    return OK;
}

// What follows from changes elsewhere

static bool knows_of_it(const struct referral_entry *e)
{
    return e->asked || (e->referral.work != WORK_CONSIDERED && e->referral.work != WORK_NOT_RELEVANT);
}

static bool person_among(struct person_id person, const struct person_id *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].value == person.value)
            return true;
    return false;
}

// All referrals for the need, and who of them is to be told.
static enum status untold_find(struct store *s, struct need_id need, struct arena *a, struct referral_entry **list_out,
                               size_t *count_out, struct person_id **untold_out, size_t *untold_count_out)
{
    enum { ALL = 100000 };
    struct sql *db;
    struct referral_entry *list;
    size_t count, left_count = 0, room = 0, untold_count = 0;
    struct person_id *left = NULL; // those hired, and those told before
    struct referral_filter of = {.need = need, .enrolled_since = DAY_NONE, .next_before = DAY_NONE};
    TRY(referral_list(s, &of, (struct referral_id){0}, ALL, a, &list, &count));
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT person_id FROM hire WHERE need_id = $1 AND state <> 'taken-back' "
                                          "AND person_id IS NOT NULL UNION SELECT person_id FROM outbox "
                                          "WHERE kind = 'not-chosen' AND cause_id = $1 AND person_id IS NOT NULL",
                                      V(need.value));
    while (sql_next(rows))
        LIST_ADD(a, left, left_count, room)->value = sql_int(rows, 0);
    TRY(sql_end(rows));
    struct person_id *untold = ARENA_ARRAY(a, struct person_id, count);
    for (size_t i = 0; i < count; i++) {
        const struct referral *r = &list[i].referral;
        if (r->outcome != OUTCOME_HIRED && r->work != WORK_NOT_INTERESTED && knows_of_it(&list[i]) &&
            !person_among(r->person, left, left_count) && !person_among(r->person, untold, untold_count))
            untold[untold_count++] = r->person;
    }
    *list_out = list;
    *count_out = count;
    *untold_out = untold;
    *untold_count_out = untold_count;
    return OK;
}

enum status referrals_count_untold(struct store *s, struct need_id need, int64_t *count_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct referral_entry *list;
    struct person_id *untold;
    size_t count, untold_count;
    TRY(untold_find(s, need, a, &list, &count, &untold, &untold_count));
    *count_out = (int64_t)untold_count;
    return OK;
}

enum status referrals_follow_need(struct store_tx *tx, const struct need *need)
{
    if (need->state != NEED_FILLED && need->state != NEED_WITHDRAWN)
        return OK;
    struct referral_entry *list;
    struct person_id *untold;
    size_t count, untold_count;
    TRY(untold_find(tx->store, need->id, tx->arena, &list, &count, &untold, &untold_count));
    for (size_t i = 0; i < count; i++) {
        struct referral_entry *e = &list[i];
        enum share_state state = e->share.request.state;
        bool own = e->asked && e->share.referral.value == e->referral.id.value;
        bool open = state == SHARE_SENT || state == SHARE_CANNOT_NOTIFY || state == SHARE_UNDELIVERABLE;
        // A yes is for the need as it was asked about: what comes of a withdrawn one is asked about anew.
        if (own && (open || (state == SHARE_YES && need->state == NEED_WITHDRAWN))) {
            e->share.request.state = SHARE_WITHDRAWN;
            TRY(share_update(tx, &e->share));
        }
        if (need->state == NEED_WITHDRAWN)
            TRY(referral_hide(tx, e->referral.id));
    }
    for (size_t i = 0; i < untold_count; i++)
        TRY(outbox_tell_person(tx, OUTBOX_NOT_CHOSEN, untold[i], need->id.value));
    return OK;
}

struct moved_document {
    const char *noun, *read, *write;
};
static const struct moved_document DOCUMENTS[] = {
    {"referral", "SELECT sealed FROM referral WHERE id = $1", "UPDATE referral SET sealed = $2 WHERE id = $1"},
    {"referral_profile", "SELECT sealed_profile FROM referral WHERE id = $1",
     "UPDATE referral SET sealed_profile = $2 WHERE id = $1"},
    {"referral_reasons", "SELECT sealed_reasons FROM referral WHERE id = $1",
     "UPDATE referral SET sealed_reasons = $2 WHERE id = $1"},
};

static enum status move_document(struct store_tx *tx, const struct moved_document *d, int64_t row, struct person_id from,
                                 struct person_id to)
{
    size_t size = 0;
    const void *sealed = NULL, *bytes;
    struct sql_value again;
    struct sql_rows *rows = sql_query_values(tx->db, d->read, (struct sql_value[]){{0}, V(row)}, 1);
    if (sql_next(rows))
        sealed = sql_blob(rows, 0, tx->arena, &size);
    TRY(sql_end(rows));
    if (sealed == NULL || person_open(tx->store, from, d->noun, row, sealed, size, tx->arena, &bytes, &size) != OK)
        return OK;
    TRY(person_seal(tx->store, to, d->noun, row, bytes, size, tx->arena, &again));
    return sql_run_values(tx->db, d->write, (struct sql_value[]){{0}, V(row), again}, 2);
}

enum status referrals_move(struct store_tx *tx, struct person_id from, struct agency_id agency, struct person_id to)
{
    struct share *shares;
    size_t count = 0, room = 0, share_count;
    struct referral *list = NULL;
    struct sql_rows *rows = sql_query(tx->db, "SELECT " REFERRAL_COLUMNS " FROM referral r WHERE r.person_id = $1 "
                                              "AND r.agency_id = $2", V(from.value), V(agency.value));
    while (sql_next(rows))
        *LIST_ADD(tx->arena, list, count, room) = referral_row(tx->store, rows, tx->arena);
    TRY(sql_end(rows));
    TRY(share_list(tx->store, from, tx->arena, &shares, &share_count));
    for (size_t i = 0; i < count; i++) {
        struct referral *r = &list[i];
        TRY(interviews_move(tx, r->id, to));
        for (size_t d = 0; d < COUNT_OF(DOCUMENTS); d++)
            TRY(move_document(tx, &DOCUMENTS[d], r->id.value, from, to));
        TRY(sql_run(tx->db, "UPDATE referral SET person_id = $2, version = version + 1 WHERE id = $1", V(r->id.value),
                    V(to.value)));
        r->person = to;
        TRY(referral_log(tx, "move", r->id.value, r));
        for (size_t q = 0; q < share_count; q++)
            if (shares[q].referral.value == r->id.value) {
                TRY(sql_run(tx->db, "UPDATE share_request SET person_id = $2 WHERE id = $1", V(shares[q].id.value),
                            V(to.value)));
                shares[q].person = to;
                TRY(share_update(tx, &shares[q]));
            }
    }
    return OK;
}

enum status referrals_forget(struct store_tx *tx, struct person_id person)
{
    TRY(interviews_forget(tx, person));
    TRY(sql_run(tx->db, "UPDATE referral SET sealed = NULL, sealed_profile = NULL, sealed_reasons = NULL, next_on = NULL, "
                        "next_owner = NULL, created_by = NULL, changed_by = NULL WHERE person_id = $1", V(person.value)));
    TRY(sql_run(tx->db, "UPDATE share_request SET state = CASE WHEN state IN ('sent', 'cannot-notify', 'undeliverable') "
                        "THEN 'withdrawn' ELSE state END, asked_by = NULL, changed_by = NULL WHERE person_id = $1",
                V(person.value)));
    return outbox_forget(tx, person);
}
