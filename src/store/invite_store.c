// SPDX-License-Identifier: EUPL-1.2
#include "store/invite_store.h"

#include <jansson.h>
#include <string.h>

#include "store/inside.h"

#define INVITE_COLUMNS                                                                                                 \
    "SELECT id, version, employer_id, name, email, made_by, made_at, ends_at, used_at, user_id, taken_back_at FROM invite "

static struct invite invite_row(struct sql_rows *rows, struct arena *a)
{
    return (struct invite){
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .employer = {sql_int(rows, 2)},
        .name = sql_text(rows, 3, a),
        .email = sql_text(rows, 4, a),
        .made_by = {sql_int(rows, 5)},
        .made_at = sql_int(rows, 6),
        .ends_at = sql_int(rows, 7),
        .used_at = sql_int(rows, 8),
        .user = {sql_int(rows, 9)},
        .taken_back_at = sql_int(rows, 10),
    };
}

enum status invite_get(struct store *s, struct invite_id id, struct arena *a, struct invite *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, INVITE_COLUMNS "WHERE id = $1", V(id.value));
    struct invite found = {0};
    bool any = sql_next(rows);
    if (any)
        found = invite_row(rows, a);
    TRY(sql_end(rows));
    if (!any)
        return NOT_FOUND;
    *out = found;
    return OK;
}

enum status invite_list(struct store *s, struct employer_id employer, struct arena *a, struct invite **out,
                        size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct invite *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, INVITE_COLUMNS "WHERE employer_id = $1 AND used_at IS NULL AND "
                                          "taken_back_at IS NULL ORDER BY id DESC", V(employer.value));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = invite_row(rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status invite_list_past(struct store *s, int64_t before, struct arena *a, struct invite_id **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct invite_id *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT id FROM invite WHERE ends_at < $1 AND used_at IS NULL AND "
                                          "taken_back_at IS NULL ORDER BY id", V(before));
    while (sql_next(rows))
        LIST_ADD(a, list, count, room)->value = sql_int(rows, 0);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

static enum status invite_log(struct store_tx *tx, const char *verb, const struct invite *i, struct user_id user)
{
    return change_append(tx, "invite", verb, i->id.value,
                         json_pack("{s:I, s:I}", "employer", (json_int_t)i->employer.value, "user", (json_int_t)user.value));
}

enum status invite_insert(struct store_tx *tx, const struct invite *i, struct invite_id *id_out)
{
    struct invite fresh = *i;
    fresh.id.value = store_new_id(tx);
    TRY(sql_run(tx->db, "INSERT INTO invite (id, version, employer_id, name, email, made_by, made_at, ends_at) "
                        "VALUES ($1, 1, $2, $3, $4, $5, $6, $7)", V(fresh.id.value), V(i->employer.value), V(i->name),
                V(i->email), V(tx->user.value), V(tx->now), V(i->ends_at)));
    TRY(invite_log(tx, "insert", &fresh, (struct user_id){0}));
    *id_out = fresh.id;
    return OK;
}

enum status invite_use(struct store_tx *tx, struct invite_id id, struct user_id user)
{
    struct invite i;
    TRY(invite_get(tx->store, id, tx->arena, &i));
    TRY(sql_run(tx->db, "UPDATE invite SET version = version + 1, used_at = $2, user_id = $3, name = '', email = '' "
                        "WHERE id = $1 AND used_at IS NULL AND taken_back_at IS NULL", V(id.value), V(tx->now),
                V(user.value)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return invite_log(tx, "use", &i, user);
}

enum status invite_take_back(struct store_tx *tx, struct invite_id id)
{
    struct invite i;
    TRY(invite_get(tx->store, id, tx->arena, &i));
    TRY(sql_run(tx->db, "UPDATE invite SET version = version + 1, taken_back_at = $2, name = '', email = '' "
                        "WHERE id = $1 AND used_at IS NULL AND taken_back_at IS NULL", V(id.value), V(tx->now)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return invite_log(tx, "take-back", &i, (struct user_id){0});
}

void invite_token(const struct store *s, struct invite_id id, unsigned char token_out[STORE_TOKEN])
{
    store_token(s, PURPOSE_INVITE, &id.value, sizeof id.value, token_out);
}
