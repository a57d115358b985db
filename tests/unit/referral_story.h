// SPDX-License-Identifier: EUPL-1.2
#ifndef TESTS_REFERRAL_STORY_H
#define TESTS_REFERRAL_STORY_H

// The steps from a need to a presented candidate, as tests tell them. Include after cmocka.h.

#include "app/hires.h"
#include "app/needs.h"
#include "app/people.h"
#include "app/referrals.h"
#include "app/shares.h"
#include "region_fixture.h"

// A fresh need of the employer's, made from one that is there, and opened today.
MAYBE_UNUSED static struct need_id need_new(struct arena *a, int positions)
{
    struct need_page page;
    struct need_view view;
    struct need_id id;
    struct issues issues = issues_in(a);
    assert_int_equal(list_needs(app, &employer, &(struct need_query){.text = "", .most = 1}, a, &page), OK);
    assert_true(page.row_count > 0);
    assert_int_equal(get_need(app, &employer, page.rows[0].id, a, &view), OK);
    struct need typed = view.need;
    typed.title = "Medarbeider på lager";
    typed.description = "";
    typed.requirements = NULL;
    typed.requirement_count = 0;
    typed.positions = (uint8_t)positions;
    typed.start_from = app_today(app) + 10;
    typed.start_latest = app_today(app) + 60;
    assert_ok(start_need(app, &employer, &typed, &issues, &id), &issues);
    assert_int_equal(get_need(app, &employer, id, a, &view), OK);
    assert_ok(open_need(app, &office, id, view.need.version, "Eva Eier", "", &issues), &issues);
    return id;
}

// The adviser's people by name, without the one who logs in.
MAYBE_UNUSED static struct person_id person_at(size_t n, struct arena *a)
{
    struct candidate_page page;
    assert_int_equal(list_candidates(app, &adviser, &(struct candidate_query){.text = ""}, a, &page), OK);
    for (size_t i = 0; i < page.row_count; i++)
        if (page.rows[i].person.value != candidate.person.value && n-- == 0)
            return page.rows[i].person;
    fail_msg("the adviser has too few people");
    return (struct person_id){0};
}

MAYBE_UNUSED static struct referral_id started(struct need_id need, struct person_id person, struct arena *a)
{
    struct referral_started *list;
    struct issues issues = issues_in(a);
    assert_ok(start_referrals(app, &adviser, need, &person, 1, true, a, &issues, &list), &issues);
    assert_int_equal(list[0].result, REFERRAL_STARTED);
    return list[0].id;
}

MAYBE_UNUSED static struct referral_view seen(const struct actor *who, struct referral_id id, struct arena *a)
{
    struct referral_view view;
    assert_int_equal(get_referral(app, who, id, a, &view), OK);
    return view;
}

MAYBE_UNUSED static struct share_id asked(struct referral_id id, int days, struct arena *a)
{
    struct share_id share;
    struct issues issues = issues_in(a);
    assert_ok(ask_share(app, &adviser, id, app_today(app) + days, &issues, &share), &issues);
    return share;
}

MAYBE_UNUSED static void presented(struct referral_id id, struct arena *a)
{
    struct issues issues = issues_in(a);
    assert_ok(answer_share(app, &adviser, asked(id, 7, a), true, &issues), &issues);
    assert_ok(present_candidate(app, &adviser, id, seen(&adviser, id, a).row.version, &issues), &issues);
}

MAYBE_UNUSED static struct hire_form hire_of(struct referral_id referral)
{
    return (struct hire_form){.referral = referral, .start = app_today(app), .agreed_to = DAY_NONE, .form = FORM_PERMANENT,
                              .share = 80};
}

#endif
