// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_SURVEY_RESULT_H
#define CORE_SURVEY_RESULT_H

#include "core/interval.h"
#include "core/survey.h"

// What answers add up to, so that no single answer can be read out of it. A group of fewer than GROUP_LEAST answers to a
// question is not shown; nor is one that could be found by taking the shown ones from the whole. Only one way of splitting
// is offered (respondent_kind), and comparisons are of fixed pairs, so that no two splits can be held against each other.
enum { GROUP_LEAST = 5 };

struct tally {
    int64_t answered;
    int64_t counts[OPTIONS_MOST]; // by choice; on a scale [0] is 1
    int64_t sum, squares;         // of the steps on a scale
};
void tally_add(struct tally *t, const struct question *q, const struct answer *answer); // nothing when it is not given

struct question_result {
    struct tally all, by[RESPONDENT_KINDS];
    bool hidden, hidden_by[RESPONDENT_KINDS]; // a kind nobody of has answered is not hidden: it has nothing to hide
};
void result_add(struct question_result *r, const struct question *q, enum respondent_kind kind, const struct answer *answer);
// Sets hidden and hidden_by, and empties what is hidden, so that nothing can be shown by mistake.
void result_hide(struct question_result *r);

// The same question before and after: of everybody, and of those who answered it both times.
struct compared {
    struct question_result before, after;  // of everybody
    struct tally same_before, same_after;  // of those who answered both times
    int64_t change, change_squares;        // on a scale: sum of the differences and of their squares
    int64_t inside_before[RESPONDENT_KINDS], inside_after[RESPONDENT_KINDS]; // how many of those, by kind
    bool same_hidden;
};
// before or after NULL: did not answer then. The kind is that of each survey, as its own results are split.
void compared_add(struct compared *c, const struct question *q, const struct answer *before, enum respondent_kind kind_before,
                  const struct answer *after, enum respondent_kind kind_after);
void compared_hide(struct compared *c);

// A mean of steps on a scale, with its interval of 95 per cent by Student's t. n above 1.
struct mean {
    double low, middle, high;
};
struct mean mean_of(int64_t n, int64_t sum, int64_t squares);

#endif
