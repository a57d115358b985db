// SPDX-License-Identifier: EUPL-1.2
#include "base/percent.h"

#include "base/text.h"

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char *percent_decode(struct arena *a, const char *bytes, size_t size, bool plus, bool line_breaks)
{
    char *out = arena_alloc(a, size + 1);
    size_t n = 0;
    for (size_t i = 0; i < size; i++) {
        char c = bytes[i];
        if (c == '%') {
            int high = size - i > 2 ? hex_value(bytes[i + 1]) : -1;
            int low = size - i > 2 ? hex_value(bytes[i + 2]) : -1;
            if (high < 0 || low < 0)
                return NULL;
            c = (char)(high << 4 | low);
            i += 2;
        } else if (plus && c == '+') {
            c = ' ';
        }
        if (!line_breaks && (c == '\t' || c == '\n' || c == '\r'))
            return NULL;
        out[n++] = c;
    }
    return text_valid(out, n) ? out : NULL;
}
