// SPDX-License-Identifier: EUPL-1.2
// The demo: the same seed and day tell the same, its numbers are those asked for, and it is as varied as a region is.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/accounts.h"
#include "app/demo.h"
#include "app/employers.h"
#include "app/hires.h"
#include "app/needs.h"
#include "app/people.h"
#include "app/programme.h"
#include "app/referrals.h"
#include "app/shares.h"
#include "core/orgnr.h"
#include "store/enrolment_store.h"
#include "store/store.h"
#include "store/user_store.h"

struct region {
    char dir[32];
    struct app *app;
    struct actor office, adviser, employer, candidate;
};

static const struct demo_size SIZE = {40, 200, 40};
static struct arena *kept;
static struct region first;

static void actor_find(struct region *r, const char *email, struct actor *out)
{
    struct user user;
    assert_int_equal(user_find_by_email(app_store(r->app), email, kept, &user), OK);
    assert_int_equal(user_actor(app_store(r->app), user.id, kept, out), OK);
}

static void region_make(struct region *r, struct demo_size size, uint64_t seed, day today)
{
    struct issues issues = issues_in(kept);
    snprintf(r->dir, sizeof r->dir, "/tmp/ypsilon-test-XXXXXX");
    assert_non_null(mkdtemp(r->dir));
    struct app_config config = {.dir = r->dir, .today = today, .create = true, .seed = seed};
    assert_int_equal(app_open(&config, &issues, &r->app), OK);
    assert_int_equal(demo_make(r->app, size, NULL, NULL), OK);
    actor_find(r, "kontor@demo.example", &r->office);
    actor_find(r, "veileder@demo.example", &r->adviser);
    actor_find(r, "arbeidsgiver@demo.example", &r->employer);
    actor_find(r, "kandidat@demo.example", &r->candidate);
}

static void region_remove(struct region *r)
{
    app_close(r->app);
    char command[100];
    snprintf(command, sizeof command, "rm -rf '%s'", r->dir);
    assert_int_equal(system(command), 0);
}

static int first_make(void **state)
{
    kept = arena_open();
    region_make(&first, SIZE, 7, day_make(2018, 5, 2));
    return 0;
}

static int first_remove(void **state)
{
    region_remove(&first);
    arena_close(kept);
    return 0;
}

static struct employer_page employers_of(struct region *r, struct arena *a)
{
    struct employer_page page;
    assert_int_equal(list_employers(r->app, &r->office, &(struct employer_query){.text = "", .most = 200}, a, &page), OK);
    return page;
}

static struct need_page needs_of(struct region *r, const struct actor *who, unsigned states, struct arena *a)
{
    struct need_page page;
    struct need_query query = {.text = "", .states = states, .most = 200};
    assert_int_equal(list_needs(r->app, who, &query, a, &page), OK);
    return page;
}

static size_t list_people(struct region *r, struct arena *a, struct candidate_row **out)
{
    size_t count = 0;
    struct candidate_page page = {0};
    struct candidate_row *rows = ARENA_ARRAY(a, struct candidate_row, 1000);
    do {
        struct candidate_query query = {.text = "", .after = page.next};
        assert_int_equal(list_candidates(r->app, &r->adviser, &query, a, &page), OK);
        for (size_t i = 0; i < page.row_count; i++)
            rows[count++] = page.rows[i];
    } while (count < page.total);
    *out = rows;
    return count;
}

static void add_fact(struct buf *b, const struct fact *f, const char *text)
{
    char code[CODE_TEXT];
    code_write(f->code, code);
    buf_printf(b, " %d:%d:%s:%d:%d:%d:%d:%d:%d:%s", (int)f->kind, (int)f->evidence, code, f->part, f->level, f->no, (int)f->from,
               (int)f->to, (int)f->expires, text);
}

static void add_person(struct buf *b, struct region *r, const struct candidate_row *row, struct arena *a)
{
    struct candidate_view view;
    assert_int_equal(get_candidate(r->app, &r->adviser, row->person, a, &view), OK);
    const struct competence *c = &view.profile.competence;
    buf_printf(b, "%lld %s %s %u %d %lld %s %d", (long long)row->person.value, row->name, view.identity.email, view.profile.lot,
               (int)row->enrolled_from, (long long)view.profile.updated_at, view.profile.headline, c->complete);
    buf_printf(b, " %d %d %d %d", (int)c->availability.free_from, c->availability.share_least, c->availability.share_most,
               c->availability.times);
    for (size_t i = 0; i < c->fact_count; i++)
        add_fact(b, &c->facts[i], view.profile.fact_texts[i]);
    buf_add_char(b, '\n');
}

// All that its lists and pages tell, ids and instants included.
static const char *listing(struct region *r, struct arena *a)
{
    struct buf b = buf_in(a);
    struct employer_page employers = employers_of(r, a);
    for (size_t i = 0; i < employers.row_count; i++) {
        struct employer_view v;
        assert_int_equal(get_employer(r->app, &r->office, employers.rows[i].id, a, &v), OK);
        buf_printf(&b, "%lld %s %s %s %d %d %d %s %lld\n", (long long)v.employer.id.value, v.employer.orgnr, v.employer.name,
                   v.employer.industry, v.employer.employees, v.employer.stage, v.employer.pledged, v.owner_name,
                   (long long)v.employer.created_at);
        for (size_t k = 0; k < v.workplace_count; k++)
            buf_printf(&b, "  %lld %s %s %s\n", (long long)v.workplaces[k].id.value, v.workplaces[k].orgnr, v.workplaces[k].name,
                       v.workplaces[k].postal_code);
    }
    struct need_page needs = needs_of(r, &r->office, 0, a);
    for (size_t i = 0; i < needs.row_count; i++) {
        struct need_view v;
        assert_int_equal(get_need(r->app, &r->office, needs.rows[i].id, a, &v), OK);
        const struct need *n = &v.need;
        buf_printf(&b, "%lld %s %d %d %d %d %lld %lld %lld %u %s %s\n", (long long)n->id.value, n->title, n->state, n->positions,
                   (int)n->start_from, (int)n->start_latest, (long long)n->created_at, (long long)n->opened_at,
                   (long long)n->closed_at, n->lot, n->confirmed_by_name,
                   requirements_encode(n->requirements, n->requirement_count, a));
    }
    struct candidate_row *people;
    size_t count = list_people(r, a, &people);
    for (size_t i = 0; i < count; i++)
        add_person(&b, r, &people[i], a);
    return buf_text(&b);
}

static void the_same_seed_and_day_tell_the_same(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct region same, other;
    region_make(&same, SIZE, 7, day_make(2018, 5, 2));
    const char *one = listing(&first, a), *two = listing(&same, a);
    assert_true(strlen(one) > 50000);
    assert_string_equal(one, two);
    region_remove(&same);
    region_make(&other, SIZE, 8, day_make(2018, 5, 2));
    assert_string_not_equal(one, listing(&other, a));
    region_remove(&other);
}

static void there_are_as_many_as_asked_for(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    assert_int_equal(employers_of(&first, a).total, SIZE.employers);
    assert_int_equal(needs_of(&first, &first.office, 0, a).total, SIZE.needs);
    struct enrolment_figure *figures;
    size_t count;
    int64_t begun = 0;
    assert_int_equal(enrolment_figures(app_store(first.app), day_make(2017, 1, 1), day_make(2018, 5, 2), a, &figures, &count), OK);
    for (size_t i = 0; i < count; i++)
        begun += figures[i].begun;
    assert_int_equal(count, 5);
    assert_true(begun > SIZE.people && begun < SIZE.people * 5 / 4); // some are with two agencies
    struct region least;
    region_make(&least, (struct demo_size){1, 1, 0}, 3, day_make(2016, 2, 9)); // the programme's first day
    assert_int_equal(employers_of(&least, a).total, 1);
    region_remove(&least);
}

static void numbers_and_names_are_plainly_invented(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct employer_page page = employers_of(&first, a);
    size_t unknown = 0, several = 0;
    for (size_t i = 0; i < page.row_count; i++) {
        struct employer_view v;
        char digits[ORGNR_TEXT];
        assert_int_equal(get_employer(first.app, &first.office, page.rows[i].id, a, &v), OK);
        assert_true(v.employer.orgnr[0] == '2' || v.employer.orgnr[0] == '3');
        assert_true(orgnr_read(v.employer.orgnr, true, digits));
        assert_true(v.employer.employees == EMPLOYEES_UNKNOWN || v.employer.employees >= 5);
        assert_true(v.workplace_count > 0);
        unknown += v.employer.employees == EMPLOYEES_UNKNOWN;
        several += v.workplace_count > 1;
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(page.rows[k].orgnr, v.employer.orgnr);
            assert_string_not_equal(page.rows[k].name, v.employer.name);
        }
    }
    assert_true(unknown > 0 && unknown < page.row_count);
    assert_true(several > 0 && several < page.row_count / 2);
}

static void needs_are_of_all_states_and_months(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    day today = day_make(2018, 5, 2);
    for (unsigned s = NEED_DRAFT; s <= NEED_WITHDRAWN; s++)
        assert_true(needs_of(&first, &first.office, 1U << s, a).total > 0);
    assert_true(needs_of(&first, &first.adviser, 1U << NEED_DRAFT, a).total > 0);
    struct need_page own = needs_of(&first, &first.employer, 0, a);
    assert_true(own.total >= 4);
    assert_true(needs_of(&first, &first.employer, 1U << NEED_OPEN, a).total > 0);
    struct need_page page = needs_of(&first, &first.office, 0, a);
    bool month_seen[13] = {false};
    int months = 0;
    for (size_t i = 0; i < page.row_count; i++) {
        int year, month_of_year, dom;
        day created = day_in_norway(page.rows[i].created_at);
        assert_true(created < today);
        day_split(created, &year, &month_of_year, &dom);
        months += !month_seen[month_of_year];
        month_seen[month_of_year] = true;
        if (page.rows[i].state == NEED_OPEN)
            assert_true(page.rows[i].start_latest >= today);
    }
    assert_true(months >= 5);
}

static void there_are_ready_asked_and_not_yet(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct need_page page = needs_of(&first, &first.adviser, 1U << NEED_OPEN, a);
    size_t seen[MATCH_CLASSES] = {0}, with[MATCH_CLASSES] = {0};
    for (size_t i = 0; i < page.row_count; i++) {
        struct need_view need;
        struct need_answer answer;
        assert_int_equal(get_need(first.app, &first.adviser, page.rows[i].id, a, &need), OK);
        assert_int_equal(rank_candidates(first.app, &first.adviser, &need, 0, 1, a, &answer), OK);
        for (int c = 0; c < MATCH_CLASSES; c++) {
            seen[c] += answer.counts[c];
            with[c] += answer.counts[c] > 0;
        }
    }
    size_t all = seen[CLASS_READY] + seen[CLASS_ASK] + seen[CLASS_NOT_NOW];
    assert_true(with[CLASS_READY] * 3 > page.row_count && with[CLASS_ASK] * 3 > page.row_count * 2);
    assert_true(seen[CLASS_READY] * 50 > all && seen[CLASS_READY] * 3 < all);
    assert_true(seen[CLASS_ASK] * 20 > all && seen[CLASS_NOT_NOW] * 4 > all);
}

static void every_account_has_something_to_show(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct candidate_view me;
    struct candidate_row *rows;
    struct home_view home;
    assert_int_equal(get_candidate(first.app, &first.candidate, first.candidate.person, a, &me), OK);
    assert_true(me.profile.competence.fact_count > 8);
    assert_string_equal(me.identity.family_name, "Demosen");
    assert_true(list_people(&first, a, &rows) > (size_t)SIZE.people / 3);
    assert_int_equal(get_home(first.app, &first.adviser, a, &home), OK);
    assert_true(home.need_count > 0 && home.draft_count > 0 && home.pledged > 0);
}

// From proposal to hire, so that each account's pages have something on them.
static void what_follows_the_needs_is_there(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct programme_counts counts;
    struct referral_page all, late;
    struct share_view *shares;
    struct presented_candidate *shown;
    struct hire_page hires;
    struct checkin_row *checkins;
    size_t count, open = 0, in_force = 0, to_consider = 0;
    assert_int_equal(get_counts(first.app, &first.office, &counts), OK);
    assert_true(counts.hired > 3 && counts.presented > counts.hired && counts.proposed > counts.presented);
    assert_true(counts.persons > 0 && counts.hired_unposted > 0 && counts.reported > 0 && counts.still[0].observed > 0);
    assert_int_equal(list_referrals(first.app, &first.adviser, &(struct referral_query){.running = true, .most = 200}, a, &all), OK);
    assert_true(all.total > 5);
    struct referral_query due = {.next_owner = first.adviser.user, .running = true, .next_before = day_make(2018, 5, 2)};
    assert_int_equal(list_referrals(first.app, &first.adviser, &due, a, &late), OK);
    assert_true(late.total > 0);
    assert_int_equal(list_shares(first.app, &first.candidate, first.candidate.person, a, &shares, &count), OK);
    for (size_t i = 0; i < count; i++) {
        open += shares[i].yes_refusal == NULL;
        in_force += shares[i].state == SHARE_YES && shares[i].presented;
    }
    assert_true(open == 1 && in_force == 1);
    assert_int_equal(list_presented(first.app, &first.employer, (struct need_id){0}, a, &shown, &count), OK);
    for (size_t i = 0; i < count; i++)
        to_consider += shown[i].verdict == EMPLOYER_TO_CONSIDER;
    assert_true(count >= 2 && to_consider >= 1);
    struct hire_query reported = {.states = 1u << HIRE_REPORTED};
    assert_int_equal(list_hires(first.app, &first.employer, &reported, a, &hires), OK);
    assert_true(hires.total > 0 && hires.rows[0].refusals[HIRE_CONFIRM] == NULL);
    assert_int_equal(list_checkins(first.app, &first.employer, a, &checkins, &count), OK);
    assert_true(count > 0);
}

// The same people, employers and needs, whether or not it is told what follows.
static void what_follows_changes_nothing_else(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct region plain = {0};
    struct issues issues = issues_in(kept);
    snprintf(plain.dir, sizeof plain.dir, "/tmp/ypsilon-test-XXXXXX");
    assert_non_null(mkdtemp(plain.dir));
    struct app_config config = {.dir = plain.dir, .today = day_make(2018, 5, 2), .create = true, .seed = 7};
    assert_int_equal(app_open(&config, &issues, &plain.app), OK);
    assert_int_equal(demo_make_untouched(plain.app, SIZE), OK);
    actor_find(&plain, "kontor@demo.example", &plain.office);
    actor_find(&plain, "veileder@demo.example", &plain.adviser);
    struct programme_counts counts;
    assert_int_equal(get_counts(plain.app, &plain.office, &counts), OK);
    assert_int_equal(counts.proposed + counts.hired + counts.reported, 0);
    assert_string_equal(listing(&plain, a), listing(&first, a));
    region_remove(&plain);
}

// What happened before does not say that it happened now, and afterwards the clock runs.
static void the_history_is_behind_and_the_clock_runs(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct change *changes;
    size_t count = 0;
    int64_t after = 0, latest = 0;
    do {
        assert_int_equal(store_changes_since(app_store(first.app), after, 1000, a, &changes, &count), OK);
        for (size_t i = 0; i < count; i++) {
            assert_true(day_in_norway(changes[i].at) < day_make(2018, 5, 2));
            latest = changes[i].at > latest ? changes[i].at : latest;
            after = changes[i].id;
        }
    } while (count == 1000);
    assert_int_equal(app_today(first.app), day_make(2018, 5, 2));
    assert_true(app_now(first.app) > latest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_history_is_behind_and_the_clock_runs), // before the others look at anybody
        cmocka_unit_test(the_same_seed_and_day_tell_the_same),
        cmocka_unit_test(there_are_as_many_as_asked_for),
        cmocka_unit_test(numbers_and_names_are_plainly_invented),
        cmocka_unit_test(needs_are_of_all_states_and_months),
        cmocka_unit_test(there_are_ready_asked_and_not_yet),
        cmocka_unit_test(every_account_has_something_to_show),
        cmocka_unit_test(what_follows_the_needs_is_there),
        cmocka_unit_test(what_follows_changes_nothing_else),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("demo", tests, first_make, first_remove);
}
