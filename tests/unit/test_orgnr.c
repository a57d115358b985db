// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/status.h"
#include "core/fnr.h"
#include "core/orgnr.h"

#define NBSP "\xC2\xA0"

static void loose_organisation_numbers_are_read(void **state)
{
    static const char *const typed[] = {
        "889640782",          "889 640 782",       " 889.640.782 ",  "889" NBSP "640" NBSP "782", "NO 889640782 MVA",
        "no889640782mva",     "0192:889640782",    "0192: 889 640 782", "889640782 Foretaksregisteret",
        "NO 889 640 782 MVA", "88-96-40-782",
    };
    char out[ORGNR_TEXT];
    for (size_t i = 0; i < COUNT_OF(typed); i++) {
        if (!orgnr_read(typed[i], false, out))
            fail_msg("%s", typed[i]);
        assert_string_equal(out, "889640782");
    }
    assert_true(orgnr_read("974760673", false, out));
    assert_true(orgnr_read("810349387", false, out));
}

static void wrong_organisation_numbers_are_refused(void **state)
{
    static const char *const typed[] = {
        "",          "889640783",  "88964078",      "8896407820",     "889640782x", "x889640782", "0193:889640782",
        "123456785", // the digit is right, but none begins with 1
        "NO",        "MVA",        "889640782 AS",  "８８９640782",   "0192:",      "-",          "889640782 MVA MVA",
    };
    char out[ORGNR_TEXT] = "unset";
    for (size_t i = 0; i < COUNT_OF(typed); i++)
        if (orgnr_read(typed[i], true, out))
            fail_msg("%s", typed[i]);
    assert_false(orgnr_read(NULL, true, out));
    assert_string_equal(out, "unset");
}

static void test_data_only_when_asked_for(void **state)
{
    char out[ORGNR_TEXT];
    assert_false(orgnr_read("310412341", false, out));
    assert_false(orgnr_read("210000011", false, out));
    assert_true(orgnr_read("310412341", true, out));
    assert_true(orgnr_read("210000011", true, out));
    assert_true(orgnr_read("889640782", true, out));
}

// Of the ten digits after any eight, at most one is right, and ten in eleven of the eights have one.
static void one_check_digit_is_right(void **state)
{
    char typed[32], out[ORGNR_TEXT];
    int with = 0, all = 0;
    for (int first = 80000000; first < 100000000; first += 9973, all++) {
        int right = 0;
        for (int digit = 0; digit < 10; digit++) {
            snprintf(typed, sizeof typed, "%08d%d", first, digit);
            right += orgnr_read(typed, false, out);
        }
        assert_in_range(right, 0, 1);
        with += right;
    }
    assert_in_range(with * 100 / all, 88, 93);
}

static void organisation_numbers_are_written_in_threes(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    assert_string_equal(orgnr_format(a, "889640782"), "889" NBSP "640" NBSP "782");
    assert_string_equal(orgnr_format(a, ""), "");
    assert_string_equal(orgnr_format(a, "88964078x"), "88964078x");
    assert_null(orgnr_format(a, NULL));
}

// Vectors of Skatteetaten's synthetic population; none belongs to anybody.
static void national_numbers_hold_by_both_rules(void **state)
{
    static const char *const valid[] = {
        "01819012365", "41918210057", "01819012373", "01819012381", "15868545604",
        "15868545612", "15868545620", "41918210065", "41918210073", "41918210081",
    };
    char out[FNR_TEXT];
    for (size_t i = 0; i < COUNT_OF(valid); i++) {
        if (!fnr_read(valid[i], true, out))
            fail_msg("%s", valid[i]);
        assert_string_equal(out, valid[i]);
        assert_false(fnr_read(valid[i], false, out)); // synthetic ones only when asked for
    }
    assert_true(fnr_read(" 018190 12365", true, out));
    assert_string_equal(out, "01819012365");
    assert_true(fnr_read("018190-12365", true, out));
    assert_true(fnr_read("018190" NBSP "12365", true, out));
}

static void wrong_national_numbers_are_refused(void **state)
{
    static const char *const wrong[] = {
        "31899098776", // digits right, 31 September
        "01819012366", "01819012390", "0181901236", "018190123650", "01819012365x", "", "00000000000", "12345678901",
        "01.81.9012365",
    };
    char out[FNR_TEXT] = "unset";
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        if (fnr_read(wrong[i], true, out))
            fail_msg("%s", wrong[i]);
    assert_false(fnr_read(NULL, true, out));
    assert_string_equal(out, "unset");
}

// All endings of a made-up day: the second digit lets one in eleven pass, the first four in eleven; of other days none.
static void the_share_that_passes_is_as_the_rules_say(void **state)
{
    static const struct {
        const char *day;
        bool exists;
    } days[] = {{"290200", true}, {"290201", false}, {"310290", false}, {"715590", false}, {"014190", false}, {"410190", true}, {"010190", true}};
    char typed[32], out[FNR_TEXT];
    for (size_t d = 0; d < COUNT_OF(days); d++) {
        int passed = 0;
        for (int rest = 0; rest < 100000; rest++) {
            snprintf(typed, sizeof typed, "%s%05d", days[d].day, rest);
            passed += fnr_read(typed, false, out);
        }
        if (days[d].exists)
            assert_in_range(passed, 3200, 3400); // 1000 · 10 · 10 · 4/11 · 1/11 = 3306
        else
            assert_int_equal(passed, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loose_organisation_numbers_are_read),
        cmocka_unit_test(wrong_organisation_numbers_are_refused),
        cmocka_unit_test(test_data_only_when_asked_for),
        cmocka_unit_test(one_check_digit_is_right),
        cmocka_unit_test(organisation_numbers_are_written_in_threes),
        cmocka_unit_test(national_numbers_hold_by_both_rules),
        cmocka_unit_test(wrong_national_numbers_are_refused),
        cmocka_unit_test(the_share_that_passes_is_as_the_rules_say),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("numbers", tests, NULL, NULL);
}
