// SPDX-License-Identifier: EUPL-1.2
// Markdown as plain text: what a mail program shows that shows no HTML. The library's own way leaves the addresses out.
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "exchange/markdown_inside.h"

static const char *literal_of(cmark_node *node)
{
    const char *text = cmark_node_get_literal(node);
    return text == NULL ? "" : text;
}

static void inlines(struct buf *out, cmark_node *parent);

// "words (address)", or the address alone when the words say no more.
static void link_add(struct buf *out, cmark_node *node)
{
    struct buf words = buf_in(out->arena);
    inlines(&words, node);
    const char *text = buf_text(&words), *url = cmark_node_get_url(node);
    const char *bare = strncmp(url, "mailto:", 7) == 0 ? url + 7 : strncmp(url, "tel:", 4) == 0 ? url + 4 : url;
    size_t n = strlen(text);
    buf_add_text(out, text);
    bool ends_it = n > 0 && strlen(bare) >= n && strcmp(bare + strlen(bare) - n, text) == 0; // "www.x.no" of "http://www.x.no"
    if (*bare != '\0' && !ends_it)
        buf_printf(out, n == 0 ? "%s" : " (%s)", bare);
}

static void inlines(struct buf *out, cmark_node *parent)
{
    for (cmark_node *node = cmark_node_first_child(parent); node != NULL; node = cmark_node_next(node))
        switch ((int)cmark_node_get_type(node)) {
        case CMARK_NODE_TEXT:
        case CMARK_NODE_CODE:
            buf_add_text(out, literal_of(node));
            break;
        case CMARK_NODE_SOFTBREAK:
            buf_add_char(out, ' ');
            break;
        case CMARK_NODE_LINEBREAK:
            buf_add_char(out, '\n');
            break;
        case CMARK_NODE_HTML_INLINE:
            break;
        case CMARK_NODE_LINK:
            link_add(out, node);
            break;
        default: // emphasis and the like: what they hold
            inlines(out, node);
        }
}

static const char *words_of(cmark_node *node, struct arena *a)
{
    struct buf out = buf_in(a);
    inlines(&out, node);
    return buf_text(&out);
}

// Each line of the text behind the mark; lines after the first stand under it.
static void indented(struct buf *out, const char *mark, const char *text)
{
    size_t width = text_length(mark);
    bool first = true;
    while (*text != '\0') {
        size_t n = strcspn(text, "\n");
        if (first)
            buf_add_text(out, mark);
        else if (*mark == '>')
            buf_add_text(out, mark);
        else if (n > 0)
            for (size_t i = 0; i < width; i++)
                buf_add_char(out, ' ');
        buf_add(out, text, n);
        buf_add_char(out, '\n');
        text += text[n] == '\n' ? n + 1 : n;
        first = false;
    }
}

static void blocks(struct buf *out, cmark_node *parent, bool tight);

static const char *blocks_of(cmark_node *node, bool tight, struct arena *a)
{
    struct buf out = buf_in(a);
    blocks(&out, node, tight);
    return buf_text(&out);
}

static void list_add(struct buf *out, cmark_node *list)
{
    bool tight = cmark_node_get_list_tight(list) != 0, ordered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
    int number = cmark_node_get_list_start(list);
    for (cmark_node *item = cmark_node_first_child(list); item != NULL; item = cmark_node_next(item)) {
        if (!tight && cmark_node_previous(item) != NULL)
            buf_add_char(out, '\n');
        indented(out, ordered ? arena_printf(out->arena, "%d. ", number++) : "- ", blocks_of(item, tight, out->arena));
    }
}

// "Pledged: 40 | 12": the first cell names the row. The head's cells stand in a line like any other.
static void table_add(struct buf *out, cmark_node *table)
{
    for (cmark_node *row = cmark_node_first_child(table); row != NULL; row = cmark_node_next(row)) {
        bool first = true, head = cmark_node_previous(row) == NULL;
        const char *between = head ? " | " : ": ";
        for (cmark_node *cell = cmark_node_first_child(row); cell != NULL; cell = cmark_node_next(cell)) {
            buf_add_text(out, first ? "" : between);
            between = first ? between : " | ";
            buf_add_text(out, words_of(cell, out->arena));
            if (!first)
                between = " | ";
            first = false;
        }
        buf_add_char(out, '\n');
    }
}

static void heading_add(struct buf *out, cmark_node *node)
{
    const char *words = words_of(node, out->arena);
    buf_printf(out, "%s\n", words);
    for (size_t i = text_length(words); i > 0; i--)
        buf_add_char(out, '-');
    buf_add_char(out, '\n');
}

static void block_add(struct buf *out, cmark_node *node)
{
    int type = (int)cmark_node_get_type(node);
    if (type == CMARK_NODE_PARAGRAPH)
        buf_printf(out, "%s\n", words_of(node, out->arena));
    else if (type == CMARK_NODE_HEADING)
        heading_add(out, node);
    else if (type == CMARK_NODE_CODE_BLOCK)
        indented(out, "    ", literal_of(node));
    else if (type == CMARK_NODE_BLOCK_QUOTE)
        indented(out, "> ", blocks_of(node, false, out->arena));
    else if (type == CMARK_NODE_LIST)
        list_add(out, node);
    else if (type == CMARK_NODE_THEMATIC_BREAK)
        buf_add_text(out, "* * *\n");
    else if (strcmp(cmark_node_get_type_string(node), "table") == 0)
        table_add(out, node);
    else if (type != CMARK_NODE_HTML_BLOCK)
        blocks(out, node, false);
}

static void blocks(struct buf *out, cmark_node *parent, bool tight)
{
    for (cmark_node *node = cmark_node_first_child(parent); node != NULL; node = cmark_node_next(node)) {
        if (out->length > 0 && !tight)
            buf_add_char(out, '\n');
        block_add(out, node);
    }
}

const char *markdown_lines(cmark_node *root, struct arena *a)
{
    return blocks_of(root, false, a);
}
