// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_TEXT_H
#define CORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/issues.h"

// Text that people type: UTF-8 as RFC 3629 has it (no overlong forms, no surrogates), without control characters; of
// these, line breaks and tabs may stand in text of several lines.
bool text_valid(const char *text, bool lines);
// Characters (code points) of valid UTF-8.
size_t text_length(const char *text);
// Nothing but spaces, or NULL.
bool text_blank(const char *text);
// Adds an issue when the text is not valid or longer than most characters; NULL counts as "".
void text_check(const char *text, bool lines, size_t most, const char *field, struct issues *issues);

#endif
