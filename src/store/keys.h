// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_KEYS_H
#define STORE_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/issues.h"
#include "base/seal.h"
#include "base/status.h"
#include "core/id.h"

// The key store: keys.db and master.key of a directory. A person's key is 32 random bytes, kept sealed under a key
// derived from the master key. A deleted person's key is overwritten, and a tombstone keeps it from coming back with an
// older copy. Thread-safe.
struct keys;

enum { KEYS_MARK = 16 }; // names the store: the database that belongs to these keys holds the same

// NOT_FOUND: no keys.db, and create is false. INVALID: master.key is missing, open to others or another one; CONFLICT:
// made by a newer version. issues (may be NULL) says what it means and what to do.
MUST_USE enum status keys_open(const char *dir, bool create, struct issues *issues, struct keys **out);
void keys_close(struct keys *k);

void keys_mark(const struct keys *k, unsigned char mark_out[KEYS_MARK]);
void keys_subkey(const struct keys *k, uint64_t number, struct seal_key *out);

// NOT_FOUND: no such key, or destroyed.
MUST_USE enum status keys_get(struct keys *k, struct person_id person, struct seal_key *out);
// Those of all persons from first to last into memory, at once; nothing when that has been done. Several threads may share it.
MUST_USE enum status keys_load(struct keys *k, struct person_id first, struct person_id last);
MUST_USE enum status keys_load_all(struct keys *k);
// As it stands on the disk. NOT_FOUND: not there (perhaps not yet: what is in memory stays).
MUST_USE enum status keys_refresh(struct keys *k, struct person_id person, struct seal_key *out);
void keys_forget(struct keys *k, struct person_id person); // in memory only: another process has changed it
// For going through persons in order, once keys_load has been done: the next ones are taken out together. Start with {0}.
struct key_cursor {
    struct {
        struct person_id person;
        struct seal_key key;
    } next[32];
    size_t count, at;
};
MUST_USE enum status keys_get_next(struct keys *k, struct key_cursor *c, struct person_id person, struct seal_key *out);
void key_cursor_wipe(struct key_cursor *c);
// In memory only: NOT_FOUND from now on, whatever the file says. For one whose destruction has to wait (a full disk).
void keys_bury(struct keys *k, struct person_id person);

// A made key can be used at once, and is on the disk after keys_keep. keys_drop takes back one not kept.
void keys_make(struct keys *k, struct person_id person);
void keys_drop(struct keys *k, struct person_id person);
MUST_USE enum status keys_keep(struct keys *k, const struct person_id *persons, size_t count);
// Gives the person a new key at once, on the disk and in memory. The old one opens what was written before, and belongs to
// the other person as well: it is destroyed with the first of the two. No harm is done when it has been for nothing.
MUST_USE enum status keys_renew(struct keys *k, struct person_id person, struct person_id other);
MUST_USE enum status keys_list_old(struct keys *k, struct person_id person, struct arena *a, struct seal_key **out,
                                   size_t *count_out);

struct tombstone {
    struct person_id person;
    int64_t at; // when the person was deleted: figures of that day are counted from it after a restore
};
MUST_USE enum status keys_destroy(struct keys *k, const struct tombstone *dead, size_t count);
// Removes one that never belonged to anybody: no tombstone.
MUST_USE enum status keys_remove(struct keys *k, struct person_id person);

// All persons who have a key, or a tombstone, in order.
MUST_USE enum status keys_list(struct keys *k, struct arena *a, struct person_id **out, size_t *count_out);
// Those of these who have one, in their order.
MUST_USE enum status keys_list_of(struct keys *k, const struct person_id *persons, size_t person_count, struct arena *a,
                                  struct person_id **out, size_t *count_out);
MUST_USE enum status keys_list_destroyed(struct keys *k, struct arena *a, struct tombstone **out, size_t *count_out);

// Copies: see backup.h.
MUST_USE enum status keys_copy(struct keys *k, const char *file, int64_t now);
MUST_USE enum status keys_remove_leftovers(struct keys *k); // of copies whose making a crash broke off
MUST_USE enum status keys_remove_old_copies(struct keys *k, int64_t now, size_t *removed_out);
// Takes the keys of a copy in, less those that are destroyed. INVALID: not a copy, past its lifetime, or of other keys.
MUST_USE enum status keys_take_in(struct keys *k, const char *file, int64_t now, struct issues *issues);
// Begins a key store in dir from a copy, where there is none: master.key must be there.
MUST_USE enum status keys_start_from(const char *dir, const char *file, int64_t now, struct issues *issues);
// The mark in a copy, whatever its age.
MUST_USE enum status keys_copy_mark(const char *file, unsigned char mark_out[KEYS_MARK]);

MUST_USE enum status keys_check(struct keys *k); // the file; and that every key opens: FAILED, logged

#endif
