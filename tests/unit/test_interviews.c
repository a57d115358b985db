// SPDX-License-Identifier: EUPL-1.2
// Interviews on a real store: offered, taken, changed, cancelled; who may what; what a withdrawal does; the calendar file.
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/internal.h"
#include "app/interviews.h"
#include "app/needs.h"
#include "app/people.h"
#include "app/referrals.h"
#include "app/shares.h"
#include "app/upkeep.h"
#include "store/user_store.h"
#include "referral_story.h"

static struct actor stranger;
static const int64_t HOUR = 3600000;

static int region_open(void **state)
{
    region_make(day_make(2018, 1, 10), (struct demo_size){12, 60, 30}, 1, false);
    stranger = employer; // a user of another employer
    stranger.employer.value++;
    return 0;
}

// The candidate who logs in, presented for a new need.
static struct referral_id shown(struct arena *a, struct share_id *share)
{
    struct referral_started *list;
    struct referral_view view;
    struct issues issues = issues_in(a);
    assert_ok(start_referrals(app, &adviser, need_new(a, 1), &candidate.person, 1, true, a, &issues, &list), &issues);
    struct referral_id id = list[0].id;
    assert_ok(ask_share(app, &adviser, id, app_today(app) + 7, &issues, share), &issues);
    assert_ok(answer_share(app, &candidate, *share, true, &issues), &issues);
    assert_int_equal(get_referral(app, &adviser, id, a, &view), OK);
    assert_ok(present_candidate(app, &adviser, id, view.row.version, &issues), &issues);
    return id;
}

static struct interview_offer offer_of(int64_t first, int64_t second)
{
    struct interview_offer o = {.times = {first, second}, .time_count = second == 0 ? 1 : 2, .minutes = 30,
                                .place = "Lageret, port 2", .bring = "Attester"};
    return o;
}

static struct interview_view *listed(const struct actor *who, struct referral_id id, size_t expected, struct arena *a)
{
    struct interview_view *list;
    size_t count;
    assert_int_equal(list_interviews(app, who, id, false, a, &list, &count), OK);
    assert_int_equal(count, expected);
    return list;
}

static void the_whole_way(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct share_id share;
    struct referral_id id = shown(a, &share);
    size_t told = notices(OUTBOX_INTERVIEW, a), answered = notices(OUTBOX_INTERVIEW_ANSWERED, a);
    struct interview_offer offer = offer_of(begun + 24 * HOUR, begun + 48 * HOUR);
    assert_ok(offer_interview(app, &employer, id, &offer, &issues), &issues);
    assert_ok(offer_interview(app, &employer, id, &offer, &issues), &issues); // sent twice
    assert_int_equal(notices(OUTBOX_INTERVIEW, a), told + 1);               // one notice for both times

    struct interview_view *list = listed(&candidate, id, 2, a);
    assert_string_equal(list[0].name, "");
    assert_string_equal(list[0].interview.place, "Lageret, port 2");
    assert_string_equal(list[0].interview.bring, "Attester");
    assert_null(list[1].refusals[INTERVIEW_ACCEPT]);
    assert_non_null(list[1].refusals[INTERVIEW_CANCEL]);
    struct interview_id first = list[0].interview.id, second = list[1].interview.id;
    assert_ok(answer_interview(app, &candidate, second, 1, true, &issues), &issues);
    assert_ok(answer_interview(app, &candidate, second, 1, true, &issues), &issues); // the button, twice
    list = listed(&employer, id, 2, a);
    assert_string_not_equal(list[0].name, "");
    assert_int_equal(list[0].state, INTERVIEW_CANCELLED);
    assert_int_equal(list[1].state, INTERVIEW_ACCEPTED);
    assert_int_equal(list[1].interview.version, 2);
    assert_int_equal(list[1].interview.sequence, 1);
    assert_false(list[1].interview.by_adviser);
    assert_true(notices(OUTBOX_INTERVIEW_ANSWERED, a) > answered);
    assert_int_equal(answer_interview(app, &candidate, first, 2, true, &issues), CONFLICT); // it has fallen away

    // A changed time has to be accepted anew; the calendar's sequence goes on.
    offer = offer_of(begun + 72 * HOUR, 0);
    assert_int_equal(change_interview(app, &employer, second, 1, &offer, &issues), CONFLICT); // an old page
    assert_ok(change_interview(app, &employer, second, 2, &offer, &issues), &issues);
    assert_ok(change_interview(app, &employer, second, 2, &offer, &issues), &issues);
    struct interview_view view;
    assert_int_equal(get_interview(app, &candidate, second, a, &view), OK);
    assert_int_equal(view.state, INTERVIEW_OFFERED);
    assert_int_equal(view.interview.starts_at, begun + 72 * HOUR);
    assert_int_equal(view.interview.sequence, 2);
    assert_ok(answer_interview(app, &adviser, second, 3, true, &issues), &issues); // on the person's behalf
    assert_int_equal(get_interview(app, &candidate, second, a, &view), OK);
    assert_true(view.interview.by_adviser);

    // The person cannot come after all.
    assert_ok(answer_interview(app, &candidate, second, 4, false, &issues), &issues);
    assert_int_equal(cancel_interview(app, &employer, second, 5, &issues), CONFLICT);
    assert_ok(offer_interview(app, &employer, id, &offer, &issues), &issues);
    assert_int_equal(listed(&employer, id, 3, a)[2].state, INTERVIEW_OFFERED);
    assert_store_is_sound();
}

static void what_is_refused(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct share_id share;
    struct referral_id id = shown(a, &share);
    struct interview_offer offer = offer_of(begun - HOUR, begun + 24 * HOUR);
    offer.minutes = 4;
    offer.place = "";
    assert_int_equal(offer_interview(app, &employer, id, &offer, &issues), INVALID);
    assert_non_null(issues_find(&issues, "times[0]"));
    assert_null(issues_find(&issues, "times[1]"));
    assert_non_null(issues_find(&issues, "minutes"));
    assert_non_null(issues_find(&issues, "place"));
    offer = offer_of(0, 0);
    offer.time_count = 0;
    assert_int_equal(offer_interview(app, &employer, id, &offer, &issues), INVALID);
    for (int i = 0; i < INTERVIEW_TIMES_MOST; i++) {
        offer = offer_of(begun + (24 + i) * HOUR, 0);
        assert_ok(offer_interview(app, &employer, id, &offer, &issues), &issues);
    }
    offer = offer_of(begun + 40 * HOUR, 0);
    assert_int_equal(offer_interview(app, &employer, id, &offer, &issues), CONFLICT);
    listed(&employer, id, INTERVIEW_TIMES_MOST, a);

    struct presented_candidate c;
    assert_int_equal(get_presented(app, &employer, id, a, &c), OK);
    assert_ok(give_verdict(app, &employer, id, c.version, EMPLOYER_NOT_RELEVANT, REASON_PLACE, "", &issues), &issues);
    const char *refusal = NULL;
    assert_int_equal(may_offer_interview(app, &employer, id, &refusal), OK);
    assert_non_null(refusal);
    assert_int_equal(offer_interview(app, &employer, id, &offer, &issues), CONFLICT);
}

static void who_may_what(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct share_id share;
    struct referral_id id = shown(a, &share);
    struct interview_offer offer = offer_of(begun + 24 * HOUR, 0);
    const struct actor *const outside[] = {&other, &stranger, &steering, &office};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        assert_int_not_equal(offer_interview(app, outside[i], id, &offer, &issues), OK);
    assert_int_equal(offer_interview(app, &candidate, id, &offer, &issues), DENIED);
    assert_ok(offer_interview(app, &employer, id, &offer, &issues), &issues);
    struct interview_id interview = listed(&candidate, id, 1, a)[0].interview.id;
    const char *ics;
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        struct interview_view view;
        assert_int_equal(get_interview(app, outside[i], interview, a, &view), NOT_FOUND);
        assert_int_equal(get_interview_calendar(app, outside[i], interview, LANG_NB, a, &ics), NOT_FOUND);
        assert_int_equal(answer_interview(app, outside[i], interview, 1, true, &issues), NOT_FOUND);
        assert_int_equal(cancel_interview(app, outside[i], interview, 1, &issues), NOT_FOUND);
        assert_int_equal(change_interview(app, outside[i], interview, 1, &offer, &issues), i == 3 ? DENIED : NOT_FOUND);
    }
    assert_int_equal(answer_interview(app, &employer, interview, 1, true, &issues), DENIED);
    assert_int_equal(cancel_interview(app, &candidate, interview, 1, &issues), DENIED);
    assert_int_equal(get_interview(app, &candidate, (struct interview_id){12345}, a, &(struct interview_view){0}), NOT_FOUND);
    struct interview_view *list;
    size_t count;
    assert_int_equal(list_interviews(app, &adviser, (struct referral_id){0}, false, a, &list, &count), NOT_FOUND);
    assert_int_equal(list_interviews(app, &stranger, (struct referral_id){0}, false, a, &list, &count), OK);
    assert_int_equal(count, 0);
    assert_int_equal(list_interviews(app, &office, id, false, a, &list, &count), OK); // knows the referral by its code
    assert_int_equal(count, 0);
    assert_int_equal(list_interviews(app, &other, id, false, a, &list, &count), NOT_FOUND);
    struct reader_line *readers;
    assert_int_equal(list_readers(app, &candidate, candidate.person, a, &readers, &count), OK);
    bool told = false;
    assert_int_equal(get_interview(app, &employer, interview, a, &(struct interview_view){0}), OK);
    assert_int_equal(list_readers(app, &candidate, candidate.person, a, &readers, &count), OK);
    for (size_t i = 0; i < count; i++)
        told |= readers[i].role == ROLE_EMPLOYER && strcmp(readers[i].what, "interviews") == 0;
    assert_true(told);
}

static void a_withdrawal(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct share_id share;
    struct referral_id id = shown(a, &share);
    struct interview_offer offer = offer_of(begun + 24 * HOUR, 0);
    assert_ok(offer_interview(app, &employer, id, &offer, &issues), &issues);
    struct interview_id interview = listed(&candidate, id, 1, a)[0].interview.id;
    assert_ok(answer_interview(app, &candidate, interview, 1, true, &issues), &issues);
    assert_ok(take_back_share(app, &candidate, share, &issues), &issues);
    struct interview_view view;
    const char *ics;
    assert_int_equal(get_interview(app, &employer, interview, a, &view), NOT_FOUND);
    assert_int_equal(get_interview_calendar(app, &employer, interview, LANG_NB, a, &ics), NOT_FOUND);
    assert_int_equal(get_interview(app, &candidate, interview, a, &view), OK);
    assert_int_equal(view.state, INTERVIEW_CANCELLED);
    assert_false(view.coming);
    assert_int_equal(get_interview_calendar(app, &candidate, interview, LANG_NB, a, &ics), OK);
    assert_non_null(strstr(ics, "STATUS:CANCELLED"));
    assert_non_null(strstr(ics, "SEQUENCE:2"));
    assert_int_equal(offer_interview(app, &adviser, id, &offer, &issues), CONFLICT);
}

static void the_file_says_little(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct share_id share;
    struct referral_id id = shown(a, &share);
    struct interview_offer offer = offer_of(begun + 24 * HOUR, 0);
    struct presented_candidate c;
    const char *theirs, *own, *again;
    assert_ok(offer_interview(app, &employer, id, &offer, &issues), &issues);
    struct interview_view *list = listed(&employer, id, 1, a);
    struct interview_id interview = list[0].interview.id;
    assert_int_equal(get_presented(app, &employer, id, a, &c), OK);
    assert_int_equal(get_interview_calendar(app, &employer, interview, LANG_NB, a, &theirs), OK);
    assert_null(strstr(theirs, c.name));
    assert_null(strstr(theirs, c.email));
    assert_null(strstr(theirs, "Attester"));
    assert_non_null(strstr(theirs, list[0].code));
    assert_non_null(strstr(theirs, "STATUS:TENTATIVE"));
    assert_int_equal(get_interview_calendar(app, &candidate, interview, LANG_EN, a, &own), OK);
    assert_null(strstr(own, c.name));
    assert_non_null(strstr(own, "Bring: Attester"));
    assert_non_null(strstr(own, "SUMMARY:Interview: "));
    assert_int_equal(get_interview_calendar(app, &candidate, interview, LANG_EN, a, &again), OK);
    assert_string_equal(own, again);
}

struct racer {
    pthread_t thread;
    struct interview_id id;
    enum status answer;
};

static void *race(void *arg)
{
    struct racer *r = arg;
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    r->answer = answer_interview(app, &candidate, r->id, 1, true, &issues);
    return NULL;
}

// What an employer's overview counts without reading a name, and what has left.
static void sums_of_presented(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct share_id share;
    struct presented_candidate *list, c;
    struct presented_sum *sums;
    struct reader_line *readers;
    size_t count, sum_count, looks, again;
    int64_t all, others;
    struct referral_id id = shown(a, &share);
    assert_int_equal(get_presented(app, &employer, id, a, &c), OK);
    assert_int_equal(list_presented(app, &employer, (struct need_id){0}, a, &list, &count), OK);
    assert_int_equal(list_readers(app, &candidate, candidate.person, a, &readers, &looks), OK);
    assert_int_equal(sum_presented(app, &employer, a, &sums, &sum_count), OK);
    assert_int_equal(count_presented(app, &employer, (struct need_id){0}, &all), OK);
    assert_int_equal(list_readers(app, &candidate, candidate.person, a, &readers, &again), OK);
    assert_int_equal(again, looks);
    int64_t seen = 0, waiting = 0, answered = 0;
    for (size_t i = 0; i < sum_count; i++) {
        seen += sums[i].seen;
        waiting += sums[i].waiting;
        if (sums[i].need.value == c.need.value)
            assert_true(sums[i].seen == 1 && sums[i].waiting == 1);
    }
    for (size_t i = 0; i < count; i++)
        answered += list[i].verdict != EMPLOYER_TO_CONSIDER;
    assert_int_equal(seen, count);
    assert_int_equal(waiting, (int64_t)count - answered);
    assert_true(all >= seen);

    // One that has been withdrawn was shown all the same.
    assert_ok(take_back_share(app, &candidate, share, &issues), &issues);
    assert_int_equal(sum_presented(app, &employer, a, &sums, &sum_count), OK);
    for (size_t i = 0; i < sum_count; i++)
        assert_int_not_equal(sums[i].need.value, c.need.value);
    assert_int_equal(count_presented(app, &employer, c.need, &others), OK);
    assert_int_equal(others, 1);
    assert_int_equal(count_presented(app, &employer, (struct need_id){0}, &others), OK);
    assert_int_equal(others, all);

    const struct actor *const outside[] = {&adviser, &office, &candidate, &steering};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        assert_int_equal(sum_presented(app, outside[i], a, &sums, &sum_count), NOT_FOUND);
        assert_int_equal(count_presented(app, outside[i], (struct need_id){0}, &all), NOT_FOUND);
    }
    assert_int_equal(count_presented(app, &stranger, c.need, &all), NOT_FOUND);
}

// Two times taken at the same moment: one is agreed.
static void two_at_the_same_moment(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct share_id share;
    struct referral_id id = shown(a, &share);
    struct interview_offer offer = offer_of(begun + 24 * HOUR, begun + 25 * HOUR);
    assert_ok(offer_interview(app, &employer, id, &offer, &issues), &issues);
    struct interview_view *list = listed(&candidate, id, 2, a);
    struct racer racers[2] = {{.id = list[0].interview.id}, {.id = list[1].interview.id}};
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&racers[i].thread, NULL, race, &racers[i]), 0);
    for (int i = 0; i < 2; i++)
        pthread_join(racers[i].thread, NULL);
    assert_true((racers[0].answer == OK) != (racers[1].answer == OK));
    list = listed(&candidate, id, 2, a);
    assert_true((list[0].state == INTERVIEW_ACCEPTED) != (list[1].state == INTERVIEW_ACCEPTED));
    assert_store_is_sound();
}

// Nothing that was said stays when the person is deleted. Last, since the others need the person.
static void a_deletion(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct interview_view *list;
    size_t count;
    assert_int_equal(list_interviews(app, &candidate, (struct referral_id){0}, false, a, &list, &count), OK);
    assert_true(count > 5);
    struct interview_id id = list[0].interview.id;
    struct candidate_view who;
    assert_int_equal(get_candidate(app, &candidate, candidate.person, a, &who), OK);
    assert_ok(delete_person(app, &candidate, candidate.person, identity_name(&who.identity, a), &issues), &issues);
    assert_int_equal(get_interview(app, &adviser, id, a, &list[0]), NOT_FOUND);
    assert_int_equal(list_interviews(app, &employer, (struct referral_id){0}, false, a, &list, &count), OK);
    for (size_t i = 0; i < count; i++)
        assert_int_not_equal(list[i].interview.person.value, candidate.person.value);
    assert_store_is_sound();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_way),        cmocka_unit_test(what_is_refused),        cmocka_unit_test(who_may_what),
        cmocka_unit_test(a_withdrawal),         cmocka_unit_test(the_file_says_little),
        cmocka_unit_test(sums_of_presented),    cmocka_unit_test(two_at_the_same_moment),
        cmocka_unit_test(a_deletion),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, region_open, region_close);
}
