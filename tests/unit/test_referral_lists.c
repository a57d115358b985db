// SPDX-License-Identifier: EUPL-1.2
// Lists of referrals on the demo's: whatever a list is looked up by, it shows what going through all of them would, in the
// same order, and counts as many; and who can own a next step.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/demo.h"
#include "app/internal.h"
#include "app/needs.h"
#include "app/referrals.h"
#include "store/user_store.h"

static struct app *app;
static char dir[] = "/tmp/ypsilon-test-XXXXXX";
static struct actor office, adviser, employer;
static struct arena *kept;

static void actor_find(const char *email, struct actor *out)
{
    struct user user;
    assert_int_equal(user_find_by_email(app_store(app), email, kept, &user), OK);
    assert_int_equal(user_actor(app_store(app), user.id, kept, out), OK);
}

static int demo_open(void **state)
{
    kept = arena_open();
    assert_non_null(mkdtemp(dir));
    struct issues issues = issues_in(kept);
    struct app_config config = {.dir = dir, .today = day_make(2016, 9, 1), .create = true, .seed = 1};
    assert_int_equal(app_open(&config, &issues, &app), OK);
    assert_int_equal(demo_make(app, (struct demo_size){12, 160, 30}, NULL, NULL), OK);
    actor_find("kontor@demo.example", &office);
    actor_find("veileder@demo.example", &adviser);
    actor_find("arbeidsgiver@demo.example", &employer);
    return 0;
}

static int demo_close(void **state)
{
    app_close(app);
    arena_close(kept);
    char command[100];
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    return system(command);
}

struct rows {
    struct referral_row *rows;
    size_t count;
};

// All that a query shows, page by page; every page tells the same total.
static struct rows rows_of(const struct actor *who, const struct referral_query *query, size_t most, struct arena *a)
{
    struct rows all = {0};
    size_t room = 0, total = 0;
    struct referral_query q = *query;
    q.most = most;
    q.after = "";
    do {
        struct referral_page page;
        assert_int_equal(list_referrals(app, who, &q, a, &page), OK);
        assert_true(page.row_count <= most);
        assert_true(page.row_count == most || *page.next == '\0');
        assert_true(all.count == 0 || page.total == total);
        total = page.total;
        for (size_t i = 0; i < page.row_count; i++)
            *LIST_ADD(a, all.rows, all.count, room) = page.rows[i];
        q.after = page.next;
    } while (*q.after != '\0');
    assert_int_equal(all.count, total);
    return all;
}

static bool fits(const struct referral_row *row, const struct referral_query *q, const struct employer_id *employers,
                 size_t i)
{
    return (q->need.value == 0 || row->need.value == q->need.value) &&
           (q->person.value == 0 || row->person.value == q->person.value) &&
           (q->employer.value == 0 || employers[i].value == q->employer.value) &&
           (q->next_owner.value == 0 || row->next_owner.value == q->next_owner.value) &&
           (q->work == 0 || (q->work >> row->state.work & 1) != 0) &&
           (q->outcomes == 0 || (q->outcomes >> row->state.outcome & 1) != 0) && (!q->running || !row->ended) &&
           (q->next_before == 0 || (row->next_on != DAY_NONE && row->next_on <= q->next_before));
}

static struct employer_id employer_of(struct need_id need, struct arena *a)
{
    struct need_view view;
    assert_int_equal(get_need(app, &office, need, a, &view), OK);
    return view.need.employer;
}

// Against all rows, gone through one by one.
static void assert_same(const struct actor *who, const struct rows *all, const struct employer_id *employers,
                        const struct referral_query *q)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct rows found = rows_of(who, q, 7, a);
    size_t n = 0;
    for (size_t i = 0; i < all->count; i++)
        if (fits(&all->rows[i], q, employers, i)) {
            assert_true(n < found.count);
            assert_int_equal(found.rows[n++].id.value, all->rows[i].id.value);
        }
    assert_int_equal(n, found.count);
}

static void judge_lists(const struct actor *who)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct rows all = rows_of(who, &(struct referral_query){0}, 200, a);
    assert_true(all.count > 20);
    struct employer_id *employers = ARENA_ARRAY(a, struct employer_id, all.count);
    for (size_t i = 0; i < all.count; i++) {
        employers[i] = employer_of(all.rows[i].need, a);
        assert_true(i == 0 || all.rows[i].id.value < all.rows[i - 1].id.value);
    }
    for (int w = 0; w < WORK_STATUSES; w++)
        assert_same(who, &all, employers, &(struct referral_query){.work = 1u << w | 1u << WORK_TRIAL});
    for (int o = 0; o < OUTCOMES; o++)
        assert_same(who, &all, employers, &(struct referral_query){.outcomes = 1u << o});
    assert_same(who, &all, employers, &(struct referral_query){.running = true});
    day today = app_today(app);
    assert_same(who, &all, employers, &(struct referral_query){.next_owner = adviser.user});
    for (int days = -20; days <= 20; days += 4)
        assert_same(who, &all, employers, &(struct referral_query){.next_before = today + days, .running = days % 8 == 0});
    for (size_t i = 0; i < all.count; i += 3) {
        const struct referral_row *row = &all.rows[i];
        const struct referral_query of[] = {
            {.need = row->need},
            {.need = row->need, .running = true},
            {.employer = employers[i]},
            {.employer = employers[i], .work = 1u << row->state.work, .running = true},
            {.employer = employers[i], .need = row->need, .outcomes = 1u << OUTCOME_PRESENTED},
        };
        for (size_t q = 0; q < COUNT_OF(of); q++)
            assert_same(who, &all, employers, &of[q]);
    }
}

static void the_office_finds_what_there_is(void **state)
{
    judge_lists(&office);
}

static void an_adviser_finds_what_there_is(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct rows all = rows_of(&adviser, &(struct referral_query){0}, 200, a);
    judge_lists(&adviser);
    struct employer_id *employers = ARENA_ARRAY(a, struct employer_id, all.count);
    for (size_t i = 0; i < all.count; i++) {
        assert_int_equal(all.rows[i].agency.value, adviser.agency.value);
        employers[i] = employer_of(all.rows[i].need, a);
    }
    for (size_t i = 0; i < all.count; i += 2) {
        assert_same(&adviser, &all, employers, &(struct referral_query){.person = all.rows[i].person});
        assert_same(&adviser, &all, employers, &(struct referral_query){.person = all.rows[i].person, .need = all.rows[i].need});
    }
}

static void pages_may_be_read_without_counting(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct referral_page counted, uncounted;
    assert_int_equal(list_referrals(app, &office, &(struct referral_query){.most = 5}, a, &counted), OK);
    assert_int_equal(list_referrals(app, &office, &(struct referral_query){.most = 5, .uncounted = true}, a, &uncounted), OK);
    assert_true(counted.total > 5);
    assert_int_equal(uncounted.total, 0);
    assert_int_equal(uncounted.row_count, 5);
    assert_string_equal(uncounted.next, counted.next);
}

static void a_next_step_is_somebodys_of_the_agency(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct step_owner *owners;
    size_t count;
    const struct actor *const staff[] = {&office, &adviser};
    for (size_t s = 0; s < COUNT_OF(staff); s++) {
        bool oneself = false;
        assert_int_equal(list_step_owners(app, staff[s], a, &owners, &count), OK);
        for (size_t i = 0; i < count; i++) {
            struct user user;
            assert_int_equal(user_get(app_store(app), owners[i].user, a, &user), OK);
            assert_int_equal(user.agency.value, staff[s]->agency.value);
            assert_int_equal(user.disabled_at, 0);
            assert_string_equal(user.name, owners[i].name);
            oneself |= user.id.value == staff[s]->user.value;
        }
        assert_true(oneself);
    }
    assert_int_equal(list_step_owners(app, &employer, a, &owners, &count), DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_office_finds_what_there_is),
        cmocka_unit_test(an_adviser_finds_what_there_is),
        cmocka_unit_test(pages_may_be_read_without_counting),
        cmocka_unit_test(a_next_step_is_somebodys_of_the_agency),
    };
    return cmocka_run_group_tests_name("referral lists", tests, demo_open, demo_close);
}
