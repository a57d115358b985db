// SPDX-License-Identifier: EUPL-1.2
#include "core/check.h"

#include <string.h>

#include "base/text.h"

bool blank(const char *text)
{
    return text == NULL || !text_visible(text);
}

void check_text(const char *text, bool lines, size_t most, const char *field, struct issues *issues)
{
    if (text == NULL)
        return;
    if (!text_valid(text, strlen(text)))
        issues_add(issues, field, N_("Write plain text: there are characters here that cannot be shown"));
    else if (!lines && text[strcspn(text, "\t\r\n")] != '\0')
        issues_add(issues, field, N_("Write this on one line"));
    else if (text_length(text) > most)
        issues_add_arg(issues, field, N_("Write at most %s characters"), arena_printf(issues->arena, "%zu", most));
}
