// SPDX-License-Identifier: EUPL-1.2
// What has been hired and referred to single employers.
#include "app/hires.h"
#include "app/hires_inside.h"

enum status count_hired(struct app *app, const struct actor *actor, const struct employer_id *employers, size_t count,
                        int64_t *hired_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct employer_hires *all;
    size_t all_count;
    for (size_t i = 0; i < count; i++)
        if (!access_may(actor, &(struct access_facts){.thing = THING_EMPLOYER, .employer = employers[i]}, RIGHT_SEE))
            return NOT_FOUND;
    TRY(hire_count_by_employer(app_store(app), app_today(app), a, &all, &all_count));
    for (size_t i = 0; i < count; i++) {
        hired_out[i] = 0;
        for (size_t k = 0; k < all_count && hired_out[i] == 0; k++)
            if (all[k].employer.value == employers[i].value)
                hired_out[i] = all[k].hired;
    }
    return OK;
}

enum status get_employer_counts(struct app *app, const struct actor *actor, struct employer_id employer,
                                struct employer_counts *out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct employer_counts counts;
    struct referral_filter referrals = {.employer = employer, .enrolled_since = DAY_NONE, .next_before = DAY_NONE};
    struct hire_filter hires = {.employer = employer, .enrolled_since = DAY_NONE};
    if (actor->role != ROLE_OFFICE && (actor->role != ROLE_ADVISER || actor->agency.value == 0))
        return NOT_FOUND;
    if (actor->role == ROLE_ADVISER) {
        referrals.agency = actor->agency;
        TRY(lately_since(app, a, &referrals.enrolled_since));
    }
    TRY(count_hired(app, actor, &employer, 1, &counts.hired));
    TRY(referral_count(app_store(app), &referrals, &counts.referrals));
    TRY(hire_scope(app, actor, a, &hires));
    TRY(hire_count(app_store(app), &hires, &counts.hires));
    hires.states = 1u << HIRE_REPORTED;
    TRY(hire_count(app_store(app), &hires, &counts.reported));
    *out = counts;
    return OK;
}
