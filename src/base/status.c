// SPDX-License-Identifier: EUPL-1.2
#include "base/status.h"

const char *status_name(enum status s)
{
    static const char *const names[] = {
        [OK] = "ok",           [NOT_FOUND] = "not-found", [DENIED] = "denied", [INVALID] = "invalid",
        [CONFLICT] = "conflict", [BUSY] = "busy",         [FAILED] = "failed",
    };
    return names[s];
}
