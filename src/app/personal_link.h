// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_PERSONAL_LINK_H
#define APP_PERSONAL_LINK_H

#include "app/app.h"

// Links that let one person do one thing without logging in: answer an invitation, fill in a survey, unsubscribe. What
// they hold follows from the purpose, the row and the store's own key: no table holds it, and one purpose opens no other.
// How long a row may be answered is for its owner to say: a link is right for as long as the store is.
//
// Whoever opens a link gets a ticket for the same purpose and row instead, in a cookie, and goes on at a clean address
// (web/personal.h). Opening changes nothing, so that whoever opens all links of a mail to look at them may do so.

enum link_purpose {
#define PERSONAL_LINK(key, name, page) LINK_##key,
#include "app/personal_links.def"
#undef PERSONAL_LINK
};
enum {
    LINK_PURPOSES = 0
#define PERSONAL_LINK(key, name, page) +1
#include "app/personal_links.def"
#undef PERSONAL_LINK
};
enum { LINK_WORD_MOST = 120, LINK_TICKET_SECONDS = 4 * 60 * 60 };

const char *link_name(enum link_purpose p); // "unsubscribe"
const char *link_page(enum link_purpose p); // "/unsubscribe"

// The path, "/link/unsubscribe-17-…". row: above 0.
const char *personal_link(const struct app *app, enum link_purpose purpose, int64_t row, struct arena *a);
// With the site before it, for a mail; "" when the site is not known.
const char *personal_link_url(struct app *app, enum link_purpose purpose, int64_t row, struct arena *a);
// What stands after "/link/". False: it is none of ours. Whether the row is still there is not asked.
bool personal_link_find(const struct app *app, const char *word, enum link_purpose *purpose_out, int64_t *row_out);
bool personal_link_read(const struct app *app, enum link_purpose purpose, const char *word, int64_t *row_out);

// For the cookie: good for LINK_TICKET_SECONDS.
const char *personal_ticket(const struct app *app, enum link_purpose purpose, int64_t row, struct arena *a);
bool personal_ticket_read(const struct app *app, enum link_purpose purpose, const char *ticket, int64_t *row_out);

#endif
