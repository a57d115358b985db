// SPDX-License-Identifier: EUPL-1.2
#include "app/waiting.h"

#include "app/hires_inside.h"
#include "app/referrals_inside.h"
#include "store/waiting_store.h"

static enum status name_questions(struct app *app, const struct actor *actor, struct arena *a, const struct waiting *w)
{
    struct person_id seen[WAITING_MOST];
    size_t n = 0;
    for (size_t i = 0; i < w->question_count; i++) {
        struct waiting_question *q = &w->questions[i];
        unsigned rights;
        if (person_rights(app, actor, q->person, &rights) != OK || (rights & RIGHT_IDENTITY) == 0)
            continue;
        q->name = person_name(app, q->person, a);
        seen[n++] = q->person;
    }
    return app_log_reads(app, actor, seen, n, READ_REFERRED);
}

enum status get_waiting(struct app *app, const struct actor *actor, struct arena *a, struct waiting *out)
{
    struct waiting w = {0};
    struct store *s = app_store(app);
    day today = app_today(app);
    if ((actor->role != ROLE_OFFICE && actor->role != ROLE_ADVISER) || actor->agency.value == 0)
        return NOT_FOUND;
    struct referral_query steps = {.next_owner = actor->user, .running = true, .next_before = today, .most = WAITING_MOST};
    TRY(list_referrals(app, actor, &steps, a, &w.steps));
    TRY(waiting_questions(s, actor->agency, today, today + WAITING_QUESTION_DAYS, WAITING_MOST, a, &w.questions,
                          &w.question_count));
    TRY(name_questions(app, actor, a, &w));
    // The office closes any need, advisers those that their agency has stated.
    struct agency_id stated_by = actor->role == ROLE_OFFICE ? (struct agency_id){0} : actor->agency;
    TRY(waiting_needs(s, stated_by, WAITING_MOST, a, &w.needs, &w.need_count));
    TRY(waiting_checkins(s, actor->agency, today - CHECKIN_OPEN_DAYS, today, &w.checkins));
    struct hire_filter reported = {.enrolled_since = DAY_NONE, .states = 1u << HIRE_REPORTED};
    TRY(hire_scope(app, actor, a, &reported));
    TRY(hire_count(s, &reported, &w.reported));
    *out = w;
    return OK;
}
