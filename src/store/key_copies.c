// SPDX-License-Identifier: EUPL-1.2
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/log.h"
#include "base/random.h"
#include "store/backup.h"
#include "store/inside.h"
#include "store/keys_inside.h"
#include "store/schema.h"

static const int64_t LIFETIME_MS = (int64_t)KEY_COPY_DAYS * 24 * 60 * 60 * 1000;

// What a copy says of itself.
struct copy_mark {
    unsigned char mark[KEYS_MARK];
    int64_t made_at, lives_until;
    unsigned char proof[SEAL_TOKEN];
};

static void prove(const struct seal_key *master, const struct copy_mark *m, unsigned char proof_out[SEAL_TOKEN])
{
    struct seal_key key;
    seal_key_derive(master, SUBKEY_COPY, SUBKEY_CONTEXT, &key);
    unsigned char said[KEYS_MARK + 16];
    memcpy(said, m->mark, KEYS_MARK);
    for (int i = 0; i < 8; i++) {
        said[KEYS_MARK + i] = (unsigned char)((uint64_t)m->made_at >> (8 * i));
        said[KEYS_MARK + 8 + i] = (unsigned char)((uint64_t)m->lives_until >> (8 * i));
    }
    seal_token(&key, said, sizeof said, proof_out);
    seal_key_forget(&key);
}

// NOT_FOUND: no copy (perhaps a key store in use, or another database).
static enum status read_mark(struct sql *db, struct arena *a, struct copy_mark *out)
{
    if (!sql_has_table(db, "key_store") || !sql_has_table(db, "copy_mark"))
        return NOT_FOUND;
    struct sql_rows *rows = sql_query(db, "SELECT k.mark, c.made_at, c.lives_until, c.proof FROM key_store k, copy_mark c");
    bool found = false;
    if (sql_next(rows)) {
        size_t mark_size, proof_size;
        const void *mark = sql_blob(rows, 0, a, &mark_size), *proof = sql_blob(rows, 3, a, &proof_size);
        out->made_at = sql_int(rows, 1);
        out->lives_until = sql_int(rows, 2);
        found = mark_size == KEYS_MARK && proof_size == SEAL_TOKEN;
        if (found) {
            memcpy(out->mark, mark, KEYS_MARK);
            memcpy(out->proof, proof, SEAL_TOKEN);
        }
    }
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

static bool proof_fits(const struct seal_key *master, const struct copy_mark *m)
{
    unsigned char proof[SEAL_TOKEN];
    prove(master, m, proof);
    return seal_equal(proof, m->proof, sizeof proof);
}

// Making

// The mark comes before any key, so that whatever a crash leaves knows how long it lives.
static enum status mark_copy(struct keys *k, struct sql *copy, int64_t now, struct arena *a)
{
    struct copy_mark m = {.made_at = now, .lives_until = now + LIFETIME_MS};
    memcpy(m.mark, k->mark, KEYS_MARK);
    prove(&k->master, &m, m.proof);
    size_t count, size = 0;
    const struct migration *list = schema_key_migrations(&count);
    TRY(schema_migrate(copy, list, count, 0, NULL));
    TRY(sql_run(copy, "INSERT INTO copy_mark (one, made_at, lives_until, proof) VALUES (1, $1, $2, $3)", V(m.made_at),
                V(m.lives_until), V(sql_blob_value(m.proof, sizeof m.proof))));
    const void *fit = NULL;
    struct sql_rows *rows = sql_query(k->db, "SELECT fit FROM key_store WHERE one = 1");
    if (sql_next(rows))
        fit = sql_blob(rows, 0, a, &size);
    TRY(sql_end(rows));
    return sql_run(copy, "INSERT INTO key_store (one, mark, fit) VALUES (1, $1, $2)",
                   V(sql_blob_value(k->mark, sizeof k->mark)), V(sql_blob_value(fit, size)));
}

static enum status fill_copy(struct keys *k, struct sql *copy)
{
    // All columns in the order of the values: integers, then at most one blob.
    static const struct {
        const char *read, *write;
        int integers;
    } TABLES[] = {
        {"SELECT person_id, sealed FROM person_key", "INSERT INTO person_key (person_id, sealed) VALUES ($1, $2)", 1},
        {"SELECT person_id, destroyed_at FROM tombstone", "INSERT INTO tombstone (person_id, destroyed_at) VALUES ($1, $2)", 2},
        {"SELECT id, person_id, sealed FROM old_key", "INSERT INTO old_key (id, person_id, sealed) VALUES ($1, $2, $3)", 2},
        {"SELECT old_key_id, person_id FROM old_key_of",
         "INSERT INTO old_key_of (old_key_id, person_id) VALUES ($1, $2)", 2},
    };
    static const int BLOB_AT[] = {1, -1, 2, -1};
    struct arena *a CLEANUP_ARENA = arena_open();
    enum status st = OK;
    for (size_t t = 0; st == OK && t < COUNT_OF(TABLES); t++) {
        struct sql_rows *rows = sql_query_values(k->db, TABLES[t].read, NULL, 0);
        while (st == OK && sql_next(rows)) {
            struct sql_value values[4] = {{0}};
            int n = 0;
            for (; n < TABLES[t].integers; n++)
                values[n + 1] = sql_int_value(sql_int(rows, n));
            if (BLOB_AT[t] >= 0) {
                size_t size;
                const void *sealed = sql_blob(rows, BLOB_AT[t], a, &size);
                values[++n] = sql_blob_value(sealed, size);
            }
            st = sql_run_values(copy, TABLES[t].write, values, (size_t)n);
            arena_reset(a);
        }
        enum status end = sql_end(rows);
        st = st != OK ? st : end;
    }
    return st;
}

static enum status write_copy(struct keys *k, const char *half, int64_t now)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct sql *copy;
    TRY(sql_open(half, SQL_WRITE_SMALL, &copy));
    enum status st = mark_copy(k, copy, now, a);
    if (st == OK)
        st = sql_begin(copy);
    if (st == OK) {
        st = fill_copy(k, copy);
        if (st == OK)
            st = sql_commit(copy);
        if (st != OK)
            sql_rollback(copy);
    }
    sql_close(copy);
    return st;
}

// While it is being made the half is locked: whoever removes leftovers lets it be.
static enum status make_copy(struct keys *k, const char *file, const char *half, int64_t now)
{
    int lock = open(half, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (lock < 0 || flock(lock, LOCK_EX | LOCK_NB) != 0) {
        log_error("store: cannot make the copy of the keys: %s", strerror(errno));
        if (lock >= 0)
            close(lock);
        return FAILED;
    }
    enum status st = write_copy(k, half, now);
    if (st == OK && fsync(lock) != 0)
        st = FAILED;
    // link refuses what rename would overwrite
    if (st == OK && link(half, file) != 0)
        st = errno == EEXIST ? CONFLICT : FAILED;
    if (st == FAILED)
        log_error("store: cannot write the copy of the keys: %s", strerror(errno));
    unlink(half);
    close(lock);
    return st == OK ? sql_sync_folder_of(file) : st;
}

// The file with its folder's real path, so that it is found again from elsewhere.
static const char *whole_path(const char *file, struct arena *a)
{
    char folder[PATH_MAX], real[PATH_MAX];
    const char *slash = strrchr(file, '/');
    const char *name = slash == NULL ? file : slash + 1;
    snprintf(folder, sizeof folder, "%.*s", slash == NULL ? 1 : (int)(slash - file + 1), slash == NULL ? "." : file);
    return realpath(folder, real) == NULL ? NULL : arena_printf(a, "%s/%s", strcmp(real, "/") == 0 ? "" : real, name);
}

struct copy_request {
    const char *file, *half;
    int64_t now;
};

static enum status note_name(struct keys *k, const char *file, int64_t now, bool making)
{
    return sql_run(k->db, "INSERT INTO key_copy (file, made_at, lives_until, making) VALUES ($1, $2, $3, $4) "
                          "ON CONFLICT (file) DO UPDATE SET made_at = excluded.made_at, "
                          "lives_until = excluded.lives_until, making = excluded.making", V(file), V(now),
                   V(now + LIFETIME_MS), V(making));
}

static enum status note_copy(struct keys *k, void *arg, struct arena *a)
{
    const struct copy_request *r = arg;
    TRY(note_name(k, r->file, r->now, false));
    return note_name(k, r->half, r->now, true);
}

static enum status forget_name(struct keys *k, void *arg, struct arena *a)
{
    return sql_run(k->db, "DELETE FROM key_copy WHERE file = $1", V((const char *)arg));
}

enum status keys_copy(struct keys *k, const char *file, int64_t now)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    if (access(file, F_OK) == 0)
        return CONFLICT;
    struct copy_request r = {.file = whole_path(file, a), .now = now};
    if (r.file == NULL) {
        log_error("store: no folder for the copy of the keys: %s", strerror(errno));
        return FAILED;
    }
    r.half = arena_printf(a, "%s.making-%016llx", r.file, (unsigned long long)random_u64());
    // Noted first, both names: a copy that is not known would not be deleted when its time is over.
    TRY(keys_together(k, note_copy, &r));
    pthread_mutex_lock(&k->lock);
    enum status st = make_copy(k, r.file, r.half, now);
    pthread_mutex_unlock(&k->lock);
    if (keys_together(k, forget_name, (void *)r.half) != OK)
        log_warning("store: a name of a copy of the keys stays noted until the next removal");
    if (st != OK && st != CONFLICT && keys_together(k, forget_name, (void *)r.file) != OK)
        log_warning("store: a copy of the keys is noted that was not made");
    return st;
}

// Removing

// Is the file a copy of these keys? Something else may have come to stand there.
static bool is_our_copy(struct keys *k, const char *file, struct arena *a)
{
    struct sql *db;
    if (sql_open(file, SQL_READ, &db) != OK)
        return false;
    struct copy_mark m;
    bool ours = read_mark(db, a, &m) == OK && memcmp(m.mark, k->mark, KEYS_MARK) == 0 && proof_fits(&k->master, &m);
    sql_close(db);
    return ours;
}

// What a crash left of making a copy. Its name was drawn at random, so nothing else stands there.
static enum status remove_leftovers(struct keys *k, void *arg, struct arena *a)
{
    const char **files = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(k->db, "SELECT file FROM key_copy WHERE making = 1");
    while (sql_next(rows))
        *LIST_ADD(a, files, count, room) = sql_text(rows, 0, a);
    TRY(sql_end(rows));
    for (size_t i = 0; i < count; i++) {
        int file = open(files[i], O_RDWR | O_CLOEXEC | O_NOFOLLOW);
        bool ours = file >= 0 && flock(file, LOCK_EX | LOCK_NB) == 0;
        bool gone = file < 0 && errno == ENOENT;
        if (ours) {
            unlink(arena_printf(a, "%s-journal", files[i]));
            gone = unlink(files[i]) == 0;
        }
        if (file >= 0)
            close(file);
        if (gone)
            TRY(sql_run(k->db, "DELETE FROM key_copy WHERE file = $1", V(files[i])));
    }
    return OK;
}

enum status keys_remove_leftovers(struct keys *k)
{
    return keys_together(k, remove_leftovers, NULL);
}

struct old_copies {
    int64_t now;
    size_t removed;
};

static enum status remove_old(struct keys *k, void *arg, struct arena *a)
{
    struct old_copies *old = arg;
    const char **files = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(k->db, "SELECT file FROM key_copy WHERE making = 0 AND lives_until < $1", V(old->now));
    while (sql_next(rows))
        *LIST_ADD(a, files, count, room) = sql_text(rows, 0, a);
    TRY(sql_end(rows));
    for (size_t i = 0; i < count; i++) {
        bool gone = access(files[i], F_OK) != 0 && errno == ENOENT;
        if (!gone && is_our_copy(k, files[i], a)) {
            if (unlink(files[i]) != 0) {
                log_error("store: a copy of the keys is past its lifetime and cannot be deleted: %s", strerror(errno));
                continue;
            }
            old->removed++;
        } else if (!gone) {
            log_warning("store: where a copy of the keys was made stands something else now; it is left alone");
        }
        TRY(sql_run(k->db, "DELETE FROM key_copy WHERE file = $1", V(files[i])));
    }
    return OK;
}

enum status keys_remove_old_copies(struct keys *k, int64_t now, size_t *removed_out)
{
    struct old_copies old = {.now = now};
    TRY(keys_remove_leftovers(k));
    TRY(keys_together(k, remove_old, &old));
    *removed_out = old.removed;
    return OK;
}

// Taking back

// Opens a copy that may be used: made under this master key, and still alive.
static enum status open_copy(const struct seal_key *master, const char *file, int64_t now, struct issues *issues,
                             struct arena *a, struct copy_mark *mark_out, struct sql **out)
{
    struct sql *db = NULL;
    enum status st = sql_open(file, SQL_READ, &db);
    if (st == OK)
        st = read_mark(db, a, mark_out);
    if (st == NOT_FOUND || st == INVALID) {
        keys_tell(issues, N_("%s is not a copy of the keys. Nothing has been changed."), file);
        st = INVALID;
    } else if (st == OK && !proof_fits(master, mark_out)) {
        keys_tell(issues, N_("The copy of the keys %s was made with another master key. Put the master.key that belongs to it "
                             "into the data directory. Nothing has been changed."), file);
        st = INVALID;
    } else if (st == OK && now < mark_out->made_at) {
        keys_tell(issues, N_("The copy of the keys %s says that it will be made later than now. Set this machine's clock right, "
                             "or take another copy. Nothing has been changed."), file);
        st = INVALID;
    } else if (st == OK && now > mark_out->lives_until) {
        keys_tell(issues, N_("The copy of the keys %s is past its lifetime of 30 days. It may hold keys of people who have "
                             "been deleted since, so it is refused. Delete it, and take a newer one. Nothing has been "
                             "changed."), file);
        st = INVALID;
    }
    if (st != OK) {
        sql_close(db);
        return st;
    }
    *out = db;
    return OK;
}

struct taking {
    struct sql *copy;
};

static enum status take_in(struct keys *k, void *arg, struct arena *a)
{
    struct sql *copy = ((struct taking *)arg)->copy;
    enum status st = OK;
    struct sql_rows *rows = sql_query(copy, "SELECT person_id, destroyed_at FROM tombstone");
    while (st == OK && sql_next(rows)) {
        int64_t person = sql_int(rows, 0);
        st = sql_run(k->db, "INSERT INTO tombstone (person_id, destroyed_at) VALUES ($1, $2) "
                            "ON CONFLICT (person_id) DO NOTHING", V(person), V(sql_int(rows, 1)));
        if (st == OK)
            st = sql_run(k->db, "DELETE FROM person_key WHERE person_id = $1", V(person));
    }
    enum status end = sql_end(rows);
    if (st != OK || end != OK)
        return st != OK ? st : end;
    rows = sql_query(copy, "SELECT person_id, sealed FROM person_key");
    while (st == OK && sql_next(rows)) {
        struct seal_key key;
        size_t size;
        int64_t person = sql_int(rows, 0);
        const void *sealed = sql_blob(rows, 1, a, &size);
        st = keys_unwrap(&k->wrap, person, sealed, size, a, &key);
        seal_key_forget(&key);
        if (st == OK)
            st = sql_run(k->db, "INSERT INTO person_key (person_id, sealed) SELECT $1, $2 WHERE NOT EXISTS "
                                "(SELECT 1 FROM tombstone WHERE person_id = $1) ON CONFLICT (person_id) DO NOTHING",
                         V(person), V(sql_blob_value(sealed, size)));
    }
    end = sql_end(rows);
    if (st != OK || end != OK)
        return st != OK ? st : end;
    return keys_take_in_old(k, copy, a);
}

enum status keys_take_in(struct keys *k, const char *file, int64_t now, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct copy_mark mark;
    struct taking t;
    TRY(open_copy(&k->master, file, now, issues, a, &mark, &t.copy));
    enum status st = OK;
    if (memcmp(mark.mark, k->mark, KEYS_MARK) != 0) {
        keys_tell(issues, N_("The copy of the keys %s belongs to another database. Nothing has been changed."), file);
        st = INVALID;
    }
    if (st == OK)
        st = keys_together(k, take_in, &t);
    sql_close(t.copy);
    return st;
}

enum status keys_start_from(const char *dir, const char *file, int64_t now, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct seal_key master;
    TRY(keys_read_master(a, dir, issues, &master));
    struct copy_mark mark;
    struct sql *copy;
    enum status st = open_copy(&master, file, now, issues, a, &mark, &copy);
    seal_key_forget(&master);
    TRY(st);
    const char *half = path_in(a, dir, "keys.db.new"), *path = path_in(a, dir, "keys.db");
    unlink(half);
    st = sql_backup(copy, half);
    sql_close(copy);
    TRY(st);
    struct sql *db;
    st = sql_open(half, SQL_WRITE_SMALL, &db);
    if (st == OK) {
        st = sql_run(db, "DELETE FROM copy_mark");
        sql_close(db);
    }
    if (st == OK && link(half, path) != 0) {
        st = errno == EEXIST ? CONFLICT : FAILED;
        log_error("store: cannot name the key store: %s", strerror(errno));
    }
    unlink(half);
    return st;
}

enum status keys_copy_mark(const char *file, unsigned char mark_out[KEYS_MARK])
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct sql *db;
    TRY(sql_open(file, SQL_READ, &db));
    struct copy_mark m;
    enum status st = read_mark(db, a, &m);
    if (st == OK)
        memcpy(mark_out, m.mark, KEYS_MARK);
    sql_close(db);
    return st;
}
