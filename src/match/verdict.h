// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_VERDICT_H
#define MATCH_VERDICT_H

#include "match/kept.h"

// The rules of matching.md, "Facts become atoms" and "Verdicts", as a plain loop over facts. It judges every faster
// engine: change it only when the rules change.

// What a need is judged with: the need and the days that its verdicts depend on.
struct question_time {
    month now;     // as_of's
    day first_day; // licences must be valid on it
};
struct question_time question_time(const struct match_need *need, day as_of);
bool question_asks_work(const struct match_need *need); // else the month does not matter

// Months worked in an occupation or group with at least this evidence, by what counts in the month of the question.
int verdict_months(const struct kept_profile *p, struct code occupation, enum evidence least, month now);

struct verdict_row verdict_judge(const struct kept_profile *p, const struct requirement *r, struct question_time t);

// A need's verdicts in sum. only_bar_out, when asked for, becomes the one must that is not met, when it is just one,
// else -1.
struct match_row verdicts_sum(const struct kept_profile *p, const struct match_need *need, struct question_time t,
                              int *only_bar_out);

#endif
