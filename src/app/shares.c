// SPDX-License-Identifier: EUPL-1.2
#include "app/shares.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/referrals_inside.h"
#include "base/log.h"
#include "core/programme.h"
#include "store/outbox_store.h"
#include "store/person_store.h"
#include "store/programme_store.h"

static const char READ_SHARES[] = N_("questions about sharing the profile");
static const char READ_PRESENTED[] = N_("profile, shown to an employer after the person's yes");

const char *share_step_refusal(const struct referral_entry *e, day today, int open, int most)
{
    if (e->need != NEED_OPEN)
        return N_("The need is not open. Nobody is asked about it.");
    if (e->referral.outcome == OUTCOME_HIRED)
        return N_("The person is hired already.");
    if (e->referral.work == WORK_NOT_RELEVANT || e->referral.work == WORK_NOT_INTERESTED)
        return N_("The referral has ended. Take it up again first.");
    return share_ask_refusal(e->asked ? &e->share.request : NULL, today, open, most);
}

// Asking

struct ask_job {
    struct app *app;
    struct referral_id referral;
    day deadline;
    struct share_id id;
    const char *refusal, *arg;
    char limit[12];
};

static enum status ask_write(struct store_tx *tx, void *arg)
{
    struct ask_job *job = arg;
    struct referral_entry e;
    unsigned rights;
    struct share *shares;
    size_t count;
    struct programme programme;
    struct identity identity;
    int open = 0;
    day today = app_today(job->app);
    job->refusal = NULL;
    TRY(referral_seen(job->app, tx->actor, job->referral, tx->arena, &e, &rights));
    TRY(rights_ask(rights, RIGHT_EDIT));
    const struct share_request *before = e.asked ? &e.share.request : NULL;
    // Sent twice.
    if (before != NULL && share_open(before, today) && before->deadline == job->deadline && before->asked_on == today &&
        e.share.referral.value == job->referral.value && e.share.asked_by.value == tx->user.value) {
        job->id = e.share.id;
        return OK;
    }
    TRY(programme_of(job->app, tx->arena, &programme));
    TRY(share_list(tx->store, e.referral.person, tx->arena, &shares, &count));
    for (size_t i = 0; i < count; i++)
        open += share_open(&shares[i].request, today);
    job->refusal = share_step_refusal(&e, today, open, programme.open_share_requests);
    snprintf(job->limit, sizeof job->limit, "%d", programme.open_share_requests);
    if (job->refusal != NULL)
        return CONFLICT;
    // One whose time is over stands open until the upkeep comes by.
    if (before != NULL && share_now(before, today) == SHARE_EXPIRED && before->state != SHARE_EXPIRED &&
        before->state != SHARE_YES) {
        e.share.request.state = SHARE_EXPIRED;
        TRY(share_update(tx, &e.share));
    }
    TRY(identity_get(tx->store, e.referral.person, tx->arena, &identity, NULL));
    struct share share = {
        .referral = job->referral,
        .person = e.referral.person,
        .need = e.referral.need,
        .request = {.state = *identity.email == '\0' ? SHARE_CANNOT_NOTIFY : SHARE_SENT, .asked_on = today,
                    .deadline = job->deadline, .answered_on = DAY_NONE},
    };
    TRY(share_insert(tx, &share, &job->id));
    return outbox_tell_person(tx, OUTBOX_SHARE_ASKED, share.person, job->id.value);
}

enum status ask_share(struct app *app, const struct actor *actor, struct referral_id referral, day deadline,
                      struct issues *issues, struct share_id *id_out)
{
    size_t before = issues->count;
    struct ask_job job = {.app = app, .referral = referral, .deadline = deadline};
    share_deadline_check(deadline, app_today(app), issues);
    if (issues->count > before)
        return INVALID;
    enum status status = store_write(app_store(app), actor, app_now(app), ask_write, &job);
    if (status == CONFLICT && job.refusal != NULL && strstr(job.refusal, "%s") == NULL)
        issues_add(issues, "", job.refusal);
    else if (status == CONFLICT && job.refusal != NULL)
        issues_add_arg(issues, "", job.refusal, job.limit);
    else if (status == CONFLICT)
        issues_add(issues, "", MEANWHILE);
    TRY(status);
    *id_out = job.id;
    return OK;
}

// Answering and taking back

struct act_job {
    struct app *app;
    struct share_id id;
    enum share_act act;
    const char *refusal;
};

// A question's rights are its referral's.
static enum status share_seen(struct app *app, const struct actor *actor, struct share_id id, struct arena *a,
                              struct share *share_out, struct referral_entry *entry_out, unsigned *rights_out)
{
    TRY(share_get(app_store(app), id, a, share_out));
    TRY(referral_seen(app, actor, share_out->referral, a, entry_out, rights_out));
    return (*rights_out & RIGHT_ANSWER) != 0 ? OK : NOT_FOUND;
}

// The profile leaves the employer's page, whichever agency has presented it.
static enum status withdraw(struct store_tx *tx, const struct share *share, const struct referral_entry *e)
{
    enum { AGENCIES = 100 };
    struct referral_entry *list;
    size_t count;
    bool shown = false;
    struct referral_filter of = {.person = share->person, .need = share->need, .enrolled_since = DAY_NONE,
                                 .next_before = DAY_NONE};
    TRY(referral_list(tx->store, &of, (struct referral_id){0}, AGENCIES, tx->arena, &list, &count));
    for (size_t i = 0; i < count; i++) {
        TRY(referral_hide(tx, list[i].referral.id));
        shown |= list[i].referral.outcome != OUTCOME_NOT_PRESENTED;
    }
    return shown ? outbox_tell_employer(tx, OUTBOX_WITHDRAWN, e->employer, share->id.value) : OK;
}

static enum status act_write(struct store_tx *tx, void *arg)
{
    struct act_job *job = arg;
    struct share share;
    struct referral_entry e;
    unsigned rights;
    enum role role = tx->actor->role;
    day today = app_today(job->app);
    job->refusal = NULL;
    TRY(share_seen(job->app, tx->actor, job->id, tx->arena, &share, &e, &rights));
    struct share_request next = share_after(&share.request, job->act, role, today);
    if (share_now(&share.request, today) == next.state && share.changed_by.value == tx->user.value && tx->user.value != 0)
        return OK; // sent twice
    job->refusal = share_refusal(&share.request, job->act, role, today);
    if (job->refusal != NULL)
        return CONFLICT;
    bool was_yes = share.request.state == SHARE_YES;
    share.request = next;
    TRY(share_update(tx, &share));
    if (job->act == SHARE_TAKE_BACK && was_yes)
        TRY(withdraw(tx, &share, &e));
    else if (job->act == SHARE_TAKE_BACK)
        TRY(outbox_tell_person(tx, OUTBOX_SHARE_TAKEN_BACK, share.person, share.id.value));
    return share.asked_by.value == tx->user.value ? OK : outbox_tell_user(tx, OUTBOX_SHARE_ANSWERED, share.asked_by, 0);
}

static enum status act(struct app *app, const struct actor *actor, struct share_id id, enum share_act what,
                       struct issues *issues)
{
    struct act_job job = {.app = app, .id = id, .act = what};
    enum status status = store_write(app_store(app), actor, app_now(app), act_write, &job);
    if (status == CONFLICT)
        issues_add(issues, "", job.refusal == NULL ? MEANWHILE : job.refusal);
    return status;
}

enum status answer_share(struct app *app, const struct actor *actor, struct share_id id, bool yes, struct issues *issues)
{
    return act(app, actor, id, yes ? SHARE_ANSWER_YES : SHARE_ANSWER_NO, issues);
}

enum status take_back_share(struct app *app, const struct actor *actor, struct share_id id, struct issues *issues)
{
    return act(app, actor, id, SHARE_TAKE_BACK, issues);
}

// Reading

static struct share_view view_make(struct app *app, const struct actor *actor, const struct share *share,
                                   const struct referral_entry *e)
{
    day today = app_today(app);
    return (struct share_view){
        .id = share->id,
        .person = share->person,
        .referral = share->referral,
        .need = share->need,
        .need_title = e->need_title,
        .employer_name = e->employer_name,
        .workplace_name = e->workplace_name,
        .agency_name = e->agency_name,
        .request = share->request,
        .state = share_now(&share->request, today),
        .ends = share_ends(&share->request),
        .presented = e->referral.outcome != OUTCOME_NOT_PRESENTED,
        .yes_refusal = share_refusal(&share->request, SHARE_ANSWER_YES, actor->role, today),
        .no_refusal = share_refusal(&share->request, SHARE_ANSWER_NO, actor->role, today),
        .take_back_refusal = share_refusal(&share->request, SHARE_TAKE_BACK, actor->role, today),
    };
}

enum status get_share(struct app *app, const struct actor *actor, struct share_id id, struct arena *a,
                      struct share_view *out)
{
    struct share share;
    struct referral_entry e;
    unsigned rights;
    TRY(share_seen(app, actor, id, a, &share, &e, &rights));
    *out = view_make(app, actor, &share, &e);
    return app_log_reads(app, actor, &share.person, 1, READ_SHARES);
}

enum status list_shares(struct app *app, const struct actor *actor, struct person_id person, struct arena *a,
                        struct share_view **out, size_t *count_out)
{
    unsigned rights;
    struct share *shares;
    size_t count, n = 0;
    TRY(person_rights(app, actor, person, &rights));
    TRY(share_list(app_store(app), person, a, &shares, &count));
    struct share_view *list = ARENA_ARRAY(a, struct share_view, count);
    // Open ones first.
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < count; i++) {
            struct referral_entry e;
            if (share_open(&shares[i].request, app_today(app)) != (round == 0))
                continue;
            enum status status = referral_seen(app, actor, shares[i].referral, a, &e, &rights);
            if (status == NOT_FOUND)
                continue; // another agency's
            TRY(status);
            if ((rights & RIGHT_IDENTITY) != 0)
                list[n++] = view_make(app, actor, &shares[i], &e);
        }
    *out = list;
    *count_out = n;
    return app_log_reads(app, actor, &person, 1, READ_SHARES);
}

static enum status presented_make(struct app *app, const struct referral_entry *e, struct arena *a,
                                  struct presented_candidate *out)
{
    const struct referral *r = &e->referral;
    struct referral_shown shown;
    struct identity identity;
    struct agency agency;
    TRY(referral_shown(app_store(app), r, a, &shown));
    TRY(identity_get(app_store(app), r->person, a, &identity, NULL));
    TRY(agency_get(app_store(app), r->agency, a, &agency));
    *out = (struct presented_candidate){
        .referral = r->id,
        .version = r->version,
        .need = r->need,
        .need_title = e->need_title,
        .workplace_name = e->workplace_name,
        .need_state = e->need,
        .name = identity_name(&identity, a),
        .email = identity.email,
        .phone = identity.phone,
        .explanation = shown.reasons,
        .presented_at = r->presented_at,
        .until = share_ends(&e->share.request),
        .verdict = r->verdict,
        .reason = r->reason,
        .verdict_note = r->verdict_note,
        .hired = r->outcome == OUTCOME_HIRED,
        .agency_name = agency.name,
        .agency_email = agency.email,
        .agency_phone = agency.phone,
    };
    if (profile_decode(shown.profile, shown.profile_size, a, &out->profile) != OK) {
        log_error("the profile presented by referral %lld cannot be read", (long long)r->id.value);
        return FAILED;
    }
    struct referral_state at = entry_state(e, app_today(app));
    for (int v = 0; v < EMPLOYER_VERDICTS; v++) {
        struct referral_move move = {.step = STEP_VERDICT, .verdict = (enum employer_verdict)v, .reason = REASON_OTHER_CHOSEN};
        out->verdict_refusals[v] = referral_refusal(&at, &move, ROLE_EMPLOYER);
    }
    return OK;
}

enum { PRESENTED_MOST = 500 }; // read at a time

enum status list_presented(struct app *app, const struct actor *actor, struct need_id need, struct arena *a,
                           struct presented_candidate **out, size_t *count_out)
{
    unsigned rights;
    struct referral_entry *entries;
    size_t count, n = 0;
    if (actor->role != ROLE_EMPLOYER || actor->employer.value == 0)
        return NOT_FOUND;
    if (need.value != 0)
        TRY(need_rights(app, actor, need, &rights));
    struct referral_filter of = {.need = need, .employer = actor->employer, .enrolled_since = DAY_NONE,
                                 .next_before = DAY_NONE, .outcomes = 1u << OUTCOME_PRESENTED | 1u << OUTCOME_HIRED};
    TRY(referral_list(app_store(app), &of, (struct referral_id){0}, PRESENTED_MOST, a, &entries, &count));
    struct presented_candidate *list = ARENA_ARRAY(a, struct presented_candidate, count);
    struct person_id *seen = ARENA_ARRAY(a, struct person_id, count);
    for (size_t i = 0; i < count; i++) {
        enum status status = entry_rights(app, actor, &entries[i], &rights);
        if (status == OK && (rights & RIGHT_PROFILE) != 0)
            status = presented_make(app, &entries[i], a, &list[n]);
        else if (status == OK)
            continue;
        if (status == NOT_FOUND)
            continue;
        TRY(status);
        seen[n++] = entries[i].referral.person;
    }
    TRY(app_log_reads(app, actor, seen, n, READ_PRESENTED));
    *out = list;
    *count_out = n;
    return OK;
}

enum status get_presented(struct app *app, const struct actor *actor, struct referral_id referral, struct arena *a,
                          struct presented_candidate *out)
{
    struct referral_entry e;
    unsigned rights;
    if (actor->role != ROLE_EMPLOYER)
        return NOT_FOUND;
    TRY(referral_seen(app, actor, referral, a, &e, &rights));
    TRY(rights_ask(rights, RIGHT_IDENTITY | RIGHT_PROFILE));
    TRY(presented_make(app, &e, a, out));
    return app_log_reads(app, actor, &e.referral.person, 1, READ_PRESENTED);
}

enum status count_presented(struct app *app, const struct actor *actor, struct need_id need, int64_t *out)
{
    unsigned rights;
    if (actor->role != ROLE_EMPLOYER || actor->employer.value == 0)
        return NOT_FOUND;
    if (need.value != 0)
        TRY(need_rights(app, actor, need, &rights));
    return referral_count_presented(app_store(app), actor->employer, need, out);
}

enum status sum_presented(struct app *app, const struct actor *actor, struct arena *a, struct presented_sum **out,
                          size_t *count_out)
{
    unsigned rights;
    struct referral_entry *entries;
    size_t count, n = 0;
    if (actor->role != ROLE_EMPLOYER || actor->employer.value == 0)
        return NOT_FOUND;
    struct referral_filter of = {.employer = actor->employer, .enrolled_since = DAY_NONE, .next_before = DAY_NONE,
                                 .outcomes = 1u << OUTCOME_PRESENTED | 1u << OUTCOME_HIRED};
    TRY(referral_list(app_store(app), &of, (struct referral_id){0}, PRESENTED_MOST, a, &entries, &count));
    struct presented_sum *sums = ARENA_ARRAY(a, struct presented_sum, count);
    for (size_t i = 0; i < count; i++) {
        enum status status = entry_rights(app, actor, &entries[i], &rights);
        if (status == NOT_FOUND || (status == OK && (rights & RIGHT_PROFILE) == 0))
            continue;
        TRY(status);
        size_t at = 0;
        while (at < n && sums[at].need.value != entries[i].referral.need.value)
            at++;
        n += at == n;
        sums[at].need = entries[i].referral.need;
        sums[at].seen++;
        sums[at].waiting += entries[i].referral.verdict == EMPLOYER_TO_CONSIDER;
    }
    *out = sums;
    *count_out = n;
    return OK;
}

// By the clock

static enum status tend_one(struct app *app, struct store_tx *tx, struct share *share)
{
    day today = app_today(app), remind = share_remind_on(&share->request);
    if (share_now(&share->request, today) == SHARE_EXPIRED) {
        share->request.state = SHARE_EXPIRED;
        TRY(share_update(tx, share));
        return outbox_tell_user(tx, OUTBOX_SHARE_EXPIRED, share->asked_by, share->id.value);
    }
    if (share->reminded || remind == DAY_NONE || today < remind || share->request.state != SHARE_SENT)
        return OK;
    share->reminded = true;
    TRY(share_update(tx, share));
    return outbox_tell_person(tx, OUTBOX_SHARE_REMINDER, share->person, share->id.value);
}

static enum status tend_write(struct store_tx *tx, void *arg)
{
    struct app *app = arg;
    struct share *open;
    struct referral_id *shown;
    size_t count;
    TRY(share_list(tx->store, (struct person_id){0}, tx->arena, &open, &count));
    for (size_t i = 0; i < count; i++)
        TRY(tend_one(app, tx, &open[i]));
    TRY(referral_list_shown(tx->store, tx->arena, &shown, &count));
    for (size_t i = 0; i < count; i++) {
        struct referral_entry e;
        enum status status = referral_entry_get(tx->store, shown[i], tx->arena, &e);
        bool seen = status == OK && e.need != NEED_WITHDRAWN && e.asked &&
                    share_consent(&e.share.request, app_today(app)) == CONSENT_YES;
        if (status != OK && status != NOT_FOUND)
            return status;
        if (!seen)
            TRY(referral_hide(tx, shown[i]));
    }
    return OK;
}

enum status tend_shares(struct app *app)
{
    return store_write(app_store(app), NULL, app_now(app), tend_write, app);
}
