// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_TIMELINE_VIEW_H
#define WEB_TIMELINE_VIEW_H

#include "app/timeline.h"
#include "web/components.h"

// The timeline of an employer or an agency, as a page of its own and as a part of theirs.
struct timeline_shown {
    const struct timeline_line *line;
    const char *title; // in the page's language, "" none
    const char *path;  // NULL: leads nowhere
};
struct timeline_view {
    const struct timeline_shown *lines;
    size_t count;
    const char *all_path;      // of the page with all of it; on the part, NULL when there is no more
    struct option kinds[TIMELINE_KINDS];
    size_t kind_count;
    const char *kind;          // chosen, "" all
    const char *path;          // of the page itself
    const char *name;          // the employer's or agency's
    const char *new_path;      // writes an activity down; NULL: not for this role
    const char *task_path;     // so a task
    struct pager pager;
};
// The newest lines for the part on the page of an employer, or of an agency.
MUST_USE enum status timeline_fill(struct request *r, struct employer_id employer, struct agency_id agency,
                                   struct timeline_view *out);

#endif
