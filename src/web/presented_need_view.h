// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_PRESENTED_NEED_VIEW_H
#define WEB_PRESENTED_NEED_VIEW_H

#include "core/need.h"
#include "web/http.h"

// Who has been presented for a need, on the need's page as its employer sees it; the template is presented_on_need.
struct presented_row;
struct presented_on_need {
    bool shown;                       // the reader is the employer, and the need has been open
    const struct presented_row *rows; // newest first
    size_t row_count;
    const char *path;                 // of the whole list for the need
};
MUST_USE enum status presented_on_need_get(struct request *r, const struct need *need, struct presented_on_need *out);

#endif
