// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_TOKENS_H
#define STORE_TOKENS_H

#include "store/store.h"

// Who has a token that is sealed under the person's own key. Nobody outside the store includes this.

enum token_noun { TOKEN_OF_PERSON, TOKEN_OF_EMAIL, TOKEN_NOUNS };

struct token_row {
    int64_t row; // of person_token, or the candidate's user_account
    struct person_id person;
};
// All rows with that token, by person. The first look-up opens every row; from then on a table in memory tells where to
// look. Any thread; within a job with what the job has written.
MUST_USE enum status tokens_find(struct store *s, enum token_noun noun, const unsigned char token[STORE_TOKEN],
                                 struct arena *a, struct token_row **out, size_t *count_out);
void tokens_follow(struct store *s); // after a commit, on the writing thread
void tokens_forget(struct store *s, struct person_id person);

void tokens_open(struct store *s);
void tokens_close(struct store *s);

#endif
