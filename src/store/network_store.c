// SPDX-License-Identifier: EUPL-1.2
#include "store/network_store.h"

#include <jansson.h>
#include <string.h>

#include "store/inside.h"

#define NETWORK_COLUMNS "SELECT n.id, n.version, n.name, n.kind, n.active, n.created_at"
enum { NETWORK_COLUMN_COUNT = 6 };

static struct network network_row(struct sql_rows *rows, struct arena *a)
{
    struct network n = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .name = sql_text(rows, 2, a),
        .active = sql_int(rows, 4) != 0,
        .created_at = sql_int(rows, 5),
    };
    network_kind_read(text_column(rows, 3, a), &n.kind);
    return n;
}

enum status network_get(struct store *s, struct network_id id, struct arena *a, struct network *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, NETWORK_COLUMNS " FROM network n WHERE n.id = $1", V(id.value));
    bool found = sql_next(rows);
    if (found)
        *out = network_row(rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

static enum status network_log(struct store_tx *tx, const char *verb, int64_t id, const struct network *n)
{
    return change_append(tx, "network", verb, id,
                         json_pack("{s:s, s:s, s:b}", "name", n->name, "kind", network_kind_name(n->kind), "active", (int)n->active));
}

enum status network_insert(struct store_tx *tx, const struct network *n, struct network_id *id_out)
{
    int64_t id = store_new_id(tx);
    TRY(sql_run(tx->db, "INSERT INTO network (id, version, name, search, kind, active, created_at) VALUES ($1, 1, $2, $3, $4, "
                        "$5, $6)", V(id), V(n->name), V(search_text(tx->arena, n->name, NULL, NULL)),
                V(network_kind_name(n->kind)), V(n->active), V(tx->now)));
    TRY(network_log(tx, "insert", id, n));
    *id_out = (struct network_id){id};
    return OK;
}

enum status network_update(struct store_tx *tx, const struct network *n)
{
    TRY(sql_run(tx->db, "UPDATE network SET version = version + 1, name = $2, search = $3, kind = $4, active = $5 "
                        "WHERE id = $1 AND version = $6", V(n->id.value), V(n->name),
                V(search_text(tx->arena, n->name, NULL, NULL)), V(network_kind_name(n->kind)), V(n->active), V(n->version)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return network_log(tx, "update", n->id.value, n);
}

enum status network_list(struct store *s, struct arena *a, struct network_entry **out, size_t *count_out)
{
    struct sql *db;
    struct network_entry *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, NETWORK_COLUMNS ", (SELECT count(*) FROM network_member m WHERE m.network_id = n.id) "
                                          "FROM network n ORDER BY n.active DESC, n.name COLLATE \"nb-x-icu\", n.id");
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct network_entry){network_row(rows, a), sql_int(rows, NETWORK_COLUMN_COUNT)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status network_list_of_employer(struct store *s, struct employer_id employer, struct arena *a, struct network_of **out,
                                     size_t *count_out)
{
    struct sql *db;
    struct network_of *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, NETWORK_COLUMNS ", m.since FROM network_member m JOIN network n ON n.id = m.network_id "
                                          "WHERE m.employer_id = $1 ORDER BY n.name COLLATE \"nb-x-icu\", n.id", V(employer.value));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct network_of){network_row(rows, a), day_column(rows, NETWORK_COLUMN_COUNT, a)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

static enum status member_log(struct store_tx *tx, const char *verb, struct network_id id, struct employer_id employer, day since)
{
    return change_append(tx, "network_member", verb, employer.value,
                         json_pack("{s:I, s:o}", "network", (json_int_t)id.value, "since", day_json(since)));
}

// NOT_FOUND: it does not belong to it.
static enum status member_since(struct store *s, struct network_id id, struct employer_id employer, struct arena *a, day *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT since FROM network_member WHERE network_id = $1 AND employer_id = $2",
                                      V(id.value), V(employer.value));
    bool found = sql_next(rows);
    if (found)
        *out = day_column(rows, 0, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status network_join(struct store_tx *tx, struct network_id id, struct employer_id employer, day since, bool *changed_out)
{
    day had;
    enum status status = member_since(tx->store, id, employer, tx->arena, &had);
    *changed_out = false;
    if (status != NOT_FOUND)
        return status;
    status = sql_run(tx->db, "INSERT INTO network_member (network_id, employer_id, since) VALUES ($1, $2, $3)", V(id.value),
                     V(employer.value), V(day_value(tx->arena, since)));
    TRY(status == CONFLICT ? NOT_FOUND : status);
    *changed_out = true;
    return member_log(tx, "join", id, employer, since);
}

enum status network_leave(struct store_tx *tx, struct network_id id, struct employer_id employer, bool *changed_out)
{
    day since;
    enum status status = member_since(tx->store, id, employer, tx->arena, &since);
    *changed_out = false;
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    TRY(sql_run(tx->db, "DELETE FROM network_member WHERE network_id = $1 AND employer_id = $2", V(id.value), V(employer.value)));
    *changed_out = true;
    return member_log(tx, "leave", id, employer, since);
}

enum status network_left(struct store *s, struct network_id id, struct employer_id employer, day on, day *since_out)
{
    enum { LOOKED_AT = 100 };
    struct arena *a CLEANUP_ARENA = arena_open();
    struct change *changes;
    size_t count;
    *since_out = DAY_NONE;
    TRY(store_history(s, "network_member", employer.value, 0, LOOKED_AT, a, &changes, &count));
    for (size_t i = 0; i < count && day_in_norway(changes[i].at) == on; i++) {
        json_t *body = changes[i].body == NULL ? NULL : json_loadb(changes[i].body, changes[i].body_size, 0, NULL);
        bool this = json_integer_value(json_object_get(body, "network")) == id.value;
        const char *since = json_string_value(json_object_get(body, "since"));
        bool left = this && strcmp(changes[i].verb, "leave") == 0 && since != NULL && day_read(since, since_out);
        json_decref(body);
        if (this && !left)
            *since_out = DAY_NONE;
        if (this)
            break;
    }
    return OK;
}

enum status network_members(struct store *s, struct network_id id, struct employer_id after, size_t most, struct arena *a,
                            struct network_member **out, size_t *count_out)
{
    struct sql *db;
    struct network_member *list = NULL;
    size_t count = 0, room = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(
        db, "SELECT e.id, e.name, e.orgnr, e.stage, m.since FROM network_member m JOIN employer e ON e.id = m.employer_id "
            "WHERE m.network_id = $1 AND ($2 = 0 OR (e.name COLLATE \"nb-x-icu\", e.id) > "
            "((SELECT k.name FROM employer k WHERE k.id = $2), $2)) ORDER BY e.name COLLATE \"nb-x-icu\", e.id LIMIT $3",
        V(id.value), V(after.value), V(most));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct network_member){{sql_int(rows, 0)}, sql_text(rows, 1, a), sql_text(rows, 2, a),
                                                                  sql_text(rows, 3, a), day_column(rows, 4, a)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status network_member_count(struct store *s, struct network_id id, int64_t *count_out)
{
    struct sql *db;
    int64_t count = 0;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT count(*) FROM network_member WHERE network_id = $1", V(id.value));
    if (sql_next(rows))
        count = sql_int(rows, 0);
    TRY(sql_end(rows));
    *count_out = count;
    return OK;
}
