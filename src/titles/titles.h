// SPDX-License-Identifier: EUPL-1.2
#ifndef TITLES_TITLES_H
#define TITLES_TITLES_H

#include <stddef.h>

#include "base/code.h"
#include "base/lang.h"

// Which occupation (STYRK-08, four digits) does a title mean that somebody has typed: "renholdsoperatør på natt"?
// Learned from titles whose code is known. The same examples in the same order always make the same model.
//
// How: a title becomes weighted features (words, parts of compounds, their pairs, letter sequences). Two linear
// classifiers (softmax over codes) weigh these: one has learned from all Norwegian examples and shares what it learns
// among the codes of a group, so that three digits can be right where four are unknown; the other only from examples
// with a sure code. Their answers are multiplied. A third knows the English titles and is listened to as far as the
// words are English. A title that was itself an example gets the code it had there.
struct title_example {
    const char *title; // any text; NULL or without letters is passed over
    struct code code;  // four digits, anything else is passed over
    enum lang lang;    // LANG_NB for nynorsk too
    // How far the code is to be trusted: 1 for a title that was given its STYRK-08 code; TITLE_WEIGHT_NAME for names of
    // codes; TITLE_WEIGHT_ISCO for labels of ESCO, which carry the ISCO-08 code, often but not always the same one.
    float weight;
};
#define TITLE_WEIGHT_SURE 1.0f
#define TITLE_WEIGHT_NAME 0.5f
#define TITLE_WEIGHT_ISCO 0.2f

struct title_guess {
    struct code code;
    float confidence; // how often a guess with this number is right, 0–1; those of one title add up to 1 at most
};
enum { TITLE_GUESSES = 5 };

struct title_model;

// Takes about a second for 10,000 Norwegian and 35,000 English examples. Nothing of the examples is kept by reference.
struct title_model *title_model_open(const struct title_example *examples, size_t count);
void title_model_close(struct title_model *m); // NULL is fine
size_t title_model_memory(const struct title_model *m); // bytes

// The likeliest codes, best first. Any text, also broken UTF-8; of a long one the beginning counts. A text that says
// nothing gets the codes that are frequent among the examples, with a confidence of next to nothing. Writes at most
// `most`, returns how many: fewer only when the model knows fewer codes. Any thread, at the same time.
size_t title_classify(const struct title_model *m, const char *title, struct title_guess *guesses_out, size_t most);

#endif
