// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_QUESTION_STORE_H
#define STORE_QUESTION_STORE_H

#include "core/question.h"
#include "store/store.h"

// Changes: "question_set" insert, update, use, delete.

MUST_USE enum status question_set_get(struct store *s, struct question_set_id id, struct arena *a, struct question_set *out);
// version, times and ids of questions are given by the store, and keys where there is none. family 0: a new one, and the
// edition is 1; otherwise the next one of the family.
MUST_USE enum status question_set_insert(struct store_tx *tx, const struct question_set *set, struct question_set_id *id_out);
// Puts names and all questions in place of those that stand. CONFLICT: changed meanwhile, or frozen.
MUST_USE enum status question_set_update(struct store_tx *tx, const struct question_set *set);
MUST_USE enum status question_set_use(struct store_tx *tx, struct question_set_id id); // freezes it; harmless when it is
// CONFLICT: a survey refers to it.
MUST_USE enum status question_set_delete(struct store_tx *tx, struct question_set_id id);

struct question_set_entry {
    struct question_set_id id;
    int64_t family;
    int edition;
    const char *name[LANGS];
    int64_t used_at, created_at;
    int64_t questions, surveys; // how many
    bool newest;                // of its family
};
// Newest first; newest: only the last edition of each family.
MUST_USE enum status question_set_list(struct store *s, bool newest, struct arena *a, struct question_set_entry **out,
                                       size_t *count_out);

#endif
