// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_TASK_STORE_H
#define STORE_TASK_STORE_H

#include "core/task.h"
#include "store/store.h"

// Tasks. Changes: "task" insert, update; what is to be done stands in the row alone, since the log cannot be mended.

MUST_USE enum status task_get(struct store *s, struct task_id id, struct arena *a, struct task *out);
// For other nouns' transactions: when something happened that somebody has to see to. what and guidance may be English
// msgids, which pages translate, when cause is given. agency {0}: the user's, else the programme's own. OK, with the task that
// stands, when the cause has made one before, whatever became of it.
MUST_USE enum status task_insert(struct store_tx *tx, const struct task *t, struct task_id *id_out);
MUST_USE enum status task_update(struct store_tx *tx, const struct task *t); // CONFLICT: t->version is not the stored one
// The task that a cause made. NOT_FOUND: none.
MUST_USE enum status task_of_cause(struct store *s, const char *cause, int64_t row, struct arena *a, struct task *out);
// Closes what a cause made, when the cause itself is settled; OK when there is none or it is closed already.
MUST_USE enum status task_close_cause(struct store_tx *tx, const char *cause, int64_t row, enum task_state state);

// A task with the names of what it is about.
struct task_entry {
    struct task task;
    const char *user_name, *agency_name; // who does it; ""
    const char *employer_name, *about_name; // ""
};
struct task_filter {
    struct user_id user;          // {0} all, and so on
    struct agency_id agency;
    struct employer_id employer;
    struct agency_id about;
    struct activity_id activity;
    bool unowned;                 // nobody has it yet
    bool closed;                  // done or dropped ones, the latest first; else open ones, the most urgent first
    day before;                   // to be done before that day; DAY_NONE all. Of open ones
    day from;                     // or on it or later; DAY_NONE all
};
// after_key and after_id: of the last one shown, NULL and 0 for the first page. The key of an open one is its day, of a
// closed one the instant it was closed; see task_key.
MUST_USE enum status task_list(struct store *s, const struct task_filter *filter, const char *after_key, int64_t after_id,
                               size_t most, struct arena *a, struct task_entry **out, size_t *count_out);
const char *task_key(const struct task *t, struct arena *a);
MUST_USE enum status task_count(struct store *s, const struct task_filter *filter, int64_t *count_out); // of open ones

#endif
