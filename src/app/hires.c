// SPDX-License-Identifier: EUPL-1.2
#include "app/hires.h"

#include <string.h>

#include "app/hires_inside.h"
#include "app/interviews_inside.h"
#include "base/text.h"
#include "core/check.h"
#include "store/employer_store.h"
#include "store/enrolment_store.h"
#include "store/need_store.h"
#include "store/outbox_store.h"
#include "store/person_store.h"

// Whoever was hired after a yes stays known to the employer that the yes was for, which is the need's, whosever the
// workplace was on the day of the start. A hire that was a mistake is no reason to be: then the yes has to hold.
static enum status is_shared(struct app *app, const struct actor *actor, const struct hire *h, bool *out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct referral_entry e;
    struct need need;
    *out = h->referral.value != 0;
    if (!*out || actor->role != ROLE_EMPLOYER)
        return OK;
    TRY(need_get(app_store(app), h->need, a, &need));
    *out = need.employer.value == h->employer.value;
    if (h->state != HIRE_TAKEN_BACK)
        return OK;
    enum status status = referral_entry_get(app_store(app), h->referral, a, &e);
    *out = *out && status == OK && entry_shared(&e, app_today(app));
    return status == NOT_FOUND ? OK : status;
}

static enum status rights_of(struct app *app, const struct actor *actor, const struct hire *h, struct person_id person,
                             unsigned *rights_out)
{
    struct access_facts facts = {0};
    if (person.value != 0) {
        enum status status = person_access_facts(app_store(app), actor, person, app_today(app), &facts);
        if (status != OK && status != NOT_FOUND) // deleted: the hire stays, and is nobody's candidate's
            return status;
        facts.person = person;
    }
    facts.thing = THING_HIRE;
    facts.employer = h->employer;
    TRY(is_shared(app, actor, h, &facts.shared));
    *rights_out = access_rights(actor, &facts);
    return (*rights_out & RIGHT_SEE) != 0 ? OK : NOT_FOUND;
}

enum status hire_rights(struct app *app, const struct actor *actor, const struct hire *h, unsigned *rights_out)
{
    return rights_of(app, actor, h, h->person, rights_out);
}

static bool is_staff(const struct actor *actor)
{
    return (actor->role == ROLE_OFFICE || actor->role == ROLE_ADVISER) && actor->agency.value != 0;
}

static enum hire_evidence evidence_of(const struct actor *actor, bool document_seen)
{
    if (actor->role == ROLE_EMPLOYER)
        return HIRE_EVIDENCE_EMPLOYER;
    return document_seen && is_staff(actor) ? HIRE_EVIDENCE_DOCUMENT : HIRE_EVIDENCE_NONE;
}

// One transaction for everything that happens to a hire.
struct hire_job {
    struct app *app;
    struct hire_id id;
    int64_t version;
    enum hire_act act;
    struct hire typed;          // registering, correcting
    bool move;                  // correcting: to the typed workplace
    enum hire_evidence evidence;
    struct person_id person;    // naming
    const char *note;
    day on;
    enum hire_end reason;
    bool known;
    const char *refusal;
};

static enum status run(struct app *app, const struct actor *actor, struct hire_job *job,
                       enum status (*write)(struct store_tx *tx, void *arg), struct issues *issues)
{
    job->app = app;
    enum status status = store_write(app_store(app), actor, app_now(app), write, job);
    if (status == CONFLICT)
        issues_add(issues, "", job->refusal == NULL ? MEANWHILE : job->refusal);
    return status;
}

static enum status need_followed(struct store_tx *tx, const struct hire *h)
{
    struct need need;
    int64_t hired;
    if (h->need.value == 0)
        return OK;
    TRY(need_get(tx->store, h->need, tx->arena, &need));
    TRY(hire_count_of_need(tx->store, h->need, &hired));
    if (need.state != NEED_OPEN || hired < need.positions)
        return OK;
    return outbox_tell_user(tx, OUTBOX_NEED_FULL, need.stated_by, need.id.value);
}

static enum status settle(struct store_tx *tx, struct hire_job *job, struct hire *h)
{
    if (h->referral.value != 0) {
        enum status status = referral_follow_hire(job->app, tx, h->referral);
        if (status == CONFLICT)
            job->refusal = N_("The referral cannot follow this. Look at how it stands now, and try again.");
        TRY(status);
    }
    return need_followed(tx, h);
}

static enum status confirm(struct store_tx *tx, struct hire_job *job, struct hire *h)
{
    h->state = hire_after(HIRE_CONFIRM, job->evidence, h->state);
    h->evidence = job->evidence;
    h->confirmed_by = tx->user;
    h->confirmed_at = tx->now;
    return hire_update(tx, h, "confirm");
}

// Registering

static enum status from_referral(struct app *app, const struct actor *actor, struct arena *a, struct hire *h,
                                 struct issues *issues)
{
    struct referral_entry e;
    unsigned rights;
    TRY(referral_seen(app, actor, h->referral, a, &e, &rights));
    TRY(rights_ask(rights, RIGHT_JUDGE));
    h->person = e.referral.person;
    h->need = e.referral.need;
    h->agency = e.referral.agency;
    if (e.referral.outcome == OUTCOME_NOT_PRESENTED)
        issues_add(issues, "", N_("The person has not been presented. Register the hire without the referral, if it was made another way."));
    return OK;
}

static enum status from_need(struct app *app, const struct actor *actor, struct arena *a, struct hire *h)
{
    struct need need;
    unsigned rights;
    if (h->need.value == 0)
        return OK;
    TRY(need_rights(app, actor, h->need, &rights));
    TRY(need_get(app_store(app), h->need, a, &need));
    h->workplace = need.workplace;
    if (!code_given(h->occupation))
        h->occupation = need.occupation;
    return OK;
}

static enum status at_workplace(struct app *app, const struct actor *actor, struct arena *a, struct hire *h,
                                struct issues *issues)
{
    struct workplace workplace;
    unsigned rights = 0;
    enum status status = workplace_get(app_store(app), h->workplace, a, &workplace);
    if (status == OK)
        status = employer_rights(app, actor, workplace.employer, &rights);
    if (status == NOT_FOUND) {
        issues_add(issues, "workplace", N_("Choose the workplace from the list"));
        return OK;
    }
    TRY(status);
    h->area = workplace.area;
    h->employer = workplace.employer;
    if (h->start == DAY_NONE)
        return OK;
    // Hired against the pledge of the unit that the workplace belonged to on the day of the start.
    status = workplace_parent(app_store(app), h->workplace, h->start, &h->employer);
    return status == NOT_FOUND ? OK : status;
}

static enum status occupation_check(struct app *app, const struct hire *h, struct issues *issues)
{
    if (!code_given(h->occupation) || catalogue_find(app_catalogue(app), CATALOGUE_OCCUPATION, h->occupation) == NULL)
        issues_add(issues, "occupation", N_("Choose an occupation from the list"));
    return OK;
}

static struct hire typed_hire(const struct hire_form *form, struct arena *a)
{
    return (struct hire){
        .referral = form->referral,
        .person = form->person,
        .need = form->need,
        .workplace = form->workplace,
        .occupation = form->occupation,
        .start = form->start,
        .agreed_to = form->agreed_to,
        .form = form->form,
        .share = form->share,
        .ended_on = DAY_NONE,
        .note = text_trim(a, text_or_empty(form->note)),
    };
}

// Known from before, without the referral that it is brought with now: then it is the referral's, and its need's.
static enum status adopt(struct store_tx *tx, struct hire *stands, const struct hire *typed)
{
    if (typed->referral.value == 0 || stands->referral.value != 0 ||
        (stands->need.value != 0 && stands->need.value != typed->need.value))
        return OK;
    stands->referral = typed->referral;
    stands->need = typed->need;
    stands->agency = typed->agency; // goes with the referral, should the person turn out to be two
    return hire_update(tx, stands, "adopt");
}

static enum status register_write(struct store_tx *tx, void *arg)
{
    struct hire_job *job = arg;
    struct hire stands, h = job->typed;
    job->refusal = NULL;
    job->known = false;
    enum status status = hire_same(tx->store, &h, tx->arena, &stands);
    if (status == OK) {
        job->known = true;
        job->id = stands.id;
        int64_t version = stands.version;
        TRY(adopt(tx, &stands, &h));
        if (stands.state != HIRE_CONFIRMED && job->evidence != HIRE_EVIDENCE_NONE)
            TRY(confirm(tx, job, &stands));
        return stands.version == version ? OK : settle(tx, job, &stands);
    }
    if (status != NOT_FOUND)
        return status;
    TRY(hire_insert(tx, &h, &job->id));
    TRY(hire_get(tx->store, job->id, tx->arena, &h));
    TRY(checkins_schedule(tx, &h));
    if (job->evidence != HIRE_EVIDENCE_NONE)
        TRY(confirm(tx, job, &h));
    return settle(tx, job, &h);
}

enum status register_hire(struct app *app, const struct actor *actor, const struct hire_form *form, struct issues *issues,
                          struct hire_id *id_out, bool *known_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t before = issues->count;
    unsigned rights;
    struct hire_job job = {.typed = typed_hire(form, a), .evidence = evidence_of(actor, form->document_seen)};
    struct hire *h = &job.typed;
    if ((!is_staff(actor) && actor->role != ROLE_EMPLOYER))
        return NOT_FOUND;
    h->note = "";
    if (h->referral.value != 0) {
        TRY(from_referral(app, actor, a, h, issues));
    } else if (is_staff(actor)) {
        h->agency = actor->agency;
        if (h->person.value == 0)
            issues_add(issues, "person", N_("Choose the person"));
    } else {
        h->person = (struct person_id){0}; // an employer names nobody
    }
    TRY(from_need(app, actor, a, h));
    TRY(at_workplace(app, actor, a, h, issues));
    if (h->employer.value != 0 && (h->person.value != 0 || !is_staff(actor))) {
        enum status status = hire_rights(app, actor, h, &rights);
        TRY(status);
        TRY(rights_ask(rights, RIGHT_CREATE | (is_staff(actor) ? RIGHT_IDENTITY : 0)));
    }
    hire_check(h, form->work_training, app_today(app), issues);
    TRY(occupation_check(app, h, issues));
    if (issues->count > before)
        return INVALID;
    TRY(run(app, actor, &job, register_write, issues));
    *id_out = job.id;
    *known_out = job.known;
    return OK;
}

// Acts on one that is there

// The hire as it stands, if this actor may do this now. *done_out: this user has just done it.
static enum status begin(struct store_tx *tx, struct hire_job *job, unsigned right, struct hire *h, bool *mine_out)
{
    unsigned rights;
    struct user_id by;
    job->refusal = NULL;
    TRY(hire_get(tx->store, job->id, tx->arena, h));
    TRY(hire_rights(job->app, tx->actor, h, &rights));
    TRY(rights_ask(rights, right));
    TRY(hire_changed_by(tx->store, job->id, &by));
    // An act takes at most two steps.
    *mine_out = tx->user.value != 0 && by.value == tx->user.value && h->version > job->version && h->version <= job->version + 2;
    return OK;
}

const char *hire_gone_refusal(enum hire_act act)
{
    return act == HIRE_CONFIRM || act == HIRE_TAKE_BACK
               ? NULL : N_("The person is deleted. The hire can be confirmed or taken back, and nothing else of it be changed.");
}

static enum status refuse(const struct store_tx *tx, struct hire_job *job, const struct hire *h)
{
    job->refusal = h->version != job->version ? MEANWHILE : hire_refusal(h, job->act, tx->actor->role);
    if (job->refusal == NULL && h->person.value != 0) {
        struct identity identity;
        enum status status = identity_get(tx->store, h->person, tx->arena, &identity, NULL);
        if (status == NOT_FOUND)
            job->refusal = hire_gone_refusal(job->act);
        else
            TRY(status);
    }
    return job->refusal == NULL ? OK : CONFLICT;
}

static enum status confirm_write(struct store_tx *tx, void *arg)
{
    struct hire_job *job = arg;
    struct hire h;
    bool mine;
    TRY(begin(tx, job, RIGHT_CONFIRM, &h, &mine));
    if (mine && h.state == HIRE_CONFIRMED)
        return OK;
    TRY(refuse(tx, job, &h));
    TRY(confirm(tx, job, &h));
    return settle(tx, job, &h);
}

enum status confirm_hire(struct app *app, const struct actor *actor, struct hire_id id, int64_t version,
                         bool document_seen, struct issues *issues)
{
    struct hire_job job = {.id = id, .version = version, .act = HIRE_CONFIRM, .evidence = evidence_of(actor, document_seen)};
    if (job.evidence == HIRE_EVIDENCE_NONE && is_staff(actor)) {
        issues_add(issues, "document_seen", N_("Confirm that you have seen a document, such as the contract, or let the employer confirm"));
        return INVALID;
    }
    return run(app, actor, &job, confirm_write, issues);
}

static bool alike(const struct hire *one, const struct hire *other)
{
    return one->start == other->start && one->agreed_to == other->agreed_to && one->form == other->form &&
           one->share == other->share && code_equal(one->occupation, other->occupation) && strcmp(one->note, other->note) == 0;
}

// What is corrected may not become the same person's second hire in the same time at the same place.
static enum status alone(struct store_tx *tx, struct hire_job *job, const struct hire *as)
{
    struct hire stands;
    enum status status = hire_same(tx->store, as, tx->arena, &stands);
    if (status == OK)
        job->refusal = N_("The person's hire there is registered already: take this one back.");
    return status == OK ? CONFLICT : status == NOT_FOUND ? OK : status;
}

static enum status correct_write(struct store_tx *tx, void *arg)
{
    struct hire_job *job = arg;
    struct hire h;
    bool mine;
    const struct hire *typed = &job->typed;
    TRY(begin(tx, job, RIGHT_EDIT, &h, &mine));
    if (mine && alike(&h, typed))
        return OK;
    TRY(refuse(tx, job, &h));
    if (h.ended_on != DAY_NONE && typed->start > h.ended_on) {
        job->refusal = N_("The hire ended before that day. Correct its end first.");
        return CONFLICT;
    }
    h.start = typed->start;
    h.agreed_to = typed->agreed_to;
    h.form = typed->form;
    h.share = typed->share;
    h.occupation = typed->occupation;
    h.note = typed->note;
    h.employer = typed->employer;
    if (job->move) {
        h.workplace = typed->workplace;
        h.area = typed->area;
    }
    h.state = HIRE_REPORTED;
    h.evidence = HIRE_EVIDENCE_NONE;
    TRY(alone(tx, job, &h));
    TRY(hire_update(tx, &h, "correct"));
    TRY(checkins_schedule(tx, &h));
    if (job->evidence != HIRE_EVIDENCE_NONE)
        TRY(confirm(tx, job, &h));
    return settle(tx, job, &h);
}

static const char *note_asked(const char *typed, struct arena *a, struct issues *issues)
{
    const char *note = text_trim(a, text_or_empty(typed));
    if (blank(note))
        issues_add(issues, "note", N_("Write why, so that others understand the register"));
    else
        check_text(note, true, HIRE_NOTE_MOST, "note", issues);
    return note;
}

enum status correct_hire(struct app *app, const struct actor *actor, struct hire_id id, int64_t version,
                         const struct hire_form *form, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t before = issues->count;
    unsigned rights;
    struct hire stood;
    struct hire_job job = {.id = id, .version = version, .act = HIRE_CORRECT, .typed = typed_hire(form, a),
                           .evidence = evidence_of(actor, form->document_seen)};
    TRY(hire_get(app_store(app), id, a, &stood));
    TRY(hire_rights(app, actor, &stood, &rights));
    TRY(rights_ask(rights, RIGHT_EDIT | RIGHT_CONFIRM));
    struct hire *h = &job.typed;
    // The need says where; without one the workplace may have been a mistake.
    job.move = stood.need.value == 0 && h->workplace.value != 0;
    if (!job.move)
        h->workplace = stood.workplace;
    h->note = note_asked(form->note, a, issues);
    TRY(at_workplace(app, actor, a, h, issues));
    hire_check(h, form->work_training, app_today(app), issues);
    TRY(occupation_check(app, h, issues));
    return issues->count > before ? INVALID : run(app, actor, &job, correct_write, issues);
}

static enum status take_back_write(struct store_tx *tx, void *arg)
{
    struct hire_job *job = arg;
    struct hire h;
    bool mine;
    TRY(begin(tx, job, RIGHT_EDIT, &h, &mine));
    if (mine && h.state == HIRE_TAKEN_BACK)
        return OK;
    TRY(refuse(tx, job, &h));
    h.state = HIRE_TAKEN_BACK;
    h.taken_back_at = tx->now;
    h.note = job->note;
    TRY(hire_update(tx, &h, "take-back"));
    TRY(checkins_follow_hire(tx, &h));
    return settle(tx, job, &h);
}

enum status take_back_hire(struct app *app, const struct actor *actor, struct hire_id id, int64_t version,
                           const char *note, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t before = issues->count;
    struct hire_job job = {.id = id, .version = version, .act = HIRE_TAKE_BACK};
    job.note = note_asked(note, a, issues);
    return issues->count > before ? INVALID : run(app, actor, &job, take_back_write, issues);
}

static enum status end_write(struct store_tx *tx, void *arg)
{
    struct hire_job *job = arg;
    struct hire h;
    bool mine;
    TRY(begin(tx, job, RIGHT_EDIT, &h, &mine));
    if (mine && h.ended_on == job->on && h.end_reason == job->reason)
        return OK;
    TRY(refuse(tx, job, &h));
    if (job->on != DAY_NONE && job->on < h.start) {
        job->refusal = N_("The last day cannot lie before the first");
        return CONFLICT;
    }
    h.ended_on = job->on;
    h.end_reason = job->reason;
    if (job->act == HIRE_GO_ON)
        TRY(alone(tx, job, &h));
    TRY(hire_update(tx, &h, job->act == HIRE_END ? "end" : "go-on"));
    return checkins_follow_hire(tx, &h);
}

enum status end_hire(struct app *app, const struct actor *actor, struct hire_id id, int64_t version, day on,
                     enum hire_end reason, struct issues *issues)
{
    size_t before = issues->count;
    struct hire_job job = {.id = id, .version = version, .act = on == DAY_NONE ? HIRE_GO_ON : HIRE_END, .on = on,
                           .reason = on == DAY_NONE ? HIRE_END_NONE : reason};
    if (on != DAY_NONE && on > app_today(app))
        issues_add(issues, "ended_on", N_("Write the end when the last day has come"));
    if (on != DAY_NONE && reason == HIRE_END_NONE)
        issues_add(issues, "end_reason", N_("Choose why it ended"));
    return issues->count > before ? INVALID : run(app, actor, &job, end_write, issues);
}

static enum status name_write(struct store_tx *tx, void *arg)
{
    struct hire_job *job = arg;
    struct hire h;
    bool mine;
    unsigned rights;
    TRY(begin(tx, job, RIGHT_EDIT, &h, &mine));
    if (mine && h.person.value == job->person.value)
        return OK;
    TRY(rights_of(job->app, tx->actor, &h, job->person, &rights));
    TRY(rights_ask(rights, RIGHT_IDENTITY | RIGHT_CREATE));
    TRY(refuse(tx, job, &h));
    if (h.person.value != 0) {
        job->refusal = N_("Somebody has said already to be the one who was hired.");
        return CONFLICT;
    }
    struct hire as = h;
    as.person = job->person;
    TRY(alone(tx, job, &as));
    h.agency = tx->actor->agency;
    return hire_name(tx, &h, job->person);
}

enum status name_hire(struct app *app, const struct actor *actor, struct hire_id id, int64_t version,
                      struct person_id person, struct issues *issues)
{
    struct hire_job job = {.id = id, .version = version, .act = HIRE_CORRECT, .person = person};
    if (!is_staff(actor))
        return NOT_FOUND;
    return run(app, actor, &job, name_write, issues);
}
