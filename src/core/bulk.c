// SPDX-License-Identifier: EUPL-1.2
#include "core/bulk.h"

#include <string.h>

static const struct {
    const char *name, *title;
} KINDS[BULK_KINDS] = {
    [BULK_STAGE] = {"stage", N_("Set the stage")},
    [BULK_OWNER] = {"owner", N_("Set who follows up")},
    [BULK_JOIN] = {"join", N_("Add to a network")},
    [BULK_LEAVE] = {"leave", N_("Take out of a network")},
    [BULK_TASK] = {"task", N_("Make a task for each")},
    [BULK_ACTIVITY] = {"activity", N_("Write an activity for each")},
};
static const char *const STATES[BULK_STATES] = {"doing", "done", "undoing", "undone"};

const char *bulk_kind_name(enum bulk_kind k)
{
    return KINDS[k].name;
}

bool bulk_kind_read(const char *name, enum bulk_kind *out)
{
    for (int i = 0; i < BULK_KINDS; i++)
        if (strcmp(name, KINDS[i].name) == 0) {
            *out = (enum bulk_kind)i;
            return true;
        }
    return false;
}

const char *bulk_kind_title(enum bulk_kind k)
{
    return KINDS[k].title;
}

bool bulk_makes(enum bulk_kind k)
{
    return k == BULK_TASK || k == BULK_ACTIVITY;
}

const char *bulk_state_name(enum bulk_state s)
{
    return STATES[s];
}

bool bulk_state_read(const char *name, enum bulk_state *out)
{
    for (int i = 0; i < BULK_STATES; i++)
        if (strcmp(name, STATES[i]) == 0) {
            *out = (enum bulk_state)i;
            return true;
        }
    return false;
}
