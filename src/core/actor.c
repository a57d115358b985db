// SPDX-License-Identifier: EUPL-1.2
#include "core/actor.h"

#include <string.h>

#include "base/issues.h"

static const char *const NAMES[ROLES] = {"public", "office", "adviser", "employer", "candidate", "mentor", "steering"};
static const char *const TITLES[ROLES] = {
    N_("Visitor"), N_("Programme office"), N_("Adviser"), N_("Employer user"), N_("Candidate"), N_("Mentor"), N_("Steering group"),
};

const char *role_name(enum role r)
{
    return NAMES[r];
}

bool role_read(const char *name, enum role *out)
{
    for (int r = 0; r < ROLES; r++)
        if (name != NULL && strcmp(NAMES[r], name) == 0) {
            *out = (enum role)r;
            return true;
        }
    return false;
}

const char *role_title(enum role r)
{
    return TITLES[r];
}
