// SPDX-License-Identifier: EUPL-1.2
#include "store/register_store.h"

#include <jansson.h>

#include "store/inside.h"

static const char *const NOUNS[] = {[REGISTER_EMPLOYER] = "employer", [REGISTER_WORKPLACE] = "workplace"};

enum status register_unit_get(struct store *s, enum register_noun noun, int64_t row, struct arena *a,
                              struct register_unit *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows =
        sql_query(db,
                  "SELECT given, seen_on, refetch, named_by_workplace, removed, winding_up, closed_on "
                  "FROM register_unit WHERE noun = $1 AND row_id = $2",
                  V(NOUNS[noun]), V(row));
    bool found = sql_next(rows);
    if (found)
        *out = (struct register_unit){
            .given = sql_text(rows, 0, a),
            .seen_on = day_column(rows, 1, a),
            .refetch = sql_int(rows, 2) != 0,
            .named_by_workplace = sql_int(rows, 3) != 0,
            .removed = sql_int(rows, 4) != 0,
            .winding_up = sql_int(rows, 5) != 0,
            .closed_on = day_column(rows, 6, a),
        };
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status register_unit_put(struct store_tx *tx, enum register_noun noun, int64_t row, const struct register_unit *u)
{
    struct arena *a = tx->arena;
    TRY(sql_run(
        tx->db,
        "INSERT INTO register_unit (noun, row_id, given, seen_on, refetch, named_by_workplace, removed, winding_up, "
        "closed_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (noun, row_id) DO UPDATE SET "
        "given = excluded.given, seen_on = excluded.seen_on, refetch = excluded.refetch, "
        "named_by_workplace = excluded.named_by_workplace, removed = excluded.removed, "
        "winding_up = excluded.winding_up, closed_on = excluded.closed_on",
        V(NOUNS[noun]), V(row), V(u->given), V(day_value(a, u->seen_on)), V(u->refetch), V(u->named_by_workplace),
        V(u->removed), V(u->winding_up), V(day_value(a, u->closed_on))));
    return change_append(tx, "register", "given", row,
                         json_pack("{s:s, s:s, s:o, s:b, s:b, s:b, s:b, s:o}", "noun", NOUNS[noun], "given", u->given,
                                   "seen_on", day_json(u->seen_on), "refetch", (int)u->refetch, "named_by_workplace",
                                   (int)u->named_by_workplace, "removed", (int)u->removed, "winding_up",
                                   (int)u->winding_up, "closed_on", day_json(u->closed_on)));
}

enum status register_unit_forget(struct store_tx *tx, enum register_noun noun, int64_t row)
{
    TRY(sql_run(tx->db, "DELETE FROM register_unit WHERE noun = $1 AND row_id = $2", V(NOUNS[noun]), V(row)));
    return sql_changes(tx->db) == 0
               ? OK
               : change_append(tx, "register", "forget", row, json_pack("{s:s}", "noun", NOUNS[noun]));
}

enum status register_known_each(struct store *s,
                                enum status (*each)(void *arg, enum register_noun noun, const char *orgnr), void *arg)
{
    struct sql *db;
    struct arena *a CLEANUP_ARENA = arena_open();
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT 0, orgnr FROM employer WHERE orgnr <> '' UNION ALL "
                                          "SELECT 1, orgnr FROM workplace WHERE orgnr <> ''");
    enum status status = OK;
    while (status == OK && sql_next(rows)) {
        status = each(arg, sql_int(rows, 0) == 0 ? REGISTER_EMPLOYER : REGISTER_WORKPLACE, sql_text(rows, 1, a));
        arena_reset(a);
    }
    enum status ended = sql_end(rows);
    return status != OK ? status : ended;
}

enum status register_refetch_list(struct store *s, struct arena *a, struct refetch_line **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct refetch_line *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(
        db, "SELECT e.orgnr, e.name, 0 FROM register_unit u JOIN employer e ON e.id = u.row_id "
            "WHERE u.noun = 'employer' AND u.refetch = 1 AND e.orgnr <> '' UNION ALL "
            "SELECT w.orgnr, w.name, 1 FROM register_unit u JOIN workplace w ON w.id = u.row_id "
            "WHERE u.noun = 'workplace' AND u.refetch = 1 AND w.orgnr <> '' ORDER BY 1");
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) =
            (struct refetch_line){sql_text(rows, 0, a), sql_text(rows, 1, a), sql_int(rows, 2) != 0};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status register_parent_list(struct store *s, struct employer_id id, struct arena *a, struct register_parent **out,
                                 size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct register_parent *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows =
        sql_query(db,
                  "SELECT parent_orgnr, from_day, to_day FROM employer_parent WHERE employer_id = $1 "
                  "ORDER BY from_day",
                  V(id.value));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) =
            (struct register_parent){sql_text(rows, 0, a), day_column(rows, 1, a), day_column(rows, 2, a)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status register_parent_put(struct store_tx *tx, struct employer_id id, const struct register_parent *parents,
                                size_t count)
{
    json_t *list = json_array();
    enum status status = sql_run(tx->db, "DELETE FROM employer_parent WHERE employer_id = $1", V(id.value));
    for (size_t i = 0; status == OK && i < count; i++) {
        status = sql_run(
            tx->db, "INSERT INTO employer_parent (employer_id, parent_orgnr, from_day, to_day) VALUES ($1, $2, $3, $4)",
            V(id.value), V(parents[i].orgnr), V(day_value(tx->arena, parents[i].from)),
            V(day_value(tx->arena, parents[i].to)));
        json_array_append_new(
            list, json_pack("[s, o, o]", parents[i].orgnr, day_json(parents[i].from), day_json(parents[i].to)));
    }
    if (status == OK)
        return change_append(tx, "register", "parents", id.value, list);
    json_decref(list);
    return status;
}

enum status offer_forget(struct store_tx *tx, enum register_noun noun, int64_t row, const char *field)
{
    TRY(sql_run(tx->db,
                "UPDATE register_offer SET state = 'past', decided_at = $4 WHERE noun = $1 AND row_id = $2 "
                "AND ($3 = '' OR field = $3) AND state = 'open'",
                V(NOUNS[noun]), V(row), V(or_empty(field)), V(tx->now)));
    return sql_changes(tx->db) == 0
               ? OK
               : change_append(tx, "offer", "past", row, json_pack("{s:s}", "field", or_empty(field)));
}

enum status offer_insert(struct store_tx *tx, const struct offer_stored *o, int64_t *id_out)
{
    int64_t id = store_new_id(tx);
    TRY(offer_forget(tx, o->noun, o->row, o->field));
    TRY(sql_run(
        tx->db,
        "INSERT INTO register_offer (id, noun, row_id, employer_id, field, offered, state, import_id, created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8)",
        V(id), V(NOUNS[o->noun]), V(o->row), V(o->employer.value), V(o->field), V(o->offered), V(o->import),
        V(tx->now)));
    TRY(change_append(tx, "offer", "insert", id,
                      json_pack("{s:s, s:I, s:s, s:s}", "noun", NOUNS[o->noun], "row", (json_int_t)o->row, "field",
                                o->field, "offered", o->offered)));
    *id_out = id;
    return OK;
}

enum status offer_list_open(struct store *s, struct employer_id employer, struct arena *a, struct offer_stored **out,
                            size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct offer_stored *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db,
                                      "SELECT id, noun, row_id, employer_id, field, offered, import_id, created_at "
                                      "FROM register_offer WHERE employer_id = $1 AND state = 'open' ORDER BY id",
                                      V(employer.value));
    while (sql_next(rows)) {
        int noun = REGISTER_EMPLOYER;
        (void)name_read(NOUNS, COUNT_OF(NOUNS), sql_text(rows, 1, a), &noun);
        *LIST_ADD(a, list, count, room) = (struct offer_stored){
            .id = sql_int(rows, 0),
            .noun = (enum register_noun)noun,
            .row = sql_int(rows, 2),
            .employer = {sql_int(rows, 3)},
            .field = sql_text(rows, 4, a),
            .offered = sql_text(rows, 5, a),
            .import = sql_int(rows, 6),
            .created_at = sql_int(rows, 7),
        };
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status offer_settle(struct store_tx *tx, int64_t id, const char *state)
{
    TRY(sql_run(tx->db,
                "UPDATE register_offer SET state = $2, user_id = $3, decided_at = $4 WHERE id = $1 AND state = 'open'",
                V(id), V(state), V(id_value(tx->user.value)), V(tx->now)));
    if (sql_changes(tx->db) != 1)
        return NOT_FOUND;
    return change_append(tx, "offer", state, id, json_object());
}
