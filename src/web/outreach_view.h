// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_OUTREACH_VIEW_H
#define WEB_OUTREACH_VIEW_H

#include "app/outreach.h"
#include "web/components.h"

// One side of a line: those reached, or those compared with.
struct outreach_side {
    int64_t observed, happened;
    bool few;              // too few to tell
    const char *share, *low, *high;          // "12 %"
    const char *at, *from, *to;              // on the chart's axis: "37.5%"
};
struct outreach_bar {
    const char *name;      // of the way
    int64_t reached, waiting; // employers; of these whose time is not over
    struct outreach_side reached_side, other_side;
    bool few;              // no difference is told
    const char *difference, *difference_low, *difference_high; // in points: "+4,2"
    const char *told;      // the same in one sentence, for those who do not see the chart
};
struct outreach_chart {
    const char *id, *title; // msgid
    const char *happened;   // msgid of the column
    int days;
    const struct outreach_bar *bars;
    size_t bar_count;
    const char *most;       // where the axis ends: "50 %"
};
struct outreach_view {
    const struct outreach_report *report;
    struct outreach_chart charts[OUTREACH_OUTCOMES];
    const char *csv_path, *rows_path;
};

#endif
