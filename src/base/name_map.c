// SPDX-License-Identifier: EUPL-1.2
#include "base/name_map.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

struct name_map {
    struct arena *arena;
    const char **names;
    uint64_t *hashes;
    size_t count, room;
    uint32_t *slots; // number + 1, 0 empty; a power of two of them, at most half are taken
    size_t slot_count;
};

static void *given(void *memory)
{
    if (memory == NULL)
        abort();
    return memory;
}

static uint64_t hash_of(const char *name)
{
    uint64_t h = 14695981039346656037u;
    for (; *name != '\0'; name++)
        h = (h ^ (unsigned char)*name) * 1099511628211u;
    return h ^ h >> 29;
}

struct name_map *name_map_open(void)
{
    struct name_map *m = given(calloc(1, sizeof *m));
    m->arena = arena_open();
    m->slot_count = 1024;
    m->slots = given(calloc(m->slot_count, sizeof *m->slots));
    return m;
}

void name_map_close(struct name_map *m)
{
    if (m == NULL)
        return;
    arena_close(m->arena);
    free(m->names);
    free(m->hashes);
    free(m->slots);
    free(m);
}

static uint32_t *slot_of(const struct name_map *m, const char *name, uint64_t hash)
{
    size_t at = hash & (m->slot_count - 1);
    while (m->slots[at] != 0 &&
           (m->hashes[m->slots[at] - 1] != hash || strcmp(m->names[m->slots[at] - 1], name) != 0))
        at = (at + 1) & (m->slot_count - 1);
    return &m->slots[at];
}

static void slots_grow(struct name_map *m)
{
    free(m->slots);
    m->slot_count *= 2;
    m->slots = given(calloc(m->slot_count, sizeof *m->slots));
    for (size_t i = 0; i < m->count; i++)
        *slot_of(m, m->names[i], m->hashes[i]) = (uint32_t)i + 1;
}

size_t name_map_put(struct name_map *m, const char *name)
{
    uint64_t hash = hash_of(name);
    uint32_t *slot = slot_of(m, name, hash);
    if (*slot != 0)
        return *slot - 1;
    if (m->count == m->room) {
        m->room = m->room == 0 ? 256 : m->room * 2;
        m->names = given(reallocarray(m->names, m->room, sizeof *m->names));
        m->hashes = given(reallocarray(m->hashes, m->room, sizeof *m->hashes));
    }
    m->names[m->count] = arena_strdup(m->arena, name);
    m->hashes[m->count] = hash;
    *slot = (uint32_t)++m->count;
    if (m->count * 2 > m->slot_count)
        slots_grow(m);
    return m->count - 1;
}

size_t name_map_find(const struct name_map *m, const char *name)
{
    uint32_t number = *slot_of(m, name, hash_of(name));
    return number == 0 ? NAME_MAP_NONE : number - 1;
}

const char *name_map_name(const struct name_map *m, size_t number)
{
    return m->names[number];
}

size_t name_map_count(const struct name_map *m)
{
    return m->count;
}
