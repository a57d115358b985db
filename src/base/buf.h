// SPDX-License-Identifier: EUPL-1.2
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>
#include <string.h>

#include "base/arena.h"

// Bytes that grow, in an arena. data is always followed by a NUL that length does not count.
struct buf {
    struct arena *arena;
    char *data;
    size_t length;
    size_t room;
};

struct buf buf_in(struct arena *a);
void buf_grow(struct buf *b, size_t n); // room for n more bytes and a NUL
static inline void buf_add(struct buf *b, const void *bytes, size_t n)
{
    if (n >= b->room - b->length)
        buf_grow(b, n);
    if (n > 0)
        memcpy(b->data + b->length, bytes, n);
    b->length += n;
    b->data[b->length] = '\0';
}
void buf_add_text(struct buf *b, const char *text); // NULL adds nothing
void buf_add_char(struct buf *b, char c);
__attribute__((format(printf, 2, 3))) void buf_printf(struct buf *b, const char *format, ...);
const char *buf_text(struct buf *b); // "" when nothing was added

#endif
