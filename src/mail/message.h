// SPDX-License-Identifier: EUPL-1.2
#ifndef MAIL_MESSAGE_H
#define MAIL_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/status.h"

// A file that goes with a mail.
struct message_file {
    const char *name; // "letter.pdf"
    const char *type; // "application/pdf"
    const void *bytes;
    size_t size;
};

// One mail as it goes over the wire. Nothing in it is to be fetched. What is NULL or 0 is left out.
struct message {
    const char *from_name, *from;
    const char *to_name, *to; // to_name may be ""
    const char *subject;
    const char *text;         // UTF-8, lines end in "\n"
    const char *html;         // a whole document, UTF-8: the same in another form
    const char *calendar, *calendar_method; // text/calendar, and its METHOD: "REQUEST" (RFC 6047)
    const struct message_file *files;
    size_t file_count;
    const char *unsubscribe;  // an https address at which a POST unsubscribes at once (RFC 2369, RFC 8058)
    const char *id;           // of the Message-ID, the part before "@"; the same when the mail is sent again
    enum lang lang;
    int64_t at;               // ms since 1970
};

// RFC 5322 with MIME: encoded words in headers, quoted-printable text, CR LF, no line of text above 78 characters, and a
// sign that no person wrote it (RFC 3834), so that no machine answers. The same message gives the same bytes. INVALID: an
// address that message_address_fits refuses, or a name, subject, id, address of a page or type that holds a control
// character or is not what it should be, so that nothing typed can become a header.
MUST_USE enum status message_make(const struct message *m, struct arena *a, const char **bytes_out, size_t *size_out);

// Can mail be sent to it as it stands: one "@", dots and letters as RFC 5321 has them without quoting, ASCII alone?
bool message_address_fits(const char *address);

#endif
