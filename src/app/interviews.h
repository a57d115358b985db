// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_INTERVIEWS_H
#define APP_INTERVIEWS_H

#include "app/app.h"
#include "base/lang.h"
#include "core/interview.h"
#include "core/need.h"

// Interviews (intervju). Rules: core/interview.h. Whoever may judge a referral offers, changes and cancels; whoever may
// answer it answers (core/access.h). CONFLICT and repeated steps: as app/referrals.h says.

enum { INTERVIEW_TIMES_AT_ONCE = 3 };
struct interview_offer {
    int64_t times[INTERVIEW_TIMES_AT_ONCE]; // ms since 1970 UTC, whole minutes
    size_t time_count;
    int minutes;
    const char *place, *bring;              // bring "" fine
};
// Offers one or several times, of which the person takes one; the person is told once. A time that is offered already is
// left as it is. Fields as in interview_check, but "times[1]" for the second time.
MUST_USE enum status offer_interview(struct app *app, const struct actor *actor, struct referral_id referral,
                                     const struct interview_offer *offer, struct issues *issues);
// The first time of the offer, and its words, replace what stands. Fields "times[0]", "minutes", "place", "bring".
MUST_USE enum status change_interview(struct app *app, const struct actor *actor, struct interview_id id, int64_t version,
                                      const struct interview_offer *offer, struct issues *issues);
MUST_USE enum status cancel_interview(struct app *app, const struct actor *actor, struct interview_id id, int64_t version,
                                      struct issues *issues);
// By the person, or by an adviser on the person's behalf, which is written down and shown. Taking one time cancels the
// others for the same referral. A time that was agreed may be said no to later.
MUST_USE enum status answer_interview(struct app *app, const struct actor *actor, struct interview_id id, int64_t version,
                                      bool yes, struct issues *issues);

struct interview_view {
    struct interview interview;
    enum interview_state state;   // as it stands now
    bool coming;                  // to come or going on, and not declined or cancelled
    const char *code;             // the referral's, which calendar files name instead of the person
    const char *name;             // the person's; "" for the person
    struct need_id need;
    const char *need_title, *employer_name, *workplace_name, *agency_name;
    const char *refusals[INTERVIEW_ACTS]; // NULL: the actor may do it now; else the msgid
};
// By their start, earliest first. referral {0}: a candidate's own, an employer's all; advisers have to name one. coming:
// only those. NOT_FOUND: the referral may not be known of. Reading is written to the person's log of reads.
MUST_USE enum status list_interviews(struct app *app, const struct actor *actor, struct referral_id referral, bool coming,
                                     struct arena *a, struct interview_view **out, size_t *count_out);
MUST_USE enum status get_interview(struct app *app, const struct actor *actor, struct interview_id id, struct arena *a,
                                   struct interview_view *out);
// May another time be offered? *refusal_out NULL: yes; else the msgid.
MUST_USE enum status may_offer_interview(struct app *app, const struct actor *actor, struct referral_id referral,
                                         const char **refusal_out);
// One as a calendar file (exchange/calendar.h), in that language. What it names leaves our guard, so it is little: the
// person's has the need and the workplace, and the employer's only the need and the referral's code.
MUST_USE enum status get_interview_calendar(struct app *app, const struct actor *actor, struct interview_id id,
                                            enum lang lang, struct arena *a, const char **ics_out);

#endif
