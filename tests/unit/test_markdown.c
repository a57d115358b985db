// SPDX-License-Identifier: EUPL-1.2
// Markdown of letters and mailings: fields stay words, nothing becomes markup that was not meant to, and what is wrong is
// named with its line.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "exchange/markdown.h"

static const char *value(const void *context, const char *name, struct arena *a)
{
    if (strcmp(name, "navn") == 0)
        return "Åse <b>Ærlig</b> [x](https://evil.example) *&* مرحبا";
    return strcmp(name, "ansatt") == 0 ? "12" : NULL;
}

static const char *block(const void *context, const char *name, struct arena *a)
{
    return strcmp(name, "tall") == 0 ? "| Hva | Nå |\n|---|---:|\n| Lovet | 40 |" : NULL;
}

static const struct markdown_fields FIELDS = {value, block, NULL};
static const struct markdown_way WAY = {&FIELDS, "https://bru.example", 2};

static const char *html(struct arena *a, const char *text)
{
    const char *out;
    assert_int_equal(markdown_html(text, &WAY, a, &out), OK);
    return out;
}

static const char *plain(struct arena *a, const char *text)
{
    const char *out;
    assert_int_equal(markdown_text(text, &WAY, a, &out), OK);
    return out;
}

static void html_is_made(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    assert_string_equal(html(a, "# Hei\n\nEn *liten* [lenke](/letters) og **{{ ansatt }}**."),
                        "<h2>Hei</h2>\n<p>En <em>liten</em> <a href=\"https://bru.example/letters\">lenke</a> og "
                        "<strong>12</strong>.</p>\n");
    assert_string_equal(html(a, "## Hei\n### Du"), "<h2>Hei</h2>\n<h3>Du</h3>\n");
    assert_string_equal(html(a, "Kjære {{navn}},"),
                        "<p>Kjære Åse &lt;b&gt;Ærlig&lt;/b&gt; [x](https://evil.example) *&amp;* مرحبا,</p>\n");
    assert_non_null(strstr(html(a, "Slik:\n{{tall}}\nferdig"), "<td align=\"right\">40</td>"));
    assert_non_null(strstr(html(a, "Slik:\n{{tall}}\nferdig"), "<p>ferdig</p>"));
    assert_string_equal(html(a, "- en\n  - to"), "<ul>\n<li>en\n<ul>\n<li>to</li>\n</ul>\n</li>\n</ul>\n");
}

// Should a text come past the check, nothing of it acts.
static void nothing_acts(void **state)
{
    static const char *const HOSTILE[] = {
        "<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b", "[x](javascript:alert(1))", "<javascript:alert(1)>",
        "[x](data:text/html,x)", "![x](https://spy.example/pixel.png)", "[x]: javascript:alert(1)\n\n[x]", "[x](//evil.example)",
        "<div>\n\n*x*\n\n</div>", "[x](https://user@evil.example/)",
    };
    static const char *const ACTING[] = {"<script", "<img", "href=\"javascript:", "data:", "spy.example", "\"//", "<div", "user@"};
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < COUNT_OF(HOSTILE); i++) {
        const char *made = html(a, HOSTILE[i]), *text = plain(a, HOSTILE[i]);
        struct issues issues = issues_in(a);
        markdown_check(HOSTILE[i], &FIELDS, "body", &issues);
        assert_true(issues.count > 0);
        assert_string_equal(issues.items[0].field, "body");
        for (size_t w = 0; w < COUNT_OF(ACTING); w++)
            if (strstr(made, ACTING[w]) != NULL)
                fail_msg("%s became %s", HOSTILE[i], made);
        assert_null(strstr(text, "(javascript:"));
    }
}

static void text_is_made(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    assert_string_equal(plain(a, "# Hei\n\nEn *liten* [lenke](/letters) og <https://x.example>\nog post@x.example."),
                        "Hei\n---\n\nEn liten lenke (https://bru.example/letters) og https://x.example og post@x.example.\n");
    assert_string_equal(plain(a, "1. en\n2. to\n   - tre\n\n> sitat\n\n{{tall}}"),
                        "1. en\n2. to\n   - tre\n\n> sitat\n\nHva | Nå\nLovet: 40\n");
    assert_string_equal(plain(a, "en\\\nto"), "en\nto\n");
}

static void what_is_wrong_is_told(void **state)
{
    static const struct {
        const char *text, *arg; // NULL: nothing wrong
    } CASES[] = {
        {"Hei {{navn}}, {{ansatt}} er ansatt.\n\n{{tall}}", NULL},
        {"[a](https://x.example/å?b=1) [b](mailto:a@b.no) [c](tel:+4722222222) [d](/events/3)", NULL},
        {"en\n\ntre {{navnet}} her", "3: {{navnet}}"},
        {"en {{navn\n}} her", "1: {{navn"},
        {"en {{tall}} her", "1: {{tall}}"},
        {"en\n[to](ftp://x.example/)", "2: ftp://x.example/"},
        {"en\n\n<b>to</b>", "3: <b>"},
        {"[a](https://x.example/{{navn}})", "1: https://x.example/{{navn}}"},
        {"[a](http://localhost/)", "1: http://localhost/"},
        {"[a](mailto:nobody)", "1: mailto:nobody"},
    };
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct issues issues = issues_in(a);
        markdown_check(CASES[i].text, &FIELDS, "body", &issues);
        if (CASES[i].arg == NULL) {
            assert_string_equal(issues.count == 0 ? "" : issues.items[0].arg, "");
            continue;
        }
        assert_true(issues.count > 0);
        assert_string_equal(issues.items[0].arg, CASES[i].arg);
    }
}

static void typed_text_is_tidied(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    assert_string_equal(markdown_tidy("en  \r\n\r\n  - to\t\r\n\r\n\r\n", a), "en\n\n  - to");
    assert_string_equal(markdown_tidy("a\u030a", a), "å");
    assert_string_equal(markdown_tidy("", a), "");
    assert_string_equal(markdown_tidy("\r\n \r\n", a), "");
}

// Deep nesting and much of everything ends in time.
static void much_is_bounded(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t k = 0; k < 6; k++) {
        struct buf b = buf_in(a);
        while (b.length < MARKDOWN_MOST - 10)
            buf_add_text(&b, ((const char *[]){"> ", "[", "*a ", "- ", "{{", "<"})[k]);
        (void)html(a, buf_text(&b));
        (void)plain(a, buf_text(&b));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_is_made), cmocka_unit_test(nothing_acts), cmocka_unit_test(text_is_made),
        cmocka_unit_test(what_is_wrong_is_told), cmocka_unit_test(typed_text_is_tidied), cmocka_unit_test(much_is_bounded),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("markdown", tests, NULL, NULL);
}
