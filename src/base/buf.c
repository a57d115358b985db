// SPDX-License-Identifier: EUPL-1.2
#include "base/buf.h"

#include <string.h>

struct buf buf_in(struct arena *a)
{
    return (struct buf){.arena = a};
}

void buf_add(struct buf *b, const void *bytes, size_t n)
{
    if (b->length + n + 1 > b->room) {
        size_t room = b->room < 256 ? 256 : b->room;
        while (room < b->length + n + 1)
            room *= 2;
        char *grown = arena_alloc(b->arena, room);
        if (b->length > 0)
            memcpy(grown, b->data, b->length);
        b->data = grown;
        b->room = room;
    }
    if (n > 0)
        memcpy(b->data + b->length, bytes, n);
    b->length += n;
    b->data[b->length] = '\0';
}

void buf_add_text(struct buf *b, const char *text)
{
    if (text != NULL)
        buf_add(b, text, strlen(text));
}

void buf_add_char(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_add_text(b, arena_vprintf(b->arena, format, args));
    va_end(args);
}

const char *buf_text(struct buf *b)
{
    return b->data == NULL ? "" : b->data;
}
