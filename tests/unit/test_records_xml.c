// SPDX-License-Identifier: EUPL-1.2
#include "records_fixture.h"

#include "exchange/xml.h"

static void a_document_becomes_a_tree(void **state)
{
    static const char text[] = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<c:Cv xmlns:c=\"urn:c\" xmlns=\"urn:d\" lang=\"nb\" c:v=\"a&amp;b\">\n"
                               "  <Name>K\xE5re <b>B</b>&lt;<![CDATA[&x]]></Name>\n<Name>To</Name><Empty/><c:Deep><x><y>z</y></x></c:Deep></c:Cv>";
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    const struct xml_element *root;
    assert_int_equal(xml_read(text, strlen(text), a, &issues, &root), OK);
    assert_string_equal(root->name, "Cv");
    assert_string_equal(root->namespace, "urn:c");
    assert_null(root->parent);
    assert_null(root->next);
    assert_string_equal(xml_attribute(root, "lang"), "nb");
    assert_string_equal(xml_attribute(root, "v"), "a&b");
    assert_string_equal(root->attributes[1].namespace, "urn:c");
    assert_null(xml_attribute(root, "none"));
    const struct xml_element *name = xml_child(root, "Name");
    assert_string_equal(name->text, "K\xC3\xA5re <&x");
    assert_string_equal(name->namespace, "urn:d");
    assert_int_equal(name->line, 3);
    assert_string_equal(xml_text(name, "b"), "B");
    assert_string_equal(xml_next(name, "Name")->text, "To");
    assert_null(xml_next(xml_next(name, "Name"), "Name"));
    assert_string_equal(xml_text(root, "Empty"), "");
    assert_string_equal(xml_text(root, "Deep/x/y"), "z");
    assert_null(xml_text(root, "Deep/y"));
    assert_ptr_equal(xml_find(root, ""), root);
    assert_null(xml_text(NULL, "a"));
    assert_null(xml_attribute(NULL, "a"));
    assert_ptr_equal(xml_find(root, "Deep/x/y")->parent->parent->parent, root);
}

static void harmless_oddities_are_read(void **state)
{
    static const char *const texts[] = {
        "<a xmlns=\"relative\"/>",
        "<?xml version=\"1.1\"?><a/>",
        "\xEF\xBB\xBF<a/>\n",
        "<!-- x --><?y z?><a xml:lang=\"nb\" xml:space=\"preserve\"/><!-- x -->",
        "<?xml version=\"1.0\" encoding=\"windows-1252\" standalone=\"yes\"?><a>\x80</a>",
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct issues issues = issues_in(a);
        const struct xml_element *root;
        if (xml_read(texts[i], strlen(texts[i]), a, &issues, &root) != OK)
            fail_msg("%s", texts[i]);
        assert_string_equal(root->name, "a");
    }
}

static void check_refused(const char *text, size_t size, const char *line, const char *message)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    const struct xml_element *root;
    if (xml_read(text, size, a, &issues, &root) != INVALID)
        fail_msg("%.200s", text);
    assert_int_equal(issues.count, 1);
    if (strcmp(issues.items[0].arg, line) != 0 || strncmp(issues.items[0].message, message, strlen(message)) != 0)
        fail_msg("%.200s: %s %s", text, issues.items[0].message, issues.items[0].arg);
}

static void wrong_documents_are_refused(void **state)
{
    static const char wrong[] = "Line %s is not proper XML", type[] = "Line %s declares a document type";
    static const struct {
        const char *text, *line, *message;
    } cases[] = {
        {"", "1", wrong},
        {"x", "1", wrong},
        {"<a>", "1", wrong},
        {"<a>\n<b></a>", "2", wrong},
        {"<a/>\n<b/>", "2", wrong},
        {"<a>\n\n&none;</a>", "3", wrong},
        {"<a b=\"1\"\n b=\"2\"/>", "2", wrong},
        {"<a>\xE5</a>", "1", wrong},
        {"<a>\x01</a>", "1", wrong},
        {"<?xml version=\"1.0\" encoding=\"no-such\"?><a/>", "1", wrong},
        {"<x:a/>", "1", wrong},
        {"<!DOCTYPE a><a/>", "1", type},
        {"<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", "1", type},
        {"\n<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>", "2", type},
        {"<!DOCTYPE a [<!ENTITY x \"xxxx\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>", "1", type},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        check_refused(cases[i].text, strlen(cases[i].text), cases[i].line, cases[i].message);
}

static void nested(struct buf *b, int depth)
{
    for (int i = 0; i < depth; i++)
        buf_add_text(b, "<a>");
    for (int i = 0; i < depth; i++)
        buf_add_text(b, "</a>");
}

static void size_and_depth_are_bounded(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    const struct xml_element *root;
    struct buf deep = buf_in(a), deeper = buf_in(a), many = buf_in(a), wide = buf_in(a), large = buf_in(a);
    nested(&deep, XML_DEPTH_MOST);
    assert_int_equal(xml_read(deep.data, deep.length, a, &issues, &root), OK);
    nested(&deeper, XML_DEPTH_MOST + 1);
    check_refused(deeper.data, deeper.length, "1", "The elements in line %s stand too deep");
    buf_add_text(&many, "<a>");
    for (int i = 0; i < XML_ELEMENTS_MOST; i++)
        buf_add_text(&many, "<b/>");
    buf_add_text(&many, "</a>");
    check_refused(many.data, many.length, "1", "This file has too many elements");
    buf_add_text(&wide, "<a");
    for (int i = 0; i <= XML_ATTRIBUTES_MOST; i++)
        buf_printf(&wide, " b%d=\"\"", i);
    buf_add_text(&wide, "/>");
    check_refused(wide.data, wide.length, "1", "An element in line %s has too many attributes");
    struct buf names = buf_in(a), namespaces = buf_in(a), long_tag = buf_in(a), text = buf_in(a);
    buf_add_text(&names, "<a>");
    for (int i = 0; i < 20000; i++)
        buf_printf(&names, "<b%d/>", i);
    check_refused(names.data, names.length, "1", "There are more different names");
    for (int i = 0; i < 10; i++) {
        buf_add_text(&namespaces, "<a");
        for (int k = 0; k < 30; k++)
            buf_printf(&namespaces, " xmlns:n%d=\"urn:x\"", k);
        buf_add_text(&namespaces, ">");
    }
    check_refused(namespaces.data, namespaces.length, "1", "The elements in line %s declare too many namespaces");
    buf_add_text(&long_tag, "<a b=\"");
    buf_add_text(&text, "<a>");
    for (int i = 0; i < 10000; i++) {
        buf_add_text(&long_tag, "0123456789");
        buf_add_text(&text, "0123456789");
    }
    check_refused(long_tag.data, long_tag.length, "1", "A tag or comment in line %s");
    buf_add_text(&text, "</a>");
    assert_int_equal(xml_read(text.data, text.length, a, &issues, &root), OK);
    assert_int_equal(strlen(root->text), 100000);
    buf_add_text(&large, "<a>");
    while (large.length <= XML_BYTES_MOST)
        buf_add_text(&large, "0123456789abcdef");
    assert_int_equal(xml_read(large.data, large.length, a, &issues, &root), INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_becomes_a_tree),
        cmocka_unit_test(harmless_oddities_are_read),
        cmocka_unit_test(wrong_documents_are_refused),
        cmocka_unit_test(size_and_depth_are_bounded),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("xml", tests, NULL, NULL);
}
