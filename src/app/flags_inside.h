// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_FLAGS_INSIDE_H
#define APP_FLAGS_INSIDE_H

#include "app/flags.h"
#include "app/survey_answers.h"

// What the answer calls for and is not there yet: raised by options, hinted at by words. Within the answer's transaction.
MUST_USE enum status flags_follow(struct store_tx *tx, struct app *app, const struct survey_answering *v);

#endif
