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
    free(a);
}

void arena_reset(struct arena *a)
{
    a->used = 0;
    struct block *keep = NULL;
    if (a->head != NULL && BLOCK_SIZE > 0 && a->head->size == BLOCK_SIZE) {
        keep = a->head;
        blocks_close(keep->next);
        keep->next = NULL;
        keep->used = 0;
    } else {
        blocks_close(a->head);
    }
    a->head = keep;
}

void *arena_alloc(struct arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        out_of_memory(size);
    size_t room = BLOCK_SIZE == 0 ? size : (size + _Alignof(max_align_t) - 1) & ~(_Alignof(max_align_t) - 1);
    struct block *b = a->head;
    if (b == NULL || b->size - b->used < room || BLOCK_SIZE == 0) {
        struct block *fresh = block_open(room > BLOCK_SIZE ? room : BLOCK_SIZE);
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
    return memset(p, 0, size);
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
    void *p = arena_alloc(a, size);
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
    char *copy = arena_alloc(a, length + 1);
    memcpy(copy, s, length);
    return copy;
}

char *arena_vprintf(struct arena *a, const char *format, va_list args)
{
    va_list measure;
    va_copy(measure, args);
    int length = vsnprintf(NULL, 0, format, measure);
    va_end(measure);
    if (length < 0)
        out_of_memory(0);
    char *text = arena_alloc(a, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, args);
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
