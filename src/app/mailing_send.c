// SPDX-License-Identifier: EUPL-1.2
// Sending a mailing. The receivers are kept in one transaction; their mails go into the outbox in batches, each in one, so that
// a stop anywhere leaves what a later start goes on with: nobody twice, nobody forgotten. From there the outbox answers.
#include "app/internal.h"
#include "app/letters_inside.h"
#include "app/mailings_inside.h"
#include "base/log.h"
#include "store/letter_store.h"
#include "store/outbox_store.h"
#include "store/user_store.h"

enum { BATCH = 250, UNFINISHED_MOST = 50 };

static enum status told(enum status status, const char *refusal, struct issues *issues)
{
    if (status == CONFLICT)
        issues_add(issues, "", refusal == NULL ? N_("Somebody else changed this meanwhile. See how it stands now.") : refusal);
    return status;
}

struct queue_job {
    struct mailing_id id;
    size_t count;
};

static enum status queue_write(struct store_tx *tx, void *arg)
{
    struct queue_job *job = arg;
    return mailing_queue(tx, job->id, BATCH, &job->count);
}

static enum status queue_all(struct app *app, struct mailing_id id)
{
    struct queue_job job = {.id = id, .count = 1};
    while (job.count > 0)
        TRY(store_write(app_store(app), NULL, app_now(app), queue_write, &job));
    return OK;
}

struct send_job {
    struct mailing_id id;
    int64_t version;
    const char *figures;
    day on;
    const struct audience_view *audience;
    const char *refusal;
};

static enum status send_write(struct store_tx *tx, void *arg)
{
    struct send_job *job = arg;
    struct mailing now;
    struct info_edition d;
    job->refusal = NULL;
    TRY(mailing_get(tx->store, job->id, tx->arena, &now));
    if (now.state != MAILING_DRAFT && now.begun_at != 0 && now.version >= job->version + 1)
        return OK; // sent twice: it goes once
    if (now.deleted)
        job->refusal = N_("The draft has been deleted. Take it back first.");
    if (now.deleted || now.version != job->version)
        return CONFLICT;
    now.figures = job->figures;
    now.sent_on = job->on;
    if (now.letter.value != 0) {
        TRY(letter_edition_get(tx->store, now.letter, 0, tx->arena, &d));
        now.letter_edition = d.edition;
    }
    return mailing_begin(tx, &now, job->audience->receivers, job->audience->receiver_count);
}

enum status send_mailing(struct app *app, const struct actor *actor, struct mailing_id id, int64_t version, int64_t receivers,
                         struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct mailing m;
    struct audience_view audience;
    struct info_figures figures;
    size_t before = issues->count;
    TRY(mailing_may(actor, RIGHT_EDIT));
    TRY(mailing_get(app_store(app), id, a, &m));
    if (m.state != MAILING_DRAFT) // again, or by somebody else first: either way it goes once
        return m.version > version ? OK : CONFLICT;
    TRY(mailing_text_check(app, &m, a, issues));
    TRY(get_audience(app, actor, &m, a, &audience));
    if (audience.receiver_count == 0)
        issues_add(issues, "", N_("Nobody gets it: choose an audience with somebody who has said yes to information."));
    if (issues->count > before)
        return INVALID;
    if ((int64_t)audience.receiver_count != receivers)
        return told(CONFLICT, N_("The number of receivers has changed since you saw it. Look at it again before you send."), issues);
    TRY(info_figures_now(app, (struct letter_id){0}, a, &figures));
    struct send_job job = {.id = id, .version = version, .on = app_today(app), .audience = &audience,
                           .figures = info_figures_write(&figures, a)};
    TRY(told(store_write(app_store(app), actor, app_now(app), send_write, &job), job.refusal, issues));
    return queue_all(app, id);
}

struct step_job {
    struct mailing_id id;
    int64_t version;
    enum mailing_step step;
    const char *refusal;
};

static enum mailing_state state_after(enum mailing_step step)
{
    return step == MAILING_PAUSE ? MAILING_PAUSED : step == MAILING_RESUME ? MAILING_SENDING : MAILING_CANCELLED;
}

static enum status step_write(struct store_tx *tx, void *arg)
{
    struct step_job *job = arg;
    struct mailing now;
    struct mailing_counts counts;
    size_t called_off;
    job->refusal = NULL;
    TRY(mailing_get(tx->store, job->id, tx->arena, &now));
    if (now.version == job->version + 1 && now.state == state_after(job->step))
        return OK; // sent twice
    TRY(mailing_count(tx->store, &now, &counts));
    job->refusal = mailing_refusal(mailing_state_now(&now, &counts), job->step);
    if (job->refusal != NULL || now.version != job->version)
        return CONFLICT;
    now.state = state_after(job->step);
    switch (job->step) {
    case MAILING_PAUSE:
        TRY(outbox_halt(tx, OUTBOX_MAILING, job->id.value));
        break;
    case MAILING_RESUME:
        TRY(outbox_resume(tx, OUTBOX_MAILING, job->id.value));
        break;
    case MAILING_CANCEL:
        now.ended_at = tx->now;
        TRY(outbox_call_off(tx, OUTBOX_MAILING, job->id.value, &called_off));
        break;
    }
    return mailing_update(tx, &now);
}

enum status step_mailing(struct app *app, const struct actor *actor, struct mailing_id id, int64_t version, enum mailing_step step,
                         struct issues *issues)
{
    struct step_job job = {.id = id, .version = version, .step = step};
    TRY(mailing_may(actor, RIGHT_EDIT));
    TRY(told(store_write(app_store(app), actor, app_now(app), step_write, &job), job.refusal, issues));
    return step == MAILING_RESUME ? queue_all(app, id) : OK;
}

// Trials

enum status list_trial_users(struct app *app, const struct actor *actor, struct arena *a, struct trial_user **out, size_t *count_out)
{
    struct user *users;
    size_t user_count, count = 0;
    TRY(mailing_may(actor, RIGHT_SEE));
    TRY(user_list(app_store(app), a, &users, &user_count));
    struct trial_user *list = ARENA_ARRAY(a, struct trial_user, user_count);
    for (int own = 1; own >= 0; own--) // the own address first
        for (size_t i = 0; i < user_count; i++) {
            bool staff = users[i].role == ROLE_OFFICE || users[i].role == ROLE_ADVISER;
            if (staff && users[i].disabled_at == 0 && (users[i].id.value == actor->user.value) == own)
                list[count++] = (struct trial_user){users[i].id, users[i].name, users[i].email, own};
        }
    *out = list;
    *count_out = count;
    return OK;
}

struct trial_job {
    struct mailing_trial trial;
    const struct user_id *to;
    size_t count;
};

static enum status trial_write(struct store_tx *tx, void *arg)
{
    const struct trial_job *job = arg;
    for (size_t i = 0; i < job->count; i++)
        TRY(mailing_try(tx, &job->trial, job->to[i]));
    return OK;
}

enum status try_mailing(struct app *app, const struct actor *actor, struct mailing_id id, struct contact_id contact,
                        const struct user_id *to, size_t count, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct trial_user *users;
    struct mailing_preview preview;
    size_t user_count, before = issues->count;
    TRY(mailing_may(actor, RIGHT_EDIT));
    TRY(list_trial_users(app, actor, a, &users, &user_count));
    for (size_t i = 0; i < count; i++) {
        bool staff = false;
        for (size_t k = 0; k < user_count; k++)
            staff = staff || users[k].user.value == to[i].value;
        if (!staff)
            return NOT_FOUND;
    }
    if (count == 0)
        issues_add(issues, "to", N_("Choose somebody to send the trial to"));
    enum status status = preview_mailing(app, actor, id, contact, a, &preview);
    if (status == NOT_FOUND)
        issues_add(issues, "", N_("Nobody gets it: choose an audience with somebody who has said yes to information."));
    else if (status != OK)
        return status;
    if (issues->count > before)
        return INVALID;
    struct trial_job job = {.trial = {id, preview.contact}, .to = to, .count = count};
    return store_write(app_store(app), actor, app_now(app), trial_write, &job);
}

// By the clock

struct done_job {
    struct mailing_id id;
};

static enum status done_write(struct store_tx *tx, void *arg)
{
    const struct done_job *job = arg;
    struct mailing now;
    struct mailing_counts counts;
    TRY(mailing_get(tx->store, job->id, tx->arena, &now));
    TRY(mailing_count(tx->store, &now, &counts));
    if (now.state == mailing_state_now(&now, &counts))
        return OK;
    now.state = MAILING_DONE;
    now.ended_at = tx->now;
    return mailing_update(tx, &now);
}

enum status tend_mailings(struct app *app)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct mailing_id *list;
    size_t count;
    TRY(mailing_list_unfinished(app_store(app), UNFINISHED_MOST, a, &list, &count));
    for (size_t i = 0; i < count; i++) {
        struct done_job job = {list[i]};
        TRY(queue_all(app, list[i]));
        TRY(store_write(app_store(app), NULL, app_now(app), done_write, &job));
    }
    return OK;
}
