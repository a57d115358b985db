// SPDX-License-Identifier: EUPL-1.2
// The programme's counts against a recount by hand: little worlds in which everything happens that may happen to hires are
// played on the real store and, beside it, on a list of plain facts, of which the figures are told anew by their definitions.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/employers.h"
#include "app/hires.h"
#include "app/internal.h"
#include "app/needs.h"
#include "app/people.h"
#include "app/referrals.h"
#include "app/shares.h"
#include "base/random.h"
#include "counts_facts.h"
#include "store/hire_store.h"
#include "store/user_store.h"
#include "region_fixture.h"

enum { STEPS = 220, WORLDS = 3 };
static const int64_t DAY_MS = 24 * 60 * 60 * 1000;

static struct random_stream dice;

static struct {
    int known, refused_training, corrected, taken_back, deleted, named, answered;
} happened;

static int below(int n)
{
    return (int)random_stream_below(&dice, (uint32_t)n);
}

static bool is_region(struct code area)
{
    char text[CODE_TEXT];
    code_write(area, text);
    return *text != '\0' && strcmp(text, "0627") != 0 && strcmp(text, "0628") != 0; // two are only possible ones
}

static void sites_find(void)
{
    struct employer_page page;
    assert_int_equal(list_employers(app, &office, &(struct employer_query){.text = "", .most = 30}, kept, &page), OK);
    for (size_t i = 0; i < page.row_count; i++) {
        struct employer_view view;
        assert_int_equal(get_employer(app, &office, page.rows[i].id, kept, &view), OK);
        for (size_t k = 0; k < view.workplace_count && site_count < SITES_MOST; k++)
            sites[site_count++] = (struct site){view.workplaces[k].id, page.rows[i].id, view.workplaces[k].area,
                                                 is_region(view.workplaces[k].area)};
    }
    assert_true(site_count > 8);
}

static int region_open(void **state)
{
    region_make(day_make(2017, 3, 1), (struct demo_size){24, 10, 12}, 5, true);
    sites_find();
    return 0;
}

// What happens

static void enrol_one(struct arena *a)
{
    struct someone *one = &people[known_people];
    struct issues issues = issues_in(a);
    struct enrolment_result made;
    snprintf(one->name, sizeof one->name, "Prøve%d Tellesen", known_people);
    char birth[DAY_TEXT];
    day_write(day_make(1980, 1, 1) + known_people * 31, birth);
    struct enrolment_form form = {.identity = {arena_printf(a, "Prøve%d", known_people), "Tellesen", "", ""},
                                  .national_number = "", .birth_date = birth, .purpose = "Arbeid", .basis = BASIS_PUBLIC_TASK,
                                  .notice_shown = true};
    assert_ok(enrol_person(app, &adviser, &form, &issues, &made), &issues);
    one->person = made.person;
    one->with_both = below(3) == 0;
    if (one->with_both) {
        assert_ok(enrol_person(app, &other, &form, &issues, &made), &issues);
        assert_int_equal(made.person.value, one->person.value);
    }
    known_people++;
}

static struct someone *anyone(void)
{
    for (int tries = 0; tries < 50; tries++) {
        struct someone *one = &people[below(known_people)];
        if (!one->deleted)
            return one;
    }
    return NULL;
}

static int number_of(const struct someone *one)
{
    return (int)(one - people);
}

static bool overlap(const struct fact_hire *h, const struct hire_form *f)
{
    day end = h->ended_on != DAY_NONE ? h->ended_on : h->agreed_to;
    return (end == DAY_NONE || end >= f->start) && (f->agreed_to == DAY_NONE || h->start <= f->agreed_to);
}

static struct fact_hire *same_hire(int person, int site, const struct hire_form *f)
{
    for (int i = 0; i < known_hires && person >= 0; i++)
        if (hires[i].person == person && hires[i].site == site && !hires[i].taken_back && overlap(&hires[i], f))
            return &hires[i];
    return NULL;
}

static struct hire_form form_drawn(int site)
{
    static const int SHARES[] = {10, 19, 20, 50, 100};
    struct hire_form f = {.workplace = sites[site].workplace, .occupation = code_make("5223"), .share = SHARES[below(5)]};
    f.start = app_today(app) - 45 + below(60);
    f.form = below(3) == 0 ? FORM_TEMPORARY : FORM_PERMANENT;
    f.agreed_to = f.form == FORM_PERMANENT ? DAY_NONE : day_add_months(f.start, 1 + below(5)) - 1;
    return f;
}

static void hire_told(const struct actor *who, int person, int site, struct hire_form *f, bool posted)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct hire_id id;
    bool known;
    bool evidence = f->document_seen || who->role == ROLE_EMPLOYER;
    struct fact_hire *same = same_hire(person, site, f);
    assert_ok(register_hire(app, who, f, &issues, &id, &known), &issues);
    assert_int_equal(known, same != NULL);
    happened.known += known;
    if (known) {
        same->confirmed |= evidence;
        same->posted |= posted; // it was the referral's after all
        return;
    }
    assert_true(known_hires < HIRES_MOST);
    hires[known_hires++] = (struct fact_hire){.id = id, .person = person, .site = site, .posted = posted, .confirmed = evidence,
                                              .start = f->start, .agreed_to = f->agreed_to, .ended_on = DAY_NONE, .share = f->share};
}

static void register_one(struct arena *a)
{
    const struct someone *one = anyone();
    if (one == NULL)
        return;
    int site = below(site_count);
    struct hire_form f = form_drawn(site);
    struct issues issues = issues_in(a);
    f.person = one->person;
    f.document_seen = below(3) > 0;
    if (below(8) == 0) { // work training is never one
        struct hire_id id;
        bool known;
        f.work_training = true;
        assert_int_equal(register_hire(app, &adviser, &f, &issues, &id, &known), INVALID);
        happened.refused_training++;
        return;
    }
    hire_told(&adviser, number_of(one), site, &f, false);
    if (!one->with_both || below(2) == 0)
        return;
    f.start += below(9); // the other agency tells of the same one, as it remembers it
    f.document_seen = below(2) == 0;
    if (f.agreed_to == DAY_NONE || f.start <= f.agreed_to)
        hire_told(&other, number_of(one), site, &f, false);
}

static int own_site(void)
{
    for (int i = 0; i < site_count; i++)
        if (sites[i].employer.value == employer.employer.value)
            return i;
    fail_msg("the demo's employer has no workplace");
    return 0;
}

static void report_one(void)
{
    int site = own_site();
    struct hire_form f = form_drawn(site);
    hire_told(&employer, -1, site, &f, false);
}

static void refer_one(struct arena *a)
{
    struct issues issues = issues_in(a);
    const struct someone *one = anyone();
    int site = below(site_count);
    struct need_id id;
    struct need_view view;
    struct referral_started *list;
    struct referral_view referral;
    struct share_id share;
    if (one == NULL || !sites[site].in_region)
        return;
    struct need need = {.workplace = sites[site].workplace, .title = "Medarbeider", .occupation = code_make("5223"), .positions = 9,
                        .place = sites[site].area, .description = "", .start_from = app_today(app) + 3,
                        .start_latest = app_today(app) + 40, .share_least = 20, .share_most = 100, .times = TIME_DAY};
    assert_ok(start_need(app, &office, &need, &issues, &id), &issues);
    assert_int_equal(get_need(app, &office, id, a, &view), OK);
    assert_ok(open_need(app, &office, id, view.need.version, "Eva Eier", "", &issues), &issues);
    assert_ok(start_referrals(app, &adviser, id, &one->person, 1, true, a, &issues, &list), &issues);
    proposed++;
    if (below(4) == 0 || ask_share(app, &adviser, list[0].id, app_today(app) + 7, &issues, &share) != OK)
        return;
    bool yes = below(4) > 0;
    assert_ok(answer_share(app, &adviser, share, yes, &issues), &issues);
    if (!yes)
        return;
    assert_int_equal(get_referral(app, &adviser, list[0].id, a, &referral), OK);
    assert_ok(present_candidate(app, &adviser, list[0].id, referral.row.version, &issues), &issues);
    presented++;
    if (below(5) == 0) {
        assert_int_equal(get_referral(app, &adviser, list[0].id, a, &referral), OK);
        assert_ok(take_back_presentation(app, &adviser, list[0].id, referral.row.version, "Feil behov", &issues), &issues);
        presented--;
    } else if (below(3) > 0) {
        struct hire_form f = form_drawn(site);
        f.referral = list[0].id;
        f.document_seen = below(2) == 0;
        hire_told(&adviser, number_of(one), site, &f, true);
    }
}

static struct hire stored(const struct fact_hire *h, struct arena *a)
{
    struct hire row;
    assert_int_equal(hire_get(app_store(app), h->id, a, &row), OK);
    return row;
}

static void correct_one(struct fact_hire *h, struct arena *a)
{
    struct issues issues = issues_in(a);
    struct hire row = stored(h, a);
    struct hire_form f = form_drawn(h->site);
    f.start = h->start + below(11) - 5;
    f.document_seen = below(3) > 0;
    f.note = "Etter kontrakten";
    if (f.agreed_to != DAY_NONE && f.agreed_to < f.start)
        f.agreed_to = day_add_months(f.start, 4) - 1;
    enum status s = correct_hire(app, &office, h->id, row.version, &f, &issues);
    if (s == CONFLICT) // it had ended before, or another one stands on that very day
        return;
    assert_ok(s, &issues);
    h->start = f.start;
    h->agreed_to = f.agreed_to;
    h->share = f.share;
    h->confirmed = f.document_seen;
    happened.corrected++;
}

static void name_one(struct fact_hire *h, struct arena *a)
{
    struct issues issues = issues_in(a);
    const struct someone *one = anyone();
    if (one == NULL || h->person >= 0)
        return;
    struct hire_form f = {.start = h->start, .agreed_to = h->agreed_to};
    bool there = same_hire(number_of(one), h->site, &f) != NULL;
    enum status s = name_hire(app, &adviser, h->id, stored(h, a).version, one->person, &issues);
    assert_int_equal(s, there ? CONFLICT : OK);
    if (there)
        return;
    h->person = number_of(one);
    happened.named++;
}

static void answer_some(struct fact_hire *h, struct arena *a)
{
    struct checkin *list;
    size_t count;
    assert_int_equal(checkin_list(app_store(app), h->id, a, &list, &count), OK);
    for (size_t i = 0; i < count; i++) {
        struct issues issues = issues_in(a);
        bool of_person = list[i].side == CHECKIN_OF_PERSON, employed = below(4) > 0;
        if (!h->confirmed || !checkin_open(&list[i], app_today(app)) || below(3) == 0 ||
            (!of_person && sites[h->site].employer.value != employer.employer.value))
            continue;
        assert_ok(answer_checkin(app, of_person ? &adviser : &employer, list[i].id, employed, 4, 0, &issues), &issues);
        for (int m = 0; m < CHECKINS; m++)
            if (CHECKIN_MONTHS[m] == list[i].months)
                *(employed ? &h->yes[m] : &h->no[m]) += 1;
        happened.answered++;
    }
}

static void delete_one(struct arena *a)
{
    struct issues issues = issues_in(a);
    struct someone *one = anyone();
    if (one == NULL || one->with_both)
        return;
    bool counted = one->background == BACKGROUND_YES && person_counts(number_of(one), app_today(app));
    assert_ok(delete_person(app, &adviser, one->person, one->name, &issues), &issues);
    one->deleted = true;
    one->counted = counted;
    happened.deleted++;
}

static void background_one(struct arena *a)
{
    static const enum background ANSWERS[] = {BACKGROUND_YES, BACKGROUND_YES, BACKGROUND_NO, BACKGROUND_NOT_SAID};
    struct issues issues = issues_in(a);
    struct someone *one = anyone();
    if (one == NULL)
        return;
    struct actor self = {.role = ROLE_CANDIDATE, .person = one->person, .name = "", .organisation = ""};
    bool paper = below(2) == 0;
    one->background = ANSWERS[below(4)];
    assert_ok(give_background(app, paper ? &adviser : &self, one->person, one->background, paper, &issues), &issues);
}

static void pledge_one(struct arena *a)
{
    struct issues issues = issues_in(a);
    struct employer_view view;
    assert_int_equal(get_employer(app, &office, sites[below(site_count)].employer, a, &view), OK);
    view.employer.stage = STAGE_HIRING;
    view.employer.paused_until = DAY_NONE;
    view.employer.declined_reason = "";
    view.employer.pledged = below(12);
    view.employer.pledged_by = view.employer.pledged > 0 ? app_today(app) + 90 : DAY_NONE;
    assert_ok(edit_employer(app, &office, &view.employer, &issues), &issues);
}

static void end_one(struct fact_hire *h, struct arena *a)
{
    struct issues issues = issues_in(a);
    day today = app_today(app), on = today - below(30);
    if (h->ended_on != DAY_NONE) {
        assert_ok(end_hire(app, &office, h->id, stored(h, a).version, DAY_NONE, HIRE_END_NONE, &issues), &issues);
        h->ended_on = DAY_NONE;
    } else if (on >= h->start) {
        assert_ok(end_hire(app, &office, h->id, stored(h, a).version, on, HIRE_END_OTHER_JOB, &issues), &issues);
        h->ended_on = on;
    }
}

static void act_on_hire(struct arena *a)
{
    struct issues issues = issues_in(a);
    if (known_hires == 0)
        return;
    struct fact_hire *h = &hires[below(known_hires)];
    if (h->taken_back || (h->person >= 0 && people[h->person].deleted))
        return;
    if (h->person < 0 && below(3) == 0) {
        name_one(h, a);
        return;
    }
    switch (below(6)) {
    case 0:
        if (!h->confirmed)
            assert_ok(confirm_hire(app, &office, h->id, stored(h, a).version, true, &issues), &issues);
        h->confirmed = true;
        return;
    case 1:
        correct_one(h, a);
        return;
    case 2:
        if (below(2) == 0) {
            assert_ok(take_back_hire(app, &office, h->id, stored(h, a).version, "Feil person", &issues), &issues);
            h->taken_back = true;
            happened.taken_back++;
        }
        return;
    case 3:
        end_one(h, a);
        return;
    default:
        answer_some(h, a);
        return;
    }
}

static void step(void)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    int drawn = below(100);
    if (known_people < 4 || (drawn < 8 && known_people < PEOPLE_MOST))
        enrol_one(a);
    else if (drawn < 24)
        register_one(a);
    else if (drawn < 29)
        report_one();
    else if (drawn < 38)
        refer_one(a);
    else if (drawn < 52)
        background_one(a);
    else if (drawn < 55)
        delete_one(a);
    else if (drawn < 57)
        pledge_one(a);
    else
        act_on_hire(a);
}

static int64_t pledged_now(struct arena *a)
{
    struct employer_page page;
    int64_t sum = 0;
    assert_int_equal(list_employers(app, &office, &(struct employer_query){.text = "", .most = 200}, a, &page), OK);
    assert_string_equal(page.next, "");
    for (size_t i = 0; i < page.row_count; i++)
        sum += page.rows[i].pledged;
    return sum;
}

static void assert_counts(const struct programme_counts *told, const struct programme_counts *again)
{
    assert_int_equal(told->pledged, again->pledged);
    assert_int_equal(told->proposed, again->proposed);
    assert_int_equal(told->presented, again->presented);
    assert_int_equal(told->hired, again->hired);
    assert_int_equal(told->hired_unposted, again->hired_unposted);
    assert_int_equal(told->reported, again->reported);
    assert_int_equal(told->persons, again->persons);
    assert_int_equal(told->goal, again->goal);
    assert_int_equal(told->line, again->line);
    for (int m = 0; m < CHECKINS; m++) {
        assert_int_equal(told->still[m].observed, again->still[m].observed);
        assert_int_equal(told->still[m].employed, again->still[m].employed);
    }
}

static void compare_now(void)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct programme_counts told, again = recount(app_today(app), pledged_now(a));
    assert_int_equal(get_counts(app, &office, &told), OK);
    assert_counts(&told, &again);
    assert_int_equal(told.as_of, app_today(app));
}

// With each employer, as the pledge is held against it.
static void compare_employers(void)
{
    for (int i = 0; i < site_count; i++) {
        int64_t told, again = 0;
        for (int k = 0; k < known_hires; k++)
            again += sites[hires[k].site].employer.value == sites[i].employer.value && stands(&hires[k], app_today(app));
        assert_int_equal(count_hired(app, &office, &sites[i].employer, 1, &told), OK);
        assert_int_equal(told, again);
    }
}

static void answers_come(void)
{
    for (int i = 0; i < known_hires; i++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        if (hires[i].person < 0 || !people[hires[i].person].deleted)
            answer_some(&hires[i], a);
    }
}

static void little_worlds_add_up(void **state)
{
    int64_t now = begun;
    for (int world = 0; world < WORLDS; world++) {
        dice = (struct random_stream){.seed = 100 + (uint64_t)world};
        for (int i = 0; i < STEPS; i++) {
            now += (int64_t)below(2) * DAY_MS + 1000;
            app_stand_clock(app, now);
            step();
            if (i % 20 == 19)
                compare_now();
        }
        compare_employers();
        // What comes with time alone, and then what is told of it.
        now += 100 * DAY_MS;
        app_stand_clock(app, now);
        compare_now();
        answers_come();
        compare_now();
    }
    assert_true(happened.known > 3 && happened.refused_training > 2 && happened.corrected > 5 && happened.taken_back > 3);
    assert_true(happened.deleted > 2 && happened.named > 2 && happened.answered > 5);
    struct arena *a CLEANUP_ARENA = arena_open();
    struct programme_counts c = recount(app_today(app), pledged_now(a));
    assert_true(c.persons > 5 && c.hired > 20 && c.hired_unposted < c.hired && c.reported > 2 && c.still[0].observed > 5);
}

// The front page tells the end of the last quarter, rounded; nothing that happens afterwards is in it.
static void released_figures_are_the_last_quarters(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct programme_counts told, later;
    int64_t now = app_now(app), next;
    int year, month_of_year, day_of_month;
    // To the first day of the quarter after the next: until its eve nothing happens.
    day_split(app_today(app) + 92, &year, &month_of_year, &day_of_month);
    day first = day_make(year, (month_of_year - 1) / 3 * 3 + 1, 1);
    next = now + ((int64_t)first - app_today(app)) * DAY_MS;
    app_stand_clock(app, next);
    struct programme_counts again = recount(first - 1, pledged_now(a));
    assert_int_equal(get_public_counts(app, &told), OK);
    assert_int_equal(told.as_of, first - 1);
    const int64_t pairs[][2] = {{told.hired, again.hired}, {told.hired_unposted, again.hired_unposted}, {told.persons, again.persons},
                                {told.proposed, again.proposed}, {told.presented, again.presented}, {told.line, again.line},
                                {told.pledged, again.pledged}};
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        assert_int_equal(pairs[i][0] % 5, 0);
        assert_true(llabs(pairs[i][0] - pairs[i][1]) <= 2);
    }
    for (int m = 0; m < CHECKINS; m++) {
        assert_int_equal(told.still[m].observed % 5 + told.still[m].employed % 5, 0);
        assert_true(llabs(told.still[m].observed - again.still[m].observed) <= 2);
        assert_true(llabs(told.still[m].employed - again.still[m].employed) <= 2);
    }
    assert_true(told.still[0].observed > 0);
    assert_int_equal(told.reported, 0);
    int before = known_hires;
    for (int i = 0; i < 60; i++) {
        register_one(a);
        refer_one(a);
    }
    assert_true(known_hires > before + 10);
    assert_int_equal(get_public_counts(app, &later), OK);
    assert_int_equal(later.hired, told.hired);
    assert_int_equal(later.proposed, told.proposed);
    assert_int_equal(later.presented, told.presented);
    assert_int_equal(later.persons, told.persons);
    compare_now();
}

static void only_those_who_may_know(void **state)
{
    struct programme_counts c;
    struct employer_counts e;
    int64_t hired;
    assert_int_equal(get_counts(app, &employer, &c), NOT_FOUND);
    assert_int_equal(get_counts(app, &candidate, &c), NOT_FOUND);
    assert_int_equal(get_counts(app, &adviser, &c), OK);
    assert_int_equal(count_hired(app, &employer, &employer.employer, 1, &hired), OK);
    assert_int_equal(count_hired(app, &employer, &sites[own_site() == 0 ? 1 : 0].employer, 1, &hired), NOT_FOUND);
    assert_int_equal(count_hired(app, &candidate, &employer.employer, 1, &hired), NOT_FOUND);
    assert_int_equal(get_employer_counts(app, &employer, employer.employer, &e), NOT_FOUND);
    assert_int_equal(get_employer_counts(app, &other, employer.employer, &e), OK);
    struct employer_counts all;
    assert_int_equal(get_employer_counts(app, &office, employer.employer, &all), OK);
    assert_int_equal(all.hired, e.hired);
    assert_true(all.hires > e.hires && all.referrals >= e.referrals);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(little_worlds_add_up),
        cmocka_unit_test(released_figures_are_the_last_quarters),
        cmocka_unit_test(only_those_who_may_know),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("counts", tests, region_open, region_close);
}
