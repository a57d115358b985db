// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_HOME_WORK_H
#define APP_HOME_WORK_H

#include "app/activities.h"
#include "app/tasks.h"
#include "core/trouble.h"

// The working day of a member of the office or an adviser, for Hjem: own tasks, what is planned today, what went wrong.
enum { HOME_TASKS = 5 };
struct home_work {
    struct task_page tasks;       // the actor's own open ones, the first HOME_TASKS by their day
    struct task_counts task_counts;
    struct agenda_entry *today;   // the actor's activities and events of today; tasks stand above
    size_t today_count;
    struct troubles troubles;     // what the role sees to
};
// NOT_FOUND: not staff.
MUST_USE enum status get_home_work(struct app *app, const struct actor *actor, struct arena *a, struct home_work *out);

#endif
