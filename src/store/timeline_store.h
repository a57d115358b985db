// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_TIMELINE_STORE_H
#define STORE_TIMELINE_STORE_H

#include "store/store.h"

// What the timeline of an employer or an agency tells of feedback: who was asked, and whether an answer came; never what it
// says.
struct feedback_asked {
    int64_t id;          // of the one who was asked
    struct survey_id survey;
    const char *name;    // of the survey
    day asked_on;
    int64_t answered_at; // 0: not
};
// Newest first. One of the two.
MUST_USE enum status feedback_asked_of(struct store *s, struct employer_id employer, struct agency_id agency, size_t most,
                                       struct arena *a, struct feedback_asked **out, size_t *count_out);

#endif
