// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/day.h"
#include "base/issues.h"
#include "base/status.h"
#include "core/actor.h"
#include "core/id.h"

// Everything that is kept: a directory with
//   ypsilon.db   what is known. All that is said of a person is sealed under that person's own key.
//   keys.db      the persons' keys, sealed under the master key, and the tombstones of deleted persons. Not in backups.
//   master.key   32 random bytes, mode 0600. Without it the keys, and with them all persons' data, cannot be read.
//   open.lock, serve.lock   who is using the directory.
//
// Reading: functions that take a store run on a connection of the calling thread; any number of threads at once. Called
// from within a job of store_write they see what the job has written.
// Each reads what is there by then, but see store_enter.
// Writing: functions that take a store_tx, called from jobs only.
// No clock here: now (ms since 1970 UTC) and today are arguments. Outputs live in the arena given.
struct store;
struct sql;

struct store_config {
    bool create;              // make what is missing, when all of it is
    bool serve;               // be the one server of this directory
    int64_t (*clock)(void);   // ms since 1970 UTC, real: for the time part of ids and for the migrations' dates only
    uint64_t seed;            // 0: ids and lots end in random bits; else they are the same at every run of the same writes
    bool telling;             // what happened before is being told: ids begin with the time of the write, and commits do
                              // not wait for the disk
};

// NOT_FOUND: nothing there, and create is false. BUSY: another server runs on the directory, or it is being restored.
// CONFLICT: a newer database, or files that do not belong together; INVALID: master key missing, open to others or
// wrong. In all these cases issues (which may be NULL) says what it means and what to do.
MUST_USE enum status store_open(const char *dir, const struct store_config *config, struct issues *issues,
                                struct store **out);
const char *store_folder(const struct store *s); // the directory, as it was opened
void store_close(struct store *s); // no thread may be using it

struct random_stream;
// With a seed: ids and lots are drawn from the other stream from now on, and stream gets the one they were drawn from.
// So what is told besides changes no id of the rest.
void store_exchange_stream(struct store *s, struct random_stream *stream);

// What a job writes through.
struct store_tx {
    struct store *store;
    struct sql *db;
    const struct actor *actor; // NULL: the system itself (command line, demo)
    struct user_id user;       // the actor's, or {0}
    int64_t now;
    struct arena *arena;       // emptied after the job
};

// Until store_leave all that the calling thread reads is of one state of the data, that of its first reading: a page does
// not show half of a change, and asks the database for its lock once. What the thread writes itself it sees: a write,
// and store_renew, end one state and begin another.
void store_enter(struct store *s);
void store_renew(struct store *s);
void store_leave(struct store *s);

// Runs the job in a transaction: the only begin, commit, rollback and retry there is. Waiting jobs of several threads
// share one commit; one that does not answer OK is rolled back alone, and its answer is returned. A job may be run
// again after a rollback, so it only writes to the store and to its own struct, and does the same the second time.
// Within a job another one may be written, by way of use cases, say: it runs at once under a savepoint of the same
// transaction, with its own actor and time, and lasts when the outer one does. So thousands of small writes share a commit.
// BUSY: another process kept the lock for ten seconds.
MUST_USE enum status store_write(struct store *s, const struct actor *actor, int64_t now,
                                 enum status (*job)(struct store_tx *tx, void *arg), void *arg);

// The same without waiting: then is called with the answer after the commit, by the thread that writes, which it must not
// hold up. What is given lives until then, and so does the arena, which the job is kept in. FAILED: nothing was begun,
// and then is not called. Not from within a job.
MUST_USE enum status store_write_then(struct store *s, const struct actor *actor, int64_t now,
                                      enum status (*job)(struct store_tx *tx, void *arg), void *arg, struct arena *a,
                                      void (*then)(void *then_arg, enum status status), void *then_arg);

// Strictly rising while the store is open; time first.
int64_t store_new_id(struct store_tx *tx);
uint32_t store_new_lot(struct store_tx *tx);

// Keyed hashes for looking up without keeping, one key for each purpose, derived from the master key.
enum store_purpose {
    PURPOSE_PERSON_TOKEN = 1, PURPOSE_EMAIL_TOKEN, PURPOSE_RECOVERY_CODE, PURPOSE_DIGEST, PURPOSE_INVITE, PURPOSE_CODE,
    PURPOSE_LINK, PURPOSE_HOLD, PURPOSE_POST,
    PURPOSE_FEED, PURPOSE_CALENDAR
};
enum { STORE_TOKEN = 32, STORE_PURPOSES = 11 };
void store_token(const struct store *s, enum store_purpose purpose, const void *bytes, size_t size,
                 unsigned char token_out[STORE_TOKEN]);
// The purpose's key itself, for the engine's digests.
void store_key(const struct store *s, enum store_purpose purpose, unsigned char key_out[32]);

// One line of the append-only change log. Ids rise in the order of commit, across processes. Every write has one, but for
// those that say nothing of anybody and would drown the rest: when a session was last seen (session_touch), the last
// time step of a one-time code (user_use_totp_step), tries of codes and codes that are nobody's (code_store.h), and
// read_log_append, which is a log itself.
struct change {
    int64_t id;
    int64_t at;
    struct user_id user;     // {0}: the system itself
    const char *user_name;   // "" for candidates and the system
    const char *organisation; // the user's, now; ""
    const char *noun, *verb; // "need", "update"; the header of each noun names its verbs
    int64_t row;
    struct person_id person; // whom it is about, {0} nobody
    const void *body;        // the new values: JSON, or for "identity" and "profile" the encoded document
    size_t body_size;        // NULL, 0 when there is none, or the key it was sealed under is gone
};
// What came after a change, oldest first, without names and bodies: for whoever follows, with the last id seen.
// Also how this process learns of keys that another one has destroyed.
MUST_USE enum status store_changes_since(struct store *s, int64_t after, size_t most, struct arena *a,
                                         struct change **out, size_t *count_out);
// The same with bodies, as far as the keys are still there. Whoever reads them answers for what is shown to whom.
MUST_USE enum status store_changes_read(struct store *s, int64_t after, size_t most, struct arena *a,
                                        struct change **out, size_t *count_out);
MUST_USE enum status store_last_change(struct store *s, int64_t *id_out); // 0 when there is none
// The last one that is about a person and, unless all, not of the profile; 0 when there is none.
MUST_USE enum status store_last_change_of(struct store *s, struct person_id person, bool all, int64_t *id_out);
// One row's story, newest first; before: the last id shown, 0 for the first page.
MUST_USE enum status store_history(struct store *s, const char *noun, int64_t row, int64_t before, size_t most,
                                   struct arena *a, struct change **out, size_t *count_out);
// All that was written about a person, newest first.
MUST_USE enum status store_history_of_person(struct store *s, struct person_id person, int64_t before, size_t most,
                                             struct arena *a, struct change **out, size_t *count_out);

// Small settings of the installation ("demo"). NOT_FOUND when never set.
MUST_USE enum status setting_get(struct store *s, const char *name, struct arena *a, const char **value_out);
MUST_USE enum status setting_put(struct store_tx *tx, const char *name, const char *value);

#endif
