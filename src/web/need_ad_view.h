// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_NEED_AD_VIEW_H
#define WEB_NEED_AD_VIEW_H

#include "app/need_ads.h"
#include "web/http.h"

// The job ad that a need was drafted from, as pages show it.
struct need_ad_line {
    int position;
    const char *words;
    const char *strength; // msgid
    const char *excerpt;
};
struct need_ad_shown {
    bool there; // false: the need does not come from an ad
    struct need_ad ad;
    struct need_id need;
    int64_t version; // of the need
    bool draft;
    bool unverified; // the employer is not known to the business register
    struct need_ad_line *open, *left;
    size_t open_count, left_count;
};
MUST_USE enum status need_ad_shown_get(struct request *r, const struct need *n, struct need_ad_shown *out);

#endif
