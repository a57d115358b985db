// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_IMPORT_STORE_H
#define STORE_IMPORT_STORE_H

#include "store/store.h"

// Imports and their rows, as app/imports.h means them; names of states, modes and actions are that header's. Changes:
// "import" insert, and for each new state its name as verb. The rows are a plan, and not in the change log.

enum { IMPORT_DIGEST = 32 };

struct import_stored {
    struct import_id id;
    const char *kind, *state, *mode, *name;
    const void *digest; // IMPORT_DIGEST bytes
    const char *mapping, *options, *problem; // JSON
    bool unasked;
    int64_t created, updated, unchanged, outside, rejected, notes, faults, kept;
    bool scanned;
    int64_t file_at, record_at, read_bytes, total_bytes, done, to_do;
    int64_t target;
    const char *undo; // or NULL
    struct user_id user;
    const char *user_name; // "" for none
    int64_t created_at, applied_at, reverted_at; // 0 not yet
};
struct import_file {
    int part;
    const char *name;
    const char *path; // "" in the import's own folder
    int64_t size;
};

// id and created_at are the store's to give; a given id ({0} for none) is one from import_id_make.
MUST_USE enum status import_insert(struct store_tx *tx, const struct import_stored *i, const struct import_file *files,
                                   size_t count, struct import_id *id_out);
MUST_USE enum status import_find(struct store *s, struct import_id id, struct arena *a, struct import_stored *out);
// All but kind, name, digest, user and created_at. CONFLICT: it is not in the state `was`. A new state is logged.
MUST_USE enum status import_update(struct store_tx *tx, const struct import_stored *i, const char *was);
MUST_USE enum status import_files(struct store *s, struct import_id id, struct arena *a, struct import_file **out,
                                  size_t *count_out);
// Newest first, before that id ({0}: from the newest).
MUST_USE enum status import_list_stored(struct store *s, struct import_id before, size_t most, struct arena *a,
                                        struct import_stored **out, size_t *count_out);
// Those being read, applied or taken back, oldest first.
MUST_USE enum status import_list_working(struct store *s, struct arena *a, struct import_stored **out,
                                         size_t *count_out);
// The newest applied one of these bytes, but for this one. NOT_FOUND: none.
MUST_USE enum status import_find_before(struct store *s, struct import_id but, const char *kind, const void *digest,
                                        struct arena *a, struct import_stored *out);
// Where the folders of uploads stand, named by the imports' ids.
const char *import_folder(struct store *s, struct arena *a);

struct import_row_stored {
    int64_t position;
    int64_t file, line;
    const char *action, *key, *title;
    int64_t target;
    const char *after, *before, *undo; // before and undo may be NULL
    const char *notes;                 // "" none
    const char *state;
};
MUST_USE enum status import_row_insert(struct store_tx *tx, struct import_id id, const struct import_row_stored *r);
// In order of position after that one, only of these actions ("" any) and, when asked, only with notes.
struct import_row_filter {
    const char *action;
    bool noted;
};
MUST_USE enum status import_row_list(struct store *s, struct import_id id, const struct import_row_filter *filter,
                                     int64_t after, size_t most, struct arena *a, struct import_row_stored **out,
                                     size_t *count_out);
// Those in that state: the first after that position, or, when going back, the last before it (0: before none).
MUST_USE enum status import_row_next(struct store *s, struct import_id id, const char *state, bool back, int64_t from,
                                     size_t most, struct arena *a, struct import_row_stored **out, size_t *count_out);
MUST_USE enum status import_row_settle(struct store_tx *tx, struct import_id id, int64_t position, const char *state,
                                       int64_t target, const char *undo);

// Takes what the rows of all imports say of this key out of them, but for the row itself: none of it can be taken back.
MUST_USE enum status import_row_forget(struct store_tx *tx, const char *kind, const char *key);

struct import_fault_stored {
    int64_t number, file, line;
    const char *field, *value, *message, *arg; // arg may be NULL
    const char *record;                        // or NULL
};
MUST_USE enum status import_fault_insert(struct store_tx *tx, struct import_id id, const struct import_fault_stored *f);
MUST_USE enum status import_fault_list(struct store *s, struct import_id id, int64_t after, bool with_record,
                                       size_t most, struct arena *a, struct import_fault_stored **out,
                                       size_t *count_out);

struct import_outside {
    const char *reason;
    int64_t count;
};
MUST_USE enum status import_outside_add(struct store_tx *tx, struct import_id id, const char *reason, int64_t count);
MUST_USE enum status import_outside_list(struct store *s, struct import_id id, struct arena *a,
                                         struct import_outside **out, size_t *count_out); // most first

// Takes away the rows; at most `most` of them, so that a large plan does not keep others from writing. more_out: some
// are left. With all, the faults and counts too.
MUST_USE enum status import_clear(struct store_tx *tx, struct import_id id, bool all, int64_t most, bool *more_out);

#endif
