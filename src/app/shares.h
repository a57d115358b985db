// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_SHARES_H
#define APP_SHARES_H

#include "app/app.h"
#include "app/outbox.h"
#include "core/person.h"
#include "core/profile.h"
#include "core/referral.h"
#include "core/share.h"

// Share requests (spørsmål om å dele profil), what an employer has been shown, and the notices that all this sends.
// Rules: core/share.h. CONFLICT and repeated steps: as app/referrals.h says.

// Asks the person of a referral. Fields: deadline. Whom no notice can reach is asked all the same, in the state
// SHARE_CANNOT_NOTIFY: the adviser has to tell.
MUST_USE enum status ask_share(struct app *app, const struct actor *actor, struct referral_id referral, day deadline,
                               struct issues *issues, struct share_id *id_out);
// By the person, or by an adviser of the person's on behalf, which is written down and shown.
MUST_USE enum status answer_share(struct app *app, const struct actor *actor, struct share_id id, bool yes,
                                  struct issues *issues);
// A yes withdrawn (the profile leaves the employer's page; it cannot be unseen), or an open question taken back.
MUST_USE enum status take_back_share(struct app *app, const struct actor *actor, struct share_id id,
                                     struct issues *issues);

// A question as the person, or the person's adviser, sees it.
struct share_view {
    struct share_id id;
    struct person_id person;
    struct referral_id referral;
    struct need_id need;
    const char *need_title, *employer_name, *workplace_name, *agency_name;
    struct share_request request;
    enum share_state state;   // share_now: how it stands today
    day ends;                 // the last day the employer sees the profile, DAY_NONE without a yes
    bool presented;           // the employer has been shown the profile
    // NULL: may be done now by this actor; else the msgid.
    const char *yes_refusal, *no_refusal, *take_back_refusal;
};
// All of a person's: open ones first, then newest first. For an adviser the own agency's only.
MUST_USE enum status list_shares(struct app *app, const struct actor *actor, struct person_id person, struct arena *a,
                                 struct share_view **out, size_t *count_out);
MUST_USE enum status get_share(struct app *app, const struct actor *actor, struct share_id id, struct arena *a,
                               struct share_view *out);

// Whom an employer has been shown, while it may see them: that person's yes for that need, at most six months, until the
// person withdraws or the need is withdrawn. Reading is written to the person's log of reads.
struct presented_candidate {
    struct referral_id referral;
    int64_t version;              // for give_verdict
    struct need_id need;
    const char *need_title, *workplace_name;
    enum need_state need_state;
    const char *name, *email, *phone;
    struct profile profile;       // as it was when presented
    const char *explanation;      // JSON of explanation_json, as it was when presented; "" when none could be made
    int64_t presented_at;
    day until;                    // the last day it is seen here
    enum employer_verdict verdict;
    enum verdict_reason reason;
    const char *verdict_note;
    const char *verdict_refusals[EMPLOYER_VERDICTS]; // NULL: may be said now; else the msgid that says why not
    bool hired;
    const char *agency_name, *agency_email, *agency_phone; // whom to call about the person
};
// Employer users: need {0} is all of the own needs. Newest first.
MUST_USE enum status list_presented(struct app *app, const struct actor *actor, struct need_id need, struct arena *a,
                                    struct presented_candidate **out, size_t *count_out);
MUST_USE enum status get_presented(struct app *app, const struct actor *actor, struct referral_id referral,
                                   struct arena *a, struct presented_candidate *out);
// How many the employer has been shown in all, for one need or for all of the own ({0}). Those that list_presented does
// not give have left since: withdrawn, six months over, the need withdrawn, or the person deleted.
MUST_USE enum status count_presented(struct app *app, const struct actor *actor, struct need_id need, int64_t *out);
// How many an employer sees now, by need, and how many of them wait for its answer. No name is read. The employer's users.
struct presented_sum {
    struct need_id need;
    int64_t seen, waiting;
};
MUST_USE enum status sum_presented(struct app *app, const struct actor *actor, struct arena *a, struct presented_sum **out,
                                   size_t *count_out);

// Reminders, expiry and what leaves employers' pages, by the clock; called by app_tend. Harmless any number of times.
MUST_USE enum status tend_shares(struct app *app);

#endif
