// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_AD_STORE_H
#define STORE_AD_STORE_H

#include "core/ad.h"
#include "store/store.h"

// Job ads that needs were drafted from, and what they seem to ask for.
// Changes: "ad" insert, update, delete and "proposed" insert, answer, delete, with the need's id as their row.

MUST_USE enum status ad_find(struct store *s, const char *ad, struct arena *a, struct need_ad *out);
MUST_USE enum status ad_find_of_need(struct store *s, struct need_id need, struct arena *a, struct need_ad *out);
MUST_USE enum status ad_insert(struct store_tx *tx, const struct need_ad *ad);
MUST_USE enum status ad_update(struct store_tx *tx, const struct need_ad *ad); // NOT_FOUND: no such ad

MUST_USE enum status proposed_list(struct store *s, struct need_id need, struct arena *a,
                                   struct proposed_requirement **out, size_t *count_out);
// The open ones are these from now on; what was taken or left is neither proposed again nor touched.
MUST_USE enum status proposed_replace(struct store_tx *tx, struct need_id need, const struct ad_requirement *list,
                                      size_t count);
// open → taken or left, left → open. CONFLICT: it is not so any more.
MUST_USE enum status proposed_answer(struct store_tx *tx, struct need_id need, int position, enum proposed_state state);

// An employer without an organisation number that is called exactly so. NOT_FOUND: none.
MUST_USE enum status employer_find_numberless(struct store *s, const char *name, struct employer_id *out);

// Takes a drafted need away, with its ad and what was proposed. CONFLICT: it is not at that version, is no draft, or has
// been open before.
MUST_USE enum status need_delete_draft(struct store_tx *tx, struct need_id need, int64_t version);

#endif
