// SPDX-License-Identifier: EUPL-1.2
#include <string.h>

#include "base/random.h"
#include "store/inside.h"
#include "store/keys_inside.h"

// A person's key is renewed when somebody who was mistaken for that person is separated. What was written under the old
// one speaks of both, so the old key belongs to both, and goes when the first of them is deleted.

struct renewal {
    int64_t person, other;
    const struct seal_key *old, *fresh;
};

static enum status renew(struct keys *k, void *arg, struct arena *a)
{
    const struct renewal *r = arg;
    int64_t id = (int64_t)(random_u64() >> 1);
    const void *old, *fresh;
    size_t old_size, fresh_size;
    seal(&k->wrap, "old_key", id, r->old->bytes, SEAL_KEY, a, &old, &old_size);
    seal(&k->wrap, "person_key", r->person, r->fresh->bytes, SEAL_KEY, a, &fresh, &fresh_size);
    TRY(sql_run(k->db, "INSERT INTO old_key (id, person_id, sealed) VALUES ($1, $2, $3)", V(id), V(r->person),
                V(sql_blob_value(old, old_size))));
    TRY(sql_run(k->db, "INSERT INTO old_key_of (old_key_id, person_id) VALUES ($1, $2)", V(id), V(r->person)));
    // The separated one may also stand in what was written before an earlier separation.
    TRY(sql_run(k->db, "INSERT INTO old_key_of (old_key_id, person_id) SELECT old_key_id, $2 FROM old_key_of "
                       "WHERE person_id = $1 ON CONFLICT (old_key_id, person_id) DO NOTHING", V(r->person),
                V(r->other)));
    return sql_run(k->db, "INSERT INTO person_key (person_id, sealed) VALUES ($1, $2) "
                          "ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed", V(r->person),
                   V(sql_blob_value(fresh, fresh_size)));
}

enum status keys_renew(struct keys *k, struct person_id person, struct person_id other)
{
    struct seal_key old, fresh;
    TRY(keys_get(k, person, &old));
    seal_key_make(&fresh);
    enum status st = keys_together(k, renew, &(struct renewal){person.value, other.value, &old, &fresh});
    if (st == OK)
        keys_remember(k, person, &fresh);
    seal_key_forget(&old);
    seal_key_forget(&fresh);
    return st;
}

static enum status unwrap_old(struct keys *k, struct sql_rows *rows, struct arena *a, struct seal_key *out)
{
    size_t size;
    const void *bytes, *sealed = sql_blob(rows, 1, a, &size);
    if (seal_open(&k->wrap, "old_key", sql_int(rows, 0), sealed, size, a, &bytes, &size) != OK || size != SEAL_KEY)
        return FAILED;
    memcpy(out->bytes, bytes, SEAL_KEY);
    explicit_bzero((void *)bytes, size);
    return OK;
}

enum status keys_list_old(struct keys *k, struct person_id person, struct arena *a, struct seal_key **out,
                          size_t *count_out)
{
    struct seal_key *list = NULL, key;
    size_t count = 0, room = 0;
    pthread_mutex_lock(&k->lock);
    struct sql_rows *rows = sql_query(k->db, "SELECT id, sealed FROM old_key WHERE person_id = $1", V(person.value));
    while (sql_next(rows))
        if (unwrap_old(k, rows, a, &key) == OK)
            *LIST_ADD(a, list, count, room) = key;
    enum status st = sql_end(rows);
    pthread_mutex_unlock(&k->lock);
    seal_key_forget(&key);
    TRY(st);
    *out = list;
    *count_out = count;
    return OK;
}

enum status keys_destroy_old(struct keys *k)
{
    TRY(sql_run(k->db, "DELETE FROM old_key WHERE id IN (SELECT o.old_key_id FROM old_key_of o "
                       "JOIN tombstone t ON t.person_id = o.person_id)"));
    return sql_run(k->db, "DELETE FROM old_key_of WHERE old_key_id NOT IN (SELECT id FROM old_key)");
}

enum status keys_take_in_old(struct keys *k, struct sql *copy, struct arena *a)
{
    enum status st = OK;
    struct sql_rows *rows = sql_query(copy, "SELECT id, person_id, sealed FROM old_key");
    while (st == OK && sql_next(rows)) {
        size_t size;
        const void *sealed = sql_blob(rows, 2, a, &size);
        st = sql_run(k->db, "INSERT INTO old_key (id, person_id, sealed) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
                     V(sql_int(rows, 0)), V(sql_int(rows, 1)), V(sql_blob_value(sealed, size)));
    }
    enum status end = sql_end(rows);
    if (st != OK || end != OK)
        return st != OK ? st : end;
    rows = sql_query(copy, "SELECT old_key_id, person_id FROM old_key_of");
    while (st == OK && sql_next(rows))
        st = sql_run(k->db, "INSERT INTO old_key_of (old_key_id, person_id) VALUES ($1, $2) "
                            "ON CONFLICT (old_key_id, person_id) DO NOTHING", V(sql_int(rows, 0)), V(sql_int(rows, 1)));
    end = sql_end(rows);
    if (st != OK || end != OK)
        return st != OK ? st : end;
    return keys_destroy_old(k);
}
