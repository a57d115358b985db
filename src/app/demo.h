// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_DEMO_H
#define APP_DEMO_H

#include "app/app.h"

// The built-in demo: a programme as in Drammen with plainly invented employers, people and needs, and what became of them
// from referral to lasting hire. Made through the same use cases and sealing as everything else, of any size. The same
// seed (app_config.seed) and day give the same region on every machine, ids included; only keys differ, and what is
// sealed or hashed with them.
struct demo_size {
    int employers, people, needs; // from 1, 1 and 0 to DEMO_MOST
};
extern const struct demo_size DEMO_SIZE, DEMO_MOST; // 600 employers, 2,000 people, 300 needs

// One account per role and one more adviser, with the password that all of them have.
extern const char DEMO_PASSWORD[];
struct demo_account {
    enum role role;
    const char *email;
    const char *what; // English msgid: what this account shows
};
extern const struct demo_account DEMO_ACCOUNTS[];
extern const size_t DEMO_ACCOUNT_COUNT;

// Fills an empty database. CONFLICT: it is not empty. report (may be NULL) is told now and then how far it is, and at
// the end; it may be called from another thread. Nobody else may use the app meanwhile.
MUST_USE enum status demo_make(struct app *app, struct demo_size size,
                               void (*report)(void *context, const char *what, int64_t done, int64_t total),
                               void *context);
// The same before anybody is proposed for a need or hired: for tests that do so themselves.
MUST_USE enum status demo_make_untouched(struct app *app, struct demo_size size);

#endif
