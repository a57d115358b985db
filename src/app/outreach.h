// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_OUTREACH_H
#define APP_OUTREACH_H

#include "app/app.h"
#include "core/outreach.h"
#include "store/outreach_store.h"

// What works, of a period (screen 16). See core/outreach.h for what is compared with what.
struct outreach_line {
    struct outreach_group group;
    struct outreach_result result;
};
struct outreach_report {
    day from, to;              // as used: within the programme's beginning and today
    struct outreach_line *lines;
    size_t line_count;
    int64_t employers, reached; // in the register today; of these reached by anything in the period
};
// DAY_NONE: from the programme's first day, to today. NOT_FOUND: not the office. INVALID: from lies after to.
MUST_USE enum status get_outreach(struct app *app, const struct actor *actor, day from, day to, struct arena *a,
                                  struct outreach_report *out);

#endif
