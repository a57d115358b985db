// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_CANDIDATE_LIST_VIEW_H
#define WEB_CANDIDATE_LIST_VIEW_H

#include "app/people.h"
#include "web/candidate_filter.h"
#include "web/components.h"

struct candidate_list_line {
    const struct candidate_row *row;
    const char *occupation; // text, "" for none
};

struct candidate_list_view {
    const struct candidate_page *page;
    const struct candidate_list_line *lines; // as many as page->row_count
    const struct candidate_query *query;
    const char *by_name, *by_newest;         // the same list in that order
    const char *running, *ended;             // the two lists
    const char *without_text, *unfiltered;
    const char *without_proof;               // NULL: none is asked for
    const char *by_met;                      // NULL: nothing to sort by
    const struct candidate_filter *filter;
    struct pager pager;
};

#endif
