// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_NEED_REFERRAL_VIEW_H
#define WEB_NEED_REFERRAL_VIEW_H

#include "app/needs.h"
#include "app/referrals.h"
#include "web/components.h"
#include "web/referral_view.h"

// A need's referrals, on its own page.
struct need_referrals {
    struct need_progress progress;
    bool listed;                // the rows follow: employers see how many, never who
    struct referral_row *rows;  // newest first
    size_t count, total;
};
MUST_USE enum status need_referrals_fill(struct request *r, const struct need_view *at, struct need_referrals *out);
// Only one person's; progress is left out.
MUST_USE enum status need_referrals_of(struct request *r, struct need_id need, struct person_id person,
                                       struct need_referrals *out);
// The one of the reader's own agency for that person, or NULL.
const struct referral_row *need_referral_of(const struct request *r, const struct need_referrals *list,
                                            struct person_id person);
// Where one tag has to do: being presented says more than the work that led there, and what comes after it says more.
bool need_referral_shows_outcome(const struct referral_row *row);

// What came of starting referrals for several.
struct need_started_view {
    const struct need_view *at;
    const struct referral_started *list;
    size_t count;
    size_t of[4];         // how many by enum referral_start
    const char *back;     // the list it was started from
    const char *class, *show, *then; // kept for starting in spite
};

#endif
