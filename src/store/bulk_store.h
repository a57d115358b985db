// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_BULK_STORE_H
#define STORE_BULK_STORE_H

#include "core/bulk.h"
#include "store/store.h"

// Changes of many employers at once. Changes: "bulk" insert (without the words of a task or a note), undo; what becomes of
// the employers is in their own lines.
struct bulk_id {
    int64_t value;
};
struct bulk {
    struct bulk_id id;
    struct bulk_change change;
    enum bulk_state state;
    int64_t total, done, changed, undone, kept; // see the schema
    struct user_id user;
    int64_t created_at;
};
MUST_USE enum status bulk_get(struct store *s, struct bulk_id id, struct arena *a, struct bulk *out);
// The oldest that is not at its end. NOT_FOUND: there is none.
MUST_USE enum status bulk_next(struct store *s, struct arena *a, struct bulk *out);
// user is the actor.
MUST_USE enum status bulk_insert(struct store_tx *tx, const struct bulk_change *change, const struct employer_id *employers,
                                 size_t count, struct bulk_id *id_out);
// The state and the numbers. CONFLICT: it is not in the state `was` any more.
MUST_USE enum status bulk_update(struct store_tx *tx, const struct bulk *b, enum bulk_state was);
MUST_USE enum status bulk_note_undo(struct store_tx *tx, struct bulk_id id); // the line in the change log

enum bulk_row_state { BULK_ROW_WAITING, BULK_ROW_SAME, BULK_ROW_CHANGED, BULK_ROW_UNDONE, BULK_ROW_KEPT };
struct bulk_row {
    int64_t position;
    struct employer_id employer;
    struct bulk_change before; // what it replaced; kind is the bulk's
    day since;                 // of BULK_LEAVE: it belonged since then
    int64_t made;              // the task or activity that was made; 0 none
};
// In that state, in their order, at most `most`.
MUST_USE enum status bulk_rows(struct store *s, const struct bulk *b, enum bulk_row_state state, size_t most, struct arena *a,
                               struct bulk_row **out, size_t *count_out);
MUST_USE enum status bulk_row_set(struct store_tx *tx, const struct bulk *b, const struct bulk_row *row,
                                  enum bulk_row_state state);

#endif
