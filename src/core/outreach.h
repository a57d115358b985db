// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_OUTREACH_H
#define CORE_OUTREACH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/day.h"
#include "core/id.h"

// What works (product.md, "The office's week"): did employers that were reached in one way state needs and hire more often than
// those that were not reached at all? Pure counting; what is read where stands in store/outreach_store.h.
//
// An employer counts once for each way, from the first day of the period on which it was reached that way. It has stated a need
// when one was opened on that day or in the 90 days after it, and has hired when a confirmed hire began on that day or in the
// 180 after it. A window counts when it is over: its last day lies before today.
//
// Compared with: employers that nothing has reached in the period, and that were in the register on the first of those first
// days. Each gets one of the same first days, so that both look at the same stretch of the year: with the days of the n reached
// in order, and the m others in the order of outreach_lot of their ids, the one at j (from 0) gets the day at j·n/m, rounded
// down. So the days are shared out in the same proportions, by lot and the same at every count. Closed and bankrupt employers
// are in neither group.
enum { OUTREACH_NEED, OUTREACH_HIRE };
enum { OUTREACH_OUTCOMES = 2, OUTREACH_FEW = 10 }; // fewer windows than that on either side: too few to tell
extern const int OUTREACH_DAYS[OUTREACH_OUTCOMES]; // 90, 180

uint64_t outreach_lot(struct employer_id id); // the order of a lottery: id × 0x9E3779B97F4A7C15 modulo 2^64

struct outreach_employer {
    struct employer_id id;
    day known;            // in the register since
    const char *orgnr, *name;
};
struct outreach_event {   // a need opened, a hire begun, or an employer reached
    struct employer_id employer;
    day on;
};
struct outreach_events {  // by employer, then day
    const struct outreach_event *list;
    size_t count;
};

struct outreach_frame {
    const struct outreach_employer *employers; // by id
    size_t employer_count;
    struct outreach_events outcomes[OUTREACH_OUTCOMES];
    const bool *reached;  // of each employer: by anything in the period
    day from, to, today;
};

enum outreach_answer { OUTREACH_NO, OUTREACH_YES, OUTREACH_NOT_YET }; // not yet: the window is not over
struct outreach_row {
    const struct outreach_employer *employer;
    bool reached;         // or compared with
    day start;
    enum outreach_answer answers[OUTREACH_OUTCOMES];
};
struct outreach_tally {
    int64_t observed, happened, other_observed, other_happened;
};
struct outreach_result {
    int64_t reached;      // employers
    struct outreach_tally tallies[OUTREACH_OUTCOMES];
    const struct outreach_row *rows; // first those reached, by day and id; then the others in the order of the lot
    size_t row_count;
};
// reached: of one way, by employer, then day; those outside the period and of employers not in the frame are passed over.
struct outreach_result outreach_count(const struct outreach_frame *f, const struct outreach_events *reached, struct arena *a);

#endif
