// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_TROUBLE_STORE_H
#define STORE_TROUBLE_STORE_H

#include "core/trouble.h"
#include "store/store.h"

// since, now: instants, ms; they are of the days from on.
MUST_USE enum status trouble_mail(struct store *s, int64_t since, struct troubles *out);
MUST_USE enum status trouble_office(struct store *s, int64_t since, struct arena *a, struct troubles *out);
// Of persons enrolled with the agency today.
MUST_USE enum status trouble_questions(struct store *s, struct agency_id agency, day from, day today, struct arena *a,
                                       struct troubles *out);

#endif
