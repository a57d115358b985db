// SPDX-License-Identifier: EUPL-1.2
#ifndef BENCH_TITLES_NEAREST_H
#define BENCH_TITLES_NEAREST_H

#include "titles/titles.h"

// What the classifier of titles is held against: the codes of the titles most alike by letter trigrams (TF-IDF, cosine).
struct nearest;

struct nearest *nearest_open(const struct title_example *examples, size_t count); // keeps no reference to texts
void nearest_close(struct nearest *n);
size_t nearest_classify(struct nearest *n, const char *title, struct title_guess *guesses_out, size_t most);

#endif
