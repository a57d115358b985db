// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_PERSON_WORK_VIEW_H
#define WEB_PERSON_WORK_VIEW_H

#include "app/hires.h"
#include "app/referrals.h"
#include "app/shares.h"
#include "web/person_view.h"

// What has come of a person's proposals, as the reader's agency sees it: at most the newest 200 of each.
struct person_work {
    struct referral_page referrals;
    struct share_view *shares; // open ones first
    size_t share_count;
    struct hire_page hires;
};

#endif
