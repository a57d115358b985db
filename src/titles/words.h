// SPDX-License-Identifier: EUPL-1.2
#ifndef TITLES_WORDS_H
#define TITLES_WORDS_H

#include <stdbool.h>
#include <stddef.h>

// A title's words: lower case, accents gone, ae, o with stroke and a with ring as the letters E, O and A, nynorsk forms
// written as in bokmål, fill words and figures left out (unless there is nothing else).
enum { TITLE_WORD_MOST = 38, TITLE_WORDS_MOST = 24 };

struct title_word {
    char text[TITLE_WORD_MOST + 2];
    int length;
    bool context; // in brackets or behind a comma: says where or with what, "Operatør (bryggeri)"
    bool place;   // behind "i", "på", "ved", "hos": often a name that says nothing of the work
};
struct title_words {
    struct title_word words[TITLE_WORDS_MOST];
    int count;
};

void title_words_read(const char *title, struct title_words *out); // any bytes

#endif
