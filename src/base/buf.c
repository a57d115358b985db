// SPDX-License-Identifier: EUPL-1.2
#include "base/buf.h"

struct buf buf_in(struct arena *a)
{
    return (struct buf){.arena = a};
}

void buf_grow(struct buf *b, size_t n)
{
    size_t room = b->room < 256 ? 256 : b->room;
    while (room < b->length + n + 1)
        room *= 2;
    char *grown = arena_room(b->arena, room);
    if (b->length > 0)
        memcpy(grown, b->data, b->length);
    b->data = grown;
    b->room = room;
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
