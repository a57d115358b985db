// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_DEMO_H
#define APP_DEMO_H

#include "app/app.h"

// The built-in demo: the Drammen programme with plainly invented employers, people and needs, made through the same use
// cases as everything else. The same seed (app_config.seed) and day give the same region on every machine.
struct demo_size {
    int employers, people, needs;
};
extern const struct demo_size DEMO_SIZE; // 60 employers, 400 people, 40 needs

// One account per role and one more adviser, with the password that all of them have.
extern const char DEMO_PASSWORD[];
struct demo_account {
    enum role role;
    const char *email;
    const char *what; // English msgid: what this account shows
};
extern const struct demo_account DEMO_ACCOUNTS[];
extern const size_t DEMO_ACCOUNT_COUNT;

// Fills an empty database. CONFLICT: it is not empty. report (may be NULL) is told how far it is.
MUST_USE enum status demo_make(struct app *app, struct demo_size size,
                               void (*report)(void *context, const char *what, int done, int total), void *context);

#endif
