// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_PROGRAMME_STORE_H
#define STORE_PROGRAMME_STORE_H

#include "core/programme.h"
#include "core/region.h"
#include "store/store.h"

// Changes: "programme" insert, update, areas (row 1); "agency" insert, update; "notice" insert (row: the version).

MUST_USE enum status programme_get(struct store *s, struct arena *a, struct programme *out); // NOT_FOUND before set-up
// version 0 sets it up; else it must be the one that was read (CONFLICT).
MUST_USE enum status programme_put(struct store_tx *tx, const struct programme *p);

// All areas of all days, in their order. The list is replaced as a whole.
MUST_USE enum status region_area_list(struct store *s, struct arena *a, struct region_area **out, size_t *count_out);
MUST_USE enum status region_area_put_all(struct store_tx *tx, const struct region_area *areas, size_t count);

MUST_USE enum status agency_get(struct store *s, struct agency_id id, struct arena *a, struct agency *out);
MUST_USE enum status agency_get_programmes_own(struct store *s, struct arena *a, struct agency *out);
MUST_USE enum status agency_list(struct store *s, struct arena *a, struct agency **out, size_t *count_out); // by name
MUST_USE enum status agency_insert(struct store_tx *tx, const struct agency *agency, struct agency_id *id_out);
// CONFLICT: agency->version is not the stored one.
MUST_USE enum status agency_update(struct store_tx *tx, const struct agency *agency);

// What people are shown at enrolment. A stored version never changes: CONFLICT.
MUST_USE enum status notice_get(struct store *s, int version, struct arena *a, const char **nb_out,
                                const char **en_out);
MUST_USE enum status notice_insert(struct store_tx *tx, int version, const char *nb, const char *en);

#endif
