// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_HOME_VIEW_H
#define WEB_HOME_VIEW_H

#include "app/hires.h"
#include "app/needs.h"
#include "app/programme.h"
#include "web/ask_view.h"
#include "app/waiting.h"
#include "web/components.h"

struct home_need {
    const struct need_row *row;
    const char *path;
};

struct home_page_view {
    const struct home_view *home;
    day today;
    int64_t days_left;     // of the programme, 0 when it is over
    const struct home_need *needs, *drafts;
    struct ask_box asks;   // what other agencies ask the reader's
    const struct programme_counts *counts;   // as it stands: for the office and advisers, else NULL
    const struct programme_counts *released; // for everybody
    day next_release;      // when that is renewed with something to tell
    const struct waiting *waiting; // for the office and advisers, else NULL
    bool answers_checkins;
    bool may_state, may_enrol, may_register; // the next actions
    bool sees_employers, sees_candidates, sees_needs; // the counts that this reader has
};

#endif
