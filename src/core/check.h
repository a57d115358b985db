// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_CHECK_H
#define CORE_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/issues.h"

// What the checks of core share. NULL counts as "".

// Nothing to read: no letter, digit or symbol that can be seen.
bool blank(const char *text);
// An issue when the text may not be kept (base/text.h), has more than most characters, or several lines where one line
// is asked for.
void check_text(const char *text, bool lines, size_t most, const char *field, struct issues *issues);

#endif
