// SPDX-License-Identifier: EUPL-1.2
#ifndef MAIL_IMAP_H
#define MAIL_IMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/issues.h"
#include "base/status.h"

// Reading a mailbox (IMAP4rev1, RFC 3501). libcurl reaches the server, secures the connection and logs in; what is said
// from there on is ours, since libcurl would mark every mail that it fetches as read. Nothing is deleted or moved.

enum imap_safety {
    IMAP_STARTTLS, // imap://
    IMAP_TLS,      // imaps://
    IMAP_PLAIN,    // imap+plain://, for a mail server on this very machine
};
struct imap_server {
    enum imap_safety safety;
    const char *host; // an IPv6 address without brackets
    int port;
    const char *user, *password;
    const char *folder;  // "INBOX"
    const char *ca_file; // certificates to trust beside the machine's; NULL: none
};
// "imaps://user@host:993/INBOX"; port and folder may be left out. A password in it is refused. Issues on "inbox".
MUST_USE enum status imap_read_url(const char *url, struct arena *a, struct imap_server *out, struct issues *issues);

// One connection, of one thread. stopping (NULL: never) is asked while it waits.
struct imap;
// FAILED: *said_out is what the server said or what stopped us, the arena's, without addresses.
MUST_USE enum status imap_open(const struct imap_server *server, bool (*stopping)(void *context), void *context, struct arena *a,
                               const char **said_out, struct imap **out);
void imap_close(struct imap *m); // NULL is fine
const char *imap_said(const struct imap *m); // the last refusal, or what went wrong; of the connection

// Opens the folder. validity changes when all numbers begin anew.
MUST_USE enum status imap_select(struct imap *m, uint32_t *validity_out);
struct imap_mail {
    uint32_t uid;
    uint32_t size; // bytes
};
// Those with numbers above `after`, lowest first, at most `most`.
MUST_USE enum status imap_list(struct imap *m, uint32_t after, size_t most, struct arena *a, struct imap_mail **out, size_t *count_out);
// At most `most` bytes from its beginning, without marking it as read. NOT_FOUND: it is gone.
MUST_USE enum status imap_fetch(struct imap *m, uint32_t uid, size_t most, struct arena *a, const char **bytes_out, size_t *size_out);
MUST_USE enum status imap_mark_read(struct imap *m, uint32_t uid);

#endif
