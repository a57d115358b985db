// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_TASK_H
#define CORE_TASK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/day.h"
#include "base/issues.h"
#include "core/id.h"

// A task (oppgave): what to do next, by whom and by when, about an employer, an agency or an activity; never about a
// candidate.
enum task_state { TASK_OPEN, TASK_DONE, TASK_DROPPED };
enum { TASK_STATES = 3, TASK_WHAT_MOST = 300, TASK_GUIDANCE_MOST = 4000 };

struct task {
    struct task_id id;
    int64_t version;
    enum task_state state;
    const char *what;             // in the writer's words
    const char *guidance;         // a ready explanation to send, or how to go about it; "" none
    struct user_id user;          // who does it; {0}: nobody has it yet
    struct agency_id agency;      // whose it is: that user's, or else the writer's
    day by;                       // DAY_NONE: no day
    struct employer_id employer;  // about it, {0} none; so the next two
    struct agency_id about;
    struct activity_id activity;
    // Who made it when no person did: a noun and a row, such as "survey_flag" and its id. One open or closed task for each.
    const char *cause;            // "" a person
    int64_t cause_row;
    struct user_id created_by, changed_by;
    int64_t created_at, changed_at;
    int64_t closed_at;            // 0: open
};

// Fields: "what", "by".
void task_check(const struct task *t, day today, struct issues *issues);
bool task_overdue(const struct task *t, day today);

const char *task_state_name(enum task_state s); // as stored: "open"
bool task_state_read(const char *name, enum task_state *out);
const char *task_state_title(enum task_state s); // English msgid

#endif
