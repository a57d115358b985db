// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_REFERRALS_INSIDE_H
#define APP_REFERRALS_INSIDE_H

// What the use cases about referrals, shares and hires share.

#include "app/app.h"
#include "app/internal.h"
#include "store/referral_store.h"

extern const char READ_REFERRED[];
extern const char MEANWHILE[]; // "Somebody else has changed this …", beside CONFLICT

// One referral with the actor's rights on it. NOT_FOUND: it may not be known of. Also within jobs.
MUST_USE enum status referral_seen(struct app *app, const struct actor *actor, struct referral_id id, struct arena *a,
                                   struct referral_entry *entry_out, unsigned *rights_out);
MUST_USE enum status entry_rights(struct app *app, const struct actor *actor, const struct referral_entry *e,
                                  unsigned *rights_out);
struct referral_state entry_state(const struct referral_entry *e, day today);
const char *person_name(struct app *app, struct person_id id, struct arena *a); // "" when it cannot be read

// A hire by way of the referral has been confirmed, or is confirmed no longer: the referral follows, in the same job.
MUST_USE enum status referral_follow_hire(struct app *app, struct store_tx *tx, struct referral_id id);

// Why the person of a referral may not be asked now: NULL, or a msgid, whose %s is the limit. open: the person's open
// questions; most: the programme's limit.
const char *share_step_refusal(const struct referral_entry *e, day today, int open, int most);

struct programme;
MUST_USE enum status programme_of(struct app *app, struct arena *a, struct programme *out); // before set-up: the limits alone

// How long ago an enrolment may have ended for its agency to see the person still: the day.
MUST_USE enum status lately_since(struct app *app, struct arena *a, day *out);

#endif
