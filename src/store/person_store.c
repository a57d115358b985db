// SPDX-License-Identifier: EUPL-1.2
#include "store/person_store.h"

#include <assert.h>
#include <jansson.h>
#include <string.h>

#include "base/log.h"
#include "store/inside.h"

static const char *const TOKEN_KINDS[] = {[TOKEN_NUMBER] = "number", [TOKEN_NAME_AND_BIRTH] = "name-and-birth"};

// Persons and identities

static enum status identity_insert(struct store_tx *tx, struct person_id id, const struct identity *identity)
{
    const unsigned char *bytes;
    size_t size;
    identity_encode(identity, tx->arena, &bytes, &size);
    struct sql_value sealed;
    TRY(person_seal(tx->store, id, "identity", id.value, bytes, size, tx->arena, &sealed));
    TRY(sql_run(tx->db, "INSERT INTO identity (person_id, version, sealed) VALUES ($1, 1, $2)", V(id.value), V(sealed)));
    return change_append_document(tx, "identity", "insert", id.value, id, bytes, size);
}

enum status person_insert(struct store_tx *tx, const struct identity *identity, struct person_id *id_out)
{
    struct person_id id = {store_new_id(tx)};
    TRY(tx_make_key(tx, id));
    TRY(sql_run(tx->db, "INSERT INTO person (id, created_at) VALUES ($1, $2)", V(id.value), V(tx->now)));
    TRY(change_append_bare(tx, "person", "insert", id.value, id));
    TRY(identity_insert(tx, id, identity));
    *id_out = id;
    return OK;
}

enum status identity_open(struct store *s, struct person_id id, const void *sealed, size_t sealed_size, struct arena *a,
                          struct identity *out)
{
    const void *bytes;
    size_t size;
    TRY(person_open(s, id, "identity", id.value, sealed, sealed_size, a, &bytes, &size));
    if (identity_decode(bytes, size, a, out) != OK) {
        log_error("store: the identity of person %lld cannot be read", (long long)id.value);
        return FAILED;
    }
    return OK;
}

enum status identity_get(struct store *s, struct person_id id, struct arena *a, struct identity *out,
                         int64_t *version_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    enum status st = NOT_FOUND;
    int64_t version = 0;
    struct sql_rows *rows = sql_query(db, "SELECT version, sealed FROM identity WHERE person_id = $1", V(id.value));
    if (sql_next(rows)) {
        size_t size;
        version = sql_int(rows, 0);
        const void *sealed = sql_blob(rows, 1, a, &size);
        st = identity_open(s, id, sealed, size, a, out);
    }
    TRY(sql_end(rows));
    if (st == OK && version_out != NULL)
        *version_out = version;
    return st;
}

enum status identity_put(struct store_tx *tx, struct person_id id, int64_t version, const struct identity *identity)
{
    const unsigned char *bytes;
    size_t size;
    identity_encode(identity, tx->arena, &bytes, &size);
    struct sql_value sealed;
    TRY(person_seal(tx->store, id, "identity", id.value, bytes, size, tx->arena, &sealed));
    TRY(sql_run(tx->db, "UPDATE identity SET version = version + 1, sealed = $2 WHERE person_id = $1 AND version = $3",
                V(id.value), V(sealed), V(version)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return change_append_document(tx, "identity", "update", id.value, id, bytes, size);
}

// Recognition

enum status person_token_insert(struct store_tx *tx, struct person_id id, enum token_kind kind,
                                const unsigned char token[STORE_TOKEN])
{
    TRY(sql_run(tx->db, "INSERT INTO person_token (token, person_id, kind, created_at) VALUES ($1, $2, $3, $4) "
                        "ON CONFLICT (token, person_id) DO NOTHING", V(sql_blob_value(token, STORE_TOKEN)), V(id.value),
                V(TOKEN_KINDS[kind]), V(tx->now)));
    if (sql_changes(tx->db) == 0)
        return OK;
    return change_append_bare(tx, "person_token", "insert", id.value, id);
}

enum status person_token_find(struct store *s, const unsigned char token[STORE_TOKEN], struct arena *a,
                              struct person_id **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct person_id *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT person_id FROM person_token WHERE token = $1 ORDER BY person_id",
                                      V(sql_blob_value(token, STORE_TOKEN)));
    while (sql_next(rows))
        LIST_ADD(a, list, count, room)->value = sql_int(rows, 0);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

static enum status not_same_insert(struct store_tx *tx, struct person_id one, struct person_id other)
{
    assert(one.value < other.value); // the other one is newer
    TRY(sql_run(tx->db, "INSERT INTO person_not_same (one_id, other_id, user_id, created_at) VALUES ($1, $2, $3, $4)",
                V(one.value), V(other.value), V(id_value(tx->user.value)), V(tx->now)));
    return change_append_person(tx, "not_same", "insert", one.value, one,
                                json_pack("{s:I}", "other", (json_int_t)other.value));
}

enum status person_not_same(struct store *s, struct person_id one, struct person_id other, bool *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    bool first = one.value < other.value;
    struct sql_rows *rows = sql_query(db, "SELECT 1 FROM person_not_same WHERE one_id = $1 AND other_id = $2",
                                      V(first ? one.value : other.value), V(first ? other.value : one.value));
    bool found = sql_next(rows);
    TRY(sql_end(rows));
    *out = found;
    return OK;
}

// Separating

static enum status copy_profile(struct store_tx *tx, struct person_id from, struct person_id to)
{
    struct profile p;
    enum status st = profile_get(tx->store, from, tx->arena, &p);
    if (st == NOT_FOUND)
        return OK;
    TRY(st);
    p.person = to;
    p.version = 0;
    return profile_put(tx, &p);
}

// The purpose is sealed under the person's key, so it is sealed anew.
static enum status move_enrolment(struct store_tx *tx, const struct enrolment *e, struct person_id to)
{
    struct sql_value purpose;
    TRY(person_seal(tx->store, to, "enrolment", e->id.value, e->purpose, strlen(e->purpose), tx->arena, &purpose));
    TRY(sql_run(tx->db, "UPDATE enrolment SET person_id = $2, sealed_purpose = $3 WHERE id = $1", V(e->id.value),
                V(to.value), V(purpose)));
    return change_append_person(tx, "enrolment", "move", e->id.value, to,
                                json_pack("{s:I, s:s}", "from_person", (json_int_t)e->person.value, "purpose",
                                          e->purpose));
}

enum status person_separate(struct store_tx *tx, struct person_id id, struct agency_id agency,
                            struct person_id *fresh_out)
{
    struct identity identity;
    TRY(identity_get(tx->store, id, tx->arena, &identity, NULL));
    struct enrolment *list;
    size_t count, moved = 0;
    TRY(enrolment_list(tx->store, id, tx->arena, &list, &count));
    for (size_t i = 0; i < count; i++)
        moved += list[i].agency.value == agency.value;
    if (moved == 0)
        return NOT_FOUND;
    struct person_id fresh;
    TRY(person_insert(tx, &identity, &fresh));
    TRY(copy_profile(tx, id, fresh));
    for (size_t i = 0; i < count; i++)
        if (list[i].agency.value == agency.value)
            TRY(move_enrolment(tx, &list[i], fresh));
    TRY(not_same_insert(tx, id, fresh));
    TRY(change_append_person(tx, "person", "separate", id.value, id,
                             json_pack("{s:I, s:I}", "fresh", (json_int_t)fresh.value, "agency",
                                       (json_int_t)agency.value)));
    *fresh_out = fresh;
    return OK;
}

// Deleting

static enum status delete_login(struct store_tx *tx, struct person_id id)
{
    TRY(sql_run(tx->db, "DELETE FROM session WHERE user_id IN (SELECT id FROM user_account WHERE person_id = $1)",
                V(id.value)));
    TRY(sql_run(tx->db, "DELETE FROM recovery_code WHERE user_id IN (SELECT id FROM user_account WHERE person_id = $1)",
                V(id.value)));
    return sql_run(tx->db, "DELETE FROM user_account WHERE person_id = $1", V(id.value));
}

// What figures are counted from stays: which agency, from when, to when. A running enrolment ends on the day of the
// deletion: one that is redone in a restored database gives the figures it gave the first time.
static enum status keep_residue(struct store_tx *tx, struct person_id id, int64_t at)
{
    return sql_run(tx->db,
                   "UPDATE enrolment SET sealed_purpose = NULL, registered_by = NULL, "
                   "to_day = CASE WHEN to_day <= $2 THEN to_day WHEN from_day > $2 THEN from_day ELSE $2 END "
                   "WHERE person_id = $1",
                   V(id.value), V(day_value(tx->arena, day_in_norway(at))));
}

enum status person_delete(struct store_tx *tx, struct person_id id)
{
    return person_delete_at(tx, id, tx->now);
}

enum status person_delete_at(struct store_tx *tx, struct person_id id, int64_t at)
{
    TRY(sql_run(tx->db, "UPDATE person SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL", V(id.value), V(at)));
    if (sql_changes(tx->db) != 1)
        return NOT_FOUND;
    TRY(sql_run(tx->db, "DELETE FROM identity WHERE person_id = $1", V(id.value)));
    TRY(sql_run(tx->db, "DELETE FROM profile WHERE person_id = $1", V(id.value)));
    TRY(sql_run(tx->db, "DELETE FROM person_token WHERE person_id = $1", V(id.value)));
    TRY(delete_login(tx, id));
    TRY(keep_residue(tx, id, at));
    TRY(change_append_bare(tx, "person", "delete", id.value, id));
    tx_destroy_key(tx, id, at);
    return OK;
}
