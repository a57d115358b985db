// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <pthread.h>

#include "base/arena.h"
#include "match/match.h"
#include "naive_match.h"
#include "random_match.h"

// Random worlds, small in codes so that people and needs meet: the engine against the naive evaluator, and what must
// hold whatever the world is (matching.md, "How it is trusted"). Seeds are fixed: a failure comes again.

enum { WORLDS = 150, PEOPLE = 24, NEEDS = 6 };

struct town {
    struct random random;
    struct match_settings settings;
    struct match_world *world;
    struct person people[PEOPLE];
    struct demand demands[NEEDS];
    struct arena *arena;
    struct naive_person naive[NEEDS][PEOPLE]; // open between naive_begin and naive_end
};

static struct town *town_open(uint64_t seed)
{
    struct town *t = calloc(1, sizeof *t);
    t->random.state = seed;
    t->settings = settings_make();
    t->settings.engine = seed % 2 == 0 ? ENGINE_PLAIN : ENGINE_FAST; // what must hold must hold of both
    t->world = match_open(&t->settings);
    t->arena = arena_open();
    for (size_t i = 0; i < PEOPLE; i++) {
        person_draw(&t->random, &t->people[i], (int64_t)i * 3 + 1);
        match_put(t->world, person_profile(&t->people[i]));
    }
    for (size_t i = 0; i < NEEDS; i++)
        demand_draw(&t->random, &t->demands[i], (int64_t)i + 500);
    match_publish(t->world, 1);
    return t;
}

static void town_close(struct town *t)
{
    match_close(t->world);
    arena_close(t->arena);
    free(t);
}

// Replaces some people, drops some, brings some back.
static void town_change(struct town *t)
{
    for (unsigned i = 0; i < 10; i++) {
        struct person *p = &t->people[below(&t->random, PEOPLE)];
        if (p->there && chance(&t->random, 40)) {
            p->there = false;
            match_drop(t->world, p->profile.number);
        } else {
            person_draw(&t->random, p, p->profile.number);
            match_put(t->world, person_profile(p));
        }
    }
    match_publish(t->world, 2);
}

struct naive_row {
    struct match_row row;
    uint32_t lot;
};

// What a person has for each need: licences hang on its first day.
static void naive_begin(struct town *t)
{
    for (size_t i = 0; i < NEEDS; i++)
        for (size_t k = 0; k < PEOPLE; k++)
            t->naive[i][k] = naive_open(person_profile(&t->people[k]), &t->settings, today(),
                                        naive_first_day(demand_need(&t->demands[i]), today()));
}

static void naive_end(struct town *t)
{
    for (size_t i = 0; i < NEEDS; i++)
        for (size_t k = 0; k < PEOPLE; k++)
            naive_close_person(&t->naive[i][k]);
}

static bool in_scope(const struct person *p, uint32_t group)
{
    bool in = group == 0;
    for (size_t i = 0; i < p->profile.group_count; i++)
        in |= p->groups[i] == group;
    return p->there && in;
}

static size_t naive_rank(struct town *t, size_t demand, uint32_t group, struct naive_row *rows)
{
    const struct match_need *need = demand_need(&t->demands[demand]);
    size_t count = 0;
    for (size_t i = 0; i < PEOPLE; i++) {
        if (!in_scope(&t->people[i], group))
            continue;
        struct naive_row row = {naive_sum(&t->naive[demand][i], need, -1), t->people[i].profile.lot ^ need->lot};
        size_t at = count++;
        for (; at > 0 && naive_before(row.row, row.lot, rows[at - 1].row, rows[at - 1].lot); at--)
            rows[at] = rows[at - 1];
        rows[at] = row;
    }
    return count;
}

static void expect_rows(const struct match_row *a, const struct match_row *b)
{
    assert_int_equal(a->number, b->number);
    assert_string_equal(class_name(a->class), class_name(b->class));
    assert_int_equal(a->missing, b->missing);
    assert_int_equal(a->unknown, b->unknown);
    assert_int_equal(a->score, b->score);
}

static void expect_same_ranking(struct town *t, size_t demand, uint32_t group)
{
    const struct match_need *need = demand_need(&t->demands[demand]);
    struct naive_row naive[PEOPLE];
    struct ranking r;
    size_t count = naive_rank(t, demand, group, naive), counts[MATCH_CLASSES] = {0};
    match_rank(t->world, need, (struct match_scope){today(), group}, 0, SIZE_MAX, t->arena, &r);
    assert_int_equal(r.row_count, count);
    for (size_t i = 0; i < count; i++) {
        expect_rows(&r.rows[i], &naive[i].row);
        counts[naive[i].row.class]++;
    }
    assert_memory_equal(r.counts, counts, sizeof counts);
    size_t by_group[1][MATCH_CLASSES];
    match_count_groups(t->world, need, today(), &group, 1, by_group);
    assert_memory_equal(by_group[0], counts, sizeof counts);
}

static void expect_same_what_if(struct town *t, size_t demand, uint32_t group)
{
    const struct match_need *need = demand_need(&t->demands[demand]);
    size_t more[COUNT_OF(t->demands[0].list)];
    match_what_if(t->world, need, (struct match_scope){today(), group}, more);
    for (size_t q = 0; q < need->requirement_count; q++) {
        size_t naive = 0;
        // The need's first day stays, though its start is not asked for.
        for (size_t i = 0; need->requirements[q].must && i < PEOPLE; i++)
            naive += in_scope(&t->people[i], group) && naive_sum(&t->naive[demand][i], need, -1).class != CLASS_READY &&
                     naive_sum(&t->naive[demand][i], need, (int)q).class == CLASS_READY;
        assert_int_equal(more[q], naive);
    }
}

// Verdict by verdict, with what the row tells beside; counts what was seen.
static void expect_same_verdicts(struct town *t, size_t demand, size_t person, unsigned *seen)
{
    struct explanation x;
    const struct match_need *need = demand_need(&t->demands[demand]);
    const struct person *p = &t->people[person];
    const struct naive_person *n = &t->naive[demand][person];
    const struct match_profile *m = n->profile;
    assert_int_equal(match_explain(t->world, need, m->number, today(), t->arena, &x), p->there ? OK : NOT_FOUND);
    for (size_t i = 0; p->there && i < need->requirement_count; i++) {
        const struct requirement *q = &need->requirements[i];
        const struct verdict_row *row = &x.rows[i];
        assert_string_equal(verdict_name(row->verdict), verdict_name(naive_judge(n, q)));
        seen[row->verdict]++;
        seen[3] += row->question == QUESTION_PROOF;
        if (q->kind != REQUIRE_ATOMS)
            continue;
        const struct atom *a = &q->atoms[row->atom];
        for (unsigned e = EVIDENCE_STATED; e <= EVIDENCE_RECOGNISED; e++)
            assert_int_equal(row->evidence >= e, naive_holds(n, a, e));
        if (row->question == QUESTION_TOPIC)
            assert_false(naive_answered(n, a));
        if (a->kind == ATOM_OCCUPATION)
            assert_int_equal(row->months, naive_months(&m->competence, a->code,
                                                       row->verdict == VERDICT_MET ? q->least : 1, today()));
        if (row->evidence != 0 && a->kind <= ATOM_LICENCE)
            assert_in_range(row->fact, 0, (uintmax_t)m->competence.fact_count - 1);
    }
    struct match_row sum = naive_sum(n, need, -1);
    if (p->there)
        expect_rows(&x.sum, &sum);
}

static void expect_same_needs(struct town *t, size_t person)
{
    const struct person *p = &t->people[person];
    struct match_need needs[NEEDS];
    struct naive_row naive[NEEDS];
    struct ranking r;
    for (size_t i = 0; i < NEEDS; i++) {
        needs[i] = *demand_need(&t->demands[i]);
        struct naive_row row = {naive_sum(&t->naive[i][person], &needs[i], -1), p->profile.lot ^ needs[i].lot};
        row.row.number = needs[i].number;
        size_t at = i;
        for (; at > 0 && naive_before(row.row, row.lot, naive[at - 1].row, naive[at - 1].lot); at--)
            naive[at] = naive[at - 1];
        naive[at] = row;
    }
    assert_int_equal(match_rank_needs(t->world, p->profile.number, needs, NEEDS, today(), t->arena, &r),
                     p->there ? OK : NOT_FOUND);
    for (size_t i = 0; p->there && i < NEEDS; i++)
        expect_rows(&r.rows[i], &naive[i].row);
}

static void both_engines_agree_on_random_worlds(void **state)
{
    unsigned seen[4] = {0};
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct town *t = town_open(seed);
        for (int round = 0; round < 2; round++) {
            naive_begin(t);
            for (size_t i = 0; i < NEEDS; i++) {
                expect_same_ranking(t, i, below(&t->random, GROUPS + 1));
                expect_same_what_if(t, i, below(&t->random, GROUPS + 1));
                for (size_t k = 0; k < PEOPLE; k++)
                    expect_same_verdicts(t, i, k, seen);
            }
            for (size_t k = 0; k < PEOPLE; k++)
                expect_same_needs(t, k);
            naive_end(t);
            arena_reset(t->arena);
            town_change(t);
        }
        town_close(t);
    }
    // Worlds in which hardly anything of a kind happens would prove little.
    for (size_t i = 0; i < COUNT_OF(seen); i++)
        assert_in_range(seen[i], 1000, UINT32_MAX);
}

static void a_new_fact_never_unmeets(void **state)
{
    unsigned met = 0, gained = 0;
    for (uint64_t seed = 1001; seed <= 1000 + WORLDS; seed++) {
        struct town *t = town_open(seed);
        for (unsigned i = 0; i < 40; i++) {
            struct person *p = &t->people[below(&t->random, PEOPLE)];
            const struct match_need *need = demand_need(&t->demands[below(&t->random, NEEDS)]);
            struct explanation before, after;
            assert_int_equal(match_explain(t->world, need, p->profile.number, today(), t->arena, &before), OK);
            size_t at = p->profile.competence.fact_count++;
            p->facts[at] = random_fact(&t->random);
            match_put(t->world, person_profile(p));
            match_publish(t->world, 2);
            assert_int_equal(match_explain(t->world, need, p->profile.number, today(), t->arena, &after), OK);
            for (size_t q = 0; q < need->requirement_count; q++) {
                if (before.rows[q].verdict == VERDICT_MET)
                    assert_int_equal(after.rows[q].verdict, VERDICT_MET);
                met += before.rows[q].verdict == VERDICT_MET;
                gained += before.rows[q].verdict != after.rows[q].verdict;
            }
            assert_true(after.sum.score >= before.sum.score);
            if (p->profile.competence.fact_count > FACTS_MOST)
                p->profile.competence.fact_count = 0; // begins anew, put at its next turn
            match_put(t->world, person_profile(p));
            match_publish(t->world, 3);
        }
        town_close(t);
    }
    assert_in_range(met, 1000, UINT32_MAX);
    assert_in_range(gained, 100, UINT32_MAX);
}

// Makes one must ask for more: a higher level, better evidence, one alternative less, or a demand on top.
static void demand_strengthen(struct random *r, struct demand *d)
{
    struct requirement *q = &d->list[below(r, (unsigned)d->need.requirement_count)];
    struct atom *a = &q->atoms[0];
    if (chance(r, 30) || !q->must || q->kind != REQUIRE_ATOMS || q->atom_count == 0) {
        struct requirement fresh = random_requirement(r);
        fresh.must = true;
        fresh.weight = 0;
        if (d->need.requirement_count < COUNT_OF(d->list))
            d->list[d->need.requirement_count++] = fresh;
    } else if (chance(r, 30) && a->kind <= ATOM_LICENCE) {
        q->least = q->least < EVIDENCE_RECOGNISED ? q->least + 1 : q->least;
    } else if (q->atom_count > 1) {
        q->atom_count--;
    } else if (a->kind == ATOM_LANGUAGE && a->level < CEFR_C2) {
        a->level++;
    } else if (a->kind == ATOM_EDUCATION && a->level < NKR_MOST) {
        a->level++;
    } else if (a->kind == ATOM_OCCUPATION) {
        a->level = 120;
    }
}

static void a_stronger_requirement_never_yields_more_ready(void **state)
{
    unsigned fewer = 0;
    for (uint64_t seed = 2001; seed <= 2000 + 4 * WORLDS; seed++) {
        struct town *t = town_open(seed);
        for (size_t i = 0; i < NEEDS; i++) {
            struct demand *d = &t->demands[i];
            struct ranking before, after;
            match_rank(t->world, demand_need(d), (struct match_scope){today(), 0}, 0, 0, t->arena, &before);
            demand_strengthen(&t->random, d);
            match_rank(t->world, demand_need(d), (struct match_scope){today(), 0}, 0, 0, t->arena, &after);
            assert_true(after.counts[CLASS_READY] <= before.counts[CLASS_READY]);
            fewer += after.counts[CLASS_READY] < before.counts[CLASS_READY];
        }
        town_close(t);
    }
    assert_in_range(fewer, 20, UINT32_MAX);
}

static void the_order_of_requirements_is_irrelevant(void **state)
{
    for (uint64_t seed = 3001; seed <= 3000 + WORLDS; seed++) {
        struct town *t = town_open(seed);
        for (size_t i = 0; i < NEEDS; i++) {
            struct demand other = t->demands[i];
            struct ranking r, s;
            for (size_t n = other.need.requirement_count; n > 1; n--) {
                size_t k = below(&t->random, (unsigned)n);
                struct requirement swap = other.list[k];
                other.list[k] = other.list[n - 1];
                other.list[n - 1] = swap;
                if (swap.atom_count > 1) { // and of the alternatives in one
                    struct atom first = other.list[n - 1].atoms[0];
                    other.list[n - 1].atoms[0] = other.list[n - 1].atoms[1];
                    other.list[n - 1].atoms[1] = first;
                }
            }
            match_rank(t->world, demand_need(&t->demands[i]), (struct match_scope){today(), 0}, 0, SIZE_MAX, t->arena,
                       &r);
            match_rank(t->world, demand_need(&other), (struct match_scope){today(), 0}, 0, SIZE_MAX, t->arena, &s);
            assert_int_equal(r.row_count, s.row_count);
            assert_memory_equal(r.rows, s.rows, r.row_count * sizeof *r.rows);
            assert_memory_equal(r.counts, s.counts, sizeof r.counts);
        }
        town_close(t);
    }
}

// An answer turns unknown into something else at most: saying "this is all" changes no other verdict.
static void this_is_all_only_settles_what_was_unknown(void **state)
{
    unsigned settled = 0;
    for (uint64_t seed = 4001; seed <= 4000 + WORLDS; seed++) {
        struct town *t = town_open(seed);
        for (size_t k = 0; k < PEOPLE; k++) {
            struct person *p = &t->people[k];
            const struct match_need *need = demand_need(&t->demands[k % NEEDS]);
            struct explanation before, after;
            assert_int_equal(match_explain(t->world, need, p->profile.number, today(), t->arena, &before), OK);
            p->profile.competence.complete |= (uint8_t)(1u << below(&t->random, SECTIONS));
            match_put(t->world, person_profile(p));
            match_publish(t->world, 2);
            assert_int_equal(match_explain(t->world, need, p->profile.number, today(), t->arena, &after), OK);
            for (size_t q = 0; q < need->requirement_count; q++) {
                if (before.rows[q].verdict != VERDICT_UNKNOWN)
                    assert_int_equal(after.rows[q].verdict, before.rows[q].verdict);
                else if (after.rows[q].verdict != VERDICT_UNKNOWN)
                    assert_int_equal(after.rows[q].verdict, VERDICT_MISSING);
                settled += after.rows[q].verdict != before.rows[q].verdict;
            }
        }
        town_close(t);
    }
    assert_in_range(settled, 100, UINT32_MAX);
}

// The same call on worlds filled in another order, and asked twice, gives the same bytes.
static void answers_do_not_depend_on_how_the_world_was_filled(void **state)
{
    struct town *t = town_open(5001);
    struct match_world *backwards = match_open(&t->settings);
    for (size_t i = PEOPLE; i-- > 0;) {
        match_put(backwards, person_profile(&t->people[i]));
        if (i % 5 == 0)
            match_publish(backwards, 1);
    }
    for (size_t i = 0; i < NEEDS; i++) {
        const struct match_need *need = demand_need(&t->demands[i]);
        struct ranking r, s;
        match_rank(t->world, need, (struct match_scope){today(), 0}, 0, SIZE_MAX, t->arena, &r);
        match_rank(backwards, need, (struct match_scope){today(), 0}, 0, SIZE_MAX, t->arena, &s);
        assert_int_equal(r.row_count, s.row_count);
        assert_memory_equal(r.rows, s.rows, r.row_count * sizeof *r.rows);
        for (size_t k = 0; k < PEOPLE; k++) {
            struct explanation x, y;
            int64_t number = t->people[k].profile.number;
            assert_int_equal(match_explain(t->world, need, number, today(), t->arena, &x), OK);
            assert_int_equal(match_explain(backwards, need, number, today(), t->arena, &y), OK);
            assert_memory_equal(x.rows, y.rows, x.row_count * sizeof *x.rows);
            assert_memory_equal(x.need_digest, y.need_digest, sizeof x.need_digest);
            assert_memory_equal(x.profile_digest, y.profile_digest, sizeof x.profile_digest);
        }
    }
    match_close(backwards);
    town_close(t);
}

// A world that has got its implications later answers as one that began with them; what was waiting is not lost.
static void another_catalogue_closes_everybody_anew(void **state)
{
    size_t differing = 0;
    for (uint64_t seed = 6001; seed <= 6030; seed++) {
        struct town *t = town_open(seed);
        struct match_settings none = {.catalogue_version = "none", .digest_key = {3}, .engine = t->settings.engine};
        struct match_world *late = match_open(&none);
        for (size_t i = 0; i < PEOPLE; i++) {
            match_put(late, person_profile(&t->people[i]));
            if (i == PEOPLE / 2) {
                match_put(late, person_profile(&t->people[PEOPLE - 1])); // published, and changed once more below
                match_publish(late, 1);
            }
        }
        match_drop(late, t->people[0].profile.number);
        match_drop(t->world, t->people[0].profile.number);
        match_publish(t->world, 2);
        struct ranking before, r, s;
        struct match_scope scope = {today(), 0};
        match_rank(late, demand_need(&t->demands[0]), scope, 0, SIZE_MAX, t->arena, &before);
        match_change_catalogue(late, t->settings.implications, t->settings.implication_count, "random", 2);
        assert_int_equal(match_version(late), 2);
        assert_int_equal(match_count(late), PEOPLE - 1);
        for (size_t i = 0; i < NEEDS; i++) {
            const struct match_need *need = demand_need(&t->demands[i]);
            match_rank(t->world, need, scope, 0, SIZE_MAX, t->arena, &r);
            match_rank(late, need, scope, 0, SIZE_MAX, t->arena, &s);
            assert_int_equal(r.row_count, s.row_count);
            assert_memory_equal(r.rows, s.rows, r.row_count * sizeof *r.rows);
            if (i == 0)
                differing += r.row_count != before.row_count ||
                             memcmp(r.rows, before.rows, r.row_count * sizeof *r.rows) != 0;
            struct explanation x;
            assert_int_equal(match_explain(late, need, t->people[1].profile.number, today(), t->arena, &x), OK);
            assert_string_equal(x.catalogue, "random");
        }
        match_close(late);
        town_close(t);
    }
    assert_true(differing > 0);
}

struct three {
    void (*work)(void *arg);
    void *arg;
};

static void *work_one(void *arg)
{
    const struct three *t = arg;
    t->work(t->arg);
    return NULL;
}

static void work_in_three(void (*work)(void *arg), void *arg)
{
    struct three t = {work, arg};
    pthread_t threads[3];
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work_one, &t), 0);
    for (size_t i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
}

// Shared by threads, the same as one after the other.
static void expect_many_as_one(struct match_world *w, struct random *random)
{
    enum { MANY = 64 }; // times the crowd: worth sharing
    static struct demand demands[MANY];
    struct match_need needs[MANY];
    struct ranking many[MANY], one;
    struct match_scope all = {day_make(2016, 5, 18), 0};
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < MANY; i++) {
        demand_draw(random, &demands[i], (int64_t)i + 1);
        needs[i] = *demand_need(&demands[i]);
    }
    match_rank_many(w, needs, MANY, all, 0, 20, a, many);
    for (size_t i = 0; i < MANY; i++) {
        match_rank(w, &needs[i], all, 0, 20, a, &one);
        assert_int_equal(one.version, many[i].version);
        assert_memory_equal(one.counts, many[i].counts, sizeof one.counts);
        assert_int_equal(one.row_count, many[i].row_count);
        assert_memory_equal(one.rows, many[i].rows, one.row_count * sizeof *one.rows);
    }
}

// More than two segments, which several threads fill and count; then what has changed meets what has not.
static void a_world_of_several_segments_is_filled_whole(void **state)
{
    enum { CROWD = 70000 };
    struct match_settings settings = settings_make();
    struct random random = {.state = 77};
    struct person *p = calloc(1, sizeof *p);
    struct match_world *worlds[2];
    settings.engine = ENGINE_FAST;
    settings.run = work_in_three;
    for (size_t w = 0; w < 2; w++)
        worlds[w] = match_open(&settings);
    for (int64_t i = 0; i < CROWD; i++) {
        person_draw(&random, p, i * 2 + 1);
        match_put(worlds[0], person_profile(p)); // all at once
        match_put(worlds[1], person_profile(p)); // most at once, the rest as changes
        if (i == CROWD - 9000)
            match_publish(worlds[1], 1);
    }
    for (size_t w = 0; w < 2; w++) {
        match_publish(worlds[w], 2);
        assert_int_equal(match_check(worlds[w]), 0);
        match_expect_month(worlds[w], day_month(day_make(2016, 4, 18)));
        assert_int_equal(match_check(worlds[w]), 0);
        match_expect_month(worlds[w], day_month(day_make(2016, 5, 18)));
        assert_int_equal(match_check(worlds[w]), 0);
        for (int64_t i = 0; i < CROWD; i += 999) {
            person_draw(&random, p, i * 2 + 1);
            match_put(worlds[w], person_profile(p));
        }
        match_publish(worlds[w], 3);
        assert_int_equal(match_check(worlds[w]), 0);
        expect_many_as_one(worlds[w], &random);
        for (int64_t i = 0; i < CROWD; i++) // so many that the index is made anew
            if (i % 3 == 0) {
                person_draw(&random, p, i * 2 + 2);
                match_put(worlds[w], person_profile(p));
                match_drop(worlds[w], i * 2 + 1);
            }
        match_publish(worlds[w], 4);
        assert_int_equal(match_check(worlds[w]), 0);
        assert_int_equal(match_count(worlds[w]), CROWD);
        match_change_catalogue(worlds[w], settings.implications, settings.implication_count / 2, "other", 5);
        assert_int_equal(match_check(worlds[w]), 0);
        assert_int_equal(match_count(worlds[w]), CROWD);
        match_close(worlds[w]);
    }
    free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_catalogue_closes_everybody_anew),
        cmocka_unit_test(both_engines_agree_on_random_worlds),
        cmocka_unit_test(a_new_fact_never_unmeets),
        cmocka_unit_test(a_stronger_requirement_never_yields_more_ready),
        cmocka_unit_test(the_order_of_requirements_is_irrelevant),
        cmocka_unit_test(this_is_all_only_settles_what_was_unknown),
        cmocka_unit_test(answers_do_not_depend_on_how_the_world_was_filled),
        cmocka_unit_test(a_world_of_several_segments_is_filled_whole),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("random worlds", tests, NULL, NULL);
}
