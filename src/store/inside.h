// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_INSIDE_H
#define STORE_INSIDE_H

// What the store's own files share. Nobody else includes this.

#include <pthread.h>

#include "base/code.h"
#include "base/random.h"
#include "base/seal.h"
#include "core/id.h"
#include "sql/sql.h"
#include "store/keys.h"
#include "store/store.h"

struct reader;
struct writer;
struct tokens;

struct store {
    char *dir;
    struct store_config config;
    int open_lock, serve_lock; // file descriptors, -1: not taken
    struct keys *keys;
    struct seal_key subkeys[STORE_PURPOSES + 1]; // by enum store_purpose
    struct seal_key own_key;                     // for what is sealed and not about a person

    struct sql *db; // the writer's connection

    pthread_key_t reader_key; // a thread's struct reader
    pthread_mutex_t readers_lock;
    struct reader *readers, *spare_readers;
    bool readers_opened;

    struct writer *writer; // write.c
    struct tokens *tokens; // tokens.c

    // Touched by jobs only, which run one at a time.
    int64_t last_id;
    int64_t last_change, last_read; // in the two logs, as of the transaction; -1: not read yet
    struct random_stream stream;
};

const char *path_in(struct arena *a, const char *dir, const char *name);

// Connections.
MUST_USE enum status readers_open(struct store *s);
void readers_close(struct store *s);
// The calling thread's connection; within a job the job's.
MUST_USE enum status store_reader(struct store *s, struct sql **out);
MUST_USE enum status writer_open(struct store *s);
void writer_close(struct store *s);
bool on_writer_thread(struct store *s);
// For a restore: nobody else has the directory open. BUSY: somebody has. Close it to let go.
MUST_USE enum status store_lock_alone(const char *dir, int *out);

// Keys of persons within jobs: a made one is kept before the job's commit, a destroyed one goes after it.
MUST_USE enum status tx_make_key(struct store_tx *tx, struct person_id person);
void tx_destroy_key(struct store_tx *tx, struct person_id person, int64_t at); // at: when the person was deleted

// Deletions that a crash, a full disk or a restore has left unfinished: keys of persons who are deleted in the database,
// and persons whose tombstone stands while the database knows them. A job; does nothing when there are none.
MUST_USE enum status finish_deletions(struct store_tx *tx, void *unused);
MUST_USE enum status open_deletions(struct store *s); // that job at opening; where it cannot be done yet, a warning
// Persons of the database who are not deleted and have neither key nor tombstone: their keys may come back.
MUST_USE enum status list_keyless(struct store *s, struct sql *db, struct arena *a, struct person_id **out,
                                  size_t *count_out);
// person_delete as of that time, which may lie back.
MUST_USE enum status person_delete_at(struct store_tx *tx, struct person_id id, int64_t at);

// The change log. Exactly one call for each write; person {0}: about nobody, body not sealed. json NULL, which is what
// json_pack makes of values it cannot hold, fails.
struct json_t;
MUST_USE enum status change_append(struct store_tx *tx, const char *noun, const char *verb, int64_t row,
                                   struct json_t *json); // takes json over
MUST_USE enum status change_append_person(struct store_tx *tx, const char *noun, const char *verb, int64_t row,
                                          struct person_id person, struct json_t *json); // takes json over
MUST_USE enum status change_append_bare(struct store_tx *tx, const char *noun, const char *verb, int64_t row,
                                        struct person_id person); // without a body
MUST_USE enum status change_append_document(struct store_tx *tx, const char *noun, const char *verb, int64_t row,
                                            struct person_id person, const void *bytes, size_t size);

// Sealing under a person's key. NOT_FOUND: the key is gone. INVALID never comes back: what does not open is logged and
// FAILED.
MUST_USE enum status person_seal(struct store *s, struct person_id person, const char *noun, int64_t row,
                                 const void *bytes, size_t size, struct arena *a, struct sql_value *out);
MUST_USE enum status person_open(struct store *s, struct person_id person, const char *noun, int64_t row,
                                 const void *sealed, size_t sealed_size, struct arena *a, const void **bytes_out,
                                 size_t *size_out);

// The same for whoever goes through persons in order, after keys_load.
MUST_USE enum status person_open_next(struct store *s, struct key_cursor *keys, struct person_id person, const char *noun,
                                      int64_t row, const void *sealed, size_t sealed_size, struct arena *a,
                                      const void **bytes_out, size_t *size_out);

struct identity;
MUST_USE enum status identity_open(struct store *s, struct person_id id, const void *sealed, size_t sealed_size,
                                   struct arena *a, struct identity *out);
MUST_USE enum status identity_open_next(struct store *s, struct key_cursor *keys, struct person_id id, const void *sealed,
                                        size_t sealed_size, struct arena *a, struct identity *out);

// Columns ↔ values.
struct sql_value day_value(struct arena *a, day d); // DAY_NONE is NULL
day day_column(struct sql_rows *rows, int column, struct arena *a);
struct sql_value code_value(struct arena *a, struct code c); // no code is ''
struct code code_column(struct sql_rows *rows, int column, struct arena *a);
struct sql_value id_value(int64_t id); // 0 is NULL
const char *text_column(struct sql_rows *rows, int column, struct arena *a); // NULL is ""
static inline const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

struct json_t *day_json(day d);          // null for DAY_NONE
struct json_t *code_json(struct code c); // "" for no code

// What search columns hold: ' ' and the folded words. And the patterns to look for in them: one for each of the first
// SEARCH_WORDS typed words, "% word%", "" for those not given.
enum { SEARCH_WORDS = 4 };
const char *search_text(struct arena *a, const char *one, const char *two, const char *three);
void search_patterns(struct arena *a, const char *typed, const char *patterns[SEARCH_WORDS]);

// Names of enumerators as stored; false when there is none such.
bool name_read(const char *const *names, size_t count, const char *name, int *out);

#endif
