// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_SURVEY_VIEW_H
#define WEB_SURVEY_VIEW_H

#include "app/flags.h"
#include "app/question_sets.h"
#include "app/survey_answers.h"
#include "app/survey_results.h"
#include "app/surveys.h"
#include "web/components.h"

// What the pages of surveys, question sets, answers and flags show.

enum tone survey_state_tone(enum survey_state s);
enum tone asked_state_tone(enum asked_state s);
enum tone flag_state_tone(enum flag_state s);
const char *survey_path(struct arena *a, struct survey_id id, const char *below);       // "/surveys/17" and below
const char *question_set_path(struct arena *a, struct question_set_id id, const char *below);
const char *question_set_title(const struct question_set_entry *e, enum lang lang, struct arena *a); // with its edition
int64_t share_of(int64_t n, int64_t all); // per cent, rounded

struct survey_list_view {
    const struct survey_page *page;
    unsigned states; // shown; 0 all
    const char *state; // the filter's name; ""
    struct pager pager;
};

struct survey_form_view {
    const char *action, *back;
    bool is_new;
    int64_t version;
    struct option *sets, *views, *before, *events;
    size_t set_count, view_count, before_count, event_count;
    struct survey_form given; // what the fields hold when nothing was typed
    const char *set, *view, *before_id, *event, *emails;
};

struct survey_page_view {
    const struct survey_view *at;
    const struct survey_results *results; // NULL of a draft
    int kind;                             // enum respondent_kind whose answers are shown; -1 all
    const char *path;
    const struct survey_comparison *comparison; // NULL: none, or not yet
};

struct survey_asked_view {
    struct survey_id survey;
    const char *survey_name;
    const struct asked_page *page;
    const char *show; // "waiting", "answered", ""
    struct pager pager;
};

struct survey_one_view { // one answer
    const struct asked_view *at;
    struct option flags[ANSWER_FLAGS];
    size_t flag_count;
};

struct question_form_view {
    const struct question_set *set;
    struct question question;
    size_t option_rows;
    struct option flags[ANSWER_FLAGS];
    const char *action, *back;
};

struct question_set_form_view {
    const char *action, *back;
    bool is_new;
    int64_t version;
    struct question_set_id copy_of;
    struct option templates[8];
    size_t template_count;
    const struct question_set *given; // names and introduction
};

struct survey_answer_view {
    const struct question_set *set;
    const struct answer *answers;
    size_t answer_count;
    size_t page, pages; // from 0
    size_t first, count; // of the questions shown
    int64_t row;         // of the personal link
    day deadline;
    bool answered;       // has been sent in, and is being changed
    const char *programme;
};
// One question as a field; values stand as typed or kept. The field's name is "q" and the question's id.
struct choice_field answer_choices(struct page *p, const struct question *q, const struct answer *answer);
struct text_area answer_words(struct page *p, const struct question *q, const struct answer *answer);

struct flag_list_view {
    const struct flag_page *page;
    const char *show;
    struct option kinds[ANSWER_FLAGS];
    const char *kind;
    const struct flag_counts *counts;
    int64_t guidance;
    struct pager pager;
};
struct flag_page_view {
    const struct flag_view *at;
    struct option hows[FLAG_HOWS];
    const char *path;
};

#endif
