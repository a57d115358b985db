// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_VIEW_STORE_H
#define STORE_VIEW_STORE_H

#include "core/access.h"
#include "core/saved_view.h"
#include "store/store.h"

// Saved views of lists. Changes: "view" insert, update, remove, restore.

MUST_USE enum status view_get(struct store *s, struct view_id id, struct arena *a, struct saved_view *out); // removed ones too
// Of a kind: the user's own and those that are shared, by name; removed ones are left out.
MUST_USE enum status view_list(struct store *s, struct user_id user, enum view_kind kind, struct arena *a,
                               struct saved_view **out, size_t *count_out);
// owner is the actor.
MUST_USE enum status view_insert(struct store_tx *tx, const struct saved_view *v, struct view_id *id_out);
// Name, query and shared. CONFLICT: v->version is not the stored one, or it is removed.
MUST_USE enum status view_update(struct store_tx *tx, const struct saved_view *v);
// CONFLICT: it is so already.
MUST_USE enum status view_set_removed(struct store_tx *tx, struct view_id id, bool removed);

#endif
