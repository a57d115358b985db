// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_SHARE_STORE_H
#define STORE_SHARE_STORE_H

#include "core/share.h"
#include "store/store.h"

// Questions about sharing a profile. Changes: "share" insert, update, sealed under the person's key.

struct share {
    struct share_id id;
    int64_t version;
    struct referral_id referral;
    struct person_id person;
    struct need_id need;
    struct share_request request;
    bool reminded;
    struct user_id asked_by, changed_by;
    int64_t created_at;
};
MUST_USE enum status share_get(struct store *s, struct share_id id, struct arena *a, struct share *out);
// The newest question to a person about a need, whoever asked. NOT_FOUND: none.
MUST_USE enum status share_newest(struct store *s, struct person_id person, struct need_id need, struct arena *a,
                                  struct share *out);
// id, version and created_at are given by the store. CONFLICT: an open one stands.
MUST_USE enum status share_insert(struct store_tx *tx, const struct share *share, struct share_id *id_out);
// CONFLICT: share->version is not the stored one.
MUST_USE enum status share_update(struct store_tx *tx, const struct share *share);
// A person's, or (person {0}) all that wait for an answer as far as is stored; newest first.
MUST_USE enum status share_list(struct store *s, struct person_id person, struct arena *a, struct share **out,
                                size_t *count_out);

#endif
