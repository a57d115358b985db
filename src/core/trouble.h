// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_TROUBLE_H
#define CORE_TROUBLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/day.h"
#include "core/id.h"

// What went wrong lately, or has come back, and waits for somebody to see to it: for Hjem.
enum { TROUBLE_DAYS = 14, TROUBLE_ROWS = 5 };

struct trouble_question { // expired, of a referral that goes on
    struct referral_id referral;
    const char *code, *need_title;
    day deadline;
};
struct trouble_employer { // back from a pause by itself
    struct employer_id employer;
    const char *name;
    day on;
};
struct troubles {
    // The office's.
    int64_t holds;    // addresses on hold
    int64_t refused;  // mails of the last TROUBLE_DAYS that the mail server refused, or may not have taken
    int64_t returned; // that came back
    int64_t unaddressed; // that nobody could be sent, for want of an address
    int64_t imports;  // refused in the last TROUBLE_DAYS
    int64_t flags;    // raised, and not cleared
    struct trouble_employer *employers; // of the last TROUBLE_DAYS, the latest first
    size_t employer_count;
    // The own agency's.
    struct trouble_question *questions; // of the last TROUBLE_DAYS, the latest first
    size_t question_count;
};

#endif
