// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_BULK_H
#define APP_BULK_H

#include "app/app.h"
#include "core/bulk.h"
#include "store/bulk_store.h"

// Changes of many employers at once, or tasks or activities for each of them, for whoever may edit all employers. They are
// done in batches, the first ones at once, the rest by the server's worker; so is taking one back, which leaves what
// somebody has changed since.

enum { BULK_MOST = 100000 };
struct bulk_view {
    struct bulk bulk;
    const char *user_name, *owner_name, *network_name; // of owner_name also who does the task, or took part; "" where the change names none
    bool may_undo;
};
// Issues on stage, paused_until, decline, declined_reason, why, owner, network; on "" when there are no employers. Of a task
// on what, by, user, and "named" when its words seem to name a candidate; of an activity as in activity_check, on took_part,
// name_reason, and "others" when others are in contact with some of them and nothing has been said of these.
MUST_USE enum status start_bulk(struct app *app, const struct actor *actor, const struct bulk_change *change,
                                const struct employer_id *employers, size_t count, struct issues *issues,
                                struct bulk_id *id_out);
MUST_USE enum status get_bulk(struct app *app, const struct actor *actor, struct bulk_id id, struct arena *a,
                              struct bulk_view *out);
// CONFLICT: it is not done yet, or taken back already.
MUST_USE enum status undo_bulk(struct app *app, const struct actor *actor, struct bulk_id id);
// Goes on with what is not at its end, one batch of it; *more_out: there is more. The server's worker calls it.
MUST_USE enum status work_on_bulk(struct app *app, bool *more_out);

#endif
