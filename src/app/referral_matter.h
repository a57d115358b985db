// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_REFERRAL_MATTER_H
#define APP_REFERRAL_MATTER_H

#include "app/needs.h"
#include "core/person.h"
#include "core/profile.h"

// What a referral is about, for the person and for the advisers who work on it: the need, what the employer is or would
// be shown of the person, and what the explanation says requirement by requirement. Nobody else's data is in it.
struct referral_matter {
    struct need_view need;           // rights 0, and nothing of who stated it
    struct identity identity;        // name and contact: shown together with the profile
    struct profile profile;          // as presented, while the employer may see it; else as it stands now
    bool as_presented;
    bool explained;                  // false: there is none, as when the enrolment has ended
    struct explanation explanation;  // of the day when it was presented, or of today; rows as need.all
};
// NOT_FOUND also for employers, who get what they were shown by get_presented (app/shares.h). Reading is written to the
// person's log of reads.
MUST_USE enum status get_referral_matter(struct app *app, const struct actor *actor, struct referral_id id,
                                         struct arena *a, struct referral_matter *out);

#endif
