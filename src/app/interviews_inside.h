// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_INTERVIEWS_INSIDE_H
#define APP_INTERVIEWS_INSIDE_H

#include "app/interviews.h"
#include "app/referrals_inside.h"
#include "store/interview_store.h"

// An interview's rights are its referral's, and only those who may know whose it is see it.
MUST_USE enum status interview_seen(struct app *app, const struct actor *actor, struct interview_id id, struct arena *a,
                                    struct interview *out, struct referral_entry *entry_out, unsigned *rights_out);
bool entry_shared(const struct referral_entry *e, day today);
unsigned interview_right(enum interview_act act); // that the act takes
// NULL: another time may be offered.
const char *offer_refusal(const struct referral_entry *e, day today);

#endif
