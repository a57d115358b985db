// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_NETWORK_STORE_H
#define STORE_NETWORK_STORE_H

#include "core/network.h"
#include "store/store.h"

// Networks and who belongs to them. Changes: "network" insert, update; "network_member" join, leave, on the row of the
// employer.

MUST_USE enum status network_get(struct store *s, struct network_id id, struct arena *a, struct network *out);
// id, version and created_at are given by the store.
MUST_USE enum status network_insert(struct store_tx *tx, const struct network *n, struct network_id *id_out);
MUST_USE enum status network_update(struct store_tx *tx, const struct network *n); // CONFLICT: another version

struct network_entry {
    struct network network;
    int64_t members;
};
MUST_USE enum status network_list(struct store *s, struct arena *a, struct network_entry **out, size_t *count_out); // by name
// An employer's, by name, with the day since when.
struct network_of {
    struct network network;
    day since;
};
MUST_USE enum status network_list_of_employer(struct store *s, struct employer_id employer, struct arena *a,
                                              struct network_of **out, size_t *count_out);

// OK also when it was so already; *changed_out says whether it was not. NOT_FOUND: no such network or employer.
MUST_USE enum status network_join(struct store_tx *tx, struct network_id id, struct employer_id employer, day since,
                                  bool *changed_out);
MUST_USE enum status network_leave(struct store_tx *tx, struct network_id id, struct employer_id employer, bool *changed_out);
// Since when it had belonged when it was last taken out on that day, DAY_NONE: it was not. For taking that back.
MUST_USE enum status network_left(struct store *s, struct network_id id, struct employer_id employer, day on, day *since_out);

struct network_member {
    struct employer_id employer;
    const char *name, *orgnr, *stage; // stage as stored
    day since;
};
// By name, those after `after` ({0}: from the first).
MUST_USE enum status network_members(struct store *s, struct network_id id, struct employer_id after, size_t most,
                                     struct arena *a, struct network_member **out, size_t *count_out);
MUST_USE enum status network_member_count(struct store *s, struct network_id id, int64_t *count_out);

#endif
