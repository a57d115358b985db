// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_ASK_STORE_H
#define STORE_ASK_STORE_H

#include "core/ask.h"
#include "store/store.h"

// What agencies ask each other. Changes: "ask" insert, answer, about nobody.

MUST_USE enum status ask_get(struct store *s, struct ask_id id, struct agency_ask *out);
MUST_USE enum status ask_find(struct store *s, struct need_id need, struct agency_id from, struct agency_id to,
                              struct agency_ask *out); // NOT_FOUND: not asked
// id, version, asked_by and asked_at are given by the store; the asked agency's users are told.
MUST_USE enum status ask_insert(struct store_tx *tx, const struct agency_ask *ask, struct ask_id *id_out);
// The answer alone; the asking agency's users are told. CONFLICT: ask->version is not the stored one.
MUST_USE enum status ask_update(struct store_tx *tx, const struct agency_ask *ask);
// An agency has started a referral for a need: the answer to all who have asked it, in the same job.
MUST_USE enum status asks_follow_referral(struct store_tx *tx, struct need_id need, struct agency_id agency);

struct ask_entry {
    struct agency_ask ask;
    const char *need_title, *employer_name, *workplace_name;
    const char *from_name, *to_name;
    const char *asked_by_name, *answered_by_name; // "" the system, or nobody
    enum need_state need;
};
struct ask_filter {
    struct need_id need;         // {0} all, and so on
    struct agency_id from, to;
    bool waiting;                // only those without an answer, for open needs
};
// Newest first; before: the last one shown, {0} the first page.
MUST_USE enum status ask_list(struct store *s, const struct ask_filter *filter, struct ask_id before, size_t most,
                              struct arena *a, struct ask_entry **out, size_t *count_out);
MUST_USE enum status ask_count(struct store *s, const struct ask_filter *filter, int64_t *count_out);

#endif
