// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_WAITING_STORE_H
#define STORE_WAITING_STORE_H

#include "core/waiting.h"
#include "store/store.h"

// Questions to the agency's persons, enrolled today, with a deadline from today to until: nearest first.
MUST_USE enum status waiting_questions(struct store *s, struct agency_id agency, day today, day until, size_t most,
                                       struct arena *a, struct waiting_question **out, size_t *count_out);
// agency: whose user stated the need; {0}: anybody.
MUST_USE enum status waiting_needs(struct store *s, struct agency_id agency, size_t most, struct arena *a,
                                   struct waiting_need **out, size_t *count_out);
// Check-ins of the agency's persons, enrolled today, that may be answered on their behalf: due from since to today.
MUST_USE enum status waiting_checkins(struct store *s, struct agency_id agency, day since, day today, int64_t *count_out);

#endif
