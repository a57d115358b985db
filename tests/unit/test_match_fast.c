// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "match/explain.h"
#include "match/fast.h"
#include "match/fast_check.h"
#include "match/match.h"
#include "match/world.h"
#include "random_match.h"

// The fast engine against the plain one: the same bytes from every call, with every instruction set that this machine
// has, in random worlds and after random changes. Seeds are fixed: a failure comes again.

#if defined(__has_feature) // clang tells so
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif
#if defined(SANITIZED) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SMALL_WORLDS = 150, LARGER_WORLDS = 3 };
#else
enum { SMALL_WORLDS = 3400, LARGER_WORLDS = 14 };
#endif

struct twins {
    struct random random;
    struct match_settings settings;
    struct match_world *plain, *fast;
    struct person *people;
    unsigned size;
    struct arena *arena;
    int64_t version;
    size_t filtered, elsewhere[3]; // people that filters let through; by match_elsewhere
};

static void publish(struct twins *t)
{
    t->version++;
    match_publish(t->plain, t->version);
    match_publish(t->fast, t->version);
    assert_int_equal(match_check(t->fast), 0);
}

static void put(struct twins *t, struct person *p)
{
    match_put(t->plain, person_profile(p));
    match_put(t->fast, person_profile(p));
}

static struct twins *twins_open(uint64_t seed, unsigned size)
{
    struct twins *t = calloc(1, sizeof *t);
    t->random.state = seed;
    t->settings = settings_make();
    t->settings.engine = ENGINE_PLAIN;
    t->plain = match_open(&t->settings);
    t->settings.engine = ENGINE_FAST;
    t->fast = match_open(&t->settings);
    world_use_stock(t->fast, seed % 2 == 0); // so that sanitizers see both who oversteps a piece and who mixes them up
    t->arena = arena_open();
    t->size = size;
    t->people = calloc(size, sizeof *t->people);
    for (unsigned i = 0; i < size; i++) {
        person_draw(&t->random, &t->people[i], (int64_t)(i ^ 5) * 3 + 1);
        put(t, &t->people[i]);
    }
    publish(t);
    return t;
}

static void twins_close(struct twins *t)
{
    match_close(t->plain);
    match_close(t->fast);
    arena_close(t->arena);
    free(t->people);
    free(t);
}

static void twins_change(struct twins *t, unsigned times)
{
    for (unsigned i = 0; i < times; i++) {
        struct person *p = &t->people[below(&t->random, t->size)];
        if (p->there && chance(&t->random, 40)) {
            p->there = false;
            match_drop(t->plain, p->profile.number);
            match_drop(t->fast, p->profile.number);
        } else {
            uint32_t lot = p->profile.lot;
            person_draw(&t->random, p, p->profile.number);
            if (chance(&t->random, 70))
                p->profile.lot = lot;
            put(t, p);
        }
    }
    publish(t);
}

static void expect_same_ranking(const struct ranking *a, const struct ranking *b)
{
    assert_int_equal(a->version, b->version);
    assert_memory_equal(a->counts, b->counts, sizeof a->counts);
    assert_int_equal(a->row_count, b->row_count);
    assert_memory_equal(a->rows, b->rows, a->row_count * sizeof *a->rows);
}

// Each call must have been answered from the index: else the plain loop would be compared with itself.
static void expect_same_answers(struct twins *t, const struct match_need *need, day as_of)
{
    static const size_t counts[] = {0, 1, 7, 50, SIZE_MAX};
    enum { ASKED = GROUPS + 3 };
    struct match_scope scope = {as_of, below(&t->random, GROUPS + 2)};
    struct ranking a, b;
    unsigned classes = below(&t->random, 16);
    size_t k = counts[below(&t->random, COUNT_OF(counts))];
    size_t more_a[REQUIREMENTS_MOST], more_b[REQUIREMENTS_MOST];
    uint32_t groups[ASKED] = {2, 0, 1, 3, 2, 77};
    size_t by_group_a[ASKED][MATCH_CLASSES], by_group_b[ASKED][MATCH_CLASSES];
    const struct published *v = world_read_for(t->fast, need, as_of);
    match_rank(t->plain, need, scope, classes, k, t->arena, &a);
    assert_true(fast_rank(v, need, scope, classes, k, t->arena, &b));
    expect_same_ranking(&a, &b);
    struct match_asked asked = {classes, 9, 3, groups, ASKED};
    struct match_answer all_a, all_b;
    match_answer(t->plain, need, scope, &asked, t->arena, &all_a);
    match_answer(t->fast, need, scope, &asked, t->arena, &all_b);
    expect_same_ranking(&all_a.ranking, &all_b.ranking);
    assert_memory_equal(all_a.more, all_b.more, need->requirement_count * sizeof *all_a.more);
    assert_memory_equal(all_a.counts, all_b.counts, sizeof by_group_a);
    for (size_t i = 0; i < all_b.ranking.row_count && i < 3; i++) {
        assert_int_equal(all_b.explanations[i].version, all_b.ranking.version);
        assert_memory_equal(&all_b.explanations[i].sum, &all_b.ranking.rows[i], sizeof all_b.ranking.rows[i]);
        assert_memory_equal(all_a.explanations[i].profile_digest, all_b.explanations[i].profile_digest, 16);
    }
    match_count_groups(t->plain, need, as_of, groups, ASKED, by_group_a);
    assert_true(fast_count_groups(v, need, as_of, groups, ASKED, by_group_b));
    assert_memory_equal(by_group_a, by_group_b, sizeof by_group_a);
    match_what_if(t->plain, need, scope, more_a);
    assert_true(fast_what_if(v, need, scope, more_b));
    assert_memory_equal(more_a, more_b, need->requirement_count * sizeof *more_a);
    world_leave(v);
}

// What the index itself says, or nothing: the plain loop is not asked.
static bool index_ranks(struct twins *t, const struct match_need *need, struct match_scope scope, size_t k, struct ranking *out)
{
    const struct published *v = world_read_for(t->fast, need, scope.as_of);
    bool can = fast_rank(v, need, scope, 0, k, t->arena, out);
    world_leave(v);
    return can;
}

static size_t expect_same_list(struct twins *t, const struct match_filter *f)
{
    struct filtered a, b;
    size_t at;
    struct match_need asked = {.requirements = f->conditions, .requirement_count = f->condition_count};
    const struct published *v = world_read_for(t->fast, &asked, f->as_of);
    match_filter(t->plain, f, t->arena, &a);
    assert_true(fast_filter(v, f, t->arena, &b));
    world_leave(v);
    assert_int_equal(a.version, b.version);
    assert_int_equal(a.count, b.count);
    assert_memory_equal(a.numbers, b.numbers, a.count * sizeof *a.numbers);
    assert_memory_equal(a.met, b.met, a.count);
    for (unsigned i = 0; i < t->size && i < 200; i++) {
        int64_t number = t->people[i].profile.number;
        bool there = false;
        for (size_t k = 0; k < a.count; k++)
            there |= a.numbers[k] == number;
        assert_int_equal(filtered_find(&b, number, &at), there);
        if (there)
            assert_int_equal(b.numbers[at], number);
    }
    t->filtered += b.count;
    t->elsewhere[f->elsewhere] += b.count;
    return b.count;
}

// Of a filter's conditions some are musts, as in a need; whose people may be seen differs.
static void expect_same_filter(struct twins *t, const struct match_need *need, day as_of)
{
    uint32_t groups[GROUPS + 2] = {below(&t->random, GROUPS + 2), below(&t->random, GROUPS + 1), 77, 2, 3};
    struct match_filter f = {need->requirements, below(&t->random, (unsigned)need->requirement_count + 1), groups,
                             below(&t->random, COUNT_OF(groups) + 1), as_of, ELSEWHERE_ANY};
    size_t all = expect_same_list(t, &f), parts = 0;
    for (f.elsewhere = ELSEWHERE_NONE; f.elsewhere <= ELSEWHERE_SOME; f.elsewhere++)
        parts += expect_same_list(t, &f);
    assert_int_equal(parts, all); // each in one of the two
}

static void expect_same_needs(struct twins *t, const struct match_need *needs, size_t count, day as_of)
{
    for (unsigned i = 0; i < 5; i++) {
        int64_t number = t->people[below(&t->random, t->size)].profile.number;
        struct ranking a, b;
        enum status s = match_rank_needs(t->plain, number, needs, count, as_of, t->arena, &a);
        assert_int_equal(match_rank_needs(t->fast, number, needs, count, as_of, t->arena, &b), s);
        if (s == OK)
            expect_same_ranking(&a, &b);
    }
}

// A need of many requirements, so that the sums get long: up to 64, with weights up to 15 and up to eight atoms.
static void demand_widen(struct random *r, struct match_need *need, struct requirement *list)
{
    size_t n = need->requirement_count;
    memcpy(list, need->requirements, n * sizeof *list);
    for (size_t most = n + below(r, REQUIREMENTS_MOST + 1 - (unsigned)n); n < most; n++) {
        list[n] = random_requirement(r);
        if (!list[n].must && chance(r, 70))
            list[n].weight = (uint8_t)(1 + below(r, WEIGHT_MOST));
        while (list[n].atom_count < REQUIREMENT_ATOMS_MOST && chance(r, 60))
            list[n].atoms[list[n].atom_count++] = random_atom(r);
    }
    need->requirements = list;
    need->requirement_count = n;
}

static void ask_all(struct twins *t, unsigned needs, day as_of)
{
    enum { NEEDS_MOST = 8 };
    static struct demand demands[NEEDS_MOST];
    static struct requirement wide[NEEDS_MOST][REQUIREMENTS_MOST];
    struct match_need list[NEEDS_MOST];
    for (unsigned i = 0; i < needs; i++) {
        demand_draw(&t->random, &demands[i], 500 + i);
        list[i] = *demand_need(&demands[i]);
        if (chance(&t->random, 30))
            demand_widen(&t->random, &list[i], wide[i]);
        expect_same_answers(t, &list[i], as_of);
        expect_same_filter(t, &list[i], as_of);
    }
    expect_same_needs(t, list, needs, as_of);
    struct ranking together[NEEDS_MOST], alone;
    match_rank_many(t->fast, list, needs, (struct match_scope){as_of, 0}, 0, 20, t->arena, together);
    for (unsigned i = 0; i < needs; i++) {
        match_rank(t->plain, &list[i], (struct match_scope){as_of, 0}, 0, 20, t->arena, &alone);
        expect_same_ranking(&alone, &together[i]);
    }
    arena_reset(t->arena);
}

static void with_every_kernel(void (*what)(const struct kernel *k))
{
    unsigned ran = 0;
    for (size_t i = 0; KERNELS[i] != NULL; i++)
        if (kernel_runs_here(KERNELS[i])) {
            what(KERNELS[i]);
            ran++;
        } else {
            print_message("# %s cannot run here\n", KERNELS[i]->name);
        }
    assert_in_range(ran, 1, UINT32_MAX);
}

static void small_worlds(const struct kernel *k)
{
    static uint64_t seed; // other worlds for each kernel
    for (unsigned i = 0; i < SMALL_WORLDS; i++) {
        seed++;
        struct twins *t = twins_open(seed, 1 + seed % 40);
        fast_use_kernel(t->fast, k);
        ask_all(t, 4, today());
        for (int round = 0; round < 3; round++) {
            twins_change(t, 1 + below(&t->random, 12));
            ask_all(t, 2, today());
        }
        twins_close(t);
    }
}

// More than a block and, by what people have in common, more than a list; few changes and many.
static void larger_worlds(const struct kernel *k)
{
    for (uint64_t seed = 50001; seed <= 50000 + LARGER_WORLDS; seed++) {
        struct twins *t = twins_open(seed, 600 + (unsigned)(seed % 7) * 300);
        fast_use_kernel(t->fast, k);
        ask_all(t, 8, today());
        for (int round = 0; round < 4; round++) {
            twins_change(t, round % 2 == 0 ? 3 : t->size / 2);
            ask_all(t, 4, today());
        }
        twins_close(t);
    }
}

// More than a segment.
static void a_large_world(const struct kernel *k)
{
    struct twins *t = twins_open(60001, SEGMENT_PLACES + 4000);
    fast_use_kernel(t->fast, k);
    ask_all(t, 3, today());
    twins_change(t, 2000);
    ask_all(t, 3, today());
    assert_true(t->filtered > 0 && t->elsewhere[ELSEWHERE_NONE] > 0 && t->elsewhere[ELSEWHERE_SOME] > 0);
    twins_close(t);
}

static void both_engines_agree_on_small_worlds(void **state)
{
    with_every_kernel(small_worlds);
}

static void both_engines_agree_on_larger_worlds(void **state)
{
    with_every_kernel(larger_worlds);
}

static void both_engines_agree_over_segments(void **state)
{
    with_every_kernel(a_large_world);
}

// A month later a current job has lasted a month longer.
static void both_engines_agree_when_months_pass(void **state)
{
    unsigned moved = 0;
    for (uint64_t seed = 70001; seed <= 70060; seed++) {
        struct twins *t = twins_open(seed, 200);
        for (int months = 0; months < 4; months++) {
            day as_of = day_add_months(today(), months * 5 % 7);
            struct demand d;
            struct ranking a, b;
            demand_draw(&t->random, &d, 1);
            d.list[0] = (struct requirement){.must = true, .least = EVIDENCE_STATED, .atom_count = 1,
                                             .atoms = {{.kind = ATOM_OCCUPATION, .code = code_make("522"), .level = 12}}};
            d.need.requirement_count = d.need.requirement_count > 2 ? 2 : d.need.requirement_count;
            unsigned before = 0;
            for (int time = 0; time < 4; time++) { // not answered from the index at first
                struct match_scope scope = {as_of, 0};
                match_rank(t->plain, demand_need(&d), scope, 0, 50, t->arena, &a);
                match_rank(t->fast, demand_need(&d), scope, 0, 50, t->arena, &b);
                expect_same_ranking(&a, &b);
                before += !index_ranks(t, demand_need(&d), scope, 50, &b);
            }
            moved += before > 0;
            ask_all(t, 4, as_of);
            twins_change(t, 5);
            ask_all(t, 2, as_of);
            arena_reset(t->arena);
        }
        twins_close(t);
    }
    assert_in_range(moved, 60, UINT32_MAX);
}

// Also when the first of them asks for no work.
static void many_needs_count_the_month_that_some_ask_for(void **state)
{
    struct twins *t = twins_open(71001, 60);
    struct requirement skill = {.must = true, .least = EVIDENCE_STATED, .atom_count = 1,
                                .atoms = {{.kind = ATOM_SKILL, .code = code_make("s1")}}},
                       work = skill;
    work.atoms[0] = (struct atom){.kind = ATOM_OCCUPATION, .code = code_make("522"), .level = 12};
    struct match_need needs[] = {{.number = 1, .requirements = &skill, .requirement_count = 1},
                                 {.number = 2, .requirements = &work, .requirement_count = 1}};
    struct match_scope all = {today(), 0};
    struct ranking together[2], alone;
    match_expect_month(t->fast, day_month(today()) + 1);
    for (int time = 0; time < 4; time++)
        match_rank_many(t->fast, needs, 2, all, 0, 5, t->arena, together);
    const struct published *v = world_read(t->fast);
    assert_true(fast_rank(v, &needs[1], all, 0, 5, t->arena, &alone));
    world_leave(v);
    expect_same_ranking(&alone, &together[1]);
    assert_int_equal(together[0].version, together[1].version);
    twins_close(t);
}

// With other implications everybody is in other sets, those too whose change was waiting.
static void both_engines_agree_when_the_catalogue_changes(void **state)
{
    for (uint64_t seed = 75001; seed <= 75040; seed++) {
        struct twins *t = twins_open(seed, 1 + (unsigned)(seed % 5) * 150);
        for (size_t count = t->settings.implication_count + 1; count-- > 0;) {
            struct person *p = &t->people[below(&t->random, t->size)];
            person_draw(&t->random, p, p->profile.number);
            put(t, p);
            t->version++;
            match_change_catalogue(t->plain, t->settings.implications, count, "other", t->version);
            match_change_catalogue(t->fast, t->settings.implications, count, "other", t->version);
            assert_int_equal(match_check(t->fast), 0);
            ask_all(t, 2, today());
            twins_change(t, 2);
            ask_all(t, 1, today());
        }
        twins_close(t);
    }
}

// Each kind of entry, changed behind the writer's back, is found.
static void an_entry_that_differs_is_found(void **state)
{
    struct twins *t = twins_open(90001, 700);
    ask_all(t, 1, today());
    assert_int_equal(match_check(t->plain), 0);
    const struct published *v = world_read(t->fast);
    struct index_version *indexed = v->indexed;
    struct segment *s = indexed->segments[0];
    unsigned seen[PLACES_ENDINGS + 1] = {0};
    for (uint32_t i = 0; i < s->leaf_count * LEAF_SETS; i++) {
        struct place_set *set = (struct place_set *)segment_set(s, i);
        uint64_t *words = set->data;
        uint16_t *list = set->data;
        struct ending *endings = set->data;
        seen[set->form]++;
        if (set->form == PLACES_PAGE)
            words[1] ^= 1;
        else if (set->form == PLACES_LIST)
            list[0] ^= 1;
        else if (set->form == PLACES_ENDINGS)
            endings[0].last++;
        else
            continue;
        assert_true(version_differs(v) > 0);
        if (set->form == PLACES_PAGE)
            words[1] ^= 1;
        else if (set->form == PLACES_LIST)
            list[0] ^= 1;
        else
            endings[0].last--;
        set->count--;
        assert_true(version_differs(v) > 0);
        set->count++;
        assert_int_equal(version_differs(v), 0);
    }
    for (int form = PLACES_LIST; form <= PLACES_ENDINGS; form++)
        assert_true(seen[form] > 3);
    struct names *names = s->names[0];
    names->lots[5]++;
    assert_true(version_differs(v) > 0);
    names->lots[5]--;
    names->numbers[5]++;
    assert_true(version_differs(v) > 0);
    names->numbers[5]--;
    indexed->count++;
    assert_true(version_differs(v) > 0);
    // Then an index is made anew, which is asked from then on; who holds the former version keeps it.
    assert_true(match_check(t->fast) > 0);
    assert_int_equal(match_check(t->fast), 0);
    const struct published *anew = world_read(t->fast);
    assert_ptr_not_equal(anew->index, v->index);
    assert_int_equal(anew->version, v->version);
    assert_int_equal(version_differs(anew), 0);
    assert_true(version_differs(v) > 0);
    world_leave(anew);
    world_leave(v);
    ask_all(t, 2, today());
    twins_change(t, 20);
    ask_all(t, 2, today());
    assert_int_equal(match_check(t->fast), 0);
    twins_close(t);
}

// Whatever is published meanwhile: other people, other months, another catalogue, another index.
static void who_holds_a_version_keeps_it(void **state)
{
    enum { HELD = 6 };
    for (uint64_t seed = 95001; seed <= 95040; seed++) {
        struct twins *t = twins_open(seed, 50 + (unsigned)(seed % 4) * 300);
        const struct published *held[HELD] = {NULL};
        struct demand demands[HELD];
        struct ranking was[HELD], is;
        struct explanation first[HELD], again;
        struct match_scope all = {today(), 0};
        struct arena *kept CLEANUP_ARENA = arena_open();
        for (unsigned turn = 0; turn < 30; turn++) {
            unsigned i = below(&t->random, HELD);
            if (held[i] != NULL) {
                const struct match_need *need = demand_need(&demands[i]);
                assert_true(fast_rank(held[i], need, all, 0, 20, t->arena, &is));
                expect_same_ranking(&was[i], &is);
                for (size_t k = 0; k < is.row_count && k < 1; k++) {
                    struct digest digest = need_digest(need, &t->settings);
                    assert_int_equal(explain_in(held[i], need, digest, is.rows[k].number, today(), t->arena, &again), OK);
                    assert_memory_equal(first[i].profile_digest, again.profile_digest, 16);
                    assert_string_equal(first[i].catalogue, again.catalogue);
                }
                assert_int_equal(version_differs(held[i]), 0);
                world_leave(held[i]);
            }
            demand_draw(&t->random, &demands[i], 600 + i);
            held[i] = world_read_for(t->fast, demand_need(&demands[i]), today());
            match_rank(t->plain, demand_need(&demands[i]), all, 0, 20, kept, &was[i]);
            if (was[i].row_count > 0)
                assert_int_equal(match_explain(t->plain, demand_need(&demands[i]), was[i].rows[0].number, today(), kept,
                                               &first[i]), OK);
            twins_change(t, below(&t->random, 40));
            if (turn % 7 == 3) {
                t->version++;
                match_change_catalogue(t->plain, t->settings.implications, turn % 3, turn % 2 == 0 ? "odd" : "even", t->version);
                match_change_catalogue(t->fast, t->settings.implications, turn % 3, turn % 2 == 0 ? "odd" : "even", t->version);
            }
            if (turn % 11 == 5) { // found to differ, the index is another one
                const struct published *now = world_read(t->fast);
                now->indexed->count++;
                assert_int_equal(match_check(t->fast), 1);
                now->indexed->count--;
                world_leave(now);
            }
        }
        for (unsigned i = 0; i < HELD; i++)
            if (held[i] != NULL)
                world_leave(held[i]);
        ask_all(t, 1, today());
        twins_close(t);
    }
}

static struct twins *midst; // of a change that its world works on
static unsigned asked_amidst;

static void work_and_ask(void (*work)(void *arg), void *arg)
{
    struct demand d;
    struct ranking was, is;
    struct explanation x;
    struct match_scope all = {today(), 0};
    demand_draw(&midst->random, &d, 700);
    const struct match_need *need = demand_need(&d);
    match_rank(midst->fast, need, all, 0, 20, midst->arena, &is);
    assert_int_equal(is.version, midst->version);
    match_rank(midst->plain, need, all, 0, 20, midst->arena, &was);
    expect_same_ranking(&was, &is);
    if (is.row_count > 0)
        assert_int_equal(match_explain(midst->fast, need, is.rows[0].number, today(), midst->arena, &x), OK);
    assert_int_equal(match_count(midst->fast), match_count(midst->plain));
    asked_amidst++;
    work(arg);
}

// Asked by the thread that is changing the world: whoever waited for the other would wait for ever.
static void questions_are_answered_while_all_changes(void **state)
{
    struct twins *t = midst = twins_open(96001, 700);
    struct match_settings settings = t->settings;
    match_close(t->fast);
    settings.engine = ENGINE_FAST;
    settings.run = work_and_ask;
    t->fast = match_open(&settings);
    for (unsigned i = 0; i < t->size; i++)
        if (t->people[i].there)
            match_put(t->fast, &t->people[i].profile);
    match_publish(t->fast, t->version);
    for (int turn = 0; turn < 3; turn++) {
        match_change_catalogue(t->fast, settings.implications, (size_t)turn, "other", t->version + 1);
        match_change_catalogue(t->plain, settings.implications, (size_t)turn, "other", ++t->version);
        ask_all(t, 2, today());
    }
    assert_int_equal(asked_amidst, 3);
    twins_close(t);
}

// What the rules do not let through is asked of the plain loop, and still answered.
static void what_the_index_cannot_tell_is_judged_plainly(void **state)
{
    struct requirement odd[] = {
        {.atoms = {{.kind = ATOM_OCCUPATION, .code = code_make("5223"), .level = 7}}, .atom_count = 1},
        {.atoms = {{.kind = ATOM_OCCUPATION, .code = code_make("52"), .level = 6}}, .atom_count = 1},
        {.atoms = {{.kind = ATOM_EDUCATION, .code = code_make("0"), .level = 3}}, .atom_count = 1},
        {.atoms = {{.kind = ATOM_TIME, .level = 3}}, .atom_count = 1},
        {.kind = REQUIRE_START, .start_from = today(), .start_latest = DAY_NONE},
        {.kind = REQUIRE_SHARE, .share_least = 1, .share_most = 200},
    };
    struct twins *t = twins_open(80001, 300);
    for (size_t i = 0; i < COUNT_OF(odd); i++) {
        struct match_need need = {.requirements = &odd[i], .requirement_count = 1};
        struct match_scope scope = {today(), 0};
        struct ranking a, b;
        odd[i].must = true;
        odd[i].least = EVIDENCE_STATED;
        match_rank(t->plain, &need, scope, 0, SIZE_MAX, t->arena, &a);
        assert_false(index_ranks(t, &need, scope, SIZE_MAX, &b));
        match_rank(t->fast, &need, scope, 0, SIZE_MAX, t->arena, &b);
        expect_same_ranking(&a, &b);
    }
    // As many of everything as there may be.
    struct requirement most[REQUIREMENTS_MOST];
    for (size_t i = 0; i < COUNT_OF(most); i++) {
        most[i] = (struct requirement){.must = true, .least = EVIDENCE_DOCUMENTED, .atom_count = REQUIREMENT_ATOMS_MOST};
        for (size_t k = 0; k < REQUIREMENT_ATOMS_MOST; k++)
            most[i].atoms[k] = (struct atom){.kind = ATOM_LICENCE, .code = PICK(&t->random, LICENCES)};
    }
    expect_same_answers(t, &(struct match_need){.requirements = most, .requirement_count = COUNT_OF(most)},
                        today() + 30);
    // No atoms at all: missing, for everybody.
    struct requirement nothing = {.must = true, .least = EVIDENCE_STATED};
    struct match_need need = {.requirements = &nothing, .requirement_count = 1};
    expect_same_answers(t, &need, today());
    twins_close(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_engines_agree_on_small_worlds),
        cmocka_unit_test(both_engines_agree_on_larger_worlds),
        cmocka_unit_test(both_engines_agree_over_segments),
        cmocka_unit_test(both_engines_agree_when_months_pass),
        cmocka_unit_test(many_needs_count_the_month_that_some_ask_for),
        cmocka_unit_test(both_engines_agree_when_the_catalogue_changes),
        cmocka_unit_test(an_entry_that_differs_is_found),
        cmocka_unit_test(who_holds_a_version_keeps_it),
        cmocka_unit_test(questions_are_answered_while_all_changes),
        cmocka_unit_test(what_the_index_cannot_tell_is_judged_plainly),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("the fast engine and the plain one", tests, NULL, NULL);
}
