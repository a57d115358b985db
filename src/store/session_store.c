// SPDX-License-Identifier: EUPL-1.2
#include <string.h>

#include "store/inside.h"
#include "store/user_store.h"

static void token_hash(const unsigned char token[SESSION_TOKEN], unsigned char hash[SEAL_TOKEN])
{
    seal_token(NULL, token, SESSION_TOKEN, hash);
}

void session_form_token(const unsigned char token[SESSION_TOKEN], unsigned char out[SESSION_TOKEN])
{
    struct seal_key key;
    memcpy(key.bytes, token, SESSION_TOKEN);
    seal_token(&key, "form", 4, out);
    seal_key_forget(&key);
}

static enum status agent_seal(struct store_tx *tx, struct person_id person, int64_t session, const char *agent,
                              struct sql_value *out)
{
    if (person.value != 0)
        return person_seal(tx->store, person, "session", session, agent, strlen(agent), tx->arena, out);
    const void *sealed;
    size_t size;
    seal(&tx->store->own_key, "session", session, agent, strlen(agent), tx->arena, &sealed, &size);
    *out = sql_blob_value(sealed, size);
    return OK;
}

static enum status agent_open(struct store *s, struct person_id person, int64_t session, const void *sealed, size_t size,
                              struct arena *a, const char **out)
{
    const void *bytes;
    enum status st = person.value != 0
                         ? person_open(s, person, "session", session, sealed, size, a, &bytes, &size)
                         : seal_open(&s->own_key, "session", session, sealed, size, a, &bytes, &size);
    if (st != OK)
        return st == NOT_FOUND ? NOT_FOUND : FAILED;
    *out = arena_strndup(a, bytes, size);
    return OK;
}

enum status session_insert(struct store_tx *tx, struct user_id user, const unsigned char token[SESSION_TOKEN],
                           const char *agent, struct session_id *id_out)
{
    struct sql_rows *rows = sql_query(tx->db, "SELECT person_id FROM user_account WHERE id = $1 AND disabled_at IS NULL",
                                      V(user.value));
    bool found = sql_next(rows);
    struct person_id person = {found ? sql_int(rows, 0) : 0};
    TRY(sql_end(rows));
    if (!found)
        return NOT_FOUND;
    int64_t id = store_new_id(tx);
    unsigned char hash[SEAL_TOKEN];
    token_hash(token, hash);
    struct sql_value sealed;
    TRY(agent_seal(tx, person, id, or_empty(agent), &sealed));
    TRY(sql_run(tx->db, "INSERT INTO session (id, token_hash, user_id, created_at, seen_at, sealed_agent) "
                        "VALUES ($1, $2, $3, $4, $4, $5)", V(id), V(sql_blob_value(hash, sizeof hash)), V(user.value),
                V(tx->now), V(sealed)));
    TRY(change_append_bare(tx, "session", "insert", id, person));
    *id_out = (struct session_id){id};
    return OK;
}

#define SESSION_COLUMNS                                                                                                \
    "SELECT x.id, x.user_id, x.created_at, x.seen_at, x.sealed_agent, u.person_id FROM session x "                     \
    "JOIN user_account u ON u.id = x.user_id WHERE x.ended_at IS NULL AND u.disabled_at IS NULL "                      \
    "AND x.seen_at > $1 AND x.created_at > $2 AND "

static enum status session_row(struct store *s, struct sql_rows *rows, struct arena *a, struct session *out)
{
    struct session x = {.id = {sql_int(rows, 0)},
                        .user = {sql_int(rows, 1)},
                        .created_at = sql_int(rows, 2),
                        .seen_at = sql_int(rows, 3)};
    size_t size;
    const void *sealed = sql_blob(rows, 4, a, &size);
    enum status st = agent_open(s, (struct person_id){sql_int(rows, 5)}, x.id.value, sealed, size, a, &x.agent);
    if (st == NOT_FOUND)
        return st;
    if (st != OK)
        x.agent = "";
    *out = x;
    return OK;
}

enum status session_find(struct store *s, const unsigned char token[SESSION_TOKEN], int64_t now, struct arena *a,
                         struct session *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    unsigned char hash[SEAL_TOKEN];
    token_hash(token, hash);
    enum status st = NOT_FOUND;
    struct sql_rows *rows = sql_query(db, SESSION_COLUMNS "x.token_hash = $3", V(now - SESSION_IDLE_MS),
                                      V(now - SESSION_MOST_MS), V(sql_blob_value(hash, sizeof hash)));
    if (sql_next(rows))
        st = session_row(s, rows, a, out);
    TRY(sql_end(rows));
    return st;
}

enum status session_list(struct store *s, struct user_id user, int64_t now, struct arena *a, struct session **out,
                         size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct session *list = NULL;
    size_t count = 0, room = 0;
    enum status st = OK;
    struct sql_rows *rows = sql_query(db, SESSION_COLUMNS "x.user_id = $3 ORDER BY x.id DESC", V(now - SESSION_IDLE_MS),
                                      V(now - SESSION_MOST_MS), V(user.value));
    while (st == OK && sql_next(rows)) {
        struct session *x = LIST_ADD(a, list, count, room);
        st = session_row(s, rows, a, x);
    }
    enum status end = sql_end(rows);
    if (st != OK || end != OK)
        return st != OK ? st : end;
    *out = list;
    *count_out = count;
    return OK;
}

enum status session_touch(struct store_tx *tx, struct session_id id)
{
    return sql_run(tx->db, "UPDATE session SET seen_at = $2 WHERE id = $1 AND ended_at IS NULL AND seen_at < $2",
                   V(id.value), V(tx->now));
}

static enum status end_logged(struct store_tx *tx, int64_t id, struct person_id person)
{
    TRY(sql_run(tx->db, "UPDATE session SET ended_at = $2 WHERE id = $1", V(id), V(tx->now)));
    return change_append_bare(tx, "session", "end", id, person);
}

// Those that run, but for one; or that one only.
static enum status end_some(struct store_tx *tx, struct user_id user, struct session_id kept, struct session_id only,
                            size_t *ended_out)
{
    struct running {
        int64_t id;
        struct person_id person;
    } *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(tx->db,
                                      "SELECT x.id, u.person_id FROM session x JOIN user_account u ON u.id = x.user_id "
                                      "WHERE x.user_id = $1 AND x.ended_at IS NULL AND x.id <> $2 AND ($3 = 0 OR x.id = $3)",
                                      V(user.value), V(kept.value), V(only.value));
    while (sql_next(rows))
        *LIST_ADD(tx->arena, list, count, room) = (struct running){sql_int(rows, 0), {sql_int(rows, 1)}};
    TRY(sql_end(rows));
    for (size_t i = 0; i < count; i++)
        TRY(end_logged(tx, list[i].id, list[i].person));
    *ended_out = count;
    return OK;
}

enum status session_end(struct store_tx *tx, struct user_id user, struct session_id id)
{
    if (id.value == 0)
        return NOT_FOUND;
    size_t ended;
    TRY(end_some(tx, user, (struct session_id){0}, id, &ended));
    return ended == 1 ? OK : NOT_FOUND;
}

enum status session_end_others(struct store_tx *tx, struct user_id user, struct session_id kept)
{
    size_t ended;
    return end_some(tx, user, kept, (struct session_id){0}, &ended);
}
