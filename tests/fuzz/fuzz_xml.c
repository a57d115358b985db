// SPDX-License-Identifier: EUPL-1.2
#include "replay.h"

#include "base/buf.h"
#include "exchange/xml.h"

// XML: what is read is a tree of text within its bounds, and reads the same when it is written anew. Replays the files of
// a folder: fuzz_xml FOLDER. With clang's -fsanitize=fuzzer and -DFUZZING it searches for new ones.

static void must_hold(bool held, const char *what)
{
    if (held)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

static void write_text(struct buf *b, const char *text)
{
    for (; *text != '\0'; text++) {
        if (strchr("<&>\"\r\n\t", *text) != NULL)
            buf_printf(b, "&#%d;", *text);
        else
            buf_add_char(b, *text);
    }
}

static void write_element(struct buf *b, const struct xml_element *e, int depth)
{
    must_hold(depth <= XML_DEPTH_MOST, "the tree is too deep");
    must_hold(e->line > 0, "an element has no line");
    must_hold(e->attribute_count <= XML_ATTRIBUTES_MOST, "an element has too many attributes");
    buf_add_text(b, "<e");
    for (size_t i = 0; i < e->attribute_count; i++) {
        buf_printf(b, " a%zu=\"", i);
        write_text(b, e->attributes[i].value);
        buf_add_text(b, "\"");
        must_hold(xml_attribute(e, e->attributes[i].name) != NULL, "an attribute is not found");
    }
    buf_add_text(b, ">");
    write_text(b, e->text);
    for (const struct xml_element *c = e->child; c != NULL; c = c->next) {
        must_hold(c->parent == e && xml_child(e, c->name) != NULL, "a child is not found");
        write_element(b, c, depth + 1);
    }
    buf_add_text(b, "</e>");
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    const struct xml_element *root, *again;
    enum status got = xml_read(bytes, size, a, &issues, &root);
    must_hold(got == OK || got == INVALID, "reading has failed");
    must_hold((got == INVALID) == (issues.count > 0), "a refusal has no reason, or a reason no refusal");
    if (got != OK)
        return 0;
    must_hold(root->parent == NULL && root->next == NULL, "the root is not alone");
    struct buf first = buf_in(a), second = buf_in(a);
    write_element(&first, root, 1);
    if (first.length > XML_BYTES_MOST)
        return 0;
    must_hold(xml_read(first.data, first.length, a, &issues, &again) == OK, "a tree does not come back");
    write_element(&second, again, 1);
    must_hold(first.length == second.length && memcmp(first.data, second.data, first.length) == 0, "a tree comes back another");
    return 0;
}

#ifndef FUZZING
int main(int argc, char **argv)
{
    return replay_folder(argc, argv);
}
#endif
