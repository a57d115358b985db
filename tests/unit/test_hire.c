// SPDX-License-Identifier: EUPL-1.2
// Hires and check-ins: every act × state × role, what counts toward the goal, and what has been observed.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/status.h"
#include "core/hire.h"

#define TODAY day_make(2018, 5, 2)

static struct hire good(void)
{
    return (struct hire){
        .person = {1},
        .state = HIRE_CONFIRMED,
        .evidence = HIRE_EVIDENCE_EMPLOYER,
        .area = code_make("0602"),
        .start = day_make(2018, 1, 1),
        .agreed_to = DAY_NONE,
        .form = FORM_PERMANENT,
        .share = 100,
        .ended_on = DAY_NONE,
        .note = "",
    };
}

// Written a second time, in other words than the program's.
static bool expected(const struct hire *h, enum hire_act act, enum role role)
{
    bool staff = role == ROLE_OFFICE || role == ROLE_ADVISER;
    if (h->state == HIRE_TAKEN_BACK || (!staff && role != ROLE_EMPLOYER))
        return false;
    if (act == HIRE_CONFIRM)
        return h->state == HIRE_REPORTED;
    if (act == HIRE_TAKE_BACK)
        return staff;
    if (act == HIRE_END)
        return h->ended_on == DAY_NONE;
    if (act == HIRE_GO_ON)
        return h->ended_on != DAY_NONE;
    return true;
}

static void every_act_in_every_state_by_every_role(void **unused)
{
    for (int state = 0; state < HIRE_STATES; state++)
        for (int ended = 0; ended < 2; ended++)
            for (int act = 0; act < HIRE_ACTS; act++)
                for (int role = 0; role < ROLES; role++) {
                    struct hire h = good();
                    h.state = (enum hire_state)state;
                    h.ended_on = ended ? day_make(2018, 3, 1) : DAY_NONE;
                    bool may = hire_refusal(&h, (enum hire_act)act, (enum role)role) == NULL;
                    assert_int_equal(may, expected(&h, (enum hire_act)act, (enum role)role));
                }
    for (int evidence = 0; evidence < HIRE_EVIDENCES; evidence++)
        for (int role = 0; role < ROLES; role++)
            assert_int_equal(hire_evidence_fits((enum hire_evidence)evidence, (enum role)role),
                             (evidence == HIRE_EVIDENCE_EMPLOYER && role == ROLE_EMPLOYER) ||
                                 (evidence == HIRE_EVIDENCE_DOCUMENT && (role == ROLE_OFFICE || role == ROLE_ADVISER)));
    assert_int_equal(hire_after(HIRE_CORRECT, HIRE_EVIDENCE_NONE, HIRE_CONFIRMED), HIRE_REPORTED);
    assert_int_equal(hire_after(HIRE_CORRECT, HIRE_EVIDENCE_DOCUMENT, HIRE_REPORTED), HIRE_CONFIRMED);
    assert_int_equal(hire_after(HIRE_TAKE_BACK, HIRE_EVIDENCE_NONE, HIRE_CONFIRMED), HIRE_TAKEN_BACK);
}

static void what_counts_toward_the_goal(void **unused)
{
    struct programme p = {.goal = 1000, .from = day_make(2016, 2, 1), .to = day_make(2020, 12, 31), .least_share = 20,
                          .least_months = 3};
    size_t n;
    const struct region_area *areas = region_drammen(&n);
    struct hire h = good();
#define COUNTS hire_counts(&h, &p, areas, n, TODAY)
#define CASE(change, counts)                                                                                           \
    do {                                                                                                               \
        h = good();                                                                                                    \
        change;                                                                                                        \
        assert_int_equal(COUNTS, counts);                                                                              \
    } while (0)
    CASE(, true);
    CASE(h.state = HIRE_REPORTED, false);
    CASE(h.state = HIRE_TAKEN_BACK, false);
    CASE(h.share = 19, false);
    CASE(h.share = 20, true);
    CASE(h.start = TODAY, true);
    CASE(h.start = TODAY + 1, false);
    CASE(h.start = p.from - 1, false);
    CASE(h.area = (struct code){0}, false);          // outside the region
    CASE(h.area = code_make("0627"), false);         // a possible one is not in it
    CASE(h.area = code_make("3005"), true);          // the code that the area got later
    CASE((h.form = FORM_TEMPORARY, h.agreed_to = day_make(2018, 3, 31)), true);  // three months to the day
    CASE((h.form = FORM_TEMPORARY, h.agreed_to = day_make(2018, 3, 30)), false);
    CASE(h.ended_on = day_make(2018, 1, 2), true);   // the agreement counts; how long it lasted is another number
#undef CASE
#undef COUNTS
}

static void what_is_given_is_checked(void **unused)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct hire h = good();
    struct issues none = issues_in(a), some = issues_in(a);
    hire_check(&h, false, TODAY, &none);
    assert_int_equal(none.count, 0);
    h.start = DAY_NONE;
    h.share = 0;
    h.form = FORM_SEASONAL;
    hire_check(&h, true, TODAY, &some);
    static const char *const fields[] = {"work_training", "start", "agreed_to", "share"};
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        assert_non_null(issues_find(&some, fields[i]));
    assert_int_equal(some.count, COUNT_OF(fields));
}

static void check_ins_follow_the_clock(void **unused)
{
    struct checkin c = {.months = 3, .due_on = checkin_due(day_make(2017, 11, 30), 3), .state = CHECKIN_SCHEDULED};
    assert_int_equal(c.due_on, day_make(2018, 2, 28)); // the last day of a shorter month
    assert_int_equal(checkin_by_clock(&c, c.due_on - 1), CHECKIN_SCHEDULED);
    assert_false(checkin_open(&c, c.due_on - 1));
    assert_int_equal(checkin_by_clock(&c, c.due_on), CHECKIN_ASKED);
    assert_true(checkin_open(&c, c.due_on));
    assert_int_equal(checkin_by_clock(&c, c.due_on + CHECKIN_CHASE_DAYS), CHECKIN_CHASED);
    assert_true(checkin_open(&c, c.due_on + CHECKIN_OPEN_DAYS));
    assert_int_equal(checkin_by_clock(&c, c.due_on + CHECKIN_OPEN_DAYS + 1), CHECKIN_UNOBSERVED);
    assert_false(checkin_open(&c, c.due_on + CHECKIN_OPEN_DAYS + 1));
    c.state = CHECKIN_ANSWERED;
    assert_int_equal(checkin_by_clock(&c, c.due_on + 1000), CHECKIN_ANSWERED);
    c.state = CHECKIN_CANCELLED;
    assert_false(checkin_open(&c, c.due_on));
}

static void only_what_was_observed_counts(void **unused)
{
    struct hire h = good();
    struct checkin c[2] = {{.months = 3, .side = CHECKIN_OF_PERSON, .state = CHECKIN_ASKED},
                           {.months = 3, .side = CHECKIN_OF_EMPLOYER, .state = CHECKIN_UNOBSERVED}};
    bool observed;
    assert_false(hire_employed_at(&h, c, 2, 3, TODAY, &observed));
    assert_false(observed);
    c[0].state = CHECKIN_ANSWERED;
    c[0].employed = true;
    assert_true(hire_employed_at(&h, c, 2, 3, TODAY, &observed));
    assert_true(observed);
    c[1].state = CHECKIN_ANSWERED; // and the employer says no
    assert_false(hire_employed_at(&h, c, 2, 3, TODAY, &observed));
    assert_true(observed);
    h.ended_on = day_make(2018, 4, 1); // the day itself is employed
    assert_true(hire_employed_at(&h, c, 2, 3, TODAY, &observed));
    assert_true(observed);
    assert_false(hire_employed_at(&h, c, 2, 6, day_make(2018, 7, 1), &observed));
    assert_true(observed);
    assert_false(hire_employed_at(&h, c, 2, 6, TODAY, &observed)); // not due yet
    assert_false(observed);
}

static void names_come_back(void **unused)
{
    for (int i = 0; i < HIRE_STATES; i++) {
        enum hire_state s;
        assert_true(hire_state_read(hire_state_name((enum hire_state)i), &s) && (int)s == i);
    }
    for (int i = 0; i < HIRE_ENDS; i++) {
        enum hire_end e;
        assert_true(hire_end_read(hire_end_name((enum hire_end)i), &e) && (int)e == i);
    }
    for (int i = 0; i < CHECKIN_STATES; i++) {
        enum checkin_state s;
        assert_true(checkin_state_read(checkin_state_name((enum checkin_state)i), &s) && (int)s == i);
    }
    for (int i = 0; i < BACKGROUNDS; i++) {
        enum background b;
        assert_true(background_read(background_name((enum background)i), &b) && (int)b == i);
    }
    enum hire_end e;
    assert_false(hire_end_read("health", &e));
    assert_false(hire_end_read(NULL, &e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_act_in_every_state_by_every_role),
        cmocka_unit_test(what_counts_toward_the_goal),
        cmocka_unit_test(what_is_given_is_checked),
        cmocka_unit_test(check_ins_follow_the_clock),
        cmocka_unit_test(only_what_was_observed_counts),
        cmocka_unit_test(names_come_back),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("hire", tests, NULL, NULL);
}
