// SPDX-License-Identifier: EUPL-1.2
#include "store/employer_store.h"

#include <assert.h>
#include <jansson.h>

#include "store/contact_store.h"
#include "store/inside.h"
#include "store/stage_store.h"

static const char *stage_or_new(enum employer_stage stage)
{
    const char *name = stage_name(stage);
    return name == NULL ? "new" : name;
}

static struct sql_value employees_value(int employees)
{
    return employees == EMPLOYEES_UNKNOWN ? sql_null_value() : sql_int_value(employees);
}

static int employees_column(struct sql_rows *rows, int column)
{
    return sql_is_null(rows, column) ? EMPLOYEES_UNKNOWN : (int)sql_int(rows, column);
}

#define EMPLOYER_COLUMNS                                                                                               \
    "SELECT e.id, e.version, e.orgnr, e.name, e.organisation_form, e.industry, e.industry_version, e.sector, "         \
    "e.employees, e.address, e.postal_code, e.postal_place, e.municipality, e.municipality_valid_on, e.stage, "        \
    "e.paused_until, e.decline, e.declined_reason, e.owner_id, e.bankrupt, e.closed, e.pledged, e.pledged_by, "        \
    "e.reference, e.reference_on, e.estimate, e.estimate_on, e.estimate_by_employer, e.created_at"
enum { EMPLOYER_COLUMN_COUNT = 29 };

static struct employer employer_row(struct sql_rows *rows, struct arena *a)
{
    struct employer e = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .orgnr = sql_text(rows, 2, a),
        .name = sql_text(rows, 3, a),
        .organisation_form = sql_text(rows, 4, a),
        .industry = sql_text(rows, 5, a),
        .industry_version = sql_text(rows, 6, a),
        .sector = sql_text(rows, 7, a),
        .employees = employees_column(rows, 8),
        .address = sql_text(rows, 9, a),
        .postal_code = sql_text(rows, 10, a),
        .postal_place = sql_text(rows, 11, a),
        .municipality = code_column(rows, 12, a),
        .municipality_valid_on = day_column(rows, 13, a),
        .paused_until = day_column(rows, 15, a),
        .declined_reason = sql_text(rows, 17, a),
        .owner = {sql_int(rows, 18)},
        .bankrupt = sql_int(rows, 19) != 0,
        .closed = sql_int(rows, 20) != 0,
        .pledged = (int)sql_int(rows, 21),
        .pledged_by = day_column(rows, 22, a),
        .reference_on = day_column(rows, 24, a),
        .estimate_on = day_column(rows, 26, a),
        .estimate_by_employer = sql_int(rows, 27) != 0,
        .created_at = sql_int(rows, 28),
    };
    stage_read(text_column(rows, 14, a), &e.stage);
    decline_read(text_column(rows, 16, a), &e.decline);
    reference_read(text_column(rows, 23, a), &e.reference);
    estimate_read(text_column(rows, 25, a), &e.estimate);
    return e;
}

static enum status one_employer(struct sql_rows *rows, struct arena *a, struct employer *out)
{
    bool found = sql_next(rows);
    if (found)
        *out = employer_row(rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status employer_get(struct store *s, struct employer_id id, struct arena *a, struct employer *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return one_employer(sql_query(db, EMPLOYER_COLUMNS " FROM employer e WHERE e.id = $1", V(id.value)), a, out);
}

enum status employer_find(struct store *s, const char *orgnr, struct arena *a, struct employer *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return one_employer(sql_query(db, EMPLOYER_COLUMNS " FROM employer e WHERE e.orgnr = $1 AND e.orgnr <> ''", V(orgnr)),
                        a, out);
}

enum status employer_access_facts(struct store *s, struct employer_id id, struct access_facts *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT 1 FROM employer WHERE id = $1", V(id.value));
    bool found = sql_next(rows);
    TRY(sql_end(rows));
    if (!found)
        return NOT_FOUND;
    *out = (struct access_facts){.thing = THING_EMPLOYER, .employer = id};
    return OK;
}

// Who has not been asked has no day of it.
static day reference_day(const struct employer *e)
{
    return e->reference == REFERENCE_UNASKED ? DAY_NONE : e->reference_on;
}

static day estimate_day(const struct employer *e)
{
    return e->estimate == ESTIMATE_UNASKED ? DAY_NONE : e->estimate_on;
}

static enum status employer_log(struct store_tx *tx, const char *verb, int64_t id, const struct employer *e)
{
    json_t *log = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:s, s:s}", "orgnr", or_empty(e->orgnr), "name", e->name,
        "organisation_form", or_empty(e->organisation_form), "industry", or_empty(e->industry), "industry_version",
        or_empty(e->industry_version), "sector", or_empty(e->sector), "employees", e->employees, "address",
        or_empty(e->address), "postal_code", or_empty(e->postal_code), "postal_place", or_empty(e->postal_place));
    json_t *rest = json_pack(
        "{s:o, s:o, s:s, s:o, s:s, s:s, s:I, s:b, s:b, s:i, s:o}", "municipality", code_json(e->municipality),
        "municipality_valid_on", day_json(e->municipality_valid_on), "stage", stage_or_new(e->stage), "paused_until",
        day_json(e->paused_until), "decline", decline_name(e->decline), "declined_reason", or_empty(e->declined_reason),
        "owner", (json_int_t)e->owner.value, "bankrupt", (int)e->bankrupt, "closed", (int)e->closed, "pledged", e->pledged,
        "pledged_by", day_json(e->pledged_by));
    json_t *told = json_pack("{s:s, s:o, s:s, s:o, s:b}", "reference", reference_name(e->reference), "reference_on",
                             day_json(reference_day(e)), "estimate", estimate_name(e->estimate), "estimate_on",
                             day_json(estimate_day(e)), "estimate_by_employer", (int)e->estimate_by_employer);
    json_object_update(log, told);
    json_decref(told);
    json_object_update(log, rest);
    json_decref(rest);
    return change_append(tx, "employer", verb, id, log);
}

// $2 … of both statements that write one.
enum { EMPLOYER_VALUES = 28 };
static void employer_values_of(struct store_tx *tx, const struct employer *e, const char *contacts, struct sql_value v[])
{
    struct arena *a = tx->arena;
    const struct sql_value values[EMPLOYER_VALUES + 1] = {
        [2] = V(or_empty(e->orgnr)), V(e->name), V(search_text(a, e->name, e->orgnr, contacts)),
        V(or_empty(e->organisation_form)), V(or_empty(e->industry)), V(or_empty(e->industry_version)), V(or_empty(e->sector)),
        V(employees_value(e->employees)), V(or_empty(e->address)), V(or_empty(e->postal_code)), V(or_empty(e->postal_place)),
        V(code_value(a, e->municipality)), V(day_value(a, e->municipality_valid_on)), V(stage_or_new(e->stage)),
        V(day_value(a, e->paused_until)), V(decline_name(e->decline)), V(or_empty(e->declined_reason)),
        V(id_value(e->owner.value)), V(e->bankrupt), V(e->closed), V(e->pledged), V(day_value(a, e->pledged_by)),
        V(reference_name(e->reference)), V(day_value(a, reference_day(e))), V(estimate_name(e->estimate)),
        V(day_value(a, estimate_day(e))), V(e->estimate_by_employer)};
    for (int i = 2; i <= EMPLOYER_VALUES; i++)
        v[i] = values[i];
}

enum status employer_insert(struct store_tx *tx, const struct employer *e, struct employer_id *id_out)
{
    static const char TEXT[] =
        "INSERT INTO employer (id, version, orgnr, name, search, organisation_form, industry, industry_version, sector, "
        "employees, address, postal_code, postal_place, municipality, municipality_valid_on, stage, paused_until, decline, "
        "declined_reason, owner_id, bankrupt, closed, pledged, pledged_by, reference, reference_on, estimate, estimate_on, "
        "estimate_by_employer, created_at) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
        "$17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)";
    struct employer made = *e;
    struct sql_value values[EMPLOYER_VALUES + 2];
    made.id.value = store_new_id(tx);
    employer_values_of(tx, e, NULL, values);
    values[1] = V(made.id.value);
    values[EMPLOYER_VALUES + 1] = V(tx->now);
    TRY(sql_run_values(tx->db, TEXT, values, EMPLOYER_VALUES + 1));
    TRY(employer_log(tx, "insert", made.id.value, e));
    TRY(employer_note_moves(tx, NULL, &made, ""));
    *id_out = made.id;
    return OK;
}

enum status employer_update(struct store_tx *tx, const struct employer *e)
{
    return employer_update_because(tx, e, "");
}

enum status employer_update_because(struct store_tx *tx, const struct employer *e, const char *why)
{
    static const char TEXT[] =
        "UPDATE employer SET version = version + 1, orgnr = $2, name = $3, search = $4, organisation_form = $5, "
        "industry = $6, industry_version = $7, sector = $8, employees = $9, address = $10, postal_code = $11, "
        "postal_place = $12, municipality = $13, municipality_valid_on = $14, stage = $15, paused_until = $16, "
        "decline = $17, declined_reason = $18, owner_id = $19, bankrupt = $20, closed = $21, pledged = $22, "
        "pledged_by = $23, reference = $24, reference_on = $25, estimate = $26, estimate_on = $27, "
        "estimate_by_employer = $28 WHERE id = $1 AND version = $29";
    struct employer stood;
    struct sql_value values[EMPLOYER_VALUES + 2];
    const char *contacts;
    enum status status = employer_get(tx->store, e->id, tx->arena, &stood);
    if (status == NOT_FOUND || (status == OK && stood.version != e->version))
        return CONFLICT;
    TRY(status);
    TRY(contact_names(tx, e->id, &contacts));
    employer_values_of(tx, e, contacts, values);
    values[1] = V(e->id.value);
    values[EMPLOYER_VALUES + 1] = V(e->version);
    TRY(sql_run_values(tx->db, TEXT, values, EMPLOYER_VALUES + 1));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    TRY(employer_log(tx, "update", e->id.value, e));
    return employer_note_moves(tx, &stood, e, why);
}

enum status employer_search_renew(struct store_tx *tx, struct employer_id id)
{
    struct employer e;
    const char *contacts;
    TRY(employer_get(tx->store, id, tx->arena, &e));
    TRY(contact_names(tx, id, &contacts));
    return sql_run(tx->db, "UPDATE employer SET search = $2 WHERE id = $1", V(id.value),
                   V(search_text(tx->arena, e.name, e.orgnr, contacts)));
}

enum status employer_delete(struct store_tx *tx, struct employer_id id)
{
    TRY(employer_moves_forget(tx, id));
    TRY(sql_run(tx->db, "DELETE FROM employer WHERE id = $1", V(id.value)));
    if (sql_changes(tx->db) != 1)
        return NOT_FOUND;
    return change_append(tx, "employer", "delete", id.value, json_object());
}

// Lists

// $1–$4 words, $5–$12 stages, $13 area, $14 with open needs, $15 with a pledge, $16 one employer.
#define EMPLOYER_FILTER                                                                                                \
    " WHERE e.merged_into_id IS NULL AND e.search LIKE $1 AND e.search LIKE $2 AND e.search LIKE $3 AND e.search LIKE $4 "                          \
    "AND e.stage IN ($5, $6, $7, $8, $9, $10, $11, $12) "                                                              \
    "AND ($13 = '' OR EXISTS (SELECT 1 FROM workplace w WHERE w.employer_id = e.id AND w.area = $13 "                  \
    "AND w.closed = 0)) "                                                                                              \
    "AND ($14 = 0 OR EXISTS (SELECT 1 FROM need n WHERE n.employer_id = e.id AND n.state = 'open')) "                  \
    "AND ($15 = 0 OR e.pledged > 0) AND ($16 = 0 OR e.id = $16)"
enum { EMPLOYER_FILTER_VALUES = 16 };

static void filter_values(const struct employer_filter *f, struct arena *a, struct sql_value values[])
{
    const char *patterns[SEARCH_WORDS];
    search_patterns(a, f->text, patterns);
    for (int i = 0; i < SEARCH_WORDS; i++)
        values[1 + i] = sql_text_value(patterns[i]);
    for (int i = 0; i < EMPLOYER_STAGES; i++) {
        bool wanted = f->stages == 0 || (f->stages >> i & 1) != 0;
        values[5 + i] = sql_text_value(wanted ? stage_name((enum employer_stage)i) : NULL);
    }
    values[13] = code_value(a, f->area);
    values[14] = sql_int_value(f->open_needs);
    values[15] = sql_int_value(f->pledged);
    values[16] = sql_int_value(f->employer.value);
}

// Rows after the one $17 in the order of key; $18 most.
#define EMPLOYER_LIST(key_e, key_k, beyond, direction)                                                                 \
    EMPLOYER_COLUMNS ", (SELECT count(*) FROM need n WHERE n.employer_id = e.id AND n.state = 'open'), "               \
    "(SELECT coalesce(sum(n.positions), 0) FROM need n WHERE n.employer_id = e.id AND n.state = 'open') "              \
    "FROM employer e" EMPLOYER_FILTER " AND ($17 = 0 OR (" key_e ", e.id) " beyond                                     \
    " ((SELECT " key_k " FROM employer k WHERE k.id = $17), $17)) "                                                    \
    "ORDER BY " key_e " " direction ", e.id " direction " LIMIT $18"
#define EMPLOYER_LISTS(key_e, key_k)                                                                                   \
    {                                                                                                                  \
        EMPLOYER_LIST(key_e, key_k, ">", "ASC"), EMPLOYER_LIST(key_e, key_k, "<", "DESC")                              \
    }
#define STAGE_NUMBER(stage)                                                                                            \
    "CASE " stage " WHEN 'new' THEN 0 WHEN 'contacted' THEN 1 WHEN 'meeting-booked' THEN 2 WHEN 'met' THEN 3 "         \
    "WHEN 'taking-part' THEN 4 WHEN 'hiring' THEN 5 WHEN 'paused' THEN 6 ELSE 7 END"

static const char *const EMPLOYER_LIST_TEXTS[EMPLOYER_ORDERS][2] = {
    [EMPLOYER_ORDER_NAME] = EMPLOYER_LISTS("e.name COLLATE \"nb-x-icu\"", "k.name"),
    [EMPLOYER_ORDER_EMPLOYEES] = EMPLOYER_LISTS("coalesce(e.employees, -1)", "coalesce(k.employees, -1)"),
    [EMPLOYER_ORDER_STAGE] = EMPLOYER_LISTS(STAGE_NUMBER("e.stage"), STAGE_NUMBER("k.stage")),
    [EMPLOYER_ORDER_CREATED] = EMPLOYER_LISTS("e.created_at", "k.created_at"),
};

static enum status employer_areas(struct sql *db, struct employer_entry *entry, struct arena *a)
{
    struct code *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT DISTINCT area FROM workplace WHERE employer_id = $1 AND closed = 0 "
                                          "AND area <> '' ORDER BY area", V(entry->employer.id.value));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = code_column(rows, 0, a);
    TRY(sql_end(rows));
    entry->areas = list;
    entry->area_count = count;
    return OK;
}

enum status employer_list(struct store *s, const struct employer_filter *filter, enum employer_order order,
                          bool descending, struct employer_id after, size_t most, struct arena *a,
                          struct employer_entry **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_value values[EMPLOYER_FILTER_VALUES + 3];
    filter_values(filter, a, values);
    values[17] = sql_int_value(after.value);
    values[18] = sql_int_value((int64_t)most);
    struct employer_entry *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query_values(db, EMPLOYER_LIST_TEXTS[order][descending], values, EMPLOYER_FILTER_VALUES + 2);
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct employer_entry){
            .employer = employer_row(rows, a),
            .open_needs = sql_int(rows, EMPLOYER_COLUMN_COUNT),
            .open_positions = sql_int(rows, EMPLOYER_COLUMN_COUNT + 1),
        };
    TRY(sql_end(rows));
    for (size_t i = 0; i < count; i++)
        TRY(employer_areas(db, &list[i], a));
    *out = list;
    *count_out = count;
    return OK;
}

enum status employer_count(struct store *s, const struct employer_filter *filter, struct employer_totals *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct sql_value values[EMPLOYER_FILTER_VALUES + 1];
    filter_values(filter, a, values);
    struct employer_totals totals = {0};
    struct sql_rows *rows = sql_query_values(
        db, "SELECT count(*), coalesce(sum(CASE WHEN e.stage IN ('taking-part', 'hiring') THEN 1 ELSE 0 END), 0), "
            "coalesce(sum(e.pledged), 0) FROM employer e" EMPLOYER_FILTER, values, EMPLOYER_FILTER_VALUES);
    if (sql_next(rows))
        totals = (struct employer_totals){sql_int(rows, 0), sql_int(rows, 1), sql_int(rows, 2)};
    TRY(sql_end(rows));
    *out = totals;
    return OK;
}

// Workplaces

#define WORKPLACE_COLUMNS                                                                                              \
    "SELECT w.id, w.employer_id, w.orgnr, w.name, w.address, w.postal_code, w.postal_place, w.municipality, "          \
    "w.municipality_valid_on, w.area, w.employees, w.closed, w.version"
enum { WORKPLACE_COLUMN_COUNT = 13 };

static struct workplace workplace_row(struct sql_rows *rows, struct arena *a)
{
    return (struct workplace){
        .id = {sql_int(rows, 0)},
        .employer = {sql_int(rows, 1)},
        .orgnr = sql_text(rows, 2, a),
        .name = sql_text(rows, 3, a),
        .address = sql_text(rows, 4, a),
        .postal_code = sql_text(rows, 5, a),
        .postal_place = sql_text(rows, 6, a),
        .municipality = code_column(rows, 7, a),
        .municipality_valid_on = day_column(rows, 8, a),
        .area = code_column(rows, 9, a),
        .employees = employees_column(rows, 10),
        .closed = sql_int(rows, 11) != 0,
        .version = sql_int(rows, 12),
    };
}

enum status workplace_get(struct store *s, struct workplace_id id, struct arena *a, struct workplace *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, WORKPLACE_COLUMNS " FROM workplace w WHERE w.id = $1", V(id.value));
    bool found = sql_next(rows);
    if (found)
        *out = workplace_row(rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status workplace_find(struct store *s, const char *orgnr, struct arena *a, struct workplace *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, WORKPLACE_COLUMNS " FROM workplace w WHERE w.orgnr = $1 AND w.orgnr <> ''", V(orgnr));
    bool found = sql_next(rows);
    if (found)
        *out = workplace_row(rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status workplace_list(struct store *s, struct employer_id employer, struct arena *a, struct workplace **out,
                           size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct workplace *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, WORKPLACE_COLUMNS " FROM workplace w WHERE w.employer_id = $1 "
                                          "ORDER BY w.name COLLATE \"nb-x-icu\", w.id", V(employer.value));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = workplace_row(rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

static enum status workplace_log(struct store_tx *tx, const char *verb, int64_t id, const struct workplace *w, day from)
{
    return change_append(
        tx, "workplace", verb, id,
        json_pack("{s:I, s:o, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:i, s:b}", "employer", (json_int_t)w->employer.value,
                  "from", day_json(from), "orgnr", or_empty(w->orgnr), "name", w->name, "address", or_empty(w->address),
                  "postal_code", or_empty(w->postal_code), "postal_place", or_empty(w->postal_place), "municipality",
                  code_json(w->municipality), "municipality_valid_on", day_json(w->municipality_valid_on), "area",
                  code_json(w->area), "employees", w->employees, "closed", (int)w->closed));
}

static enum status parent_insert(struct store_tx *tx, int64_t workplace, struct employer_id employer, day from)
{
    return sql_run(tx->db, "INSERT INTO workplace_parent (workplace_id, employer_id, from_day) VALUES ($1, $2, $3)",
                   V(workplace), V(employer.value), V(day_value(tx->arena, from)));
}

enum status workplace_insert(struct store_tx *tx, const struct workplace *w, day from, struct workplace_id *id_out)
{
    int64_t id = store_new_id(tx);
    struct arena *a = tx->arena;
    TRY(sql_run(tx->db,
                "INSERT INTO workplace (id, version, employer_id, orgnr, name, search, address, postal_code, postal_place, "
                "municipality, municipality_valid_on, area, employees, closed, created_at) "
                "VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
                V(id), V(w->employer.value), V(or_empty(w->orgnr)), V(w->name), V(search_text(a, w->name, w->orgnr, NULL)),
                V(or_empty(w->address)), V(or_empty(w->postal_code)), V(or_empty(w->postal_place)),
                V(code_value(a, w->municipality)), V(day_value(a, w->municipality_valid_on)), V(code_value(a, w->area)),
                V(employees_value(w->employees)), V(w->closed), V(tx->now)));
    TRY(parent_insert(tx, id, w->employer, from));
    TRY(workplace_log(tx, "insert", id, w, from));
    *id_out = (struct workplace_id){id};
    return OK;
}

// The running parent ends the day before; one that would not have had a day is replaced.
static enum status parent_change(struct store_tx *tx, const struct workplace *w, day from)
{
    struct arena *a = tx->arena;
    TRY(sql_run(tx->db, "DELETE FROM workplace_parent WHERE workplace_id = $1 AND from_day >= $2", V(w->id.value),
                V(day_value(a, from))));
    TRY(sql_run(tx->db, "UPDATE workplace_parent SET to_day = $2 WHERE workplace_id = $1 AND (to_day IS NULL OR to_day >= $3)",
                V(w->id.value), V(day_value(a, from - 1)), V(day_value(a, from))));
    return parent_insert(tx, w->id.value, w->employer, from);
}

enum status workplace_update(struct store_tx *tx, const struct workplace *w, day from)
{
    struct arena *a = tx->arena;
    struct workplace stored;
    TRY(workplace_get(tx->store, w->id, a, &stored));
    TRY(sql_run(tx->db,
                "UPDATE workplace SET employer_id = $2, orgnr = $3, name = $4, search = $5, address = $6, postal_code = $7, "
                "postal_place = $8, municipality = $9, municipality_valid_on = $10, area = $11, employees = $12, "
                "closed = $13, version = version + 1 WHERE id = $1 AND version = $14",
                V(w->id.value), V(w->employer.value), V(or_empty(w->orgnr)), V(w->name),
                V(search_text(a, w->name, w->orgnr, NULL)), V(or_empty(w->address)), V(or_empty(w->postal_code)),
                V(or_empty(w->postal_place)), V(code_value(a, w->municipality)),
                V(day_value(a, w->municipality_valid_on)), V(code_value(a, w->area)), V(employees_value(w->employees)),
                V(w->closed), V(w->version)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    if (stored.employer.value != w->employer.value)
        TRY(parent_change(tx, w, from));
    return workplace_log(tx, "update", w->id.value, w, from);
}

enum status workplace_parent(struct store *s, struct workplace_id id, day on, struct employer_id *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct employer_id found = {0};
    struct sql_rows *rows = sql_query(db, "SELECT employer_id FROM workplace_parent WHERE workplace_id = $1 "
                                          "AND from_day <= $2 AND (to_day IS NULL OR to_day >= $2)", V(id.value),
                                      V(day_value(a, on)));
    if (sql_next(rows))
        found.value = sql_int(rows, 0);
    TRY(sql_end(rows));
    if (found.value == 0)
        return NOT_FOUND;
    *out = found;
    return OK;
}

enum status workplace_delete(struct store_tx *tx, struct workplace_id id)
{
    TRY(sql_run(tx->db, "DELETE FROM workplace_parent WHERE workplace_id = $1", V(id.value)));
    TRY(sql_run(tx->db, "DELETE FROM workplace WHERE id = $1", V(id.value)));
    if (sql_changes(tx->db) != 1)
        return NOT_FOUND;
    return change_append(tx, "workplace", "delete", id.value, json_object());
}

enum status workplace_parent_list(struct store *s, struct workplace_id id, struct arena *a,
                                  struct workplace_parent **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct workplace_parent *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT employer_id, from_day, to_day FROM workplace_parent WHERE workplace_id = $1 "
                                          "ORDER BY from_day", V(id.value));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) =
            (struct workplace_parent){{sql_int(rows, 0)}, day_column(rows, 1, a), day_column(rows, 2, a)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status workplace_parent_restore(struct store_tx *tx, struct workplace_id id, const struct workplace_parent *parents,
                                     size_t count)
{
    TRY(sql_run(tx->db, "DELETE FROM workplace_parent WHERE workplace_id = $1", V(id.value)));
    for (size_t i = 0; i < count; i++)
        TRY(sql_run(tx->db, "INSERT INTO workplace_parent (workplace_id, employer_id, from_day, to_day) VALUES ($1, $2, $3, $4)",
                    V(id.value), V(parents[i].employer.value), V(day_value(tx->arena, parents[i].from)),
                    V(day_value(tx->arena, parents[i].to))));
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("[I, o, o]", (json_int_t)parents[i].employer.value, day_json(parents[i].from),
                                              day_json(parents[i].to)));
    return change_append(tx, "workplace", "parents", id.value, list);
}

enum status workplace_search(struct store *s, struct employer_id employer, const char *typed, size_t most,
                             struct arena *a, struct workplace_entry **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    const char *p[SEARCH_WORDS];
    search_patterns(a, typed, p);
    struct workplace_entry *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(
        db,
        WORKPLACE_COLUMNS ", e.name FROM workplace w JOIN employer e ON e.id = w.employer_id "
        "WHERE w.closed = 0 AND e.closed = 0 AND ($1 = 0 OR w.employer_id = $1) AND (w.search LIKE $2 OR e.search LIKE $2) "
        "AND (w.search LIKE $3 OR e.search LIKE $3) AND (w.search LIKE $4 OR e.search LIKE $4) "
        "AND (w.search LIKE $5 OR e.search LIKE $5) ORDER BY w.name COLLATE \"nb-x-icu\", w.id LIMIT $6",
        V(employer.value), V(p[0]), V(p[1]), V(p[2]), V(p[3]), V(most));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct workplace_entry){
            .workplace = workplace_row(rows, a), .employer_name = sql_text(rows, WORKPLACE_COLUMN_COUNT, a)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}
