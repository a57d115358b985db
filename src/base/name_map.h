// SPDX-License-Identifier: EUPL-1.2
#ifndef BASE_NAME_MAP_H
#define BASE_NAME_MAP_H

#include <stddef.h>

// Numbers for names: 0, 1, 2 … in the order in which they came. Names are copied.
struct name_map;
#define NAME_MAP_NONE ((size_t)-1)

struct name_map *name_map_open(void);
void name_map_close(struct name_map *m); // NULL is fine
size_t name_map_put(struct name_map *m, const char *name); // its number; a new one when it has none
size_t name_map_find(const struct name_map *m, const char *name); // NAME_MAP_NONE: it has none
const char *name_map_name(const struct name_map *m, size_t number); // lives as long as the map
size_t name_map_count(const struct name_map *m);

#endif
