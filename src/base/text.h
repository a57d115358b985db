// SPDX-License-Identifier: EUPL-1.2
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

// Text that came from outside. A character is a Unicode code point; after text_trim that is what people count.

// May these bytes be kept and shown? Well-formed UTF-8 (RFC 3629: no overlong forms, surrogates or values above
// U+10FFFF) without NUL, control characters and non-characters. Tab, line feed and carriage return may stand: browsers
// send line breaks as CR LF. Everything below expects text that has passed here.
bool text_valid(const char *bytes, size_t n);

// For text of several lines: NFC; line breaks become "\n", at most one empty line in a row; runs of other white space
// become one space; none is left at the ends of lines or of the text. A single hard space inside a line stays.
// Characters that nobody sees are left out, bidi controls too; joiners stay where they change a word or an emoji. Of
// more than eight marks on a letter the first eight stay.
char *text_trim(struct arena *a, const char *s);
// For a field of one line: the same, and line breaks become a space too.
char *text_line(struct arena *a, const char *s);

// Composed (NFC), otherwise as it is: for passwords. s itself when it is so already.
const char *text_nfc(struct arena *a, const char *s);

// Is there a letter, a digit or a symbol that can be seen? NUL-terminated, any bytes.
bool text_visible(const char *s);

size_t text_length(const char *s); // in characters
// The first characters of s; never cuts inside a letter with combining marks after it.
char *text_cut(struct arena *a, const char *s, size_t characters);

#endif
