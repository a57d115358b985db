// SPDX-License-Identifier: EUPL-1.2
// The words of mails about surveys and flags, made when they go.
#include "app/internal.h"
#include "app/letter.h"
#include "store/flag_store.h"
#include "store/question_store.h"
#include "store/survey_store.h"

static void to_guest(const struct survey_asked_entry *e, struct letter *out)
{
    out->to_name = e->name;
    out->to = e->email;
    out->lang = e->lang;
}

// NOT_FOUND: there is nothing to answer any more.
static enum status question_letter(struct app *app, struct survey_asked_id id, const char *subject, const char *first,
                                   struct arena *a, struct letter *out)
{
    struct survey_asked_entry e;
    struct survey survey;
    struct question_set set;
    TRY(asked_get(app_store(app), id, a, &e));
    if (e.asked.guest.value != 0)
        to_guest(&e, out);
    enum lang l = out->lang;
    TRY(survey_get(app_store(app), e.asked.survey, a, &survey));
    if (!out->shown && (e.asked.state == ASKED_ANSWERED || survey_answer_refusal(&survey, e.asked.state, app_today(app)) != NULL))
        return NOT_FOUND;
    TRY(question_set_get(app_store(app), survey.set, a, &set));
    struct buf b = buf_in(a);
    buf_printf(&b, "%s\n\n", tr(l, N_("Hello!")));
    if (first != NULL)
        buf_printf(&b, "%s\n\n", tr(l, first));
    if (*set.intro[l] != '\0')
        buf_printf(&b, "%s\n\n", set.intro[l]);
    buf_printf(&b, "%s\n%s\n\n", tr(l, N_("Answer here:")), letter_link(app, out, LINK_SURVEY, id.value, a));
    buf_printf(&b, "%s\n\n", tr_arg(l, a, N_("We take answers until %s. You can stop and go on later, and change your answers until "
                                            "then. The link is yours alone: do not pass it on."),
                                    lang_day(l, a, survey.deadline)));
    buf_printf(&b, "%s\n", tr(l, N_("The programme office sees who has answered what, and contacts you where you ask for it. "
                                "Others are shown numbers only, and never of fewer than five.")));
    out->subject = tr_arg(l, a, subject, set.name[l]);
    out->text = buf_text(&b);
    return OK;
}

enum status survey_letter(struct app *app, const struct outbox_entry *e, struct arena *a, struct letter *out)
{
    return question_letter(app, (struct survey_asked_id){e->cause}, N_("A few questions: %s"), NULL, a, out);
}

enum status survey_reminder_letter(struct app *app, const struct outbox_entry *e, struct arena *a, struct letter *out)
{
    struct survey_asked_id id;
    TRY(reminder_get(app_store(app), e->cause, &id));
    return question_letter(app, id, N_("Reminder: %s"), N_("We have not got your answer yet, and would be glad to have it."), a, out);
}

enum status explanation_letter(struct app *app, const struct outbox_entry *e, struct arena *a, struct letter *out)
{
    struct flag_letter letter;
    struct survey_asked_entry asked;
    TRY(flag_letter_get(app_store(app), e->cause, a, &letter));
    if (e->guest != 0) {
        TRY(asked_get(app_store(app), (struct survey_asked_id){e->guest}, a, &asked));
        to_guest(&asked, out);
    }
    out->lang = letter.lang;
    out->subject = letter.subject;
    out->text = arena_printf(a, "%s\n\n%s\n", tr(letter.lang, N_("Hello!")), letter.text);
    return OK;
}
