// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_MERGE_H
#define APP_MERGE_H

#include "core/info_letter.h"
#include "exchange/markdown.h"

// The fields that letters and mailings may hold, and what stands for them. Each has a Norwegian and an English name, and
// either may be used in any text.
struct merge {
    enum lang lang;             // of the text: how numbers and days are written
    const char *programme;
    const char *number;         // of the letter: "1-2016"; "" before it is published, NULL: not in a letter
    const struct info_figures *figures;
    const char *name, *employer; // of the receiver; NULL: in no mailing, so that these are no fields
};
// Lives as long as m does.
struct markdown_fields merge_fields(const struct merge *m);

struct merge_word {
    const char *nb, *en, *title; // title: English msgid
    bool personal, in_letter;    // only in mailings; only in letters
    bool block;                  // stands on a line of its own
};
extern const struct merge_word MERGE_WORDS[];
extern const size_t MERGE_WORD_COUNT;

#endif
