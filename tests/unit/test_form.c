// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "web/form.h"
#include "base/percent.h"

static struct form read_text(struct arena *a, const char *bytes)
{
    struct form f;
    assert_int_equal(form_read(a, bytes, strlen(bytes), &f), OK);
    return f;
}

static void fields_keep_order_and_names_may_repeat(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct form f = read_text(a, "a=1&b=x+y%2Bz&a=&a=3&&c&%C3%A5=%E2%82%AC&=e");
    assert_int_equal(f.count, 7);
    assert_string_equal(form_typed(&f, "a"), "1");
    assert_string_equal(form_typed(&f, "b"), "x y+z");
    assert_string_equal(form_typed(&f, "c"), "");
    assert_string_equal(form_typed(&f, "å"), "€");
    assert_null(form_typed(&f, "d"));
    assert_true(form_has(&f, ""));
    const char *const *all;
    assert_int_equal(form_all(&f, a, "a", &all), 2);
    assert_string_equal(all[0], "1");
    assert_string_equal(all[1], "3");
    assert_true(form_flag(&f, "b"));
    assert_false(form_flag(&f, "c"));
    assert_int_equal(read_text(a, "").count, 0);
    assert_int_equal(read_text(a, "&&").count, 0);
}

static void text_is_tidied(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct form f = read_text(a, "x=+%C2%A0 Kari%0D%0A Nordmann+&lines=+en%0D%0Ato%0D%0A%0D%0A&nfd=a%CC%8A");
    assert_string_equal(form_text(&f, a, "x"), "Kari Nordmann");
    assert_string_equal(form_lines(&f, a, "lines"), "en\nto");
    assert_string_equal(form_text(&f, a, "nfd"), "å");
    assert_string_equal(form_text(&f, a, "absent"), "");
    assert_string_equal(form_lines(&f, a, "absent"), "");
}

static void what_is_not_a_form_is_refused(void **state)
{
    static const char *const bad[] = {
        "a=%", "a=%4", "a=%zz", "a=%4g", "%=1", "a=%00", "a=b%00c", "a=%01", "a=%7F", "a=%FF", "a=%C3", "a=%C3%28", "a=%C0%AF",
        "a=%ED%A0%80", "a=%F4%90%80%80", "a=%C2%85", "a%0Ab=1", "a=\xff", "a=%EF%BF%BF",
    };
    struct arena *a CLEANUP_ARENA = arena_open();
    struct form f;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(form_read(a, bad[i], strlen(bad[i]), &f), INVALID);
    assert_int_equal(form_read(a, "a=b\0c", 5, &f), INVALID);
}

static void there_are_limits(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct buf b = buf_in(a);
    struct form f;
    for (int i = 0; i < FORM_FIELDS_MOST; i++)
        buf_printf(&b, "%sf=%d", i > 0 ? "&" : "", i);
    assert_int_equal(form_read(a, b.data, b.length, &f), OK);
    assert_int_equal(f.count, FORM_FIELDS_MOST);
    buf_add_text(&b, "&f=1");
    assert_int_equal(form_read(a, b.data, b.length, &f), INVALID);
    char *large = arena_alloc(a, FORM_BYTES_MOST + 1);
    memset(large, 'a', FORM_BYTES_MOST + 1);
    assert_int_equal(form_read(a, large, FORM_BYTES_MOST, &f), OK);
    assert_int_equal(form_read(a, large, FORM_BYTES_MOST + 1, &f), INVALID);
}

static void whole_numbers_in_the_manners_of_people(void **state)
{
    static const struct {
        const char *text;
        int64_t value;
    } good[] = {
        {"0", 0}, {"42", 42}, {" 10 000 ", 10000}, {"10.000", 10000}, {"1\xc2\xa0" "234\xc2\xa0" "567", 1234567}, {"-3", -3},
        {"10000", 10000}, {"9223372036854775807", INT64_MAX}, {"007", 7},
    };
    static const char *const bad[] = {"", " ", "1.5", "1,5", "x", "1x", "10 00", "1 2345", "1 2", "1. 000", ".5", "1.", "--1",
                                      "9223372036854775808", "1e3", "+1", "1.0000", "1234 567"};
    int64_t n;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        assert_true(form_read_int(good[i].text, &n));
        assert_int_equal(n, good[i].value);
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (form_read_int(bad[i], &n))
            fail_msg("'%s' was read as %lld", bad[i], (long long)n);
}

static void days_in_the_manners_of_people(void **state)
{
    static const char *const same[] = {
        "5.6.2016", "05.06.2016", "5.6.16", "05.06.16", "5/6/2016", "5/6-2016", "5-6-2016", "5. juni 2016", "5 June 2016",
        "5.juni 2016", "5 jun 16", "2016-06-05", "05062016", "050616", " 5. 6. 2016 ", "5 6 2016", "2016.6.5", "5. JUNI 2016",
    };
    static const char *const bad[] = {
        "", "5.6", "juni 2016", "5.13.2016", "31.6.2016", "29.2.2015", "0.1.2016", "5..6.2016", "5.6.2016.7", "5.6.201", "x",
        "5. ju 2016", "5.6.2016x", "2016-06", "20160605", "1.2.3.4", "5.6.20166", "555.6.2016", "5-juni-", "99999999999",
    };
    day d;
    for (size_t i = 0; i < COUNT_OF(same); i++) {
        if (!form_read_day(same[i], &d))
            fail_msg("'%s' was not read", same[i]);
        assert_int_equal(d, day_make(2016, 6, 5));
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (form_read_day(bad[i], &d))
            fail_msg("'%s' was read", bad[i]);
    assert_true(form_read_day("1.1.80", &d));
    assert_int_equal(d, day_make(1980, 1, 1));
    assert_true(form_read_day("1.1.79", &d));
    assert_int_equal(d, day_make(2079, 1, 1));
}

static void shown_days_and_months_are_read_again(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    for (day d = day_make(1999, 12, 25); d < day_make(2001, 3, 3); d++) {
        day back;
        assert_true(form_read_day(form_day_text(a, d), &back));
        assert_int_equal(back, d);
        month m;
        assert_true(form_read_month(form_month_text(a, day_month(d)), &m));
        assert_int_equal(m, day_month(d));
    }
    assert_string_equal(form_day_text(a, DAY_NONE), "");
    assert_string_equal(form_month_text(a, MONTH_NONE), "");
}

static void months_in_the_manners_of_people(void **state)
{
    static const char *const same[] = {"06.2016", "6.2016", "6/2016", "6/16", "juni 2016", "June 2016", "2016-06", "6 2016"};
    static const char *const bad[] = {"", "2016", "13.2016", "0.2016", "5.6.2016", "junix 2016", "6.201", "2016-2016", "66.2016"};
    month m;
    for (size_t i = 0; i < COUNT_OF(same); i++) {
        if (!form_read_month(same[i], &m))
            fail_msg("'%s' was not read", same[i]);
        assert_int_equal(m, 2016 * 12 + 5);
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (form_read_month(bad[i], &m))
            fail_msg("'%s' was read", bad[i]);
}

static void absent_is_told_from_unreadable(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct form f = read_text(a, "n=12&bad=x&blank=+&id=77&zero=0&neg=-1&code=5223&long=123456789&day=1.2.2026");
    int64_t n;
    struct code c;
    day d;
    month m;
    assert_int_equal(form_int(&f, "n", &n), OK);
    assert_int_equal(n, 12);
    assert_int_equal(form_int(&f, "bad", &n), INVALID);
    assert_int_equal(form_int(&f, "blank", &n), NOT_FOUND);
    assert_int_equal(form_int(&f, "none", &n), NOT_FOUND);
    assert_int_equal(form_id(&f, "id", &n), OK);
    assert_int_equal(n, 77);
    assert_int_equal(form_id(&f, "zero", &n), INVALID);
    assert_int_equal(form_id(&f, "neg", &n), INVALID);
    assert_int_equal(form_code(&f, "code", &c), OK);
    assert_true(code_equal(c, code_make("5223")));
    assert_int_equal(form_code(&f, "long", &c), INVALID);
    assert_int_equal(form_day(&f, "day", &d), OK);
    assert_int_equal(form_day(&f, "bad", &d), INVALID);
    assert_int_equal(form_month(&f, "none", &m), NOT_FOUND);
    assert_int_equal(form_month(&f, "bad", &m), INVALID);
}

static void percent_decoding_is_strict(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    assert_string_equal(percent_decode(a, "a+b%20c", 7, false, false), "a+b c");
    assert_string_equal(percent_decode(a, "a+b%20c", 7, true, false), "a b c");
    assert_string_equal(percent_decode(a, "%0a", 3, true, true), "\n");
    assert_null(percent_decode(a, "%0a", 3, true, false));
    assert_null(percent_decode(a, "%2", 2, true, true));
    assert_null(percent_decode(a, "%20", 2, true, true)); // the last byte is not ours
    assert_string_equal(percent_decode(a, "", 0, true, true), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_keep_order_and_names_may_repeat), cmocka_unit_test(text_is_tidied),
        cmocka_unit_test(what_is_not_a_form_is_refused),          cmocka_unit_test(there_are_limits),
        cmocka_unit_test(whole_numbers_in_the_manners_of_people), cmocka_unit_test(days_in_the_manners_of_people),
        cmocka_unit_test(shown_days_and_months_are_read_again),   cmocka_unit_test(months_in_the_manners_of_people),
        cmocka_unit_test(absent_is_told_from_unreadable),         cmocka_unit_test(percent_decoding_is_strict),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
