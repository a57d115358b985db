// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_INTRODUCTION_STORE_H
#define STORE_INTRODUCTION_STORE_H

#include "base/code.h"
#include "core/introduction.h"
#include "store/store.h"

// Reference firms introduced to employers that are new to it. Changes: "introduction" insert, update.

MUST_USE enum status introduction_get(struct store *s, struct introduction_id id, struct arena *a, struct introduction *out);
// id, version and created_at are given by the store. CONFLICT: these two have been introduced already.
MUST_USE enum status introduction_insert(struct store_tx *tx, const struct introduction *i, struct introduction_id *id_out);
MUST_USE enum status introduction_update(struct store_tx *tx, const struct introduction *i); // CONFLICT: another version

struct introduction_entry {
    struct introduction introduction;
    const char *reference_name, *newcomer_name, *by_name; // by_name "" nobody known
};
// An employer's, on either side, newest first, of those before that place: earlier than that day (DAY_NONE: all), or on it
// with a lesser id.
MUST_USE enum status introduction_list(struct store *s, struct employer_id employer, day on, int64_t id, size_t most, struct arena *a,
                                       struct introduction_entry **out, size_t *count_out);

// Firms that have said yes to being a reference, are not closed, and have not been introduced to this one.
struct reference_entry {
    struct employer_id id;
    const char *name, *industry;
    struct code municipality;
    const char *estimate;  // as stored
    int64_t introductions; // so far
};
MUST_USE enum status reference_list(struct store *s, struct employer_id newcomer, struct arena *a, struct reference_entry **out,
                                    size_t *count_out); // by name

#endif
