// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_AD_H
#define CORE_AD_H

#include "core/ad_words.h"
#include "core/need.h"

// The job ad that a need was drafted from.
struct need_ad {
    const char *ad;         // its uuid
    struct need_id need;
    bool active;
    const char *updated;    // as the ad says it
    int64_t need_version;   // of the need as the import wrote it; 0 once a person has taken over
    int64_t changed_at;     // when the ad last changed after that, 0 not
    const char *title, *url;
    day published, expires; // DAY_NONE: unknown
};

// What the ad seems to ask for, and what a person has said to it.
enum proposed_state { PROPOSED_OPEN, PROPOSED_TAKEN, PROPOSED_LEFT };
struct proposed_requirement {
    int position; // 1, 2 … within the need
    struct requirement requirement;
    const char *excerpt;
    enum proposed_state state;
};

#endif
