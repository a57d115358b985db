// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "core/need.h"

static day today(void)
{
    return day_make(2016, 4, 18);
}

static struct requirement speaks_norwegian(void)
{
    return (struct requirement){.kind = REQUIRE_ATOMS, .must = true, .least = EVIDENCE_STATED, .atom_count = 1,
                                .atoms = {{ATOM_LANGUAGE, code_make("nor"), PART_SPEAKING, CEFR_B1}},
                                .work_reason = "Customers are helped in person"};
}

static struct requirement shop_work(void)
{
    return (struct requirement){
        .kind = REQUIRE_ATOMS,
        .weight = 4,
        .least = EVIDENCE_STATED,
        .atom_count = 2,
        .atoms = {{ATOM_OCCUPATION, code_make("522"), 0, 12}, {ATOM_SKILL, code_make("cash"), 0, 0}}};
}

static struct need good_need(struct arena *a)
{
    struct requirement *list = ARENA_ARRAY(a, struct requirement, REQUIREMENTS_MOST);
    list[0] = speaks_norwegian();
    list[1] = shop_work();
    return (struct need){
        .workplace = {5},
        .title = "Butikkmedarbeider, kveld og helg",
        .occupation = code_make("5223"),
        .positions = 2,
        .place = code_make("0602"),
        .start_from = today(),
        .start_latest = day_make(2016, 8, 1),
        .share_least = 50,
        .share_most = 100,
        .times = TIME_EVENING | TIME_WEEKEND,
        .form = FORM_PERMANENT,
        .description = "Kasse\nog varer",
        .requirements = list,
        .requirement_count = 2,
        .stated_by = {9},
        .confirmed_by_name = "Kari Nordmann",
    };
}

// Every field with an issue, in the order found: "title place".
static const char *fields(const struct issues *issues)
{
    struct buf b = buf_in(issues->arena);
    for (size_t i = 0; i < issues->count; i++)
        buf_printf(&b, "%s%s", i == 0 ? "" : " ", issues->items[i].field);
    return buf_text(&b);
}

static const char *need_fields(struct arena *a, const struct need *n, bool draft)
{
    struct issues issues = issues_in(a);
    need_check(n, today(), draft, &issues);
    return fields(&issues);
}

static const char *requirement_fields(struct arena *a, const struct requirement *r)
{
    struct issues issues = issues_in(a);
    requirement_check(r, "r", &issues);
    return fields(&issues);
}

static void a_good_need_may_open(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct need n = good_need(a);
    assert_string_equal(need_fields(a, &n, false), "");
    assert_string_equal(need_fields(a, &n, true), "");
}

static void an_empty_need_is_told_everything_at_once(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct need n = {.start_from = DAY_NONE, .start_latest = DAY_NONE};
    assert_string_equal(need_fields(a, &n, false),
                        "workplace title confirmed_by_name occupation positions place start_from start_latest "
                        "share_least share_most times");
    assert_string_equal(need_fields(a, &n, true), "workplace");
    n.workplace.value = 1;
    assert_string_equal(need_fields(a, &n, true), "");
}

static char *repeat(struct arena *a, const char *text, size_t times)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < times; i++)
        buf_add_text(&b, text);
    return arena_strdup(a, buf_text(&b));
}

static void each_wrong_field_is_found(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const struct need good = good_need(a);
#define EXPECT(expected, draft_too, ...)                                                                               \
    do {                                                                                                               \
        struct need n = good;                                                                                          \
        __VA_ARGS__;                                                                                                   \
        assert_string_equal(need_fields(a, &n, false), expected);                                                      \
        assert_string_equal(need_fields(a, &n, true), draft_too ? expected : "");                                      \
    } while (0)
    EXPECT("title", false, n.title = "  ");
    EXPECT("title", false, n.title = NULL);
    EXPECT("", true, n.title = repeat(a, "å", NEED_TITLE_MOST));
    EXPECT("title", true, n.title = repeat(a, "å", NEED_TITLE_MOST + 1));
    EXPECT("title", true, n.title = "two\nlines");
    EXPECT("title", true, n.title = "\xc3");
    EXPECT("description", true, n.description = repeat(a, "x", NEED_TEXT_MOST + 1));
    EXPECT("description", true, n.description = "bell \a");
    EXPECT("", true, n.description = NULL);
    EXPECT("wording_reason", true, n.wording_reason = repeat(a, "x", NEED_REASON_MOST + 1));
    EXPECT("confirmed_by_name", false, n.confirmed_by_name = "");
    EXPECT("occupation", true, n.occupation = code_make("522"));
    EXPECT("occupation", true, n.occupation = code_make("52A3"));
    EXPECT("positions", false, n.positions = 0);
    EXPECT("", true, n.positions = 99);
    EXPECT("positions", true, n.positions = 100);
    EXPECT("place", false, n.place = (struct code){0});
    EXPECT("start_from", false, n.start_from = today() - 1);
    EXPECT("", true, n.start_latest = n.start_from);
    EXPECT("start_latest", true, n.start_latest = n.start_from - 1);
    EXPECT("share_least", false, n.share_least = 0);
    EXPECT("share_least share_most", true, n.share_least = n.share_most = 101);
    EXPECT("share_most", true, n.share_least = 80; n.share_most = 79);
    EXPECT("", true, n.share_least = n.share_most = 1);
    EXPECT("times", false, n.times = 0);
    EXPECT("times", true, n.times = 32);
    EXPECT("form", true, n.form = (enum employment_form)5);
#undef EXPECT
}

static void an_open_need_may_be_changed_until_its_latest_start(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct need n = good_need(a);
    n.state = NEED_OPEN;
    n.start_from = today() - 30;
    n.start_latest = today();
    assert_string_equal(need_fields(a, &n, false), "");
    n.start_latest = today() - 1;
    assert_string_equal(need_fields(a, &n, false), "start_latest");
}

static void requirements_of_a_need_are_counted_and_placed(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct need n = good_need(a);
    struct requirement *list = (struct requirement *)n.requirements;
    for (size_t i = 0; i < REQUIREMENTS_MOST; i++)
        list[i] = shop_work();
    n.requirement_count = REQUIREMENTS_MOST - 5; // place, two times, share, start
    assert_string_equal(need_fields(a, &n, false), "");
    const struct requirement *all;
    assert_int_equal(need_requirements(&n, a, &all), REQUIREMENTS_MOST);
    n.requirement_count++;
    assert_string_equal(need_fields(a, &n, false), "requirements");
    assert_int_equal(need_requirements(&n, a, &all), REQUIREMENTS_MOST);
    n.requirement_count = 3;
    list[1].weight = 16;
    list[2] = (struct requirement){
        .kind = REQUIRE_SHARE, .must = true, .least = EVIDENCE_STATED, .share_least = 1, .share_most = 2};
    assert_string_equal(need_fields(a, &n, true), "requirements[1].weight requirements[2]");
    list[2] = shop_work();
    list[2].atoms[1] = (struct atom){ATOM_PLACE, code_make("0602"), 0, 0};
    assert_string_equal(need_fields(a, &n, true), "requirements[1].weight requirements[2]");
}

static void requirements_are_checked(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const struct requirement language = speaks_norwegian(), shop = shop_work();
#define EXPECT(expected, from, ...)                                                                                    \
    do {                                                                                                               \
        struct requirement r = from;                                                                                   \
        __VA_ARGS__;                                                                                                   \
        assert_string_equal(requirement_fields(a, &r), expected);                                                      \
    } while (0)
#define ATOM(...) r.atoms[0] = (struct atom){__VA_ARGS__}
    EXPECT("", language, );
    EXPECT("", shop, );
    EXPECT("r.work_reason", language, r.work_reason = NULL);
    EXPECT("r.work_reason", language, r.work_reason = " \n");
    EXPECT("r.work_reason", language, r.work_reason = repeat(a, "x", NEED_REASON_MOST + 1));
    EXPECT("r.work_reason", shop, r.atoms[1] = language.atoms[0]); // in an alternative too
    EXPECT("r.weight", language, r.weight = 1);
    EXPECT("r.weight", shop, r.weight = 0);
    EXPECT("", shop, r.weight = 15);
    EXPECT("r.weight", shop, r.weight = 16);
    EXPECT("r.least", shop, r.least = 0);
    EXPECT("r.least", shop, r.least = 4);
    EXPECT("", shop, r.least = EVIDENCE_RECOGNISED);
    EXPECT("r.atoms", shop, r.atom_count = 0);
    EXPECT("r.atoms", shop, r.atom_count = 9);
    EXPECT("r.kind", shop, r.kind = 3);
    EXPECT("r.atoms[0].kind", shop, r.atoms[0].kind = 7);
    EXPECT("r.atoms[0].code r.atoms[0].level", shop, ATOM(ATOM_OCCUPATION, code_make("52"), 0, 11));
    EXPECT("", shop, ATOM(ATOM_OCCUPATION, code_make("5223"), 0, 120));
    EXPECT("r.atoms[0].code", shop, ATOM(.kind = ATOM_SKILL));
    EXPECT("r.atoms[0].code r.atoms[0].part r.atoms[0].level", language,
           ATOM(ATOM_LANGUAGE, code_make("NO"), 4, CEFR_NONE));
    EXPECT("r.atoms[0].level", language, r.atoms[0].level = CEFR_C2 + 1);
    EXPECT("r.atoms[0].code r.atoms[0].level", shop, ATOM(ATOM_EDUCATION, code_make("0"), 0, 1));
    EXPECT("r.atoms[0].level", shop, ATOM(ATOM_EDUCATION, {0}, 0, 9));
    EXPECT("", shop, ATOM(ATOM_EDUCATION, {0}, 0, 8));
    EXPECT("r.atoms[0].code", shop, ATOM(.kind = ATOM_LICENCE));
    EXPECT("r.atoms[0].code r.must", shop, ATOM(.kind = ATOM_PLACE));
    EXPECT("r.atoms[0].level", language, ATOM(ATOM_TIME, {0}, 0, TIME_DAY | TIME_NIGHT));
    EXPECT("", language, ATOM(ATOM_TIME, {0}, 0, TIME_SHIFT));
    EXPECT("r.least", language, ATOM(ATOM_TIME, {0}, 0, TIME_DAY); r.least = EVIDENCE_DOCUMENTED);
    EXPECT("r.share_least r.share_most", language, r.kind = REQUIRE_SHARE);
    EXPECT("r.share_most", language, r.kind = REQUIRE_SHARE; r.share_least = 2; r.share_most = 1);
    EXPECT("r.start_from r.start_latest", language, r.kind = REQUIRE_START; r.start_from = r.start_latest = DAY_NONE);
    EXPECT("r.start_latest", language, r.kind = REQUIRE_START; r.start_from = 5; r.start_latest = 4);
#undef ATOM
#undef EXPECT
}

static void evidence_offered(void **state)
{
    struct requirement r = shop_work();
    assert_int_equal(requirement_default_evidence(&r, false), EVIDENCE_STATED);
    r.atoms[1] = (struct atom){ATOM_LICENCE, code_make("NURSE"), 0, 0};
    assert_int_equal(requirement_default_evidence(&r, false), EVIDENCE_DOCUMENTED);
    assert_int_equal(requirement_default_evidence(&r, true), EVIDENCE_RECOGNISED);
}

static void states_follow_each_other(void **state)
{
    static const bool may[4][4] = {
        [NEED_DRAFT] = {[NEED_OPEN] = true, [NEED_WITHDRAWN] = true},
        [NEED_OPEN] = {[NEED_FILLED] = true, [NEED_WITHDRAWN] = true},
        [NEED_FILLED] = {[NEED_OPEN] = true},
        [NEED_WITHDRAWN] = {[NEED_DRAFT] = true},
    };
    for (int from = 0; from < 4; from++)
        for (int to = 0; to < 4; to++)
            assert_int_equal(need_state_may((enum need_state)from, (enum need_state)to), may[from][to]);
}

static void requirements_come_in_their_order(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct need n = good_need(a);
    const struct requirement *list;
    size_t count = need_requirements(&n, a, &list);
    assert_string_equal(requirements_encode(list, count, a),
                        "ypsilon requirements 1\n"
                        "must stated place 0602\n"
                        "must stated time evening\n"
                        "must stated time weekend\n"
                        "must stated share 50 100\n"
                        "must stated start 2016-04-18 2016-08-01\n"
                        "must stated language nor speaking B1 because Customers are helped in person\n"
                        "should 4 stated occupation 522 12 skill cash\n");
    for (size_t i = 0; i < count; i++)
        assert_string_equal(requirement_fields(a, &list[i]), "");
    n = (struct need){.start_from = today(), .start_latest = DAY_NONE, .share_least = 50};
    assert_int_equal(need_requirements(&n, a, &list), 0);
}

static void expect_same(const struct requirement *x, const struct requirement *y)
{
    assert_int_equal(x->kind, y->kind);
    assert_int_equal(x->must, y->must);
    assert_int_equal(x->weight, y->weight);
    assert_int_equal(x->least, y->least);
    assert_int_equal(x->atom_count, y->atom_count);
    assert_memory_equal(x->atoms, y->atoms, sizeof x->atoms);
    assert_int_equal(x->share_least, y->share_least);
    assert_int_equal(x->share_most, y->share_most);
    if (x->kind == REQUIRE_START) {
        assert_int_equal(x->start_from, y->start_from);
        assert_int_equal(x->start_latest, y->start_latest);
    }
    assert_string_equal(x->work_reason == NULL ? "" : x->work_reason, y->work_reason == NULL ? "" : y->work_reason);
}

static void requirements_round_trip(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct requirement list[] = {
        speaks_norwegian(),
        shop_work(),
        shop_work(),
        speaks_norwegian(),
        speaks_norwegian(),
        {.kind = REQUIRE_SHARE, .must = true, .least = EVIDENCE_STATED, .share_least = 50, .share_most = 100},
        {.kind = REQUIRE_START, .must = true, .least = EVIDENCE_STATED, .start_from = 17000, .start_latest = 17001}};
    list[1].atoms[0] = (struct atom){ATOM_EDUCATION, {0}, 0, 4};
    list[1].atoms[1] = (struct atom){ATOM_EDUCATION, code_make("0713"), 0, 7};
    list[2].atoms[0] = (struct atom){ATOM_LICENCE, code_make("because"), 0, 0}; // a code is no keyword
    list[2].atoms[1] = (struct atom){ATOM_SKILL, code_make("a|b\\=:>"), 0, 0};
    list[2].least = EVIDENCE_RECOGNISED;
    list[3].work_reason = "Line one\nline \\two\\n because\ttabs\r\n";
    list[4].work_reason = "";
    const struct requirement *back;
    size_t count;
    assert_int_equal(requirements_decode(requirements_encode(list, COUNT_OF(list), a), a, &back, &count), OK);
    assert_int_equal(count, COUNT_OF(list));
    for (size_t i = 0; i < count; i++)
        expect_same(&back[i], &list[i]);
    assert_null(back[4].work_reason);
    assert_int_equal(requirements_decode(requirements_encode(NULL, 0, a), a, &back, &count), OK);
    assert_int_equal(count, 0);
}

static void what_was_not_encoded_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "ypsilon requirements 2\n",
        "ypsilon requirements 1",
        "must stated skill x\n",
        "!must stated skill x",
        "!\n",
        "! must stated skill x\n",
        "!must stated skill x \n",
        "!must  stated skill x\n",
        "!must stated\n",
        "!must\n",
        "!must stated skill\n",
        "!must stated skill toolongcode\n",
        "!must sworn skill x\n",
        "!should stated skill x\n",
        "!should 16 stated skill x\n",
        "!should 03 stated skill x\n",
        "!should -1 stated skill x\n",
        "!must stated occupation 5223\n",
        "!must stated occupation 5223 256\n",
        "!must stated occupation 5223 1e1\n",
        "!must stated language nor B1\n",
        "!must stated language nor speaking B3\n",
        "!must stated education any 9\n",
        "!must stated education 4\n",
        "!must stated time noon\n",
        "!must stated time 3\n",
        "!must stated share 50\n",
        "!must stated share 50 101\n",
        "!must stated share 1 2 skill x\n",
        "!must stated skill x share 1 2\n",
        "!must stated start 2016-02-30 2016-03-01\n",
        "!must stated start 2016-02-01\n",
        "!must stated skill x because\n",
        "!must stated skill x because \n",
        "!must stated skill x because \\q\n",
        "!must stated skill x because \\\n",
        "!must stated skill x because \xff\n",
        "!must stated skill x because \a\n",
        "!must stated skill a skill a skill a skill a skill a skill a skill a skill a skill a\n",
    };
    struct arena *a CLEANUP_ARENA = arena_open();
    const struct requirement *back;
    size_t count;
    assert_int_equal(requirements_decode(NULL, a, &back, &count), INVALID);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        bool headed = bad[i][0] == '!'; // stands for the first line
        const char *text = arena_printf(a, "%s%s", headed ? "ypsilon requirements 1\n" : "", bad[i] + headed);
        if (requirements_decode(text, a, &back, &count) != INVALID)
            fail_msg("taken: %s", text);
    }
    const char *line = "must stated skill x\n";
    assert_int_equal(
        requirements_decode(arena_printf(a, "ypsilon requirements 1\n%s", repeat(a, line, 64)), a, &back, &count), OK);
    assert_int_equal(
        requirements_decode(arena_printf(a, "ypsilon requirements 1\n%s", repeat(a, line, 65)), a, &back, &count),
        INVALID);
}

// What is read from mangled text is either refused or exactly what would be written.
static void mangled_text_reads_as_itself_or_not_at_all(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct need n = good_need(a);
    const struct requirement *list, *back;
    size_t count = need_requirements(&n, a, &list), back_count, taken = 0;
    const char *good = arena_strdup(a, requirements_encode(list, count, a));
    uint32_t random = 2463534242;
    for (int i = 0; i < 20000; i++) {
        struct arena *scratch CLEANUP_ARENA = arena_open();
        char *text = arena_strdup(scratch, good);
        size_t length = strlen(text);
        for (int k = 0; k < 1 + i % 3; k++) {
            random ^= random << 13;
            random ^= random >> 17;
            random ^= random << 5;
            text[random % length] = i % 2 == 0 ? (char)(random >> 24) : good[random >> 8 & 63];
        }
        if (i % 5 == 0)
            text[random % length] = '\0';
        if (requirements_decode(text, scratch, &back, &back_count) == OK) {
            assert_string_equal(requirements_encode(back, back_count, scratch), text);
            taken++;
        }
    }
    assert_in_range(taken, 1, 19999);
}

static void names_read_as_they_are_written(void **state)
{
#define EXPECT(type, what, first, last)                                                                                \
    for (unsigned i = first; i <= last; i++) {                                                                         \
        type back = (type)99;                                                                                          \
        assert_non_null(what##_name(i));                                                                               \
        assert_true(what##_read(what##_name(i), &back));                                                               \
        assert_int_equal(back, i);                                                                                     \
        assert_false(what##_read("no such name", &back));                                                              \
        assert_false(what##_read(NULL, &back));                                                                        \
    }                                                                                                                  \
    assert_null(what##_name(last + 1))
    EXPECT(enum evidence, evidence, EVIDENCE_STATED, EVIDENCE_RECOGNISED);
    EXPECT(enum cefr, cefr, CEFR_NONE, CEFR_C2);
    EXPECT(enum language_part, language_part, PART_LISTENING, PART_SPEAKING);
    EXPECT(enum fact_kind, fact_kind, FACT_EXPERIENCE, FACT_LICENCE);
    EXPECT(enum section, section, SECTION_WORK, SECTION_PLACES);
    EXPECT(enum atom_kind, atom_kind, ATOM_OCCUPATION, ATOM_TIME);
    EXPECT(enum work_time, work_time, TIME_DAY, TIME_EVENING);
#undef EXPECT
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_need_may_open),
        cmocka_unit_test(an_empty_need_is_told_everything_at_once),
        cmocka_unit_test(each_wrong_field_is_found),
        cmocka_unit_test(an_open_need_may_be_changed_until_its_latest_start),
        cmocka_unit_test(requirements_of_a_need_are_counted_and_placed),
        cmocka_unit_test(requirements_are_checked),
        cmocka_unit_test(evidence_offered),
        cmocka_unit_test(states_follow_each_other),
        cmocka_unit_test(requirements_come_in_their_order),
        cmocka_unit_test(requirements_round_trip),
        cmocka_unit_test(what_was_not_encoded_is_refused),
        cmocka_unit_test(mangled_text_reads_as_itself_or_not_at_all),
        cmocka_unit_test(names_read_as_they_are_written),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("needs and requirements", tests, NULL, NULL);
}
