// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "core/need.h"
#include "match/match.h"

// Order, counts, what_if, both directions and replay, on a small world that can be followed by hand. The need asks for
// skills m1 and m2 (musts), s1 (weight 3), s2 (weight 4). A person is written as a word a skill: "+m1" has it, "-m1"
// does not, and is silent about the others.

struct fixture {
    struct arena *arena;
    struct match_world *world;
    struct match_need need;
    day today;
};

static struct match_need need_of(struct arena *a, int64_t number, uint32_t lot, const char *lines)
{
    struct match_need need = {.number = number, .lot = lot};
    const char *text = arena_printf(a, "ypsilon requirements 1\n%s", lines);
    assert_int_equal(requirements_decode(text, a, &need.requirements, &need.requirement_count), OK);
    return need;
}

static struct match_settings settings(const char *catalogue, uint8_t key)
{
    static struct implication broader;
    broader = (struct implication){FACT_SKILL, code_make("m1-deep"), code_make("m1")};
    return (struct match_settings){&broader, 1, catalogue, {key}, ENGINE_FAST, NULL};
}

static void person_put(struct match_world *w, int64_t number, uint32_t lot, const char *skills, const uint32_t *groups,
                       size_t group_count)
{
    struct fact facts[8];
    size_t count = 0;
    char text[64], *rest = NULL;
    assert_true(strlen(skills) < sizeof text);
    memcpy(text, skills, strlen(skills) + 1);
    for (char *word = strtok_r(text, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest))
        facts[count++] = (struct fact){.kind = FACT_SKILL, .evidence = EVIDENCE_STATED, .code = code_make(word + 1),
                                       .no = word[0] == '-', .from = MONTH_NONE, .to = MONTH_NONE, .expires = DAY_NONE};
    struct match_profile p = {.number = number, .lot = lot, .groups = groups, .group_count = group_count,
                              .competence = {.facts = facts, .fact_count = count, .availability.free_from = DAY_NONE}};
    match_put(w, &p);
}

static int fixture_open(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct match_settings s = settings("test 1", 1);
    f->arena = arena_open();
    f->world = match_open(&s);
    f->today = day_make(2016, 4, 18);
    f->need = need_of(f->arena, 70, 0, "must stated skill m1\nmust stated skill m2\n"
                                       "should 3 stated skill s1\nshould 4 stated skill s2\n");
    *state = f;
    return 0;
}

static int fixture_close(void **state)
{
    struct fixture *f = *state;
    match_close(f->world);
    arena_close(f->arena);
    free(f);
    return 0;
}

static void expect_order(const struct ranking *r, const int64_t *numbers, size_t count)
{
    assert_int_equal(r->row_count, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(r->rows[i].number, numbers[i]);
}

#define EXPECT_ORDER(ranking, ...)                                                                                     \
    expect_order(ranking, (const int64_t[]){__VA_ARGS__}, sizeof(int64_t[]){__VA_ARGS__} / sizeof(int64_t))

static struct match_scope everybody(const struct fixture *f)
{
    return (struct match_scope){.as_of = f->today};
}

static void the_order_is_class_then_counts_then_score_then_lot_then_number(void **state)
{
    struct fixture *f = *state;
    struct ranking r;
    person_put(f->world, 11, 5, "-m1 -m2 +s1 +s2", NULL, 0); // two missing
    person_put(f->world, 12, 5, "-m1 +s1", NULL, 0);         // one missing, one unknown
    person_put(f->world, 13, 5, "-m1 +m2", NULL, 0);         // one missing
    person_put(f->world, 14, 5, "+s1 +s2", NULL, 0);         // two unknown
    person_put(f->world, 15, 5, "+m1", NULL, 0);             // one unknown
    person_put(f->world, 16, 5, "+m1 +m2 +s1", NULL, 0);     // ready, 3
    person_put(f->world, 17, 5, "+m1 +m2 +s2", NULL, 0);     // ready, 4
    person_put(f->world, 18, 9, "+m1 +m2 +s1 +s2", NULL, 0); // ready, 7, later lot
    person_put(f->world, 20, 8, "+m1 +m2 +s1 +s2", NULL, 0); // ready, 7, lot 8, later number
    person_put(f->world, 19, 8, "+m1-deep +m2 +s1 +s2", NULL, 0);
    assert_int_equal(match_count(f->world), 0);
    assert_int_equal(match_version(f->world), 0);
    match_publish(f->world, 41);
    match_rank(f->world, &f->need, everybody(f), 0, SIZE_MAX, f->arena, &r);
    EXPECT_ORDER(&r, 19, 20, 18, 17, 16, 15, 14, 13, 12, 11);
    assert_int_equal(r.version, 41);
    assert_int_equal(r.counts[CLASS_READY], 5);
    assert_int_equal(r.counts[CLASS_ASK], 2);
    assert_int_equal(r.counts[CLASS_REACHABLE], 0);
    assert_int_equal(r.counts[CLASS_NOT_NOW], 3);
    assert_int_equal(r.rows[3].score, 4);
    assert_int_equal(r.rows[6].unknown, 2);
    assert_int_equal(r.rows[9].missing, 2);
    f->need.lot = 1; // 9 XOR 1 is 8, 8 XOR 1 is 9: the other need's order is the other way round
    match_rank(f->world, &f->need, everybody(f), 0, 3, f->arena, &r);
    EXPECT_ORDER(&r, 18, 19, 20);
    match_rank(f->world, &f->need, everybody(f), 1u << CLASS_ASK, 1, f->arena, &r);
    EXPECT_ORDER(&r, 15);
    assert_int_equal(r.counts[CLASS_READY], 5); // counted all the same
    match_rank(f->world, &f->need, everybody(f), 1u << CLASS_ASK | 1u << CLASS_NOT_NOW, 100, f->arena, &r);
    EXPECT_ORDER(&r, 15, 14, 13, 12, 11);
    match_rank(f->world, &f->need, everybody(f), 0, 0, f->arena, &r);
    assert_int_equal(r.row_count, 0);
    assert_int_equal(r.counts[CLASS_NOT_NOW], 3);
}

static void what_if_counts_those_whom_one_must_keeps_out(void **state)
{
    struct fixture *f = *state;
    size_t more[4] = {9, 9, 9, 9};
    static const uint32_t one[] = {1}, both[] = {1, 2};
    person_put(f->world, 1, 0, "+m1 +m2", one, 1);
    person_put(f->world, 2, 0, "+m1", one, 1);
    person_put(f->world, 3, 0, "+m1 -m2", both, 2);
    person_put(f->world, 4, 0, "-m1 +m2", both, 2);
    person_put(f->world, 5, 0, "", NULL, 0); // two: neither alone would do
    match_publish(f->world, 1);
    match_what_if(f->world, &f->need, everybody(f), more);
    assert_int_equal(more[0], 1);
    assert_int_equal(more[1], 2);
    assert_int_equal(more[2], 0);
    assert_int_equal(more[3], 0);
    match_what_if(f->world, &f->need, (struct match_scope){f->today, 2}, more);
    assert_int_equal(more[0], 1);
    assert_int_equal(more[1], 1);
}

static void groups_see_their_own(void **state)
{
    struct fixture *f = *state;
    struct ranking r;
    static const uint32_t one[] = {1}, both[] = {1, 2};
    size_t counts[4][MATCH_CLASSES];
    person_put(f->world, 1, 0, "+m1 +m2", one, 1);
    person_put(f->world, 2, 1, "+m1", both, 2);
    person_put(f->world, 3, 2, "-m1", NULL, 0);
    match_publish(f->world, 1);
    match_rank(f->world, &f->need, (struct match_scope){f->today, 1}, 0, 10, f->arena, &r);
    EXPECT_ORDER(&r, 1, 2);
    match_rank(f->world, &f->need, (struct match_scope){f->today, 2}, 0, 10, f->arena, &r);
    EXPECT_ORDER(&r, 2);
    assert_int_equal(r.counts[CLASS_READY] + r.counts[CLASS_NOT_NOW], 0);
    match_count_groups(f->world, &f->need, f->today, (const uint32_t[]){2, 1, 3, 0}, 4, counts);
    assert_int_equal(counts[0][CLASS_READY], 0);
    assert_int_equal(counts[0][CLASS_ASK], 1);
    assert_int_equal(counts[1][CLASS_READY], 1);
    assert_int_equal(counts[1][CLASS_ASK], 1);
    assert_int_equal(counts[2][CLASS_READY] + counts[2][CLASS_ASK] + counts[2][CLASS_NOT_NOW], 0);
    assert_int_equal(counts[3][CLASS_NOT_NOW], 1);
}

static void expect_elsewhere(const struct fixture *f, const char *conditions, const uint32_t *groups, size_t group_count,
                             enum match_elsewhere elsewhere, const char *expected)
{
    struct match_need asked = need_of(f->arena, 1, 0, conditions);
    struct match_filter filter = {asked.requirements, asked.requirement_count, groups, group_count, f->today, elsewhere};
    struct filtered found;
    size_t at;
    const char *text = "";
    match_filter(f->world, &filter, f->arena, &found);
    for (size_t i = 0; i < found.count; i++) {
        text = arena_printf(f->arena, "%s%lld:%u ", text, (long long)found.numbers[i], found.met[i]);
        assert_true(filtered_find(&found, found.numbers[i], &at));
        assert_int_equal(at, i);
    }
    assert_string_equal(text, expected);
    assert_false(filtered_find(&found, 1, &at));
    assert_false(filtered_find(&found, INT64_MAX, &at));
    assert_int_equal(found.version, match_version(f->world));
}

static void expect_filtered(const struct fixture *f, const char *conditions, const uint32_t *groups, size_t group_count,
                            const char *expected)
{
    expect_elsewhere(f, conditions, groups, group_count, ELSEWHERE_ANY, expected);
}

static void a_filter_tells_who_is_in_another_group_as_well(void **state)
{
    struct fixture *f = *state;
    const uint32_t one[] = {1}, both[] = {1, 2}, all[] = {0}, others[] = {2, 3}, three[] = {1, 2, 3};
    person_put(f->world, 15, 1, "+m1", one, 1);
    person_put(f->world, 11, 2, "+m1", both, 2);
    person_put(f->world, 13, 3, "-m1", three, 3);
    person_put(f->world, 12, 4, "+m1", others, 2);
    person_put(f->world, 14, 5, "+m1", NULL, 0);
    match_publish(f->world, 1);
    expect_elsewhere(f, "", one, 1, ELSEWHERE_ANY, "11:0 13:0 15:0 ");
    expect_elsewhere(f, "", one, 1, ELSEWHERE_SOME, "11:0 13:0 ");
    expect_elsewhere(f, "", one, 1, ELSEWHERE_NONE, "15:0 ");
    expect_elsewhere(f, "", both, 2, ELSEWHERE_SOME, "12:0 13:0 "); // one listed group does not make another
    expect_elsewhere(f, "", both, 2, ELSEWHERE_NONE, "11:0 15:0 ");
    expect_elsewhere(f, "", NULL, 0, ELSEWHERE_SOME, ""); // nobody else's people
    expect_elsewhere(f, "", NULL, 0, ELSEWHERE_NONE, "");
    expect_elsewhere(f, "", all, 1, ELSEWHERE_NONE, "14:0 ");
    expect_elsewhere(f, "must stated skill m1\n", one, 1, ELSEWHERE_SOME, "11:0 ");
    expect_elsewhere(f, "should 1 stated skill m1\n", one, 1, ELSEWHERE_SOME, "11:1 13:0 ");
    person_put(f->world, 11, 2, "+m1", one, 1);
    person_put(f->world, 15, 1, "+m1", (const uint32_t[]){1, 900}, 2); // a group that there was not before
    match_publish(f->world, 2);
    expect_elsewhere(f, "", one, 1, ELSEWHERE_SOME, "13:0 15:0 ");
    expect_elsewhere(f, "", one, 1, ELSEWHERE_NONE, "11:0 ");
}

static void a_filter_finds_who_meets_it_among_those_to_be_seen(void **state)
{
    struct fixture *f = *state;
    const uint32_t one[] = {1}, both[] = {1, 2}, all[] = {0};
    expect_filtered(f, "must stated skill m1\n", all, 1, "");
    person_put(f->world, 15, 1, "+m1 +s1", one, 1);
    person_put(f->world, 11, 2, "+m1-deep +s1 +s2", both, 2);
    person_put(f->world, 13, 3, "-m1 +s1", both + 1, 1);
    person_put(f->world, 12, 4, "+s2", both + 1, 1); // nothing about m1
    match_publish(f->world, 1);
    expect_filtered(f, "must stated skill m1\n", all, 1, "11:0 15:0 ");
    expect_filtered(f, "must stated skill m1\n", both, 2, "11:0 15:0 ");
    expect_filtered(f, "must stated skill m1\n", both + 1, 1, "11:0 ");
    expect_filtered(f, "must stated skill m1\n", NULL, 0, "");
    expect_filtered(f, "must documented skill m1\n", all, 1, "");
    expect_filtered(f, "must stated skill m1\nmust stated skill s2\n", all, 1, "11:0 ");
    expect_filtered(f, "should 1 stated skill s1\nshould 9 stated skill s2\n", all, 1, "11:2 12:1 13:1 15:1 ");
    match_drop(f->world, 11);
    person_put(f->world, 9, 4, "+s2", both, 2);
    match_publish(f->world, 2); // in the place of 11
    expect_filtered(f, "should 1 stated skill s2\n", both + 1, 1, "9:1 12:1 13:0 ");
}

static void a_profile_ranks_its_needs(void **state)
{
    struct fixture *f = *state;
    struct ranking r;
    struct match_need needs[] = {
        need_of(f->arena, 101, 0, "must stated skill m9\n"),
        need_of(f->arena, 102, 2, "must stated skill m1\n"),
        need_of(f->arena, 103, 3, "must stated skill m1\n"),
        need_of(f->arena, 104, 0, "must stated skill m1\nshould 1 stated skill s1\n"),
        need_of(f->arena, 105, 0, "must stated skill m3\n"),
    };
    person_put(f->world, 1, 3, "+m1 +s1 -m3", NULL, 0);
    match_publish(f->world, 8);
    assert_int_equal(match_rank_needs(f->world, 2, needs, COUNT_OF(needs), f->today, f->arena, &r), NOT_FOUND);
    assert_int_equal(match_rank_needs(f->world, 1, needs, COUNT_OF(needs), f->today, f->arena, &r), OK);
    EXPECT_ORDER(&r, 104, 103, 102, 101, 105); // 3 XOR 3 is 0, 3 XOR 2 is 1
    assert_int_equal(r.counts[CLASS_READY], 3);
    assert_int_equal(r.counts[CLASS_ASK], 1);
    assert_int_equal(r.counts[CLASS_NOT_NOW], 1);
    assert_int_equal(r.version, 8);
}

static void changes_wait_for_their_publishing(void **state)
{
    struct fixture *f = *state;
    struct ranking r;
    person_put(f->world, 1, 0, "+m1 +m2", NULL, 0);
    person_put(f->world, 2, 0, "+m1", NULL, 0);
    match_publish(f->world, 1);
    match_drop(f->world, 1);
    match_drop(f->world, 77);
    person_put(f->world, 2, 0, "-m1", NULL, 0);
    person_put(f->world, 3, 0, "-m1", NULL, 0);
    person_put(f->world, 3, 0, "+m1 +m2", NULL, 0); // the later of two holds
    person_put(f->world, 4, 0, "+m1 +m2", NULL, 0);
    match_drop(f->world, 4);
    match_rank(f->world, &f->need, everybody(f), 0, 10, f->arena, &r);
    EXPECT_ORDER(&r, 1, 2);
    assert_int_equal(r.rows[1].class, CLASS_ASK);
    assert_int_equal(match_version(f->world), 1);
    match_publish(f->world, 2);
    match_rank(f->world, &f->need, everybody(f), 0, 10, f->arena, &r);
    EXPECT_ORDER(&r, 3, 2);
    assert_int_equal(r.rows[1].class, CLASS_NOT_NOW);
    assert_int_equal(r.version, 2);
    match_publish(f->world, 3); // nothing waits
    assert_int_equal(match_count(f->world), 2);
    match_drop(f->world, 2); // still waits when the world closes
    person_put(f->world, 9, 0, "+m1", NULL, 0);
}

static void expect_replay(struct replay r, const char *expected, struct arena *a)
{
    assert_string_equal(arena_printf(a, "%s%s%s%s%s%s", r.engine ? "engine " : "", r.catalogue ? "catalogue " : "",
                                     r.need ? "need " : "", r.profile ? "profile " : "", r.gone ? "gone " : "",
                                     r.answer ? "answer " : ""),
                        expected);
}

static void a_replay_says_same_or_names_what_changed(void **state)
{
    struct fixture *f = *state;
    struct arena *a = f->arena;
    struct explanation was, other;
    static const uint32_t group[] = {4};
    person_put(f->world, 1, 6, "+m1-deep -m2", NULL, 0);
    match_publish(f->world, 1);
    assert_int_equal(match_explain(f->world, &f->need, 2, f->today, a, &was), NOT_FOUND);
    assert_int_equal(match_explain(f->world, &f->need, 1, f->today, a, &was), OK);
    assert_int_equal(was.sum.class, CLASS_NOT_NOW);
    assert_int_equal(was.sum.missing, 1);
    assert_int_equal(was.rows[0].verdict, VERDICT_MET);
    assert_int_equal(was.rows[0].fact, 0);
    assert_string_equal(was.catalogue, "test 1");
    assert_int_equal(was.as_of, f->today);
    expect_replay(match_replay(f->world, &f->need, &was), "", a);

    // The version moves on and the person joins another list: the answer stands.
    person_put(f->world, 1, 6, "+m1-deep -m2", group, 1);
    match_publish(f->world, 2);
    expect_replay(match_replay(f->world, &f->need, &was), "", a);
    assert_int_equal(match_explain(f->world, &f->need, 1, f->today, a, &other), OK);
    assert_memory_equal(other.rows, was.rows, was.row_count * sizeof *was.rows);
    assert_memory_equal(other.profile_digest, was.profile_digest, sizeof was.profile_digest);

    // A fact that no requirement asks about; then one that does.
    person_put(f->world, 1, 6, "+m1-deep -m2 +s7", NULL, 0);
    match_publish(f->world, 3);
    expect_replay(match_replay(f->world, &f->need, &was), "profile ", a);
    person_put(f->world, 1, 6, "+m1-deep -m2 +s1", NULL, 0);
    match_publish(f->world, 4);
    expect_replay(match_replay(f->world, &f->need, &was), "profile answer ", a);

    person_put(f->world, 1, 6, "+m1-deep -m2", NULL, 0);
    match_publish(f->world, 5);
    struct match_need reworded = need_of(a, 70, 0, "must stated skill m1\nmust stated skill m2\n"
                                                   "should 3 stated skill s1\nshould 5 stated skill s2\n");
    expect_replay(match_replay(f->world, &reworded, &was), "need ", a);
    struct match_need documented = need_of(a, 70, 0, "must documented skill m1\nmust stated skill m2\n"
                                                     "should 3 stated skill s1\nshould 4 stated skill s2\n");
    expect_replay(match_replay(f->world, &documented, &was), "need answer ", a);
    struct match_need fewer = need_of(a, 70, 0, "must stated skill m1\n");
    expect_replay(match_replay(f->world, &fewer, &was), "need answer ", a);

    other = was;
    other.engine = "plain 0";
    expect_replay(match_replay(f->world, &f->need, &other), "engine ", a);
    match_drop(f->world, 1);
    match_publish(f->world, 6);
    expect_replay(match_replay(f->world, &f->need, &was), "gone ", a);

    // Another catalogue, in which m1-deep is no m1.
    struct match_settings s = settings("test 2", 1);
    s.implication_count = 0;
    struct match_world *next = match_open(&s);
    person_put(next, 1, 6, "+m1-deep -m2", NULL, 0);
    match_publish(next, 1);
    expect_replay(match_replay(next, &f->need, &was), "catalogue answer ", a);
    match_close(next);
}

static void digests_are_keyed(void **state)
{
    struct fixture *f = *state;
    struct match_settings s = settings("test 1", 2);
    struct match_world *other = match_open(&s);
    struct explanation x, y;
    person_put(f->world, 1, 0, "+m1", NULL, 0);
    person_put(other, 1, 0, "+m1", NULL, 0);
    match_publish(f->world, 1);
    match_publish(other, 1);
    assert_int_equal(match_explain(f->world, &f->need, 1, f->today, f->arena, &x), OK);
    assert_int_equal(match_explain(other, &f->need, 1, f->today, f->arena, &y), OK);
    assert_memory_not_equal(x.profile_digest, y.profile_digest, sizeof x.profile_digest);
    assert_memory_not_equal(x.need_digest, y.need_digest, sizeof x.need_digest);
    match_close(other);
}

// One person with a fact of each kind, and one need with a requirement of each.
struct read {
    struct fact facts[5];
    struct code places[2];
    struct match_profile profile;
    struct requirement list[3];
    struct match_need need;
};

static struct read all_that_is_read(void)
{
    return (struct read){
        .facts = {{FACT_EXPERIENCE, EVIDENCE_STATED, code_make("5223"), .from = 24000, .to = 24005,
                   .expires = DAY_NONE},
                  {FACT_SKILL, EVIDENCE_STATED, code_make("m1"), .from = MONTH_NONE, .to = MONTH_NONE,
                   .expires = DAY_NONE},
                  {FACT_LANGUAGE, EVIDENCE_STATED, code_make("nor"), PART_READING, CEFR_B1, .expires = DAY_NONE},
                  {FACT_EDUCATION, EVIDENCE_STATED, code_make("0713"), 0, 4, .expires = DAY_NONE},
                  {FACT_LICENCE, EVIDENCE_STATED, code_make("B"), .expires = 17000}},
        .places = {code_make("0602"), code_make("0626")},
        .profile = {.number = 1,
                    .lot = 5,
                    .competence = {.fact_count = 5, .complete = 3, .availability = {17000, 50, 80, TIME_DAY, NULL, 1}}},
        .list = {{.kind = REQUIRE_ATOMS,
                  .weight = 2,
                  .least = EVIDENCE_STATED,
                  .atom_count = 1,
                  .atoms = {{ATOM_LANGUAGE, code_make("nor"), PART_READING, CEFR_B1},
                            {.kind = ATOM_SKILL, .code = code_make("m1")}}},
                 {.kind = REQUIRE_SHARE, .must = true, .least = EVIDENCE_STATED, .share_least = 50, .share_most = 100},
                 {.kind = REQUIRE_START,
                  .must = true,
                  .least = EVIDENCE_STATED,
                  .start_from = 17000,
                  .start_latest = 17010}},
        .need = {.number = 9, .lot = 6, .requirement_count = 3},
    };
}

static struct explanation explained(struct read *r, struct arena *a)
{
    struct match_settings s = settings("test 1", 1);
    struct match_world *w = match_open(&s);
    struct explanation x;
    r->profile.competence.facts = r->facts;
    r->profile.competence.availability.places = r->places;
    r->need.requirements = r->list;
    match_put(w, &r->profile);
    match_publish(w, 1);
    assert_int_equal(match_explain(w, &r->need, r->profile.number, 16900, a, &x), OK);
    match_close(w);
    return x;
}

static void digests_cover_all_that_is_read(void **state)
{
    const struct fixture *f = *state;
    struct read same = all_that_is_read();
    const struct explanation good = explained(&same, f->arena);
#define CHANGES(digest, other, ...)                                                                                    \
    do {                                                                                                               \
        struct read r = all_that_is_read();                                                                            \
        __VA_ARGS__;                                                                                                   \
        struct explanation x = explained(&r, f->arena);                                                                \
        assert_memory_not_equal(x.digest, good.digest, sizeof good.digest);                                            \
        assert_memory_equal(x.other, good.other, sizeof good.other);                                                   \
    } while (0)
#define PERSON(...) CHANGES(profile_digest, need_digest, __VA_ARGS__)
#define NEED(...) CHANGES(need_digest, profile_digest, __VA_ARGS__)
    PERSON(r.profile.number = 2);
    PERSON(r.profile.lot = 4);
    PERSON(r.profile.competence.complete = 2);
    PERSON(r.profile.competence.fact_count = 4);
    PERSON(r.profile.competence.availability.free_from++);
    PERSON(r.profile.competence.availability.share_least++);
    PERSON(r.profile.competence.availability.share_most++);
    PERSON(r.profile.competence.availability.times = TIME_NIGHT);
    PERSON(r.profile.competence.availability.place_count = 2);
    PERSON(r.places[0] = r.places[1]);
    for (size_t i = 0; i < 5; i++) {
        PERSON(r.facts[i].evidence = EVIDENCE_DOCUMENTED);
        PERSON(r.facts[i].code = code_make("x"));
    }
    PERSON(r.facts[0].kind = FACT_SKILL);
    PERSON(r.facts[0].from--);
    PERSON(r.facts[0].to++);
    PERSON(r.facts[1].no = true);
    PERSON(r.facts[2].part = PART_WRITING);
    PERSON(r.facts[2].level++);
    PERSON(r.facts[3].level++);
    PERSON(r.facts[4].no = true);
    PERSON(r.facts[4].expires++);
    NEED(r.need.number = 8);
    NEED(r.need.lot = 7);
    NEED(r.need.requirement_count = 2);
    NEED(r.list[0].weight = 3);
    NEED(r.list[0].must = true);
    NEED(r.list[0].least = EVIDENCE_DOCUMENTED);
    NEED(r.list[0].atom_count = 2);
    NEED(r.list[0].atoms[0].kind = ATOM_SKILL);
    NEED(r.list[0].atoms[0].code = code_make("ara"));
    NEED(r.list[0].atoms[0].part = PART_WRITING);
    NEED(r.list[0].atoms[0].level++);
    NEED(r.list[1].share_least++);
    NEED(r.list[1].share_most--);
    NEED(r.list[2].start_from++);
    NEED(r.list[2].start_latest++);
    // What is not read: words, who may look, and what a kind does not have.
    struct read r = all_that_is_read();
    r.list[0].work_reason = "Signs must be read";
    r.list[0].atoms[1].code = code_make("unused");
    r.profile.groups = (const uint32_t[]){3};
    r.profile.group_count = 1;
    r.facts[1].from = 24000;
    struct explanation x = explained(&r, f->arena);
    assert_memory_equal(x.profile_digest, good.profile_digest, sizeof good.profile_digest);
    assert_memory_equal(x.need_digest, good.need_digest, sizeof good.need_digest);
}

static void names_of_classes(void **state)
{
    assert_string_equal(class_name(CLASS_READY), "ready");
    assert_string_equal(class_name(CLASS_ASK), "ask");
    assert_string_equal(class_name(CLASS_REACHABLE), "reachable");
    assert_string_equal(class_name(CLASS_NOT_NOW), "not-now");
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_order_is_class_then_counts_then_score_then_lot_then_number),
        CASE(what_if_counts_those_whom_one_must_keeps_out),
        CASE(groups_see_their_own),
        CASE(a_filter_finds_who_meets_it_among_those_to_be_seen),
        CASE(a_filter_tells_who_is_in_another_group_as_well),
        CASE(a_profile_ranks_its_needs),
        CASE(changes_wait_for_their_publishing),
        CASE(a_replay_says_same_or_names_what_changed),
        CASE(digests_are_keyed),
        CASE(digests_cover_all_that_is_read),
        CASE(names_of_classes),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("the engine's calls", tests, NULL, NULL);
}
