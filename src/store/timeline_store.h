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
    bool elsewhere;      // asked as a contact of somebody else, with the same address
};
// One of the two. The newest that were asked before that place: earlier than that day, or on it with a lesser id.
MUST_USE enum status feedback_asked_of(struct store *s, struct employer_id employer, struct agency_id agency, day on, int64_t id,
                                       size_t most, struct arena *a, struct feedback_asked **out, size_t *count_out);
// The same of those that have answered, by when.
MUST_USE enum status feedback_answered_of(struct store *s, struct employer_id employer, struct agency_id agency, int64_t at, int64_t id,
                                          size_t most, struct arena *a, struct feedback_asked **out, size_t *count_out);

#endif
