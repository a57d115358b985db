// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_ACCOUNT_VIEW_H
#define WEB_ACCOUNT_VIEW_H

#include "app/accounts.h"
#include "app/demo.h"
#include "web/components.h"

// What templates/login.html and templates/account.html show (screen 30).

struct login_view {
    const char *next;    // where to go on to
    const char *pending; // the second step's
    bool ended;          // came here because the session is over
    const struct demo_account *demo; // NULL when this is no demo
    size_t demo_count;
};

struct account_view {
    struct account account;
    const struct option *languages;
    size_t language_count;
    const struct session_line *sessions;
    size_t session_count;
};

struct codes_view {
    struct totp_offer offer;
    struct markup qr;
    const char *(*recovery)[10];
};

#endif
