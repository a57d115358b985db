// SPDX-License-Identifier: EUPL-1.2
// What was once shown, counted or known does not come back by a way round: a need made anew, a hire taken back or
// corrected, an invitation to a candidate's address.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/codes.h"
#include "app/hires.h"
#include "app/internal.h"
#include "app/interviews.h"
#include "app/invites.h"
#include "app/needs.h"
#include "app/people.h"
#include "app/referrals.h"
#include "app/shares.h"
#include "store/employer_store.h"
#include "store/person_store.h"
#include "store/user_store.h"
#include "referral_story.h"

static int region_open(void **state)
{
    region_make(day_make(2018, 1, 10), (struct demo_size){12, 160, 30}, 1, true);
    return 0;
}

static struct interview_id offered(struct referral_id id, int hours, struct arena *a)
{
    struct issues issues = issues_in(a);
    struct interview_view *list;
    size_t count;
    struct interview_offer offer = {.times = {app_now(app) / 60000 * 60000 + hours * 3600000ll}, .time_count = 1,
                                    .minutes = 30, .place = "Resepsjonen", .bring = ""};
    assert_ok(offer_interview(app, &employer, id, &offer, &issues), &issues);
    assert_int_equal(list_interviews(app, &employer, id, true, a, &list, &count), OK);
    return list[count - 1].interview.id;
}

static void moved_to(struct need_id need, enum need_state to, struct arena *a)
{
    struct need_view view;
    assert_int_equal(get_need(app, &office, need, a, &view), OK);
    assert_int_equal(close_need(app, &office, need, view.need.version, to), OK);
}

static void assert_unknown(struct referral_id id, struct arena *a)
{
    struct presented_candidate one;
    struct referral_view view;
    struct interview_view *list;
    size_t count;
    assert_int_equal(get_presented(app, &employer, id, a, &one), NOT_FOUND);
    assert_int_equal(get_referral(app, &employer, id, a, &view), NOT_FOUND);
    assert_int_equal(list_interviews(app, &employer, id, false, a, &list, &count), NOT_FOUND);
}

// A yes is for the need as it was asked about. Withdrawn, changed and opened again it is another one.
static void a_need_made_anew_is_asked_about_anew(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct need_view view;
    struct interview_view meeting;
    struct need_id need = need_new(a, 1);
    struct referral_id id = started(need, person_at(5, a), a);
    presented(id, a);
    struct interview_id interview = offered(id, 48, a);
    moved_to(need, NEED_WITHDRAWN, a);
    assert_unknown(id, a);
    moved_to(need, NEED_DRAFT, a);
    assert_unknown(id, a);
    assert_int_equal(get_need(app, &employer, need, a, &view), OK);
    struct need typed = view.need;
    typed.title = "Nattevakt et annet sted";
    assert_ok(edit_need(app, &employer, &typed, &issues), &issues);
    assert_ok(open_need(app, &employer, need, typed.version + 1, "Eva Eier", "", &issues), &issues);
    assert_unknown(id, a);
    struct referral_view at = seen(&adviser, id, a);
    assert_int_equal(at.row.state.consent, CONSENT_ENDED);
    assert_ok(take_back_presentation(app, &adviser, id, at.row.version, "", &issues), &issues);
    assert_int_equal(present_candidate(app, &adviser, id, at.row.version + 1, &issues), CONFLICT);
    presented(id, a);
    assert_int_equal(get_interview(app, &employer, interview, a, &meeting), OK);
    assert_int_equal(meeting.state, INTERVIEW_CANCELLED); // the time was for the other job
}

static void filled_and_opened_again_the_yes_stands(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct presented_candidate one;
    struct need_id need = need_new(a, 1);
    struct referral_id id = started(need, person_at(5, a), a);
    presented(id, a);
    moved_to(need, NEED_FILLED, a);
    moved_to(need, NEED_OPEN, a);
    assert_int_equal(get_presented(app, &employer, id, a, &one), OK);
}

static struct share_id share_of(struct person_id person, struct arena *a)
{
    struct share_view *list;
    size_t count;
    assert_int_equal(list_shares(app, &adviser, person, a, &list, &count), OK);
    for (size_t i = 0; i < count; i++)
        if (list[i].take_back_refusal == NULL)
            return list[i].id;
    fail_msg("nothing to take back");
    return (struct share_id){0};
}

static struct hire_id hired(const struct hire_form *form, struct arena *a)
{
    struct issues issues = issues_in(a);
    struct hire_id id;
    bool known;
    assert_ok(register_hire(app, &adviser, form, &issues, &id, &known), &issues);
    assert_false(known);
    return id;
}

static struct hire_view hire_at(const struct actor *who, struct hire_id id, struct arena *a)
{
    struct hire_view view;
    assert_int_equal(get_hire(app, who, id, a, &view), OK);
    return view;
}

// A hire that was a mistake tells the employer no name once the yes is taken back. An interview that had been agreed
// does not come back with a new yes.
static void a_mistake_names_nobody(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct interview_view meeting;
    struct person_id person = person_at(6, a);
    struct referral_id id = started(need_new(a, 2), person, a);
    presented(id, a);
    struct interview_id interview = offered(id, 72, a);
    assert_ok(answer_interview(app, &adviser, interview, 1, true, &issues), &issues);
    struct hire_form form = hire_of(id);
    form.document_seen = true;
    struct hire_id hire = hired(&form, a);
    assert_string_not_equal(hire_at(&employer, hire, a).row.name, "");
    assert_ok(take_back_hire(app, &adviser, hire, hire_at(&adviser, hire, a).row.hire.version, "Feil person", &issues), &issues);
    assert_string_not_equal(hire_at(&employer, hire, a).row.name, ""); // is still shown the profile
    assert_ok(take_back_share(app, &adviser, share_of(person, a), &issues), &issues);
    struct hire_view view = hire_at(&employer, hire, a);
    assert_string_equal(view.row.name, "");
    assert_string_equal(view.row.hire.note, "");
    assert_true(view.row.hire.person.value == 0 && view.row.hire.referral.value == 0);
    assert_string_not_equal(hire_at(&adviser, hire, a).row.name, "");

    assert_ok(answer_share(app, &adviser, asked(id, 7, a), true, &issues), &issues);
    assert_int_equal(get_interview(app, &adviser, interview, a, &meeting), OK);
    assert_int_equal(meeting.state, INTERVIEW_CANCELLED);
}

// Two hires one after the other at one place do not become one person's two at the same time.
static void corrected_hires_do_not_overlap(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct person_id person = person_at(7, a);
    struct referral_id id = started(need_new(a, 2), person, a);
    day today = app_today(app);
    presented(id, a);
    struct hire_form form = hire_of(id);
    form.document_seen = true;
    form.start = today - 100;
    struct hire_id first = hired(&form, a);
    struct hire h = hire_at(&adviser, first, a).row.hire;
    assert_ok(end_hire(app, &adviser, first, h.version, today - 50, HIRE_END_STUDIES, &issues), &issues);
    struct hire_form next = {.person = person, .workplace = h.workplace, .occupation = h.occupation, .start = today - 10,
                             .agreed_to = DAY_NONE, .form = FORM_PERMANENT, .share = 100, .document_seen = true};
    struct hire_id second = hired(&next, a);
    h = hire_at(&adviser, first, a).row.hire;
    assert_int_equal(end_hire(app, &adviser, first, h.version, DAY_NONE, HIRE_END_NONE, &issues), CONFLICT);
    next.note = "Begynte før";
    next.start = today - 80;
    h = hire_at(&adviser, second, a).row.hire;
    assert_int_equal(correct_hire(app, &adviser, second, h.version, &next, &issues), CONFLICT);
    assert_string_equal(issues.items[issues.count - 1].message,
                        "The person's hire there is registered already: take this one back.");
    next.start = today - 40; // after the first had ended
    assert_ok(correct_hire(app, &adviser, second, h.version, &next, &issues), &issues);
}

// Reported first without the referral, and then by it: one hire, which is the need's and the referral's.
static void a_hire_known_already_is_the_needs(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct need_progress progress;
    struct person_id person = person_at(10, a);
    struct need_id need = need_new(a, 1);
    struct referral_id id = started(need, person, a);
    presented(id, a);
    struct need_view view;
    struct hire_id again;
    bool known;
    assert_int_equal(get_need(app, &adviser, need, a, &view), OK);
    struct hire_form form = {.person = person, .workplace = view.need.workplace, .occupation = view.need.occupation,
                             .start = app_today(app), .agreed_to = DAY_NONE, .form = FORM_PERMANENT, .share = 80,
                             .document_seen = true};
    struct hire_id hire = hired(&form, a);
    assert_true(hire_at(&adviser, hire, a).row.unposted);
    form = hire_of(id);
    assert_ok(register_hire(app, &employer, &form, &issues, &again, &known), &issues);
    assert_true(known && again.value == hire.value);
    assert_false(hire_at(&adviser, hire, a).row.unposted);
    assert_int_equal(seen(&adviser, id, a).row.state.outcome, OUTCOME_HIRED);
    assert_int_equal(get_need_progress(app, &adviser, need, &progress), OK);
    assert_true(progress.hired == 1 && progress.asks_to_close);
}

struct parents_job {
    struct workplace_id workplace;
    struct workplace_parent list[2];
};

static enum status parents_write(struct store_tx *tx, void *arg)
{
    const struct parents_job *job = arg;
    return workplace_parent_restore(tx, job->workplace, job->list, 2);
}

// Somebody else's employer, and a user of it.
static struct actor rival_find(struct arena *a)
{
    struct need_page page;
    assert_int_equal(list_needs(app, &office, &(struct need_query){.text = "", .most = 50}, a, &page), OK);
    for (size_t i = 0; i < page.row_count; i++) {
        struct need_view view;
        assert_int_equal(get_need(app, &office, page.rows[i].id, a, &view), OK);
        if (view.need.employer.value != employer.employer.value) {
            struct actor rival = employer;
            rival.employer = view.need.employer;
            return rival;
        }
    }
    fail_msg("no other employer");
    return employer;
}

// The yes was for the need's employer. A hire that is counted with whom the workplace belonged to before tells that one
// no name.
static void a_former_parent_learns_no_name(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct actor rival = rival_find(a);
    day today = app_today(app);
    struct referral_id id = started(need_new(a, 1), person_at(9, a), a);
    presented(id, a);
    struct hire_form form = hire_of(id);
    form.document_seen = true;
    struct hire_id hire = hired(&form, a);
    struct hire h = hire_at(&adviser, hire, a).row.hire;
    struct parents_job job = {h.workplace, {{rival.employer, today - 3000, today - 20}, {employer.employer, today - 19, DAY_NONE}}};
    assert_int_equal(store_write(app_store(app), &office, app_now(app), parents_write, &job), OK);
    form.start = today - 30;
    form.occupation = h.occupation;
    form.note = "Begynte før";
    assert_ok(correct_hire(app, &adviser, hire, h.version, &form, &issues), &issues);
    struct hire_view view = hire_at(&rival, hire, a);
    assert_string_equal(view.row.name, "");
    assert_true(view.row.hire.person.value == 0 && view.row.hire.referral.value == 0);
    form.start = today;
    form.note = "Nei, i dag";
    assert_ok(correct_hire(app, &adviser, hire, hire_at(&adviser, hire, a).row.hire.version, &form, &issues), &issues);
    assert_string_not_equal(hire_at(&employer, hire, a).row.name, "");
}

// An interview that has been held does not stand in the way of a second one.
static void a_second_interview_can_be_agreed(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct interview_view view;
    struct referral_id id = started(need_new(a, 1), person_at(11, a), a);
    presented(id, a);
    struct interview_id first = offered(id, 24, a);
    assert_ok(answer_interview(app, &adviser, first, 1, true, &issues), &issues);
    app_stand_clock(app, app_now(app) + 3 * 24 * 3600000ll);
    struct interview_id second = offered(id, 24, a);
    assert_ok(answer_interview(app, &adviser, second, 1, true, &issues), &issues);
    assert_int_equal(get_interview(app, &employer, second, a, &view), OK);
    assert_int_equal(view.state, INTERVIEW_ACCEPTED);
    assert_int_equal(get_interview(app, &employer, first, a, &view), OK);
    assert_int_equal(view.state, INTERVIEW_ACCEPTED); // it was held
}

static struct person_id with_email(struct arena *a, const char **email_out)
{
    for (size_t n = 8; n < 60; n++) {
        struct identity identity;
        struct person_id person = person_at(n, a);
        assert_int_equal(identity_get(app_store(app), person, a, &identity, NULL), OK);
        *email_out = identity.email;
        if (*identity.email != '\0')
            return person;
    }
    fail_msg("nobody has an address");
    return (struct person_id){0};
}

static void come_in(struct person_id person, struct arena *a)
{
    struct issues issues = issues_in(a);
    struct login_answer answer;
    const char *code;
    assert_int_equal(hand_code(app, &adviser, person, a, &code), OK);
    struct login login = {.email = "", .password = "", .pending = "", .code = code, .address = "192.0.2.1", .user_agent = ""};
    assert_ok(log_in_by_code(app, &login, LANG_NB, a, &issues, &answer), &issues);
}

// Whoever invites sees the link, so that its answer must not tell whether the address is a candidate's.
static void an_invitation_does_not_tell_who_is_a_candidate(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct invite_id id;
    struct invite_line line;
    struct employer_id of;
    const char *email, *token;
    bool known;
    struct person_id person = with_email(a, &email);
    come_in(person, a);
    assert_ok(invite_user(app, &employer, employer.employer, "En kollega", email, &issues, &id, &known), &issues);
    assert_int_equal(get_invite_link(app, &employer, id, a, &token, &line, &of), OK);
    assert_ok(accept_invite(app, token, "En kollega", "blå sykkel i høstregn", LANG_NB, &issues), &issues);
    come_in(person, a); // the candidate comes in as before
    struct user user;
    assert_int_equal(user_find_by_email(app_store(app), email, a, &user), OK);
    assert_int_equal(user.role, ROLE_EMPLOYER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_need_made_anew_is_asked_about_anew),
        cmocka_unit_test(filled_and_opened_again_the_yes_stands),
        cmocka_unit_test(a_mistake_names_nobody),
        cmocka_unit_test(corrected_hires_do_not_overlap),
        cmocka_unit_test(a_hire_known_already_is_the_needs),
        cmocka_unit_test(a_former_parent_learns_no_name),
        cmocka_unit_test(a_second_interview_can_be_agreed),
        cmocka_unit_test(an_invitation_does_not_tell_who_is_a_candidate),
    };
    return cmocka_run_group_tests(tests, region_open, region_close);
}
