// SPDX-License-Identifier: EUPL-1.2
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "store/inside.h"
#include "store/tokens.h"

// Appending

// The logs' ids rise by one in the order of commit: there is one write transaction at a time, whatever the process.
static enum status next_change(struct store_tx *tx, int64_t *out)
{
    struct store *s = tx->store;
    if (s->last_change < 0) {
        struct sql_rows *rows = sql_query(tx->db, "SELECT coalesce(max(id), 0) FROM change_log");
        if (sql_next(rows))
            s->last_change = sql_int(rows, 0);
        TRY(sql_end(rows));
    }
    *out = ++s->last_change;
    return OK;
}

static enum status append(struct store_tx *tx, int64_t id, const char *noun, const char *verb, int64_t row,
                          struct person_id person, struct sql_value body)
{
    return sql_run(tx->db, "INSERT INTO change_log (id, at, user_id, noun, verb, row_id, person_id, body) "
                           "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", V(id), V(tx->now), V(id_value(tx->user.value)),
                   V(noun), V(verb), V(row), V(id_value(person.value)), V(body));
}

// In the arena, so that the caller need not free; takes json over.
static const char *json_text(struct arena *a, json_t *json, size_t *size_out)
{
    char *text = json == NULL ? NULL : json_dumps(json, JSON_COMPACT);
    json_decref(json);
    if (text == NULL) {
        log_error("store: values that JSON cannot hold");
        return NULL;
    }
    *size_out = strlen(text);
    const char *copy = arena_strndup(a, text, *size_out);
    explicit_bzero(text, *size_out);
    free(text);
    return copy;
}

enum status change_append(struct store_tx *tx, const char *noun, const char *verb, int64_t row, json_t *json)
{
    size_t size;
    const char *text = json_text(tx->arena, json, &size);
    if (text == NULL)
        return FAILED;
    int64_t id;
    TRY(next_change(tx, &id));
    return append(tx, id, noun, verb, row, (struct person_id){0}, sql_blob_value(text, size));
}

enum status change_append_document(struct store_tx *tx, const char *noun, const char *verb, int64_t row,
                                   struct person_id person, const void *bytes, size_t size)
{
    int64_t id;
    TRY(next_change(tx, &id));
    struct sql_value body;
    TRY(person_seal(tx->store, person, "change_log", id, bytes, size, tx->arena, &body));
    return append(tx, id, noun, verb, row, person, body);
}

enum status change_append_bare(struct store_tx *tx, const char *noun, const char *verb, int64_t row,
                               struct person_id person)
{
    int64_t id;
    TRY(next_change(tx, &id));
    return append(tx, id, noun, verb, row, person, sql_null_value());
}

enum status change_append_person(struct store_tx *tx, const char *noun, const char *verb, int64_t row,
                                 struct person_id person, json_t *json)
{
    size_t size;
    const char *text = json_text(tx->arena, json, &size);
    if (text == NULL)
        return FAILED;
    return change_append_document(tx, noun, verb, row, person, text, size);
}

// Sealing

enum status person_seal(struct store *s, struct person_id person, const char *noun, int64_t row, const void *bytes,
                        size_t size, struct arena *a, struct sql_value *out)
{
    struct seal_key key;
    TRY(keys_get(s->keys, person, &key));
    const void *sealed;
    size_t sealed_size;
    seal(&key, noun, row, bytes, size, a, &sealed, &sealed_size);
    seal_key_forget(&key);
    *out = sql_blob_value(sealed, sealed_size);
    return OK;
}

// What was sealed before the person's key was renewed: log lines for good, rows only as long as the renewing transaction is
// not committed, or when it never was. And another process may have renewed the key that is in memory.
static enum status open_with_older(struct store *s, struct person_id person, const char *noun, int64_t row,
                                   const void *sealed, size_t sealed_size, struct arena *a, const void **bytes_out,
                                   size_t *size_out)
{
    struct seal_key *old, key;
    size_t count;
    enum status st = keys_refresh(s->keys, person, &key);
    if (st == OK) {
        st = seal_open(&key, noun, row, sealed, sealed_size, a, bytes_out, size_out);
        seal_key_forget(&key);
    }
    if (st == OK)
        return OK;
    st = INVALID;
    TRY(keys_list_old(s->keys, person, a, &old, &count));
    for (size_t i = 0; i < count; i++) {
        if (st != OK)
            st = seal_open(&old[i], noun, row, sealed, sealed_size, a, bytes_out, size_out);
        seal_key_forget(&old[i]);
    }
    return st;
}

// INVALID: no key of the person's opens it.
static enum status open_with_any(struct store *s, struct person_id person, const char *noun, int64_t row,
                                 const void *sealed, size_t sealed_size, struct arena *a, const void **bytes_out,
                                 size_t *size_out)
{
    struct seal_key key;
    TRY(keys_get(s->keys, person, &key));
    enum status st = seal_open(&key, noun, row, sealed, sealed_size, a, bytes_out, size_out);
    seal_key_forget(&key);
    return st == OK ? OK : open_with_older(s, person, noun, row, sealed, sealed_size, a, bytes_out, size_out);
}

enum status person_open(struct store *s, struct person_id person, const char *noun, int64_t row, const void *sealed,
                        size_t sealed_size, struct arena *a, const void **bytes_out, size_t *size_out)
{
    enum status st = open_with_any(s, person, noun, row, sealed, sealed_size, a, bytes_out, size_out);
    if (st == OK || st == NOT_FOUND)
        return st;
    log_error("store: a sealed value of %s %lld does not open", noun, (long long)row);
    return FAILED;
}

enum status person_open_next(struct store *s, struct key_cursor *keys, struct person_id person, const char *noun,
                             int64_t row, const void *sealed, size_t sealed_size, struct arena *a, const void **bytes_out,
                             size_t *size_out)
{
    struct seal_key key;
    TRY(keys_get_next(s->keys, keys, person, &key));
    enum status st = seal_open(&key, noun, row, sealed, sealed_size, a, bytes_out, size_out);
    seal_key_forget(&key);
    return st == OK ? OK : person_open(s, person, noun, row, sealed, sealed_size, a, bytes_out, size_out);
}

// Reading

enum status store_last_change(struct store *s, int64_t *id_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    int64_t id = 0;
    struct sql_rows *rows = sql_query(db, "SELECT coalesce(max(id), 0) FROM change_log");
    if (sql_next(rows))
        id = sql_int(rows, 0);
    TRY(sql_end(rows));
    *id_out = id;
    return OK;
}

enum status store_last_change_of(struct store *s, struct person_id person, bool all, int64_t *id_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    int64_t id = 0;
    struct sql_rows *rows = sql_query(db, "SELECT id FROM change_log WHERE person_id = $1 AND ($2 = 1 OR noun <> 'profile') "
                                          "ORDER BY id DESC LIMIT 1", V(person.value), V(all));
    if (sql_next(rows))
        id = sql_int(rows, 0);
    TRY(sql_end(rows));
    *id_out = id;
    return OK;
}

enum status store_changes_since(struct store *s, int64_t after, size_t most, struct arena *a, struct change **out,
                                size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct change *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT id, at, user_id, noun, verb, row_id, person_id FROM change_log "
                                          "WHERE id > $1 ORDER BY id LIMIT $2", V(after), V(most));
    while (sql_next(rows)) {
        struct change *c = LIST_ADD(a, list, count, room);
        *c = (struct change){.id = sql_int(rows, 0), .at = sql_int(rows, 1), .user = {sql_int(rows, 2)},
                             .user_name = "", .organisation = "", .noun = sql_text(rows, 3, a),
                             .verb = sql_text(rows, 4, a), .row = sql_int(rows, 5), .person = {sql_int(rows, 6)}};
        if (strcmp(c->noun, "person") == 0 && (strcmp(c->verb, "delete") == 0 || strcmp(c->verb, "separate") == 0))
            keys_forget(s->keys, c->person);
        if (strcmp(c->noun, "person") == 0 && strcmp(c->verb, "delete") == 0)
            tokens_forget(s, c->person);
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

static void open_body(struct store *s, struct change *c, const void *body, size_t size, struct arena *a)
{
    c->body = body;
    c->body_size = size;
    if (c->person.value == 0 || body == NULL)
        return;
    // The key may be gone: the person's, or the one from before a separation whose other part is deleted.
    if (open_with_any(s, c->person, "change_log", c->id, body, size, a, &c->body, &c->body_size) == OK)
        return;
    c->body = NULL;
    c->body_size = 0;
}

static enum status read_history(struct store *s, struct sql_rows *rows, struct arena *a, struct change **out,
                                size_t *count_out)
{
    struct change *list = NULL;
    size_t count = 0, room = 0;
    while (sql_next(rows)) {
        struct change *c = LIST_ADD(a, list, count, room);
        *c = (struct change){.id = sql_int(rows, 0), .at = sql_int(rows, 1), .user = {sql_int(rows, 2)},
                             .noun = sql_text(rows, 3, a), .verb = sql_text(rows, 4, a), .row = sql_int(rows, 5),
                             .person = {sql_int(rows, 6)}, .user_name = text_column(rows, 8, a),
                             .organisation = text_column(rows, 9, a)};
        size_t size;
        const void *body = sql_blob(rows, 7, a, &size);
        open_body(s, c, body, size, a);
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status store_changes_read(struct store *s, int64_t after, size_t most, struct arena *a, struct change **out,
                               size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return read_history(s, sql_query(db, "SELECT id, at, user_id, noun, verb, row_id, person_id, body, '', '' "
                                         "FROM change_log WHERE id > $1 ORDER BY id LIMIT $2", V(after), V(most)), a, out,
                        count_out);
}

#define HISTORY(where)                                                                                                 \
    "SELECT c.id, c.at, c.user_id, c.noun, c.verb, c.row_id, c.person_id, c.body, u.name, coalesce(g.name, e.name) "   \
    "FROM change_log c LEFT JOIN user_account u ON u.id = c.user_id LEFT JOIN agency g ON g.id = u.agency_id "         \
    "LEFT JOIN employer e ON e.id = u.employer_id WHERE " where                                                        \
    " AND ($2 = 0 OR c.id < $2) ORDER BY c.id DESC LIMIT $3"

enum status store_history(struct store *s, const char *noun, int64_t row, int64_t before, size_t most, struct arena *a,
                          struct change **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return read_history(s, sql_query(db, HISTORY("c.noun = $1 AND c.row_id = $4"), V(noun), V(before), V(most), V(row)), a,
                        out, count_out);
}

enum status store_history_of_person(struct store *s, struct person_id person, int64_t before, size_t most,
                                    struct arena *a, struct change **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return read_history(s, sql_query(db, HISTORY("c.person_id = $1"), V(person.value), V(before), V(most)), a, out,
                        count_out);
}
