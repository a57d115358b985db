// SPDX-License-Identifier: EUPL-1.2
// The rules of surveys: what answers call for, what of them may be shown, how questions change, and when what may be done.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "base/status.h"
#include "core/survey_result.h"

static void words_hint(void **unused)
{
    static const struct {
        const char *text;
        unsigned flags;
    } CASES[] = {
        {"Er dette noe vi er PÅLAGT?", 1u << FLAG_MISUNDERSTANDING},
        {"Vi føler oss tvunget til å ansette.", 1u << FLAG_MISUNDERSTANDING},
        {"Skal vi måtte ansette noen uten kompetanse?", 1u << FLAG_MISUNDERSTANDING},
        {"Do we have to hire somebody? Call me.", 1u << FLAG_MISUNDERSTANDING | 1u << FLAG_CALL},
        {"Is there a quota?", 1u << FLAG_MISUNDERSTANDING},
        {"Kom gjerne\ninnom en dag!", 1u << FLAG_VISIT},
        {"Vi har  to ledige stillinger, ring oss", 1u << FLAG_NEED | 1u << FLAG_CALL},
        {"Ikke kontakt oss mer.", 1u << FLAG_NO_CONTACT},
        {"Please don't contact us again", 1u << FLAG_NO_CONTACT},
        {"Fint møte, takk for oss.", 0},
        {"Kvoterer dere?", 1u << FLAG_MISUNDERSTANDING},
        {"Erfaring teller mest", 0},
        {"", 0},
        {"مرحبا", 0},
    };
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        if (flag_hints(CASES[i].text, a) != CASES[i].flags)
            fail_msg("%s: %x", CASES[i].text, flag_hints(CASES[i].text, a));
    assert_int_equal(flag_hints(NULL, a), 0);
}

static void options_raise(void **unused)
{
    static const struct question_option options[] = {{.flag = FLAG_NONE}, {.flag = FLAG_MISUNDERSTANDING}, {.flag = FLAG_VISIT}};
    struct question q = {.kind = ANSWER_SEVERAL, .options = options, .option_count = 3};
    assert_int_equal(answer_flags(&q, &(struct answer){.chosen = 1}), 0);
    assert_int_equal(answer_flags(&q, &(struct answer){.chosen = 2}), 1u << FLAG_MISUNDERSTANDING);
    assert_int_equal(answer_flags(&q, &(struct answer){.chosen = 7}), 1u << FLAG_MISUNDERSTANDING | 1u << FLAG_VISIT);
    q.kind = ANSWER_SCALE;
    assert_int_equal(answer_flags(&q, &(struct answer){.chosen = 2}), 0);
}

static void every_state_and_act_of_a_flag(void **unused)
{
    for (int s = 0; s < FLAG_STATES; s++)
        for (int act = 0; act < FLAG_ACTS; act++) {
            bool may = s == FLAG_HINTED ? act == FLAG_CONFIRM || act == FLAG_DISMISS
                                        : s == FLAG_RAISED && (act == FLAG_SEND || act == FLAG_CLEAR);
            assert_int_equal(flag_refusal((enum flag_state)s, (enum flag_act)act) == NULL, may);
        }
}

// Small groups

static bool enough(int64_t n)
{
    return n == 0 || n >= GROUP_LEAST;
}

static void assert_no_kind_tells(const int64_t n[RESPONDENT_KINDS])
{
    struct question q = {.kind = ANSWER_SCALE};
    struct question_result r = {0};
    int64_t all = 0, hidden = 0;
    for (int k = 0; k < RESPONDENT_KINDS; k++)
        for (int64_t i = 0; i < n[k]; i++, all++)
            result_add(&r, &q, (enum respondent_kind)k, &(struct answer){.chosen = 4});
    result_hide(&r);
    assert_int_equal(r.hidden, all < GROUP_LEAST);
    assert_int_equal(r.all.answered, r.hidden ? 0 : all);
    for (int k = 0; k < RESPONDENT_KINDS; k++) {
        assert_true(enough(r.by[k].answered));
        assert_int_equal(r.by[k].answered, r.hidden_by[k] ? 0 : n[k]);
        assert_int_equal(r.by[k].counts[2], r.by[k].answered);
        hidden += n[k] - r.by[k].answered;
    }
    // Any kinds that are shown, taken from the whole.
    for (int taken = 0; !r.hidden && taken < 1 << RESPONDENT_KINDS; taken++) {
        int64_t rest = all;
        for (int k = 0; k < RESPONDENT_KINDS; k++)
            rest -= (taken >> k & 1) != 0 ? r.by[k].answered : 0;
        assert_true(enough(rest));
    }
    assert_true(r.hidden || enough(hidden));
}

static void no_kind_tells_of_a_few(void **unused)
{
    enum { MOST = 12 };
    int64_t n[RESPONDENT_KINDS];
    for (n[0] = 0; n[0] < MOST; n[0]++)
        for (n[1] = 0; n[1] < MOST; n[1]++)
            for (n[2] = 0; n[2] < MOST; n[2]++)
                for (n[3] = 0; n[3] < MOST; n[3]++)
                    assert_no_kind_tells(n);
}

static int bits(uint64_t set)
{
    return __builtin_popcountll(set);
}

// Those who answered both times, held against every union of groups whose counts are shown.
static void assert_no_union_tells(const struct question_result *all, const uint64_t kind[RESPONDENT_KINDS], uint64_t same)
{
    uint64_t cells[RESPONDENT_KINDS + 1] = {0};
    for (int k = 0; k < RESPONDENT_KINDS; k++)
        cells[all->hidden_by[k] ? RESPONDENT_KINDS : k] |= kind[k];
    for (int chosen = 0; chosen < 1 << (RESPONDENT_KINDS + 1); chosen++) {
        uint64_t group = 0;
        for (int k = 0; k <= RESPONDENT_KINDS; k++)
            group |= (chosen >> k & 1) != 0 ? cells[k] : 0;
        if ((same & ~group) == 0)
            assert_true(enough(bits(group & ~same)));
        if ((group & ~same) == 0)
            assert_true(enough(bits(same & ~group)));
    }
}

static void no_comparison_tells_of_a_few(void **unused)
{
    enum { TRIES = 20000, PEOPLE = 40 };
    struct random_stream dice = {.seed = 5};
    struct question q = {.kind = ANSWER_SCALE};
    int shown = 0;
    for (int t = 0; t < TRIES; t++) {
        uint64_t before[RESPONDENT_KINDS] = {0}, after[RESPONDENT_KINDS] = {0}, same = 0;
        struct compared c = {0};
        uint64_t people = 4 + random_stream_u64(&dice) % PEOPLE, often = random_stream_u64(&dice) % 100;
        uint64_t kinds = 1 + random_stream_u64(&dice) % RESPONDENT_KINDS;
        for (uint64_t p = 0; p < people; p++) {
            int k = (int)(random_stream_u64(&dice) % kinds);
            bool was = random_stream_u64(&dice) % 100 < 50 + often / 2, is = random_stream_u64(&dice) % 100 < often;
            struct answer one = {.chosen = 2}, two = {.chosen = 8};
            compared_add(&c, &q, was ? &one : NULL, (enum respondent_kind)k, is ? &two : NULL, (enum respondent_kind)k);
            before[k] |= was ? UINT64_C(1) << p : 0;
            after[k] |= is ? UINT64_C(1) << p : 0;
            same |= was && is ? UINT64_C(1) << p : 0;
        }
        compared_hide(&c);
        if (c.same_hidden) {
            assert_int_equal(c.same_before.answered + c.same_after.answered + c.change, 0);
            continue;
        }
        shown++;
        assert_int_equal(c.same_before.answered, bits(same));
        assert_int_equal(c.change, 2 * bits(same));
        assert_true(bits(same) >= GROUP_LEAST);
        assert_no_union_tells(&c.before, before, same);
        assert_no_union_tells(&c.after, after, same);
    }
    assert_true(shown > TRIES / 20); // the rule does not hide everything
}

static void means_and_their_intervals(void **unused)
{
    // 1 … 5: mean 3, spread 1.5811, t of four degrees 2.7764: half 1.9632.
    struct mean m = mean_of(5, 15, 55);
    assert_true(fabs(m.middle - 3) < 1e-12 && fabs(m.high - 4.9632) < 0.01 && fabs(m.low - 1.0368) < 0.01);
    m = mean_of(20, 80, 320); // all alike
    assert_true(m.low == m.middle && m.high == m.middle);
    m = mean_of(30, 90, 330); // t of 29 degrees 2.0452, spread sqrt(60/29): half 0.5371
    assert_true(fabs(m.high - 3.5371) < 0.001);
}

// Questions

static struct question scale(const char *text, int64_t id, const char *key)
{
    return (struct question){.id = {id}, .key = key, .kind = ANSWER_SCALE, .text = {text, text}, .low = {"a", "a"}, .high = {"b", "b"}};
}

static void a_question_keeps_its_key_with_its_words(void **unused)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct question list[] = {scale("one", 1, "k1"), scale("two", 2, "k2"), scale("three", 3, "k3")};
    struct question_set set = {.questions = list, .question_count = 3};
    struct question changed = scale("two", 2, "");
    changed.required = changed.new_page = true;
    struct question_set next = question_set_with(&set, &changed, a);
    assert_string_equal(next.questions[1].key, "k2");
    assert_true(next.questions[1].required && !list[1].required);
    assert_int_equal(question_pages(&next), 2);
    changed.high[LANG_EN] = "c";
    assert_string_equal(question_set_with(&set, &changed, a).questions[1].key, "");
    changed = scale("four", 0, "k4");
    next = question_set_with(&set, &changed, a);
    assert_int_equal(next.question_count, 4);
    assert_string_equal(next.questions[3].key, "k4");
    next = question_set_moved(&set, (struct question_id){3}, -1, a);
    assert_int_equal(next.questions[1].id.value, 3);
    assert_int_equal(question_set_moved(&set, (struct question_id){1}, -1, a).questions[0].id.value, 1);
    assert_int_equal(question_set_moved(&set, (struct question_id){3}, 1, a).questions[2].id.value, 3);
    next = question_set_without(&set, (struct question_id){2}, a);
    assert_int_equal(next.question_count, 2);
    assert_null(question_find(&next, (struct question_id){2}));
}

static void templates_are_whole(void **unused)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct question_set before, after, none;
    for (size_t i = 0; i < question_template_count(); i++) {
        struct question_set set;
        struct issues issues = issues_in(a);
        assert_true(question_template_copy(question_template_at(i)->name, a, &set));
        question_set_check(&set, &issues);
        for (size_t q = 0; q < set.question_count; q++)
            question_check(&set.questions[q], &issues);
        assert_int_equal(issues.count, 0);
        assert_null(question_set_refusal(&set));
        for (size_t q = 0; q < set.question_count; q++) {
            assert_ptr_equal(question_by_key(&set, set.questions[q].key), &set.questions[q]);
            assert_string_not_equal(set.questions[q].text[LANG_NB], set.questions[q].text[LANG_EN]);
        }
    }
    assert_false(question_template_copy("none", a, &none));
    assert_true(question_template_copy("awareness-before", a, &before) && question_template_copy("awareness-after", a, &after));
    int common = 0;
    for (size_t q = 0; q < before.question_count; q++)
        common += question_by_key(&after, before.questions[q].key) != NULL;
    assert_int_equal(common, 4);
}

static void answers_are_judged(void **unused)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    static const struct question_option options[] = {{.flag = FLAG_NONE}, {.flag = FLAG_NONE}, {.flag = FLAG_NONE}};
    struct question one = {.kind = ANSWER_ONE, .options = options, .option_count = 3, .required = true};
    struct question several = {.kind = ANSWER_SEVERAL, .options = options, .option_count = 3};
    const struct {
        const struct question *q;
        unsigned chosen;
        bool required;
        size_t issues;
    } CASES[] = {
        {&one, 1, true, 0}, {&one, 3, true, 1}, {&one, 8, true, 1}, {&one, 0, true, 1}, {&one, 0, false, 0},
        {&several, 7, true, 0}, {&several, 0, true, 0}, {&several, 1u << 31, true, 1},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct issues issues = issues_in(a);
        answer_check(CASES[i].q, &(struct answer){.chosen = CASES[i].chosen, .text = ""}, "q", CASES[i].required, &issues);
        assert_int_equal(issues.count, CASES[i].issues);
    }
}

// When what may be done

static void every_state_and_act_of_a_survey(void **unused)
{
    day today = day_make(2016, 9, 1);
    int64_t yesterday, now;
    assert_true(instant_in_norway(today - 1, 600, &yesterday) && instant_in_norway(today, 600, &now));
    for (int s = 0; s < SURVEY_STATES; s++)
        for (int over = 0; over < 2; over++)
            for (int act = 0; act < SURVEY_ACTS; act++) {
                struct survey survey = {.state = (enum survey_state)s, .deadline = over ? today - 1 : today + 5, .remind_on = DAY_NONE,
                                        .reminded_on = DAY_NONE, .opened_at = s == SURVEY_DRAFT ? 0 : yesterday,
                                        .closed_at = s == SURVEY_CLOSED ? now : 0};
                bool draft = s == SURVEY_DRAFT, takes = s == SURVEY_OPEN && !over;
                bool may = act == SURVEY_CHANGE || act == SURVEY_DROP ? draft
                           : act == SURVEY_OPENS                      ? draft && !over
                           : act == SURVEY_PAIR                       ? true
                                                                      : takes;
                assert_int_equal(survey_refusal(&survey, (enum survey_act)act, today) == NULL, may);
                assert_int_equal(survey_answer_refusal(&survey, ASKED_WAITING, today) == NULL, takes);
                assert_non_null(survey_answer_refusal(&survey, ASKED_REMOVED, today));
                assert_int_equal(survey_ends(&survey, today), s == SURVEY_OPEN && over);
                assert_false(survey_reminds(&survey, today)); // nobody has asked for it
            }
    struct survey open = {.state = SURVEY_OPEN, .deadline = today, .remind_on = today, .reminded_on = DAY_NONE, .opened_at = yesterday};
    assert_true(survey_reminds(&open, today) && !survey_reminds(&open, today - 1) && !survey_reminds(&open, today + 1));
    open.reminded_on = today;
    assert_false(survey_reminds(&open, today));
    assert_non_null(survey_refusal(&open, SURVEY_REMIND, today));
    open.reminded_on = today - 3; // by hand, before the clock's day
    assert_true(survey_reminds(&open, today));
    open.reminded_on = DAY_NONE;
    open.opened_at = now;
    assert_non_null(survey_refusal(&open, SURVEY_REMIND, today)); // on the day of the letter
    for (int ahead = 1; ahead < 60; ahead++) {
        day on = survey_remind_usual(today, today + ahead);
        assert_true(on == DAY_NONE || (on > today && on < today + ahead && day_weekday(on) <= 5));
    }
    assert_int_equal(respondent_kind_of("KOMM"), RESPONDENT_PUBLIC);
    assert_int_equal(respondent_kind_of("FLI"), RESPONDENT_VOLUNTARY);
    assert_int_equal(respondent_kind_of(""), RESPONDENT_PRIVATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_hint),
        cmocka_unit_test(options_raise),
        cmocka_unit_test(every_state_and_act_of_a_flag),
        cmocka_unit_test(no_kind_tells_of_a_few),
        cmocka_unit_test(no_comparison_tells_of_a_few),
        cmocka_unit_test(means_and_their_intervals),
        cmocka_unit_test(a_question_keeps_its_key_with_its_words),
        cmocka_unit_test(templates_are_whole),
        cmocka_unit_test(answers_are_judged),
        cmocka_unit_test(every_state_and_act_of_a_survey),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
