// SPDX-License-Identifier: EUPL-1.2
#include "base/log.h"
#include "store/backup.h"
#include "store/inside.h"

// Deletions live in two files that are not written together: the person's row in the database, the key and its tombstone
// in the key store. Either may be ahead of the other after a crash, on a full disk, or in a restored copy.

struct unfinished {
    struct tombstone *with_key;  // deleted in the database, and the key is still there
    struct tombstone *in_database; // not deleted there, and a tombstone stands
    size_t key_count, database_count;
};

struct deleted {
    struct person_id *persons; // in order
    int64_t *at;
    size_t count;
};

static enum status list_deleted(struct sql *db, struct arena *a, struct deleted *out)
{
    struct deleted d = {0};
    size_t room = 0, at_room = 0, at_count = 0;
    struct sql_rows *rows = sql_query(db, "SELECT id, deleted_at FROM person WHERE deleted_at IS NOT NULL ORDER BY id");
    while (sql_next(rows)) {
        LIST_ADD(a, d.persons, d.count, room)->value = sql_int(rows, 0);
        *LIST_ADD(a, d.at, at_count, at_room) = sql_int(rows, 1);
    }
    TRY(sql_end(rows));
    *out = d;
    return OK;
}

static enum status is_living(struct sql *db, struct person_id id, bool *out)
{
    struct sql_rows *rows = sql_query(db, "SELECT 1 FROM person WHERE id = $1 AND deleted_at IS NULL", V(id.value));
    bool found = sql_next(rows);
    TRY(sql_end(rows));
    *out = found;
    return OK;
}

// Only those who are deleted in one of the two are asked for in the other: they are few, and everybody else many.
static enum status find_unfinished(struct store *s, struct sql *db, struct arena *a, struct unfinished *out)
{
    struct unfinished u = {0};
    struct deleted deleted;
    struct person_id *keys;
    struct tombstone *dead;
    size_t key_count, dead_count, key_room = 0, room = 0, d = 0;
    TRY(list_deleted(db, a, &deleted));
    TRY(keys_list_of(s->keys, deleted.persons, deleted.count, a, &keys, &key_count));
    TRY(keys_list_destroyed(s->keys, a, &dead, &dead_count));
    for (size_t k = 0; k < key_count; k++) {
        while (deleted.persons[d].value < keys[k].value)
            d++;
        *LIST_ADD(a, u.with_key, u.key_count, key_room) = (struct tombstone){keys[k], deleted.at[d]};
    }
    d = 0;
    for (size_t i = 0; i < dead_count; i++) {
        bool living = false;
        while (d < deleted.count && deleted.persons[d].value < dead[i].person.value)
            d++;
        if (d == deleted.count || deleted.persons[d].value != dead[i].person.value)
            TRY(is_living(db, dead[i].person, &living));
        if (living)
            *LIST_ADD(a, u.in_database, u.database_count, room) = dead[i];
    }
    *out = u;
    return OK;
}

enum status finish_deletions(struct store_tx *tx, void *unused)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct unfinished u;
    TRY(find_unfinished(tx->store, tx->db, a, &u));
    for (size_t i = 0; i < u.key_count; i++)
        tx_destroy_key(tx, u.with_key[i].person, u.with_key[i].at);
    for (size_t i = 0; i < u.database_count; i++)
        TRY(person_delete_at(tx, u.in_database[i].person, u.in_database[i].at));
    if (u.key_count + u.database_count > 0)
        log_info("store: finishing the deletion of %zu persons", u.key_count + u.database_count);
    return OK;
}

enum status open_deletions(struct store *s)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct unfinished u;
    TRY(find_unfinished(s, s->db, a, &u));
    if (u.key_count + u.database_count == 0)
        return OK;
    // Deleted is deleted, also while the disk has no room to say so.
    for (size_t i = 0; i < u.key_count; i++)
        keys_bury(s->keys, u.with_key[i].person);
    if (store_write(s, NULL, s->config.clock(), finish_deletions, NULL) != OK)
        log_warning("store: the deletion of %zu persons could not be finished; it is tried again while the store is open",
                    u.key_count + u.database_count);
    return OK;
}

enum status store_tend(struct store *s, size_t *removed_out)
{
    int64_t now = s->config.clock();
    TRY(store_write(s, NULL, now, finish_deletions, NULL));
    return keys_remove_old_copies(s->keys, now, removed_out);
}

// Without a key

enum status list_keyless(struct store *s, struct sql *db, struct arena *a, struct person_id **out, size_t *count_out)
{
    struct person_id *keys, *list = NULL;
    struct tombstone *dead;
    size_t key_count, dead_count, count = 0, room = 0, k = 0, d = 0;
    TRY(keys_list(s->keys, a, &keys, &key_count));
    TRY(keys_list_destroyed(s->keys, a, &dead, &dead_count));
    struct sql_rows *rows = sql_query(db, "SELECT id FROM person WHERE deleted_at IS NULL ORDER BY id");
    while (sql_next(rows)) {
        int64_t id = sql_int(rows, 0);
        while (k < key_count && keys[k].value < id)
            k++;
        while (d < dead_count && dead[d].person.value < id)
            d++;
        bool has_key = k < key_count && keys[k].value == id;
        bool is_dead = d < dead_count && dead[d].person.value == id;
        if (!has_key && !is_dead)
            LIST_ADD(a, list, count, room)->value = id;
    }
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

static enum status forget_keyless(struct store_tx *tx, void *arg)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct person_id *list;
    size_t count;
    TRY(list_keyless(tx->store, tx->db, a, &list, &count));
    for (size_t i = 0; i < count; i++)
        TRY(person_delete_at(tx, list[i], tx->now));
    *(size_t *)arg = count;
    return OK;
}

enum status store_forget_keyless(struct store *s, int64_t now, size_t *count_out)
{
    return store_write(s, NULL, now, forget_keyless, count_out);
}

enum status store_count_keyless(struct store *s, size_t *count_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct sql *db;
    struct person_id *list;
    TRY(store_reader(s, &db));
    return list_keyless(s, db, a, &list, count_out);
}
