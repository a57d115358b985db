// SPDX-License-Identifier: EUPL-1.2
// Times for interviews that the demo's employer has offered last, so that some are to come.
#include "app/demo_make.h"
#include "app/internal.h"
#include "app/interviews.h"
#include "app/shares.h"

enum { INTERVIEWS = 2, MINUTE_MS = 60000 };

static int64_t time_after(const struct making *m, int days, int minute)
{
    int64_t at = 0;
    day on = m->today + days;
    while (day_weekday(on) > 5)
        on++;
    return instant_in_norway(on, minute, &at) ? at : 0;
}

static void minutes_pass(struct making *m)
{
    m->now += 7 * MINUTE_MS;
    app_stand_clock(m->app, m->now);
}

// answered: the person has said yes to it.
static enum status interview_make(struct making *m, struct referral_id referral, bool answered, struct arena *a)
{
    const struct actor *employer = &m->life.employer_user;
    struct issues issues = issues_in(a);
    struct interview_view *list;
    size_t count;
    struct interview_offer offer = {
        .times = {time_after(m, 5, 9 * 60), time_after(m, 6, 13 * 60 + 30)},
        .time_count = answered ? 1 : 2,
        .minutes = 45,
        .place = "Hos oss. Spør etter lederen i inngangen",
        .bring = "Attester, hvis du har",
    };
    minutes_pass(m);
    TRY(demo_happened("offering an interview", offer_interview(m->app, employer, referral, &offer, &issues), &issues));
    if (!answered)
        return OK;
    minutes_pass(m);
    TRY(list_interviews(m->app, employer, referral, true, a, &list, &count));
    if (count == 0)
        return OK;
    struct actor self = demo_person_actor(m, list[0].interview.person);
    return demo_happened("agreeing to an interview", answer_interview(m->app, &self, list[0].interview.id,
                                                                     list[0].interview.version, true, &issues), &issues);
}

enum status demo_make_interviews(struct making *m)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct presented_candidate *list;
    size_t count;
    int made = 0;
    if (m->untouched || m->life.employer_user.employer.value == 0)
        return OK;
    TRY(list_presented(m->app, &m->life.employer_user, (struct need_id){0}, a, &list, &count));
    for (size_t i = 0; i < count && made < INTERVIEWS; i++) {
        const struct presented_candidate *c = &list[i];
        if (!c->hired && c->need_state == NEED_OPEN && c->verdict != EMPLOYER_NOT_RELEVANT)
            TRY(interview_make(m, c->referral, made++ > 0, a));
    }
    return OK;
}
