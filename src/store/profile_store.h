// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_PROFILE_STORE_H
#define STORE_PROFILE_STORE_H

#include "core/profile.h"
#include "store/store.h"

// Profiles, each sealed under its person's key. Changes: "profile" insert, update (row: the person's id; the body is the
// encoded profile).

// NOT_FOUND: no profile yet. p->person, version, lot and updated_at are the stored ones.
MUST_USE enum status profile_get(struct store *s, struct person_id id, struct arena *a, struct profile *out);
// version 0 for the first, which draws the lot; else the one that was read (CONFLICT).
MUST_USE enum status profile_put(struct store_tx *tx, const struct profile *p);
// All profiles that can be read, in the order of their persons, for building the engine. p lives until each returns. Stops at the first
// answer that is not OK and returns it.
MUST_USE enum status profile_each(struct store *s, enum status (*each)(void *arg, const struct profile *p), void *arg);
// Persons that part all of them into parts of like size, each the first of a part: at most so many, and of so many people at
// least.
MUST_USE enum status profile_parts(struct store *s, size_t most, size_t least, struct person_id *first_out,
                                   size_t *count_out);
// Those of these persons alone, both included: for several threads to share the work.
MUST_USE enum status profile_each_of(struct store *s, struct person_id first, struct person_id last,
                                     enum status (*each)(void *arg, const struct profile *p), void *arg);

#endif
