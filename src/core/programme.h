// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_PROGRAMME_H
#define CORE_PROGRAMME_H

#include "base/issues.h"
#include "core/id.h"
#include "base/day.h"

// What a region sets once: everything that makes it Drammen or another.
struct programme {
    const char *name;
    int64_t version;
    int goal;                 // persons hired
    day from, to;             // the period; the goal is for its last day
    int retention_days;       // how long an agency still sees a person after the enrolment ended
    int least_share;          // per cent of full time that a hire must have to count
    int least_months;         // agreed duration that a hire must have to count; 0 any
    int open_share_requests;  // most a person has at a time
    int contact_days;         // within how many days of another's contact with an employer one is warned; 0 never
    bool synthetic_allowed;   // organisation numbers of test data (2…, 3…) are accepted
    int notice_version;       // of the text that is shown at enrolment now
};
void programme_check(const struct programme *p, struct issues *issues);

enum agency_kind { AGENCY_PROGRAMME, AGENCY_PUBLIC, AGENCY_TRAINING, AGENCY_VOLUNTEERS };
struct agency {
    struct agency_id id;
    int64_t version;
    const char *name;
    enum agency_kind kind;    // exactly one is the programme's own
    const char *email, *phone; // where "ask them" goes
    bool active;
};
void agency_check(const struct agency *a, struct issues *issues);
const char *agency_kind_name(enum agency_kind k);  // "public"
const char *agency_kind_title(enum agency_kind k); // English msgid

#endif
