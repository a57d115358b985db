// SPDX-License-Identifier: EUPL-1.2
// Surveys as the office sees them.
#include <stdlib.h>

#include "app/surveys_inside.h"
#include "app/views.h"
#include "store/event_store.h"
#include "store/question_store.h"
#include "store/user_store.h"

enum { ROWS_USUAL = 50, ROWS_MOST = 500 };

static size_t rows_of(size_t most)
{
    return most == 0 ? ROWS_USUAL : most > ROWS_MOST ? ROWS_MOST : most;
}

enum status list_surveys(struct app *app, const struct actor *actor, const struct survey_query *query, struct arena *a,
                         struct survey_page *out)
{
    struct survey_page page = {.next = ""};
    struct survey_filter filter = {.states = query->states};
    size_t most = rows_of(query->most);
    TRY(survey_may(actor, RIGHT_SEE));
    TRY(survey_list(app_store(app), &filter, (struct survey_id){strtoll(text_or_empty(query->after), NULL, 10)}, most + 1, a,
                    &page.rows, &page.row_count));
    if (page.row_count > most) {
        page.row_count = most;
        page.next = arena_printf(a, "%lld", (long long)page.rows[most - 1].survey.id.value);
    }
    *out = page;
    return OK;
}

enum status list_surveys_before(struct app *app, const struct actor *actor, struct survey_id id, struct arena *a,
                                struct survey_entry **out, size_t *count_out)
{
    struct survey_entry *all, *pair;
    size_t count, pairs, kept = 0;
    struct survey_filter sent = {.states = 1u << SURVEY_OPEN | 1u << SURVEY_CLOSED};
    TRY(survey_may(actor, RIGHT_SEE));
    TRY(survey_list(app_store(app), &sent, (struct survey_id){0}, ROWS_MOST, a, &all, &count));
    for (size_t i = 0; i < count; i++) {
        struct survey_filter of = {.after_of = all[i].survey.id};
        TRY(survey_list(app_store(app), &of, (struct survey_id){0}, 1, a, &pair, &pairs));
        if (all[i].survey.id.value != id.value && (pairs == 0 || pair[0].survey.id.value == id.value))
            all[kept++] = all[i];
    }
    *out = all;
    *count_out = kept;
    return OK;
}

enum status list_survey_events(struct app *app, const struct actor *actor, struct arena *a, struct event **out, size_t *count_out)
{
    enum { MOST = 50 };
    struct event_filter filter = {.states = 1u << EVENT_PUBLISHED | 1u << EVENT_HELD, .now = app_now(app)};
    TRY(survey_may(actor, RIGHT_SEE));
    return event_list(app_store(app), &filter, (struct event_id){0}, MOST, a, out, count_out);
}

static enum status names_find(struct app *app, const struct actor *actor, struct arena *a, struct survey_view *view)
{
    const struct survey *s = &view->entry.survey;
    struct user user;
    struct view_line line;
    struct survey other;
    struct survey_entry *pair;
    size_t count;
    view->made_by_name = view->view_name = view->before_name = view->after_name = "";
    view->event_title[LANG_NB] = view->event_title[LANG_EN] = "";
    enum status status = user_get(app_store(app), s->made_by, a, &user);
    if (status == OK)
        view->made_by_name = user.name;
    else if (status != NOT_FOUND)
        return status;
    struct event event;
    if (s->event.value != 0 && event_get(app_store(app), s->event, a, &event) == OK)
        for (int l = 0; l < LANGS; l++)
            view->event_title[l] = event_title(&event, (enum lang)l);
    if (s->view.value != 0 && get_view(app, actor, s->view, a, &line) == OK)
        view->view_name = line.view.name;
    if (s->before.value != 0) {
        TRY(survey_get(app_store(app), s->before, a, &other));
        view->before_name = other.name;
    }
    TRY(survey_list(app_store(app), &(struct survey_filter){.after_of = s->id}, (struct survey_id){0}, 1, a, &pair, &count));
    if (count > 0) {
        view->after = pair[0].survey.id;
        view->after_name = pair[0].survey.name;
    }
    return OK;
}

enum status get_survey(struct app *app, const struct actor *actor, struct survey_id id, struct arena *a,
                       struct survey_view *out)
{
    struct survey_view view = {0};
    struct survey_entry *list;
    struct recipients to, also;
    struct question_set set;
    size_t count;
    TRY(survey_may(actor, RIGHT_SEE));
    TRY(survey_list(app_store(app), &(struct survey_filter){.id = id}, (struct survey_id){0}, 1, a, &list, &count));
    if (count == 0)
        return NOT_FOUND;
    view.entry = list[0];
    view.version = list[0].survey.version;
    view.waiting = list[0].asked - list[0].answered;
    TRY(names_find(app, actor, a, &view));
    for (int act = 0; act < SURVEY_ACTS; act++)
        view.refusals[act] = survey_refusal(&list[0].survey, (enum survey_act)act, app_today(app));
    TRY(question_set_get(app_store(app), list[0].survey.set, a, &set));
    view.set_refusal = question_set_refusal(&set);
    if (list[0].survey.state == SURVEY_DRAFT) {
        TRY(survey_chosen(app_store(app), id, a, &view.chosen, &view.chosen_count));
        enum status status = survey_audience_get(app, actor, &list[0].survey, view.chosen, view.chosen_count, a, &to, &also, &view.reach);
        if (status != OK && status != NOT_FOUND) // a view that is gone reaches nobody
            return status;
    }
    *out = view;
    return OK;
}

enum status list_asked(struct app *app, const struct actor *actor, struct survey_id id, const struct asked_query *query,
                       struct arena *a, struct asked_page *out)
{
    struct asked_page page = {.next = ""};
    struct survey survey;
    size_t most = rows_of(query->most);
    TRY(survey_may(actor, RIGHT_SEE));
    TRY(survey_get(app_store(app), id, a, &survey));
    TRY(asked_list(app_store(app), id, query->states, (struct survey_asked_id){strtoll(text_or_empty(query->after), NULL, 10)},
                   most + 1, a, &page.rows, &page.row_count));
    if (page.row_count > most) {
        page.row_count = most;
        page.next = arena_printf(a, "%lld", (long long)page.rows[most - 1].asked.id.value);
    }
    *out = page;
    return OK;
}

enum status get_asked(struct app *app, const struct actor *actor, struct survey_asked_id id, struct arena *a,
                      struct asked_view *out)
{
    struct asked_view view = {0};
    TRY(survey_may(actor, RIGHT_SEE));
    TRY(asked_get(app_store(app), id, a, &view.entry));
    TRY(survey_get(app_store(app), view.entry.asked.survey, a, &view.survey));
    TRY(question_set_get(app_store(app), view.survey.set, a, &view.set));
    if (view.entry.asked.state == ASKED_ANSWERED) // what is not sent in yet is nobody else's to read
        TRY(answers_get(app_store(app), id, a, &view.answers, &view.answer_count));
    view.may_remove = view.entry.asked.state != ASKED_REMOVED && (kind_rights(actor, THING_SURVEY) & RIGHT_DELETE) != 0;
    *out = view;
    return OK;
}
