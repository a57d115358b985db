// SPDX-License-Identifier: EUPL-1.2
#include "app/flags.h"

#include <stdlib.h>

#include "app/flags_inside.h"
#include "app/surveys_inside.h"
#include "base/text.h"
#include "store/outbox_store.h"
#include "store/task_store.h"

static const char CAUSE[] = "flag";
enum { TASK_DAYS = 7 };

// What somebody has to do, and how to go about it: English msgids.
static const struct {
    const char *what, *guidance;
} TASKS[ANSWER_FLAGS] = {
    [FLAG_MISUNDERSTANDING] = {N_("Explain that nobody is asked to hire without need or competence"),
                               N_("Open the flag: there is a ready explanation that you can change and send. Ring them if you can. "
                                  "Write down how it was cleared.")},
    [FLAG_VISIT] = {N_("Agree on a visit"), N_("They ask for a visit in their answer to a survey.")},
    [FLAG_NEED] = {N_("Help them state a need"), N_("They say in their answer to a survey that they need people.")},
    [FLAG_NO_CONTACT] = {N_("See to it that nobody contacts them more"),
                         N_("They ask not to be contacted. Write down the no on the contact, and tell your colleagues.")},
    [FLAG_CALL] = {N_("Ring them"), N_("They ask for a call in their answer to a survey.")},
};

static enum status task_make(struct store_tx *tx, struct app *app, const struct flag *f, const struct survey_asked *asked,
                             struct user_id user)
{
    struct task_id id;
    struct task task = {.what = TASKS[f->kind].what, .guidance = TASKS[f->kind].guidance, .user = user,
                        .by = app_today(app) + TASK_DAYS, .employer = asked->employer, .about = asked->agency,
                        .cause = CAUSE, .cause_row = f->id.value};
    return task_insert(tx, &task, &id);
}

static const struct flag *of_kind(const struct flag *list, size_t count, enum answer_flag kind)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].kind == kind)
            return &list[i];
    return NULL;
}

// One flag that the question's answer calls for.
static enum status follow_one(struct store_tx *tx, struct app *app, const struct survey_answering *v, enum answer_flag kind,
                              enum flag_source source, struct question_id question)
{
    struct flag *list;
    size_t count;
    bool raised = source != FLAG_BY_WORDS;
    TRY(flags_of_answer(tx->store, v->asked.id, tx->arena, &list, &count));
    const struct flag *stands = of_kind(list, count, kind);
    if (stands != NULL && !(raised && stands->state == FLAG_HINTED))
        return OK;
    struct flag f = {.asked = v->asked.id, .survey = v->survey.id, .kind = kind, .source = source, .question = question,
                     .state = raised ? FLAG_RAISED : FLAG_HINTED, .raised_at = raised ? tx->now : 0};
    if (stands == NULL) {
        TRY(flag_insert(tx, &f, &f.id));
    } else { // hinted at before, and now said plainly
        f = *stands;
        f.state = FLAG_RAISED;
        f.raised_at = tx->now;
        TRY(flag_update(tx, &f, "confirm"));
    }
    return raised ? task_make(tx, app, &f, &v->asked, v->survey.made_by) : OK;
}

enum status flags_follow(struct store_tx *tx, struct app *app, const struct survey_answering *v)
{
    for (int words = 0; words < 2; words++) // what is said plainly first
        for (size_t i = 0; i < v->answer_count; i++) {
            const struct question *q = question_find(&v->set, v->answers[i].question);
            if (q == NULL)
                continue;
            unsigned flags = words ? flag_hints(v->answers[i].text, tx->arena) : answer_flags(q, &v->answers[i]);
            for (int kind = 1; kind < ANSWER_FLAGS; kind++)
                if ((flags >> kind & 1) != 0)
                    TRY(follow_one(tx, app, v, (enum answer_flag)kind, words ? FLAG_BY_WORDS : FLAG_BY_OPTION, q->id));
        }
    return OK;
}

// Steps

struct flag_job {
    struct app *app;
    struct flag_id id;
    int64_t version;
    enum flag_act act;
    enum flag_how how;
    const char *note;
    struct flag_letter letter;
    const char *refusal;
};

static bool done_already(const struct flag *f, const struct flag_job *job, struct user_id user)
{
    if (f->version != job->version + 1)
        return false;
    if (job->act == FLAG_CONFIRM)
        return f->state == FLAG_RAISED;
    bool own = f->ended_by.value == user.value;
    return own && ((job->act == FLAG_DISMISS && f->state == FLAG_DISMISSED) ||
                   (job->act == FLAG_CLEAR && f->state == FLAG_CLEARED && f->how == job->how));
}

static enum status step_write(struct store_tx *tx, void *arg)
{
    static const char *const VERBS[FLAG_ACTS] = {[FLAG_CONFIRM] = "confirm", [FLAG_DISMISS] = "dismiss", [FLAG_CLEAR] = "clear"};
    struct flag_job *job = arg;
    struct flag_entry e;
    struct survey_asked_entry asked;
    job->refusal = NULL;
    TRY(flag_get(tx->store, job->id, tx->arena, &e));
    struct flag f = e.flag;
    if (done_already(&f, job, tx->user))
        return OK;
    job->refusal = f.version != job->version ? MEANWHILE : flag_refusal(f.state, job->act);
    if (job->refusal != NULL)
        return CONFLICT;
    if (job->act == FLAG_CONFIRM) {
        f.state = FLAG_RAISED;
        f.raised_at = tx->now;
    } else {
        f.state = job->act == FLAG_CLEAR ? FLAG_CLEARED : FLAG_DISMISSED;
        f.how = job->how;
        f.note = job->note;
        f.ended_at = tx->now;
        f.ended_by = tx->user;
    }
    TRY(flag_update(tx, &f, VERBS[job->act]));
    if (job->act != FLAG_CONFIRM)
        return task_close_cause(tx, CAUSE, f.id.value, job->how == FLAG_MISTAKE ? TASK_DROPPED : TASK_DONE);
    TRY(asked_get(tx->store, f.asked, tx->arena, &asked));
    return task_make(tx, job->app, &f, &asked.asked, tx->user);
}

static enum status step(struct app *app, const struct actor *actor, struct flag_job *job,
                        enum status (*write)(struct store_tx *tx, void *arg), struct issues *issues)
{
    TRY(survey_may(actor, RIGHT_EDIT));
    job->app = app;
    return survey_told(store_write(app_store(app), actor, app_now(app), write, job), job->refusal, issues);
}

enum status confirm_flag(struct app *app, const struct actor *actor, struct flag_id id, int64_t version, struct issues *issues)
{
    struct flag_job job = {.id = id, .version = version, .act = FLAG_CONFIRM};
    return step(app, actor, &job, step_write, issues);
}

enum status dismiss_flag(struct app *app, const struct actor *actor, struct flag_id id, int64_t version, struct issues *issues)
{
    struct flag_job job = {.id = id, .version = version, .act = FLAG_DISMISS};
    return step(app, actor, &job, step_write, issues);
}

enum status clear_flag(struct app *app, const struct actor *actor, struct flag_id id, int64_t version, enum flag_how how,
                       const char *note, struct issues *issues)
{
    size_t before = issues->count;
    struct flag_job job = {.id = id, .version = version, .act = FLAG_CLEAR, .how = how,
                           .note = text_trim(issues->arena, text_or_empty(note))};
    TRY(survey_may(actor, RIGHT_EDIT));
    if (how == FLAG_HOW_NONE)
        issues_add(issues, "how", N_("Say how it was cleared"));
    if (text_length(job.note) > FLAG_NOTE_MOST)
        issues_add(issues, "note", N_("Write at most 500 characters"));
    return issues->count > before ? INVALID : step(app, actor, &job, step_write, issues);
}

static enum status letter_write(struct store_tx *tx, void *arg)
{
    struct flag_job *job = arg;
    struct flag_entry e;
    int64_t letter;
    TRY(flag_get(tx->store, job->id, tx->arena, &e));
    job->refusal = e.flag.version != job->version ? MEANWHILE : flag_refusal(e.flag.state, FLAG_SEND);
    if (job->refusal == NULL && (e.flag.kind != FLAG_MISUNDERSTANDING || (e.contact.value == 0 && e.guest.value == 0)))
        job->refusal = N_("There is nothing to explain, or nobody to send it to.");
    if (job->refusal != NULL)
        return CONFLICT;
    TRY(flag_letter_insert(tx, &job->letter, &letter));
    return e.contact.value != 0 ? outbox_tell_contact(tx, OUTBOX_EXPLANATION, e.contact, letter)
                                : outbox_tell_guest(tx, OUTBOX_EXPLANATION, e.flag.asked.value, letter);
}

enum status send_explanation(struct app *app, const struct actor *actor, struct flag_id id, int64_t version, enum lang lang,
                             const char *subject, const char *text, struct issues *issues)
{
    struct arena *a = issues->arena;
    size_t before = issues->count;
    struct flag_job job = {.id = id, .version = version, .act = FLAG_SEND,
                           .letter = {.flag = id, .lang = lang, .subject = text_line(a, text_or_empty(subject)),
                                      .text = text_trim(a, text_or_empty(text))}};
    TRY(survey_may(actor, RIGHT_EDIT));
    if (*job.letter.subject == '\0' || text_length(job.letter.subject) > FLAG_SUBJECT_MOST)
        issues_add(issues, "subject", N_("Give a subject of at most 150 characters"));
    if (*job.letter.text == '\0' || text_length(job.letter.text) > FLAG_LETTER_MOST)
        issues_add(issues, "text", N_("Write the explanation, in at most 4000 characters"));
    return issues->count > before ? INVALID : step(app, actor, &job, letter_write, issues);
}

struct raise_job {
    struct app *app;
    struct survey_asked_id asked;
    enum answer_flag kind;
    struct flag_id id;
    const char *refusal;
};

static enum status raise_write(struct store_tx *tx, void *arg)
{
    struct raise_job *job = arg;
    struct survey_asked_entry e;
    struct flag *list;
    size_t count;
    job->refusal = NULL;
    TRY(asked_get(tx->store, job->asked, tx->arena, &e));
    if (e.asked.state != ASKED_ANSWERED)
        job->refusal = N_("There is no answer that could be flagged.");
    if (job->refusal != NULL)
        return CONFLICT;
    TRY(flags_of_answer(tx->store, job->asked, tx->arena, &list, &count));
    const struct flag *stands = of_kind(list, count, job->kind);
    if (stands != NULL) {
        job->id = stands->id;
        return OK;
    }
    struct flag f = {.asked = job->asked, .survey = e.asked.survey, .kind = job->kind, .source = FLAG_BY_HAND,
                     .state = FLAG_RAISED, .raised_at = tx->now};
    TRY(flag_insert(tx, &f, &f.id));
    job->id = f.id;
    return task_make(tx, job->app, &f, &e.asked, tx->user);
}

enum status raise_flag(struct app *app, const struct actor *actor, struct survey_asked_id asked, enum answer_flag kind,
                       struct issues *issues, struct flag_id *id_out)
{
    struct raise_job job = {.app = app, .asked = asked, .kind = kind};
    TRY(survey_may(actor, RIGHT_EDIT));
    if (kind == FLAG_NONE) {
        issues_add(issues, "kind", N_("Choose what the answer calls for"));
        return INVALID;
    }
    TRY(survey_told(store_write(app_store(app), actor, app_now(app), raise_write, &job), job.refusal, issues));
    *id_out = job.id;
    return OK;
}
