// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_OUTREACH_STORE_H
#define STORE_OUTREACH_STORE_H

#include "core/outreach.h"
#include "store/store.h"

// What core/outreach.h counts. Employers that are closed, bankrupt or merged into another are left out.
MUST_USE enum status outreach_employers(struct store *s, struct arena *a, struct outreach_employer **out, size_t *count_out);
// Needs by the day they were opened; confirmed hires by the day they began.
MUST_USE enum status outreach_outcomes(struct store *s, struct arena *a, struct outreach_events out[OUTREACH_OUTCOMES]);

// Ways to reach employers: a kind of activity, an event, a letter or another mailing.
enum outreach_way { OUTREACH_ACTIVITY, OUTREACH_EVENT, OUTREACH_LETTER, OUTREACH_MAILING };
struct outreach_group {
    enum outreach_way way;
    const char *kind;   // of the activities, as stored; of a letter "1-2016"; ""
    int64_t row;        // the event, letter or mailing; 0
    const char *title;  // of the event, letter or mailing
    day on;             // the first day; DAY_NONE: activities
    struct outreach_events reached; // from … to: held activities but notes; present at the event; the mail went out
};
// Those that have reached somebody in the period: activities by kind, then the rest from the newest.
MUST_USE enum status outreach_groups(struct store *s, day from, day to, struct arena *a, struct outreach_group **out,
                                     size_t *count_out);

#endif
