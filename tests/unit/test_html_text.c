// SPDX-License-Identifier: EUPL-1.2
// HTML from outside as text, and how long a hostile one may take.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "exchange/html_text.h"

static void markup_goes_and_lines_stay(void **state)
{
    static const char *const CASES[][2] = {
        {"<p>a &amp; b</p><p>c</p>", "a & b\nc"},
        {"<ul><li><p>a</p></li><li>b</li></ul>", "• a\n• b"},
        {"x<script>alert(1)</script><style>p{}</style>y", "xy"},
        {"&lt;b&gt; <b>c", "<b> c"},
    };
    (void)state;
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_string_equal(html_text(CASES[i][0], a), CASES[i][1]);
}

static const char *repeated(struct arena *a, const char *one, size_t first, const char *other, size_t second)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < first; i++)
        buf_add_text(&b, one);
    buf_add_text(&b, "word");
    for (size_t i = 0; i < second; i++)
        buf_add_text(&b, other);
    return buf_text(&b);
}

static void what_is_deep_is_text_and_takes_no_time(void **state)
{
    static const char *const ENDS[] = {"</i>", "</p>", "<br>", "</b>"};
    (void)state;
    struct arena *a CLEANUP_ARENA = arena_open();
    assert_string_equal(html_text(repeated(a, "<b>", 200, "</b>", 200), a), "word");
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++) {
        const char *html = repeated(a, "<b>", 150000, ENDS[i], 100000);
        clock_t begun = clock();
        assert_string_equal(html_text(html, a), html);
        assert_true(clock() - begun < 2 * CLOCKS_PER_SEC);
        // Many that are not deep.
        begun = clock();
        (void)html_text(repeated(a, "<b>x</b>", 50000, ENDS[i], 100000), a);
        (void)html_text(repeated(a, "<b>", 200, ENDS[i], 200000), a);
        assert_true(clock() - begun < 4 * CLOCKS_PER_SEC);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markup_goes_and_lines_stay),
        cmocka_unit_test(what_is_deep_is_text_and_takes_no_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
