// SPDX-License-Identifier: EUPL-1.2
#ifndef MAIL_SMTP_H
#define MAIL_SMTP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/issues.h"
#include "base/status.h"

// Handing mails to a mail server (RFC 5321). What becomes of one must be known for sure before it is tried again.

enum smtp_safety {
    SMTP_STARTTLS, // smtp://: the connection is secured before anything is said, or the mail waits
    SMTP_TLS,      // smtps://: it is secured from the beginning
    SMTP_PLAIN,    // smtp+plain://: it is not. Only for a mail server on this very machine
};

struct smtp_server {
    enum smtp_safety safety;
    const char *host; // an IPv6 address without brackets
    int port;
    const char *user, *password; // "" without log-in
    const char *ca_file;         // certificates to trust beside the machine's; NULL: none
};
// "smtps://user@host:465"; the port may be left out. A password in it is refused: others on the machine can read the
// command line. Issues on "smtp".
MUST_USE enum status smtp_read(const char *url, struct arena *a, struct smtp_server *out, struct issues *issues);

// One connection, used for as many mails as it lasts. Of one thread.
struct smtp;
// server, and from's domain as the name to greet by, are used until it is closed. stopping (NULL: never) is asked while a
// mail goes out; one of which the server has not got the end yet is then given up.
MUST_USE enum status smtp_open(const struct smtp_server *server, const char *from, bool (*stopping)(void *context),
                               void *context, struct smtp **out);
void smtp_close(struct smtp *s); // NULL is fine

enum smtp_result {
    SMTP_TAKEN,   // the server answers for it from now on
    SMTP_REFUSED, // it will never take this mail to this receiver
    SMTP_LATER,   // not now: this mail may be tried again
    SMTP_CLOSED,  // no connection, no log-in, or it takes nothing from us: nothing about this mail, which has not gone
    SMTP_UNSURE,  // the end was sent and no answer came: it may have gone or not
};
struct smtp_answer {
    enum smtp_result result;
    int code;         // the server's last, 0: none
    bool about_mail;  // its receiver had been named: what closed the connection may be this mail, and another one may go
    const char *said; // its last words or what stopped us, for the office to read; addresses left out; the arena's
};
// message: as message_make gives it. At most smtp_seconds: a minute, and for a large one what it takes on a slow line. One that
// is cut off each time would be tried for ever.
long smtp_seconds(size_t size);
void smtp_send(struct smtp *s, const char *from, const char *to, const char *message, size_t size, struct arena *a,
               struct smtp_answer *out);

#endif
