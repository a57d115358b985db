// SPDX-License-Identifier: EUPL-1.2
// The list of candidates against a naive reading of the database, while people come, change their names, leave and are
// deleted.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/internal.h"
#include "app/people.h"
#include "base/random.h"
#include "store/person_store.h"
#include "store/user_store.h"
#include "region_fixture.h"

static struct random_stream dice;

static int region_open(void **state)
{
    region_make(day_make(2018, 5, 2), (struct demo_size){12, 400, 5}, 5, false);
    dice = (struct random_stream){.seed = 5};
    return 0;
}

static int by_name(const void *a, const void *b)
{
    const struct enrolled_person *x = a, *y = b;
    int family = lang_compare(x->identity.family_name, y->identity.family_name);
    if (family == 0)
        family = lang_compare(x->identity.given_name, y->identity.given_name);
    return family != 0 ? family : (x->person.value > y->person.value) - (x->person.value < y->person.value);
}

static int by_newest(const void *a, const void *b)
{
    const struct enrolled_person *x = a, *y = b;
    return (x->enrolment.value < y->enrolment.value) - (x->enrolment.value > y->enrolment.value);
}

static size_t list_all(const struct actor *who, struct candidate_query query, struct arena *a, struct person_id **out)
{
    struct candidate_page page = {0};
    struct person_id *list = ARENA_ARRAY(a, struct person_id, 2000);
    size_t count = 0;
    do {
        query.after = page.next;
        assert_int_equal(list_candidates(app, who, &query, a, &page), OK);
        assert_int_equal(page.first, count);
        for (size_t i = 0; i < page.row_count; i++)
            list[count++] = page.rows[i].person;
    } while (page.next.count > 0);
    assert_int_equal(count, page.total);
    *out = list;
    return count;
}

// As the database has it: how many agencies the person is enrolled with today.
static bool helped_elsewhere(struct person_id id, struct arena *a)
{
    struct agency_id *agencies;
    size_t count;
    assert_int_equal(enrolment_agencies(app_store(app), id, app_today(app), a, &agencies, &count), OK);
    return count > 1;
}

// How many there are.
static size_t compare_lists(const struct actor *who, const char *text, enum match_elsewhere elsewhere, struct arena *a)
{
    struct enrolled_person *all;
    size_t count, kept_count = 0;
    assert_int_equal(person_list(app_store(app), who->agency, app_today(app), false, (struct person_id){0}, 5000, a, &all, &count), OK);
    for (size_t i = 0; i < count; i++)
        if (strstr(lang_fold(a, identity_name(&all[i].identity, a)), lang_fold(a, text)) != NULL &&
            (elsewhere == ELSEWHERE_ANY || helped_elsewhere(all[i].person, a) == (elsewhere == ELSEWHERE_SOME)))
            all[kept_count++] = all[i];
    static int (*const orders[])(const void *, const void *) = {[CANDIDATES_BY_NAME] = by_name, [CANDIDATES_BY_NEWEST] = by_newest};
    for (enum candidate_sort sort = CANDIDATES_BY_NAME; sort <= CANDIDATES_BY_NEWEST; sort++) {
        struct person_id *got;
        struct candidate_query query = {.text = text, .sort = sort, .elsewhere = elsewhere};
        assert_int_equal(list_all(who, query, a, &got), kept_count);
        if (kept_count > 0)
            qsort(all, kept_count, sizeof *all, orders[sort]);
        for (size_t i = 0; i < kept_count; i++)
            assert_int_equal(got[i].value, all[i].person.value);
    }
    return kept_count;
}

static const char *const NAMES[] = {"Ås", "Aas", "Øygard", "Zetterlund", "Ærlig", "de Haan", "De Haan", "van der Berg", "Ali", "ali", "أحمد",
                                    "Müller", "Muller", "O'Brien", "Nguyễn", "Иванова", "Åsen-Lie", "A"};

static struct identity any_identity(void)
{
    return (struct identity){.given_name = NAMES[random_stream_below(&dice, COUNT_OF(NAMES))],
                             .family_name = NAMES[random_stream_below(&dice, COUNT_OF(NAMES))],
                             .email = "",
                             .phone = ""};
}

// One of few, whom the other agency may have enrolled as well.
static enum status enrol_known(const struct actor *who, uint32_t which, struct arena *a, struct person_id *out)
{
    struct enrolment_form form = {.identity = {NAMES[which % 3], NAMES[which / 3], "", ""}, .national_number = "",
                                  .birth_date = "1985-07-01", .purpose = "work", .basis = BASIS_CONSENT, .notice_shown = true};
    struct enrolment_result result = {0};
    struct issues issues = issues_in(a);
    enum status status = enrol_person(app, who, &form, &issues, &result);
    *out = result.person;
    return status;
}

static void enrol(const struct actor *who, struct arena *a)
{
    struct enrolment_form form = {.identity = any_identity(), .national_number = "", .birth_date = "", .purpose = "work",
                                  .basis = BASIS_CONSENT, .notice_shown = true};
    struct enrolment_result result;
    struct issues issues = issues_in(a);
    assert_int_equal(enrol_person(app, who, &form, &issues, &result), OK);
}

static void change_someone(const struct actor *who, struct arena *a)
{
    struct person_id *list;
    size_t count = list_all(who, (struct candidate_query){.text = ""}, a, &list);
    struct person_id id = list[random_stream_below(&dice, (uint32_t)count)];
    struct candidate_view view;
    struct issues issues = issues_in(a);
    assert_int_equal(get_candidate(app, who, id, a, &view), OK);
    struct identity fresh = any_identity();
    fresh.email = view.identity.email;
    struct person_id apart;
    enum status status = OK;
    switch (random_stream_below(&dice, 4)) {
    case 0:
        status = edit_identity(app, who, id, view.identity_version, &fresh, &issues);
        break;
    case 1:
        status = delete_person(app, who, id, identity_name(&view.identity, a), &issues);
        break;
    case 2:
        for (size_t i = 0; i < view.enrolment_count; i++)
            if (view.enrolments[i].own && view.enrolments[i].enrolment.to == DAY_NONE)
                status = end_enrolment(app, who, view.enrolments[i].enrolment.id);
        break;
    case 3:
        status = separate_person(app, who, id, &apart);
        break;
    }
    assert_int_not_equal(status, FAILED);
}

static void it_is_what_the_database_says(void **state)
{
    static const char *const TEXTS[] = {"", "", "ali", "haan", "اح", "zzzz"};
    for (int round = 0; round < 40; round++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        const struct actor *who = random_stream_below(&dice, 3) == 0 ? &other : &adviser;
        struct person_id known;
        if (random_stream_below(&dice, 2) == 0)
            enrol(who, a);
        else
            change_someone(who, a);
        enum status status = enrol_known(who, random_stream_below(&dice, 9), a, &known);
        assert_true(status == OK || status == INVALID); // with the own agency already
        who = round % 2 == 0 ? &adviser : &other;
        compare_lists(who, TEXTS[random_stream_below(&dice, COUNT_OF(TEXTS))], ELSEWHERE_ANY, a);
        compare_lists(who, TEXTS[random_stream_below(&dice, COUNT_OF(TEXTS))],
                      random_stream_below(&dice, 2) == 0 ? ELSEWHERE_NONE : ELSEWHERE_SOME, a);
    }
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t all = compare_lists(&adviser, "", ELSEWHERE_ANY, a), alone = compare_lists(&adviser, "", ELSEWHERE_NONE, a),
           shared = compare_lists(&adviser, "", ELSEWHERE_SOME, a);
    assert_true(alone > 0 && shared > 0);
    assert_int_equal(alone + shared, all);
}

// The list tells no more than the pages of those in it, and just as much.
static void elsewhere_is_what_each_persons_page_says(void **state)
{
    const struct actor *const who[] = {&adviser, &other};
    for (size_t i = 0; i < COUNT_OF(who); i++)
        for (enum match_elsewhere e = ELSEWHERE_NONE; e <= ELSEWHERE_SOME; e++) {
            struct arena *a CLEANUP_ARENA = arena_open();
            struct person_id *list;
            struct candidate_view view;
            size_t count = list_all(who[i], (struct candidate_query){.text = "", .elsewhere = e}, a, &list);
            assert_true(count > 0);
            for (size_t k = 0; k < count; k++) {
                assert_int_equal(get_candidate(app, who[i], list[k], a, &view), OK);
                assert_int_equal(view.elsewhere, e == ELSEWHERE_SOME);
            }
        }
}

static bool listed(const struct actor *who, enum match_elsewhere elsewhere, struct person_id id, struct arena *a)
{
    struct person_id *list;
    size_t count = list_all(who, (struct candidate_query){.text = "", .elsewhere = elsewhere}, a, &list);
    for (size_t i = 0; i < count; i++)
        if (list[i].value == id.value)
            return true;
    return false;
}

static void help_elsewhere_ends_with_its_last_day(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct person_id id, same;
    struct candidate_view view;
    assert_int_equal(enrol_known(&adviser, 10, a, &id), OK);
    assert_true(listed(&adviser, ELSEWHERE_NONE, id, a) && !listed(&adviser, ELSEWHERE_SOME, id, a));
    assert_int_equal(enrol_known(&other, 10, a, &same), OK);
    assert_int_equal(same.value, id.value);
    assert_true(listed(&adviser, ELSEWHERE_SOME, id, a) && !listed(&adviser, ELSEWHERE_NONE, id, a));
    assert_int_equal(get_candidate(app, &other, id, a, &view), OK);
    assert_int_equal(end_enrolment(app, &other, view.enrolments[0].enrolment.id), OK); // began today, so its last day is today
    assert_true(listed(&adviser, ELSEWHERE_SOME, id, a));
    app_stand_clock(app, app_now(app) + 24 * 3600 * 1000);
    assert_true(listed(&adviser, ELSEWHERE_NONE, id, a) && !listed(&adviser, ELSEWHERE_SOME, id, a));
    assert_int_equal(get_candidate(app, &adviser, id, a, &view), OK);
    assert_false(view.elsewhere);
    for (enum match_elsewhere e = ELSEWHERE_ANY; e <= ELSEWHERE_SOME; e++)
        assert_false(listed(&other, e, id, a));
    app_stand_clock(app, 0);
    assert_true(listed(&adviser, ELSEWHERE_SOME, id, a));
}

static void whoever_has_left_is_no_place_to_go_on_from(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct candidate_page first, again;
    assert_int_equal(list_candidates(app, &adviser, &(struct candidate_query){.text = ""}, a, &first), OK);
    struct candidate_query unknown = {.text = "", .after = {.numbers = {77}, .count = 1}};
    assert_int_equal(list_candidates(app, &adviser, &unknown, a, &again), OK);
    assert_int_equal(again.first, 0);
    assert_int_equal(again.rows[0].person.value, first.rows[0].person.value);
}

// What happens to the last ones of the first page before the next is asked for.
enum fate { DELETED, LEFT, RENAMED_FIRST, RENAMED_LAST, SAYS_NOTHING, SAYS_ALL, FATES };

static void meet_fate(struct person_id id, enum fate fate, struct arena *a)
{
    struct candidate_view view;
    struct issues issues = issues_in(a);
    assert_int_equal(get_candidate(app, &adviser, id, a, &view), OK);
    struct identity fresh = view.identity;
    fresh.family_name = fate == RENAMED_FIRST ? "Aaa" : "Åååå";
    fresh.given_name = fate == RENAMED_FIRST ? "A" : "Ååå";
    if (fate == DELETED && delete_person(app, &adviser, id, identity_name(&view.identity, a), &issues) == OK)
        return;
    if (fate == RENAMED_FIRST || fate == RENAMED_LAST) {
        assert_int_equal(edit_identity(app, &adviser, id, view.identity_version, &fresh, &issues), OK);
        return;
    }
    if (fate == SAYS_NOTHING || fate == SAYS_ALL) {
        view.profile.competence.availability.times = fate == SAYS_ALL ? WORK_TIMES_ALL : 0;
        assert_int_equal(edit_profile(app, &adviser, &view.profile, &issues), OK);
        return;
    }
    for (size_t i = 0; i < view.enrolment_count; i++) // another agency helps as well, so that deleting is not for us
        if (view.enrolments[i].own && view.enrolments[i].enrolment.to == DAY_NONE)
            assert_int_equal(end_enrolment(app, &adviser, view.enrolments[i].enrolment.id), OK);
}

static size_t index_of(struct person_id id, const struct person_id *list, size_t count)
{
    size_t at = 0;
    while (at < count && list[at].value != id.value)
        at++;
    return at;
}

// Reads the first page, lets the last ones of it meet their fate, and reads on. Who stood behind the first page comes once
// and in the same order; of who was shown, no more than repeats.
static void read_on_after(struct candidate_query query, enum fate fate, size_t how_many, size_t repeats)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct person_id *before, *moved = ARENA_ARRAY(a, struct person_id, how_many);
    size_t count = list_all(&adviser, query, a, &before), again = 0;
    struct candidate_page page;
    query.after = (struct candidate_place){0};
    assert_int_equal(list_candidates(app, &adviser, &query, a, &page), OK);
    size_t next = page.row_count;
    assert_true(count > next + 5);
    for (size_t i = 0; i < how_many; i++)
        meet_fate(moved[i] = before[next - 1 - i], fate, a);
    while (page.next.count > 0) {
        query.after = page.next;
        assert_int_equal(list_candidates(app, &adviser, &query, a, &page), OK);
        assert_true(page.first > 0);
        for (size_t i = 0; i < page.row_count; i++) {
            struct person_id id = page.rows[i].person;
            size_t stood = index_of(id, before, count);
            if (index_of(id, moved, how_many) < how_many)
                continue; // has a new place, perhaps behind
            if (stood < 50)
                again++;
            else
                assert_int_equal(id.value, before[next++].value);
        }
    }
    assert_int_equal(next, count);
    assert_true(again <= repeats);
}

static void what_happens_between_two_pages_moves_nobody_else(void **state)
{
    struct requirement any[2];
    for (size_t i = 0; i < COUNT_OF(any); i++)
        any[i] = (struct requirement){.kind = REQUIRE_ATOMS, .atom_count = 1, .weight = 1, .least = EVIDENCE_STATED,
                                      .start_from = DAY_NONE, .start_latest = DAY_NONE,
                                      .atoms = {{.kind = ATOM_TIME, .level = i == 0 ? TIME_DAY : TIME_EVENING}}};
    const struct candidate_query orders[] = {
        {.text = "", .sort = CANDIDATES_BY_NAME},
        {.text = "", .sort = CANDIDATES_BY_NEWEST},
        {.text = "", .sort = CANDIDATES_BY_MET, .conditions = any, .condition_count = COUNT_OF(any)},
        {.text = "", .sort = CANDIDATES_BY_NAME, .elsewhere = ELSEWHERE_NONE},
        {.text = "", .sort = CANDIDATES_BY_MET, .conditions = any, .condition_count = COUNT_OF(any), .elsewhere = ELSEWHERE_NONE},
    };
    for (enum fate fate = DELETED; fate < FATES; fate++)
        for (size_t i = 0; i < COUNT_OF(orders); i++) {
            read_on_after(orders[i], fate, 1, 0);
            read_on_after(orders[i], fate, 2, 0);
        }
    // All that the address remembers: nobody is left out, and few come again.
    for (size_t i = 0; i < COUNT_OF(orders); i++)
        read_on_after(orders[i], RENAMED_LAST, PLACE_MOST, PLACE_MOST);
}

static void ended_ones_are_gone_on_from_as_well(void **state)
{
    for (enum candidate_sort sort = CANDIDATES_BY_NAME; sort <= CANDIDATES_BY_NEWEST; sort++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct person_id *running, *before;
        size_t count = list_all(&adviser, (struct candidate_query){.text = ""}, a, &running);
        struct candidate_query query = {.text = "", .sort = sort, .ended = true};
        size_t ended = list_all(&adviser, query, a, &before);
        for (size_t i = 0; ended + i < 60; i++) {
            assert_true(i < count);
            meet_fate(running[i], LEFT, a);
        }
        ended = list_all(&adviser, query, a, &before);
        struct candidate_page page;
        query.after = (struct candidate_place){0};
        assert_int_equal(list_candidates(app, &adviser, &query, a, &page), OK);
        query.after = page.next;
        meet_fate(before[49], DELETED, a);
        assert_int_equal(list_candidates(app, &adviser, &query, a, &page), OK);
        assert_int_equal(page.rows[0].person.value, before[50].value);
        assert_int_equal(page.first + page.row_count, page.total);
        assert_true(page.total == ended - 1 || page.total == ended);
    }
}

static void *read_on(void *arg)
{
    for (int i = 0; i < 30; i++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct candidate_page page;
        assert_int_equal(list_candidates(app, &adviser, &(struct candidate_query){.text = ""}, a, &page), OK);
        for (size_t k = 0; k < page.row_count; k++)
            assert_true(strlen(page.rows[k].name) > 0);
    }
    return NULL;
}

static void reading_goes_on_while_people_come(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    pthread_t readers[2];
    for (size_t i = 0; i < COUNT_OF(readers); i++)
        assert_int_equal(pthread_create(&readers[i], NULL, read_on, NULL), 0);
    for (int i = 0; i < 20; i++)
        enrol(&adviser, a);
    for (size_t i = 0; i < COUNT_OF(readers); i++)
        pthread_join(readers[i], NULL);
    compare_lists(&adviser, "", ELSEWHERE_ANY, a);
}

static void sort_keys_order_as_people_do(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const char *long_name = "Abrahamsen-Gundersen-Halvorsen-Ibrahimovic-Johannessen-Kristoffersen-Åsmundsen";
    for (size_t i = 0; i <= COUNT_OF(NAMES); i++)
        for (size_t k = 0; k <= COUNT_OF(NAMES); k++) {
            const char *x = i < COUNT_OF(NAMES) ? NAMES[i] : long_name, *y = k < COUNT_OF(NAMES) ? NAMES[k] : long_name;
            int by_key = strcmp(lang_sort_key(a, x), lang_sort_key(a, y)), order = lang_compare(x, y);
            assert_int_equal((by_key > 0) - (by_key < 0), order);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sort_keys_order_as_people_do),
        cmocka_unit_test(it_is_what_the_database_says),
        cmocka_unit_test(elsewhere_is_what_each_persons_page_says),
        cmocka_unit_test(help_elsewhere_ends_with_its_last_day),
        cmocka_unit_test(whoever_has_left_is_no_place_to_go_on_from),
        cmocka_unit_test(reading_goes_on_while_people_come),
        cmocka_unit_test(what_happens_between_two_pages_moves_nobody_else),
        cmocka_unit_test(ended_ones_are_gone_on_from_as_well),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("roster", tests, region_open, region_close);
}
