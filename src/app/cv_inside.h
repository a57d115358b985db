// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_CV_INSIDE_H
#define APP_CV_INSIDE_H

#include "app/cv.h"
#include "exchange/cv.h"

// What the CV says, with the codes it may mean. numbers from 1.
MUST_USE enum status cv_propose(struct app *app, const struct cv *cv, struct arena *a, struct proposed **out, int *count_out);

#endif
