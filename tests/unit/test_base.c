// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/code_valid.h"
#include "base/day.h"
#include "base/issues.h"
#include "base/status.h"

static void day_round_trips_over_four_centuries(void **state)
{
    char text[DAY_TEXT];
    for (day d = day_make(1800, 1, 1); d < day_make(2200, 1, 1); d++) {
        day back;
        day_write(d, text);
        assert_true(day_read(text, &back));
        assert_int_equal(d, back);
    }
    assert_int_equal(day_make(1970, 1, 1), 0);
    assert_int_equal(day_make(1, 1, 1), -719162); // the bounds of stored days
    assert_int_equal(day_make(9999, 12, 31), 2932896);
    assert_int_equal(day_make(2016, 2, 9), 16840);
    assert_int_equal(day_weekday(day_make(2016, 2, 9)), 2); // a Tuesday
}

static void day_refuses_what_is_not_a_day(void **state)
{
    static const char *const bad[] = {"2015-02-29", "2016-13-01", "2016-00-10", "2016-1-1", "16-01-01", "", "2016-02-09 ", "2016/02/09", "２016-0"};
    day d;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(day_read(bad[i], &d));
    assert_false(day_read(NULL, &d));
}

static void months_add_within_shorter_months(void **state)
{
    assert_int_equal(day_add_months(day_make(2016, 1, 31), 1), day_make(2016, 2, 29));
    assert_int_equal(day_add_months(day_make(2016, 3, 31), -1), day_make(2016, 2, 29));
    assert_int_equal(day_add_months(day_make(2016, 11, 15), 3), day_make(2017, 2, 15));
}

static void the_day_in_norway_follows_summer_time(void **state)
{
    int64_t before = (int64_t)day_make(2026, 7, 1) * 86400000 - 90 * 60000; // 22.30 UTC the day before
    assert_int_equal(day_in_norway(before), day_make(2026, 7, 1));
    int64_t winter = (int64_t)day_make(2026, 1, 1) * 86400000 - 90 * 60000;
    assert_int_equal(day_in_norway(winter), day_make(2025, 12, 31));
    int64_t change = (int64_t)day_make(2026, 3, 29) * 86400000 + 3600000;
    assert_int_equal(norway_offset_minutes(change - 1), 60);
    assert_int_equal(norway_offset_minutes(change), 120);
}

static void codes_read_and_write(void **state)
{
    char text[CODE_TEXT];
    struct code c;
    assert_true(code_read("5223", &c));
    code_write(code_prefix(c, 3), text);
    assert_string_equal(text, "522");
    assert_int_equal(code_length(c), 4);
    assert_true(code_equal(code_prefix(c, 3), code_make("522")));
    assert_true(code_make("522").value < c.value);
    assert_false(code_read("", &c));
    assert_false(code_read("123456789", &c));
    assert_false(code_read("a b", &c));
    assert_false(code_read("æ", &c));
}

static void codes_are_valid_when_they_can_be_read(void **state)
{
    struct code c, same;
    char text[CODE_TEXT];
    assert_false(code_valid((struct code){0}));
    // Every byte at every place, alone, behind a letter, and among letters.
    for (unsigned at = 0; at < 8; at++)
        for (unsigned byte = 0; byte < 256; byte++)
            for (unsigned letters = 0; letters < 4; letters++) {
                static const uint64_t others[] = {0, UINT64_C(0x4100000000000000), UINT64_C(0x4142434445464748),
                                                  UINT64_C(0x217e217e217e0000)};
                c.value = (others[letters] & ~(UINT64_C(0xff) << (8 * at))) | (uint64_t)byte << (8 * at);
                code_write(c, text);
                assert_int_equal(code_valid(c), code_read(text, &same) && code_equal(c, same));
            }
}

static void arena_and_buf_grow(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct buf b = buf_in(a);
    for (int i = 0; i < 10000; i++)
        buf_printf(&b, "%d,", i);
    assert_int_equal(strlen(buf_text(&b)), b.length);
    assert_memory_equal(buf_text(&b) + b.length - 5, "9999,", 5);
    arena_reset(a);
    assert_int_equal(arena_used(a), 0);
    assert_string_equal(arena_strndup(a, "Drammen", 4), "Dram");
}

static void issues_keep_all_and_find_the_first(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues list = issues_in(a);
    for (int i = 0; i < 20; i++)
        issues_add_arg(&list, i < 10 ? "title" : "place", "Write less than %s", "120");
    assert_int_equal(list.count, 20);
    assert_ptr_equal(issues_find(&list, "place"), &list.items[10]);
    assert_null(issues_find(&list, "times"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(day_round_trips_over_four_centuries), cmocka_unit_test(day_refuses_what_is_not_a_day),
        cmocka_unit_test(months_add_within_shorter_months),    cmocka_unit_test(the_day_in_norway_follows_summer_time),
        cmocka_unit_test(codes_read_and_write),
        cmocka_unit_test(codes_are_valid_when_they_can_be_read),
        cmocka_unit_test(arena_and_buf_grow),
        cmocka_unit_test(issues_keep_all_and_find_the_first),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
