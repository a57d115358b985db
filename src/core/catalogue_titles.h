// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_CATALOGUE_TITLES_H
#define CORE_CATALOGUE_TITLES_H

#include <stdbool.h>

#include "base/code.h"
#include "base/lang.h"

// What our own catalogue calls its occupations, as written there: name, singular and synonyms in both languages, for
// whoever learns from titles. What each gets lives until it returns.
struct catalogue_title {
    const char *title;
    struct code code;
    enum lang lang;
    bool synonym; // not the occupation's name
};
void catalogue_titles_each(void (*each)(void *arg, const struct catalogue_title *t), void *arg);

#endif
