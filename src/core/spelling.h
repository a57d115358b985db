// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_SPELLING_H
#define CORE_SPELLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

// How words are compared by a search that forgives spelling. A word is brought to one form first: small Latin letters without
// marks (lang_fold), what is often written in two ways written in one (ø o oe, å aa a, æ ä ae, c k ch, w v, x ks, ph f, th t,
// doubled letters single). Words of scripts that leave vowels out are compared by their consonants.
enum { SPELLED_MOST = 40, SPELLED_WORDS_MOST = 6 };

struct spelled {
    char text[SPELLED_MOST + 1];
    char consonants[SPELLED_MOST + 1];
    uint8_t length, consonant_count;
    uint32_t letters; // which letters are in it, one bit each
    bool digits;      // nothing but figures: compared as it is
    bool abjad;       // stood in Arabic or Hebrew letters
};

// The words of a text; longer ones are cut. What many words share is given once for each time.
size_t spell_text(struct arena *a, const char *text, struct spelled **out);
// The words of what somebody has typed, at most SPELLED_WORDS_MOST, the same word once; groups of figures are one number.
size_t spell_typed(struct arena *a, const char *typed, struct spelled out[SPELLED_WORDS_MOST]);

// How far the word that was typed is from one that stands there, as a cost: the lower, the better.
enum {
    SPELLED_SAME = 0, SPELLED_BEGUN = 1, SPELLED_INSIDE = 3,  // the typed letters stand there
    SPELLED_LIKE = 6,                                         // from here on they do not
    SPELLED_SOUND = 8, SPELLED_FAR = 10, SPELLED_NOT = 100
};
// like: also with one letter wrong, missing, too much or swapped with its neighbour in words of four letters or more, two in
// words of eight or more, at the beginning of the word that stands there.
int spelled_cost(const struct spelled *typed, const struct spelled *there, bool like);

#endif
