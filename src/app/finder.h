// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_FINDER_H
#define APP_FINDER_H

#include "app/app.h"
#include "app/find_index.h"

// The index of the search, read when it is first asked and kept in step with the change log.
struct finder;
struct finder *finder_open(void); // NULL: no memory
void finder_close(struct finder *f);

// As of now.
MUST_USE enum status finder_ask(struct app *app, const struct find_question *q, struct arena *a, struct find_hits out[FIND_KINDS]);
// Brings it in step, so that nobody has to wait for it.
MUST_USE enum status finder_tend(struct app *app);

#endif
