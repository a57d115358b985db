// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "store/store.h"

enum { KEY_COPY_DAYS = 30 }; // how long a copy of the keys may be used: what is deleted must be gone some day

// A consistent copy of ypsilon.db while others read and write; the file appears whole or not at all. It holds no keys:
// what it says of persons can be read only beside keys.db and master.key. CONFLICT: the file exists.
MUST_USE enum status store_backup(struct store *s, const char *file);

// A copy of keys.db, which still needs master.key (to be copied by hand, once, to a safe place). The copy knows how
// long it lives, by the store's clock, and the store knows the copy. CONFLICT: the file exists.
MUST_USE enum status store_backup_keys(struct store *s, const char *file);

// What the server calls hourly: finishes deletions that could not be finished, and deletes the copies of the keys past
// their lifetime that this store knows of and can reach.
MUST_USE enum status store_tend(struct store *s, size_t *removed_out);
// The copies alone. now is not asked: lifetimes follow the store's clock.
MUST_USE enum status store_remove_old_key_copies(struct store *s, int64_t now, size_t *removed_out);

// Puts a backup in place of ypsilon.db and, when keys_file is given, the keys of that copy into keys.db, less those of
// persons deleted since; file NULL: only the keys. What stood before is kept in a folder before-restore-… (*kept_out,
// NULL when nothing was replaced), whose key copy lives as long as any other. Persons whose tombstone stands are deleted
// in the restored database as well, as of the day they were deleted. Those with neither key nor tombstone stay, unread;
// with OK, issues says how many they are. now: the real time.
// BUSY: somebody is using the directory. INVALID: not a backup, a copy past its lifetime, or the master key is missing
// or another one. CONFLICT: made by a newer version, or of another store. issues says what to do.
MUST_USE enum status store_restore(const char *dir, const char *file, const char *keys_file,
                                   const struct store_config *config, int64_t now, struct issues *issues,
                                   const char **kept_out, struct arena *a);

// Gives up the persons who have neither key nor tombstone: deletes their rows, and leaves tombstones, so that no later
// copy of the keys brings them back.
MUST_USE enum status store_forget_keyless(struct store *s, int64_t now, size_t *count_out);
MUST_USE enum status store_count_keyless(struct store *s, size_t *count_out);

// Looks at everything: the files, references, that each row's insert stands in the change log, that sealed values open
// and decode, persons without keys. Keys without persons (left by a crash) are removed. found is called with an English
// msgid, which may hold one %s for arg, for each kind of thing that is wrong, and how often. CONFLICT when something
// was wrong and stays so.
struct check_finding {
    const char *message;
    const char *arg;
    int64_t count;
    bool mended;
};
MUST_USE enum status store_check(struct store *s, int64_t now, void (*found)(void *arg, const struct check_finding *f),
                                 void *arg);

#endif
