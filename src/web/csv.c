// SPDX-License-Identifier: EUPL-1.2
#include "web/csv.h"

#include <inttypes.h>
#include <string.h>

struct csv csv_in(struct arena *a)
{
    struct csv c = {.out = buf_in(a)};
    buf_add_text(&c.out, "\xef\xbb\xbf");
    return c;
}

static void between(struct csv *c)
{
    if (c->begun)
        buf_add_char(&c->out, ';');
    c->begun = true;
}

void csv_text(struct csv *c, const char *text)
{
    between(c);
    if (text == NULL || *text == '\0')
        return;
    // What begins so is a formula to a spreadsheet; the same behind a separator that it may split at by itself.
    bool formula = strchr("=+-@\t\r\n", *text) != NULL;
    if (!formula && strpbrk(text, ";\"\r\n,\t") == NULL) {
        buf_add_text(&c->out, text);
        return;
    }
    buf_add_text(&c->out, formula ? "\"'" : "\"");
    for (; *text != '\0'; text++) {
        if (*text == '"')
            buf_add_char(&c->out, '"');
        buf_add_char(&c->out, *text);
    }
    buf_add_char(&c->out, '"');
}

void csv_number(struct csv *c, int64_t n)
{
    between(c);
    buf_printf(&c->out, "%" PRId64, n);
}

void csv_day(struct csv *c, day d)
{
    char text[DAY_TEXT];
    day_write(d, text);
    between(c);
    buf_add_text(&c->out, text);
}

void csv_row_end(struct csv *c)
{
    buf_add_text(&c->out, "\r\n");
    c->begun = false;
}
