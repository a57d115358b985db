// SPDX-License-Identifier: EUPL-1.2
#include "core/task.h"

#include "core/check.h"
#include "core/named.h"

void task_check(const struct task *t, day today, struct issues *issues)
{
    if (blank(t->what))
        issues_add(issues, "what", N_("Say what is to be done"));
    check_text(t->what, false, TASK_WHAT_MOST, "what", issues);
    check_text(t->guidance, true, TASK_GUIDANCE_MOST, "guidance", issues);
    if (t->by != DAY_NONE && (t->by > day_add_months(today, 60) || t->by < day_add_months(today, -60)))
        issues_add(issues, "by", N_("Choose a day within five years"));
}

bool task_overdue(const struct task *t, day today)
{
    return t->state == TASK_OPEN && t->by != DAY_NONE && t->by < today;
}

static const struct named STATES[TASK_STATES] = {
    [TASK_OPEN] = {"open", N_("To be done")},
    [TASK_DONE] = {"done", N_("Done")},
    [TASK_DROPPED] = {"dropped", N_("Dropped")},
};
NAMED(task_state, STATES)
