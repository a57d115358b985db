// SPDX-License-Identifier: EUPL-1.2
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "store/backup.h"
#include "store/inside.h"
#include "store/outbox_store.h"
#include "store/schema.h"

struct restore {
    const char *dir;
    const char *file, *keys_file;
    int64_t now;
    struct issues *issues;
    struct arena *arena;
    struct sql *backup;
    unsigned char mark[KEYS_MARK]; // of the backup
    struct keys *keys;             // those there are, or NULL
    const char *kept;
};

static void tell(struct restore *r, const char *message, const char *arg)
{
    if (r->issues == NULL)
        log_error("store: cannot restore: %s", message);
    else
        issues_add_arg(r->issues, "", message, arg);
}

static enum status open_backup(struct restore *r)
{
    enum status st = sql_open(r->file, SQL_READ, &r->backup);
    if (st == NOT_FOUND || st == INVALID || (st == OK && !(sql_has_table(r->backup, "store_mark") &&
                                                          sql_has_table(r->backup, "schema_version")))) {
        tell(r, N_("%s is not a backup of Ypsilon. Nothing has been changed."), r->file);
        return INVALID;
    }
    TRY(st);
    int version;
    size_t ours;
    const struct migration *list = schema_migrations(&ours);
    TRY(schema_version(r->backup, &version));
    if (version > schema_newest(list, ours)) {
        tell(r, N_("The backup %s was made by a newer version of Ypsilon. Restore it with that version. Nothing has been "
                   "changed."), r->file);
        return CONFLICT;
    }
    if (sql_check(r->backup) != OK) {
        tell(r, N_("The backup %s is damaged. Take another one. Nothing has been changed."), r->file);
        return INVALID;
    }
    bool marked = false;
    struct sql_rows *rows = sql_query(r->backup, "SELECT mark FROM store_mark");
    if (sql_next(rows)) {
        size_t size;
        const void *mark = sql_blob(rows, 0, r->arena, &size);
        marked = size == KEYS_MARK;
        if (marked)
            memcpy(r->mark, mark, KEYS_MARK);
    }
    TRY(sql_end(rows));
    return marked ? OK : FAILED;
}

// The keys that will stand beside the backup have to be its own.
static enum status check_keys(struct restore *r)
{
    bool there = access(path_in(r->arena, r->dir, "keys.db"), F_OK) == 0;
    unsigned char mark[KEYS_MARK];
    if (there) {
        TRY(keys_open(r->dir, false, r->issues, &r->keys));
        keys_mark(r->keys, mark);
    } else if (r->keys_file == NULL) {
        tell(r, N_("There is no key store keys.db in %s: without keys nothing about people in the backup can be read. Give a "
                   "copy of the keys as well (--keys), and put master.key into the directory. Nothing has been changed."),
             r->dir);
        return INVALID;
    } else if (keys_copy_mark(r->keys_file, mark) != OK) {
        tell(r, N_("%s is not a copy of the keys. Nothing has been changed."), r->keys_file);
        return INVALID;
    }
    if (memcmp(mark, r->mark, KEYS_MARK) == 0)
        return OK;
    tell(r, N_("The backup %s belongs to other keys than those given or in the data directory. Restore it into an empty "
               "directory with its own master.key and copy of the keys. Nothing has been changed."), r->file);
    return CONFLICT;
}

static enum status make_kept_folder(struct restore *r)
{
    time_t seconds = (time_t)(r->now / 1000);
    struct tm utc;
    gmtime_r(&seconds, &utc);
    for (int i = 1; i < 100; i++) {
        char name[64];
        size_t n = strftime(name, sizeof name, "before-restore-%Y%m%dT%H%M%SZ", &utc);
        if (i > 1)
            snprintf(name + n, sizeof name - n, "-%d", i);
        r->kept = path_in(r->arena, r->dir, name);
        if (mkdir(r->kept, 0700) == 0)
            return OK;
        if (errno != EEXIST)
            break;
    }
    log_error("store: cannot make a folder for what stood before: %s", strerror(errno));
    return FAILED;
}

static enum status keep_file(struct restore *r, const char *name)
{
    const char *from = path_in(r->arena, r->dir, name), *to = path_in(r->arena, r->kept, name);
    if (link(from, to) == 0 || errno == ENOENT)
        return OK;
    log_error("store: cannot keep what stood before: %s", strerror(errno));
    return FAILED;
}

// What stood before, as whole as it can be had: a damaged database is kept as its files are.
static enum status keep_before(struct restore *r)
{
    TRY(make_kept_folder(r));
    struct sql *before;
    if (sql_open(path_in(r->arena, r->dir, "ypsilon.db"), SQL_WRITE, &before) == OK) {
        if (sql_settle(before) != OK)
            log_warning("store: what stood before is kept with its log beside it");
        sql_close(before);
    }
    TRY(keep_file(r, "ypsilon.db"));
    TRY(keep_file(r, "ypsilon.db-wal"));
    return r->keys == NULL ? OK : keys_copy(r->keys, path_in(r->arena, r->kept, "keys-copy.db"), r->now);
}

static enum status take_keys(struct restore *r)
{
    if (r->keys_file == NULL)
        return OK;
    if (r->keys != NULL)
        return keys_take_in(r->keys, r->keys_file, r->now, r->issues);
    return keys_start_from(r->dir, r->keys_file, r->now, r->issues);
}

// While what stands there still stands: the copy opens, and this version's schema can be made of it.
static enum status bring_up(struct restore *r, const char *fresh)
{
    struct sql *db;
    size_t count;
    const struct migration *list = schema_migrations(&count);
    TRY(sql_open(fresh, SQL_WRITE_SMALL, &db));
    enum status st = schema_migrate(db, list, count, r->now, r->issues);
    sql_close(db);
    return st;
}

static enum status put_in_place(struct restore *r)
{
    const char *fresh = path_in(r->arena, r->dir, "ypsilon.db.new");
    unlink(fresh);
    TRY(sql_backup(r->backup, fresh));
    TRY(bring_up(r, fresh));
    // Keys first: a copy that is refused changes nothing, and keys too many do no harm.
    TRY(take_keys(r));
    TRY(keep_before(r));
    // A log of the one before must not stand beside the new one.
    unlink(path_in(r->arena, r->dir, "ypsilon.db-wal"));
    unlink(path_in(r->arena, r->dir, "ypsilon.db-shm"));
    if (rename(fresh, path_in(r->arena, r->dir, "ypsilon.db")) != 0) {
        log_error("store: cannot put the backup in place: %s", strerror(errno));
        return FAILED;
    }
    return OK;
}

// Only the keys: the database that is there is to be read with them.
static enum status restore_keys(struct restore *r)
{
    if (access(path_in(r->arena, r->dir, "keys.db"), F_OK) == 0)
        TRY(keys_open(r->dir, false, r->issues, &r->keys));
    return take_keys(r);
}

static enum status restore_locked(struct restore *r)
{
    if (r->file == NULL)
        return restore_keys(r);
    TRY(check_keys(r));
    enum status st = put_in_place(r);
    if (st != OK) {
        unlink(path_in(r->arena, r->dir, "ypsilon.db.new"));
        // Gone when there is nothing in it.
        if (r->kept != NULL && rmdir(r->kept) != 0)
            tell(r, N_("The restore was broken off. What stood there before is kept in %s"), r->kept);
    }
    return st;
}

// What waited when the copy was made has mostly gone since, unknown to the copy.
static enum status doubt_mail(struct store_tx *tx, void *arg)
{
    return outbox_unsure(tx, 1u << OUTBOX_WAITING | 1u << OUTBOX_SENDING, arg);
}

// Opening redoes the deletions that the backup does not know of. Persons whose keys are newer than the copy of the keys
// stay, unread: their keys may come with a newer copy.
static enum status finish(struct restore *r, const struct store_config *config)
{
    struct store *s;
    struct store_config quiet = *config;
    quiet.create = quiet.serve = false;
    TRY(store_open(r->dir, &quiet, r->issues, &s));
    size_t count, doubted = r->file == NULL ? 0 : 1;
    enum status st = OK;
    while (st == OK && doubted > 0)
        st = store_write(s, NULL, r->now, doubt_mail, &doubted);
    if (st == OK)
        st = store_count_keyless(s, &count);
    store_close(s);
    TRY(st);
    if (count == 0)
        return OK;
    tell(r, N_("%s people cannot be read: their keys are not in the key store. Restore a newer copy of the keys with ypsilon "
               "restore --keys."), arena_printf(r->arena, "%zu", count));
    return OK;
}

enum status store_restore(const char *dir, const char *file, const char *keys_file, const struct store_config *config,
                          int64_t now, struct issues *issues, const char **kept_out, struct arena *a)
{
    struct restore r = {.dir = dir, .file = file, .keys_file = keys_file, .now = now, .issues = issues, .arena = a};
    int lock = -1;
    enum status st = file == NULL ? OK : open_backup(&r);
    if (st == OK && access(dir, F_OK) != 0) {
        tell(&r, N_("There is no directory %s. Make it, and put master.key into it. Nothing has been changed."), dir);
        st = NOT_FOUND;
    }
    if (st == OK) {
        st = store_lock_alone(dir, &lock);
        if (st == BUSY)
            tell(&r, N_("The data in %s are in use. Stop the server and whatever else uses them, then restore again."), dir);
    }
    if (st == OK)
        st = restore_locked(&r);
    sql_close(r.backup);
    keys_close(r.keys);
    if (lock >= 0)
        close(lock);
    TRY(st);
    st = finish(&r, config);
    if (st != OK && r.kept != NULL)
        tell(&r, N_("What stood there before is kept in %s"), r.kept);
    TRY(st);
    *kept_out = r.kept;
    return OK;
}
