// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_SEARCH_VIEW_H
#define WEB_SEARCH_VIEW_H

#include "app/search.h"
#include "web/components.h"

struct search_line {
    const char *path;  // NULL: it has no page that the reader may open
    const char *title;
    const char *owner; // "" none
    const char *state; // text, "" none
    enum tone tone;
    const char *when;  // "" none
};

struct search_part {
    const char *id;      // of its heading
    const char *title;   // msgid
    size_t count, similar;
    const struct search_line *lines;
    size_t line_count, exact_count;
    const char *all_path;  // of everything in this group, NULL when everything stands here
    const char *list_path; // of the list with this filter, NULL when there is none or it would show something else
};

struct search_view {
    const char *text;
    const struct search_part *parts; // that have something
    size_t part_count;
    bool empty_question;
    bool one_group;
    const char *everything_path;  // back from one group
    bool may_state, may_register; // what to do when nothing is found
    bool searches_people;
};

#endif
