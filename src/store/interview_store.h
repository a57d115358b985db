// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_INTERVIEW_STORE_H
#define STORE_INTERVIEW_STORE_H

#include "core/interview.h"
#include "store/store.h"

// Interviews. Changes: "interview" insert, update, move; sealed under the person's key.

MUST_USE enum status interview_get(struct store *s, struct interview_id id, struct arena *a, struct interview *out);
// By their start. Deleted persons' are left out.
struct interview_filter {
    struct referral_id referral; // {0} all, and so on
    struct person_id person;
    struct employer_id employer;
    int64_t begins_after;        // ms, 0 all
};
MUST_USE enum status interview_list(struct store *s, const struct interview_filter *filter, struct arena *a,
                                    struct interview **out, size_t *count_out);
// id, version, sequence, users and times of writing are given by the store.
MUST_USE enum status interview_insert(struct store_tx *tx, const struct interview *i, struct interview_id *id_out);
// State, start, length, sequence and words. CONFLICT: i->version is not the stored one, or another is agreed at that
// very time.
MUST_USE enum status interview_update(struct store_tx *tx, const struct interview *i);

// The profile is not shown any more: times to come are cancelled, and stay so if it is shown again.
MUST_USE enum status interviews_fall(struct store_tx *tx, struct referral_id referral);

// With its referral to the person who was separated; and what goes when one is deleted.
MUST_USE enum status interviews_move(struct store_tx *tx, struct referral_id referral, struct person_id to);
MUST_USE enum status interviews_forget(struct store_tx *tx, struct person_id person);

#endif
