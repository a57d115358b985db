// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_HOME_VIEW_H
#define WEB_HOME_VIEW_H

#include "app/hires.h"
#include "app/home_work.h"
#include "app/interviews.h"
#include "app/needs.h"
#include "app/programme.h"
#include "web/ask_view.h"
#include "app/waiting.h"
#include "web/components.h"

struct me_view;

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
    const struct home_work *work;    // for the office and advisers, else NULL
    const struct employer_home *employer; // for an employer's users, else NULL
    const struct public_events_view *events; // that everybody can come to: for visitors, else NULL
    const struct me_view *me;      // what waits for a candidate; else empty
    bool answers_checkins;
    bool may_state, may_enrol, may_register; // the next actions
    bool sees_employers, sees_candidates, sees_needs; // the counts that this reader has
};

const char *home_hour(const struct page *p, int64_t at); // "09.00", in Norwegian time

// Vår oversikt (screen 23); home_employer.c.
struct employer_need { // an open one
    const struct home_need *need;
    const char *ready, *ask;  // bands: who could fill it now, and after a question
    int64_t seen, waiting;    // presented for it, and of these without an answer
    const char *presented_path;
};
struct employer_home {
    struct employer_need *needs;
    int64_t waiting;          // presented candidates, of all needs, that wait for an answer
    const struct interview_view *interviews; // that are to come, earliest first
    size_t interview_count;
    const char *const *interview_when, *const *interview_paths;
    const struct checkin_row *checkins;
    size_t checkin_count;
    const struct hire_row *reported; // hires that nobody has confirmed
    size_t reported_count, reported_total;
    int64_t pledged, hired;
    day pledged_by;
    bool may_report;          // a hire made without a posted need
};
MUST_USE enum status employer_home_fill(struct request *r, struct home_page_view *v);

#endif
