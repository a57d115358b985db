// SPDX-License-Identifier: EUPL-1.2
#include "store/backup.h"

#include "store/inside.h"

enum status store_backup(struct store *s, const char *file)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    // A connection of its own: the calling thread may be in the middle of a query on the usual one.
    struct sql *db;
    TRY(sql_open(path_in(a, s->dir, "ypsilon.db"), SQL_READ, &db));
    enum status st = sql_backup(db, file);
    sql_close(db);
    return st;
}

enum status store_backup_keys(struct store *s, const char *file)
{
    return keys_copy(s->keys, file, s->config.clock());
}

enum status store_remove_old_key_copies(struct store *s, int64_t now, size_t *removed_out)
{
    return keys_remove_old_copies(s->keys, s->config.clock(), removed_out);
}
