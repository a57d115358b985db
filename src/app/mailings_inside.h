// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_MAILINGS_INSIDE_H
#define APP_MAILINGS_INSIDE_H

#include "app/mailings.h"

MUST_USE enum status mailing_may(const struct actor *actor, unsigned rights);
// The text with its figures and fields for one receiver.
struct mailing_words {
    const char *subject, *text, *html;
};
MUST_USE enum status mailing_words(struct app *app, const struct mailing *m, const char *name, const char *firm, struct arena *a,
                                   struct mailing_words *out);
MUST_USE enum status mailing_text_check(struct app *app, const struct mailing *m, struct arena *a, struct issues *issues);
enum mailing_state mailing_state_now(const struct mailing *m, const struct mailing_counts *c);
const char *mailing_title(const struct mailing *m);

#endif
