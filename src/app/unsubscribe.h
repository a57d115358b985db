// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_UNSUBSCRIBE_H
#define APP_UNSUBSCRIBE_H

#include "app/app.h"

// Somebody who wants no more information by e-mail, or wants it again. By whoever has the personal link (LINK_UNSUBSCRIBE)
// that stands in every mail with information: of a contact, row is the contact; of a guest who is nobody's contact, the
// mail, and the no is kept as a keyed hash of the address it went to. Service mail goes all the same.
struct unsubscribe_view {
    const char *email, *programme; // email "": the guest's has been forgotten meanwhile
    bool gets_none; // has said no
};
// NOT_FOUND: there is no such contact or mail any more.
MUST_USE enum status get_unsubscribe(struct app *app, int64_t row, struct arena *a, struct unsubscribe_view *out);
// one_click: by the button of a mail program (RFC 8058), without having seen the page. The same again is OK.
MUST_USE enum status unsubscribe(struct app *app, int64_t row, bool one_click);
MUST_USE enum status subscribe_again(struct app *app, int64_t row);

#endif
