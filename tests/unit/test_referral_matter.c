// SPDX-License-Identifier: EUPL-1.2
// What a referral is about, as the person and the adviser may read it: now, as it was presented, and after taking back.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/internal.h"
#include "app/people.h"
#include "app/referral_matter.h"
#include "app/referrals.h"
#include "app/shares.h"
#include "store/person_store.h"
#include "store/user_store.h"
#include "region_fixture.h"

static int region_open(void **state)
{
    region_make(day_make(2018, 1, 10), (struct demo_size){12, 60, 20}, 1, false);
    return 0;
}

// An open need for which the candidate has no referral yet.
static struct need_id need_free(struct arena *a)
{
    struct need_page page;
    struct need_query query = {.states = 1u << NEED_OPEN, .text = "", .most = 100};
    assert_int_equal(list_needs(app, &adviser, &query, a, &page), OK);
    for (size_t i = 0; i < page.row_count; i++) {
        struct referral_page there;
        struct referral_query of = {.need = page.rows[i].id, .person = candidate.person, .after = ""};
        assert_int_equal(list_referrals(app, &candidate, &of, a, &there), OK);
        if (there.row_count == 0)
            return page.rows[i].id;
    }
    fail_msg("there is no open need left");
    return (struct need_id){0};
}

static int64_t version_of(struct referral_id id, struct arena *a)
{
    struct referral_view view;
    assert_int_equal(get_referral(app, &adviser, id, a, &view), OK);
    return view.row.version;
}

static void headline_set(const char *text, struct arena *a)
{
    struct candidate_view view;
    struct issues issues = issues_in(a);
    assert_int_equal(get_candidate(app, &adviser, candidate.person, a, &view), OK);
    view.profile.headline = text;
    assert_int_equal(edit_profile(app, &adviser, &view.profile, &issues), OK);
}

static size_t readings(struct arena *a)
{
    struct reader_line *lines;
    size_t count;
    assert_int_equal(list_readers(app, &candidate, candidate.person, a, &lines, &count), OK);
    return count;
}

static void what_is_shown_and_to_whom(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct referral_started *started;
    struct referral_matter m;
    struct share_id share;
    struct need_id need = need_free(a);
    assert_int_equal(start_referrals(app, &adviser, need, &candidate.person, 1, true, a, &issues, &started), OK);
    struct referral_id id = started[0].id;

    headline_set("Før", a);
    size_t before = readings(a);
    assert_int_equal(get_referral_matter(app, &candidate, id, a, &m), OK);
    assert_int_equal(readings(a), before); // the own page is nobody's reading
    assert_false(m.as_presented);
    assert_true(m.explained);
    assert_int_equal(m.explanation.row_count, m.need.all_count);
    assert_int_equal(m.need.need.id.value, need.value);
    assert_string_equal(m.profile.headline, "Før");
    assert_string_equal(m.need.stated_by_name, "");
    assert_int_equal(m.need.rights, 0);
    assert_int_equal(get_referral_matter(app, &adviser, id, a, &m), OK);
    assert_true(readings(a) > before);
    const struct actor *const strangers[] = {&office, &other, &employer};
    for (size_t i = 0; i < COUNT_OF(strangers); i++)
        assert_int_equal(get_referral_matter(app, strangers[i], id, a, &m), NOT_FOUND);

    day deadline = app_today(app) + 7;
    assert_int_equal(ask_share(app, &adviser, id, deadline, &issues, &share), OK);
    assert_int_equal(answer_share(app, &candidate, share, true, &issues), OK);
    assert_int_equal(present_candidate(app, &adviser, id, version_of(id, a), &issues), OK);
    headline_set("Etter", a);
    assert_int_equal(get_referral_matter(app, &candidate, id, a, &m), OK);
    assert_true(m.as_presented && m.explained);
    assert_string_equal(m.profile.headline, "Før"); // what the employer sees
    assert_int_equal(get_referral_matter(app, &employer, id, a, &m), NOT_FOUND);
    assert_int_equal(take_back_share(app, &candidate, share, &issues), OK);
    assert_int_equal(get_referral_matter(app, &candidate, id, a, &m), OK);
    assert_false(m.as_presented);
    assert_string_equal(m.profile.headline, "Etter");
}

static void gone_is_gone(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct referral_page page;
    struct referral_matter m;
    struct identity identity;
    assert_int_equal(list_referrals(app, &candidate, &(struct referral_query){.person = candidate.person, .after = ""}, a, &page), OK);
    assert_true(page.row_count > 0);
    assert_int_equal(identity_get(app_store(app), candidate.person, a, &identity, NULL), OK);
    assert_int_equal(delete_person(app, &candidate, candidate.person, identity_name(&identity, a), &issues), OK);
    for (size_t i = 0; i < page.row_count; i++) {
        assert_int_equal(get_referral_matter(app, &adviser, page.rows[i].id, a, &m), NOT_FOUND);
        assert_int_equal(get_referral_matter(app, &candidate, page.rows[i].id, a, &m), NOT_FOUND);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_shown_and_to_whom),
        cmocka_unit_test(gone_is_gone),
    };
    return cmocka_run_group_tests(tests, region_open, region_close);
}
