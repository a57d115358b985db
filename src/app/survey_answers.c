// SPDX-License-Identifier: EUPL-1.2
#include "app/survey_answers.h"

#include "app/flags_inside.h"
#include "app/surveys_inside.h"
#include "base/text.h"
#include "store/programme_store.h"
#include "store/question_store.h"

const struct answer *answer_find(const struct answer *answers, size_t count, struct question_id question)
{
    for (size_t i = 0; i < count; i++)
        if (answers[i].question.value == question.value)
            return &answers[i];
    return NULL;
}

static const char *field_of(struct question_id id, struct arena *a)
{
    return arena_printf(a, "q%lld", (long long)id.value);
}

static enum status answering_read(struct store *s, struct survey_asked_id id, day today, struct arena *a,
                                  struct survey_answering *out)
{
    struct survey_answering v = {0};
    struct survey_asked_entry entry;
    TRY(asked_get(s, id, a, &entry));
    v.asked = entry.asked;
    TRY(survey_get(s, v.asked.survey, a, &v.survey));
    TRY(question_set_get(s, v.survey.set, a, &v.set));
    TRY(answers_get(s, id, a, &v.answers, &v.answer_count));
    v.pages = question_pages(&v.set);
    v.refusal = survey_answer_refusal(&v.survey, v.asked.state, today);
    *out = v;
    return OK;
}

// The first page on which nothing is answered, or something required is missing; else the last.
static size_t resume_page(const struct survey_answering *v)
{
    for (size_t page = 0; page < v->pages; page++) {
        size_t first, count, given = 0;
        bool missing = false;
        question_page(&v->set, page, &first, &count);
        for (size_t i = first; i < first + count; i++) {
            bool here = answer_find(v->answers, v->answer_count, v->set.questions[i].id) != NULL;
            given += here;
            missing |= v->set.questions[i].required && !here;
        }
        if (given == 0 || missing)
            return page;
    }
    return v->pages == 0 ? 0 : v->pages - 1;
}

enum status get_answering(struct app *app, struct survey_asked_id id, struct arena *a, struct survey_answering *out)
{
    struct programme programme;
    TRY(answering_read(app_store(app), id, app_today(app), a, out));
    TRY(programme_get(app_store(app), a, &programme));
    out->resume = resume_page(out);
    out->programme = programme.name;
    return OK;
}

struct answer_job {
    struct app *app;
    struct survey_asked_id id;
    const struct answer *answers;
    size_t count;
    bool send;
    const char *refusal;
    struct question_id missing; // of what is required; {0}: nothing
};

static struct question_id missing_find(const struct survey_answering *v)
{
    for (size_t i = 0; i < v->set.question_count; i++)
        if (v->set.questions[i].required && answer_find(v->answers, v->answer_count, v->set.questions[i].id) == NULL)
            return v->set.questions[i].id;
    return (struct question_id){0};
}

static enum status answer_write(struct store_tx *tx, void *arg)
{
    struct answer_job *job = arg;
    struct survey_answering v;
    job->refusal = NULL;
    job->missing = (struct question_id){0};
    TRY(answering_read(tx->store, job->id, app_today(job->app), tx->arena, &v));
    job->refusal = v.refusal;
    if (v.refusal != NULL)
        return CONFLICT;
    if (job->send)
        job->missing = missing_find(&v);
    if (job->missing.value != 0)
        return INVALID;
    TRY(answers_put(tx, job->id, job->answers, job->count, job->send));
    if (!job->send && v.asked.state != ASKED_ANSWERED)
        return OK;
    TRY(answers_get(tx->store, job->id, tx->arena, &v.answers, &v.answer_count));
    return flags_follow(tx, job->app, &v);
}

enum status keep_answers(struct app *app, struct survey_asked_id id, size_t page, const struct answer *answers, size_t count,
                         bool complete, struct issues *issues)
{
    struct arena *a = issues->arena;
    size_t before = issues->count, first, of_page, right = 0;
    struct survey_answering v;
    TRY(answering_read(app_store(app), id, app_today(app), a, &v));
    question_page(&v.set, page, &first, &of_page);
    if (of_page == 0)
        return NOT_FOUND;
    struct answer *kept = ARENA_ARRAY(a, struct answer, of_page);
    for (size_t i = 0; i < of_page; i++) {
        const struct question *q = &v.set.questions[first + i];
        const struct answer *typed = answer_find(answers, count, q->id);
        struct answer one = {.question = q->id, .chosen = typed == NULL ? 0 : typed->chosen, .text = ""};
        struct issues found = issues_in(a);
        if (typed != NULL && q->kind == ANSWER_TEXT)
            one = (struct answer){.question = q->id, .text = text_trim(a, text_or_empty(typed->text))};
        answer_check(q, &one, field_of(q->id, a), false, &found);
        if (found.count == 0)
            kept[right++] = one;
        if (found.count == 0 && complete)
            answer_check(q, &one, field_of(q->id, a), true, &found);
        for (size_t k = 0; k < found.count; k++)
            issues_add(issues, found.items[k].field, found.items[k].message);
    }
    struct answer_job job = {.app = app, .id = id, .answers = kept, .count = right};
    TRY(survey_told(store_write(app_store(app), NULL, app_now(app), answer_write, &job), job.refusal, issues));
    return issues->count > before ? INVALID : OK;
}

enum status send_answers(struct app *app, struct survey_asked_id id, struct issues *issues, size_t *page_out)
{
    struct answer_job job = {.app = app, .id = id, .send = true};
    struct survey_answering v;
    enum status status = store_write(app_store(app), NULL, app_now(app), answer_write, &job);
    if (status == INVALID) {
        TRY(answering_read(app_store(app), id, app_today(app), issues->arena, &v));
        *page_out = question_page_of(&v.set, job.missing);
        issues_add(issues, field_of(job.missing, issues->arena), N_("Answer this before you send it in"));
    }
    return survey_told(status, job.refusal, issues);
}
