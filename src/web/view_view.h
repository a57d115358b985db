// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_VIEW_VIEW_H
#define WEB_VIEW_VIEW_H

#include "app/views.h"
#include "web/components.h"

// Pages about saved views of lists.
struct view_row {
    const struct view_line *line;
    const char *path;       // the list
    const char *kind_title; // msgid
};
struct view_list_view {
    struct view_row *rows;
    size_t count;
    struct view_id removed; // just now, to be taken back; {0} none
};
struct view_form_view {
    const struct view_line *line;
    int64_t version;
};

#endif
