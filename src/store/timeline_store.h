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

// Each of the following: the newest before that place, which is earlier than at, or then with a lesser id.
// What became of needs: one line for each step, but not for one that was taken together with the step before.
struct need_step {
    int64_t at, id;
    enum { NEED_STATED, NEED_OPENED, NEED_ENDED } step;
    const char *title;
    bool filled; // as it stands
};
MUST_USE enum status need_steps_of(struct store *s, struct employer_id employer, int64_t at, int64_t id, size_t most, struct arena *a,
                                   struct need_step **out, size_t *count_out);
// Tasks about one of the two, when they were made and when they were closed.
struct task_step {
    int64_t at, id;
    bool closed, done;      // done: it was not dropped
    bool own;               // what is somebody's own words, and no msgid
    const char *what, *user_name, *agency_name; // "" none
};
MUST_USE enum status task_steps_of(struct store *s, struct employer_id employer, struct agency_id about, struct agency_id by, int64_t at,
                                   int64_t id, size_t most, struct arena *a, struct task_step **out, size_t *count_out); // by {0}: all
// What the change log tells of an employer, its workplaces, contacts and (memberships) networks; of an agency, its contacts.
struct change_step {
    int64_t at, id;
    const char *noun, *verb;
    const char *title;                  // the workplace's or contact's name; "" the employer itself
    const char *user_name, *organisation; // "" none
};
MUST_USE enum status change_steps_of(struct store *s, struct employer_id employer, struct agency_id agency, bool memberships, int64_t at,
                                     int64_t id, size_t most, struct arena *a, struct change_step **out, size_t *count_out);

#endif
