// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_KEYS_INSIDE_H
#define STORE_KEYS_INSIDE_H

// What keys.c and key_copies.c share. Nobody else includes this.

#include <pthread.h>

#include "sql/sql.h"
#include "store/keys.h"

// Numbers of the keys derived from the master key; those below 100 are the store's (store.c).
enum { SUBKEY_WRAP = 100, SUBKEY_FIT, SUBKEY_COPY };
extern const char SUBKEY_CONTEXT[];

// Keys in memory: open addressing. person 0 is free, -1 was used; neither is an id.
struct slot {
    int64_t person;
    bool buried; // to be destroyed: not given out any more
    struct seal_key key;
};

// Keys that were read at once, of all persons from first to last: by person, which is negative once the key was forgotten.
struct known_key {
    int64_t person;
    struct seal_key key;
};
struct key_run {
    int64_t first, last;
    struct known_key *list; // NULL while it is read
    size_t count;
    struct key_run *next;
};

struct keys {
    pthread_mutex_t lock; // guards all below
    char *path;           // of keys.db
    struct sql *db;
    struct seal_key master, wrap;
    unsigned char mark[KEYS_MARK];
    struct slot *slots; // what is said here goes before what stands in runs
    size_t slot_count, used; // slot_count is a power of two; used counts those with -1 as well
    struct key_run *runs; // in order, none in another
    size_t runs_read;     // being read
    pthread_cond_t read;  // one of them has been read, or not
};

// Into issues, or into the log where nobody takes them. arg fills the message's %s.
void keys_tell(struct issues *issues, const char *message, const char *arg);
MUST_USE enum status keys_read_master(struct arena *a, const char *dir, struct issues *issues, struct seal_key *out);
MUST_USE enum status keys_unwrap(const struct seal_key *wrap, int64_t person, const void *sealed, size_t size,
                                 struct arena *a, struct seal_key *out);
// Locks, and waits until nobody reads keys into memory: what is to be changed there could come back with them.
void keys_lock_settled(struct keys *k);
struct slot *keys_slot(const struct keys *k, int64_t person); // NULL: none; with the lock held
// The key that was read at once, NULL when it was not; with the lock held.
struct known_key *keys_known(const struct keys *k, int64_t person);
void keys_close_runs(struct keys *k);
void keys_remember(struct keys *k, struct person_id person, const struct seal_key *key);
// Old keys, within a change: destroys those that belong to somebody who is dead; takes in a copy's.
MUST_USE enum status keys_destroy_old(struct keys *k);
MUST_USE enum status keys_take_in_old(struct keys *k, struct sql *copy, struct arena *a);
// Runs the statements of one change to the key store together, with the lock held.
MUST_USE enum status keys_together(struct keys *k, enum status (*change)(struct keys *k, void *arg, struct arena *a),
                                   void *arg);

#endif
