// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_BULK_INSIDE_H
#define APP_BULK_INSIDE_H

#include "app/bulk.h"
#include "store/store.h"

// What is made for each of many employers: a task or an activity (bulk_makes).

// Tidies the words, and checks what is typed as a single task's or activity's form does. Issues as start_bulk says.
MUST_USE enum status bulk_made_check(struct app *app, const struct actor *actor, struct bulk_change *c,
                                     const struct employer_id *employers, size_t count, struct issues *issues);
// Sets row->made. *made_out false: the employer was left out, as the change says or since it is another's by now.
MUST_USE enum status bulk_make(struct store_tx *tx, const struct bulk_change *c, const struct employer *e, struct bulk_row *row,
                               bool *made_out);
// Drops the task, puts the activity into the bin. *taken_out false: somebody has changed it since.
MUST_USE enum status bulk_take_back(struct store_tx *tx, const struct bulk_change *c, const struct bulk_row *row, bool *taken_out);

#endif
