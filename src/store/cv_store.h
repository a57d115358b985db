// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_CV_STORE_H
#define STORE_CV_STORE_H

#include "core/proposed.h"
#include "store/store.h"

// What CVs propose, each sealed under its person's key. Changes: "cv" insert, update, delete, without bodies, so that
// nothing of a CV is left once its row is gone.

// id and version are given here.
MUST_USE enum status cv_insert(struct store_tx *tx, const struct proposed_cv *cv, struct cv_id *id_out);
MUST_USE enum status cv_update(struct store_tx *tx, const struct proposed_cv *cv); // CONFLICT: another version stands
MUST_USE enum status cv_delete(struct store_tx *tx, struct cv_id id, struct person_id person);
// A person's, newest first. NOT_FOUND never comes: none is none.
MUST_USE enum status cv_list(struct store *s, struct person_id person, struct arena *a, struct proposed_cv **out,
                             size_t *count_out);
// Those whose last day is before today go. count_out may be NULL.
MUST_USE enum status cv_expire(struct store_tx *tx, day today, size_t *count_out);

#endif
