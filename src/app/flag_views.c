// SPDX-License-Identifier: EUPL-1.2
// Flags as the office sees them, the ready explanation, and how many there are.
#include <stdlib.h>
#include <string.h>

#include "app/flags_inside.h"
#include "app/mail.h"
#include "app/surveys_inside.h"
#include "store/question_store.h"
#include "store/task_store.h"

enum status list_flags(struct app *app, const struct actor *actor, const struct flag_query *query, struct arena *a,
                       struct flag_page *out)
{
    enum { USUAL = 50, MOST = 500 };
    struct flag_page page = {.next = ""};
    struct flag_filter filter = {.kinds = query->kinds, .states = query->states, .survey = query->survey};
    size_t most = query->most == 0 ? USUAL : query->most > MOST ? MOST : query->most;
    TRY(survey_may(actor, RIGHT_SEE));
    TRY(flag_list(app_store(app), &filter, (struct flag_id){strtoll(text_or_empty(query->after), NULL, 10)}, most + 1, a,
                  &page.rows, &page.row_count));
    if (page.row_count > most) {
        page.row_count = most;
        page.next = arena_printf(a, "%lld", (long long)page.rows[most - 1].flag.id.value);
    }
    *out = page;
    return OK;
}

static const char SUBJECT[] = N_("What it means to take part");
static const char *const EXPLANATION[] = {
    N_("Thank you for your answer. It tells us that we have not said clearly enough what it means to take part, so here it is in plain words."),
    N_("You are not asked to hire without need. You tell us when you need people. Before that, nobody is proposed to you."),
    N_("You are not asked to hire anybody who lacks the competence. You say what the work demands, and see what each candidate meets, demand by demand."),
    N_("You choose freely, and may say no to everybody. There is no quota, and taking part does not oblige you to hire."),
    N_("We are glad to talk about it. Answer this e-mail, and we ring you."),
};

static const char *explanation_text(struct app *app, enum lang lang, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < COUNT_OF(EXPLANATION); i++)
        buf_printf(&b, "%s%s", i == 0 ? "" : "\n\n", tr(lang, EXPLANATION[i]));
    if (*mail_site(app) != '\0')
        buf_printf(&b, "\n\n%s", tr_arg(lang, a, N_("More on hiring lawfully and inclusively: %s"),
                                        arena_printf(a, "%s/guidance", mail_site(app))));
    return buf_text(&b);
}

static enum status said_find(struct app *app, const struct flag *f, struct arena *a, struct flag_view *view)
{
    struct survey survey;
    struct question_set set;
    struct answer *answers;
    size_t count;
    for (int l = 0; l < LANGS; l++)
        view->question[l] = view->said[l] = "";
    if (f->question.value == 0)
        return OK;
    TRY(survey_get(app_store(app), f->survey, a, &survey));
    TRY(question_set_get(app_store(app), survey.set, a, &set));
    TRY(answers_get(app_store(app), f->asked, a, &answers, &count));
    const struct question *q = question_find(&set, f->question);
    const struct answer *answer = answer_find(answers, count, f->question);
    if (q == NULL)
        return OK;
    for (int l = 0; l < LANGS; l++) {
        view->question[l] = q->text[l];
        if (answer != NULL && q->kind == ANSWER_TEXT)
            view->said[l] = answer->text;
        for (size_t i = 0; answer != NULL && i < q->option_count; i++)
            if ((answer->chosen >> i & 1) != 0 && q->options[i].flag == f->kind)
                view->said[l] = q->options[i].text[l];
    }
    return OK;
}

static const char *line_text(const char *verb)
{
    static const struct {
        const char *verb, *text;
    } LINES[] = {
        {"insert", N_("found in the answer")}, {"confirm", N_("confirmed")}, {"dismiss", N_("said to be nothing")},
        {"clear", N_("cleared")}, {"letter", N_("explanation sent")},
    };
    for (size_t i = 0; i < COUNT_OF(LINES); i++)
        if (strcmp(LINES[i].verb, verb) == 0)
            return LINES[i].text;
    return "";
}

static enum status lines_read(struct app *app, struct flag_id id, struct arena *a, struct flag_view *view)
{
    enum { MOST = 100 };
    struct change *changes;
    TRY(store_history(app_store(app), "flag", id.value, 0, MOST, a, &changes, &view->line_count));
    view->lines = ARENA_ARRAY(a, struct flag_line, view->line_count);
    for (size_t i = 0; i < view->line_count; i++)
        view->lines[i] = (struct flag_line){changes[i].at, changes[i].user_name, line_text(changes[i].verb)};
    return OK;
}

enum status get_flag(struct app *app, const struct actor *actor, struct flag_id id, struct arena *a, struct flag_view *out)
{
    struct flag_view view = {0};
    struct task task;
    TRY(survey_may(actor, RIGHT_SEE));
    TRY(flag_get(app_store(app), id, a, &view.entry));
    TRY(said_find(app, &view.entry.flag, a, &view));
    TRY(flag_letter_list(app_store(app), id, a, &view.letters, &view.letter_count));
    TRY(lines_read(app, id, a, &view));
    enum status status = task_of_cause(app_store(app), "flag", id.value, a, &task);
    if (status == OK)
        view.task = task.id;
    else if (status != NOT_FOUND)
        return status;
    for (int act = 0; act < FLAG_ACTS; act++)
        view.refusals[act] = flag_refusal(view.entry.flag.state, (enum flag_act)act);
    view.explains = view.entry.flag.kind == FLAG_MISUNDERSTANDING &&
                    (view.entry.contact.value != 0 || view.entry.guest.value != 0);
    view.lang = view.entry.lang;
    for (int l = 0; l < LANGS; l++) {
        view.subjects[l] = tr((enum lang)l, SUBJECT);
        view.texts[l] = explanation_text(app, (enum lang)l, a);
    }
    *out = view;
    return OK;
}

static int64_t begin_of(day d)
{
    int64_t at = 0;
    return instant_in_norway(d, 0, &at) ? at : 0;
}

enum status count_misunderstandings(struct app *app, const struct actor *actor, day from, day to, struct flag_counts *out)
{
    TRY(survey_may(actor, RIGHT_SEE));
    return flag_count(app_store(app), FLAG_MISUNDERSTANDING, begin_of(from), begin_of(to + 1), out);
}

static enum status guidance_write(struct store_tx *tx, void *arg)
{
    const month *m = arg;
    return guidance_add(tx, *m);
}

enum status guidance_read(struct app *app)
{
    month m = day_month(app_today(app));
    return store_write(app_store(app), NULL, app_now(app), guidance_write, &m);
}

enum status count_guidance(struct app *app, const struct actor *actor, day from, day to, int64_t *out)
{
    TRY(survey_may(actor, RIGHT_SEE));
    return guidance_count(app_store(app), day_month(from), day_month(to), out);
}
