// SPDX-License-Identifier: EUPL-1.2
#include "exchange/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/text.h"
#include "exchange/markdown_inside.h"

const char *markdown_tidy(const char *typed, struct arena *a)
{
    struct buf out = buf_in(a);
    const char *text = text_nfc(a, typed);
    size_t solid = 0; // behind the last character of the line that is no space
    for (const char *c = text; *c != '\0'; c++) {
        bool end = *c == '\n' || (*c == '\r' && c[1] != '\n');
        if (*c == '\r' && !end)
            continue;
        if (end) {
            out.length = solid;
            buf_add_char(&out, '\n');
            solid = out.length;
        } else if (*c == '\t') {
            buf_add_text(&out, "    ");
        } else {
            buf_add_char(&out, *c);
            if (*c != ' ')
                solid = out.length;
        }
    }
    while (solid > 0 && out.data[solid - 1] == '\n')
        solid--;
    return arena_strndup(a, out.data == NULL ? "" : out.data, solid);
}

// Parsing

enum { DEEP_MOST = 60 };

static pthread_once_t registered = PTHREAD_ONCE_INIT;
// The library notes in memory of the whole process which characters its extensions look for while it parses.
static pthread_mutex_t parsing = PTHREAD_MUTEX_INITIALIZER;

static cmark_node *parse(const char *text)
{
    static const char *const EXTENSIONS[] = {"table", "strikethrough", "autolink"};
    pthread_once(&registered, cmark_gfm_core_extensions_ensure_registered);
    pthread_mutex_lock(&parsing);
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_VALIDATE_UTF8);
    for (size_t i = 0; i < COUNT_OF(EXTENSIONS); i++)
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(EXTENSIONS[i]));
    cmark_parser_feed(parser, text, strlen(text));
    cmark_node *root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    pthread_mutex_unlock(&parsing);
    cmark_consolidate_text_nodes(root);
    return root;
}

// Fields

struct field_found {
    const char *begin, *end; // of the whole, braces and all; end NULL: never closed
    const char *name;
};

// The first field at or after `from`; a field ends on its line.
static bool field_next(const char *from, struct arena *a, struct field_found *out)
{
    const char *open = strstr(from, "{{");
    if (open == NULL)
        return false;
    const char *close = strstr(open, "}}"), *line = strchr(open, '\n');
    *out = (struct field_found){.begin = open};
    if (close == NULL || (line != NULL && line < close))
        return true;
    out->end = close + 2;
    out->name = text_line(a, arena_strndup(a, open + 2, (size_t)(close - open - 2)));
    return true;
}

static const char *fill(const char *text, const struct markdown_fields *fields, struct arena *a)
{
    struct buf out = buf_in(a);
    struct field_found f;
    const char *at = text;
    while (field_next(at, a, &f) && f.end != NULL) {
        const char *value = fields->value(fields->context, f.name, a);
        buf_add(&out, at, (size_t)(f.begin - at));
        if (value == NULL) // was checked when it was written; a word that has left the list stays visible
            buf_add(&out, f.begin, (size_t)(f.end - f.begin));
        else
            buf_add_text(&out, text_line(a, value));
        at = f.end;
    }
    buf_add_text(&out, at);
    return buf_text(&out);
}

// A line that holds one block field and nothing else; its lines replace it before parsing, for they are ours.
static const char *block_of_line(const char *line, size_t n, const struct markdown_fields *fields, struct arena *a)
{
    const char *text = text_line(a, arena_strndup(a, line, n));
    struct field_found f;
    if (!field_next(text, a, &f) || f.begin != text || f.end == NULL || *f.end != '\0')
        return NULL;
    return fields->block(fields->context, f.name, a);
}

static const char *put_blocks(const char *text, const struct markdown_fields *fields, struct arena *a)
{
    struct buf out = buf_in(a);
    while (*text != '\0') {
        size_t n = strcspn(text, "\n");
        const char *block = block_of_line(text, n, fields, a);
        if (block != NULL)
            buf_printf(&out, "\n%s\n", block);
        else
            buf_add(&out, text, n);
        buf_add_char(&out, '\n');
        text += text[n] == '\n' ? n + 1 : n;
    }
    return buf_text(&out);
}

// Checking

// Letters of other scripts are fine behind the host; blanks, and signs that hide or turn what one reads (U+2000 …), are not.
static bool readable(const char *url)
{
    for (const char *c = url; *c != '\0'; c++)
        if ((unsigned char)*c <= ' ' || *c == 0x7f)
            return false;
    return strstr(url, "\xe2\x80") == NULL;
}

static bool host_fits(const char *host, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (host[i] < 0 || strchr("@\\\"<>", host[i]) != NULL)
            return false;
    return n > 2 && memchr(host, '.', n) != NULL && *host != '.';
}

static bool address_fits(const char *url)
{
    if (!readable(url))
        return false;
    if (*url == '/')
        return url[1] != '/' && url[1] != '\\';
    const char *rest = strncmp(url, "https://", 8) == 0 ? url + 8 : strncmp(url, "http://", 7) == 0 ? url + 7 : NULL;
    if (rest != NULL)
        return host_fits(rest, strcspn(rest, "/?#"));
    if (strncmp(url, "mailto:", 7) == 0) {
        const char *at = strchr(url, '@');
        return at != NULL && at > url + 7 && at[1] != '\0' && strchr(at + 1, '@') == NULL;
    }
    return strncmp(url, "tel:", 4) == 0 && url[4] != '\0' && url[4 + strspn(url + 4, "+0123456789-().%")] == '\0';
}

static void complain(struct issues *issues, const char *field, const char *message, int line, const char *what)
{
    issues_add_arg(issues, field, message, arena_printf(issues->arena, "%d: %s", line, text_cut(issues->arena, what, 60)));
}

static void check_fields(const char *text, const struct markdown_fields *fields, const char *field, struct issues *issues)
{
    struct arena *a = issues->arena;
    struct field_found f;
    int line = 1;
    for (const char *at = text; field_next(at, a, &f); at = f.end == NULL ? f.begin + 2 : f.end) {
        for (; at < f.begin; at++)
            line += *at == '\n';
        if (f.end == NULL) {
            complain(issues, field, N_("Line %s … is not closed. A field is written {{so}}."), line,
                     arena_strndup(a, f.begin, strcspn(f.begin, "\n")));
        } else if (fields->block(fields->context, f.name, a) != NULL) {
            const char *begin = f.begin;
            while (begin > text && begin[-1] == ' ')
                begin--;
            if ((begin > text && begin[-1] != '\n') || (*f.end != '\0' && *f.end != '\n'))
                complain(issues, field, N_("Line %s has to stand on a line of its own."), line,
                         arena_strndup(a, f.begin, (size_t)(f.end - f.begin)));
        } else if (fields->value(fields->context, f.name, a) == NULL) {
            complain(issues, field, N_("Line %s is no field. Those there are stand beside the text."), line,
                     arena_strndup(a, f.begin, (size_t)(f.end - f.begin)));
        }
    }
}

// Inline nodes of extensions know no line; what holds them does.
static int line_of(cmark_node *node)
{
    int line = 0;
    for (; node != NULL && line == 0; node = cmark_node_parent(node))
        line = cmark_node_get_start_line(node);
    return line == 0 ? 1 : line;
}

static const char *literal_of(cmark_node *node)
{
    const char *text = cmark_node_get_literal(node);
    return text == NULL ? "" : text;
}

// What is nested deeper than anybody reads. The line where it begins, or 0.
static int too_deep(cmark_node *root)
{
    int depth = 0, line = 0;
    cmark_iter *iter = cmark_iter_new(root);
    for (cmark_event_type event; line == 0 && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (cmark_node_first_child(node) == NULL)
            continue;
        depth += event == CMARK_EVENT_ENTER ? 1 : -1;
        if (depth > DEEP_MOST)
            line = line_of(node);
    }
    cmark_iter_free(iter);
    return line;
}

static void check_nodes(cmark_node *root, const char *field, struct issues *issues)
{
    cmark_iter *iter = cmark_iter_new(root);
    while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (cmark_iter_get_event_type(iter) != CMARK_EVENT_ENTER)
            continue;
        cmark_node_type type = cmark_node_get_type(node);
        const char *literal = literal_of(node);
        if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE)
            complain(issues, field, N_("Line %s is HTML, which is not used here. Write it with Markdown's signs."), line_of(node),
                     arena_strndup(issues->arena, literal, strcspn(literal, "\n")));
        else if (type == CMARK_NODE_IMAGE)
            complain(issues, field, N_("Line %s is a picture. A letter fetches nothing: link to it instead."), line_of(node),
                     cmark_node_get_url(node));
        else if (type == CMARK_NODE_LINK && strstr(cmark_node_get_url(node), "{{") != NULL)
            complain(issues, field, N_("Line %s: a field cannot stand in an address."), line_of(node), cmark_node_get_url(node));
        else if (type == CMARK_NODE_LINK && !address_fits(cmark_node_get_url(node)))
            complain(issues, field, N_("Line %s is no address to link to. Begin it with https:// or mailto:."), line_of(node),
                     cmark_node_get_url(node));
    }
    cmark_iter_free(iter);
}

void markdown_check(const char *text, const struct markdown_fields *fields, const char *field, struct issues *issues)
{
    check_fields(text, fields, field, issues);
    cmark_node *root = parse(text);
    int deep = too_deep(root);
    if (deep != 0)
        complain(issues, field, N_("Line %s: this is nested too deep."), deep, "…");
    else
        check_nodes(root, field, issues);
    cmark_node_free(root);
}

// Making

static bool holds_fields(cmark_node_type type)
{
    return type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_CODE_BLOCK;
}

// The highest heading that the text has: 1 is "#". Writers begin with "##" as often as with "#".
static int heading_top(cmark_node *root)
{
    int top = 6;
    for (cmark_node *node = cmark_node_first_child(root); node != NULL; node = cmark_node_next(node))
        if (cmark_node_get_type(node) == CMARK_NODE_HEADING && cmark_node_get_heading_level(node) < top)
            top = cmark_node_get_heading_level(node);
    return top;
}

// Values in, headings down, addresses whole; what the check refuses goes, should a text ever come past it.
static void prepare(cmark_node *root, const struct markdown_way *way, struct arena *a)
{
    int down = way->heading - heading_top(root);
    cmark_iter *iter = cmark_iter_new(root);
    while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (cmark_iter_get_event_type(iter) != CMARK_EVENT_ENTER)
            continue;
        if (holds_fields(type)) {
            const char *literal = literal_of(node);
            if (strstr(literal, "{{") != NULL)
                cmark_node_set_literal(node, fill(literal, way->fields, a));
        } else if (type == CMARK_NODE_HEADING) {
            int level = cmark_node_get_heading_level(node) + down;
            cmark_node_set_heading_level(node, level > 6 ? 6 : level < way->heading ? way->heading : level);
        } else if (type == CMARK_NODE_IMAGE) {
            cmark_node_set_type(node, CMARK_NODE_EMPH); // its words stay
        } else if (type == CMARK_NODE_LINK) {
            const char *url = cmark_node_get_url(node);
            if (!address_fits(url))
                cmark_node_set_url(node, "");
            else if (*url == '/' && *way->site != '\0')
                cmark_node_set_url(node, arena_printf(a, "%s%s", way->site, url));
        }
    }
    cmark_iter_free(iter);
}

static cmark_node *made(const char *text, const struct markdown_way *way, struct arena *a)
{
    cmark_node *root = parse(put_blocks(text, way->fields, a));
    prepare(root, way, a);
    return root;
}

enum status markdown_html(const char *text, const struct markdown_way *way, struct arena *a, const char **out)
{
    cmark_node *root = made(text, way, a);
    char *html = cmark_render_html(root, CMARK_OPT_DEFAULT, NULL); // safe: HTML and other addresses are left out
    if (html != NULL)
        *out = arena_strdup(a, html);
    else
        log_error("markdown: cannot be made into HTML");
    enum status status = html != NULL ? OK : FAILED;
    free(html);
    cmark_node_free(root);
    return status;
}

enum status markdown_text(const char *text, const struct markdown_way *way, struct arena *a, const char **out)
{
    cmark_node *root = made(text, way, a);
    *out = too_deep(root) != 0 ? text : markdown_lines(root, a);
    cmark_node_free(root);
    return OK;
}
