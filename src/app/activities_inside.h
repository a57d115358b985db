// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_ACTIVITIES_INSIDE_H
#define APP_ACTIVITIES_INSIDE_H

#include "app/activities.h"
#include "store/store.h"

unsigned activity_rights(const struct actor *actor, const struct activity *act);
// With whom, in one line: "Elvebredden AS, Brua Hotell AS", the network's name first.
const char *activity_with(const struct activity *act, struct arena *a);

// After an activity was written: asks those who are new, tells those who were asked before when something changed, and takes
// back what does not hold any more. before NULL: it is new.
MUST_USE enum status invite_people(struct store_tx *tx, const struct activity *before, struct activity_id id);

#endif
