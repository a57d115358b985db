// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_CLASSIFICATION_VIEW_H
#define WEB_CLASSIFICATION_VIEW_H

#include "app/classes.h"
#include "web/components.h"

// Official classifications, as their pages show them.

struct classification_line {
    const struct classification *of;
    const char *path;
    bool first;     // of its subject
    const char *import; // path of the import that brought it, or NULL
};

struct classification_list_view {
    const struct classification_line *lines;
    size_t count;
    bool may_import;
};

struct classification_view {
    const struct classification *of;
    const struct class_upgrade *upgrade;
    const char *take, *drop, *import; // paths; NULL: may not
};

#endif
