// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_AGENDA_VIEW_H
#define WEB_AGENDA_VIEW_H

#include "app/activities.h"
#include "web/components.h"

struct agenda_line {
    const struct agenda_entry *entry;
    const char *when, *what, *path; // "09.00–10.00"; the kind in words; path NULL leads nowhere
    const char *title;
};
struct agenda_day {
    day on;
    const char *name;               // "mandag 5. september 2016"
    const struct agenda_line *lines;
    size_t count;
    bool today;
};
struct agenda_view {
    const struct agenda_day *days;
    size_t day_count;
    bool week, everybody, empty;
    size_t overdue;                 // tasks, told by their number alone
    const char *overdue_path;
    const char *before, *after, *today, *day_path, *week_path, *mine_path, *all_path;
};

struct feed_page_view {
    const struct feed_view *feed;
    const char *address, *webcal; // "" when it is not running
};

#endif
