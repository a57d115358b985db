// SPDX-License-Identifier: EUPL-1.2
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

// Memory that is freed all at once: one arena a request, passed explicitly. Strings in it are immutable UTF-8.
// When memory runs out the process ends with a line in the log: there is no caller that could do better.
// In the sanitizer build every allocation is a malloc of its own, so that overruns are seen.
struct arena;

struct arena *arena_open(void);
void arena_close(struct arena *a);
void arena_reset(struct arena *a); // frees what was allocated, keeps some memory for the next request

// Zeroed memory for any type; size 0 gives a valid pointer.
void *arena_alloc(struct arena *a, size_t size);
void *arena_room(struct arena *a, size_t size); // the same, holding anything: for what is written over at once
void *arena_alloc_array(struct arena *a, size_t count, size_t size); // ends the process on overflow

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_alloc_array((a), (count), sizeof(type)))

// An array that grows: *LIST_ADD(a, list, count, room) = one more.
#define LIST_ADD(a, list, count, room)                                                                                 \
    ((count) == (room) ? (void)((list) = list_grow((a), (list), &(room), sizeof *(list))) : (void)0, &(list)[(count)++])
void *list_grow(struct arena *a, const void *list, size_t *room, size_t size);

void *arena_copy(struct arena *a, const void *bytes, size_t size);
char *arena_strdup(struct arena *a, const char *s); // NULL stays NULL
char *arena_strndup(struct arena *a, const char *s, size_t n);
__attribute__((format(printf, 2, 3), nonnull)) char *arena_printf(struct arena *a, const char *format, ...);
__attribute__((format(printf, 2, 0), nonnull)) char *arena_vprintf(struct arena *a, const char *format, va_list args);

size_t arena_used(const struct arena *a); // bytes asked for since the last reset

// struct arena *a CLEANUP_ARENA = arena_open();
void arena_cleanup(struct arena **a);
#define CLEANUP_ARENA __attribute__((cleanup(arena_cleanup)))

#endif
