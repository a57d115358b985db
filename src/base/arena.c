// SPDX-License-Identifier: EUPL-1.2
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { BLOCK_SIZE = 0 }; // every allocation its own block
#else
enum { BLOCK_SIZE = 64 * 1024 };
#endif

struct block {
    struct block *next;
    size_t size;
    size_t used;
    _Alignas(max_align_t) unsigned char bytes[];
};

struct arena {
    struct block *head;
    struct block *spare; // of BLOCK_SIZE, empty
    size_t used;
};

static void out_of_memory(size_t size)
{
    fprintf(stderr, "fatal: out of memory, asked for %zu bytes\n", size);
    abort();
}

static struct block *block_open(size_t size)
{
    struct block *b = malloc(sizeof *b + size);
    if (b == NULL)
        out_of_memory(size);
    b->next = NULL;
    b->size = size;
    b->used = 0;
    return b;
}

struct arena *arena_open(void)
{
    struct arena *a = calloc(1, sizeof *a);
    if (a == NULL)
        out_of_memory(sizeof *a);
    return a;
}

static void blocks_close(struct block *b)
{
    while (b != NULL) {
        struct block *next = b->next;
        free(b);
        b = next;
    }
}

void arena_close(struct arena *a)
{
    if (a == NULL)
        return;
    blocks_close(a->head);
    blocks_close(a->spare);
    free(a);
}

// So much is kept for the next request: most pages are made in it without asking for memory.
enum { BLOCKS_KEPT = 8 };

void arena_reset(struct arena *a)
{
    struct block *kept = NULL, *next;
    int count = 0;
    a->used = 0;
    for (struct block *b = a->head; b != NULL; b = next) {
        next = b->next;
        if (BLOCK_SIZE == 0 || b->size != BLOCK_SIZE || count == BLOCKS_KEPT) {
            free(b);
            continue;
        }
        b->used = 0;
        b->next = kept;
        kept = b;
        count++;
    }
    blocks_close(a->spare);
    a->head = kept;
    a->spare = NULL;
    if (kept != NULL) {
        a->spare = kept->next;
        kept->next = NULL;
    }
}

static struct block *block_next(struct arena *a, size_t room)
{
    struct block *b = a->spare;
    if (b == NULL || room > BLOCK_SIZE)
        return block_open(room > BLOCK_SIZE ? room : BLOCK_SIZE);
    a->spare = b->next;
    b->next = NULL;
    return b;
}

void *arena_room(struct arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        out_of_memory(size);
    size_t room = BLOCK_SIZE == 0 ? size : (size + _Alignof(max_align_t) - 1) & ~(_Alignof(max_align_t) - 1);
    struct block *b = a->head;
    if (b == NULL || b->size - b->used < room || BLOCK_SIZE == 0) {
        struct block *fresh = block_next(a, room);
        // A large block goes behind the head, so that the rest of the head stays in use.
        if (b != NULL && fresh->size > BLOCK_SIZE) {
            fresh->next = b->next;
            b->next = fresh;
        } else {
            fresh->next = b;
            a->head = fresh;
        }
        b = fresh;
    }
    void *p = b->bytes + b->used;
    b->used += room;
    a->used += size;
    return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
    return memset(arena_room(a, size), 0, size);
}

void *arena_alloc_array(struct arena *a, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total))
        out_of_memory(SIZE_MAX);
    return arena_alloc(a, total);
}

void *arena_copy(struct arena *a, const void *bytes, size_t size)
{
    void *p = arena_room(a, size);
    if (size > 0)
        memcpy(p, bytes, size);
    return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return s == NULL ? NULL : arena_copy(a, s, strlen(s) + 1);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    size_t length = strnlen(s, n);
    char *copy = arena_room(a, length + 1);
    memcpy(copy, s, length);
    copy[length] = '\0';
    return copy;
}

char *arena_vprintf(struct arena *a, const char *format, va_list args)
{
    // Most texts are short, and so are written once.
    char first[256];
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(first, sizeof first, format, args);
    if (length < 0)
        out_of_memory(0);
    char *text = arena_room(a, (size_t)length + 1);
    if ((size_t)length < sizeof first)
        memcpy(text, first, (size_t)length + 1);
    else
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(a, format, args);
    va_end(args);
    return text;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}

void arena_cleanup(struct arena **a)
{
    arena_close(*a);
}

void *list_grow(struct arena *a, const void *list, size_t *room, size_t size)
{
    size_t more = *room == 0 ? 16 : *room * 2;
    void *grown = arena_alloc_array(a, more, size);
    if (*room > 0)
        memcpy(grown, list, *room * size);
    *room = more;
    return grown;
}
