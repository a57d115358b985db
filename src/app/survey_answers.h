// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_SURVEY_ANSWERS_H
#define APP_SURVEY_ANSWERS_H

#include "app/app.h"
#include "core/survey.h"
#include "store/survey_store.h"

// Answering: by whoever has the personal link (LINK_SURVEY), without logging in. Reading changes nothing. Each page of the
// form is kept when it is left; the answer counts once it is sent in, and may be changed until the deadline.

struct survey_answering {
    struct survey survey;
    struct survey_asked asked;
    struct question_set set;
    struct answer *answers;      // those that are kept
    size_t answer_count;
    size_t pages;
    size_t resume;               // the page to go on with
    const char *refusal;         // NULL: answers are taken
    const char *programme;       // its name
};
// NOT_FOUND: there is no such row any more.
MUST_USE enum status get_answering(struct app *app, struct survey_asked_id id, struct arena *a, struct survey_answering *out);
const struct answer *answer_find(const struct answer *answers, size_t count, struct question_id question); // or NULL
// The answers of one page, in the order of its questions. What is right is kept, whatever else has issues; complete: what is
// required and missing is an issue too. Fields: "q" and the question's id.
MUST_USE enum status keep_answers(struct app *app, struct survey_asked_id id, size_t page, const struct answer *answers,
                                  size_t count, bool complete, struct issues *issues);
// INVALID: something required is missing, on *page_out. Raises the flags that the answers call for. CONFLICT: issues.
MUST_USE enum status send_answers(struct app *app, struct survey_asked_id id, struct issues *issues, size_t *page_out);

#endif
