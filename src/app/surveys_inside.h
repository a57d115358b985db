// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_SURVEYS_INSIDE_H
#define APP_SURVEYS_INSIDE_H

#include "app/internal.h"
#include "app/referrals_inside.h"
#include "app/surveys.h"
#include "store/recipient_store.h"

// What the use cases of surveys share.

MUST_USE enum status survey_may(const struct actor *actor, unsigned rights); // NOT_FOUND, DENIED
static inline enum status survey_told(enum status status, const char *refusal, struct issues *issues)
{
    if (status == CONFLICT)
        issues_add(issues, "", refusal == NULL ? MEANWHILE : refusal);
    return status;
}

// Whom the survey goes to now, nobody twice, and who is left out. An address is asked once: who is a contact of several
// employers is one person with one answer, which counts once, for the employer that has known them longest; or, when the
// survey measures another one anew, for the same as there, so that the two are compared. also_out: who else would have
// been asked by the same addresses.
MUST_USE enum status survey_audience_get(struct app *app, const struct actor *actor, const struct survey *s,
                                         const struct contact_id *chosen, size_t chosen_count, struct arena *a,
                                         struct recipients *out, struct recipients *also_out, struct survey_reach *reach_out);

#endif
