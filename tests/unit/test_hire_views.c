// SPDX-License-Identifier: EUPL-1.2
// The register and the check-ins as each actor reads them: what an employer is not told of the programme's work, when
// somebody was asked, and what narrows the list.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/employers.h"
#include "app/hires.h"
#include "app/internal.h"
#include "core/competence.h"
#include "store/user_store.h"
#include "region_fixture.h"

static struct workplace_id workplace;

static int region_open(void **state)
{
    struct employer_view view;
    region_make(day_make(2018, 1, 10), (struct demo_size){12, 60, 6}, 1, true);
    assert_int_equal(get_employer(app, &employer, employer.employer, kept, &view), OK);
    assert_true(view.workplace_count > 0);
    workplace = view.workplaces[0].id;
    return 0;
}

static void stand_at(day d)
{
    app_stand_clock(app, ((int64_t)d * 24 + 11) * 60 * 60 * 1000); // about noon, in summer and winter
}

static struct hire_id registered_as(const struct actor *who, struct person_id person, const char *occupation, day start,
                                    struct arena *a)
{
    struct issues issues = issues_in(a);
    struct hire_id id;
    bool known;
    struct hire_form form = {.person = person, .workplace = workplace, .occupation = code_make(occupation), .start = start,
                             .agreed_to = DAY_NONE, .form = FORM_PERMANENT, .share = 100, .document_seen = true};
    assert_ok(register_hire(app, who, &form, &issues, &id, &known), &issues);
    return id;
}

static struct hire_view seen(const struct actor *who, struct hire_id id, struct arena *a)
{
    struct hire_view view;
    assert_int_equal(get_hire(app, who, id, a, &view), OK);
    return view;
}

static struct hire_id registered(const struct actor *who, struct person_id person, day start, struct arena *a)
{
    return registered_as(who, person, "5223", start, a);
}

// Was somebody found to be the one who was hired? An employer that named nobody must not be able to tell: it would learn
// that the person is somebody's candidate.
static void an_employer_does_not_learn_that_a_person_was_named(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct hire_id id = registered(&employer, (struct person_id){0}, day_make(2018, 1, 2), a);
    struct hire_view before = seen(&employer, id, a);
    assert_true(seen(&adviser, id, a).row.unnamed);
    assert_false(before.row.unnamed);
    assert_ok(name_hire(app, &adviser, id, before.row.hire.version, candidate.person, &issues), &issues);
    struct hire_view after = seen(&employer, id, a), told = seen(&adviser, id, a);
    assert_string_not_equal(told.row.name, "");
    assert_string_not_equal(told.row.agency_name, "");
    assert_string_equal(told.lines[0].user_name, adviser.name);
    assert_string_equal(after.row.name, "");
    assert_string_equal(after.row.agency_name, "");
    assert_int_equal(after.row.hire.agency.value, 0);
    assert_int_equal(after.row.hire.person.value, 0);
    assert_int_equal(after.line_count, before.line_count);
    assert_int_equal(told.line_count, before.line_count + 1);
    assert_int_equal(after.checkin_count, before.checkin_count);
    assert_string_equal(after.confirmed.user_name, employer.name);
    // What the programme does with it from now on is told without saying who.
    assert_ok(end_hire(app, &adviser, id, told.row.hire.version, day_make(2018, 1, 9), HIRE_END_STUDIES, &issues), &issues);
    after = seen(&employer, id, a);
    assert_int_equal(after.line_count, before.line_count + 1);
    assert_string_equal(after.lines[0].user_name, "");
    assert_string_equal(after.lines[0].organisation, "");
    assert_int_equal(after.lines[0].as.end_reason, HIRE_END_NONE);
    assert_string_equal(seen(&office, id, a).lines[0].user_name, adviser.name);
    assert_ok(take_back_hire(app, &adviser, id, told.row.hire.version + 1, "Ferdig prøvd", &issues), &issues);
}

static bool is_alike(const struct actor *who, struct hire_id id, struct hire_id other_id, struct arena *a)
{
    struct hire_view view = seen(who, id, a);
    for (size_t i = 0; i < view.alike_count; i++)
        if (view.alike[i].id.value == other_id.value)
            return true;
    return false;
}

// Reported by the employer without a name and by an adviser with one: nobody but people can tell that it is the same.
static void two_that_may_be_one_are_pointed_out(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct hire_id reported = registered(&employer, (struct person_id){0}, day_make(2017, 12, 1), a);
    struct hire_id later = registered(&employer, (struct person_id){0}, day_make(2017, 12, 20), a);
    struct hire_id elsewise = registered_as(&employer, (struct person_id){0}, "9112", day_make(2017, 12, 2), a);
    struct hire_id named = registered(&adviser, candidate.person, day_make(2017, 12, 4), a);
    assert_true(is_alike(&adviser, named, reported, a) && is_alike(&adviser, reported, named, a));
    assert_true(is_alike(&office, named, reported, a) && is_alike(&employer, named, reported, a));
    assert_false(is_alike(&office, named, later, a)); // too far apart
    assert_false(is_alike(&office, named, elsewise, a)); // other work
    assert_false(is_alike(&candidate, named, reported, a));
    assert_false(is_alike(&other, reported, named, a)); // another agency's person
    // Which of them has been given a person is not to be seen by the employer.
    assert_ok(take_back_hire(app, &adviser, named, seen(&adviser, named, a).row.hire.version, "Meldt to ganger", &issues), &issues);
    assert_false(is_alike(&adviser, reported, named, a));
    struct hire_id second = registered(&employer, (struct person_id){0}, day_make(2017, 12, 5), a);
    assert_true(is_alike(&employer, second, reported, a));
    assert_ok(name_hire(app, &adviser, reported, seen(&adviser, reported, a).row.hire.version, candidate.person, &issues), &issues);
    assert_true(is_alike(&employer, second, reported, a) && is_alike(&adviser, second, reported, a));
    const struct hire_id all[] = {reported, later, elsewise, second};
    for (size_t i = 0; i < COUNT_OF(all); i++)
        assert_ok(take_back_hire(app, &office, all[i], seen(&office, all[i], a).row.hire.version, "Ferdig prøvd", &issues), &issues);
}

static size_t listed(const struct actor *who, struct hire_query query, struct hire_id id, struct arena *a)
{
    struct hire_page page;
    size_t count = 0;
    query.after = "";
    assert_int_equal(list_hires(app, who, &query, a, &page), OK);
    assert_int_equal(page.total, page.row_count);
    for (size_t i = 0; i < page.row_count; i++)
        count += page.rows[i].hire.id.value == id.value;
    return count;
}

static void the_list_is_narrowed_by_course(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct hire_id id = registered(&employer, (struct person_id){0}, day_make(2018, 1, 3), a);
    struct hire_query on = {.course = HIRE_COURSE_ON}, ended = {.course = HIRE_COURSE_ENDED};
    assert_int_equal(listed(&office, on, id, a), 1);
    assert_int_equal(listed(&office, ended, id, a), 0);
    int64_t version = seen(&employer, id, a).row.hire.version;
    assert_ok(end_hire(app, &employer, id, version, day_make(2018, 1, 8), HIRE_END_AGREED, &issues), &issues);
    assert_int_equal(listed(&office, on, id, a), 0);
    assert_int_equal(listed(&employer, ended, id, a), 1);
    assert_int_equal(listed(&office, (struct hire_query){0}, id, a), 1);
    assert_ok(take_back_hire(app, &office, id, version + 1, "Ferdig prøvd", &issues), &issues);
}

// Page by page, each hire once, also while others are added.
static void the_list_comes_in_pages(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct hire_id made[5];
    size_t found = 0, rows = 0;
    for (size_t i = 0; i < COUNT_OF(made); i++)
        made[i] = registered(&employer, (struct person_id){0}, day_make(2017, 6, 1) + (day)i, a);
    struct hire_query query = {.states = 1u << HIRE_CONFIRMED, .after = "", .most = 2};
    struct hire_page page;
    do {
        assert_int_equal(list_hires(app, &office, &query, a, &page), OK);
        assert_true(page.row_count <= 2);
        for (size_t i = 0; i < page.row_count; i++, rows++)
            for (size_t k = 0; k < COUNT_OF(made); k++)
                found += page.rows[i].hire.id.value == made[k].value;
        query.after = page.next;
        if (rows == 2)
            registered(&employer, (struct person_id){0}, day_make(2017, 7, 1), a);
    } while (*page.next != '\0');
    assert_int_equal(found, COUNT_OF(made));
    assert_int_equal(rows + 1, page.total); // the last one came after the first page
    assert_int_equal(list_hires(app, &office, &(struct hire_query){.after = "no key", .most = 2}, a, &page), OK);
}

static void a_correction_tells_where_it_was_before(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct hire_id id = registered(&adviser, candidate.person, day_make(2018, 1, 4), a);
    struct hire_view view = seen(&adviser, id, a);
    struct hire_form form = {.workplace = workplace, .occupation = code_make("5223"), .start = day_make(2018, 1, 5),
                             .agreed_to = DAY_NONE, .form = FORM_PERMANENT, .share = 50, .note = "Avtalen sier 50 prosent"};
    assert_ok(correct_hire(app, &adviser, id, view.row.hire.version, &form, &issues), &issues);
    view = seen(&adviser, id, a);
    assert_int_equal(view.row.hire.state, HIRE_REPORTED);
    assert_int_equal(view.lines[0].as.share, 50);
    assert_int_equal(view.lines[1].as.share, 100);
    assert_string_equal(view.lines[0].workplace_name, view.row.workplace_name);
    assert_string_equal(view.lines[0].employer_name, view.row.employer_name);
    assert_string_equal(seen(&candidate, id, a).lines[0].as.note, "Avtalen sier 50 prosent");
    assert_string_equal(seen(&employer, id, a).lines[0].as.note, "");
    assert_int_equal(get_hire(app, &other, id, a, &view), NOT_FOUND);
    assert_ok(take_back_hire(app, &adviser, id, seen(&adviser, id, a).row.hire.version, "Ferdig prøvd", &issues), &issues);
}

static struct checkin_id first_of(struct hire_id id, const struct actor *who, enum checkin_side side, struct arena *a)
{
    struct hire_view view = seen(who, id, a);
    for (size_t i = 0; i < view.checkin_count; i++)
        if (view.checkins[i].side == side && view.checkins[i].months == CHECKIN_MONTHS[0])
            return view.checkins[i].id;
    fail_msg("no check-in");
    return (struct checkin_id){0};
}

static void a_checkin_says_when_it_was_asked(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct checkin_view view;
    struct hire_id id = registered(&adviser, candidate.person, day_make(2018, 1, 10), a);
    struct checkin_id mine = first_of(id, &adviser, CHECKIN_OF_PERSON, a), theirs = first_of(id, &employer, CHECKIN_OF_EMPLOYER, a);
    day due = checkin_due(day_make(2018, 1, 10), CHECKIN_MONTHS[0]);
    assert_int_equal(get_checkin(app, &candidate, mine, a, &view), OK);
    assert_true(view.refusal != NULL && view.asked_at == 0 && !view.may_end);
    assert_int_equal(answer_checkin(app, &candidate, mine, true, 4, 0, &issues), CONFLICT);
    stand_at(due);
    assert_int_equal(tend_checkins(app), OK);
    int64_t asked = app_now(app);
    stand_at(due + CHECKIN_CHASE_DAYS);
    assert_int_equal(tend_checkins(app), OK);
    assert_int_equal(get_checkin(app, &candidate, mine, a, &view), OK);
    assert_null(view.refusal);
    assert_int_equal(day_in_norway(view.asked_at), day_in_norway(asked));
    assert_int_equal(day_in_norway(view.chased_at), due + CHECKIN_CHASE_DAYS);
    assert_string_equal(view.row.name, ""); // one's own
    assert_int_equal(get_checkin(app, &adviser, mine, a, &view), OK);
    assert_true(view.may_end);
    assert_string_not_equal(view.row.name, "");
    // Each side answers for itself.
    assert_int_equal(get_checkin(app, &employer, mine, a, &view), NOT_FOUND);
    assert_int_equal(get_checkin(app, &candidate, theirs, a, &view), NOT_FOUND);
    assert_int_equal(get_checkin(app, &adviser, theirs, a, &view), NOT_FOUND);
    assert_int_equal(get_checkin(app, &other, mine, a, &view), NOT_FOUND);
    assert_int_equal(answer_checkin(app, &office, theirs, true, 5, 0, &issues), NOT_FOUND);
    // The profile was never shown to this employer, so what it says of language is not kept.
    assert_int_equal(get_checkin(app, &employer, theirs, a, &view), OK);
    assert_false(view.asks_norwegian);
    assert_string_equal(view.row.name, "");
    assert_ok(answer_checkin(app, &employer, theirs, true, 5, CEFR_C1, &issues), &issues);
    assert_ok(answer_checkin(app, &employer, theirs, true, 5, CEFR_C1, &issues), &issues); // sent twice
    assert_int_equal(get_checkin(app, &employer, theirs, a, &view), OK);
    assert_non_null(view.refusal);
    assert_int_equal(view.row.checkin.rating, 5);
    assert_int_equal(view.row.checkin.norwegian, 0);
    assert_ok(answer_checkin(app, &adviser, mine, false, 2, CEFR_B1, &issues), &issues);
    assert_int_equal(get_checkin(app, &candidate, mine, a, &view), OK);
    assert_true(view.row.checkin.by_adviser && view.row.checkin.norwegian == CEFR_B1 && !view.row.checkin.employed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_employer_does_not_learn_that_a_person_was_named),
        cmocka_unit_test(two_that_may_be_one_are_pointed_out),
        cmocka_unit_test(the_list_is_narrowed_by_course),
        cmocka_unit_test(the_list_comes_in_pages),
        cmocka_unit_test(a_correction_tells_where_it_was_before),
        cmocka_unit_test(a_checkin_says_when_it_was_asked),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("hire_views", tests, region_open, region_close);
}
