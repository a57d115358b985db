// SPDX-License-Identifier: EUPL-1.2
// From proposal to lasting hire on a real store: the whole way, who may what, what the clock does, and a small year whose
// figures are counted again from the change log.
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/hires.h"
#include "app/internal.h"
#include "app/needs.h"
#include "app/people.h"
#include "app/referrals.h"
#include "app/shares.h"
#include "app/upkeep.h"
#include "store/hire_store.h"
#include "store/person_store.h"
#include "store/referral_store.h"
#include "store/user_store.h"
#include "referral_story.h"

static struct actor colleague;
static const int64_t DAY_MS = 24 * 60 * 60 * 1000;

static int region_open(void **state)
{
    region_make(day_make(2018, 1, 10), (struct demo_size){12, 160, 30}, 1, true);
    colleague = adviser; // another user of the same agency
    colleague.user = other.user;
    return 0;
}

static void days_later(int days)
{
    app_stand_clock(app, begun + days * DAY_MS);
}

static const char *person_name_of(struct person_id id, struct arena *a)
{
    struct identity identity;
    assert_int_equal(identity_get(app_store(app), id, a, &identity, NULL), OK);
    return identity_name(&identity, a);
}

static void the_whole_way(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct presented_candidate *list;
    size_t count;
    struct need_id need = need_new(a, 1);
    struct referral_id id = started(need, candidate.person, a);
    struct referral_view view = seen(&adviser, id, a);
    assert_string_not_equal(view.row.name, "");
    assert_non_null(view.present_refusal);
    assert_int_equal(present_candidate(app, &adviser, id, view.row.version, &issues), CONFLICT);
    assert_int_equal(list_presented(app, &employer, need, a, &list, &count), OK);
    assert_int_equal(count, 0);
    assert_int_equal(get_referral(app, &employer, id, a, &view), NOT_FOUND);

    struct share_id share = asked(id, 3, a);
    assert_int_equal(asked(id, 3, a).value, share.value); // sent twice
    assert_int_equal(present_candidate(app, &adviser, id, seen(&adviser, id, a).row.version, &issues), CONFLICT);
    assert_ok(answer_share(app, &candidate, share, true, &issues), &issues);
    assert_ok(answer_share(app, &candidate, share, true, &issues), &issues);
    int64_t version = seen(&adviser, id, a).row.version;
    assert_ok(present_candidate(app, &adviser, id, version, &issues), &issues);
    assert_ok(present_candidate(app, &adviser, id, version, &issues), &issues);
    assert_int_equal(seen(&adviser, id, a).row.version, version + 1);

    assert_int_equal(list_presented(app, &employer, need, a, &list, &count), OK);
    assert_int_equal(count, 1);
    assert_string_not_equal(list[0].name, "");
    struct explanation explanation;
    assert_int_equal(explanation_read(list[0].explanation, strlen(list[0].explanation), a, &explanation), OK);
    assert_int_equal(explanation.need, need.value);
    assert_ok(give_verdict(app, &employer, id, list[0].version, EMPLOYER_RELEVANT, REASON_NONE, "Kommer til samtale", &issues),
              &issues);
    assert_ok(set_work_status(app, &adviser, id, seen(&adviser, id, a).row.version, WORK_INTERVIEW, "", &issues), &issues);
    assert_string_equal(seen(&candidate, id, a).verdict_note, "Kommer til samtale");

    struct hire_id hire, again;
    bool known;
    struct hire_form form = hire_of(id);
    form.work_training = true;
    assert_int_equal(register_hire(app, &employer, &form, &issues, &hire, &known), INVALID);
    form.work_training = false;
    assert_ok(register_hire(app, &adviser, &form, &issues, &hire, &known), &issues); // reported
    assert_int_equal(seen(&adviser, id, a).row.state.outcome, OUTCOME_PRESENTED);
    assert_ok(register_hire(app, &employer, &form, &issues, &again, &known), &issues); // and confirmed by that
    assert_true(known && again.value == hire.value);
    assert_int_equal(seen(&adviser, id, a).row.state.outcome, OUTCOME_HIRED);
    struct need_progress progress;
    assert_int_equal(get_need_progress(app, &adviser, need, &progress), OK);
    assert_true(progress.asks_to_close && progress.hired == 1 && progress.presented == 1 && progress.proposed == 1);
    assert_store_is_sound();

    struct hire_view h;
    assert_int_equal(get_hire(app, &office, hire, a, &h), OK);
    assert_int_equal(h.checkin_count, 2 * CHECKINS);
    int64_t before = h.row.hire.version;
    assert_int_equal(take_back_hire(app, &employer, hire, before, "Feil", &issues), CONFLICT);
    assert_int_equal(take_back_hire(app, &adviser, hire, before, "", &issues), INVALID);
    assert_ok(take_back_hire(app, &adviser, hire, before, "Registrert på feil person", &issues), &issues);
    assert_ok(take_back_hire(app, &adviser, hire, before, "Registrert på feil person", &issues), &issues);
    view = seen(&adviser, id, a);
    assert_int_equal(view.row.state.outcome, OUTCOME_PRESENTED);
    assert_int_equal(get_hire(app, &adviser, hire, a, &h), OK);
    assert_int_equal(h.row.hire.state, HIRE_TAKEN_BACK);
    assert_string_equal(h.lines[0].as.note, "Registrert på feil person"); // stays visible
    struct referral_line *lines;
    assert_int_equal(list_referral_history(app, &candidate, id, a, &lines, &count), OK);
    assert_string_equal(lines[0].what, "Hire taken back");
    assert_string_equal(lines[count - 1].what, "Referral started");
    assert_int_equal(list_referral_history(app, &employer, id, a, &lines, &count), DENIED);
    assert_store_is_sound();
}

static void two_on_one_referral(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct referral_id id = started(need_new(a, 1), person_at(3, a), a);
    assert_ok(set_work_status(app, &adviser, id, 1, WORK_CONTACTED, "Ringt", &issues), &issues);
    assert_int_equal(set_work_status(app, &colleague, id, 1, WORK_CONTACTED, "", &issues), CONFLICT);
    assert_string_equal(issues.items[0].field, "");
    assert_int_equal(set_work_status(app, &colleague, id, 1, WORK_NOT_RELEVANT, "", &issues), CONFLICT);
    assert_ok(set_work_status(app, &adviser, id, 1, WORK_CONTACTED, "Ringt", &issues), &issues); // the button, twice
    assert_int_equal(seen(&adviser, id, a).row.version, 2);
    assert_string_equal(seen(&adviser, id, a).note, "Ringt");
    day on = app_today(app) + 2;
    assert_ok(set_next_step(app, &adviser, id, 2, on, (struct user_id){0}, "Ring igjen", &issues), &issues);
    assert_int_equal(set_next_step(app, &adviser, id, 3, on, office.user, "Ring igjen", &issues), INVALID);
    assert_int_equal(seen(&adviser, id, a).row.next_on, on);
}

// A need whose hires reach its positions asks to be closed; closing it tells each of those not chosen once, and says
// beforehand how many that is.
static void closing_tells_those_not_chosen(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct need_progress progress;
    struct need_view view;
    struct hire_id hire;
    bool known;
    struct need_id need = need_new(a, 1);
    struct referral_id chosen = started(need, person_at(20, a), a), asked_one = started(need, person_at(21, a), a);
    started(need, person_at(22, a), a); // has not been told of it
    presented(chosen, a);
    asked(asked_one, 7, a);
    assert_int_equal(get_need_progress(app, &office, need, &progress), OK);
    assert_true(!progress.asks_to_close && progress.to_tell == 2);
    struct hire_form form = hire_of(chosen);
    form.document_seen = true;
    assert_ok(register_hire(app, &adviser, &form, &issues, &hire, &known), &issues);
    assert_int_equal(get_need_progress(app, &office, need, &progress), OK);
    assert_true(progress.asks_to_close && progress.to_tell == 1);
    assert_int_equal(get_need_progress(app, &employer, need, &progress), OK);
    assert_true(progress.asks_to_close && progress.to_tell == 0);
    struct need_page page;
    assert_int_equal(list_needs(app, &office, &(struct need_query){.text = "", .descending = true, .most = 1}, a, &page), OK);
    assert_true(page.rows[0].id.value == need.value && page.rows[0].asks_to_close);

    size_t before = notices(OUTBOX_NOT_CHOSEN, a);
    assert_int_equal(get_need(app, &office, need, a, &view), OK);
    assert_int_equal(close_need(app, &office, need, view.need.version, NEED_FILLED), OK);
    assert_int_equal(notices(OUTBOX_NOT_CHOSEN, a), before + 1);
    assert_int_equal(close_need(app, &office, need, view.need.version + 1, NEED_OPEN), OK);
    assert_int_equal(get_need_progress(app, &office, need, &progress), OK);
    assert_int_equal(progress.to_tell, 0); // has been told
    assert_int_equal(close_need(app, &office, need, view.need.version + 2, NEED_FILLED), OK);
    assert_int_equal(notices(OUTBOX_NOT_CHOSEN, a), before + 1);
}

struct racer {
    pthread_t thread;
    const struct actor *who;
    struct referral_id id;
    enum work_status to;
    enum status answer;
};

static void *race(void *arg)
{
    struct racer *r = arg;
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    r->answer = set_work_status(app, r->who, r->id, 1, r->to, "", &issues);
    return NULL;
}

static void two_at_the_same_moment(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct need_id need = need_new(a, 1);
    for (int round = 0; round < 8; round++) {
        struct referral_id id = started(need, person_at(10 + (size_t)round, a), a);
        struct racer racers[2] = {{.who = &adviser, .id = id, .to = WORK_CONTACTED},
                                  {.who = &colleague, .id = id, .to = WORK_NOT_RELEVANT}};
        for (int i = 0; i < 2; i++)
            assert_int_equal(pthread_create(&racers[i].thread, NULL, race, &racers[i]), 0);
        for (int i = 0; i < 2; i++)
            pthread_join(racers[i].thread, NULL);
        int winner = racers[0].answer == OK ? 0 : 1;
        assert_int_equal(racers[winner].answer, OK);
        assert_int_equal(racers[1 - winner].answer, CONFLICT);
        assert_int_equal(seen(&adviser, id, a).row.state.work, racers[winner].to);
        assert_int_equal(seen(&adviser, id, a).row.version, 2);
    }
}

static void who_may_see_what(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct referral_view view;
    struct referral_page page;
    struct hire_page hires;
    struct share_view *shares;
    struct share_id share;
    size_t count;
    struct need_id need = need_new(a, 2);
    struct person_id person = person_at(5, a);
    struct referral_id id = started(need, person, a);
    view = seen(&office, id, a);
    struct access_facts of_office;
    assert_int_equal(person_access_facts(app_store(app), &office, person, app_today(app), &of_office), OK);
    if (!of_office.enrolled && !of_office.enrolled_lately) {
        assert_string_equal(view.row.name, "");
        assert_int_equal(view.row.person.value, 0);
        assert_string_not_equal(view.row.code, "");
        assert_int_equal(set_work_status(app, &office, id, 1, WORK_CONTACTED, "", &issues), DENIED);
        assert_int_equal(list_referrals(app, &office, &(struct referral_query){.person = person}, a, &page), NOT_FOUND);
    }
    static const struct actor *const strangers[] = {&other, &employer, &candidate, &steering};
    for (size_t i = 0; i < COUNT_OF(strangers); i++) {
        assert_int_equal(get_referral(app, strangers[i], id, a, &view), NOT_FOUND);
        assert_int_equal(set_work_status(app, strangers[i], id, 1, WORK_CONTACTED, "", &issues), NOT_FOUND);
        assert_int_equal(ask_share(app, strangers[i], id, app_today(app) + 3, &issues, &share), NOT_FOUND);
    }
    share = asked(id, 3, a);
    for (size_t i = 0; i < COUNT_OF(strangers); i++)
        assert_int_equal(answer_share(app, strangers[i], share, true, &issues), NOT_FOUND);
    assert_int_equal(list_shares(app, &employer, person, a, &shares, &count), NOT_FOUND);
    assert_int_equal(list_referrals(app, &employer, &(struct referral_query){0}, a, &page), NOT_FOUND);
    assert_int_equal(list_referrals(app, &steering, &(struct referral_query){0}, a, &page), NOT_FOUND);
    assert_int_equal(list_hires(app, &steering, &(struct hire_query){0}, a, &hires), NOT_FOUND);
    struct outbox_page outbox;
    assert_int_equal(list_outbox(app, &adviser, 0, "", 10, a, &outbox), NOT_FOUND);
    struct programme_counts counts;
    assert_int_equal(get_counts(app, &employer, &counts), NOT_FOUND);
    assert_int_equal(get_counts(app, &steering, &counts), OK);
    // Background: the person alone reads it; the adviser hands a paper in and cannot read it.
    assert_int_equal(give_background(app, &adviser, candidate.person, BACKGROUND_YES, false, &issues), DENIED);
    assert_ok(give_background(app, &candidate, candidate.person, BACKGROUND_NO, false, &issues), &issues);
    enum background mine;
    assert_int_equal(get_background(app, &candidate, &mine), OK);
    assert_int_equal(mine, BACKGROUND_NO);
    assert_int_equal(give_background(app, &employer, candidate.person, BACKGROUND_YES, false, &issues), NOT_FOUND);
    // An employer's list shows own hires only, and no background anywhere.
    assert_int_equal(list_hires(app, &employer, &(struct hire_query){.person = person}, a, &hires), NOT_FOUND);
}

static void the_clock_reminds_expires_and_hides(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct presented_candidate *list;
    size_t count;
    days_later(0);
    struct need_id need = need_new(a, 3);
    struct referral_id id = started(need, candidate.person, a);
    struct share_id share = asked(id, 7, a);
    size_t reminders = notices(OUTBOX_SHARE_REMINDER, a), expiries = notices(OUTBOX_SHARE_EXPIRED, a);
    days_later(6);
    assert_int_equal(tend_shares(app), OK);
    assert_int_equal(tend_shares(app), OK);
    assert_int_equal(notices(OUTBOX_SHARE_REMINDER, a), reminders + 1);
    days_later(8);
    assert_int_equal(answer_share(app, &candidate, share, true, &issues), CONFLICT); // before any upkeep
    assert_int_equal(tend_shares(app), OK);
    assert_true(notices(OUTBOX_SHARE_EXPIRED, a) > expiries);
    share = asked(id, 2, a); // again
    assert_ok(answer_share(app, &candidate, share, true, &issues), &issues);
    assert_ok(present_candidate(app, &adviser, id, seen(&adviser, id, a).row.version, &issues), &issues);
    assert_int_equal(list_presented(app, &employer, need, a, &list, &count), OK);
    assert_int_equal(count, 1);
    day last = list[0].until;
    assert_int_equal(last, day_add_months(app_today(app), SHARE_MONTHS));
    days_later(8 + (last - app_today(app)) + 1);
    assert_int_equal(list_presented(app, &employer, need, a, &list, &count), OK);
    assert_int_equal(count, 0);
    assert_int_equal(tend_shares(app), OK);
    assert_store_is_sound();
    days_later(9);
    // The most open questions at a time, and withdrawal.
    struct person_id person = person_at(7, a);
    for (int i = 0; i < 3; i++)
        (void)asked(started(need_new(a, 1), person, a), 7, a);
    struct referral_id fourth = started(need_new(a, 1), person, a);
    struct issues told = issues_in(a);
    assert_int_equal(ask_share(app, &adviser, fourth, app_today(app) + 7, &told, &share), CONFLICT);
    assert_string_equal(told.items[0].arg, "3");
    struct share_view *shares;
    assert_int_equal(list_shares(app, &adviser, person, a, &shares, &count), OK);
    struct referral_id first = shares[0].referral;
    assert_ok(answer_share(app, &adviser, shares[0].id, true, &issues), &issues);
    assert_ok(present_candidate(app, &adviser, first, seen(&adviser, first, a).row.version, &issues), &issues);
    size_t withdrawn = notices(OUTBOX_WITHDRAWN, a);
    assert_ok(take_back_share(app, &adviser, shares[0].id, &issues), &issues);
    assert_ok(take_back_share(app, &adviser, shares[0].id, &issues), &issues);
    assert_int_equal(notices(OUTBOX_WITHDRAWN, a), withdrawn + 1);
    assert_int_equal(list_presented(app, &employer, shares[0].need, a, &list, &count), OK);
    assert_int_equal(count, 0);
    // A need that is filled takes its open questions back and tells those who knew.
    size_t told_before = notices(OUTBOX_NOT_CHOSEN, a);
    struct need_view closing;
    assert_int_equal(get_need(app, &employer, shares[1].need, a, &closing), OK);
    assert_int_equal(close_need(app, &employer, closing.need.id, closing.need.version, NEED_FILLED), OK);
    assert_int_equal(notices(OUTBOX_NOT_CHOSEN, a), told_before + 1);
    struct share_view taken;
    assert_int_equal(get_share(app, &adviser, shares[1].id, a, &taken), OK);
    assert_int_equal(taken.state, SHARE_WITHDRAWN);
    assert_store_is_sound();
}

static void an_employer_reports_without_a_need(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct need_page page;
    struct need_view need;
    struct hire_id id;
    struct hire_view h;
    bool known;
    assert_int_equal(list_needs(app, &employer, &(struct need_query){.text = "", .most = 1}, a, &page), OK);
    assert_int_equal(get_need(app, &employer, page.rows[0].id, a, &need), OK);
    struct hire_form form = {.person = person_at(9, a), .workplace = need.need.workplace, .occupation = need.need.occupation,
                             .start = app_today(app), .agreed_to = DAY_NONE, .form = FORM_PERMANENT, .share = 100};
    assert_ok(register_hire(app, &employer, &form, &issues, &id, &known), &issues);
    assert_int_equal(get_hire(app, &employer, id, a, &h), OK);
    assert_true(h.row.unposted && h.row.hire.person.value == 0 && h.row.hire.state == HIRE_CONFIRMED);
    assert_int_equal(h.checkin_count, CHECKINS); // only the employer can be asked
    struct person_id person = person_at(9, a);
    assert_ok(name_hire(app, &adviser, id, h.row.hire.version, person, &issues), &issues);
    assert_int_equal(get_hire(app, &adviser, id, a, &h), OK);
    assert_int_equal(h.checkin_count, 2 * CHECKINS);
    assert_string_not_equal(h.row.name, "");
    assert_int_equal(get_hire(app, &employer, id, a, &h), OK); // who did not see the profile sees no name
    assert_string_equal(h.row.name, "");
    form.person = person;
    struct hire_id again;
    form.document_seen = true;
    assert_ok(register_hire(app, &adviser, &form, &issues, &again, &known), &issues); // one, however many report it
    assert_true(known && again.value == id.value);
    assert_store_is_sound();
}

static struct person_id person_of_both(struct arena *a)
{
    struct candidate_page page;
    unsigned rights;
    assert_int_equal(list_candidates(app, &adviser, &(struct candidate_query){.text = ""}, a, &page), OK);
    for (size_t i = 0; i < page.row_count; i++)
        if (page.rows[i].person.value != candidate.person.value &&
            person_rights(app, &other, page.rows[i].person, &rights) == OK && (rights & RIGHT_EDIT) != 0)
            return page.rows[i].person;
    fail_msg("nobody is with both agencies");
    return (struct person_id){0};
}

static void two_agencies_with_one_person(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct referral_started *list;
    struct referral_page page;
    struct person_id person = person_of_both(a), fresh;
    struct need_id need = need_new(a, 2);
    struct referral_id first = started(need, person, a);
    assert_ok(start_referrals(app, &adviser, need, &person, 1, false, a, &issues, &list), &issues); // twice
    assert_true(list[0].result == REFERRAL_THERE && list[0].id.value == first.value);
    assert_ok(start_referrals(app, &other, need, &person, 1, false, a, &issues, &list), &issues);
    assert_true(list[0].result == REFERRAL_ELSEWHERE && list[0].id.value == 0);
    assert_ok(start_referrals(app, &other, need, &person, 1, true, a, &issues, &list), &issues);
    assert_true(list[0].result == REFERRAL_STARTED && list[0].elsewhere);
    struct referral_id second = list[0].id;
    assert_true(seen(&other, second, a).elsewhere);
    struct referral_view view;
    assert_int_equal(get_referral(app, &other, first, a, &view), NOT_FOUND);
    assert_int_equal(list_referrals(app, &other, &(struct referral_query){.person = person, .need = need}, a, &page), OK);
    assert_int_equal(page.row_count, 1);

    presented(first, a); // and the yes is to the employer, so that the other agency need not ask, and cannot present twice
    assert_int_equal(present_candidate(app, &other, second, 1, &issues), CONFLICT);
    struct hire_form form = hire_of(first);
    struct hire_id hire, again;
    bool known;
    form.document_seen = true;
    assert_ok(register_hire(app, &adviser, &form, &issues, &hire, &known), &issues);
    form.referral = (struct referral_id){0};
    form.person = person;
    form.need = need;
    assert_ok(register_hire(app, &other, &form, &issues, &again, &known), &issues); // one hire, two reports
    assert_true(known && again.value == hire.value);

    // Recognised wrongly: what the agency did goes with its person, and can be read there.
    assert_ok(give_background(app, &other, person, BACKGROUND_YES, true, &issues), &issues);
    assert_int_equal(separate_person(app, &other, person, &fresh), OK);
    assert_int_equal(seen(&other, second, a).row.person.value, fresh.value);
    assert_int_equal(seen(&adviser, first, a).row.person.value, person.value);
    assert_string_equal(seen(&adviser, first, a).row.name, person_name_of(person, a));
    assert_store_is_sound();
}

static enum status store_wrong(struct store_tx *tx, void *arg)
{
    struct referral *r = arg;
    return referral_update(tx, r, "verdict");
}

static void what_is_illegal_cannot_be_stored(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct referral good, wrong;
    struct referral_id id = started(need_new(a, 1), person_at(4, a), a);
    assert_int_equal(referral_get(app_store(app), id, a, &good), OK);
    wrong = good;
    wrong.work = WORK_OFFERED; // before anybody was presented
    assert_int_equal(store_write(app_store(app), &adviser, app_now(app), store_wrong, &wrong), CONFLICT);
    wrong = good;
    wrong.outcome = OUTCOME_HIRED; // and the employer does not say so
    wrong.presented_at = 1;
    assert_int_equal(store_write(app_store(app), &adviser, app_now(app), store_wrong, &wrong), CONFLICT);
    wrong = good;
    wrong.verdict = EMPLOYER_RELEVANT; // of somebody it has not seen
    assert_int_equal(store_write(app_store(app), &adviser, app_now(app), store_wrong, &wrong), CONFLICT);
    assert_int_equal(store_write(app_store(app), &adviser, app_now(app), store_wrong, &good), OK);
    assert_store_is_sound();
}

static void the_persons_file_holds_it_all(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const char *json;
    assert_int_equal(export_person(app, &candidate, candidate.person, a, &json), OK);
    static const char *const parts[] = {"\"referrals\"", "\"questions\"", "\"hires\"", "\"background\": \"no\"",
                                        "Kommer til samtale", "Registrert på feil person"};
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (strstr(json, parts[i]) == NULL)
            fail_msg("not in the file: %s", parts[i]);
    assert_int_equal(export_person(app, &adviser, candidate.person, a, &json), OK);
    assert_null(strstr(json, "\"background\""));
}

// What was said of people above stands nowhere in the clear.
static void what_is_said_is_sealed(void **state)
{
    static const char *const said[] = {"Kommer til samtale", "Registrert på feil person", "Ringt", "Ring igjen", "not-said"};
    static const char *const files[] = {"ypsilon.db", "ypsilon.db-wal"};
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t read = 0;
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        enum { MOST = 64 << 20 };
        FILE *file = fopen(arena_printf(a, "%s/%s", dir, files[i]), "rb");
        if (file == NULL)
            continue;
        char *bytes = arena_alloc(a, MOST);
        size_t size = fread(bytes, 1, MOST, file);
        fclose(file);
        read += size;
        for (size_t k = 0; k < COUNT_OF(said); k++)
            if (memmem(bytes, size, said[k], strlen(said[k])) != NULL)
                fail_msg("%s stands in %s", said[k], files[i]);
    }
    assert_true(read > 100000);
}

// A small year

enum { PEOPLE = 24, STEPS = 400 };
struct told {
    struct person_id person;
    bool yes, deleted, counted;
    struct hire_id hires[20];
    size_t hire_count;
};

static uint32_t roll(uint32_t *seed, uint32_t most)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % most;
}

static bool counts_here(struct hire_id id)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct hire h;
    assert_int_equal(hire_get(app_store(app), id, a, &h), OK);
    char area[CODE_TEXT];
    code_write(h.area, area);
    return h.state == HIRE_CONFIRMED && *area != '\0' && strcmp(area, "0627") != 0 && strcmp(area, "0628") != 0 && h.share >= 50;
}

static bool person_counts(const struct told *t)
{
    for (size_t i = 0; i < t->hire_count && t->yes; i++)
        if (counts_here(t->hires[i]))
            return true;
    return false;
}

static void step(struct told *t, uint32_t *seed, struct need_id *needs, size_t need_count, struct arena *a)
{
    struct issues issues = issues_in(a);
    struct referral_page page;
    struct referral_started *list;
    struct hire_id id;
    struct hire_view h;
    bool known;
    if (t->deleted)
        return;
    assert_int_equal(list_referrals(app, &adviser, &(struct referral_query){.person = t->person, .most = 200}, a, &page), OK);
    const struct referral_row *r = page.row_count == 0 ? NULL : &page.rows[roll(seed, (uint32_t)page.row_count)];
    switch (roll(seed, 9)) {
    case 0:
    case 1:
        assert_ok(start_referrals(app, &adviser, needs[roll(seed, (uint32_t)need_count)], &t->person, 1, true, a, &issues, &list),
                  &issues);
        return;
    case 2:
    case 3:
        if (r != NULL && seen(&adviser, r->id, a).ask_refusal == NULL)
            presented(r->id, a);
        return;
    case 4:
    case 5:
        if (r == NULL || r->state.outcome != OUTCOME_PRESENTED)
            return;
        struct hire_form form = hire_of(r->id);
        form.document_seen = roll(seed, 4) > 0;
        assert_ok(register_hire(app, &adviser, &form, &issues, &id, &known), &issues);
        if (!known)
            t->hires[t->hire_count++ % 20] = id;
        return;
    case 6:
        if (r != NULL && seen(&adviser, r->id, a).unpresent_refusal == NULL && roll(seed, 3) == 0)
            assert_ok(take_back_presentation(app, &adviser, r->id, r->version, "Feil", &issues), &issues);
        return;
    case 7:
        if (t->hire_count == 0)
            return;
        assert_int_equal(get_hire(app, &adviser, t->hires[0], a, &h), OK);
        if (h.row.refusals[HIRE_TAKE_BACK] == NULL && roll(seed, 4) == 0)
            assert_ok(take_back_hire(app, &adviser, t->hires[0], h.row.hire.version, "Feil", &issues), &issues);
        else if (h.row.refusals[HIRE_CORRECT] == NULL) {
            struct hire_form corrected = {.start = h.row.hire.start, .agreed_to = DAY_NONE, .form = FORM_PERMANENT,
                                          .share = roll(seed, 2) ? 5 : 60, .occupation = h.row.hire.occupation,
                                          .document_seen = roll(seed, 3) > 0, .note = "Etter kontrakten"};
            assert_ok(correct_hire(app, &adviser, t->hires[0], h.row.hire.version, &corrected, &issues), &issues);
        }
        return;
    default:
        if (roll(seed, 12) != 0)
            return;
        struct identity identity;
        t->counted = person_counts(t);
        assert_int_equal(identity_get(app_store(app), t->person, a, &identity, NULL), OK);
        t->deleted = delete_person(app, &adviser, t->person, identity_name(&identity, a), &issues) == OK;
    }
}

// From the verbs of the log alone, which outlive deleted people.
struct recount {
    int64_t proposed, presented, hired, reported;
};
struct last_verb {
    int64_t row;
    int state;
};

static int state_of(struct last_verb *list, size_t *count, int64_t row, int state)
{
    for (size_t i = 0; i < *count; i++)
        if (list[i].row == row) {
            list[i].state = state;
            return state;
        }
    list[(*count)++] = (struct last_verb){row, state};
    return state;
}

static struct recount recounted(struct arena *a)
{
    enum { ROOM = 5000 };
    struct last_verb *referrals = ARENA_ARRAY(a, struct last_verb, ROOM), *hires = ARENA_ARRAY(a, struct last_verb, ROOM);
    size_t referral_count = 0, hire_total = 0, n;
    int64_t after = 0;
    struct change *changes;
    do {
        assert_int_equal(store_changes_since(app_store(app), after, 1000, a, &changes, &n), OK);
        for (size_t i = 0; i < n; i++) {
            const struct change *c = &changes[i];
            after = c->id;
            if (strcmp(c->noun, "referral") == 0) {
                if (strcmp(c->verb, "insert") == 0 || strcmp(c->verb, "unpresent") == 0)
                    state_of(referrals, &referral_count, c->row, 0);
                if (strcmp(c->verb, "present") == 0)
                    state_of(referrals, &referral_count, c->row, 1);
            }
            if (strcmp(c->noun, "hire") == 0) {
                if (strcmp(c->verb, "insert") == 0 || strcmp(c->verb, "correct") == 0)
                    state_of(hires, &hire_total, c->row, 0);
                if (strcmp(c->verb, "confirm") == 0)
                    state_of(hires, &hire_total, c->row, 1);
                if (strcmp(c->verb, "take-back") == 0)
                    state_of(hires, &hire_total, c->row, 2);
            }
        }
    } while (n > 0);
    struct recount r = {.proposed = (int64_t)referral_count};
    for (size_t i = 0; i < referral_count; i++)
        r.presented += referrals[i].state == 1;
    for (size_t i = 0; i < hire_total; i++) {
        r.hired += hires[i].state == 1;
        r.reported += hires[i].state == 0;
    }
    return r;
}

static void a_small_year_adds_up(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct told people[PEOPLE] = {0};
    struct programme_counts before, counts;
    struct need_id needs[6];
    uint32_t seed = 11;
    days_later(20);
    assert_int_equal(get_counts(app, &office, &before), OK);
    for (size_t i = 0; i < COUNT_OF(needs); i++)
        needs[i] = need_new(a, 20);
    for (size_t i = 0; i < PEOPLE; i++) {
        people[i].person = person_at(10 + i, a);
        people[i].yes = roll(&seed, 3) > 0;
        assert_ok(give_background(app, &adviser, people[i].person, people[i].yes ? BACKGROUND_YES : BACKGROUND_NOT_SAID, true,
                                  &issues), &issues);
    }
    for (int i = 0; i < STEPS; i++) {
        struct arena *once CLEANUP_ARENA = arena_open();
        days_later(20 + i / 12); // the needs stay open: their latest start has not come
        step(&people[roll(&seed, PEOPLE)], &seed, needs, COUNT_OF(needs), once);
        if (i % 50 == 0)
            assert_int_equal(tend_shares(app), OK);
    }
    assert_int_equal(get_counts(app, &office, &counts), OK);
    struct recount again = recounted(a);
    assert_int_equal(counts.proposed, again.proposed);
    assert_int_equal(counts.presented, again.presented);
    assert_int_equal(counts.hired, again.hired);
    assert_int_equal(counts.reported, again.reported);
    int64_t persons = 0, deleted = 0;
    for (size_t i = 0; i < PEOPLE; i++) {
        persons += people[i].deleted ? people[i].counted : person_counts(&people[i]);
        deleted += people[i].deleted;
    }
    assert_true(deleted > 0 && persons > 0 && counts.hired > 5 && counts.presented > counts.hired);
    assert_int_equal(counts.persons - before.persons, persons);
    assert_store_is_sound();

    // Three months later: asked, chased once, and only the answers count.
    struct checkin_row *rows;
    size_t count, employed = 0;
    size_t asked_before = notices(OUTBOX_CHECKIN, a);
    days_later(20 + STEPS / 12 + 95);
    assert_int_equal(tend_checkins(app), OK);
    assert_int_equal(tend_checkins(app), OK);
    assert_true(notices(OUTBOX_CHECKIN, a) > asked_before);
    assert_int_equal(get_counts(app, &office, &before), OK);
    assert_int_equal(before.still[0].observed, 0);
    assert_int_equal(list_checkins(app, &adviser, a, &rows, &count), OK);
    assert_true(count > 2);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(answer_checkin(app, &adviser, rows[i].checkin.id, true, 6, 0, &issues), INVALID);
        assert_int_equal(answer_checkin(app, &steering, rows[i].checkin.id, true, 4, 0, &issues), NOT_FOUND);
        assert_ok(answer_checkin(app, &adviser, rows[i].checkin.id, i > 0, 4, CEFR_B1, &issues), &issues);
        assert_ok(answer_checkin(app, &adviser, rows[i].checkin.id, i > 0, 4, CEFR_B1, &issues), &issues);
        employed += i > 0;
    }
    assert_int_equal(answer_checkin(app, &adviser, rows[0].checkin.id, true, 4, 0, &issues), CONFLICT);
    assert_int_equal(get_counts(app, &office, &counts), OK);
    assert_int_equal(counts.still[0].observed, count);
    assert_int_equal(counts.still[0].employed, employed);
    assert_int_equal(counts.still[1].observed, 0);
    assert_int_equal(get_public_counts(app, &counts), OK);
    assert_int_equal(counts.persons % 5 + counts.hired % 5 + counts.proposed % 5, 0);
    assert_store_is_sound();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_way),
        cmocka_unit_test(two_on_one_referral),
        cmocka_unit_test(closing_tells_those_not_chosen),
        cmocka_unit_test(two_at_the_same_moment),
        cmocka_unit_test(who_may_see_what),
        cmocka_unit_test(the_clock_reminds_expires_and_hides),
        cmocka_unit_test(an_employer_reports_without_a_need),
        cmocka_unit_test(two_agencies_with_one_person),
        cmocka_unit_test(what_is_illegal_cannot_be_stored),
        cmocka_unit_test(the_persons_file_holds_it_all),
        cmocka_unit_test(what_is_said_is_sealed),
        cmocka_unit_test(a_small_year_adds_up),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("referrals", tests, region_open, region_close);
}
