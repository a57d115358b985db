// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_NAMED_H
#define CORE_NAMED_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/status.h"

// The names of enumerators, as stored, and their titles, English msgids: NAMED(noun, list) makes noun_name, noun_title
// and noun_read of a list that has one entry for each.
struct named {
    const char *name, *title;
};

static inline bool named_read(const struct named *list, size_t count, const char *name, int *out)
{
    for (size_t i = 0; name != NULL && i < count; i++)
        if (strcmp(list[i].name, name) == 0) {
            *out = (int)i;
            return true;
        }
    return false;
}

#define NAMED(noun, list)                                                                                              \
    const char *noun##_name(enum noun value)                                                                           \
    {                                                                                                                  \
        return list[value].name;                                                                                       \
    }                                                                                                                  \
    const char *noun##_title(enum noun value)                                                                          \
    {                                                                                                                  \
        return list[value].title;                                                                                      \
    }                                                                                                                  \
    bool noun##_read(const char *name, enum noun *out)                                                                 \
    {                                                                                                                  \
        int found;                                                                                                     \
        if (!named_read(list, COUNT_OF(list), name, &found))                                                           \
            return false;                                                                                              \
        *out = (enum noun)found;                                                                                       \
        return true;                                                                                                   \
    }

#endif
