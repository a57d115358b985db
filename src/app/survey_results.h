// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_SURVEY_RESULTS_H
#define APP_SURVEY_RESULTS_H

#include "app/app.h"
#include "core/survey_result.h"
#include "store/survey_store.h"

// What a survey's answers add up to, with small groups hidden (core/survey_result.h), once it is closed; and own words, which
// the office reads at once. The office's.

struct survey_results {
    struct survey_entry entry;
    struct question_set set;
    struct question_result *results; // as the set's questions; empty for own words
    bool counted;                    // it is closed: results hold something
    struct survey_words *words;      // by question, then as they came
    size_t word_count;
};
MUST_USE enum status get_survey_results(struct app *app, const struct actor *actor, struct survey_id id, struct arena *a,
                                        struct survey_results *out);

// The same questions before and after. CONFLICT: one of the two is not closed yet. NOT_FOUND: it measures none anew.
struct compared_row {
    const struct question *question; // of the later one
    struct compared compared;
};
struct survey_comparison {
    struct survey_entry before, after;
    struct compared_row *rows;
    size_t row_count;
};
MUST_USE enum status compare_surveys(struct app *app, const struct actor *actor, struct survey_id after, struct arena *a,
                                     struct survey_comparison *out);

#endif
