// SPDX-License-Identifier: EUPL-1.2
#include "app/interviews.h"

#include <string.h>

#include "app/interviews_inside.h"
#include "base/text.h"
#include "core/programme.h"
#include "store/outbox_store.h"

bool entry_shared(const struct referral_entry *e, day today)
{
    return e->referral.outcome != OUTCOME_NOT_PRESENTED && e->need != NEED_WITHDRAWN && e->asked &&
           share_consent(&e->share.request, today) == CONSENT_YES;
}

enum status interview_seen(struct app *app, const struct actor *actor, struct interview_id id, struct arena *a,
                           struct interview *out, struct referral_entry *entry_out, unsigned *rights_out)
{
    TRY(interview_get(app_store(app), id, a, out));
    TRY(referral_seen(app, actor, out->referral, a, entry_out, rights_out));
    return (*rights_out & RIGHT_IDENTITY) != 0 ? OK : NOT_FOUND;
}

unsigned interview_right(enum interview_act act)
{
    return act == INTERVIEW_ACCEPT || act == INTERVIEW_DECLINE ? RIGHT_ANSWER : RIGHT_JUDGE;
}

const char *offer_refusal(const struct referral_entry *e, day today)
{
    if (!entry_shared(e, today))
        return N_("The profile is not shared with the employer. Present the person first.");
    if (e->referral.outcome == OUTCOME_HIRED)
        return N_("The person is hired already.");
    if (e->need != NEED_OPEN)
        return N_("The need is not open any more. Open it again, or end the referral.");
    if (e->referral.verdict == EMPLOYER_NOT_RELEVANT)
        return N_("The answer is that the person is not relevant. Change the answer first.");
    return NULL;
}

// What is typed, tidied and checked. fields: of the times.
static void offer_read(const struct interview_offer *offer, int64_t now, day until, struct arena *a, struct issues *issues,
                       struct interview_offer *out)
{
    *out = *offer;
    out->place = text_line(a, text_or_empty(offer->place));
    out->bring = text_line(a, text_or_empty(offer->bring));
    if (offer->time_count == 0)
        issues_add(issues, "times[0]", N_("Give at least one time"));
    for (size_t i = 0; i < offer->time_count; i++) {
        struct interview one = {.starts_at = offer->times[i], .minutes = offer->minutes, .place = out->place, .bring = out->bring};
        struct issues found = issues_in(a);
        interview_check(&one, now, until, &found);
        for (size_t k = 0; k < found.count; k++) {
            bool time = strcmp(found.items[k].field, "starts_at") == 0;
            if (time)
                issues_add(issues, arena_printf(issues->arena, "times[%zu]", i), found.items[k].message);
            else if (i == 0)
                issues_add_arg(issues, found.items[k].field, found.items[k].message, text_or_empty(found.items[k].arg));
        }
    }
}

struct offer_job {
    struct app *app;
    struct referral_id referral;
    struct interview_offer offer;
    const char *refusal;
};

static bool offered_already(const struct interview *list, size_t count, int64_t starts_at)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].starts_at == starts_at && (list[i].state == INTERVIEW_OFFERED || list[i].state == INTERVIEW_ACCEPTED))
            return true;
    return false;
}

static enum status offer_write(struct store_tx *tx, void *arg)
{
    struct offer_job *job = arg;
    struct referral_entry e;
    unsigned rights;
    struct interview *list;
    size_t count, waiting = 0;
    struct interview_id id, first = {0};
    struct interview_filter of = {.referral = job->referral};
    job->refusal = NULL;
    TRY(referral_seen(job->app, tx->actor, job->referral, tx->arena, &e, &rights));
    TRY(rights_ask(rights, RIGHT_JUDGE));
    job->refusal = offer_refusal(&e, app_today(job->app));
    if (job->refusal != NULL)
        return CONFLICT;
    TRY(interview_list(tx->store, &of, tx->arena, &list, &count));
    for (size_t i = 0; i < count; i++)
        waiting += list[i].state == INTERVIEW_OFFERED && list[i].starts_at > tx->now;
    for (size_t i = 0; i < job->offer.time_count; i++) {
        if (offered_already(list, count, job->offer.times[i]))
            continue;
        job->refusal = waiting++ >= INTERVIEW_TIMES_MOST
                           ? N_("So many times wait for an answer already. Cancel one, or wait for the answer.") : NULL;
        if (job->refusal != NULL)
            return CONFLICT;
        struct interview one = {.referral = job->referral, .person = e.referral.person, .state = INTERVIEW_OFFERED,
                                .starts_at = job->offer.times[i], .minutes = job->offer.minutes,
                                .place = job->offer.place, .bring = job->offer.bring};
        TRY(interview_insert(tx, &one, &id));
        first = first.value == 0 ? id : first;
    }
    return first.value == 0 ? OK : outbox_tell_person(tx, OUTBOX_INTERVIEW, e.referral.person, first.value);
}

// The last day the employer sees the profile; NOT_FOUND and DENIED as for any step of the employer's.
static enum status until_of(struct app *app, const struct actor *actor, struct referral_id id, struct arena *a, day *out)
{
    struct referral_entry e;
    unsigned rights;
    TRY(referral_seen(app, actor, id, a, &e, &rights));
    TRY(rights_ask(rights, RIGHT_JUDGE | RIGHT_IDENTITY));
    *out = e.asked && entry_shared(&e, app_today(app)) ? share_ends(&e.share.request) : INT32_MAX;
    return OK;
}

static enum status told(enum status status, const char *refusal, struct issues *issues)
{
    if (status == CONFLICT)
        issues_add(issues, "", refusal == NULL ? MEANWHILE : refusal);
    return status;
}

enum status offer_interview(struct app *app, const struct actor *actor, struct referral_id referral,
                            const struct interview_offer *offer, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t before = issues->count;
    day until;
    struct offer_job job = {.app = app, .referral = referral};
    TRY(until_of(app, actor, referral, a, &until));
    offer_read(offer, app_now(app), until, a, issues, &job.offer);
    if (issues->count > before)
        return INVALID;
    return told(store_write(app_store(app), actor, app_now(app), offer_write, &job), job.refusal, issues);
}

struct act_job {
    struct app *app;
    struct interview_id id;
    int64_t version;
    enum interview_act act;
    struct interview_offer offer; // INTERVIEW_CHANGE
    const char *refusal;
};

static bool same_words(const struct interview *i, const struct interview_offer *o)
{
    return i->starts_at == o->times[0] && i->minutes == o->minutes && strcmp(i->place, o->place) == 0 &&
           strcmp(i->bring, o->bring) == 0;
}

// One time is agreed, so the others have fallen away.
static enum status cancel_others(struct store_tx *tx, const struct interview *taken)
{
    struct interview *list;
    size_t count;
    struct interview_filter of = {.referral = taken->referral};
    TRY(interview_list(tx->store, &of, tx->arena, &list, &count));
    for (size_t i = 0; i < count; i++) {
        bool stands = list[i].state == INTERVIEW_OFFERED || list[i].state == INTERVIEW_ACCEPTED;
        if (list[i].id.value == taken->id.value || !stands || list[i].starts_at <= tx->now)
            continue;
        struct interview other = interview_after(&list[i], INTERVIEW_CANCEL, tx->actor->role);
        TRY(interview_update(tx, &other));
    }
    return OK;
}

static enum status act_write(struct store_tx *tx, void *arg)
{
    struct act_job *job = arg;
    struct interview i;
    struct referral_entry e;
    unsigned rights;
    enum role role = tx->actor->role;
    job->refusal = NULL;
    TRY(interview_seen(job->app, tx->actor, job->id, tx->arena, &i, &e, &rights));
    TRY(rights_ask(rights, interview_right(job->act)));
    bool shared = entry_shared(&e, app_today(job->app));
    struct interview next = interview_after(&i, job->act, role);
    bool changes = job->act == INTERVIEW_CHANGE;
    if (i.version == job->version + 1 && tx->user.value != 0 && i.changed_by.value == tx->user.value &&
        i.state == next.state && (!changes || same_words(&i, &job->offer)))
        return OK; // sent twice
    job->refusal = i.version != job->version ? MEANWHILE : interview_refusal(&i, job->act, role, shared, tx->now);
    if (job->refusal != NULL)
        return CONFLICT;
    if (changes) {
        next.starts_at = job->offer.times[0];
        next.minutes = job->offer.minutes;
        next.place = job->offer.place;
        next.bring = job->offer.bring;
    }
    if (job->act == INTERVIEW_ACCEPT)
        TRY(cancel_others(tx, &i));
    TRY(interview_update(tx, &next));
    if (interview_right(job->act) == RIGHT_ANSWER)
        return outbox_tell_employer(tx, OUTBOX_INTERVIEW_ANSWERED, e.employer, 0);
    return outbox_tell_person(tx, OUTBOX_INTERVIEW, i.person, 0);
}

static enum status act(struct app *app, const struct actor *actor, struct act_job *job, struct issues *issues)
{
    job->app = app;
    return told(store_write(app_store(app), actor, app_now(app), act_write, job), job->refusal, issues);
}

enum status change_interview(struct app *app, const struct actor *actor, struct interview_id id, int64_t version,
                             const struct interview_offer *offer, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t before = issues->count;
    struct interview i;
    day until;
    struct act_job job = {.id = id, .version = version, .act = INTERVIEW_CHANGE};
    TRY(interview_get(app_store(app), id, a, &i));
    TRY(until_of(app, actor, i.referral, a, &until));
    offer_read(offer, app_now(app), until, a, issues, &job.offer);
    if (issues->count > before)
        return INVALID;
    return act(app, actor, &job, issues);
}

enum status cancel_interview(struct app *app, const struct actor *actor, struct interview_id id, int64_t version,
                             struct issues *issues)
{
    struct act_job job = {.id = id, .version = version, .act = INTERVIEW_CANCEL};
    return act(app, actor, &job, issues);
}

enum status answer_interview(struct app *app, const struct actor *actor, struct interview_id id, int64_t version, bool yes,
                             struct issues *issues)
{
    struct act_job job = {.id = id, .version = version, .act = yes ? INTERVIEW_ACCEPT : INTERVIEW_DECLINE};
    return act(app, actor, &job, issues);
}
