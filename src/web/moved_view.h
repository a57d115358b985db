// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_MOVED_VIEW_H
#define WEB_MOVED_VIEW_H

#include "web/components.h"

// What templates/moved.html shows: a form for an employer that has been merged into another since its page was opened.
struct moved_view {
    const char *gone, *into; // names
    struct employer_id into_id;
    const char *path;        // where the form goes for the one that stands for both
    const struct form *form; // what was typed, to be sent there
};

#endif
