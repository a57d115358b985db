// SPDX-License-Identifier: EUPL-1.2
#ifndef BASE_ISSUES_H
#define BASE_ISSUES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

// What a user can mend, all of it at once. The message is an English msgid that the page translates; it says what
// to do. It may hold one %s, which stands for arg (never translated, may be what was typed).
struct issue {
    const char *field; // the form field's name, "" for the form as a whole
    const char *message;
    const char *arg; // or NULL
};

struct issues {
    struct arena *arena;
    struct issue *items;
    size_t count;
    size_t room;
};

struct issues issues_in(struct arena *a);
void issues_add(struct issues *list, const char *field, const char *message);
void issues_add_arg(struct issues *list, const char *field, const char *message, const char *arg); // copies arg
const struct issue *issues_find(const struct issues *list, const char *field); // the first, or NULL

// Marks a literal for translation where it is not translated on the spot: extracted by xgettext, compiles to itself.
#define N_(text) text

#endif
