// SPDX-License-Identifier: EUPL-1.2
// Svarside for en undersøkelse (screen 29), by personal link: GET shows, each page's POST keeps what it holds.
#include <stdlib.h>
#include <string.h>

#include "web/personal.h"
#include "web/routes.h"
#include "web/survey_answer.html.h"
#include "web/survey_view.h"

static struct page *answer_page_open(struct request *r, const struct survey_answering *at)
{
    return personal_page_open(r, at->set.name[r->lang]);
}

static struct reply page_reply(struct request *r, const struct survey_answering *at, size_t page, const struct issues *issues,
                               int status)
{
    struct survey_answer_view v = {
        .set = &at->set, .answers = at->answers, .answer_count = at->answer_count, .page = page, .pages = at->pages,
        .row = at->asked.id.value, .deadline = at->survey.deadline, .answered = at->asked.state == ASKED_ANSWERED,
        .programme = at->programme};
    question_page(&at->set, page, &v.first, &v.count);
    struct page *p = answer_page_open(r, at);
    if (issues != NULL)
        page_again(p, issues);
    survey_answer_page(p, &v);
    return reply_page(p, status);
}

static struct reply closed_reply(struct request *r, const struct survey_answering *at, const char *refusal)
{
    struct page *p = answer_page_open(r, at);
    survey_answer_closed_page(p, at, refusal);
    return reply_page(p, 200);
}

static struct reply survey_show_answer(struct request *r)
{
    struct survey_answering at;
    int64_t row, page;
    if (!personal_row(r, LINK_SURVEY, &row))
        return personal_gone(r);
    enum status s = get_answering(r->app, (struct survey_asked_id){row}, r->arena, &at);
    if (s == NOT_FOUND)
        return personal_gone(r);
    if (s != OK)
        return reply_status(r, s);
    if (at.refusal != NULL)
        return closed_reply(r, &at, at.refusal);
    bool chosen = form_int(&r->query, "page", &page) == OK && page >= 1 && (size_t)page <= at.pages;
    if (!chosen && at.asked.state == ASKED_ANSWERED) {
        struct page *p = answer_page_open(r, &at);
        survey_answer_thanks_page(p, &at);
        return reply_page(p, 200);
    }
    return page_reply(r, &at, chosen ? (size_t)page - 1 : at.resume, NULL, 200);
}

// What the fields of a page hold. Values that nobody could have chosen stand for too high a bit, which is refused.
static struct answer answer_read(struct request *r, const struct question *q)
{
    const char *name = arena_printf(r->arena, "q%lld", (long long)q->id.value);
    struct answer answer = {.question = q->id, .text = ""};
    if (q->kind == ANSWER_TEXT) {
        answer.text = form_lines(&r->form, r->arena, name);
        return answer;
    }
    const char *const *values;
    size_t count = form_all(&r->form, r->arena, name, &values);
    for (size_t i = 0; i < count; i++) {
        long n = strtol(values[i], NULL, 10);
        answer.chosen |= 1u << (n >= 1 && (size_t)n <= question_choices(q) ? n - 1 : 31);
    }
    return answer;
}

static struct reply sent(struct request *r, struct survey_asked_id id, struct survey_answering *at)
{
    struct issues issues = issues_in(r->arena);
    size_t page;
    enum status s = send_answers(r->app, id, &issues, &page);
    if (s == OK)
        return reply_redirect(r, "/survey");
    if (s != INVALID)
        return s == CONFLICT ? closed_reply(r, at, issues.items[0].message) : reply_status(r, s);
    s = get_answering(r->app, id, r->arena, at); // what is kept, not what this page sent
    if (s != OK)
        return reply_status(r, s);
    r->form = (struct form){0};
    return page_reply(r, at, page, &issues, 422);
}

static struct reply survey_submit_answer(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    struct survey_answering at;
    int64_t row, page;
    if (!personal_form_row(r, LINK_SURVEY, &row))
        return personal_gone(r);
    struct survey_asked_id id = {row};
    enum status s = get_answering(r->app, id, r->arena, &at);
    if (s == NOT_FOUND)
        return personal_gone(r);
    if (s != OK)
        return reply_status(r, s);
    if (form_int(&r->form, "page", &page) != OK || page < 1 || (size_t)page > at.pages)
        return reply_redirect(r, "/survey");
    const char *go = request_field(r, "go");
    bool onward = strcmp(go, "next") == 0 || strcmp(go, "send") == 0;
    size_t first, count;
    question_page(&at.set, (size_t)page - 1, &first, &count);
    struct answer *answers = ARENA_ARRAY(r->arena, struct answer, count);
    for (size_t i = 0; i < count; i++)
        answers[i] = answer_read(r, &at.set.questions[first + i]);
    s = keep_answers(r->app, id, (size_t)page - 1, answers, count, onward, &issues);
    if (s == CONFLICT)
        return closed_reply(r, &at, issues.items[0].message);
    if (s == INVALID)
        return page_reply(r, &at, (size_t)page - 1, &issues, 422);
    if (s != OK)
        return reply_status(r, s);
    if (strcmp(go, "send") == 0)
        return sent(r, id, &at);
    if (strcmp(go, "later") == 0) {
        struct page *p = answer_page_open(r, &at);
        survey_answer_later_page(p, &at);
        return reply_page(p, 200);
    }
    int64_t to = strcmp(go, "back") == 0 ? page - 1 : page + 1;
    return reply_redirect(r, "/survey?page=%lld", (long long)(to < 1 ? 1 : to > (int64_t)at.pages ? (int64_t)at.pages : to));
}

const struct route survey_answer_routes[] = {
    {METHOD_GET, "/survey", survey_show_answer, FOR_ANYONE, "survey_answer"},
    {METHOD_POST, "/survey", survey_submit_answer, FOR_ANYONE, "survey_answer_submit"},
    {0},
};
