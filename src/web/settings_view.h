// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_SETTINGS_VIEW_H
#define WEB_SETTINGS_VIEW_H

#include "app/programme.h"
#include "web/components.h"
#include "web/edit.h"

struct settings_area {
    const struct region_area *area;
    const char *code, *from; // as the form sends them back; from "" for no beginning
    const char *into;        // name of the area it has become part of, or ""
    bool today;              // is one of today's
};

struct settings_agency {
    const struct agency *agency;
    const char *kind, *phone; // text
    const char *path;         // NULL: may not be edited by this reader
};

struct settings_view {
    const struct programme *programme;
    bool may_edit;
    const struct settings_area *areas;
    size_t area_count;
    const struct settings_agency *agencies;
    size_t agency_count;
};

struct programme_form_view {
    const struct programme *programme;
    const char *goal, *retention_days, *least_share, *least_months, *open_share_requests, *contact_days; // as numbers are typed
    struct edit edit;
};

struct agency_form_view {
    struct agency agency;
    bool fresh;
    const char *path;
    struct option kinds[4];
    size_t kind_count;
    const char *kind;
    struct edit edit;
};

#endif
