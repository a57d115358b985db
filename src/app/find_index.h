// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_FIND_INDEX_H
#define APP_FIND_INDEX_H

#include "core/find.h"
#include "core/spelling.h"

// Words to things, in memory: every word once, and behind it the things that hold it. All words are looked through for each
// word that was typed, most of them with one comparison of bits, so that wrong letters need no index of their own. In the
// database it would be a table of word parts, written with every import and still blind to a swapped letter at a word's
// beginning; here a whole region is read in seconds, and a question answered in milliseconds (bench/run search). A thing of
// an employer is also found by the employer's words, when one of its own is among those typed. Not locked: see finder.c.
struct find_index;
struct find_index *find_index_open(void); // NULL: no memory
void find_index_close(struct find_index *ix);
void find_index_empty(struct find_index *ix);

// In place of what stood there. FAILED: no memory, and the index is good for nothing but to be emptied.
MUST_USE enum status find_index_put(struct find_index *ix, enum find_kind kind, const struct find_row *row);
void find_index_drop(struct find_index *ix, enum find_kind kind, int64_t id);
size_t find_index_count(const struct find_index *ix); // things in it

enum { FIND_HITS_MOST = 100 };
struct find_question {
    struct spelled words[SPELLED_WORDS_MOST];
    size_t word_count;
    enum find_scope scopes[FIND_KINDS];
    struct employer_id own;
    size_t most; // of each kind, at most FIND_HITS_MOST
};
struct find_hit {
    int64_t id;
    int cost;
};
struct find_hits {
    size_t count;   // things that hold all words as they were typed
    size_t begun;   // of these, those that hold each as the beginning of one of their own words, as lists look for
    size_t similar; // that hold them with another spelling; asked for when count is less than most
    struct find_hit *hits; // the best, first those of count
    size_t hit_count;
};
void find_index_ask(const struct find_index *ix, const struct find_question *q, struct arena *a,
                    struct find_hits out[FIND_KINDS]);

#endif
