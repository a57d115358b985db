// SPDX-License-Identifier: EUPL-1.2
// One agency asks another about an open need: the rules, who may what, who is told, and what follows from a referral.
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/asks.h"
#include "app/internal.h"
#include "app/needs.h"
#include "app/people.h"
#include "app/programme.h"
#include "app/referrals.h"
#include "app/shares.h"
#include "app/upkeep.h"
#include "store/user_store.h"
#include "region_fixture.h"

static struct need_id needs[4]; // open

static int region_open(void **state)
{
    struct need_page page;
    region_make(day_make(2018, 1, 10), (struct demo_size){12, 60, 30}, 1, false);
    struct need_query query = {.states = 1u << NEED_OPEN, .text = "", .most = COUNT_OF(needs)};
    assert_int_equal(list_needs(app, &office, &query, kept, &page), OK);
    assert_int_equal(page.row_count, COUNT_OF(needs));
    for (size_t i = 0; i < COUNT_OF(needs); i++)
        needs[i] = page.rows[i].id;
    return 0;
}

static struct ask_id asked(struct need_id need, bool *known, struct arena *a)
{
    struct ask_id id;
    struct issues issues = issues_in(a);
    assert_int_equal(ask_agency(app, &adviser, need, other.agency, &issues, &id, known), OK);
    return id;
}

static struct ask_row row_of(const struct actor *who, enum ask_side side, struct ask_id id, struct arena *a)
{
    struct ask_page page;
    assert_int_equal(list_asks(app, who, &(struct ask_query){.side = side}, a, &page), OK);
    for (size_t i = 0; i < page.row_count; i++)
        if (page.rows[i].ask.id.value == id.value)
            return page.rows[i];
    fail_msg("the ask is not listed");
    return (struct ask_row){0};
}

static void close_as(struct need_id need, enum need_state to, struct arena *a)
{
    struct need_view view;
    assert_int_equal(get_need(app, &office, need, a, &view), OK);
    assert_int_equal(close_need(app, &office, need, view.need.version, to), OK);
}

// Every answer that may stand × every answer to give × every state of the need.
static void the_rules(void **state)
{
    for (int stands = 0; stands < ASK_ANSWERS; stands++)
        for (int to = 0; to < ASK_ANSWERS; to++)
            for (int n = NEED_DRAFT; n <= NEED_WITHDRAWN; n++) {
                struct agency_ask ask = {.answer = (enum ask_answer)stands};
                bool may = stands != ASK_STARTED && n == NEED_OPEN && (to == ASK_WILL_LOOK || to == ASK_NOBODY);
                assert_int_equal(ask_answer_refusal(&ask, (enum ask_answer)to, (enum need_state)n) == NULL, may);
                assert_int_equal(ask_refusal((enum need_state)n) == NULL, n == NEED_OPEN);
            }
    for (int i = 0; i < ASK_ANSWERS; i++) {
        enum ask_answer read;
        assert_true(ask_answer_read(ask_answer_name((enum ask_answer)i), &read) && (int)read == i);
    }
}

static void asked_once_and_told(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    bool known;
    struct ask_id again, id = asked(needs[0], &known, a);
    assert_false(known);
    size_t told = notices(OUTBOX_AGENCY_ASKED, a);
    assert_true(told > 0);
    again = asked(needs[0], &known, a);
    assert_true(known && again.value == id.value);
    assert_int_equal(notices(OUTBOX_AGENCY_ASKED, a), told);

    struct ask_row row = row_of(&other, ASKED_OF_US, id, a);
    assert_true(row.may_answer && row.ask.answer == ASK_WAITING && row.ask.need.value == needs[0].value);
    assert_string_equal(row.from_name, adviser.organisation);
    assert_string_equal(row.asked_by_name, adviser.name);
    assert_false(row_of(&adviser, ASKED_BY_US, id, a).may_answer);

    assert_int_equal(answer_ask(app, &other, id, 1, ASK_WILL_LOOK, &issues), OK);
    assert_int_equal(answer_ask(app, &other, id, 1, ASK_WILL_LOOK, &issues), OK); // sent twice
    told = notices(OUTBOX_AGENCY_ANSWERED, a);
    assert_true(told > 0);
    assert_int_equal(row_of(&adviser, ASKED_BY_US, id, a).ask.version, 2);
    assert_int_equal(answer_ask(app, &other, id, 1, ASK_NOBODY, &issues), CONFLICT); // meanwhile
    assert_int_equal(answer_ask(app, &other, id, 2, ASK_NOBODY, &issues), OK);
    assert_int_equal(notices(OUTBOX_AGENCY_ANSWERED, a), 2 * told);
    row = row_of(&adviser, ASKED_BY_US, id, a);
    assert_int_equal(row.ask.answer, ASK_NOBODY);
    assert_string_equal(row.answered_by_name, other.name);
    assert_int_equal(answer_ask(app, &other, id, 3, ASK_STARTED, &issues), CONFLICT);
    assert_int_equal(answer_ask(app, &other, id, 3, ASK_WAITING, &issues), CONFLICT);
    assert_store_is_sound();
}

static void who_may_what(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct ask_page page;
    bool known;
    struct ask_id none, id = asked(needs[1], &known, a);
    const struct actor *outside[] = {&employer, &candidate, &steering};
    for (size_t i = 0; i < COUNT_OF(outside); i++) {
        assert_int_not_equal(ask_agency(app, outside[i], needs[1], other.agency, &issues, &none, &known), OK);
        assert_int_equal(answer_ask(app, outside[i], id, 1, ASK_WILL_LOOK, &issues), NOT_FOUND);
        assert_int_equal(list_asks(app, outside[i], &(struct ask_query){0}, a, &page), NOT_FOUND);
    }
    assert_int_equal(answer_ask(app, &adviser, id, 1, ASK_WILL_LOOK, &issues), DENIED); // the asker knows of it
    assert_int_equal(answer_ask(app, &office, id, 1, ASK_WILL_LOOK, &issues), NOT_FOUND);
    assert_int_equal(list_asks(app, &office, &(struct ask_query){.side = ASKED_OF_US}, a, &page), OK);
    assert_int_equal(page.row_count, 0);
    assert_int_equal(ask_agency(app, &adviser, needs[1], adviser.agency, &issues, &none, &known), INVALID);
    assert_string_equal(issues.items[issues.count - 1].field, "agency");
    assert_int_equal(ask_agency(app, &adviser, needs[1], (struct agency_id){99}, &issues, &none, &known), INVALID);
    assert_int_equal(ask_agency(app, &adviser, (struct need_id){99}, other.agency, &issues, &none, &known), NOT_FOUND);

    struct agency *agencies;
    size_t count;
    assert_int_equal(list_agencies(app, &office, a, &agencies, &count), OK);
    for (size_t i = 0; i < count; i++)
        if (agencies[i].id.value != adviser.agency.value && agencies[i].id.value != other.agency.value &&
            agencies[i].id.value != office.agency.value) {
            struct agency left = agencies[i];
            left.active = false;
            assert_int_equal(edit_agency(app, &office, &left, &issues), OK);
            assert_int_equal(ask_agency(app, &adviser, needs[1], left.id, &issues, &none, &known), INVALID);
            break;
        }
}

static struct person_id person_of(const struct actor *who, struct arena *a)
{
    struct candidate_page page;
    assert_int_equal(list_candidates(app, who, &(struct candidate_query){.text = ""}, a, &page), OK);
    assert_true(page.row_count > 0);
    return page.rows[0].person;
}

static void a_referral_is_the_answer(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    bool known;
    struct ask_id id = asked(needs[2], &known, a);
    struct referral_started *started;
    struct person_id theirs = person_of(&other, a), ours = person_of(&adviser, a);
    assert_int_equal(start_referrals(app, &adviser, needs[2], &ours, 1, true, a, &issues, &started), OK);
    assert_int_equal(row_of(&adviser, ASKED_BY_US, id, a).ask.answer, ASK_WAITING); // the asker's own says nothing
    size_t told = notices(OUTBOX_AGENCY_ANSWERED, a);
    assert_int_equal(start_referrals(app, &other, needs[2], &theirs, 1, true, a, &issues, &started), OK);
    struct ask_row row = row_of(&adviser, ASKED_BY_US, id, a);
    assert_int_equal(row.ask.answer, ASK_STARTED);
    assert_true(notices(OUTBOX_AGENCY_ANSWERED, a) > told);
    told = notices(OUTBOX_AGENCY_ANSWERED, a);
    assert_int_equal(start_referrals(app, &other, needs[2], &theirs, 1, true, a, &issues, &started), OK); // there already
    assert_int_equal(row_of(&adviser, ASKED_BY_US, id, a).ask.version, row.ask.version);
    assert_int_equal(notices(OUTBOX_AGENCY_ANSWERED, a), told);
    assert_int_equal(answer_ask(app, &other, id, row.ask.version, ASK_NOBODY, &issues), CONFLICT);
    assert_false(row_of(&other, ASKED_OF_US, id, a).may_answer);
    assert_store_is_sound();
}

static void a_closed_need_takes_neither_asks_nor_answers(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct ask_page page;
    bool known;
    struct ask_id none, id = asked(needs[3], &known, a);
    struct ask_query waiting = {.side = ASKED_OF_US, .waiting = true};
    assert_int_equal(list_asks(app, &other, &waiting, a, &page), OK);
    size_t before = page.total;
    assert_int_equal(page.rows[0].ask.id.value, id.value); // newest first
    close_as(needs[3], NEED_FILLED, a);
    assert_int_equal(answer_ask(app, &other, id, 1, ASK_WILL_LOOK, &issues), CONFLICT);
    assert_int_equal(list_asks(app, &other, &waiting, a, &page), OK);
    assert_int_equal(page.total, before - 1);
    assert_int_equal(ask_agency(app, &adviser, needs[3], office.agency, &issues, &none, &known), CONFLICT);
    assert_string_equal(issues.items[issues.count - 1].message, ask_refusal(NEED_FILLED));
    assert_int_equal(asked(needs[3], &known, a).value, id.value); // what was asked stays asked
    assert_true(known);
}

static void the_list_comes_in_pages(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct ask_page all, page;
    struct ask_query query = {.side = ASKED_BY_US, .most = 200};
    assert_int_equal(list_asks(app, &adviser, &query, a, &all), OK);
    assert_int_equal(all.row_count, 4);
    query.most = 3;
    assert_int_equal(list_asks(app, &adviser, &query, a, &page), OK);
    assert_int_equal(page.row_count, 3);
    assert_int_equal(page.total, 4);
    query.after = page.next;
    assert_int_equal(list_asks(app, &adviser, &query, a, &page), OK);
    assert_int_equal(page.row_count, 1);
    assert_int_equal(page.rows[0].ask.id.value, all.rows[3].ask.id.value);
    assert_string_equal(page.next, "");
}

struct racer {
    pthread_t thread;
    struct need_id need;
    enum status answer;
    bool known;
};

static void *race(void *arg)
{
    struct racer *r = arg;
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct ask_id id;
    r->answer = ask_agency(app, &other, r->need, adviser.agency, &issues, &id, &r->known);
    return NULL;
}

static void two_at_the_same_moment(void **state)
{
    struct racer racers[4] = {0};
    size_t first = 0;
    for (size_t i = 0; i < COUNT_OF(racers); i++) {
        racers[i].need = needs[0];
        assert_int_equal(pthread_create(&racers[i].thread, NULL, race, &racers[i]), 0);
    }
    for (size_t i = 0; i < COUNT_OF(racers); i++) {
        pthread_join(racers[i].thread, NULL);
        assert_int_equal(racers[i].answer, OK);
        first += !racers[i].known;
    }
    assert_int_equal(first, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rules),
        cmocka_unit_test(asked_once_and_told),
        cmocka_unit_test(who_may_what),
        cmocka_unit_test(a_referral_is_the_answer),
        cmocka_unit_test(a_closed_need_takes_neither_asks_nor_answers),
        cmocka_unit_test(the_list_comes_in_pages),
        cmocka_unit_test(two_at_the_same_moment),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("asks", tests, region_open, region_close);
}
