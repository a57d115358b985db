// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "web/components.h"
#include "web/routes.h"

// Compiles a template with the compiler the build uses. Returns what it complained about, or what it wrote.
static const char *compile(struct arena *a, const char *template, bool *ok_out)
{
    char folder[] = "/tmp/test_htmlc_XXXXXX";
    assert_non_null(mkdtemp(folder));
    FILE *f = fopen(arena_printf(a, "%s/t.html", folder), "w");
    assert_non_null(f);
    assert_true(fputs(template, f) >= 0 && fclose(f) == 0);
    FILE *told = popen(arena_printf(a, "cd %s && %s t.html t.c t.h 2>&1 && cat t.c", folder, HTMLC), "r");
    assert_non_null(told);
    struct buf out = buf_in(a);
    char bytes[4096];
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, told)) > 0;)
        buf_add(&out, bytes, n);
    int code = pclose(told);
    *ok_out = WIFEXITED(code) && WEXITSTATUS(code) == 0;
    static const char *const files[] = {"t.html", "t.c", "t.h"};
    for (size_t i = 0; i < COUNT_OF(files); i++)
        unlink(arena_printf(a, "%s/%s", folder, files[i]));
    rmdir(folder);
    return buf_text(&out);
}

static void mistakes_stop_the_build_where_they_are(void **state)
{
    static const struct {
        const char *body, *told;
    } rows[] = {
        {"<script>let a = {{x}};</script>", "t.html:2: {{ }} may not stand in <script>"},
        {"<style>a{{{x}}}</style>", "t.html:2: {{ }} may not stand in <style>"},
        {"<p onclick=\"go('{{x}}')\"></p>", "t.html:2: the attribute onclick is not allowed"},
        {"<p OnLoad=\"\"></p>", "t.html:2: the attribute onload is not allowed"},
        {"<p hx-on:click=\"\"></p>", "t.html:2: the attribute hx-on:click is not allowed"},
        {"<p style=\"color: red\"></p>", "t.html:2: the attribute style is not allowed"},
        {"<iframe srcdoc=\"a\"></iframe>", "t.html:2: the attribute srcdoc is not allowed"},
        {"<p\nclass={{x}}></p>", "t.html:3: {{ }} in an attribute value needs quotation marks"},
        {"<p class=a></p>", "t.html:2: attribute values need quotation marks"},
        {"<p {{x}}></p>", "t.html:2: {{ }} may not stand in a tag outside an attribute value"},
        {"<{{x}}>", "t.html:2: write &lt; for <"},
        {"<h{{x}}></h1>", "t.html:2: {{ }} may not stand in a tag"},
        {"<p data-{{x}}=\"a\"></p>", "t.html:2: {{ }} may not stand in a tag"},
        {"<!-- {{x}} -->", "t.html:2: {{ }} may not stand in a comment"},
        {"<div hx-vals='{\"a\":\"{{x}}\"}'></div>", "t.html:2: {{ }} may not stand in the attribute hx-vals"},
        {"<a href=\"{{x}}/a\"></a>", "t.html:2: an address is one {{url}} alone"},
        {"<a href=\"/{{x}}\"></a>", "t.html:2: an address begins with a literal /x"},
        {"<a href=\"//a/{{x}}\"></a>", "t.html:2: an address begins with a literal /x"},
        {"<a href=\"/\\{{x}}\"></a>", "t.html:2: an address begins with a literal /x"},
        {"<a href=\"https://a/{{x}}\"></a>", "t.html:2: an address begins with a literal /x"},
        {"<a href=\"javascript:{{x}}\"></a>", "t.html:2: javascript: addresses are not allowed"},
        {"<a href=\"{{if x}}/a{{end}}{{x}}\"></a>", "t.html:2: this block ends inside another"},
        {"<a href=\"{{_ \"a\"}}\"></a>", "t.html:2: a translated text may not stand in an address"},
        {"<button formaction=\"{{x}}b\"></button>", "t.html:2: an address is one {{url}} alone"},
        {"<p>", "t.html:2: p is not closed"},
        {"</p>", "t.html:2: </p> ends nothing"},
        {"<p><b></p></b>", "t.html:2: </p> comes while <b> of line 2 is open"},
        {"% if (x) {\n<p>\n% }\n</p>", "t.html:4: p of line 3 is not closed in its block"},
        {"<p>\n% if (x) {\n</p>\n% }", "t.html:4: p was opened outside this block, in line 2"},
        {"<ul>\n% for (;;) {\n<li>\n% break;\n</li>\n% }\n</ul>", "t.html:5: break leaves <li> of line 4 open"},
        {"<p>\n% return;\n</p>", "t.html:3: return leaves <p> of line 2 open"},
        {"<p {{if x}}class=\"a{{end}}\"></p>", "t.html:2: this block ends inside another tag or attribute value"},
        {"% if (x)\n<p></p>", "t.html:2: a control line ends with {, }, ; or :"},
        {"% if (x) {\n<p></p>", "t.html:2: this { is not closed"},
        {"% }", "t.html:2: } without {"},
        {"{{if x}}<p></p>", "t.html:2: this { is not closed"},
        {"{{if x}}\n<p></p>{{end}}", "t.html:3: {{if}} and {{end}} stand on one line"},
        {"{{end}}", "t.html:2: {{end}} without {{if}}"},
        {"<p>Hei</p>", "t.html:2: text must be translated, {{_ \"…\"}}: Hei"},
        {"<p>æ</p>", "t.html:2: text must be translated"},
        {"<p title=\"Hei {{x}}\"></p>", "t.html:2: text must be translated"},
        {"<input placeholder=\"Hei\">", "t.html:2: text must be translated"},
        {"<td data-label=\"Sted\"></td>", "t.html:2: text must be translated"},
        {"<p>{{}}</p>", "t.html:2: {{ }} is empty"},
        {"<p>{{x</p>", "t.html:2: {{ without }} on its line"},
        {"<p>{{\"x}}</p>", "t.html:2: this \" is not closed"},
        {"<p>{{_ x}}</p>", "t.html:2: expected a text in quotation marks"},
        {"<p>{{_ \"a %s\" x}}</p>", "t.html:2: expected a comma and the argument"},
        {"<p title=\"{{> a()}}\"></p>", "t.html:2: {{> a}} stands only in text"},
        {"{{> a}}", "t.html:2: expected {{> name(arguments)}}"},
        {"{{> box_open()}}", "t.html:2: box is not closed"},
        {"{{> box_close()}}", "t.html:2: box_close has no box_open before it"},
        {"{{> box_open()}}<p>{{> box_close()}}</p>", "t.html:2: box_close comes while <p> of line 2 is open"},
        {"<p>a & b</p>", "t.html:2: text must be translated"},
        {"<p>&</p>", "t.html:2: write &amp; for &"},
        {"<p>1 < 2</p>", "t.html:2: write &lt; for <"},
        {"<img src=\"/a.png\">", "t.html:2: <img> needs alt"},
        {"<table><tr><th></th></tr></table>", "t.html:2: <th> needs scope"},
        {"<div/>", "t.html:2: <div/> does not close itself"},
    };
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        bool ok;
        const char *told = compile(a, arena_printf(a, "%%%% template t(const char *x)\n%s\n%%%% end\n", rows[i].body), &ok);
        if (ok || strncmp(told, rows[i].told, strlen(rows[i].told)) != 0)
            fail_msg("%s\n  gave: %s", rows[i].body, ok ? "no complaint" : told);
    }
}

static void files_are_templates_and_nothing_else(void **state)
{
    static const struct {
        const char *text, *told;
    } rows[] = {
        {"<p></p>\n", "t.html:1: text outside %% template … %% end"},
        {"%% template a()\n", "t.html:2: %% end is missing"},
        {"%% template a()\n%% template b()\n", "t.html:2: expected %% end before %% template"},
        {"%% end\n", "t.html:1: expected %% template, not %% end"},
        {"%% template a\n%% end\n", "t.html:1: expected %% template name(parameters)"},
        {"%% template a() leaves p\n%% end\n", "t.html:2: the template does not leave <p> open"},
        {"%% template a() ends p\n%% end\n", "t.html:1: p is not closed"},
        {"%% template a() wrong p\n%% end\n", "t.html:1: expected leaves or ends"},
        {"%% template a()\n<p class=\"x\n%% end\n", "t.html:"},
    };
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        bool ok;
        const char *told = compile(a, rows[i].text, &ok);
        if (ok || strncmp(told, rows[i].told, strlen(rows[i].told)) != 0)
            fail_msg("%s  gave: %s", rows[i].text, ok ? "no complaint" : told);
    }
}

static void what_is_written_is_as_short_as_it_can_be(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    bool ok;
    const char *c = compile(a,
                            "<!-- not sent -->\n%% template t(int n) leaves section\n<section>\n    <p\n      class=\"a?b\">{{n}}</p>\n\n"
                            "<a href=\"/x/{{n}}\" title=\"{{n}}\">{{_ \"Open\"}}</a><pre>\n  {{n}}</pre>\n%% end\n",
                            &ok);
    assert_true(ok);
    static const char *const parts[] = {
        "void t(struct page *p, int n)\n{",   "page_put(p, \"<section>\\n<p\\nclass=\\\"a\\077b\\\">\"",
        "#line 5 \"t.html\"\n    PAGE_PUT(p, (n));", "page_put(p, \"</p>\\n<a href=\\\"/x/\"",
        "PAGE_PUT_URL_PART(p, (n));",         "PAGE_PUT_ATTRIBUTE(p, (n));",
        "page_escape(p, tr(p->lang, \"Open\"));", "<pre>\\n  \"",
    };
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (strstr(c, parts[i]) == NULL)
            fail_msg("not found: %s\nin: %s", parts[i], c);
    assert_null(strstr(c, "not sent"));
}

static struct page page_of(struct arena *a, struct request *r)
{
    *r = (struct request){.arena = a, .csrf = "token\"'<", .path = "/", .target = "/"};
    return (struct page){.out = buf_in(a), .arena = a, .lang = LANG_EN, .request = r};
}

static const char *HOSTILE = "<b>&\"'</b>";
static const char *ESCAPED = "&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;";

static void values_are_escaped_for_their_place(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct request r;
    struct page p = page_of(a, &r);
    PAGE_PUT(&p, HOSTILE);
    assert_string_equal(buf_text(&p.out), ESCAPED);
    p.out = buf_in(a);
    PAGE_PUT(&p, ((struct markup){"<b>"}));
    PAGE_PUT(&p, (const char *)NULL);
    PAGE_PUT(&p, 42);
    PAGE_PUT(&p, -7);
    PAGE_PUT(&p, code_make("5223"));
    PAGE_PUT(&p, ((struct need_id){INT64_MAX}));
    assert_string_equal(buf_text(&p.out), "<b>42-752239223372036854775807");
    p.out = buf_in(a);
    PAGE_PUT(&p, 10000);
    PAGE_PUT(&p, as_plain(2016));
    PAGE_PUT(&p, as_decimal(2.5, 1));
    PAGE_PUT_ATTRIBUTE(&p, 10000);
    assert_string_equal(buf_text(&p.out), "10,00020162.510000");
    p.out = buf_in(a);
    PAGE_PUT(&p, (int64_t)INT64_MIN);
    PAGE_PUT_ATTRIBUTE(&p, INT64_MIN);
    assert_non_null(strstr(buf_text(&p.out), "-9223372036854775808"));
    p.out = buf_in(a);
    PAGE_PUT_URL_PART(&p, "a/b?c=d&e å\"");
    assert_string_equal(buf_text(&p.out), "a%2Fb%3Fc%3Dd%26e%20%C3%A5%22");
    p.out = buf_in(a);
    p.lang = LANG_NB;
    PAGE_PUT(&p, as_decimal(2.5, 1));
    PAGE_PUT(&p, as_day(DAY_NONE));
    PAGE_PUT(&p, as_month(MONTH_NONE));
    assert_string_equal(buf_text(&p.out), "2,5");
}

static void addresses_lead_nowhere_bad(void **state)
{
    static const char *const bad[] = {"javascript:alert(1)", "JaVaScRiPt:a", " javascript:a", "java\tscript:a", "data:text/html,a",
        "//evil.example", "/\\evil.example", "/\t/evil.example", "\\\\evil", "vbscript:a", "", "ftp://a", "/a b", "evil.example"};
    static const char *const good[] = {"/", "/needs/1?a=b", "#main", "?a=b", "https://a.no/b", "HTTP://a.no", "mailto:a@b.no", "tel:+4722222222"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_string_equal(safe_url(bad[i]).text, "#");
    assert_string_equal(safe_url(NULL).text, "#");
    for (size_t i = 0; i < COUNT_OF(good); i++)
        assert_string_equal(safe_url(good[i]).text, good[i]);
}

static void components_hold_against_hostile_values(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct request r;
    struct page p = page_of(a, &r);
    struct issues issues = issues_in(a);
    issues_add_arg(&issues, "title", "We cannot read %s", HOSTILE);
    r.form.fields = (const struct form_field[]){{"title", HOSTILE}, {"about", "</textarea><script>"}, {"pick", "\"><script>"}};
    r.form.count = 3;
    page_again(&p, &issues);
    static const struct option options[] = {{.value = "\"><script>", .text = "<script>"}};
    form_open(&p, "javascript:alert(1)");
    error_summary(&p);
    text_input(&p, (struct text_field){.field = {.name = "title", .label = "Title"}, .value = "first"});
    text_area(&p, (struct text_area){.field = {.name = "about", .label = "About"}});
    select_input(&p, (struct choice_field){.field = {.name = "pick", .label = "Pick"}, .options = options, .count = 1});
    radio_group(&p, (struct choice_field){.field = {.name = "pick", .label = "Pick"}, .options = options, .count = 1});
    checkbox_group(&p, (struct choice_field){.field = {.name = "pick", .label = "Pick"}, .options = options, .count = 1});
    text_input(&p, (struct text_field){.field = {.name = "title", .label = "Password"}, .type = "password"});
    form_close(&p);
    chip_remove(&p, HOSTILE, "//evil.example");
    fact(&p, "Place", HOSTILE);
    const char *html = buf_text(&p.out);
    assert_null(strstr(html, "<script"));
    assert_null(strstr(html, "<b>"));
    assert_null(strstr(html, "javascript:"));
    assert_null(strstr(html, "evil.example"));
    assert_null(strstr(html, "value=\"first\""));
    assert_non_null(strstr(html, "action=\"#\""));
    assert_non_null(strstr(html, "value=\"token&quot;&#39;&lt;\""));
    assert_non_null(strstr(html, arena_printf(a, "value=\"%s\"", ESCAPED)));
    assert_non_null(strstr(html, arena_printf(a, "We cannot read %s", ESCAPED)));
    assert_non_null(strstr(html, "href=\"#f-title\""));
    assert_non_null(strstr(html, "aria-describedby=\"f-title-error\""));
    assert_non_null(strstr(html, "&lt;/textarea&gt;"));
    assert_non_null(strstr(html, " selected>"));
    assert_non_null(strstr(html, " checked"));
    const char *password = strstr(html, "type=\"password\"");
    assert_non_null(password);
    assert_int_equal(strncmp(password, "type=\"password\" value=\"\"", 24), 0); // never shown again
}

static void goals_fit_their_bar(void **state)
{
    assert_int_equal(goal_share(0, 1000), 0);
    assert_int_equal(goal_share(412, 1000), 412);
    assert_int_equal(goal_share(1001, 1000), 1000);
    assert_int_equal(goal_share(-1, 1000), 0);
    assert_int_equal(goal_share(5, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_stop_the_build_where_they_are), cmocka_unit_test(files_are_templates_and_nothing_else),
        cmocka_unit_test(what_is_written_is_as_short_as_it_can_be), cmocka_unit_test(values_are_escaped_for_their_place),
        cmocka_unit_test(addresses_lead_nowhere_bad),             cmocka_unit_test(components_hold_against_hostile_values),
        cmocka_unit_test(goals_fit_their_bar),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("htmlc", tests, NULL, NULL);
}
