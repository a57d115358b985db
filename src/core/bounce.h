// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_BOUNCE_H
#define CORE_BOUNCE_H

#include <stdbool.h>
#include <stdint.h>

// What a mail that came back says of the address, by the enhanced status code of the report (RFC 3463): "5.1.1".

// The address will not take mail as things are: no such mailbox, no such domain, closed. False: full, not reached,
// refused for what the mail or its sender is, or unknown; such an address is put on hold after several.
bool bounce_lasts(const char *code);
// It is about the receiver's address itself, so that the answer of a mail server while sending is enough to go by.
bool bounce_of_address(const char *code);
const char *bounce_words(const char *code); // English msgid, for the office
// The first such code in a text, as in "550 5.1.1 <…> No such user (#5.1.1)"; false: there is none. Neither parts of
// IP addresses nor of version numbers.
enum { BOUNCE_CODE_MOST = 12 };
bool bounce_code_find(const char *text, char code_out[BOUNCE_CODE_MOST]);

// How many mails may come back for a passing reason, and within which time, until the address is put on hold.
enum { BOUNCE_PASSING_MOST = 3 };
#define BOUNCE_PASSING_MS (INT64_C(30) * 24 * 60 * 60 * 1000)

#endif
