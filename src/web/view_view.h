// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_VIEW_VIEW_H
#define WEB_VIEW_VIEW_H

#include "app/views.h"
#include "web/components.h"

// A list's views, as tabs above it, and the form that saves it as one. Only for staff: others get none.
struct view_tab {
    const char *name, *path;
    bool current, shared_by_other;
};
struct view_tabs {
    enum view_kind kind;
    const char *words;      // of the list as it is, without paging; "" the whole list
    struct view_tab *tabs;  // the whole list first
    size_t count;
    bool may_save;          // it is narrowed, and has no name yet
};
// path: the list's address as it is, from which the words are taken. all: msgid of the whole list.
MUST_USE enum status view_tabs_fill(struct request *r, enum view_kind kind, const char *all, const char *path,
                                    struct view_tabs *out);

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
