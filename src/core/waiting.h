// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_WAITING_H
#define CORE_WAITING_H

#include "base/day.h"
#include "core/id.h"

// What waits for somebody's hand.

enum { WAITING_QUESTION_DAYS = 2 };

// A question to a person that nobody has answered, of which the deadline is at most WAITING_QUESTION_DAYS away.
struct waiting_question {
    struct referral_id referral;
    const char *code, *need_title;
    day deadline;
    struct person_id person;
    const char *name; // "" until somebody who may know it has asked
};

// An open need whose confirmed hires reach its positions: it asks to be closed.
struct waiting_need {
    struct need_id need;
    const char *title, *employer_name;
};

#endif
