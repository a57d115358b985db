// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_LAYOUT_VIEW_H
#define WEB_LAYOUT_VIEW_H

#include "web/layout.h"

// What templates/layout.html shows around a page; put together in layout.c.

struct layout_item {
    const char *label; // msgid
    const char *path;
    bool here;    // the page is in this part
    bool exactly; // or is this very page
};

enum { LAYOUT_ITEMS_MOST = 12 };

struct layout_view {
    const char *title;
    const struct crumb *crumbs;
    size_t crumb_count;
    struct layout_item items[LAYOUT_ITEMS_MOST];
    size_t item_count;
    struct layout_item account[LAYOUT_ITEMS_MOST];
    size_t account_count;
    struct layout_item fresh[LAYOUT_ITEMS_MOST]; // what can be begun
    size_t fresh_count;
    struct layout_item footer[LAYOUT_ITEMS_MOST];
    size_t footer_count;
    const char *search; // path, NULL while there is no such page
    const char *login;
    const char *here; // where choosing a language leads back to
    bool member;
};

#endif
