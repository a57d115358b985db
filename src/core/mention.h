// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_MENTION_H
#define CORE_MENTION_H

#include <stdbool.h>

#include "base/arena.h"

// Does a text name somebody? Names are written in many ways: "Mohammed Yusuf", "Muhammad Yousef", "محمد يوسف". A person is
// named when two words of the name stand near each other, each as it is or in another spelling of the same consonants; a
// single word is not enough, for it is half the country's.
struct mention_text;

// The words of a text, read once for many names.
struct mention_text *mention_read(const char *text, struct arena *a);
// folded: the name by lang_fold, all its words. NULL: not named; else the words as they stand in the text.
const char *mention_find(const struct mention_text *t, const char *folded, struct arena *a);

#endif
