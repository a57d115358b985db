// SPDX-License-Identifier: EUPL-1.2
#include "app/employer_steps.h"

#include <stdlib.h>

#include "app/internal.h"
#include "app/mentions.h"
#include "base/text.h"
#include "store/employer_store.h"
#include "store/stage_store.h"
#include "store/user_store.h"

struct step_job {
    struct employer employer; // as it is to be
    const char *why;
};

static enum status step_write(struct store_tx *tx, void *arg)
{
    const struct step_job *job = arg;
    return employer_update_because(tx, &job->employer, job->why);
}

// The employer as it stands, for somebody who has this right; CONFLICT: it is another version.
static enum status step_begin(struct app *app, const struct actor *actor, struct employer_id id, int64_t version, unsigned right,
                              struct arena *a, struct step_job *job)
{
    unsigned rights;
    TRY(employer_rights(app, actor, id, &rights));
    TRY(rights_ask(rights, right));
    TRY(employer_get(app_store(app), id, a, &job->employer));
    job->why = "";
    return job->employer.version == version ? OK : CONFLICT;
}

static enum status step_end(struct app *app, const struct actor *actor, struct step_job *job)
{
    return store_write(app_store(app), actor, app_now(app), step_write, job);
}

static void why_check(const char *why, struct issues *issues)
{
    if (text_length(why) > CHANGE_WORDS_MOST)
        issues_add_arg(issues, "why", N_("Write at most %s characters"), "300");
}

// What this step can put right; an old mistake elsewhere does not stand in its way.
static void step_check(struct app *app, const struct employer *e, const char *const *fields, size_t count, struct issues *issues)
{
    struct issues all = issues_in(issues->arena);
    employer_check(e, true, app_today(app), &all);
    for (size_t f = 0; f < count; f++) {
        const struct issue *found = issues_find(&all, fields[f]);
        if (found != NULL)
            issues_add_arg(issues, found->field, found->message, found->arg);
    }
}

enum status move_stage(struct app *app, const struct actor *actor, const struct stage_step *step, struct issues *issues)
{
    static const char *const FIELDS[] = {"paused_until", "decline", "declined_reason"};
    struct arena *a CLEANUP_ARENA = arena_open();
    struct step_job job;
    size_t before = issues->count;
    TRY(step_begin(app, actor, step->employer, step->version, RIGHT_EDIT, a, &job));
    struct employer *e = &job.employer;
    e->stage = step->to;
    e->paused_until = step->to == STAGE_PAUSED ? step->paused_until : DAY_NONE;
    e->decline = step->to == STAGE_DECLINED ? step->decline : DECLINE_NONE;
    e->declined_reason = step->to == STAGE_DECLINED ? text_line(a, text_or_empty(step->declined_reason)) : "";
    job.why = text_line(a, text_or_empty(step->why));
    step_check(app, e, FIELDS, COUNT_OF(FIELDS), issues);
    why_check(job.why, issues);
    TRY(check_mention(app, actor, e->declined_reason, "declined_reason", step->named_other, a, issues));
    TRY(check_mention(app, actor, job.why, "why", step->named_other, a, issues));
    return issues->count > before ? INVALID : step_end(app, actor, &job);
}

enum status set_owner(struct app *app, const struct actor *actor, struct employer_id employer, int64_t version,
                      struct user_id owner, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct step_job job;
    TRY(step_begin(app, actor, employer, version, RIGHT_EDIT, a, &job));
    if (owner.value != 0 && owner.value != job.employer.owner.value) {
        struct user user;
        if (user_get(app_store(app), owner, a, &user) != OK || user.role != ROLE_OFFICE || user.disabled_at != 0) {
            issues_add(issues, "owner", N_("Choose somebody in the programme office"));
            return INVALID;
        }
    }
    job.employer.owner = owner;
    return step_end(app, actor, &job);
}

enum status set_pledge(struct app *app, const struct actor *actor, const struct pledge_step *step, struct issues *issues)
{
    static const char *const FIELDS[] = {"pledged", "pledged_by"};
    struct arena *a CLEANUP_ARENA = arena_open();
    struct step_job job;
    size_t before = issues->count;
    TRY(step_begin(app, actor, step->employer, step->version, RIGHT_EDIT, a, &job));
    job.employer.pledged = step->pledged;
    job.employer.pledged_by = step->pledged == 0 ? DAY_NONE : step->pledged_by;
    job.why = text_line(a, text_or_empty(step->why));
    step_check(app, &job.employer, FIELDS, COUNT_OF(FIELDS), issues);
    why_check(job.why, issues);
    TRY(check_mention(app, actor, job.why, "why", step->named_other, a, issues));
    return issues->count > before ? INVALID : step_end(app, actor, &job);
}

enum status set_reference(struct app *app, const struct actor *actor, struct employer_id employer, int64_t version,
                          enum reference reference, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct step_job job;
    (void)issues;
    TRY(step_begin(app, actor, employer, version, RIGHT_EDIT, a, &job));
    if (job.employer.reference == reference)
        return OK;
    job.employer.reference = reference;
    job.employer.reference_on = app_today(app);
    return step_end(app, actor, &job);
}

enum status set_estimate(struct app *app, const struct actor *actor, struct employer_id employer, int64_t version,
                         enum estimate estimate, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct step_job job;
    TRY(step_begin(app, actor, employer, version, RIGHT_TELL, a, &job));
    const char *refusal = estimate_refusal(&job.employer);
    if (refusal != NULL && estimate != ESTIMATE_UNASKED && estimate != ESTIMATE_NOT_SAID) {
        issues_add(issues, "estimate", refusal);
        return INVALID;
    }
    job.employer.estimate = estimate;
    job.employer.estimate_on = app_today(app);
    job.employer.estimate_by_employer = estimate != ESTIMATE_UNASKED && actor->role == ROLE_EMPLOYER;
    return step_end(app, actor, &job);
}

enum { MOVES_MOST = 100 };

static enum status may_follow(struct app *app, const struct actor *actor, struct employer_id employer)
{
    unsigned rights;
    TRY(employer_rights(app, actor, employer, &rights));
    return rights_ask(rights, RIGHT_FOLLOW);
}

enum status list_stage_moves(struct app *app, const struct actor *actor, struct employer_id employer, struct arena *a,
                             struct stage_move **out, size_t *count_out)
{
    TRY(may_follow(app, actor, employer));
    return stage_move_list(app_store(app), employer, INT64_MAX, MOVES_MOST, a, out, count_out);
}

enum status list_pledge_moves(struct app *app, const struct actor *actor, struct employer_id employer, struct arena *a,
                              struct pledge_move **out, size_t *count_out)
{
    TRY(may_follow(app, actor, employer));
    return pledge_move_list(app_store(app), employer, INT64_MAX, MOVES_MOST, a, out, count_out);
}

static int by_name(const void *a, const void *b)
{
    return lang_compare(((const struct owner_choice *)a)->name, ((const struct owner_choice *)b)->name);
}

enum status list_owners(struct app *app, const struct actor *actor, struct arena *a, struct owner_choice **out,
                        size_t *count_out)
{
    struct user *users;
    size_t user_count, count = 0;
    TRY(rights_ask(kind_rights(actor, THING_EMPLOYER), RIGHT_FOLLOW));
    TRY(user_list(app_store(app), a, &users, &user_count));
    struct owner_choice *list = ARENA_ARRAY(a, struct owner_choice, user_count);
    for (size_t i = 0; i < user_count; i++)
        if (users[i].role == ROLE_OFFICE && users[i].disabled_at == 0)
            list[count++] = (struct owner_choice){users[i].id, users[i].name};
    qsort(list, count, sizeof *list, by_name);
    *out = list;
    *count_out = count;
    return OK;
}

struct wake_job {
    day today;
    size_t woken;
};

static enum status wake_write(struct store_tx *tx, void *arg)
{
    enum { AT_ONCE = 200 };
    struct wake_job *job = arg;
    return employers_wake(tx, job->today, AT_ONCE, &job->woken);
}

enum status tend_stages(struct app *app)
{
    struct wake_job job = {.today = app_today(app), .woken = 1};
    while (job.woken > 0)
        TRY(store_write(app_store(app), NULL, app_now(app), wake_write, &job));
    return OK;
}
