// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_TASKS_INSIDE_H
#define APP_TASKS_INSIDE_H

#include "app/tasks.h"

// Tidies and checks what is typed of a task; issues on the fields of task_check and "user".
MUST_USE enum status task_ready(struct app *app, const struct actor *actor, const struct task *typed, struct arena *a,
                                struct issues *issues, struct task *out);
// The sentence about a candidate's name, with the words.
extern const char NAMES_CANDIDATE[];

#endif
