// SPDX-License-Identifier: EUPL-1.2
#ifndef BASE_PERCENT_H
#define BASE_PERCENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

// Decodes %XX of addresses and forms; with plus, + is a space. NULL when a % is not followed by two hexadecimal
// digits, or when the result is not text_valid (base/text.h) or, without line_breaks, holds a tab or line break.
char *percent_decode(struct arena *a, const char *bytes, size_t size, bool plus, bool line_breaks);

#endif
