// SPDX-License-Identifier: EUPL-1.2
// The rules of activities and tasks: what is right, when contacts collide, which answer to an invitation stands.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/activity.h"
#include "core/task.h"

#define TODAY day_make(2016, 9, 1)

static int64_t at(day d)
{
    int64_t instant = 0;
    assert_true(instant_in_norway(d, 9 * 60, &instant));
    return instant;
}

static struct activity good(void)
{
    static const struct activity_party party = {.employer = {7}};
    return (struct activity){.kind = ACTIVITY_VISIT, .state = ACTIVITY_PLANNED, .at = at(TODAY + 3), .minutes = 30, .place = "",
                             .note = "", .name_reason = "", .parties = &party, .party_count = 1};
}

static bool complains(const struct activity *a, bool fresh, const char *field)
{
    struct arena *arena CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(arena);
    activity_check(a, fresh, TODAY, &issues);
    return *field == '\0' ? issues.count > 0 : issues_find(&issues, field) != NULL;
}

static void what_is_right(void **state)
{
    struct activity a = good();
    assert_false(complains(&a, true, ""));
    a.state = ACTIVITY_HELD;
    assert_true(complains(&a, true, "day")); // still to come
    a.at = at(TODAY);
    assert_false(complains(&a, true, ""));
    a.at = at(TODAY - 1);
    a.state = ACTIVITY_PLANNED;
    assert_true(complains(&a, true, "day"));
    assert_false(complains(&a, false, "")); // it was planned once
    a = good();
    a.at = 0;
    assert_true(complains(&a, true, "day"));
    a = good();
    a.outcome = ACTIVITY_INTERESTED;
    assert_true(complains(&a, true, "outcome"));
    a = good();
    a.party_count = 0;
    assert_true(complains(&a, true, "with"));
    a.network.value = 3;
    assert_false(complains(&a, true, ""));
    a = good();
    a.minutes = 1441;
    assert_true(complains(&a, true, "minutes"));
    a = good();
    a.kind = ACTIVITY_NOTE;
    assert_true(complains(&a, true, "state"));
    a.state = ACTIVITY_HELD;
    a.at = at(TODAY);
    assert_true(complains(&a, true, "note"));
    a.note = "Ny daglig leder";
    assert_false(complains(&a, true, ""));
}

static void when_contacts_collide(void **state)
{
    static const struct {
        int mine, theirs; // days from today
        bool planned;
        int days;
        bool expected;
    } cases[] = {
        {0, 0, false, 14, true},   {0, -14, false, 14, true},  {0, -15, false, 14, false}, {10, -4, false, 14, true},
        {10, -5, false, 14, false}, {-20, -7, false, 14, true}, {-20, -5, false, 14, false}, {0, 60, true, 14, true},
        {0, 0, true, 14, true},    {0, -1, true, 14, true},    {0, -20, true, 14, false},  {0, 0, false, 0, false},
        {0, 5, true, 0, false},    {0, -1, false, 1, true},    {0, -2, false, 1, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (contacts_collide(TODAY + cases[i].mine, TODAY + cases[i].theirs, cases[i].planned, TODAY, cases[i].days) != cases[i].expected)
            fail_msg("case %zu", i);
}

static void which_answer_stands(void **state)
{
    struct activity_participant p = {.invited_sequence = -1};
    assert_non_null(invitation_answer_refusal(&p, 0, 100)); // never asked
    p.invited_sequence = 2;
    assert_non_null(invitation_answer_refusal(&p, 3, 100)); // of what was never sent
    assert_null(invitation_answer_refusal(&p, 1, 100));
    p.answer = INVITATION_ACCEPTED;
    p.answer_sequence = 1;
    p.answered_at = 100;
    assert_false(invitation_answer_holds(&p));
    assert_non_null(invitation_answer_refusal(&p, 0, 900)); // an older version, however late
    assert_non_null(invitation_answer_refusal(&p, 1, 100));
    assert_non_null(invitation_answer_refusal(&p, 1, 99));
    assert_null(invitation_answer_refusal(&p, 1, 101));
    assert_null(invitation_answer_refusal(&p, 2, 50)); // a newer version, by a clock that is slow
    p.answer_sequence = 2;
    assert_true(invitation_answer_holds(&p));
}

static void when_an_invitation_has_to_go_anew(void **state)
{
    static const struct activity_party other = {.employer = {8}};
    struct activity before = good(), now = good();
    assert_false(activity_moved(&before, &now));
    now.note = "Ta med brosjyre";
    assert_false(activity_moved(&before, &now));
    now.at += 60000;
    assert_true(activity_moved(&before, &now));
    now = good();
    now.place = "Kantinen";
    assert_true(activity_moved(&before, &now));
    now = good();
    now.parties = &other;
    assert_true(activity_moved(&before, &now));
    now = good();
    now.state = ACTIVITY_CANCELLED;
    assert_true(activity_moved(&before, &now));
    now = good();
    assert_int_equal(activity_ends(&now) - now.at, 30 * 60000);
    now.minutes = 0;
    assert_int_equal(activity_ends(&now) - now.at, 60 * 60000);
    now.all_day = true;
    assert_true(instant_in_norway(day_make(2016, 10, 30), 0, &now.at)); // the day of 25 hours
    assert_int_equal(activity_ends(&now) - now.at, 25 * 3600000);
}

static void tasks(void **state)
{
    struct arena *arena CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(arena);
    struct task t = {.what = "Ring på nytt", .guidance = "", .by = TODAY - 1};
    task_check(&t, TODAY, &issues);
    assert_int_equal(issues.count, 0);
    assert_true(task_overdue(&t, TODAY));
    t.state = TASK_DONE;
    assert_false(task_overdue(&t, TODAY));
    t.state = TASK_OPEN;
    t.by = TODAY;
    assert_false(task_overdue(&t, TODAY));
    t.by = DAY_NONE;
    assert_false(task_overdue(&t, TODAY));
    t.what = " ";
    t.by = TODAY + 4000;
    task_check(&t, TODAY, &issues);
    assert_non_null(issues_find(&issues, "what"));
    assert_non_null(issues_find(&issues, "by"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_right),      cmocka_unit_test(when_contacts_collide),
        cmocka_unit_test(which_answer_stands), cmocka_unit_test(when_an_invitation_has_to_go_anew),
        cmocka_unit_test(tasks),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
