// SPDX-License-Identifier: EUPL-1.2
#ifndef TITLES_TITLE_FEATURES_H
#define TITLES_TITLE_FEATURES_H

#include "titles/table.h"
#include "titles/words.h"

// What of words is known before features can be made: which words stand alone, and which beginnings and endings many
// words share. Compounds are split by it: "renholdsoperatør" is renhold and operatør, for both stand in other words.
struct vocabulary {
    struct table words, endings, beginnings; // to how many
};

void vocabulary_add(struct vocabulary *v, const struct title_words *words);
// Without what occurs once and so splits nothing.
struct vocabulary vocabulary_kept(const struct vocabulary *v, struct arena *a);

// The parts of a word from left to right; the last is its head. At least one, at most PARTS_MOST.
enum { PARTS_MOST = 4 };
struct word_part {
    int at, length;
};
int word_split(const struct vocabulary *v, const char *word, int length, struct word_part parts_out[PARTS_MOST]);

struct title_feature {
    uint64_t hash;
    float value;
};
enum { TITLE_FEATURES_MOST = 1024 };

// Norwegian: words, their parts and heads, pairs of parts in any order, and sequences of 3 to 6 letters within the words'
// bounds. English: words, pairs of them and sequences of 4 letters; v is NULL. Each once; returns how many.
int title_features(const struct vocabulary *v, const struct title_words *words, struct title_feature *features_out);
// The feature that a word is by itself.
uint64_t word_feature(const struct title_word *word);
// The same for titles of the same words, whatever their order and endings of number and definiteness; 0 without any.
uint64_t title_key(const struct title_words *words);

#endif
