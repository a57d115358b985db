// SPDX-License-Identifier: EUPL-1.2
#include "base/issues.h"

#include <string.h>

struct issues issues_in(struct arena *a)
{
    return (struct issues){.arena = a};
}

void issues_add(struct issues *list, const char *field, const char *message)
{
    issues_add_arg(list, field, message, NULL);
}

void issues_add_arg(struct issues *list, const char *field, const char *message, const char *arg)
{
    if (list->count == list->room) {
        size_t room = list->room == 0 ? 8 : list->room * 2;
        struct issue *grown = ARENA_ARRAY(list->arena, struct issue, room);
        if (list->count > 0)
            memcpy(grown, list->items, list->count * sizeof *grown);
        list->items = grown;
        list->room = room;
    }
    list->items[list->count++] = (struct issue){
        .field = arena_strdup(list->arena, field),
        .message = message,
        .arg = arena_strdup(list->arena, arg),
    };
}

const struct issue *issues_find(const struct issues *list, const char *field)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].field, field) == 0)
            return &list->items[i];
    return NULL;
}
