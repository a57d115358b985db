// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_MAIL_H
#define APP_MAIL_H

#include "app/app.h"

// Sending the outbox (app/outbox.h) by a mail server. A notice is marked as being sent, and that is committed, before the
// server is told anything of it: after a stop in between nobody knows whether it went, and it is not sent again by itself.

// As an operator gives them. Without smtp nothing is sent.
struct mail_options {
    const char *smtp;          // "smtp://user@host:587"; NULL: none
    const char *password_file; // its first line is the password; NULL: none
    const char *ca_file;       // certificates to trust beside the machine's; NULL: none
    const char *from;          // the address that mails come from; NULL: none
    const char *site;          // "https://ypsilon.example.org": where the reader logs in; NULL: not said
};
// Once, before the sender is opened. INVALID: issues says what to mend, with the option's name as the field.
MUST_USE enum status set_up_mail(struct app *app, const struct mail_options *options, struct issues *issues);
bool mail_goes_out(struct app *app);       // a mail server is named
const char *mail_from(struct app *app);    // the address that mails come from; "" when it is not known
const char *mail_site(struct app *app);    // without "/" at its end; "" when it is not known
void set_mail_site(struct app *app, const char *site); // copied; before anybody else uses the app

// The sender: a thread of the server, which takes what waits, oldest first. When it is opened, what was being sent at the
// last stop becomes unsure. Without a mail server *out is NULL.
struct mail_sender;
MUST_USE enum status mail_sender_open(struct app *app, struct mail_sender **out);
void mail_sender_close(struct mail_sender *m); // NULL is fine; a mail whose end is on its way is waited for

// The mail server takes nothing for now: what it said, or what stopped us, and since when. False: all is well.
bool mail_trouble(struct app *app, struct arena *a, const char **said_out, int64_t *since_out);

#endif
