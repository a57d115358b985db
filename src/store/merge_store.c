// SPDX-License-Identifier: EUPL-1.2
#include "store/merge_store.h"

#include <jansson.h>
#include <string.h>

#include "store/employer_store.h"
#include "store/inside.h"

// One place: rows of the table whose column is the one that is gone. key and more tell a row again; unless keeps out those
// that the one that stays has as well.
#define PLACE(table, column, key, more, unless)                                                                        \
    {                                                                                                                  \
        table "." column,                                                                                              \
            "INSERT INTO employer_merge_row (merge_id, place, row_id, more) SELECT $1, '" table "." column "', t." key ", " \
            more " FROM " table " t WHERE t." column " = $2 AND $3 <> 0 " unless,                                       \
            "UPDATE " table " AS t SET " column " = $3 WHERE t." column " = $2 AND EXISTS (SELECT 1 FROM employer_merge_row r " \
            "WHERE r.merge_id = $1 AND r.place = '" table "." column "' AND r.row_id = t." key " AND r.more = " more ")" \
    }
#define MOVED(table) PLACE(table, "employer_id", "id", "''", "")

static const struct {
    const char *name, *note, *move; // $1 merge, $2 whose they are, $3 whose they become
} PLACES[] = {
    MOVED("workplace"),
    PLACE("workplace_parent", "employer_id", "workplace_id", "t.from_day", ""),
    MOVED("need"),
    MOVED("hire"),
    MOVED("user_account"),
    MOVED("invite"),
    MOVED("contact"),
    PLACE("network_member", "employer_id", "network_id", "''", ""),
    PLACE("introduction", "reference_id", "id", "''",
          "AND t.newcomer_id <> $3 AND NOT EXISTS (SELECT 1 FROM introduction o WHERE o.newcomer_id = t.newcomer_id AND "
          "o.reference_id = $3)"),
    PLACE("introduction", "newcomer_id", "id", "''",
          "AND t.reference_id <> $3 AND NOT EXISTS (SELECT 1 FROM introduction o WHERE o.reference_id = t.reference_id AND "
          "o.newcomer_id = $3)"),
    PLACE("activity_party", "employer_id", "activity_id", "''",
          "AND NOT EXISTS (SELECT 1 FROM activity_party o WHERE o.activity_id = t.activity_id AND o.employer_id = $3)"),
    MOVED("task"),
    MOVED("guest"),
    MOVED("survey_asked"),
    MOVED("survey_also"),
    PLACE("mailing_receiver", "employer_id", "mailing_id", "CAST(t.contact_id AS TEXT)", ""),
};

static const char *const KEPT_PLACES[] = {
    "employer.merged_into_id",    "stage_change.employer_id",   "pledge_change.employer_id", "employer_parent.employer_id",
    "register_offer.employer_id", "bulk_row.employer_id",       "employer_turn.employer_id", "employer_merge.kept_id",
    "employer_merge.gone_id",     "employer_not_same.one_id",   "employer_not_same.other_id",
};

const char *const *merge_places_moved(size_t *count_out)
{
    static const char *names[COUNT_OF(PLACES)];
    for (size_t i = 0; i < COUNT_OF(PLACES); i++)
        names[i] = PLACES[i].name;
    *count_out = COUNT_OF(PLACES);
    return names;
}

const char *const *merge_places_kept(size_t *count_out)
{
    *count_out = COUNT_OF(KEPT_PLACES);
    return KEPT_PLACES;
}

static enum status one_merge(struct sql_rows *rows, struct employer_merge *out)
{
    bool found = sql_next(rows);
    if (found)
        *out = (struct employer_merge){.id = {sql_int(rows, 0)},
                                       .kept = {sql_int(rows, 1)},
                                       .gone = {sql_int(rows, 2)},
                                       .kept_version = sql_int(rows, 3),
                                       .user = {sql_int(rows, 4)},
                                       .created_at = sql_int(rows, 5),
                                       .undone_at = sql_int(rows, 6)};
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

#define MERGE_COLUMNS "SELECT id, kept_id, gone_id, kept_version, user_id, created_at, undone_at FROM employer_merge "

enum status merge_get(struct store *s, struct merge_id id, struct arena *a, struct employer_merge *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return one_merge(sql_query(db, MERGE_COLUMNS "WHERE id = $1", V(id.value)), out);
}

enum status merge_of_gone(struct store *s, struct employer_id gone, struct arena *a, struct employer_merge *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return one_merge(sql_query(db, MERGE_COLUMNS "WHERE gone_id = $1 AND undone_at IS NULL", V(gone.value)), out);
}

enum status merge_stands_for(struct store *s, struct employer_id id, struct arena *a, struct employer_id *out)
{
    struct employer_merge m;
    enum status status;
    while ((status = merge_of_gone(s, id, a, &m)) == OK)
        id = m.kept;
    if (status != NOT_FOUND)
        return status;
    *out = id;
    return OK;
}

enum status merge_moves(struct store *s, struct merge_id id, struct arena *a, struct merge_moved **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct merge_moved *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT place, count(*) FROM employer_merge_row WHERE merge_id = $1 "
                                          "GROUP BY place ORDER BY place", V(id.value));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct merge_moved){sql_text(rows, 0, a), sql_int(rows, 1)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

static json_t *fields_json(const struct employer *e)
{
    json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:s, s:s, s:o, s:o}", "name", e->name, "organisation_form",
                             or_empty(e->organisation_form), "industry", or_empty(e->industry), "industry_version",
                             or_empty(e->industry_version), "sector", or_empty(e->sector), "employees", e->employees, "address",
                             or_empty(e->address), "postal_code", or_empty(e->postal_code), "postal_place",
                             or_empty(e->postal_place), "municipality", code_json(e->municipality), "municipality_valid_on",
                             day_json(e->municipality_valid_on));
    json_t *rest = json_pack("{s:s, s:o, s:s, s:s, s:I, s:i, s:o, s:s, s:o, s:s, s:o, s:b}", "stage", stage_name(e->stage),
                             "paused_until", day_json(e->paused_until), "decline", decline_name(e->decline), "declined_reason",
                             or_empty(e->declined_reason), "owner", (json_int_t)e->owner.value, "pledged", e->pledged,
                             "pledged_by", day_json(e->pledged_by), "reference", reference_name(e->reference), "reference_on",
                             day_json(e->reference_on), "estimate", estimate_name(e->estimate), "estimate_on",
                             day_json(e->estimate_on), "estimate_by_employer", (int)e->estimate_by_employer);
    json_object_update(json, rest);
    json_decref(rest);
    return json;
}

static const char *text_in(const json_t *json, const char *name, struct arena *a)
{
    const char *text = json_string_value(json_object_get(json, name));
    return text == NULL ? "" : arena_strdup(a, text);
}

static day day_in(const json_t *json, const char *name)
{
    day d;
    const char *text = json_string_value(json_object_get(json, name));
    return text != NULL && day_read(text, &d) ? d : DAY_NONE;
}

static void fields_read(const json_t *json, struct arena *a, struct employer *e)
{
    e->name = text_in(json, "name", a);
    e->organisation_form = text_in(json, "organisation_form", a);
    e->industry = text_in(json, "industry", a);
    e->industry_version = text_in(json, "industry_version", a);
    e->sector = text_in(json, "sector", a);
    e->employees = (int)json_integer_value(json_object_get(json, "employees"));
    e->address = text_in(json, "address", a);
    e->postal_code = text_in(json, "postal_code", a);
    e->postal_place = text_in(json, "postal_place", a);
    e->municipality = (struct code){0};
    (void)code_read(text_in(json, "municipality", a), &e->municipality);
    e->municipality_valid_on = day_in(json, "municipality_valid_on");
    (void)stage_read(text_in(json, "stage", a), &e->stage);
    e->paused_until = day_in(json, "paused_until");
    e->decline = DECLINE_NONE;
    (void)decline_read(text_in(json, "decline", a), &e->decline);
    e->declined_reason = text_in(json, "declined_reason", a);
    e->owner.value = json_integer_value(json_object_get(json, "owner"));
    e->pledged = (int)json_integer_value(json_object_get(json, "pledged"));
    e->pledged_by = day_in(json, "pledged_by");
    e->reference = REFERENCE_UNASKED;
    (void)reference_read(text_in(json, "reference", a), &e->reference);
    e->reference_on = day_in(json, "reference_on");
    e->estimate = ESTIMATE_UNASKED;
    (void)estimate_read(text_in(json, "estimate", a), &e->estimate);
    e->estimate_on = day_in(json, "estimate_on");
    e->estimate_by_employer = json_is_true(json_object_get(json, "estimate_by_employer"));
}

static enum status move_all(struct store_tx *tx, int64_t merge, int64_t from, int64_t to, bool note)
{
    struct sql_value values[] = {{0}, sql_int_value(merge), sql_int_value(from), sql_int_value(to)};
    for (size_t i = 0; i < COUNT_OF(PLACES); i++) {
        if (note)
            TRY(sql_run_values(tx->db, PLACES[i].note, values, 3));
        TRY(sql_run_values(tx->db, PLACES[i].move, values, 3));
    }
    return OK;
}

// A membership that both have is the one's that stays; the other's is kept aside for being taken back.
static enum status drop_double(struct store_tx *tx, int64_t merge, int64_t gone, int64_t kept)
{
    TRY(sql_run(tx->db, "INSERT INTO employer_merge_row (merge_id, place, row_id, more) "
                        "SELECT $1, 'network_member', t.network_id, t.since FROM network_member t WHERE t.employer_id = $2 "
                        "AND EXISTS (SELECT 1 FROM network_member o WHERE o.network_id = t.network_id AND o.employer_id = $3)",
                V(merge), V(gone), V(kept)));
    return sql_run(tx->db, "DELETE FROM network_member WHERE employer_id = $2 AND network_id IN (SELECT r.row_id "
                           "FROM employer_merge_row r WHERE r.merge_id = $1 AND r.place = 'network_member')", V(merge), V(gone));
}

static enum status restore_double(struct store_tx *tx, int64_t merge, int64_t gone)
{
    return sql_run(tx->db, "INSERT INTO network_member (network_id, employer_id, since) SELECT r.row_id, $2, r.more "
                           "FROM employer_merge_row r WHERE r.merge_id = $1 AND r.place = 'network_member'", V(merge), V(gone));
}

static enum status merged_log(struct store_tx *tx, const char *verb, struct employer_id row, const char *name,
                              struct employer_id other, struct merge_id merge)
{
    return change_append(tx, "employer", verb, row.value,
                         json_pack("{s:I, s:I}", name, (json_int_t)other.value, "merge", (json_int_t)merge.value));
}

static enum status set_gone(struct store_tx *tx, struct employer_id gone, struct sql_value into, int64_t version)
{
    TRY(sql_run(tx->db, "UPDATE employer SET merged_into_id = $2, version = version + 1 WHERE id = $1 AND version = $3 "
                        "AND (merged_into_id IS NULL) = ($2 IS NOT NULL)", V(gone.value), V(into), V(version)));
    return sql_changes(tx->db) == 1 ? OK : CONFLICT;
}

static enum status is_gone(struct store_tx *tx, struct employer_id id, bool *out)
{
    struct employer_merge m;
    enum status status = merge_of_gone(tx->store, id, tx->arena, &m);
    *out = status == OK;
    return status == NOT_FOUND ? OK : status;
}

enum status merge_write(struct store_tx *tx, const struct employer *kept, const struct employer *gone, struct merge_id *id_out)
{
    struct employer stood;
    bool over;
    struct merge_id id = {store_new_id(tx)};
    TRY(is_gone(tx, kept->id, &over));
    if (over)
        return CONFLICT;
    TRY(employer_get(tx->store, kept->id, tx->arena, &stood));
    json_t *json = fields_json(&stood);
    char *before = json_dumps(json, JSON_COMPACT);
    enum status status = before == NULL ? FAILED : OK;
    if (status == OK)
        status = sql_run(tx->db, "INSERT INTO employer_merge (id, kept_id, gone_id, kept_version, before, user_id, created_at) "
                                 "VALUES ($1, $2, $3, $4, $5, $6, $7)", V(id.value), V(kept->id.value), V(gone->id.value),
                         V(kept->version + 1), V(before), V(id_value(tx->user.value)), V(tx->now));
    free(before);
    json_decref(json);
    TRY(status);
    TRY(set_gone(tx, gone->id, sql_int_value(kept->id.value), gone->version));
    TRY(drop_double(tx, id.value, gone->id.value, kept->id.value));
    TRY(move_all(tx, id.value, gone->id.value, kept->id.value, true));
    TRY(employer_update(tx, kept));
    TRY(employer_search_renew(tx, kept->id));
    TRY(merged_log(tx, "merge", kept->id, "gone", gone->id, id));
    TRY(merged_log(tx, "merged", gone->id, "kept", kept->id, id));
    *id_out = id;
    return OK;
}

enum status merge_undo(struct store_tx *tx, struct merge_id id)
{
    struct employer_merge m;
    struct employer kept, gone;
    bool over;
    const char *before = NULL;
    TRY(merge_get(tx->store, id, tx->arena, &m));
    TRY(employer_get(tx->store, m.kept, tx->arena, &kept));
    TRY(employer_get(tx->store, m.gone, tx->arena, &gone));
    TRY(is_gone(tx, m.kept, &over));
    if (m.undone_at != 0 || kept.version != m.kept_version || over)
        return CONFLICT;
    struct sql_rows *rows = sql_query(tx->db, "SELECT before FROM employer_merge WHERE id = $1", V(id.value));
    if (sql_next(rows))
        before = sql_text(rows, 0, tx->arena);
    TRY(sql_end(rows));
    json_t *json = before == NULL ? NULL : json_loads(before, 0, NULL);
    if (json == NULL)
        return FAILED;
    fields_read(json, tx->arena, &kept);
    json_decref(json);
    TRY(sql_run(tx->db, "UPDATE employer_merge SET undone_at = $2 WHERE id = $1", V(id.value), V(tx->now)));
    TRY(set_gone(tx, m.gone, sql_null_value(), gone.version));
    TRY(move_all(tx, id.value, m.kept.value, m.gone.value, false));
    TRY(restore_double(tx, id.value, m.gone.value));
    TRY(employer_update(tx, &kept));
    TRY(employer_search_renew(tx, m.kept));
    TRY(employer_search_renew(tx, m.gone));
    TRY(merged_log(tx, "unmerge", m.kept, "gone", m.gone, id));
    return merged_log(tx, "unmerged", m.gone, "kept", m.kept, id);
}

enum status employer_removed(struct store *s, struct employer_id id, bool *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT 1 FROM register_unit WHERE noun = 'employer' AND row_id = $1 AND removed = 1",
                                      V(id.value));
    *out = sql_next(rows);
    return sql_end(rows);
}

enum status not_same_list(struct store *s, struct arena *a, struct not_same **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct not_same *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT n.one_id, n.other_id, o.name, p.name, coalesce(u.name, ''), n.created_at "
                                          "FROM employer_not_same n JOIN employer o ON o.id = n.one_id "
                                          "JOIN employer p ON p.id = n.other_id LEFT JOIN user_account u ON u.id = n.user_id "
                                          "ORDER BY n.created_at DESC, n.one_id, n.other_id");
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct not_same){{sql_int(rows, 0)},    {sql_int(rows, 1)},    sql_text(rows, 2, a),
                                                            sql_text(rows, 3, a), sql_text(rows, 4, a), sql_int(rows, 5)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

static enum status not_same_log(struct store_tx *tx, const char *verb, struct employer_id one, struct employer_id other)
{
    return change_append(tx, "employer_not_same", verb, one.value, json_pack("{s:I}", "other", (json_int_t)other.value));
}

enum status not_same_insert(struct store_tx *tx, struct employer_id one, struct employer_id other)
{
    TRY(sql_run(tx->db, "INSERT INTO employer_not_same (one_id, other_id, user_id, created_at) VALUES ($1, $2, $3, $4)",
                V(one.value), V(other.value), V(id_value(tx->user.value)), V(tx->now)));
    return not_same_log(tx, "insert", one, other);
}

enum status not_same_delete(struct store_tx *tx, struct employer_id one, struct employer_id other)
{
    TRY(sql_run(tx->db, "DELETE FROM employer_not_same WHERE one_id = $1 AND other_id = $2", V(one.value), V(other.value)));
    if (sql_changes(tx->db) != 1)
        return NOT_FOUND;
    return not_same_log(tx, "delete", one, other);
}

enum status likeness_list(struct store *s, struct arena *a, struct employer_likeness **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct employer_likeness *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(
        db, "SELECT e.id, e.orgnr, e.name, e.address, e.postal_code, e.postal_place, e.closed + e.bankrupt + coalesce(u.removed, 0) "
            "FROM employer e LEFT JOIN register_unit u ON u.noun = 'employer' AND u.row_id = e.id "
            "WHERE e.merged_into_id IS NULL ORDER BY e.id");
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct employer_likeness){
            {sql_int(rows, 0)},   sql_text(rows, 1, a), sql_text(rows, 2, a),  sql_text(rows, 3, a),
            sql_text(rows, 4, a), sql_text(rows, 5, a), sql_int(rows, 6) != 0,
        };
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status contact_likeness_list(struct store *s, struct arena *a, struct contact_likeness **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct contact_likeness *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT employer_id, email, phone FROM contact WHERE employer_id IS NOT NULL AND "
                                          "(email <> '' OR phone <> '') ORDER BY employer_id, id");
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) =
            (struct contact_likeness){{sql_int(rows, 0)}, sql_text(rows, 1, a), sql_text(rows, 2, a)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}
