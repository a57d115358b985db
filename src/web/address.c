// SPDX-License-Identifier: EUPL-1.2
#include "web/address.h"

#include <stdbool.h>
#include <string.h>

static bool plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c != '\0' && strchr("-._~", c) != NULL);
}

struct buf address_in(struct arena *a, const char *path)
{
    struct buf b = buf_in(a);
    buf_add_text(&b, path);
    return b;
}

void address_add(struct buf *b, const char *name, const char *value)
{
    if (value == NULL || *value == '\0')
        return;
    buf_printf(b, "%c%s=", strchr(buf_text(b), '?') == NULL ? '?' : '&', name);
    for (const char *c = value; *c != '\0'; c++) {
        if (plain(*c))
            buf_add_char(b, *c);
        else
            buf_printf(b, "%%%02X", (unsigned char)*c);
    }
}

void address_add_number(struct buf *b, const char *name, int64_t n)
{
    address_add(b, name, arena_printf(b->arena, "%lld", (long long)n));
}
