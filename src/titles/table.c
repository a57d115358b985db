// SPDX-License-Identifier: EUPL-1.2
#include "titles/table.h"

#include <string.h>

enum { ROOM_FIRST = 256 };

struct table table_in(struct arena *a)
{
    return (struct table){.arena = a};
}

static size_t place_of(const struct table *t, uint64_t key)
{
    size_t at = key & (t->room - 1);
    while (t->keys[at] != 0 && t->keys[at] != key)
        at = (at + 1) & (t->room - 1);
    return at;
}

static void table_grow(struct table *t, size_t room)
{
    struct table was = *t;
    t->room = room;
    t->keys = ARENA_ARRAY(t->arena, uint64_t, room);
    t->values = ARENA_ARRAY(t->arena, uint32_t, room);
    for (size_t i = 0; i < was.room; i++)
        if (was.keys[i] != 0) {
            size_t at = place_of(t, was.keys[i]);
            t->keys[at] = was.keys[i];
            t->values[at] = was.values[i];
        }
}

uint32_t *table_put(struct table *t, uint64_t key)
{
    if ((t->count + 1) * 3 > t->room * 2)
        table_grow(t, t->room == 0 ? ROOM_FIRST : t->room * 2);
    size_t at = place_of(t, key);
    if (t->keys[at] == 0) {
        t->keys[at] = key;
        t->values[at] = TABLE_NONE;
        t->count++;
    }
    return &t->values[at];
}

uint32_t table_get(const struct table *t, uint64_t key)
{
    if (t->room == 0)
        return TABLE_NONE;
    size_t at = place_of(t, key);
    return t->keys[at] == 0 ? TABLE_NONE : t->values[at];
}

struct table table_pruned(const struct table *t, uint32_t least, struct arena *a)
{
    struct table kept = table_in(a);
    size_t count = 0, room = ROOM_FIRST;
    for (size_t i = 0; i < t->room; i++)
        count += t->keys[i] != 0 && t->values[i] >= least;
    while ((count + 1) * 3 > room * 2)
        room *= 2;
    table_grow(&kept, room);
    for (size_t i = 0; i < t->room; i++)
        if (t->keys[i] != 0 && t->values[i] >= least)
            *table_put(&kept, t->keys[i]) = t->values[i];
    return kept;
}

static uint64_t hash_mix(uint64_t h)
{
    h ^= h >> 32;
    h *= 0xD6E8FEB86659FD93u;
    h ^= h >> 32;
    h *= 0xD6E8FEB86659FD93u;
    h ^= h >> 32;
    return h == 0 ? 1 : h;
}

uint64_t text_hash(const char *text, int length, uint64_t salt)
{
    uint64_t h = 0xCBF29CE484222325u ^ salt * 0x9E3779B97F4A7C15u;
    for (int i = 0; i < length; i++)
        h = (h ^ (unsigned char)text[i]) * 0x100000001B3u;
    return hash_mix(h);
}

uint64_t hash_join(uint64_t a, uint64_t b)
{
    uint64_t low = a < b ? a : b, high = a < b ? b : a;
    return hash_mix(low * 31 + high * 0x9E3779B97F4A7C15u);
}

void *array_grown(struct arena *a, void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return items;
    *room = *room == 0 ? 1024 : *room * 2;
    void *grown = arena_alloc_array(a, *room, size);
    if (count > 0)
        memcpy(grown, items, count * size);
    return grown;
}
