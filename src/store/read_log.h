// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_READ_LOG_H
#define STORE_READ_LOG_H

#include "store/store.h"

// Who looked at a person: append-only, outlives the data, names nobody. Stores the actor's user, role and organisation
// as they are now. what: a short English msgid ("profile", "ranked for a need").
MUST_USE enum status read_log_append(struct store_tx *tx, const struct person_id *persons, size_t count,
                                     const char *what);

struct read_entry {
    int64_t id;
    int64_t at;
    struct user_id user;
    const char *organisation;
    enum role role;
    const char *what;
};
// Newest first; before: the last id shown, 0 for the first page.
MUST_USE enum status read_log_list(struct store *s, struct person_id person, int64_t before, size_t most,
                                   struct arena *a, struct read_entry **out, size_t *count_out);

#endif
