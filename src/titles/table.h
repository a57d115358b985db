// SPDX-License-Identifier: EUPL-1.2
#ifndef TITLES_TABLE_H
#define TITLES_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

// Numbers by hashes of 64 bits, open addressing. Hashes are taken for what they stand for: of a million texts two share
// one once in thirty million such tables.
struct table {
    struct arena *arena;
    uint64_t *keys; // 0 is a free place
    uint32_t *values;
    size_t room, count; // room is a power of two
};
#define TABLE_NONE UINT32_MAX

struct table table_in(struct arena *a);
uint32_t *table_put(struct table *t, uint64_t key);      // made with TABLE_NONE when it is new; valid until the next put
uint32_t table_get(const struct table *t, uint64_t key); // TABLE_NONE when it is not there
// What has at least this value, as small as it can be, in another arena.
struct table table_pruned(const struct table *t, uint32_t least, struct arena *a);

uint64_t text_hash(const char *text, int length, uint64_t salt);
uint64_t hash_join(uint64_t a, uint64_t b); // the same in either order

// Makes room for one more in an array that grows: returns it, or its larger copy.
void *array_grown(struct arena *a, void *items, size_t count, size_t *room, size_t size);

#endif
