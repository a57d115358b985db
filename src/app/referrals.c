// SPDX-License-Identifier: EUPL-1.2
#include "app/referrals.h"

#include <stdlib.h>
#include <string.h>

#include "app/needs.h"
#include "app/referrals_inside.h"
#include "base/text.h"
#include "core/check.h"
#include "store/ask_store.h"
#include "store/enrolment_store.h"
#include "store/need_store.h"
#include "store/outbox_store.h"
#include "store/person_store.h"
#include "store/programme_store.h"
#include "store/user_store.h"

const char MEANWHILE[] = N_("Somebody else has changed this meanwhile. Look at how it stands now, and try again.");

enum status entry_rights(struct app *app, const struct actor *actor, const struct referral_entry *e, unsigned *rights_out)
{
    struct access_facts facts = {0};
    TRY(person_access_facts(app_store(app), actor, e->referral.person, app_today(app), &facts));
    facts.thing = THING_REFERRAL;
    facts.agency = e->referral.agency;
    facts.employer = e->employer;
    facts.need_state = e->need;
    facts.shared = e->referral.outcome != OUTCOME_NOT_PRESENTED && e->need != NEED_WITHDRAWN && e->asked &&
                   share_consent(&e->share.request, app_today(app)) == CONSENT_YES;
    unsigned rights = access_rights(actor, &facts);
    if ((rights & RIGHT_SEE) == 0)
        return NOT_FOUND;
    *rights_out = rights;
    return OK;
}

enum status referral_seen(struct app *app, const struct actor *actor, struct referral_id id, struct arena *a,
                          struct referral_entry *entry_out, unsigned *rights_out)
{
    TRY(referral_entry_get(app_store(app), id, a, entry_out));
    return entry_rights(app, actor, entry_out, rights_out);
}

struct referral_state entry_state(const struct referral_entry *e, day today)
{
    return (struct referral_state){
        .need = e->need,
        .consent = share_consent(e->asked ? &e->share.request : NULL, today),
        .work = e->referral.work,
        .outcome = e->referral.outcome,
        .verdict = e->referral.verdict,
        .hire_confirmed = e->hire_confirmed,
    };
}

const char *person_name(struct app *app, struct person_id id, struct arena *a)
{
    struct identity identity;
    if (identity_get(app_store(app), id, a, &identity, NULL) != OK)
        return "";
    return identity_name(&identity, a);
}

enum status lately_since(struct app *app, struct arena *a, day *out)
{
    struct programme programme;
    enum status status = programme_get(app_store(app), a, &programme);
    if (status != OK && status != NOT_FOUND)
        return status;
    *out = app_today(app) - (status == OK ? programme.retention_days : 0);
    return OK;
}

// Starting

struct start_job {
    struct app *app;
    struct need_id need;
    bool in_spite;
    struct referral_started *list;
    size_t count;
    const char *refusal;
};

static enum status start_one(struct store_tx *tx, struct start_job *job, struct referral_started *one)
{
    struct access_facts facts = {0};
    struct referral there;
    bool presented;
    *one = (struct referral_started){.person = one->person, .result = REFERRAL_NOT_YOURS, .name = ""};
    enum status status = person_access_facts(tx->store, tx->actor, one->person, app_today(job->app), &facts);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    facts.thing = THING_REFERRAL;
    facts.agency = tx->actor->agency;
    if (!access_may(tx->actor, &facts, RIGHT_CREATE))
        return OK;
    TRY(referral_elsewhere(tx->store, one->person, job->need, tx->actor->agency, &one->elsewhere, &presented));
    status = referral_find(tx->store, one->person, job->need, tx->actor->agency, tx->arena, &there);
    if (status == OK) {
        one->result = REFERRAL_THERE;
        one->id = there.id;
        return OK;
    }
    if (status != NOT_FOUND)
        return status;
    if (one->elsewhere && !job->in_spite) {
        one->result = REFERRAL_ELSEWHERE;
        return OK;
    }
    struct referral r = {.person = one->person, .need = job->need, .agency = tx->actor->agency, .next_on = DAY_NONE};
    TRY(referral_insert(tx, &r, &one->id));
    one->result = REFERRAL_STARTED;
    return OK;
}

static enum status start_write(struct store_tx *tx, void *arg)
{
    struct start_job *job = arg;
    struct need need;
    TRY(need_get(tx->store, job->need, tx->arena, &need));
    job->refusal = need.state == NEED_OPEN ? NULL : N_("The need is not open. Nobody is proposed for it.");
    if (job->refusal != NULL)
        return CONFLICT;
    bool any = false;
    for (size_t i = 0; i < job->count; i++) {
        TRY(start_one(tx, job, &job->list[i]));
        any |= job->list[i].result == REFERRAL_STARTED;
    }
    return any ? asks_follow_referral(tx, job->need, tx->actor->agency) : OK;
}

enum status start_referrals(struct app *app, const struct actor *actor, struct need_id need,
                            const struct person_id *persons, size_t count, bool in_spite, struct arena *a,
                            struct issues *issues, struct referral_started **out)
{
    unsigned rights;
    TRY(need_rights(app, actor, need, &rights));
    if (actor->agency.value == 0)
        return DENIED;
    if (count == 0)
        issues_add(issues, "person", N_("Choose at least one person"));
    else if (count > REFERRALS_AT_ONCE)
        issues_add_arg(issues, "person", N_("Choose at most %s persons at a time"), "200");
    if (count == 0 || count > REFERRALS_AT_ONCE)
        return INVALID;
    struct start_job job = {.app = app, .need = need, .in_spite = in_spite, .count = count};
    job.list = ARENA_ARRAY(a, struct referral_started, count);
    for (size_t i = 0; i < count; i++)
        job.list[i].person = persons[i];
    enum status status = store_write(app_store(app), actor, app_now(app), start_write, &job);
    if (job.refusal != NULL)
        issues_add(issues, "", job.refusal);
    TRY(status);
    struct person_id *named = ARENA_ARRAY(a, struct person_id, count);
    size_t named_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct referral_started *one = &job.list[i];
        one->name = one->result == REFERRAL_NOT_YOURS ? "" : person_name(app, one->person, a);
        if (one->result != REFERRAL_NOT_YOURS)
            named[named_count++] = one->person;
    }
    TRY(app_log_reads(app, actor, named, named_count, READ_REFERRED));
    *out = job.list;
    return OK;
}

// Steps

struct step_job {
    struct app *app;
    struct referral_id id;
    int64_t version;
    struct referral_move move;
    unsigned right;
    const char *note;    // of the work or the employer's words
    const char *reasons; // STEP_PRESENT: the explanation
    const char *refusal;
};

// A form sent twice: the same user has brought it where it was to go.
static bool done_already(const struct store_tx *tx, const struct step_job *job, const struct referral *r)
{
    if (r->version != job->version + 1 || tx->user.value == 0 || r->changed_by.value != tx->user.value)
        return false;
    switch (job->move.step) {
    case STEP_WORK:
        return r->work == job->move.work;
    case STEP_PRESENT:
        return r->outcome == OUTCOME_PRESENTED;
    case STEP_UNPRESENT:
        return r->outcome == OUTCOME_NOT_PRESENTED;
    case STEP_VERDICT:
        return r->verdict == job->move.verdict && r->reason == job->move.reason;
    case STEP_HIRE:
    case STEP_UNHIRE:
        break;
    }
    return false;
}

static enum status step_present(struct store_tx *tx, struct step_job *job, struct referral *r,
                                const struct referral_entry *e)
{
    struct profile profile;
    const unsigned char *bytes;
    struct referral_shown shown = {.reasons = job->reasons};
    bool elsewhere, presented;
    TRY(referral_elsewhere(tx->store, r->person, r->need, r->agency, &elsewhere, &presented));
    if (presented) {
        job->refusal = N_("Another agency has presented the person for this need already.");
        return CONFLICT;
    }
    TRY(profile_get(tx->store, r->person, tx->arena, &profile));
    profile_encode(&profile, tx->arena, &bytes, &shown.profile_size);
    shown.profile = bytes;
    r->presented_at = tx->now;
    TRY(referral_update(tx, r, "present"));
    TRY(outbox_tell_employer(tx, OUTBOX_PRESENTED, e->employer, 0));
    return referral_show(tx, r, &shown);
}

static enum status step_write(struct store_tx *tx, void *arg)
{
    static const char *const VERBS[REFERRAL_STEPS] = {"work", "present", "unpresent", "verdict", "hire", "unhire"};
    struct step_job *job = arg;
    struct referral_entry e;
    unsigned rights;
    job->refusal = NULL;
    TRY(referral_seen(job->app, tx->actor, job->id, tx->arena, &e, &rights));
    TRY(rights_ask(rights, job->right));
    struct referral *r = &e.referral;
    if (done_already(tx, job, r))
        return OK;
    struct referral_state at = entry_state(&e, app_today(job->app));
    job->refusal = r->version != job->version ? MEANWHILE : referral_refusal(&at, &job->move, tx->actor->role);
    if (job->refusal != NULL)
        return CONFLICT;
    struct referral_state next = referral_after(&at, &job->move);
    r->work = next.work;
    r->outcome = next.outcome;
    r->verdict = next.verdict;
    if (job->move.step == STEP_PRESENT)
        return step_present(tx, job, r, &e);
    if (job->move.step == STEP_VERDICT) {
        r->reason = job->move.verdict == EMPLOYER_NOT_RELEVANT ? job->move.reason : REASON_NONE;
        r->verdict_note = job->note;
    } else {
        r->note = job->note;
    }
    if (job->move.step == STEP_UNPRESENT) {
        r->presented_at = 0;
        r->reason = REASON_NONE;
        r->verdict_note = "";
    }
    TRY(referral_update(tx, r, VERBS[job->move.step]));
    if (job->move.step == STEP_UNPRESENT)
        return referral_hide(tx, r->id);
    if (job->move.step == STEP_VERDICT && tx->actor->role == ROLE_EMPLOYER)
        return outbox_tell_user(tx, OUTBOX_VERDICT, r->created_by, 0);
    return OK;
}

static enum status step(struct app *app, const struct actor *actor, struct step_job *job, struct issues *issues)
{
    job->app = app;
    enum status status = store_write(app_store(app), actor, app_now(app), step_write, job);
    if (status == CONFLICT)
        issues_add(issues, "", job->refusal == NULL ? MEANWHILE : job->refusal);
    return status;
}

static const char *note_read(const char *typed, struct arena *a, struct issues *issues)
{
    const char *note = text_trim(a, text_or_empty(typed));
    check_text(note, true, REFERRAL_NOTE_MOST, "note", issues);
    return note;
}

enum status set_work_status(struct app *app, const struct actor *actor, struct referral_id id, int64_t version,
                            enum work_status to, const char *note, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t before = issues->count;
    struct step_job job = {.id = id, .version = version, .move = {.step = STEP_WORK, .work = to}, .right = RIGHT_EDIT};
    job.note = note_read(note, a, issues);
    return issues->count > before ? INVALID : step(app, actor, &job, issues);
}

enum status present_candidate(struct app *app, const struct actor *actor, struct referral_id id, int64_t version,
                              struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct referral_entry e;
    unsigned rights;
    struct need need;
    struct explanation explanation;
    TRY(referral_seen(app, actor, id, a, &e, &rights));
    TRY(rights_ask(rights, RIGHT_EDIT));
    TRY(need_get(app_store(app), e.referral.need, a, &need));
    TRY(app_follow(app));
    struct match_need asked = need_for_match(&need, a);
    enum status status = match_explain(app_world(app), &asked, e.referral.person.value, app_today(app), a, &explanation);
    if (status != OK && status != NOT_FOUND)
        return status;
    struct step_job job = {.id = id, .version = version, .move = {.step = STEP_PRESENT}, .right = RIGHT_EDIT, .note = ""};
    job.reasons = status == OK ? explanation_json(&explanation, a) : "";
    return step(app, actor, &job, issues);
}

enum status take_back_presentation(struct app *app, const struct actor *actor, struct referral_id id, int64_t version,
                                   const char *note, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t before = issues->count;
    struct step_job job = {.id = id, .version = version, .move = {.step = STEP_UNPRESENT}, .right = RIGHT_EDIT};
    job.note = note_read(note, a, issues);
    return issues->count > before ? INVALID : step(app, actor, &job, issues);
}

enum status give_verdict(struct app *app, const struct actor *actor, struct referral_id id, int64_t version,
                         enum employer_verdict verdict, enum verdict_reason reason, const char *note,
                         struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t before = issues->count;
    struct step_job job = {.id = id, .version = version, .right = RIGHT_JUDGE,
                           .move = {.step = STEP_VERDICT, .verdict = verdict, .reason = reason}};
    if (verdict == EMPLOYER_NOT_RELEVANT && reason == REASON_NONE)
        issues_add(issues, "reason", N_("Choose why the person is not relevant"));
    job.note = note_read(note, a, issues);
    return issues->count > before ? INVALID : step(app, actor, &job, issues);
}

struct next_job {
    struct app *app;
    struct referral_id id;
    int64_t version;
    day on;
    struct user_id owner;
    const char *text;
};

static enum status next_write(struct store_tx *tx, void *arg)
{
    struct next_job *job = arg;
    struct referral_entry e;
    unsigned rights;
    TRY(referral_seen(job->app, tx->actor, job->id, tx->arena, &e, &rights));
    TRY(rights_ask(rights, RIGHT_EDIT));
    struct referral *r = &e.referral;
    bool same = r->next_on == job->on && r->next_owner.value == job->owner.value && strcmp(r->next_step, job->text) == 0;
    if (same && r->version == job->version + 1 && r->changed_by.value == tx->user.value)
        return OK;
    if (r->version != job->version)
        return CONFLICT;
    r->next_on = job->on;
    r->next_owner = job->owner;
    r->next_step = job->text;
    return referral_update(tx, r, "next");
}

enum status set_next_step(struct app *app, const struct actor *actor, struct referral_id id, int64_t version, day on,
                          struct user_id owner, const char *text, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t before = issues->count;
    struct user user;
    struct next_job job = {.app = app, .id = id, .version = version, .on = on, .owner = owner.value != 0 ? owner : actor->user,
                           .text = text_line(a, text_or_empty(text))};
    check_text(job.text, false, REFERRAL_NOTE_MOST, "next_step", issues);
    if (on == DAY_NONE) {
        job.owner = (struct user_id){0};
        job.text = "";
    } else {
        if (blank(job.text))
            issues_add(issues, "next_step", N_("Write what is to be done"));
        if (on < app_today(app))
            issues_add(issues, "next_on", N_("Choose today or a later day"));
        enum status status = user_get(app_store(app), job.owner, a, &user);
        if (status != OK && status != NOT_FOUND)
            return status;
        if (status == NOT_FOUND || user.agency.value != actor->agency.value || user.disabled_at != 0)
            issues_add(issues, "next_owner", N_("Choose somebody of your own organisation"));
    }
    if (issues->count > before)
        return INVALID;
    enum status status = store_write(app_store(app), actor, app_now(app), next_write, &job);
    if (status == CONFLICT)
        issues_add(issues, "", MEANWHILE);
    return status;
}

enum status referral_follow_hire(struct app *app, struct store_tx *tx, struct referral_id id)
{
    struct referral_entry e;
    enum status status = referral_entry_get(tx->store, id, tx->arena, &e);
    if (status == NOT_FOUND)
        return OK; // the person is deleted: the hire is a figure
    TRY(status);
    struct referral_state at = entry_state(&e, app_today(app));
    if (at.hire_confirmed == (at.outcome == OUTCOME_HIRED))
        return OK;
    struct referral_move move = {.step = at.hire_confirmed ? STEP_HIRE : STEP_UNHIRE};
    if (referral_refusal(&at, &move, tx->actor->role) != NULL)
        return CONFLICT;
    struct referral_state next = referral_after(&at, &move);
    e.referral.outcome = next.outcome;
    e.referral.verdict = next.verdict;
    e.referral.reason = REASON_NONE;
    return referral_update(tx, &e.referral, move.step == STEP_HIRE ? "hire" : "unhire");
}

enum status programme_of(struct app *app, struct arena *a, struct programme *out)
{
    enum status status = programme_get(app_store(app), a, out);
    if (status == NOT_FOUND)
        *out = (struct programme){.open_share_requests = 3};
    return status == NOT_FOUND ? OK : status;
}
