// SPDX-License-Identifier: EUPL-1.2
// The rules of interviews: every state with every act and role, and what may be offered.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/day.h"
#include "core/interview.h"

static const int64_t HOUR = 3600000;
static const int64_t NOW = 1472720400000; // 1 September 2016, 11.00 in Norway
// The table that the rules are to be: who may do what from where, while the profile is shared and the time is to come.
static bool expected(enum interview_state state, enum interview_act act, enum role role)
{
    bool staff = role == ROLE_OFFICE || role == ROLE_ADVISER;
    switch (act) {
    case INTERVIEW_ACCEPT:
        return state == INTERVIEW_OFFERED && (staff || role == ROLE_CANDIDATE);
    case INTERVIEW_DECLINE:
        return (state == INTERVIEW_OFFERED || state == INTERVIEW_ACCEPTED) && (staff || role == ROLE_CANDIDATE);
    case INTERVIEW_CHANGE:
    case INTERVIEW_CANCEL:
        return (state == INTERVIEW_OFFERED || state == INTERVIEW_ACCEPTED) && (staff || role == ROLE_EMPLOYER);
    }
    return false;
}

static void every_state_act_and_role(void **unused)
{
    for (int s = 0; s < INTERVIEW_STATES; s++)
        for (int k = 0; k < INTERVIEW_ACTS; k++)
            for (int r = 0; r < ROLES; r++) {
                enum role role = (enum role)r;
                enum interview_state state = (enum interview_state)s;
                enum interview_act act = (enum interview_act)k;
                struct interview at = {.state = state, .starts_at = NOW + HOUR, .minutes = 30, .sequence = 4};
                const char *refusal = interview_refusal(&at, act, role, true, NOW);
                assert_int_equal(refusal == NULL, expected(state, act, role));
                assert_non_null(interview_refusal(&at, act, role, false, NOW));
                at.starts_at = NOW;
                assert_non_null(interview_refusal(&at, act, role, true, NOW));
                if (refusal != NULL)
                    continue;
                struct interview next = interview_after(&at, act, role);
                static const enum interview_state leads[] = {INTERVIEW_ACCEPTED, INTERVIEW_DECLINED, INTERVIEW_OFFERED,
                                                             INTERVIEW_CANCELLED};
                assert_int_equal(next.state, leads[k]);
                assert_int_equal(next.sequence, 5);
                bool answer = act == INTERVIEW_ACCEPT || act == INTERVIEW_DECLINE;
                assert_int_equal(next.by_adviser, answer && role != ROLE_CANDIDATE);
            }
}

static void how_it_stands(void **unused)
{
    for (int s = 0; s < INTERVIEW_STATES; s++) {
        struct interview at = {.state = (enum interview_state)s, .starts_at = NOW - HOUR / 4, .minutes = 30};
        bool awaited = s == INTERVIEW_OFFERED || s == INTERVIEW_ACCEPTED;
        assert_int_equal(interview_now(&at, true), s);
        assert_int_equal(interview_now(&at, false), awaited ? INTERVIEW_CANCELLED : at.state);
        assert_int_equal(interview_coming(&at, true, NOW), awaited); // going on
        assert_false(interview_coming(&at, false, NOW));
        assert_false(interview_coming(&at, true, NOW + HOUR));
    }
}

static const char *fault(struct interview i, day until, struct arena *a)
{
    struct issues issues = issues_in(a);
    interview_check(&i, NOW, until, &issues);
    assert_true(issues.count <= 1);
    return issues.count == 0 ? "" : issues.items[0].field;
}

static void what_may_be_offered(void **unused)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    day far = day_make(2017, 12, 1);
    struct interview good = {.starts_at = NOW + HOUR, .minutes = 30, .place = "Papirdal lager", .bring = ""}, i = good;
    assert_string_equal(fault(good, far, a), "");
    i.starts_at = NOW;
    assert_string_equal(fault(i, far, a), "starts_at");
    assert_true(instant_in_norway(day_make(2017, 3, 1), 1439, &i.starts_at)); // six months, to the end of the day
    assert_string_equal(fault(i, far, a), "");
    i.starts_at += 60000;
    assert_string_equal(fault(i, far, a), "starts_at");
    i.starts_at = NOW + 48 * HOUR; // the profile has left by then
    assert_string_equal(fault(i, day_make(2016, 9, 2), a), "starts_at");
    assert_string_equal(fault(i, day_make(2016, 9, 3), a), "");
    static const struct {
        int minutes;
        const char *field;
    } lengths[] = {{4, "minutes"}, {5, ""}, {480, ""}, {481, "minutes"}, {0, "minutes"}, {-5, "minutes"}};
    for (size_t n = 0; n < sizeof lengths / sizeof *lengths; n++) {
        i = good;
        i.minutes = lengths[n].minutes;
        assert_string_equal(fault(i, far, a), lengths[n].field);
    }
    i = good;
    i.place = " ";
    assert_string_equal(fault(i, far, a), "place");
    char text[INTERVIEW_TEXT_MOST + 2];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    i.place = text;
    assert_string_equal(fault(i, far, a), "place");
    i = good;
    i.bring = text;
    assert_string_equal(fault(i, far, a), "bring");
    i.bring = text + 1;
    assert_string_equal(fault(i, far, a), "");
}

static void names(void **unused)
{
    for (int s = 0; s < INTERVIEW_STATES; s++) {
        enum interview_state read;
        assert_true(interview_state_read(interview_state_name((enum interview_state)s), &read));
        assert_int_equal(read, s);
        assert_true(*interview_state_title((enum interview_state)s) != '\0');
    }
    enum interview_state untouched = INTERVIEW_DECLINED;
    assert_false(interview_state_read("agreed", &untouched));
    assert_int_equal(untouched, INTERVIEW_DECLINED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_act_and_role), cmocka_unit_test(how_it_stands),
        cmocka_unit_test(what_may_be_offered),      cmocka_unit_test(names),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
