// SPDX-License-Identifier: EUPL-1.2
#ifndef TITLES_VIEW_H
#define TITLES_VIEW_H

#include "titles/title_features.h"

// The features that some examples have, numbered, and each title as a vector of unit length in which what is rare
// weighs more (TF-IDF).
struct view {
    bool english;
    struct vocabulary vocabulary; // of a Norwegian one
    struct table numbers;         // feature to number
    float *rarity;                // by number
    uint32_t *examples;           // how many have it, by number
    size_t feature_count;
    float unknown; // the rarity of what no example has
};

struct vector_item {
    uint32_t feature;
    float value;
};

// The examples of a view as vectors: those of example i are items[start[i]] to items[start[i + 1] - 1].
struct vectors {
    struct vector_item *items;
    size_t *start;
    size_t count;
};

// The view lives in a, the vectors and everything in between in scratch.
struct view view_make(bool english, const char *const *titles, size_t count, struct arena *a, struct arena *scratch,
                      struct vectors *vectors_out);
// A title that need not be an example. What is unknown in it makes the rest smaller. Returns how many.
size_t view_vector(const struct view *v, const struct title_words *words, struct vector_item out[TITLE_FEATURES_MOST]);
// The part of the words, by letters, that examples have as words of their own; 0–1.
float view_known(const struct view *v, const struct title_words *words);

#endif
