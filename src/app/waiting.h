// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_WAITING_H
#define APP_WAITING_H

#include "app/referrals.h"
#include "core/waiting.h"

// What waits for a member of the office or an adviser, for Hjem.
enum { WAITING_MOST = 5 };
struct waiting {
    struct referral_page steps;      // the actor's own next steps that are due today or late, of running referrals
    struct waiting_question *questions; // to the own agency's persons
    struct waiting_need *needs;      // those that the actor may close
    size_t question_count, need_count; // at most WAITING_MOST, as steps' rows
    int64_t checkins;                // that may be answered on behalf of the own agency's persons
    int64_t reported;                // hires that nobody has confirmed: office all, advisers their people's
};
// Names of the steps' and questions' persons are read, and logged. NOT_FOUND: not staff.
MUST_USE enum status get_waiting(struct app *app, const struct actor *actor, struct arena *a, struct waiting *out);

#endif
