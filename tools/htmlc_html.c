// SPDX-License-Identifier: EUPL-1.2
#include "htmlc.h"

#include <ctype.h>
#include <string.h>

void element_push(const char *name)
{
    if (depth == ELEMENTS_MOST)
        fail(line, "elements are nested too deeply");
    snprintf(elements[depth], NAME_MOST, "%s", name);
    element_lines[depth++] = line;
}

void element_pop(const char *name)
{
    bool call = name[0] == '>';
    int floor = block_count == 0 ? 0 : blocks[block_count - 1].depth;
    if (depth == 0 || strcmp(elements[depth - 1], name) != 0) {
        if (depth == 0)
            fail(line, call ? "%s_close has no %s_open before it" : "</%s> ends nothing", name + call, name + call);
        const char *open = elements[depth - 1];
        fail(line, "%s%s%s comes while %s%s%s of line %d is open", call ? "" : "</", name + call, call ? "_close" : ">",
             open[0] == '>' ? "" : "<", open + (open[0] == '>'), open[0] == '>' ? "_open" : ">",
             element_lines[depth - 1]);
    }
    if (depth == floor)
        fail(line, "%s was opened outside this block, in line %d", name + call, element_lines[depth - 1]);
    depth--;
}

void block_push(bool inline_if, bool loop, bool is_switch)
{
    if (block_count == BLOCKS_MOST)
        fail(line, "blocks are nested too deeply");
    blocks[block_count++] = (struct block){
        .inline_if = inline_if, .loop = loop, .is_switch = is_switch, .line = line, .depth = depth, .at = at};
}

static bool context_equal(const struct context *a, const struct context *b)
{
    return a->place == b->place && a->quote == b->quote && a->kind == b->kind && a->url == b->url &&
           strcmp(a->tag, b->tag) == 0 && strcmp(a->attr, b->attr) == 0 && strcmp(a->raw, b->raw) == 0;
}

void block_pop(bool inline_if)
{
    if (block_count == 0)
        fail(line, inline_if ? "{{end}} without {{if}}" : "} without {");
    struct block *b = &blocks[--block_count];
    if (b->inline_if != inline_if)
        fail(line, b->inline_if ? "the {{if}} of line %d is open" : "the { of line %d is open", b->line);
    if (inline_if && b->line != line)
        fail(line, "{{if}} and {{end}} stand on one line; use %% if (…) {");
    if (depth != b->depth)
        fail(line, "%s of line %d is not closed in its block", elements[depth - 1], element_lines[depth - 1]);
    // An attribute may begin or end in a branch as long as the tag goes on: <a{{if x}} b="c"{{end}}>.
    if (b->at.place != VALUE && b->at.place != TEXT && at.place != VALUE && at.place != TEXT && at.place != COMMENT &&
        strcmp(at.tag, b->at.tag) == 0 &&
        (b->at.place == TAG_NAME || b->at.place == IN_TAG || b->at.place == AFTER_NAME || b->at.place == ATTR_NAME))
        return;
    if (!context_equal(&b->at, &at))
        fail(line, "this block ends inside another tag or attribute value than it began in (line %d)", b->line);
}

static void attr_begin(void)
{
    static const char *const urls[] = {"href",   "src",        "action",    "formaction", "poster", "cite",
                                       "data",   "background", "ping",      "xlink:href", "hx-get", "hx-post",
                                       "hx-put", "hx-patch",   "hx-delete", NULL};
    static const char *const words[] = {"title",
                                        "alt",
                                        "placeholder",
                                        "aria-label",
                                        "aria-description",
                                        "aria-roledescription",
                                        "aria-valuetext",
                                        "label",
                                        "abbr",
                                        "data-label",
                                        "hx-confirm",
                                        "hx-prompt",
                                        NULL};
    static const char *const constant[] = {"srcset",     "hx-vals",    "hx-vars", "hx-headers", "hx-trigger",
                                           "hx-include", "hx-request", "hx-ext",  "is",         "integrity",
                                           "sandbox",    "allow",      NULL};
    static const char *const refused[] = {"style", "srcdoc", "http-equiv", NULL};
    if (strncmp(at.attr, "on", 2) == 0 || strncmp(at.attr, "hx-on", 5) == 0 || one_of(at.attr, refused))
        fail(line, "the attribute %s is not allowed: the Content-Security-Policy would block it", at.attr);
    at.kind = one_of(at.attr, urls)       ? ATTR_URL
              : one_of(at.attr, words)    ? ATTR_WORDS
              : one_of(at.attr, constant) ? ATTR_CONSTANT
                                          : ATTR_PLAIN;
    at.has_alt |= strcmp(at.attr, "alt") == 0;
    at.has_scope |= strcmp(at.attr, "scope") == 0;
    at.url = URL_EMPTY;
    at.url_text[0] = '\0';
}

static void url_literal(char c)
{
    if (at.url == URL_WHOLE)
        fail(line, "an address is one {{url}} alone or begins with a literal part");
    size_t n = strlen(at.url_text);
    if (n + 1 < sizeof at.url_text)
        append(at.url_text, sizeof at.url_text, (char)tolower((unsigned char)c));
    if (at.url == URL_EMPTY)
        at.url = c == '/' ? URL_SLASH : c == '#' || c == '?' ? URL_BEGUN : URL_OTHER;
    else if (at.url == URL_SLASH)
        at.url = c == '/' || c == '\\' ? URL_OTHER : URL_BEGUN;
    else if (strcmp(at.url_text, "mailto:") == 0 || strcmp(at.url_text, "tel:") == 0)
        at.url = URL_BEGUN;
    if (strcmp(at.url_text, "javascript:") == 0 || strcmp(at.url_text, "data:") == 0)
        fail(line, "%s addresses are not allowed", at.url_text);
}

static void tag_end(void)
{
    static const char *const voids[] = {"area",  "base", "br",   "col",    "embed", "hr",  "img",
                                        "input", "link", "meta", "source", "track", "wbr", NULL};
    bool in_svg = strcmp(at.tag, "svg") == 0;
    for (int i = 0; i < depth; i++)
        in_svg |= strcmp(elements[i], "svg") == 0;
    if (strcmp(at.tag, "img") == 0 && !at.has_alt)
        fail(line, "<img> needs alt");
    if (strcmp(at.tag, "th") == 0 && !at.has_scope)
        fail(line, "<th> needs scope");
    if (at.self_closing && !in_svg && !one_of(at.tag, voids))
        fail(line, "<%s/> does not close itself in HTML", at.tag);
    char name[NAME_MOST];
    snprintf(name, sizeof name, "%s", at.tag);
    bool ends_here = one_of(at.tag, voids) || at.self_closing;
    at = (struct context){.place = TEXT, .raw = ""};
    if (ends_here)
        return;
    element_push(name);
    static const char *const raws[] = {"script", "style", "pre", "textarea", NULL};
    for (size_t i = 0; raws[i] != NULL; i++)
        if (strcmp(name, raws[i]) == 0)
            at.raw = raws[i];
}

// A letter in text must come from a translation. Entities and punctuation may stand.
static void words_check(size_t i)
{
    unsigned char c = (unsigned char)source[i];
    bool letter = isalpha(c);
    if (c >= 0xc3 && c < 0xe2)
        letter = !(c == 0xc3 && i + 1 < source_length && (source[i + 1] == '\x97' || source[i + 1] == '\xb7'));
    else if (c >= 0xe3)
        letter = true;
    if (!letter)
        return;
    size_t n = 0;
    while (i + n < source_length && n < 30 && source[i + n] != '\n' && source[i + n] != '<' && source[i + n] != '{')
        n++;
    fail(line, "text must be translated, {{_ \"…\"}}: %.*s", (int)n, source + i);
}

static size_t text_char(size_t i)
{
    char c = source[i];
    bool raw = strcmp(at.raw, "script") == 0 || strcmp(at.raw, "style") == 0;
    if (c == '<' && (!raw || starts(i, "</"))) {
        if (starts(i, "<!--")) {
            at.place = COMMENT;
            return i + 4;
        }
        if (starts(i, "<!")) {
            at.place = DOCTYPE;
        } else if (starts(i, "</")) {
            at.place = END_TAG;
            at.tag[0] = '\0';
            literal_add('<');
            literal_add('/');
            return i + 2;
        } else if (i + 1 < source_length && isalpha((unsigned char)source[i + 1])) {
            at = (struct context){.place = TAG_NAME, .raw = ""};
        } else {
            fail(line, "write &lt; for <");
        }
        literal_add(c);
        return i + 1;
    }
    if (c == '&' && !raw) {
        size_t j = i + 1;
        while (j < source_length && (isalnum((unsigned char)source[j]) || source[j] == '#'))
            j++;
        if (j >= source_length || source[j] != ';')
            fail(line, "write &amp; for &");
        while (i <= j)
            literal_add(source[i++]);
        return i;
    }
    if (!raw)
        words_check(i);
    literal_add(c);
    return i + 1;
}

static size_t tag_char(size_t i)
{
    char c = source[i];
    bool blank = isspace((unsigned char)c);
    switch (at.place) {
    case TAG_NAME:
        if (!blank && c != '>' && c != '/') {
            append(at.tag, sizeof at.tag, (char)tolower((unsigned char)c));
            break;
        }
        at.place = IN_TAG;
        // fall through
    case IN_TAG:
    case AFTER_NAME:
        if (c == '=' && at.place == AFTER_NAME) {
            at.place = BEFORE_VALUE;
        } else if (c == '>') {
            literal_add(c);
            tag_end();
            return i + 1;
        } else if (c == '/') {
            if (!starts(i, "/>"))
                fail(line, "unexpected / in a tag");
            at.self_closing = true;
        } else if (!blank) {
            at.place = ATTR_NAME;
            at.attr[0] = '\0';
            append(at.attr, sizeof at.attr, (char)tolower((unsigned char)c));
        }
        break;
    case ATTR_NAME:
        if (blank || c == '=' || c == '>' || c == '/') {
            attr_begin();
            at.place = AFTER_NAME;
            return i; // read again
        }
        if (c == '"' || c == '\'' || c == '<')
            fail(line, "unexpected %c in a tag", c);
        append(at.attr, sizeof at.attr, (char)tolower((unsigned char)c));
        break;
    case BEFORE_VALUE:
        if (c == '"' || c == '\'') {
            at.quote = c;
            at.place = VALUE;
        } else if (!blank) {
            fail(line, "attribute values need quotation marks");
        }
        break;
    case VALUE:
        if (c == at.quote) {
            at.place = IN_TAG;
            at.quote = '\0';
            at.attr[0] = '\0';
            at.kind = ATTR_PLAIN;
            at.url = URL_EMPTY;
        } else if (at.kind == ATTR_URL) {
            url_literal(c);
        } else if (at.kind == ATTR_WORDS) {
            words_check(i);
        }
        break;
    default:
        break;
    }
    literal_add(c);
    return i + 1;
}

static size_t end_tag_char(size_t i)
{
    char c = source[i];
    literal_add(c);
    if (c == '>') {
        char name[NAME_MOST];
        snprintf(name, sizeof name, "%s", at.tag);
        element_pop(name);
        at = (struct context){.place = TEXT, .raw = ""};
    } else if (!isspace((unsigned char)c)) {
        append(at.tag, sizeof at.tag, (char)tolower((unsigned char)c));
    }
    return i + 1;
}

size_t html_char(size_t i)
{
    switch (at.place) {
    case TEXT:
        return text_char(i);
    case COMMENT:
        if (starts(i, "-->")) {
            at.place = TEXT;
            return i + 3;
        }
        return i + 1;
    case DOCTYPE:
        literal_add(source[i]);
        if (source[i] == '>')
            at.place = TEXT;
        return i + 1;
    case END_TAG:
        return end_tag_char(i);
    default:
        return tag_char(i);
    }
}
