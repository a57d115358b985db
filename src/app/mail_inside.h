// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_MAIL_INSIDE_H
#define APP_MAIL_INSIDE_H

#include "app/app.h"

// What of mail lives with the program instead of in the store: how to reach the mail server, and what it said last.
struct mail_desk;
struct mail_desk *mail_desk_open(void);
void mail_desk_close(struct mail_desk *d); // NULL is fine
struct mail_desk *app_mail_desk(struct app *app);

#endif
