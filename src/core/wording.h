// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_WORDING_H
#define CORE_WORDING_H

#include <stddef.h>

#include "base/arena.h"

// Looks through a need's title and text for demands that would discriminate. The grounds are those of the Equality and
// Anti-Discrimination Act (LOV-2017-06-16-51) § 6 and what § 30 forbids an employer to ask for. Words are known in
// bokmål, nynorsk and English (catalogue/wording.csv). A hit is a hint to a person, never a verdict: going on in spite
// of it takes a reason, which is logged.
enum wording_category {
    WORDING_GENDER,
    WORDING_AGE,
    WORDING_ETHNICITY,     // origin, nationality, skin colour
    WORDING_NATIVE_SPEAKER, // a mother tongue instead of a level; § 6 counts language under ethnicity
    WORDING_RELIGION,
    WORDING_DISABILITY,    // and health
    WORDING_FAMILY,        // pregnancy, leave, children, care
    WORDING_ORIENTATION,   // sexual orientation, gender identity and expression
    WORDING_POLITICS,      // political view, trade union: the Working Environment Act (LOV-2005-06-17-62) §§ 13-1, 13-4
};
enum { WORDING_CATEGORIES = 9 };

struct wording_hit {
    size_t start, end; // bytes of the text, end exclusive
    enum wording_category category;
    const char *explanation; // English msgids
    const char *suggestion;
};

// Finds the hits of one text (valid UTF-8; NULL has none) in the order they stand, at most 64. Hits of one category never
// overlap. The list is the arena's. Safe for several threads.
size_t wording_check(const char *text, struct arena *a, const struct wording_hit **hits_out);

const char *wording_category_name(enum wording_category c);  // "gender", "native-speaker": for the log
const char *wording_category_title(enum wording_category c); // English msgid

#endif
