// SPDX-License-Identifier: EUPL-1.2
#include "store/code_store.h"
#include "store/person_store.h"

#include <assert.h>
#include <jansson.h>
#include <string.h>

#include "base/log.h"
#include "store/hire_store.h"
#include "store/inside.h"
#include "store/referral_store.h"
#include "store/tokens.h"

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

static enum status identity_from(struct person_id id, const void *bytes, size_t size, struct arena *a, struct identity *out)
{
    if (identity_decode(bytes, size, a, out) != OK) {
        log_error("store: the identity of person %lld cannot be read", (long long)id.value);
        return FAILED;
    }
    return OK;
}

enum status identity_open(struct store *s, struct person_id id, const void *sealed, size_t sealed_size, struct arena *a,
                          struct identity *out)
{
    const void *bytes;
    size_t size;
    TRY(person_open(s, id, "identity", id.value, sealed, sealed_size, a, &bytes, &size));
    return identity_from(id, bytes, size, a, out);
}

enum status identity_open_next(struct store *s, struct key_cursor *keys, struct person_id id, const void *sealed,
                               size_t sealed_size, struct arena *a, struct identity *out)
{
    const void *bytes;
    size_t size;
    TRY(person_open_next(s, keys, id, "identity", id.value, sealed, sealed_size, a, &bytes, &size));
    return identity_from(id, bytes, size, a, out);
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
    int64_t agency = tx->actor == NULL ? 0 : tx->actor->agency.value;
    const void *bytes;
    size_t size;
    bool stands = false;
    struct sql_rows *rows = sql_query(tx->db, "SELECT id, sealed FROM person_token WHERE person_id = $1 "
                                              "AND coalesce(agency_id, 0) = $2", V(id.value), V(agency));
    while (!stands && sql_next(rows)) {
        const void *sealed = sql_blob(rows, 1, tx->arena, &size);
        stands = person_open(tx->store, id, "person_token", sql_int(rows, 0), sealed, size, tx->arena, &bytes, &size) == OK &&
                 size == STORE_TOKEN && seal_equal(bytes, token, STORE_TOKEN);
    }
    TRY(sql_end(rows));
    if (stands)
        return OK;
    int64_t row = store_new_id(tx);
    struct sql_value sealed;
    TRY(person_seal(tx->store, id, "person_token", row, token, STORE_TOKEN, tx->arena, &sealed));
    TRY(sql_run(tx->db, "INSERT INTO person_token (id, person_id, agency_id, kind, created_at, sealed) "
                        "VALUES ($1, $2, $3, $4, $5, $6)", V(row), V(id.value), V(id_value(agency)), V(TOKEN_KINDS[kind]),
                V(tx->now), V(sealed)));
    return change_append_bare(tx, "person_token", "insert", id.value, id);
}

enum status person_token_find(struct store *s, const unsigned char token[STORE_TOKEN], struct arena *a,
                              struct person_id **out, size_t *count_out)
{
    struct token_row *rows;
    size_t row_count, count = 0;
    TRY(tokens_find(s, TOKEN_OF_PERSON, token, a, &rows, &row_count));
    struct person_id *list = ARENA_ARRAY(a, struct person_id, row_count);
    for (size_t i = 0; i < row_count; i++) // by person
        if (count == 0 || list[count - 1].value != rows[i].person.value)
            list[count++] = rows[i].person;
    *out = list;
    *count_out = count;
    return OK;
}

enum status person_has_number(struct store *s, struct person_id id, bool *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows =
        sql_query(db, "SELECT 1 FROM person_token WHERE person_id = $1 AND kind = 'number' LIMIT 1", V(id.value));
    bool found = sql_next(rows);
    TRY(sql_end(rows));
    *out = found;
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

// What an agency typed to recognise its person goes with it.
static enum status move_tokens(struct store_tx *tx, struct person_id from, struct agency_id agency, struct person_id to)
{
    struct token {
        int64_t id;
        const void *bytes;
        size_t size;
    } *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(tx->db, "SELECT id, sealed FROM person_token WHERE person_id = $1 AND agency_id = $2",
                                      V(from.value), V(agency.value));
    while (sql_next(rows)) {
        struct token t = {.id = sql_int(rows, 0)};
        const void *sealed = sql_blob(rows, 1, tx->arena, &t.size);
        if (person_open(tx->store, from, "person_token", t.id, sealed, t.size, tx->arena, &t.bytes, &t.size) == OK)
            *LIST_ADD(tx->arena, list, count, room) = t;
    }
    TRY(sql_end(rows));
    for (size_t i = 0; i < count; i++) {
        struct sql_value sealed;
        TRY(person_seal(tx->store, to, "person_token", list[i].id, list[i].bytes, list[i].size, tx->arena, &sealed));
        TRY(sql_run(tx->db, "UPDATE person_token SET person_id = $2, sealed = $3 WHERE id = $1", V(list[i].id), V(to.value),
                    V(sealed)));
        TRY(change_append_bare(tx, "person_token", "insert", to.value, to));
    }
    return OK;
}

// All that stands sealed under one person's key, but for the log.
static const struct sealed_column {
    const char *noun, *read, *write;
} SEALED[] = {
    {"identity", "SELECT person_id, sealed FROM identity WHERE person_id = $1",
     "UPDATE identity SET sealed = $2 WHERE person_id = $1"},
    {"profile", "SELECT person_id, sealed FROM profile WHERE person_id = $1",
     "UPDATE profile SET sealed = $2 WHERE person_id = $1"},
    {"cv", "SELECT id, sealed FROM cv WHERE person_id = $1", "UPDATE cv SET sealed = $2 WHERE id = $1"},
    {"enrolment", "SELECT id, sealed_purpose FROM enrolment WHERE person_id = $1",
     "UPDATE enrolment SET sealed_purpose = $2 WHERE id = $1"},
    {"person_token", "SELECT id, sealed FROM person_token WHERE person_id = $1",
     "UPDATE person_token SET sealed = $2 WHERE id = $1"},
    {"referral", "SELECT id, sealed FROM referral WHERE person_id = $1", "UPDATE referral SET sealed = $2 WHERE id = $1"},
    {"referral_profile", "SELECT id, sealed_profile FROM referral WHERE person_id = $1",
     "UPDATE referral SET sealed_profile = $2 WHERE id = $1"},
    {"referral_reasons", "SELECT id, sealed_reasons FROM referral WHERE person_id = $1",
     "UPDATE referral SET sealed_reasons = $2 WHERE id = $1"},
    {"hire", "SELECT id, sealed FROM hire WHERE person_id = $1", "UPDATE hire SET sealed = $2 WHERE id = $1"},
    {"checkin", "SELECT id, sealed FROM checkin WHERE hire_id IN (SELECT id FROM hire WHERE person_id = $1)",
     "UPDATE checkin SET sealed = $2 WHERE id = $1"},
    {"background", "SELECT person_id, sealed FROM background WHERE person_id = $1",
     "UPDATE background SET sealed = $2 WHERE person_id = $1"},
    {"email_token", "SELECT id, sealed_email_token FROM user_account WHERE person_id = $1",
     "UPDATE user_account SET sealed_email_token = $2 WHERE id = $1"},
    {"password", "SELECT id, sealed_password FROM user_account WHERE person_id = $1",
     "UPDATE user_account SET sealed_password = $2 WHERE id = $1"},
    {"session", "SELECT id, sealed_agent FROM session WHERE user_id IN (SELECT id FROM user_account WHERE person_id = $1)",
     "UPDATE session SET sealed_agent = $2 WHERE id = $1"},
};

struct opened {
    const struct sealed_column *column;
    int64_t row;
    const void *bytes;
    size_t size;
};

// After a separation both are to be deletable without trace, so what has been written up to now gets a key that both
// have, and what stands now is sealed anew under a key of the person's own.
static enum status renew_key(struct store_tx *tx, struct person_id id, struct person_id fresh)
{
    struct opened *list = NULL;
    size_t count = 0, room = 0;
    for (size_t i = 0; i < COUNT_OF(SEALED); i++) {
        struct sql_rows *rows = sql_query_values(tx->db, SEALED[i].read, (struct sql_value[]){{0}, V(id.value)}, 1);
        while (sql_next(rows)) {
            struct opened o = {.column = &SEALED[i], .row = sql_int(rows, 0)};
            const void *sealed = sql_blob(rows, 1, tx->arena, &o.size);
            // What cannot be read now cannot be read later either.
            if (sealed != NULL && person_open(tx->store, id, o.column->noun, o.row, sealed, o.size, tx->arena, &o.bytes,
                                              &o.size) == OK)
                *LIST_ADD(tx->arena, list, count, room) = o;
        }
        TRY(sql_end(rows));
    }
    TRY(keys_renew(tx->store->keys, id, fresh));
    for (size_t i = 0; i < count; i++) {
        struct sql_value sealed;
        TRY(person_seal(tx->store, id, list[i].column->noun, list[i].row, list[i].bytes, list[i].size, tx->arena, &sealed));
        TRY(sql_run_values(tx->db, list[i].column->write, (struct sql_value[]){{0}, V(list[i].row), sealed}, 2));
    }
    return OK;
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
    TRY(move_tokens(tx, id, agency, fresh));
    TRY(referrals_move(tx, id, agency, fresh));
    TRY(hires_move(tx, id, agency, fresh));
    TRY(renew_key(tx, id, fresh));
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
    TRY(hires_forget(tx, id, at));
    TRY(referrals_forget(tx, id));
    TRY(sql_run(tx->db, "DELETE FROM identity WHERE person_id = $1", V(id.value)));
    TRY(sql_run(tx->db, "DELETE FROM profile WHERE person_id = $1", V(id.value)));
    TRY(sql_run(tx->db, "DELETE FROM cv WHERE person_id = $1", V(id.value)));
    TRY(sql_run(tx->db, "DELETE FROM person_token WHERE person_id = $1", V(id.value)));
    TRY(codes_forget(tx, id));
    TRY(delete_login(tx, id));
    TRY(keep_residue(tx, id, at));
    TRY(change_append_bare(tx, "person", "delete", id.value, id));
    tx_destroy_key(tx, id, at);
    return OK;
}
