// SPDX-License-Identifier: EUPL-1.2
#include "app/surveys.h"

#include <stdlib.h>
#include <string.h>

#include "app/surveys_inside.h"
#include "base/text.h"
#include "store/outbox_store.h"
#include "store/question_store.h"

// What is typed

struct survey_job {
    struct app *app;
    struct survey survey;
    const struct contact_id *contacts;
    size_t contact_count;
    struct recipients to, also; // also: who has the address of one of those
    const char *refusal;
    size_t done;
};

static bool in_common(const struct question_set *one, const struct question_set *other)
{
    for (size_t i = 0; i < one->question_count; i++) {
        const struct question *q = question_by_key(other, one->questions[i].key);
        if (q != NULL && q->kind != ANSWER_TEXT && q->kind == one->questions[i].kind)
            return true;
    }
    return false;
}

static enum status before_check(struct app *app, const struct survey *s, const struct question_set *set, struct issues *issues)
{
    struct arena *a = issues->arena;
    struct survey before;
    struct question_set other;
    struct survey_entry *pair;
    size_t count;
    if (s->before.value == 0)
        return OK;
    enum status status = survey_get(app_store(app), s->before, a, &before);
    if (status != OK && status != NOT_FOUND)
        return status;
    if (status == NOT_FOUND || before.state == SURVEY_DRAFT || before.id.value == s->id.value) {
        issues_add(issues, "before", N_("Choose a survey that has been sent"));
        return OK;
    }
    TRY(question_set_get(app_store(app), before.set, a, &other));
    if (!in_common(set, &other))
        issues_add(issues, "before", N_("These two have no question in common, so there is nothing to compare"));
    TRY(survey_list(app_store(app), &(struct survey_filter){.after_of = s->before}, (struct survey_id){0}, 1, a, &pair, &count));
    if (count > 0 && pair[0].survey.id.value != s->id.value)
        issues_add(issues, "before", N_("Another survey is compared with that one already"));
    return OK;
}

// DENIED and NOT_FOUND as survey_may; INVALID with issues.
static enum status form_check(struct app *app, const struct survey_form *form, struct survey_id id, struct issues *issues,
                              struct survey *out)
{
    struct arena *a = issues->arena;
    size_t before = issues->count;
    struct question_set set = {0};
    *out = (struct survey){
        .id = id,
        .set = form->set,
        .name = text_line(a, text_or_empty(form->name)),
        .audience = form->audience,
        .event = form->audience == AUDIENCE_EVENT ? form->event : (struct event_id){0},
        .view = form->audience == AUDIENCE_VIEW ? form->view : (struct view_id){0},
        .query = form->audience == AUDIENCE_VIEW && form->view.value == 0 ? text_or_empty(form->query) : "",
        .deadline = form->deadline,
        .remind_on = form->remind_on,
        .reminded_on = DAY_NONE,
        .before = form->before,
    };
    survey_check(out, form->contact_count, app_today(app), issues);
    enum status status = question_set_get(app_store(app), form->set, a, &set);
    if (status != OK && status != NOT_FOUND)
        return status;
    if (status == NOT_FOUND)
        issues_add(issues, "set", N_("Choose the questions"));
    else
        TRY(before_check(app, out, &set, issues));
    return issues->count > before ? INVALID : OK;
}

enum status check_survey(struct app *app, const struct actor *actor, const struct survey_form *form, struct survey_id id,
                         struct issues *issues)
{
    struct survey unused;
    TRY(survey_may(actor, RIGHT_CREATE));
    return form_check(app, form, id, issues, &unused);
}

static enum status make_write(struct store_tx *tx, void *arg)
{
    struct survey_job *job = arg;
    struct survey_id id;
    TRY(survey_insert(tx, &job->survey, &id));
    job->survey.id = id;
    return survey_choose(tx, id, job->contacts, job->contact_count);
}

enum status make_survey(struct app *app, const struct actor *actor, const struct survey_form *form, struct issues *issues,
                        struct survey_id *id_out)
{
    struct survey_job job = {.app = app, .contacts = form->contacts, .contact_count = form->contact_count};
    TRY(survey_may(actor, RIGHT_CREATE));
    TRY(form_check(app, form, (struct survey_id){0}, issues, &job.survey));
    TRY(survey_told(store_write(app_store(app), actor, app_now(app), make_write, &job), NULL, issues));
    *id_out = job.survey.id;
    return OK;
}

// What stands, when it may be changed so.
static enum status standing(struct store_tx *tx, struct survey_job *job, enum survey_act act, struct survey *out)
{
    job->refusal = NULL;
    TRY(survey_get(tx->store, job->survey.id, tx->arena, out));
    if (out->version != job->survey.version)
        job->refusal = MEANWHILE;
    else
        job->refusal = survey_refusal(out, act, app_today(job->app));
    return job->refusal == NULL ? OK : CONFLICT;
}

static enum status edit_write(struct store_tx *tx, void *arg)
{
    struct survey_job *job = arg;
    struct survey s, typed = job->survey;
    TRY(standing(tx, job, SURVEY_CHANGE, &s));
    s.set = typed.set;
    s.name = typed.name;
    s.audience = typed.audience;
    s.event = typed.event;
    s.view = typed.view;
    s.query = typed.query;
    s.deadline = typed.deadline;
    s.remind_on = typed.remind_on;
    s.before = typed.before;
    TRY(survey_update(tx, &s));
    return survey_choose(tx, s.id, job->contacts, job->contact_count);
}

static enum status run(struct app *app, const struct actor *actor, struct survey_job *job,
                       enum status (*write)(struct store_tx *tx, void *arg), struct issues *issues)
{
    job->app = app;
    return survey_told(store_write(app_store(app), actor, app_now(app), write, job), job->refusal, issues);
}

enum status edit_survey(struct app *app, const struct actor *actor, struct survey_id id, int64_t version,
                        const struct survey_form *form, struct issues *issues)
{
    struct survey_job job = {.contacts = form->contacts, .contact_count = form->contact_count};
    TRY(survey_may(actor, RIGHT_EDIT));
    TRY(form_check(app, form, id, issues, &job.survey));
    job.survey.version = version;
    return run(app, actor, &job, edit_write, issues);
}

static enum status drop_write(struct store_tx *tx, void *arg)
{
    struct survey_job *job = arg;
    struct survey s;
    TRY(survey_get(tx->store, job->survey.id, tx->arena, &s));
    job->refusal = survey_refusal(&s, SURVEY_DROP, app_today(job->app));
    return job->refusal != NULL ? CONFLICT : survey_delete(tx, s.id);
}

enum status drop_survey(struct app *app, const struct actor *actor, struct survey_id id, struct issues *issues)
{
    struct survey_job job = {.survey = {.id = id}};
    TRY(survey_may(actor, RIGHT_EDIT));
    return run(app, actor, &job, drop_write, issues);
}

// Sending

// A guest of an event is told by the row of being asked, from which the letter's maker reads the address.
static enum status tell(struct store_tx *tx, enum outbox_kind kind, struct contact_id contact, struct survey_asked_id asked,
                        int64_t cause)
{
    return contact.value != 0 ? outbox_tell_contact(tx, kind, contact, cause) : outbox_tell_guest(tx, kind, asked.value, cause);
}

static enum status open_write(struct store_tx *tx, void *arg)
{
    struct survey_job *job = arg;
    struct survey s;
    struct question_set set;
    TRY(standing(tx, job, SURVEY_OPENS, &s));
    TRY(question_set_get(tx->store, s.set, tx->arena, &set));
    job->refusal = question_set_refusal(&set);
    if (job->refusal != NULL)
        return CONFLICT;
    s.state = SURVEY_OPEN;
    s.opened_at = tx->now;
    TRY(survey_update(tx, &s));
    TRY(question_set_use(tx, s.set));
    for (size_t i = 0; i < job->to.count; i++) {
        const struct recipient *r = &job->to.list[i];
        struct survey_asked asked = {.survey = s.id, .contact = r->contact, .guest = r->guest, .employer = r->employer, .agency = r->agency,
                                     .kind = r->kind, .asked_on = app_today(job->app)};
        struct survey_asked_id id;
        TRY(asked_insert(tx, &asked, &id));
        TRY(tell(tx, OUTBOX_SURVEY, r->contact, id, id.value));
        for (size_t k = 0; k < job->also.count; k++)
            if (job->also.list[k].same == i)
                TRY(asked_also(tx, id, job->also.list[k].contact, job->also.list[k].employer, job->also.list[k].agency));
    }
    return OK;
}

enum status open_survey(struct app *app, const struct actor *actor, struct survey_id id, int64_t version,
                        struct issues *issues, size_t *asked_out)
{
    struct arena *a = issues->arena;
    struct survey s;
    struct survey_reach reach;
    struct survey_job job = {.survey = {.id = id, .version = version}};
    struct contact_id *chosen;
    size_t count;
    TRY(survey_may(actor, RIGHT_EDIT));
    TRY(survey_get(app_store(app), id, a, &s));
    TRY(survey_chosen(app_store(app), id, a, &chosen, &count));
    TRY(survey_audience_get(app, actor, &s, chosen, count, a, &job.to, &job.also, &reach));
    if (s.state == SURVEY_DRAFT && job.to.count == 0) {
        issues_add(issues, "", N_("Nobody would get it. Choose another audience."));
        return INVALID;
    }
    TRY(run(app, actor, &job, open_write, issues));
    *asked_out = job.to.count;
    return OK;
}

// To all who have not sent in an answer.
static enum status remind_all(struct store_tx *tx, struct survey *s, day today, size_t *done_out)
{
    enum { MOST = 1000000 };
    struct survey_asked_entry *list;
    size_t count;
    TRY(asked_list(tx->store, s->id, 1u << ASKED_WAITING | 1u << ASKED_BEGUN, (struct survey_asked_id){0}, MOST, tx->arena,
                   &list, &count));
    for (size_t i = 0; i < count; i++) {
        int64_t reminder;
        TRY(asked_remind(tx, list[i].asked.id, &reminder));
        TRY(tell(tx, OUTBOX_SURVEY_REMINDER, list[i].asked.contact, list[i].asked.id, reminder));
    }
    s->reminded_on = today;
    *done_out = count;
    return survey_update(tx, s);
}

static enum status remind_write(struct store_tx *tx, void *arg)
{
    struct survey_job *job = arg;
    struct survey s;
    TRY(standing(tx, job, SURVEY_REMIND, &s));
    return remind_all(tx, &s, app_today(job->app), &job->done);
}

enum status remind_survey(struct app *app, const struct actor *actor, struct survey_id id, int64_t version,
                          struct issues *issues, size_t *reminded_out)
{
    struct survey_job job = {.survey = {.id = id, .version = version}};
    TRY(survey_may(actor, RIGHT_EDIT));
    TRY(run(app, actor, &job, remind_write, issues));
    *reminded_out = job.done;
    return OK;
}

static enum status extend_write(struct store_tx *tx, void *arg)
{
    struct survey_job *job = arg;
    struct survey s;
    TRY(standing(tx, job, SURVEY_EXTEND, &s));
    s.deadline = job->survey.deadline;
    return survey_update(tx, &s);
}

enum status extend_survey(struct app *app, const struct actor *actor, struct survey_id id, int64_t version, day deadline,
                          struct issues *issues)
{
    size_t before = issues->count;
    struct survey_job job = {.survey = {.id = id, .version = version, .name = "-", .audience = AUDIENCE_VIEW, .query = "",
                                        .deadline = deadline, .remind_on = DAY_NONE}};
    TRY(survey_may(actor, RIGHT_EDIT));
    survey_check(&job.survey, 0, app_today(app), issues);
    return issues->count > before ? INVALID : run(app, actor, &job, extend_write, issues);
}

static enum status close_write(struct store_tx *tx, void *arg)
{
    struct survey_job *job = arg;
    struct survey s;
    TRY(standing(tx, job, SURVEY_CLOSE, &s));
    s.state = SURVEY_CLOSED;
    s.closed_at = tx->now;
    return survey_update(tx, &s);
}

enum status close_survey(struct app *app, const struct actor *actor, struct survey_id id, int64_t version,
                         struct issues *issues)
{
    struct survey_job job = {.survey = {.id = id, .version = version}};
    TRY(survey_may(actor, RIGHT_EDIT));
    return run(app, actor, &job, close_write, issues);
}

struct remove_job {
    struct survey_asked_id asked;
    struct survey_id survey;
};

static enum status remove_write(struct store_tx *tx, void *arg)
{
    struct remove_job *job = arg;
    struct survey_asked_entry e;
    TRY(asked_get(tx->store, job->asked, tx->arena, &e));
    job->survey = e.asked.survey;
    return e.asked.state == ASKED_REMOVED ? OK : answers_remove(tx, job->asked);
}

enum status remove_answers(struct app *app, const struct actor *actor, struct survey_asked_id id, struct survey_id *survey_out)
{
    struct remove_job job = {.asked = id};
    TRY(survey_may(actor, RIGHT_DELETE));
    TRY(store_write(app_store(app), actor, app_now(app), remove_write, &job));
    *survey_out = job.survey;
    return OK;
}

// By the clock

struct tend_job {
    struct app *app;
    struct survey_id survey;
};

static enum status tend_write(struct store_tx *tx, void *arg)
{
    const struct tend_job *job = arg;
    struct survey s;
    size_t reminded;
    day today = app_today(job->app);
    TRY(survey_get(tx->store, job->survey, tx->arena, &s));
    if (survey_ends(&s, today)) {
        s.state = SURVEY_CLOSED;
        s.closed_at = tx->now;
        return survey_update(tx, &s);
    }
    if (survey_reminds(&s, today))
        return remind_all(tx, &s, today, &reminded);
    bool old = s.state == SURVEY_CLOSED && s.texts_gone_at == 0 && survey_texts_until(&s) < today;
    return old ? answers_forget_texts(tx, s.id) : OK;
}

enum status tend_surveys(struct app *app)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct survey *due;
    size_t count;
    static const int64_t DAY_MS = 24 * 3600 * 1000;
    day today = app_today(app);
    // Texts of surveys closed so long ago that their time may be over; which one's is, survey_texts_until says.
    int64_t closed_before = app_now(app) - ((int64_t)today - day_add_months(today, -TEXT_MONTHS) - 3) * DAY_MS;
    TRY(survey_due(app_store(app), today, closed_before, a, &due, &count));
    for (size_t i = 0; i < count; i++) {
        struct tend_job job = {.app = app, .survey = due[i].id};
        if (!survey_ends(&due[i], today) && !survey_reminds(&due[i], today) && due[i].state == SURVEY_OPEN)
            continue;
        enum status status = store_write(app_store(app), NULL, app_now(app), tend_write, &job);
        if (status != OK && status != CONFLICT)
            return status;
    }
    return OK;
}
