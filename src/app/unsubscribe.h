// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_UNSUBSCRIBE_H
#define APP_UNSUBSCRIBE_H

#include "app/app.h"

// A contact who wants no more information by e-mail, or wants it again. By whoever has the contact's personal link
// (LINK_UNSUBSCRIBE), which stands in every mail with information. Service mail goes all the same.
struct unsubscribe_view {
    const char *email, *programme;
    bool gets_none; // has said no
};
// NOT_FOUND: there is no such contact any more.
MUST_USE enum status get_unsubscribe(struct app *app, struct contact_id contact, struct arena *a, struct unsubscribe_view *out);
// one_click: by the button of a mail program (RFC 8058), without having seen the page. The same again is OK.
MUST_USE enum status unsubscribe(struct app *app, struct contact_id contact, bool one_click);
MUST_USE enum status subscribe_again(struct app *app, struct contact_id contact);

#endif
