// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_HIRES_INSIDE_H
#define APP_HIRES_INSIDE_H

#include <pthread.h>

#include "app/hires.h"
#include "app/referrals_inside.h"
#include "store/hire_store.h"

// Rights on a hire; NOT_FOUND: it may not be known of. Also within jobs.
MUST_USE enum status hire_rights(struct app *app, const struct actor *actor, const struct hire *h, unsigned *rights_out);
// What of a deleted person's hire can still be put right: whether it stands, which its verbs tell. NULL: that can.
const char *hire_gone_refusal(enum hire_act act);
// What of the register this actor may list.
MUST_USE enum status hire_scope(struct app *app, const struct actor *actor, struct arena *a, struct hire_filter *filter);

// The released figures as they were counted last, for all threads.
struct counted {
    pthread_mutex_t lock;
    bool known;
    int64_t last_change; // that they were counted after
    struct programme_counts counts;
};
struct counted *app_counted(struct app *app);

#endif
