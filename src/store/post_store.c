// SPDX-License-Identifier: EUPL-1.2
#include "store/post_store.h"

#include <jansson.h>
#include <string.h>

#include "core/bounce.h"
#include "core/person.h"
#include "store/inside.h"

enum status post_contact_get(struct store *s, struct contact_id id, struct arena *a, struct post_contact *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db,
                                      "SELECT c.name, c.email, coalesce(e.name, g.name) FROM contact c LEFT JOIN employer e "
                                      "ON e.id = c.employer_id LEFT JOIN agency g ON g.id = c.agency_id WHERE c.id = $1",
                                      V(id.value));
    struct post_contact found = {0};
    bool any = sql_next(rows);
    if (any)
        found = (struct post_contact){sql_text(rows, 0, a), sql_text(rows, 1, a), text_column(rows, 2, a)};
    TRY(sql_end(rows));
    if (!any)
        return NOT_FOUND;
    *out = found;
    return OK;
}

void address_key(const struct store *s, const char *email, unsigned char key_out[STORE_TOKEN])
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const char *folded = email_key(a, email);
    store_token(s, PURPOSE_HOLD, folded, strlen(folded), key_out);
}

void address_key_of_person(const struct store *s, struct person_id person, int64_t identity_version,
                           unsigned char key_out[STORE_TOKEN])
{
    int64_t said[2] = {person.value, identity_version};
    store_token(s, PURPOSE_HOLD, said, sizeof said, key_out);
}

enum status address_held(struct store *s, const unsigned char key[STORE_TOKEN], bool *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT held_at IS NOT NULL FROM address_hold WHERE address_token = $1",
                                      V(sql_blob_value(key, STORE_TOKEN)));
    bool held = sql_next(rows) && sql_int(rows, 0) != 0;
    TRY(sql_end(rows));
    *out = held;
    return OK;
}

enum status address_on_hold(struct store *s, const char *email, bool *out)
{
    unsigned char key[STORE_TOKEN];
    address_key(s, email, key);
    return address_held(s, key, out);
}

enum status address_refuse(struct store_tx *tx, const unsigned char key[STORE_TOKEN], bool one_click)
{
    int64_t id = store_new_id(tx);
    TRY(sql_run(tx->db, "INSERT INTO address_refusal (id, address_token, how, said_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                V(id), V(sql_blob_value(key, STORE_TOKEN)), V(one_click ? "click" : "link"), V(tx->now)));
    return sql_changes(tx->db) == 0 ? OK : change_append(tx, "address_refusal", "insert", id, json_object());
}

enum status address_allow(struct store_tx *tx, const unsigned char key[STORE_TOKEN], int64_t said_at)
{
    int64_t id = 0;
    struct sql_rows *rows = sql_query(tx->db, "SELECT id FROM address_refusal WHERE address_token = $1 AND said_at <= $2",
                                      V(sql_blob_value(key, STORE_TOKEN)), V(said_at));
    if (sql_next(rows))
        id = sql_int(rows, 0);
    TRY(sql_end(rows));
    if (id == 0)
        return OK;
    TRY(sql_run(tx->db, "DELETE FROM address_refusal WHERE id = $1", V(id)));
    return change_append(tx, "address_refusal", "delete", id, json_object());
}

static enum status any_row(struct sql_rows *rows, bool *out)
{
    bool any = sql_next(rows);
    TRY(sql_end(rows));
    *out = any;
    return OK;
}

enum status address_refused(struct store *s, const unsigned char key[STORE_TOKEN], bool *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return any_row(sql_query(db, "SELECT 1 FROM address_refusal WHERE address_token = $1", V(sql_blob_value(key, STORE_TOKEN))), out);
}

enum status any_address_refused(struct store *s, bool *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return any_row(sql_query(db, "SELECT 1 FROM address_refusal LIMIT 1"), out);
}

static enum status hold_log(struct store_tx *tx, const char *verb, int64_t id, bool held, const char *code)
{
    return change_append(tx, "address_hold", verb, id, json_pack("{s:b, s:s}", "held", held, "code", code));
}

enum status address_returned(struct store_tx *tx, const struct outbox_entry *mail, const unsigned char key[STORE_TOKEN],
                             bool lasts, const char *code, bool *held_out)
{
    int64_t id = 0, passing = 0, since = tx->now;
    bool held = false;
    struct sql_rows *rows = sql_query(tx->db, "SELECT id, passing, passing_since, held_at IS NOT NULL FROM address_hold "
                                              "WHERE address_token = $1", V(sql_blob_value(key, STORE_TOKEN)));
    if (sql_next(rows)) {
        id = sql_int(rows, 0);
        held = sql_int(rows, 3) != 0;
        if (!sql_is_null(rows, 2) && sql_int(rows, 2) > tx->now - BOUNCE_PASSING_MS) {
            passing = sql_int(rows, 1);
            since = sql_int(rows, 2);
        }
    }
    TRY(sql_end(rows));
    passing += !lasts;
    *held_out = held = held || lasts || passing >= BOUNCE_PASSING_MOST;
    if (id == 0) {
        id = store_new_id(tx);
        TRY(sql_run(tx->db, "INSERT INTO address_hold (id, version, address_token, outbox_id, passing, passing_since, held_at, code) "
                            "VALUES ($1, 1, $2, $3, $4, $5, $6, $7)",
                    V(id), V(sql_blob_value(key, STORE_TOKEN)), V(mail->id.value), V(passing), V(since),
                    V(id_value(held ? tx->now : 0)), V(code)));
        return hold_log(tx, "insert", id, held, code);
    }
    TRY(sql_run(tx->db, "UPDATE address_hold SET version = version + 1, outbox_id = $2, passing = $3, passing_since = $4, code = $5, "
                        "held_at = CASE WHEN $6 THEN coalesce(held_at, $7) END WHERE id = $1",
                V(id), V(mail->id.value), V(passing), V(since), V(code), V(held), V(tx->now)));
    return hold_log(tx, "update", id, held, code);
}

#define HOLD_COLUMNS                                                                                                   \
    "SELECT h.id, h.version, h.outbox_id, h.code, h.passing, h.held_at, h.released_at, u.name, h.address_token FROM address_hold h " \
    "LEFT JOIN user_account u ON u.id = h.released_by WHERE "

static enum status holds(struct sql_rows *rows, struct arena *a, struct address_hold **out, size_t *count_out)
{
    struct address_hold *list = NULL;
    size_t count = 0, room = 0;
    while (sql_next(rows)) {
        struct address_hold *h = LIST_ADD(a, list, count, room);
        size_t size;
        *h = (struct address_hold){
            .id = sql_int(rows, 0),
            .version = sql_int(rows, 1),
            .mail = {sql_int(rows, 2)},
            .code = text_column(rows, 3, a),
            .passing = (int)sql_int(rows, 4),
            .held_at = sql_int(rows, 5),
            .released_at = sql_int(rows, 6),
            .released_by = text_column(rows, 7, a),
        };
        const void *key = sql_blob(rows, 8, a, &size);
        if (size == sizeof h->key)
            memcpy(h->key, key, size);
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status address_hold_list(struct store *s, int64_t after, size_t most, struct arena *a, struct address_hold **out,
                              size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return holds(sql_query(db, HOLD_COLUMNS "h.held_at IS NOT NULL AND h.id > $1 ORDER BY h.id LIMIT $2", V(after),
                           V((int64_t)most)), a, out, count_out);
}

enum status address_hold_released(struct store *s, int64_t since, size_t most, struct arena *a, struct address_hold **out,
                                  size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return holds(sql_query(db, HOLD_COLUMNS "h.held_at IS NULL AND h.released_at > $1 ORDER BY h.released_at DESC LIMIT $2", V(since),
                           V((int64_t)most)), a, out, count_out);
}

static enum status one_count(struct sql_rows *rows, int64_t *count_out)
{
    int64_t count = 0;
    if (sql_next(rows))
        count = sql_int(rows, 0);
    TRY(sql_end(rows));
    *count_out = count;
    return OK;
}

enum status address_hold_count(struct store *s, int64_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return one_count(sql_query(db, "SELECT count(*) FROM address_hold WHERE held_at IS NOT NULL"), count_out);
}

enum status address_hold_set(struct store_tx *tx, int64_t id, int64_t version, bool held)
{
    TRY(sql_run(tx->db,
                "UPDATE address_hold SET version = version + 1, passing = 0, passing_since = NULL, "
                "held_at = CASE WHEN $3 THEN $4 END, released_at = CASE WHEN NOT $3 THEN $4 END, "
                "released_by = CASE WHEN NOT $3 THEN $5 END WHERE id = $1 AND version = $2",
                V(id), V(version), V(held), V(tx->now), V(id_value(tx->user.value))));
    return sql_changes(tx->db) != 1 ? CONFLICT : hold_log(tx, "update", id, held, "");
}

// What came in

static void digest_of(const struct store *s, const void *bytes, size_t size, unsigned char digest[STORE_TOKEN])
{
    store_token(s, PURPOSE_POST, bytes, size, digest);
}

enum status inbound_known(struct store *s, const void *bytes, size_t size, bool *known_out)
{
    struct sql *db;
    unsigned char digest[STORE_TOKEN];
    TRY(store_reader(s, &db));
    digest_of(s, bytes, size, digest);
    struct sql_rows *rows = sql_query(db, "SELECT 1 FROM inbound WHERE digest = $1", V(sql_blob_value(digest, sizeof digest)));
    bool known = sql_next(rows);
    TRY(sql_end(rows));
    *known_out = known;
    return OK;
}

enum status inbound_insert(struct store_tx *tx, const void *bytes, size_t size, const char *what, struct outbox_id mail,
                           const char *code, bool *known_out)
{
    unsigned char digest[STORE_TOKEN];
    digest_of(tx->store, bytes, size, digest);
    TRY(sql_run(tx->db, "INSERT INTO inbound (id, digest, what, outbox_id, code, came_at) VALUES ($1, $2, $3, $4, $5, $6) "
                        "ON CONFLICT DO NOTHING",
                V(store_new_id(tx)), V(sql_blob_value(digest, sizeof digest)), V(what), V(id_value(mail.value)), V(code), V(tx->now)));
    *known_out = sql_changes(tx->db) != 1;
    return OK;
}

enum status inbound_count(struct store *s, int64_t since, const char *what, int64_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return one_count(sql_query(db, "SELECT count(*) FROM inbound WHERE came_at > $1 AND what = $2", V(since), V(what)), count_out);
}
