// SPDX-License-Identifier: EUPL-1.2
// Every state × move × role of referrals and questions about sharing, held against the rules in words (product.md), which
// are written here a second time.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/status.h"
#include "core/referral.h"
#include "core/share.h"

enum { NEED_STATES = 4 };

static bool eyes(enum work_status s)
{
    return s == WORK_INTERVIEW || s == WORK_TRIAL || s == WORK_OFFERED;
}

static bool end(enum work_status s)
{
    return s == WORK_NOT_RELEVANT || s == WORK_NOT_INTERESTED;
}

// What the rules say, in other words than the program's.
static bool expected(const struct referral_state *s, const struct referral_move *m, enum role role)
{
    bool staff = role == ROLE_OFFICE || role == ROLE_ADVISER, employer = role == ROLE_EMPLOYER;
    bool open = s->need == NEED_OPEN, yes = s->consent == CONSENT_YES;
    switch (m->step) {
    case STEP_WORK:
        return staff && s->outcome != OUTCOME_HIRED &&
               (end(m->work) || (open && (!eyes(m->work) || (s->outcome == OUTCOME_PRESENTED && yes))));
    case STEP_PRESENT:
        return staff && open && yes && s->outcome == OUTCOME_NOT_PRESENTED && !end(s->work);
    case STEP_UNPRESENT:
        return staff && s->outcome == OUTCOME_PRESENTED;
    case STEP_VERDICT:
        return (staff || employer) && s->outcome == OUTCOME_PRESENTED &&
               ((m->verdict == EMPLOYER_NOT_RELEVANT && m->reason != REASON_NONE) ||
                (open && (m->verdict == EMPLOYER_TO_CONSIDER || m->verdict == EMPLOYER_RELEVANT)));
    case STEP_HIRE:
        return (staff || employer) && s->outcome != OUTCOME_HIRED && s->hire_confirmed;
    case STEP_UNHIRE:
        return staff && s->outcome == OUTCOME_HIRED && !s->hire_confirmed;
    }
    return false;
}

enum { STATE_COUNT = NEED_STATES * CONSENTS * WORK_STATUSES * OUTCOMES * EMPLOYER_VERDICTS * 2 };

static struct referral_state state_at(int i)
{
    struct referral_state s;
    s.need = (enum need_state)(i % NEED_STATES), i /= NEED_STATES;
    s.consent = (enum consent)(i % CONSENTS), i /= CONSENTS;
    s.work = (enum work_status)(i % WORK_STATUSES), i /= WORK_STATUSES;
    s.outcome = (enum outcome)(i % OUTCOMES), i /= OUTCOMES;
    s.verdict = (enum employer_verdict)(i % EMPLOYER_VERDICTS), i /= EMPLOYER_VERDICTS;
    s.hire_confirmed = i % 2;
    return s;
}

static int index_of(const struct referral_state *s)
{
    return ((((s->hire_confirmed * EMPLOYER_VERDICTS + (int)s->verdict) * OUTCOMES + (int)s->outcome) * WORK_STATUSES +
             (int)s->work) * CONSENTS + (int)s->consent) * NEED_STATES + (int)s->need;
}

enum { MOVE_COUNT = WORK_STATUSES + 4 + EMPLOYER_VERDICTS * VERDICT_REASONS };

static struct referral_move move_at(int i)
{
    static const enum referral_step plain[] = {STEP_PRESENT, STEP_UNPRESENT, STEP_HIRE, STEP_UNHIRE};
    if (i < WORK_STATUSES)
        return (struct referral_move){.step = STEP_WORK, .work = (enum work_status)i};
    i -= WORK_STATUSES;
    if (i < 4)
        return (struct referral_move){.step = plain[i]};
    i -= 4;
    return (struct referral_move){.step = STEP_VERDICT,
                                  .verdict = (enum employer_verdict)(i % EMPLOYER_VERDICTS),
                                  .reason = (enum verdict_reason)(i / EMPLOYER_VERDICTS)};
}

static void every_move_of_everybody(void **unused)
{
    for (int i = 0; i < STATE_COUNT; i++) {
        struct referral_state s = state_at(i);
        assert_int_equal(index_of(&s), i);
        for (int m = 0; m < MOVE_COUNT; m++) {
            struct referral_move move = move_at(m);
            for (int role = 0; role < ROLES; role++) {
                const char *refused = referral_refusal(&s, &move, (enum role)role);
                if ((refused == NULL) != expected(&s, &move, (enum role)role))
                    fail_msg("state %d, move %d, role %d: %s", i, m, role, refused == NULL ? "allowed" : refused);
                if (refused != NULL)
                    assert_true(strlen(refused) > 10); // says what to do
            }
        }
    }
}

// From the beginning, by any moves, and by whatever happens around it: what is never to be seen.
static void what_can_be_reached(void **unused)
{
    static bool seen[STATE_COUNT];
    static int queue[STATE_COUNT];
    struct referral_state first = {.need = NEED_OPEN};
    int count = 0;
    seen[queue[count++] = index_of(&first)] = true;
    for (int at = 0; at < count; at++) {
        struct referral_state s = state_at(queue[at]);
        assert_false(eyes(s.work) && s.outcome == OUTCOME_NOT_PRESENTED);
        assert_true((s.outcome == OUTCOME_HIRED) == (s.verdict == EMPLOYER_HIRED));
        assert_false(s.outcome == OUTCOME_NOT_PRESENTED && s.verdict != EMPLOYER_TO_CONSIDER);
        for (int m = 0; m < MOVE_COUNT; m++) {
            struct referral_move move = move_at(m);
            if (referral_refusal(&s, &move, ROLE_ADVISER) != NULL)
                continue;
            struct referral_state next = referral_after(&s, &move);
            if (s.outcome == OUTCOME_NOT_PRESENTED && next.outcome == OUTCOME_PRESENTED)
                assert_true(s.consent == CONSENT_YES && s.need == NEED_OPEN);
            if (next.outcome == OUTCOME_HIRED)
                assert_true(s.outcome == OUTCOME_HIRED || s.hire_confirmed);
            if (!seen[index_of(&next)])
                seen[queue[count++] = index_of(&next)] = true;
        }
        // The world goes on: the need closes and opens, consent comes and goes, a hire is confirmed and corrected.
        for (int need = 0; need < NEED_STATES; need++)
            for (int consent = 0; consent < CONSENTS; consent++)
                for (int hire = 0; hire < 2; hire++) {
                    struct referral_state next = s;
                    next.need = (enum need_state)need;
                    next.consent = (enum consent)consent;
                    next.hire_confirmed = hire;
                    if (!seen[index_of(&next)])
                        seen[queue[count++] = index_of(&next)] = true;
                }
    }
    assert_true(count > 500);
}

static void a_hire_that_is_taken_back_leaves_the_presentation(void **unused)
{
    struct referral_state s = {.need = NEED_OPEN, .consent = CONSENT_YES, .outcome = OUTCOME_PRESENTED, .work = WORK_OFFERED,
                               .hire_confirmed = true};
    struct referral_move hire = {.step = STEP_HIRE}, back = {.step = STEP_UNHIRE};
    assert_null(referral_refusal(&s, &hire, ROLE_EMPLOYER));
    s = referral_after(&s, &hire);
    assert_true(referral_ended(&s));
    assert_non_null(referral_refusal(&s, &back, ROLE_ADVISER)); // the register first
    s.hire_confirmed = false;
    assert_null(referral_refusal(&s, &back, ROLE_ADVISER));
    s = referral_after(&s, &back);
    assert_int_equal(s.outcome, OUTCOME_PRESENTED);
    assert_int_equal(s.verdict, EMPLOYER_TO_CONSIDER);
    assert_false(referral_ended(&s));
}

static void names_go_there_and_back(void **unused)
{
    enum work_status work;
    enum verdict_reason reason;
    enum share_state share;
    for (int i = 0; i < WORK_STATUSES; i++)
        assert_true(work_status_read(work_status_name((enum work_status)i), &work) && work == (enum work_status)i);
    for (int i = 0; i < VERDICT_REASONS; i++)
        assert_true(verdict_reason_read(verdict_reason_name((enum verdict_reason)i), &reason) && reason == (enum verdict_reason)i);
    for (int i = 0; i < SHARE_STATES; i++)
        assert_true(share_state_read(share_state_name((enum share_state)i), &share) && share == (enum share_state)i);
    assert_false(work_status_read("Relevant", &work));
    assert_false(share_state_read("", &share));
}

// Sharing

static const day TODAY = 16800;

static void deadlines(void **unused)
{
    struct arena *a = arena_open();
    static const struct {
        int ahead;
        bool right;
    } rows[] = {{-1, false}, {0, false}, {1, false}, {2, true}, {3, true}, {7, true}, {28, true}, {40, false}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct issues issues = issues_in(a);
        share_deadline_check(TODAY + rows[i].ahead, TODAY, &issues);
        assert_int_equal(issues.count == 0, rows[i].right);
    }
    struct issues issues = issues_in(a);
    share_deadline_check(DAY_NONE, TODAY, &issues);
    assert_int_equal(issues.count, 1);
    for (size_t i = 0; i < COUNT_OF(SHARE_DEADLINES); i++)
        assert_true(SHARE_DEADLINES[i] >= SHARE_DAYS_LEAST);
    arena_close(a);
}

static bool share_expected(const struct share_request *s, enum share_act act, enum role role, day today)
{
    bool person = role == ROLE_CANDIDATE, staff = role == ROLE_OFFICE || role == ROLE_ADVISER;
    bool waiting = s->state == SHARE_SENT || s->state == SHARE_CANNOT_NOTIFY || s->state == SHARE_UNDELIVERABLE;
    bool late = waiting && today > s->deadline, lasting = s->state == SHARE_YES && today <= day_add_months(s->answered_on, 6);
    switch (act) {
    case SHARE_ANSWER_YES:
        return (person || staff) && waiting && !late;
    case SHARE_ANSWER_NO:
        return (person || staff) && (waiting || s->state == SHARE_EXPIRED || (s->state == SHARE_YES && !lasting));
    case SHARE_TAKE_BACK:
        return (lasting && (person || staff)) || (staff && waiting && !late);
    case SHARE_NOTICE_FAILED:
    case SHARE_NOTICE_RETURNED:
        return role == ROLE_PUBLIC && s->state == SHARE_SENT && !late;
    }
    return false;
}

static void every_answer_of_everybody(void **unused)
{
    static const int days[] = {0, 1, 2, 3, 4, 100, 181, 184, 190, 400};
    for (int state = 0; state < SHARE_STATES; state++)
        for (int act = 0; act < SHARE_ACTS; act++)
            for (int role = 0; role < ROLES; role++)
                for (size_t d = 0; d < COUNT_OF(days); d++) {
                    bool answered = state == SHARE_YES || state == SHARE_NO;
                    struct share_request s = {.state = (enum share_state)state, .asked_on = TODAY, .deadline = TODAY + 3,
                                              .answered_on = answered ? TODAY + 1 : DAY_NONE};
                    day today = TODAY + days[d];
                    const char *refused = share_refusal(&s, (enum share_act)act, (enum role)role, today);
                    if ((refused == NULL) != share_expected(&s, (enum share_act)act, (enum role)role, today))
                        fail_msg("state %d, act %d, role %d, day %d: %s", state, act, role, days[d],
                                 refused == NULL ? "allowed" : refused);
                    if (refused == NULL && act == SHARE_ANSWER_YES) {
                        struct share_request after = share_after(&s, SHARE_ANSWER_YES, (enum role)role, today);
                        assert_int_equal(share_consent(&after, today), CONSENT_YES);
                        assert_int_equal(after.by_adviser, role != ROLE_CANDIDATE);
                        assert_int_equal(share_consent(&after, share_ends(&after)), CONSENT_YES);
                        assert_int_equal(share_consent(&after, share_ends(&after) + 1), CONSENT_ENDED);
                        struct share_request back = share_after(&after, SHARE_TAKE_BACK, ROLE_CANDIDATE, today);
                        assert_int_equal(share_consent(&back, today), CONSENT_ENDED);
                    }
                }
}

static void silence_is_no(void **unused)
{
    struct share_request s = {.state = SHARE_SENT, .asked_on = TODAY, .deadline = TODAY + 2, .answered_on = DAY_NONE};
    assert_int_equal(share_consent(NULL, TODAY), CONSENT_NOT_ASKED);
    assert_int_equal(share_consent(&s, TODAY + 2), CONSENT_WAITING); // to the end of the day
    assert_int_equal(share_consent(&s, TODAY + 3), CONSENT_NO);
    assert_int_equal(share_now(&s, TODAY + 3), SHARE_EXPIRED);
    assert_int_equal(share_remind_on(&s), TODAY + 1);
    // Taken back before an answer: as if never asked.
    s = share_after(&s, SHARE_TAKE_BACK, ROLE_ADVISER, TODAY);
    assert_int_equal(share_consent(&s, TODAY), CONSENT_NOT_ASKED);
}

static void how_often_somebody_is_asked(void **unused)
{
    struct share_request s = {.state = SHARE_SENT, .asked_on = TODAY, .deadline = TODAY + 2, .answered_on = DAY_NONE};
    assert_null(share_ask_refusal(NULL, TODAY, 0, 3));
    assert_null(share_ask_refusal(NULL, TODAY, 2, 3));
    assert_non_null(share_ask_refusal(NULL, TODAY, 3, 3));
    assert_non_null(share_ask_refusal(&s, TODAY, 1, 3));
    assert_null(share_ask_refusal(&s, TODAY + 3, 0, 3)); // expired: may be asked again
    struct share_request yes = share_after(&s, SHARE_ANSWER_YES, ROLE_CANDIDATE, TODAY);
    assert_non_null(share_ask_refusal(&yes, TODAY, 0, 3));
    struct share_request no = share_after(&s, SHARE_ANSWER_NO, ROLE_CANDIDATE, TODAY);
    assert_null(share_ask_refusal(&no, TODAY, 0, 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_move_of_everybody),
        cmocka_unit_test(what_can_be_reached),
        cmocka_unit_test(a_hire_that_is_taken_back_leaves_the_presentation),
        cmocka_unit_test(names_go_there_and_back),
        cmocka_unit_test(deadlines),
        cmocka_unit_test(every_answer_of_everybody),
        cmocka_unit_test(silence_is_no),
        cmocka_unit_test(how_often_somebody_is_asked),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("referral", tests, NULL, NULL);
}
