// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_PERSONAL_H
#define WEB_PERSONAL_H

#include "app/personal_link.h"
#include "web/html.h"
#include "web/layout.h"

// Pages for whoever has a personal link (screen 29): answer an invitation, a survey, unsubscribe.
//
// How an area makes one:
// 1. A line in app/personal_links.def: PERSONAL_LINK(RSVP, "rsvp", "/rsvp"). Mails name personal_link_url (in a maker: letter_link).
// 2. GET /link/rsvp-17-… (personal_pages.c) puts a ticket for that purpose and row into a cookie and leads to /rsvp. It
//    changes nothing, so that a scanner of mails may open it.
// 3. The area's own routes GET and POST /rsvp, FOR_ANYONE, begin with personal_row and personal_form_row; when these say
//    no, they answer personal_gone. GET shows; only POST acts.
// 4. Templates stand between personal_open and personal_close, and forms hold personal_mark (personal.html).

// The row whose link was opened in this browser last. False: none, or too long ago.
bool personal_row(const struct request *r, enum link_purpose purpose, int64_t *row_out);
// The same for a POST, when its form was made for that row too. Whoever opens a second link of the same purpose and then
// sends the form of the first does not answer for the second by mistake.
bool personal_form_row(const struct request *r, enum link_purpose purpose, int64_t *row_out);
// 404: open the link in the mail once more.
struct reply personal_gone(struct request *r);
// Done with it on this browser: the cookie goes.
void personal_end(const struct request *r, struct reply *reply, enum link_purpose purpose);

// page_open without menus, so that there is one thing to do and nobody's name on it.
struct page *personal_page_open(struct request *r, const char *title);

#endif
