// SPDX-License-Identifier: EUPL-1.2
#include "app/survey_results.h"

#include <stdlib.h>

#include "app/surveys_inside.h"
#include "store/question_store.h"

static enum status entry_get(struct app *app, struct survey_id id, struct arena *a, struct survey_entry *out)
{
    struct survey_entry *list;
    size_t count;
    TRY(survey_list(app_store(app), &(struct survey_filter){.id = id}, (struct survey_id){0}, 1, a, &list, &count));
    if (count == 0)
        return NOT_FOUND;
    *out = list[0];
    return OK;
}

static size_t index_of(const struct question_set *set, struct question_id id)
{
    for (size_t i = 0; i < set->question_count; i++)
        if (set->questions[i].id.value == id.value)
            return i;
    return set->question_count;
}

enum status get_survey_results(struct app *app, const struct actor *actor, struct survey_id id, struct arena *a,
                               struct survey_results *out)
{
    struct survey_results r = {0};
    struct survey_choice *choices;
    size_t count;
    TRY(survey_may(actor, RIGHT_SEE));
    TRY(entry_get(app, id, a, &r.entry));
    TRY(question_set_get(app_store(app), r.entry.survey.set, a, &r.set));
    TRY(words_list(app_store(app), id, a, &r.words, &r.word_count));
    r.results = ARENA_ARRAY(a, struct question_result, r.set.question_count);
    r.counted = r.entry.survey.state == SURVEY_CLOSED;
    if (r.counted) {
        TRY(choices_list(app_store(app), id, a, &choices, &count));
        for (size_t i = 0; i < count; i++) {
            size_t at = index_of(&r.set, choices[i].question);
            if (at < r.set.question_count)
                result_add(&r.results[at], &r.set.questions[at], choices[i].kind, &(struct answer){.chosen = choices[i].chosen});
        }
    }
    for (size_t i = 0; i < r.set.question_count; i++)
        result_hide(&r.results[i]);
    *out = r;
    return OK;
}

// One contact's choice for one question, in both surveys.
static int by_contact(const void *left, const void *right)
{
    const struct survey_choice *a = left, *b = right;
    return (a->contact.value > b->contact.value) - (a->contact.value < b->contact.value);
}

// The choices for one question, by contact.
static size_t choices_of(const struct survey_choice *all, size_t count, struct question_id question, struct survey_choice *out)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (all[i].question.value == question.value)
            out[n++] = all[i];
    if (n > 0)
        qsort(out, n, sizeof *out, by_contact);
    return n;
}

// Contacts that are gone are nobody in particular, so none of them is the same as another.
static void compare_one(const struct question *q, const struct survey_choice *one, size_t ones, const struct survey_choice *two,
                        size_t twos, struct compared *out)
{
    size_t i = 0, k = 0;
    while (i < ones || k < twos) {
        int order = i == ones ? 1 : k == twos ? -1 : by_contact(&one[i], &two[k]);
        if (order == 0 && one[i].contact.value == 0)
            order = -1;
        struct answer before = {.chosen = order <= 0 ? one[i].chosen : 0}, after = {.chosen = order >= 0 ? two[k].chosen : 0};
        compared_add(out, q, order <= 0 ? &before : NULL, order <= 0 ? one[i].kind : RESPONDENT_PRIVATE,
                     order >= 0 ? &after : NULL, order >= 0 ? two[k].kind : RESPONDENT_PRIVATE);
        i += order <= 0;
        k += order >= 0;
    }
    compared_hide(out);
}

enum status compare_surveys(struct app *app, const struct actor *actor, struct survey_id id, struct arena *a,
                            struct survey_comparison *out)
{
    struct survey_comparison c = {0};
    struct question_set before, after;
    struct survey_choice *ones, *twos;
    size_t one_count, two_count;
    TRY(survey_may(actor, RIGHT_SEE));
    TRY(entry_get(app, id, a, &c.after));
    if (c.after.survey.before.value == 0)
        return NOT_FOUND;
    TRY(entry_get(app, c.after.survey.before, a, &c.before));
    if (c.before.survey.state != SURVEY_CLOSED || c.after.survey.state != SURVEY_CLOSED)
        return CONFLICT;
    TRY(question_set_get(app_store(app), c.before.survey.set, a, &before));
    TRY(question_set_get(app_store(app), c.after.survey.set, a, &after));
    TRY(choices_list(app_store(app), c.before.survey.id, a, &ones, &one_count));
    TRY(choices_list(app_store(app), c.after.survey.id, a, &twos, &two_count));
    struct survey_choice *one = ARENA_ARRAY(a, struct survey_choice, one_count), *two = ARENA_ARRAY(a, struct survey_choice, two_count);
    c.rows = ARENA_ARRAY(a, struct compared_row, after.question_count);
    for (size_t i = 0; i < after.question_count; i++) {
        const struct question *q = &after.questions[i], *was = question_by_key(&before, q->key);
        if (was == NULL || q->kind == ANSWER_TEXT || was->kind != q->kind || was->option_count != q->option_count)
            continue;
        struct compared_row *row = &c.rows[c.row_count++];
        row->question = q;
        size_t n1 = choices_of(ones, one_count, was->id, one), n2 = choices_of(twos, two_count, q->id, two);
        compare_one(q, one, n1, two, n2, &row->compared);
    }
    *out = c;
    return OK;
}
