// SPDX-License-Identifier: EUPL-1.2
// Intervals against published values, and what works against employers made up by hand.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "core/interval.h"
#include "core/outreach.h"

static void near(double got, double wanted)
{
    if (fabs(got - wanted) > 0.00006)
        fail_msg("%.5f, not %.5f", got, wanted);
}

static void test_share(void **state)
{
    // Newcombe, Two-sided confidence intervals for the single proportion (1998), table I, method 3.
    static const struct {
        int64_t happened, count;
        double low, high;
    } CASES[] = {{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0.0, 0.1611}, {1, 29, 0.0061, 0.1718}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct interval got = interval_share(CASES[i].happened, CASES[i].count);
        near(got.low, CASES[i].low);
        near(got.high, CASES[i].high);
    }
    struct interval all = interval_share(20, 20);
    near(all.low, 1 - 0.1611);
    near(all.high, 1);
}

static void test_difference(void **state)
{
    // Newcombe, Interval estimation for the difference between independent proportions (1998), table II, method 10.
    static const struct {
        int64_t a, m, b, n;
        double low, high;
    } CASES[] = {{56, 70, 48, 80, 0.0524, 0.3339}, {9, 10, 3, 10, 0.1705, 0.8090}, {6, 7, 2, 7, 0.0582, 0.8062},
                 {5, 56, 0, 29, -0.0381, 0.1926},  {0, 10, 0, 20, -0.1611, 0.2775}, {0, 10, 0, 10, -0.2775, 0.2775},
                 {10, 10, 0, 20, 0.6791, 1.0},     {10, 10, 0, 10, 0.6075, 1.0}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct interval got = interval_difference(CASES[i].a, CASES[i].m, CASES[i].b, CASES[i].n);
        near(got.low, CASES[i].low);
        near(got.high, CASES[i].high);
    }
}

enum { MANY = 10, FROM = 17000, TODAY = FROM + 200 };

static void test_count(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct outreach_employer employers[MANY];
    for (int i = 0; i < MANY; i++)
        employers[i] = (struct outreach_employer){{i + 1}, FROM - 5, "", ""};
    employers[8].known = FROM + 11; // came later than the first one reached
    const struct outreach_event reached[] = {
        {{1}, FROM - 1}, {{1}, FROM + 10}, {{1}, FROM + 20}, {{2}, FROM + 109}, {{3}, FROM + 110}, {{99}, FROM + 10}};
    const struct outreach_event needs[] = {{{1}, FROM + 9},   {{1}, FROM + 101}, {{2}, FROM + 109}, {{2}, FROM + 300},
                                           {{3}, FROM + 111}, {{4}, FROM + 10},  {{9}, FROM + 12}};
    const struct outreach_event hires[] = {{{1}, FROM + 190}, {{2}, FROM + 110}};
    bool touched[MANY] = {true, true, true, [9] = true}; // the last one in another way
    struct outreach_frame f = {.employers = employers, .employer_count = MANY, .outcomes = {{needs, 7}, {hires, 2}},
                               .reached = touched, .from = FROM, .to = FROM + 150, .today = TODAY};
    struct outreach_result r = outreach_count(&f, &(struct outreach_events){reached, 6}, a);
    assert_int_equal(r.reached, 3);
    assert_int_equal(r.row_count, 3 + 5); // 4 … 8
    // First days 10, 109 and 110. Needs: the window of the first ends on day 100, one before its next need; the second one's on
    // the day before today; the third one's today.
    assert_int_equal(r.rows[0].start, FROM + 10);
    assert_int_equal(r.rows[0].answers[OUTREACH_NEED], OUTREACH_NO);
    assert_int_equal(r.rows[1].answers[OUTREACH_NEED], OUTREACH_YES);
    assert_int_equal(r.rows[2].answers[OUTREACH_NEED], OUTREACH_NOT_YET);
    assert_int_equal(r.tallies[OUTREACH_NEED].observed, 2);
    assert_int_equal(r.tallies[OUTREACH_NEED].happened, 1);
    // Hires: the window of 180 days of the first one ends on day 190.
    assert_int_equal(r.rows[0].answers[OUTREACH_HIRE], OUTREACH_YES);
    assert_int_equal(r.tallies[OUTREACH_HIRE].observed, 1);
    assert_int_equal(r.tallies[OUTREACH_HIRE].happened, 1);
    // The others by lot: at 0, 3/5, 6/5, 9/5 and 12/5 of three days.
    const day starts[] = {FROM + 10, FROM + 10, FROM + 109, FROM + 109, FROM + 110};
    for (int i = 0; i < 5; i++) {
        assert_int_equal(r.rows[3 + i].start, starts[i]);
        assert_false(r.rows[3 + i].reached);
        if (i > 0)
            assert_true(outreach_lot(r.rows[2 + i].employer->id) < outreach_lot(r.rows[3 + i].employer->id));
    }
    assert_int_equal(r.tallies[OUTREACH_NEED].other_observed, 4);
    assert_int_equal(r.tallies[OUTREACH_HIRE].other_observed, 2);
    assert_int_equal(r.tallies[OUTREACH_HIRE].other_happened, 0);

    struct outreach_result none = outreach_count(&f, &(struct outreach_events){0}, a);
    assert_int_equal(none.reached, 0);
    assert_int_equal(none.row_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_share), cmocka_unit_test(test_difference), cmocka_unit_test(test_count)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
