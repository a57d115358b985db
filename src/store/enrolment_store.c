// SPDX-License-Identifier: EUPL-1.2
#include "store/enrolment_store.h"

#include <jansson.h>
#include <string.h>

#include "base/log.h"
#include "store/inside.h"
#include "store/person_store.h"

static const char *const BASES[] = {[BASIS_CONSENT] = "consent",
                                    [BASIS_LEGAL_OBLIGATION] = "legal-obligation",
                                    [BASIS_PUBLIC_TASK] = "public-task"};

const char *legal_basis_name(enum legal_basis basis)
{
    return (size_t)basis < COUNT_OF(BASES) ? BASES[basis] : NULL;
}

bool legal_basis_read(const char *name, enum legal_basis *out)
{
    int found;
    if (!name_read(BASES, COUNT_OF(BASES), name, &found))
        return false;
    *out = (enum legal_basis)found;
    return true;
}

#define ENROLMENT_COLUMNS                                                                                              \
    "SELECT n.id, n.person_id, n.agency_id, n.basis, n.notice_version, n.from_day, n.to_day, n.sealed_purpose, "       \
    "n.registered_by FROM enrolment n JOIN person p ON p.id = n.person_id WHERE p.deleted_at IS NULL AND "

static enum status enrolment_row(struct store *s, struct sql_rows *rows, struct arena *a, struct enrolment *out)
{
    struct enrolment e = {
        .id = {sql_int(rows, 0)},
        .person = {sql_int(rows, 1)},
        .agency = {sql_int(rows, 2)},
        .notice_version = (int)sql_int(rows, 4),
        .from = day_column(rows, 5, a),
        .to = day_column(rows, 6, a),
        .registered_by = {sql_int(rows, 8)},
    };
    legal_basis_read(sql_text(rows, 3, a), &e.basis);
    size_t size;
    const void *sealed = sql_blob(rows, 7, a, &size), *purpose;
    enum status st = person_open(s, e.person, "enrolment", e.id.value, sealed, size, a, &purpose, &size);
    if (st == NOT_FOUND)
        return st;
    // One that does not open is logged, and does not take the rest of the person along.
    e.purpose = st == OK ? arena_strndup(a, purpose, size) : "";
    *out = e;
    return OK;
}

enum status enrolment_get(struct store *s, struct enrolment_id id, struct arena *a, struct enrolment *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    enum status st = NOT_FOUND;
    struct sql_rows *rows = sql_query(db, ENROLMENT_COLUMNS "n.id = $1", V(id.value));
    if (sql_next(rows))
        st = enrolment_row(s, rows, a, out);
    TRY(sql_end(rows));
    return st;
}

enum status enrolment_list(struct store *s, struct person_id id, struct arena *a, struct enrolment **out,
                           size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct enrolment *list = NULL;
    size_t count = 0, room = 0;
    enum status st = OK;
    struct sql_rows *rows = sql_query(db, ENROLMENT_COLUMNS "n.person_id = $1 ORDER BY n.from_day, n.id", V(id.value));
    while (st == OK && sql_next(rows)) {
        struct enrolment *e = LIST_ADD(a, list, count, room);
        st = enrolment_row(s, rows, a, e);
    }
    enum status end = sql_end(rows);
    if (st != OK || end != OK)
        return st != OK ? st : end;
    *out = list;
    *count_out = count;
    return OK;
}

static enum status enrolment_log(struct store_tx *tx, const char *verb, int64_t id, const struct enrolment *e)
{
    return change_append_person(tx, "enrolment", verb, id, e->person,
                                json_pack("{s:I, s:s, s:s, s:i, s:o, s:o}", "agency", (json_int_t)e->agency.value,
                                          "purpose", or_empty(e->purpose), "basis", BASES[e->basis], "notice_version",
                                          e->notice_version, "from", day_json(e->from), "to", day_json(e->to)));
}

static enum status runs_already(struct store_tx *tx, const struct enrolment *e, bool *out)
{
    struct sql_rows *rows = sql_query(tx->db,
                                      "SELECT 1 FROM enrolment WHERE person_id = $1 AND agency_id = $2 "
                                      "AND (to_day IS NULL OR to_day >= $3)",
                                      V(e->person.value), V(e->agency.value), V(day_value(tx->arena, e->from)));
    bool found = sql_next(rows);
    TRY(sql_end(rows));
    *out = found;
    return OK;
}

enum status enrolment_insert(struct store_tx *tx, const struct enrolment *e, struct enrolment_id *id_out)
{
    bool runs;
    TRY(runs_already(tx, e, &runs));
    if (runs)
        return CONFLICT;
    int64_t id = store_new_id(tx);
    struct sql_value purpose;
    TRY(person_seal(tx->store, e->person, "enrolment", id, or_empty(e->purpose), strlen(or_empty(e->purpose)), tx->arena,
                    &purpose));
    int64_t by = e->registered_by.value != 0 ? e->registered_by.value : tx->user.value;
    TRY(sql_run(tx->db,
                "INSERT INTO enrolment (id, person_id, agency_id, basis, notice_version, from_day, to_day, sealed_purpose, "
                "registered_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                V(id), V(e->person.value), V(e->agency.value), V(BASES[e->basis]), V(e->notice_version),
                V(day_value(tx->arena, e->from)), V(day_value(tx->arena, e->to)), V(purpose), V(id_value(by)),
                V(tx->now)));
    TRY(enrolment_log(tx, "insert", id, e));
    *id_out = (struct enrolment_id){id};
    return OK;
}

enum status enrolment_end(struct store_tx *tx, struct enrolment_id id, day to)
{
    struct enrolment e;
    TRY(enrolment_get(tx->store, id, tx->arena, &e));
    if (e.to != DAY_NONE || to < e.from)
        return CONFLICT;
    e.to = to;
    TRY(sql_run(tx->db, "UPDATE enrolment SET to_day = $2 WHERE id = $1", V(id.value), V(day_value(tx->arena, to))));
    return enrolment_log(tx, "end", id.value, &e);
}

// $1 is the day.
#define RUNS(n) n ".from_day <= $1 AND (" n ".to_day IS NULL OR " n ".to_day >= $1)"

enum status enrolment_pairs(struct store *s, day on, struct person_id first, struct person_id last, struct arena *a,
                            struct enrolled_pair **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct enrolled_pair *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT n.person_id, n.agency_id FROM enrolment n WHERE " RUNS("n")
                                          " AND n.person_id >= $2 AND n.person_id <= $3 ORDER BY n.person_id, n.agency_id",
                                      V(day_value(a, on)), V(first.value), V(last.value));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct enrolled_pair){{sql_int(rows, 0)}, {sql_int(rows, 1)}};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status enrolment_agencies(struct store *s, struct person_id id, day on, struct arena *a, struct agency_id **out,
                               size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct agency_id *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT DISTINCT n.agency_id FROM enrolment n JOIN person p ON p.id = n.person_id "
                                          "WHERE n.person_id = $2 AND p.deleted_at IS NULL AND " RUNS("n")
                                          " ORDER BY n.agency_id", V(day_value(a, on)), V(id.value));
    while (sql_next(rows))
        LIST_ADD(a, list, count, room)->value = sql_int(rows, 0);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status enrolment_turned(struct store *s, day after, day until, struct arena *a, struct person_id **out,
                             size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct person_id *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT DISTINCT person_id FROM enrolment WHERE (from_day > $1 AND from_day <= $2) "
                                          "OR (to_day >= $1 AND to_day < $2)", V(day_value(a, after)), V(day_value(a, until)));
    while (sql_next(rows))
        LIST_ADD(a, list, count, room)->value = sql_int(rows, 0);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

// An agency's people

// How long an agency still sees a person; 0 before the programme is set up.
static enum status retention_days(struct sql *db, int *out)
{
    int days = 0;
    struct sql_rows *rows = sql_query(db, "SELECT retention_days FROM programme WHERE id = 1");
    if (sql_next(rows))
        days = (int)sql_int(rows, 0);
    TRY(sql_end(rows));
    *out = days;
    return OK;
}

static enum status list_people(struct store *s, struct sql_rows *rows, size_t most, struct arena *a,
                               struct enrolled_person **out, size_t *count_out)
{
    struct enrolled_person *list = NULL;
    size_t count = 0, room = 0;
    while (count < most && sql_next(rows)) {
        struct enrolled_person e = {.person = {sql_int(rows, 0)},
                                    .enrolment = {sql_int(rows, 1)},
                                    .from = day_column(rows, 2, a),
                                    .to = day_column(rows, 3, a)};
        size_t size;
        const void *sealed = sql_blob(rows, 4, a, &size);
        // Whoever cannot be read is left out: without a key, or what is sealed does not open, which is logged.
        if (identity_open(s, e.person, sealed, size, a, &e.identity) == OK)
            *LIST_ADD(a, list, count, room) = e;
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status person_list(struct store *s, struct agency_id agency, day today, bool ended, struct person_id after,
                        size_t most, struct arena *a, struct enrolled_person **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    if (!ended)
        return list_people(
            s,
            sql_query(db,
                      "SELECT n.person_id, n.id, n.from_day, n.to_day, i.sealed FROM enrolment n "
                      "JOIN identity i ON i.person_id = n.person_id WHERE n.agency_id = $2 AND n.person_id > $3 AND " RUNS("n")
                      " AND NOT EXISTS (SELECT 1 FROM enrolment m WHERE m.person_id = n.person_id AND m.agency_id = $2 "
                      "AND m.id > n.id AND " RUNS("m") ") ORDER BY n.person_id",
                      V(day_value(a, today)), V(agency.value), V(after.value)),
            most, a, out, count_out);
    int retention;
    TRY(retention_days(db, &retention));
    return list_people(
        s,
        sql_query(db,
                  "SELECT n.person_id, n.id, n.from_day, n.to_day, i.sealed FROM enrolment n "
                  "JOIN identity i ON i.person_id = n.person_id WHERE n.agency_id = $2 AND n.person_id > $3 "
                  "AND n.to_day < $1 AND n.to_day >= $4 AND NOT EXISTS (SELECT 1 FROM enrolment m "
                  "WHERE m.person_id = n.person_id AND m.agency_id = $2 AND (m.id > n.id OR " RUNS("m") ")) "
                  "ORDER BY n.person_id",
                  V(day_value(a, today)), V(agency.value), V(after.value), V(day_value(a, today - retention))),
        most, a, out, count_out);
}

// Of several enrolments that run the last one counts: they come one after another.
struct enrolled_rows {
    struct store *store;
    struct key_cursor keys;
    struct arena *arena;
    enum status (*each)(void *arg, const struct enrolled_person *p, struct arena *a);
    void *arg;
};

static enum status each_row(struct enrolled_rows *r, struct enrolled_person *e, const void *sealed, size_t size)
{
    if (identity_open_next(r->store, &r->keys, e->person, sealed, size, r->arena, &e->identity) != OK)
        return OK; // has been logged, or is nobody
    return r->each(r->arg, e, r->arena);
}

static enum status each_of(struct enrolled_rows *r, struct sql_rows *rows)
{
    struct enrolled_person e = {0};
    const void *sealed = NULL;
    size_t size = 0;
    while (sql_next(rows)) {
        struct person_id person = {sql_int(rows, 0)};
        if (e.person.value != 0 && e.person.value != person.value) {
            TRY(each_row(r, &e, sealed, size));
            arena_reset(r->arena);
        }
        e = (struct enrolled_person){.person = person,
                                     .enrolment = {sql_int(rows, 1)},
                                     .from = day_column(rows, 2, r->arena),
                                     .to = day_column(rows, 3, r->arena)};
        sealed = sql_blob(rows, 4, r->arena, &size);
    }
    return e.person.value == 0 ? OK : each_row(r, &e, sealed, size);
}

enum status person_each(struct store *s, struct agency_id agency, day today, struct person_id first, struct person_id last,
                        enum status (*each)(void *arg, const struct enrolled_person *p, struct arena *a), void *arg)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    TRY(keys_load(s->keys, first, last));
    struct arena *a CLEANUP_ARENA = arena_open(), *values CLEANUP_ARENA = arena_open();
    struct enrolled_rows r = {.store = s, .arena = a, .each = each, .arg = arg};
    struct sql_rows *rows =
        sql_query(db,
                  "SELECT n.person_id, n.id, n.from_day, n.to_day, i.sealed FROM enrolment n "
                  "JOIN identity i ON i.person_id = n.person_id WHERE n.agency_id = $2 AND n.person_id >= $3 "
                  "AND n.person_id <= $4 AND " RUNS("n") " ORDER BY n.person_id, n.id",
                  V(day_value(values, today)), V(agency.value), V(first.value), V(last.value));
    enum status st = each_of(&r, rows);
    key_cursor_wipe(&r.keys);
    enum status end = sql_end(rows);
    return st != OK ? st : end;
}

enum status person_count(struct store *s, struct agency_id agency, day today, int64_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct arena *a CLEANUP_ARENA = arena_open();
    int64_t count = 0;
    struct sql_rows *rows = sql_query(db, "SELECT count(DISTINCT n.person_id) FROM enrolment n "
                                          "JOIN identity i ON i.person_id = n.person_id WHERE n.agency_id = $2 AND " RUNS("n"),
                                      V(day_value(a, today)), V(agency.value));
    if (sql_next(rows))
        count = sql_int(rows, 0);
    TRY(sql_end(rows));
    *count_out = count;
    return OK;
}

enum status enrolment_figures(struct store *s, day from, day to, struct arena *a, struct enrolment_figure **out,
                              size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct enrolment_figure *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db,
                                      "SELECT g.id, coalesce(sum(CASE WHEN n.from_day >= $1 AND n.from_day <= $2 "
                                      "THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN n.from_day <= $2 AND (n.to_day IS NULL "
                                      "OR n.to_day >= $1) THEN 1 ELSE 0 END), 0) FROM agency g "
                                      "LEFT JOIN enrolment n ON n.agency_id = g.id GROUP BY g.id ORDER BY g.id",
                                      V(day_value(a, from)), V(day_value(a, to)));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) =
            (struct enrolment_figure){{sql_int(rows, 0)}, sql_int(rows, 1), sql_int(rows, 2)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status person_access_facts(struct store *s, const struct actor *actor, struct person_id id, day today,
                                struct access_facts *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    int retention;
    TRY(retention_days(db, &retention));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct access_facts facts = {.thing = THING_PERSON, .person = id};
    struct sql_rows *rows = sql_query(
        db,
        "SELECT EXISTS (SELECT 1 FROM enrolment n WHERE n.person_id = p.id AND n.agency_id = $2 AND " RUNS("n") "), "
        "EXISTS (SELECT 1 FROM enrolment n WHERE n.person_id = p.id AND n.agency_id = $2 AND n.to_day < $1 "
        "AND n.to_day >= $3) FROM person p WHERE p.id = $4 AND p.deleted_at IS NULL",
        V(day_value(a, today)), V(actor->agency.value), V(day_value(a, today - retention)), V(id.value));
    bool found = sql_next(rows);
    if (found) {
        facts.enrolled = sql_int(rows, 0) != 0;
        facts.enrolled_lately = sql_int(rows, 1) != 0;
    }
    TRY(sql_end(rows));
    if (!found)
        return NOT_FOUND;
    // Of whom nothing can be read is not there for anybody.
    struct seal_key key;
    TRY(keys_get(s->keys, id, &key));
    seal_key_forget(&key);
    *out = facts;
    return OK;
}
