// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_AGENCY_VIEW_H
#define WEB_AGENCY_VIEW_H

#include "app/agencies.h"
#include "web/contact_view.h"
#include "web/timeline_view.h"

struct agency_list_view {
    const struct agency_line *lines;
    size_t count;
    bool may_edit;
};
struct agency_card_view {
    const struct agency_line *at;
    const char *path, *phone;
    const char *edit_path;  // NULL: may not
    struct url mail, call;
    struct contacts_part contacts;
    struct timeline_view timeline;
};

#endif
