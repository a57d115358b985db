// SPDX-License-Identifier: EUPL-1.2
#ifndef MAIL_PLACE_H
#define MAIL_PLACE_H

#include <stdbool.h>

#include "base/arena.h"

// The part of a mail server's address behind "smtps://": "user@host:465". Users are often addresses themselves, so that
// the last "@" is the one before the host.
struct place {
    const char *user; // "" none
    const char *host; // an IPv6 address without brackets
    int port;
    bool password;    // the user holds a ":", as if a password stood behind it
};
// port: when none is said. False: it is no such thing.
bool place_read(const char *text, int port, struct arena *a, struct place *out);
bool place_here(const char *host); // this very machine

// A server's words for the office to read, of one line: words with an "@" are left out, since servers repeat whom a mail
// was for, and "" for what is no text.
const char *server_words(const char *line, struct arena *a);

#endif
