// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_HIRE_INSIDE_H
#define STORE_HIRE_INSIDE_H

// What the two files about hires share. Nobody else includes this.

#include <jansson.h>

#include "store/hire_store.h"
#include "store/inside.h"

#define HIRE_COLUMNS                                                                                                   \
    "h.id, h.version, h.person_id, h.referral_id, h.need_id, h.employer_id, h.workplace_id, h.agency_id, "             \
    "h.occupation, h.area, h.state, h.evidence, h.start_day, h.agreed_to, h.form, h.share, h.registered_by, "          \
    "h.confirmed_by, h.created_at, h.confirmed_at, h.taken_back_at, h.ended_on, h.sealed"
enum { HIRE_COLUMN_COUNT = 23 };
struct hire hire_row(struct store *s, struct sql_rows *rows, struct arena *a);

// Takes root over. person {0}: sealed under the store's own key.
MUST_USE enum status hire_document_seal(struct store_tx *tx, struct person_id person, const char *noun, int64_t id,
                                        json_t *root, struct sql_value *out);
json_t *hire_document_open(struct store *s, struct person_id person, const char *noun, int64_t id, const void *sealed,
                           size_t size, struct arena *a); // NULL: nothing, or it does not open, which is logged
MUST_USE enum status hire_number(struct sql_rows *rows, int64_t *count_out); // the first column of the first row
MUST_USE enum status checkin_reseal(struct store_tx *tx, const struct checkin *c); // under another person's key

#endif
