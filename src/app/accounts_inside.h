// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_ACCOUNTS_INSIDE_H
#define APP_ACCOUNTS_INSIDE_H

#include "app/accounts.h"
#include "app/login_limit.h"
#include "app/password.h"
#include "base/seal.h"
#include "store/user_store.h"

// What the files of accounts share, and what of it lives with the program instead of in the store.
struct accounts {
    struct login_limit *limit;
    struct seal_key key; // of this process: seals what waits in a page for a second step
};
struct accounts *accounts_open(void);
void accounts_close(struct accounts *accounts);
struct accounts *app_accounts(struct app *app);

int64_t limit_clock(void); // ms; does not go back, whatever --today says
// BUSY when there are no tries left; then adds the issue.
MUST_USE enum status limit_ask(struct app *app, enum limit_kind kind, const char *address, const char *account,
                               struct issues *issues, int *wait_seconds_out);
void limit_give_back(struct app *app, enum limit_kind kind, const char *address, const char *account);

// A small text with a time limit that only this process can have made, for this purpose.
const char *pending_make(struct app *app, const char *purpose, const void *bytes, size_t size, int64_t until,
                         struct arena *a);
bool pending_read(struct app *app, const char *purpose, const char *text, struct arena *a, void *bytes_out,
                  size_t size);

// Is this the logged-in user's password? INVALID with an issue on the field, or BUSY.
MUST_USE enum status password_ask(struct app *app, const struct user *user, const char *password, const char *field,
                                  struct issues *issues);
// Name, address and programme, of which the user's password may not be made.
MUST_USE enum status owner_of(struct app *app, const struct user *user, struct arena *a, struct password_owner *out);
// What a page of the second step proves: that the first one was right, for as long as the password stays the same.
const char *second_step_pending(struct app *app, const struct user *user, struct arena *a);
// "Firefox, Windows" from the header, which says much more about a visitor than a list of sessions needs.
const char *browser_words(const char *user_agent, struct arena *a);

#endif
