// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_LIST_CHOICES_H
#define APP_LIST_CHOICES_H

#include "app/app.h"

// What lists of employers are narrowed by and changed to, for choosing by name. For whoever may list employers; others get
// NOT_FOUND.
struct named_user {
    struct user_id id;
    const char *name;
};
// Who works in the programme office and can log in, oldest first.
MUST_USE enum status list_office(struct app *app, const struct actor *actor, struct arena *a, struct named_user **out,
                                 size_t *count_out);
struct named_network {
    struct network_id id;
    const char *name;
};
// Networks in use, by name.
MUST_USE enum status list_named_networks(struct app *app, const struct actor *actor, struct arena *a, struct named_network **out,
                                         size_t *count_out);

#endif
