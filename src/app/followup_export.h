// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_FOLLOWUP_EXPORT_H
#define APP_FOLLOWUP_EXPORT_H

#include <jansson.h>

#include "app/app.h"

// Adds "referrals", "questions", "hires" and, for the person alone, "background" to a person's file: as far as the actor
// may read them.
MUST_USE enum status followup_json(struct app *app, const struct actor *actor, struct person_id id, struct arena *a,
                                   json_t *root);

#endif
