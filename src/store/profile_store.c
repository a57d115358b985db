// SPDX-License-Identifier: EUPL-1.2
#include "store/profile_store.h"

#include "base/log.h"
#include "store/inside.h"

static enum status decode(int64_t person, const void *bytes, size_t size, struct arena *a, struct profile *out)
{
    if (profile_decode(bytes, size, a, out) != OK) {
        log_error("store: the profile of person %lld cannot be read", (long long)person);
        return FAILED;
    }
    return OK;
}

// The columns hold what the engine and conflicts are judged by; the document repeats them. keys: NULL for one alone.
static enum status profile_row(struct store *s, struct key_cursor *keys, struct sql_rows *rows, struct arena *a,
                               struct profile *out)
{
    size_t size;
    const void *bytes;
    struct person_id person = {sql_int(rows, 0)};
    const void *sealed = sql_blob(rows, 4, a, &size);
    if (keys == NULL)
        TRY(person_open(s, person, "profile", person.value, sealed, size, a, &bytes, &size));
    else
        TRY(person_open_next(s, keys, person, "profile", person.value, sealed, size, a, &bytes, &size));
    TRY(decode(person.value, bytes, size, a, out));
    out->person = person;
    out->version = sql_int(rows, 1);
    out->lot = (uint32_t)sql_int(rows, 2);
    out->updated_at = sql_int(rows, 3);
    return OK;
}

enum status profile_get(struct store *s, struct person_id id, struct arena *a, struct profile *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    enum status st = NOT_FOUND;
    struct sql_rows *rows = sql_query(db, "SELECT person_id, version, lot, updated_at, sealed FROM profile "
                                          "WHERE person_id = $1", V(id.value));
    if (sql_next(rows))
        st = profile_row(s, NULL, rows, a, out);
    TRY(sql_end(rows));
    return st;
}

enum status profile_put(struct store_tx *tx, const struct profile *p)
{
    struct profile stored = *p;
    stored.version = p->version + 1;
    stored.updated_at = tx->now;
    if (p->version == 0) {
        stored.lot = store_new_lot(tx);
    } else {
        struct profile before;
        TRY(profile_get(tx->store, p->person, tx->arena, &before));
        stored.lot = before.lot;
    }
    const unsigned char *bytes;
    size_t size;
    profile_encode(&stored, tx->arena, &bytes, &size);
    int64_t person = p->person.value;
    struct sql_value sealed;
    TRY(person_seal(tx->store, p->person, "profile", person, bytes, size, tx->arena, &sealed));
    if (p->version == 0) {
        TRY(sql_run(tx->db, "INSERT INTO profile (person_id, version, lot, updated_at, sealed) VALUES ($1, $2, $3, $4, $5)",
                    V(person), V(stored.version), V(stored.lot), V(stored.updated_at), V(sealed)));
        return change_append_document(tx, "profile", "insert", person, p->person, bytes, size);
    }
    TRY(sql_run(tx->db, "UPDATE profile SET version = $2, updated_at = $3, sealed = $4 WHERE person_id = $1 AND version = $5",
                V(person), V(stored.version), V(stored.updated_at), V(sealed), V(p->version)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    return change_append_document(tx, "profile", "update", person, p->person, bytes, size);
}

enum status profile_each(struct store *s, enum status (*each)(void *arg, const struct profile *p), void *arg)
{
    return profile_each_of(s, (struct person_id){0}, (struct person_id){INT64_MAX}, each, arg);
}

enum status profile_each_of(struct store *s, struct person_id first, struct person_id last,
                            enum status (*each)(void *arg, const struct profile *p), void *arg)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    TRY(keys_load(s->keys, first, last));
    struct arena *a CLEANUP_ARENA = arena_open();
    enum status st = OK;
    size_t unread = 0;
    struct key_cursor keys = {0};
    struct sql_rows *rows = sql_query(db, "SELECT person_id, version, lot, updated_at, sealed FROM profile "
                                          "WHERE person_id >= $1 AND person_id <= $2 ORDER BY person_id",
                                      V(first.value), V(last.value));
    while (st == OK && sql_next(rows)) {
        struct profile p;
        // One that cannot be read has been logged, and one without a key is nobody: the others are there all the same.
        if (profile_row(s, &keys, rows, a, &p) == OK)
            st = each(arg, &p);
        else
            unread++;
        arena_reset(a);
    }
    key_cursor_wipe(&keys);
    enum status end = sql_end(rows);
    if (unread > 0)
        log_warning("store: %zu profiles cannot be read and are left out", unread);
    return st != OK ? st : end;
}

enum status profile_parts(struct store *s, size_t most, size_t least, struct person_id *first_out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    int64_t people = 0;
    struct sql_rows *rows = sql_query(db, "SELECT count(*) FROM person");
    if (sql_next(rows))
        people = sql_int(rows, 0);
    TRY(sql_end(rows));
    size_t parts = (size_t)people / least + 1, count = 0;
    if (parts > most)
        parts = most;
    first_out[count++].value = 0;
    for (bool more = true; more && count < parts;) {
        rows = sql_query(db, "SELECT id FROM person WHERE id >= $1 ORDER BY id LIMIT 1 OFFSET $2",
                         V(first_out[count - 1].value), V(people / (int64_t)parts));
        more = sql_next(rows);
        if (more)
            first_out[count++].value = sql_int(rows, 0);
        TRY(sql_end(rows));
    }
    *count_out = count;
    return OK;
}
