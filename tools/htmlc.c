// SPDX-License-Identifier: EUPL-1.2
// htmlc: compiles a template (doc/templates.md) to C. htmlc need.html need.html.c need.html.h
// It reads HTML closely enough to know where each {{ }} stands, since that decides how the value is escaped and whether
// it may stand there at all. The first mistake ends it with "file:line: what is wrong".
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_MOST = 80, ELEMENTS_MOST = 100, BLOCKS_MOST = 60 };

enum place { TEXT, TAG_NAME, END_TAG, IN_TAG, ATTR_NAME, AFTER_NAME, BEFORE_VALUE, VALUE, COMMENT, DOCTYPE };
enum attr_kind { ATTR_PLAIN, ATTR_URL, ATTR_WORDS, ATTR_CONSTANT };
enum url_part { URL_EMPTY, URL_SLASH, URL_BEGUN, URL_OTHER, URL_WHOLE };

// Where in the HTML the reader stands. Branches must end where they began, so that this is compared as a whole.
struct context {
    enum place place;
    char quote;
    char tag[NAME_MOST];
    char attr[NAME_MOST];
    enum attr_kind kind;
    enum url_part url;
    char url_text[16]; // the literal beginning, for mailto: and tel:
    const char *raw;   // "script", "style", "pre" or "textarea" while inside one, else ""
    bool self_closing;
    bool has_alt, has_scope;
};

struct block {
    bool inline_if;
    bool loop, is_switch;
    int line;
    int depth; // elements open when it began
    struct context at;
};

static const char *source_name;
static char *source;
static size_t source_length;
static FILE *code, *header;

static int line = 1;
static int emitted_line;
static struct context at = {.raw = ""};
static char elements[ELEMENTS_MOST][NAME_MOST];
static int element_lines[ELEMENTS_MOST];
static int depth;
static struct block blocks[BLOCKS_MOST];
static int block_count;

static bool in_template;
static char leaves[ELEMENTS_MOST][NAME_MOST];
static int leave_count;

static char *literal;
static size_t literal_length, literal_room;
static char control_last;      // last C character of the control lines just read
static int control_line;
static bool keyword_loop, keyword_switch;

static __attribute__((format(printf, 2, 3), noreturn)) void fail(int at_line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%d: ", source_name, at_line);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static bool one_of(const char *word, const char *const *list)
{
    for (; *list != NULL; list++)
        if (strcmp(word, *list) == 0)
            return true;
    return false;
}

static void append(char *name, size_t room, char c)
{
    size_t n = strlen(name);
    if (n + 1 >= room)
        fail(line, "this name is too long");
    name[n] = c;
    name[n + 1] = '\0';
}

static bool starts(size_t i, const char *text)
{
    size_t n = strlen(text);
    return i + n <= source_length && memcmp(source + i, text, n) == 0;
}

static bool keeps_blanks(void)
{
    return strcmp(at.raw, "pre") == 0 || strcmp(at.raw, "textarea") == 0;
}

static void literal_add(char c)
{
    if (c == '\n' && at.place == TEXT && !keeps_blanks() &&
        (literal_length == 0 || literal[literal_length - 1] == '\n'))
        return;
    if (literal_length == literal_room) {
        literal_room = literal_room == 0 ? 4096 : literal_room * 2;
        literal = realloc(literal, literal_room);
        if (literal == NULL)
            fail(line, "out of memory");
    }
    literal[literal_length++] = c;
}

static void literal_flush(void)
{
    if (literal_length == 0)
        return;
    fprintf(code, "    page_put(p, \"");
    for (size_t i = 0; i < literal_length; i++) {
        unsigned char c = (unsigned char)literal[i];
        if (c == '"' || c == '\\')
            fprintf(code, "\\%c", c);
        else if (c == '\n')
            fprintf(code, "\\n");
        else if (c < ' ' || c >= 0x7f || c == '?')
            fprintf(code, "\\%03o", c);
        else
            fputc(c, code);
        if (i % 100 == 99)
            fprintf(code, "\"\n        \"");
    }
    fprintf(code, "\", %zu);\n", literal_length);
    literal_length = 0;
    emitted_line = 0;
}

static void line_mark(int n)
{
    if (emitted_line != n)
        fprintf(code, "#line %d \"%s\"\n", n, source_name);
    emitted_line = n + 1; // every statement after it takes one line of its own
}

static void element_push(const char *name)
{
    if (depth == ELEMENTS_MOST)
        fail(line, "elements are nested too deeply");
    snprintf(elements[depth], NAME_MOST, "%s", name);
    element_lines[depth++] = line;
}

static void element_pop(const char *name)
{
    bool call = name[0] == '>';
    int floor = block_count == 0 ? 0 : blocks[block_count - 1].depth;
    if (depth == 0 || strcmp(elements[depth - 1], name) != 0) {
        if (depth == 0)
            fail(line, call ? "%s_close has no %s_open before it" : "</%s> ends nothing", name + call, name + call);
        const char *open = elements[depth - 1];
        fail(line, "%s%s%s comes while %s%s%s of line %d is open", call ? "" : "</", name + call, call ? "_close" : ">",
             open[0] == '>' ? "" : "<", open + (open[0] == '>'), open[0] == '>' ? "_open" : ">", element_lines[depth - 1]);
    }
    if (depth == floor)
        fail(line, "%s was opened outside this block, in line %d", name + call, element_lines[depth - 1]);
    depth--;
}

static void block_push(bool inline_if)
{
    if (block_count == BLOCKS_MOST)
        fail(line, "blocks are nested too deeply");
    blocks[block_count++] = (struct block){.inline_if = inline_if, .loop = keyword_loop, .is_switch = keyword_switch,
                                           .line = line, .depth = depth, .at = at};
}

static bool context_equal(const struct context *a, const struct context *b)
{
    return a->place == b->place && a->quote == b->quote && a->kind == b->kind && a->url == b->url &&
           strcmp(a->tag, b->tag) == 0 && strcmp(a->attr, b->attr) == 0 && strcmp(a->raw, b->raw) == 0;
}

static void block_pop(bool inline_if)
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
        strcmp(at.tag, b->at.tag) == 0 && (b->at.place == TAG_NAME || b->at.place == IN_TAG || b->at.place == AFTER_NAME ||
                                           b->at.place == ATTR_NAME))
        return;
    if (!context_equal(&b->at, &at))
        fail(line, "this block ends inside another tag or attribute value than it began in (line %d)", b->line);
}

static void jump_check(const char *word)
{
    if (strcmp(word, "return") == 0 && depth > 0)
        fail(line, "return leaves <%s> of line %d open", elements[depth - 1], element_lines[depth - 1]);
    bool is_break = strcmp(word, "break") == 0;
    if (!is_break && strcmp(word, "continue") != 0)
        return;
    for (int i = block_count - 1; i >= 0; i--)
        if (blocks[i].loop || (is_break && blocks[i].is_switch)) {
            if (depth != blocks[i].depth)
                fail(line, "%s leaves <%s> of line %d open", word, elements[depth - 1], element_lines[depth - 1]);
            return;
        }
}

// Reads C for braces and jumps, past strings, characters and comments.
static void control_scan(const char *c, size_t n)
{
    char word[16] = "";
    for (size_t i = 0; i <= n; i++) {
        char ch = i < n ? c[i] : ' ';
        if (isalnum((unsigned char)ch) || ch == '_') {
            if (strlen(word) < sizeof word - 1)
                append(word, sizeof word, ch);
            control_last = ch;
            continue;
        }
        if (word[0] != '\0') {
            keyword_loop |= strcmp(word, "for") == 0 || strcmp(word, "while") == 0 || strcmp(word, "do") == 0;
            keyword_switch |= strcmp(word, "switch") == 0;
            jump_check(word);
            word[0] = '\0';
        }
        if (ch == '/' && i + 1 < n && c[i + 1] == '/')
            return;
        if (ch == '/' && i + 1 < n && c[i + 1] == '*')
            fail(line, "use // for comments in control lines");
        if (ch == '"' || ch == '\'') {
            size_t j = i + 1;
            while (j < n && c[j] != ch)
                j += c[j] == '\\' ? 2 : 1;
            if (j >= n)
                fail(line, "this %c is not closed", ch);
            i = j;
        }
        if (ch == '{')
            block_push(false);
        if (ch == '}')
            block_pop(false);
        if (ch == '{' || ch == '}' || ch == ';')
            keyword_loop = keyword_switch = false;
        if (!isspace((unsigned char)ch))
            control_last = ch;
    }
}

static void control_end(void)
{
    if (control_last != '\0' && strchr("{};:", control_last) == NULL)
        fail(control_line, "a control line ends with {, }, ; or :");
    control_last = '\0';
}

static void attr_begin(void)
{
    static const char *const urls[] = {"href", "src", "action", "formaction", "poster", "cite", "data", "background", "ping",
        "xlink:href", "hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete", NULL};
    static const char *const words[] = {"title", "alt", "placeholder", "aria-label", "aria-description",
        "aria-roledescription", "aria-valuetext", "label", "abbr", "hx-confirm", "hx-prompt", NULL};
    static const char *const constant[] = {"srcset", "hx-vals", "hx-vars", "hx-headers", "hx-trigger", "hx-include",
        "hx-request", "hx-ext", "is", "integrity", "sandbox", "allow", NULL};
    static const char *const refused[] = {"style", "srcdoc", "http-equiv", NULL};
    if (strncmp(at.attr, "on", 2) == 0 || strncmp(at.attr, "hx-on", 5) == 0 || one_of(at.attr, refused))
        fail(line, "the attribute %s is not allowed: the Content-Security-Policy would block it", at.attr);
    at.kind = one_of(at.attr, urls) ? ATTR_URL : one_of(at.attr, words) ? ATTR_WORDS : one_of(at.attr, constant) ? ATTR_CONSTANT
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

static void c_string(const char **cursor, const char *end, const char **from, size_t *length)
{
    const char *c = *cursor;
    while (c < end && isspace((unsigned char)*c))
        c++;
    *from = c;
    while (c < end && *c == '"') { // adjacent literals are one
        c++;
        while (c < end && *c != '"')
            c += *c == '\\' ? 2 : 1;
        if (c >= end)
            fail(line, "this text is not closed");
        c++;
        *length = (size_t)(c - *from);
        while (c < end && isspace((unsigned char)*c))
            c++;
    }
    if (c == *from)
        fail(line, "expected a text in quotation marks");
    *cursor = c;
}

static void put_translation(const char *put, char kind, const char *c, const char *end)
{
    const char *first, *second;
    size_t first_length, second_length;
    c_string(&c, end, &first, &first_length);
    if (kind == '_' && c == end) {
        fprintf(code, "    %s(p, tr(p->lang, %.*s));\n", put, (int)first_length, first);
    } else if (kind == '_') {
        if (*c != ',')
            fail(line, "expected a comma and the argument after the text");
        fprintf(code, "    %s(p, tr_arg(p->lang, p->arena, %.*s, PAGE_TEXT(p, (%.*s))));\n", put, (int)first_length, first,
                (int)(end - c - 1), c + 1);
    } else {
        if (c < end && *c == ',')
            c++;
        // c_string joins adjacent literals, so that these two are told apart by hand.
        const char *cut = first + 1;
        while (*cut != '"')
            cut += *cut == '\\' ? 2 : 1;
        size_t one = (size_t)(cut + 1 - first);
        if (one < first_length) {
            second = cut + 1;
            second_length = first_length - one;
        } else {
            c_string(&c, end, &second, &second_length);
        }
        if (kind == 'c')
            fprintf(code, "    %s(p, tr_context(p->lang, %.*s, %.*s));\n", put, (int)one, first, (int)second_length, second);
        else
            fprintf(code, "    %s(p, tr_n(p->lang, p->arena, %.*s, %.*s, (%.*s)));\n", put, (int)one, first,
                    (int)second_length, second, (int)(end - c), c);
    }
}

static void put_call(const char *c, const char *end)
{
    char name[NAME_MOST] = "";
    while (c < end && isspace((unsigned char)*c))
        c++;
    while (c < end && (isalnum((unsigned char)*c) || *c == '_'))
        append(name, sizeof name, *c++);
    if (name[0] == '\0' || c >= end || *c != '(' || end[-1] != ')')
        fail(line, "expected {{> name(arguments)}}");
    if (at.place != TEXT || at.raw[0] != '\0')
        fail(line, "{{> %s}} stands only in text", name);
    const char *rest = c + 1;
    while (isspace((unsigned char)*rest))
        rest++;
    fprintf(code, "    %s(p%s%.*s;\n", name, *rest == ')' && rest + 1 == end ? "" : ", ", (int)(end - rest), rest);
    size_t n = strlen(name);
    char pair[NAME_MOST];
    if (n > 5 && strcmp(name + n - 5, "_open") == 0) {
        snprintf(pair, sizeof pair, ">%.*s", (int)(n - 5), name);
        element_push(pair);
    } else if (n > 6 && strcmp(name + n - 6, "_close") == 0) {
        snprintf(pair, sizeof pair, ">%.*s", (int)(n - 6), name);
        element_pop(pair);
    }
}

static void put_value(const char *c, const char *end)
{
    const char *put = "page_escape";
    bool value = false;
    switch (at.place) {
    case TEXT:
        if (strcmp(at.raw, "script") == 0 || strcmp(at.raw, "style") == 0)
            fail(line, "{{ }} may not stand in <%s>", at.raw);
        break;
    case VALUE:
        if (at.kind == ATTR_CONSTANT)
            fail(line, "{{ }} may not stand in the attribute %s", at.attr);
        value = true;
        break;
    case BEFORE_VALUE:
        fail(line, "{{ }} in an attribute value needs quotation marks around the value");
    case COMMENT:
        fail(line, "{{ }} may not stand in a comment");
    default:
        fail(line, "{{ }} may not stand in a tag outside an attribute value");
    }
    bool translation = *c == '_' && end > c + 1 && (isspace((unsigned char)c[1]) || c[1] == '"' ||
                                                    ((c[1] == 'n' || c[1] == 'c') && (isspace((unsigned char)c[2]) || c[2] == '"')));
    if (value && at.kind == ATTR_URL) {
        if (translation)
            fail(line, "a translated text may not stand in an address");
        if (at.url == URL_EMPTY) {
            fprintf(code, "    PAGE_PUT_URL(p, (%.*s));\n", (int)(end - c), c);
            at.url = URL_WHOLE;
            return;
        }
        if (at.url != URL_BEGUN)
            fail(line, "an address begins with a literal /x, #, ?, mailto: or tel:, or is one {{url}} alone");
        fprintf(code, "    PAGE_PUT_URL_PART(p, (%.*s));\n", (int)(end - c), c);
        return;
    }
    if (translation) {
        char kind = c[1] == 'n' || c[1] == 'c' ? c[1] : '_';
        put_translation(put, kind, c + (kind == '_' ? 1 : 2), end);
        return;
    }
    fprintf(code, "    %s(p, (%.*s));\n", value ? "PAGE_PUT_ATTRIBUTE" : "PAGE_PUT", (int)(end - c), c);
}

// Reads from behind "{{" to behind "}}".
static size_t braces(size_t i)
{
    size_t from = i;
    int open = 0;
    for (;; i++) {
        if (i >= source_length || source[i] == '\n')
            fail(line, "{{ without }} on its line");
        if (source[i] == '"' || source[i] == '\'') {
            char quote = source[i++];
            while (i < source_length && source[i] != quote && source[i] != '\n')
                i += source[i] == '\\' ? 2 : 1;
            if (i >= source_length || source[i] != quote)
                fail(line, "this %c is not closed", quote);
        } else if (open == 0 && starts(i, "}}")) {
            break;
        } else if (source[i] == '{') {
            open++;
        } else if (source[i] == '}') {
            open--;
        }
    }
    const char *c = source + from, *end = source + i;
    while (c < end && isspace((unsigned char)*c))
        c++;
    while (end > c && isspace((unsigned char)end[-1]))
        end--;
    if (c == end)
        fail(line, "{{ }} is empty");
    literal_flush();
    line_mark(line);
    if (*c == '>') {
        put_call(c + 1, end);
    } else if (end - c > 3 && strncmp(c, "if", 2) == 0 && (isspace((unsigned char)c[2]) || c[2] == '(')) {
        keyword_loop = keyword_switch = false;
        block_push(true);
        fprintf(code, "    if (%.*s) {\n", (int)(end - c - 2), c + 2);
    } else if (end - c == 4 && strncmp(c, "else", 4) == 0) {
        struct context began = block_count > 0 ? blocks[block_count - 1].at : at;
        block_pop(true);
        at = began;
        block_push(true);
        fprintf(code, "    } else {\n");
    } else if (end - c == 3 && strncmp(c, "end", 3) == 0) {
        block_pop(true);
        fprintf(code, "    }\n");
    } else {
        put_value(c, end);
    }
    return i + 2;
}

static void tag_end(void)
{
    static const char *const voids[] = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr", NULL};
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

static size_t html_char(size_t i)
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

static const char *word_read(const char *c, const char *end, char *word)
{
    word[0] = '\0';
    while (c < end && isspace((unsigned char)*c))
        c++;
    while (c < end && (isalnum((unsigned char)*c) || *c == '_'))
        append(word, NAME_MOST, *c++);
    return c;
}

static void template_begin(const char *c, const char *end)
{
    char word[NAME_MOST];
    bool local = false;
    const char *after = word_read(c, end, word);
    if (strcmp(word, "static") == 0) {
        local = true;
        after = word_read(after, end, word);
    }
    if (word[0] == '\0' || after >= end || *after != '(')
        fail(line, "expected %%%% template name(parameters)");
    const char *from = ++after;
    for (int open = 1; after < end; after++) {
        open += *after == '(' ? 1 : *after == ')' ? -1 : 0;
        if (open == 0)
            break;
    }
    if (after >= end)
        fail(line, "the parameters are not closed");
    bool none = true;
    for (const char *q = from; q < after; q++)
        none &= isspace((unsigned char)*q) != 0;
    char text[1024];
    snprintf(text, sizeof text, "void %s(struct page *p%s%.*s)", word, none ? "" : ", ", (int)(after - from), from);
    if (!local)
        fprintf(header, "%s;\n", text);
    fprintf(code, "\n#line %d \"%s\"\n%s%s\n{\n", line, source_name, local ? "static " : "", text);
    emitted_line = 0;
    in_template = true;
    depth = block_count = leave_count = 0;
    at = (struct context){.place = TEXT, .raw = ""};
    after = word_read(after + 1, end, word);
    while (strcmp(word, "leaves") == 0 || strcmp(word, "ends") == 0) {
        bool ends = word[0] == 'e';
        for (after = word_read(after, end, word);
             word[0] != '\0' && strcmp(word, "leaves") != 0 && strcmp(word, "ends") != 0; after = word_read(after, end, word)) {
            if (ends)
                element_push(word);
            else
                snprintf(leaves[leave_count++], NAME_MOST, "%s", word);
            if (leave_count == ELEMENTS_MOST)
                fail(line, "too many names");
        }
    }
    if (after < end)
        fail(line, "expected leaves or ends after the parameters");
}

static void template_end(void)
{
    literal_flush();
    if (block_count > 0)
        fail(blocks[block_count - 1].line, "this { is not closed");
    if (at.place != TEXT)
        fail(line, "the template ends inside a tag or comment");
    for (int i = 0; i < depth || i < leave_count; i++) {
        if (i >= leave_count)
            fail(element_lines[i], "%s is not closed", elements[i] + (elements[i][0] == '>'));
        if (i >= depth || strcmp(elements[i], leaves[i]) != 0)
            fail(line, "the template does not leave <%s> open", leaves[i]);
    }
    fprintf(code, "}\n");
    in_template = false;
}

// A line that begins with %: a directive or C. Returns the index behind its line break.
static size_t control(size_t i)
{
    size_t j = i;
    while (j < source_length && source[j] != '\n')
        j++;
    const char *c = source + i + 1, *end = source + j;
    while (end > c && isspace((unsigned char)end[-1]))
        end--;
    char word[NAME_MOST];
    if (c < end && *c == '%') {
        c = word_read(c + 1, end, word);
        if (strcmp(word, "template") == 0 && !in_template)
            template_begin(c, end);
        else if (strcmp(word, "end") == 0 && in_template)
            template_end();
        else
            fail(line, in_template ? "expected %%%% end before %%%% %s" : "expected %%%% template, not %%%% %s", word);
    } else {
        literal_flush();
        while (c < end && isspace((unsigned char)*c))
            c++;
        line_mark(line);
        bool include = !in_template && strncmp(c, "#include", 8) == 0;
        fprintf(include ? header : code, "%.*s\n", (int)(end - c), c);
        if (in_template) {
            control_scan(c, (size_t)(end - c));
            control_line = line;
        }
    }
    if (j < source_length)
        line++;
    return j < source_length ? j + 1 : j;
}

static void compile(void)
{
    bool line_start = true;
    for (size_t i = 0; i < source_length;) {
        if (line_start && at.place != VALUE && at.place != COMMENT && !(keeps_blanks() && in_template)) {
            while (i < source_length && (source[i] == ' ' || source[i] == '\t'))
                i++;
            if (i >= source_length)
                break;
            if (source[i] == '%') {
                i = control(i);
                continue;
            }
            if (source[i] != '\n')
                control_end();
        }
        line_start = source[i] == '\n';
        if (!in_template && at.place == TEXT && !isspace((unsigned char)source[i]) && !starts(i, "<!--"))
            fail(line, "text outside %%%% template … %%%% end");
        if (in_template && starts(i, "{{")) {
            i = braces(i + 2);
            continue;
        }
        if (source[i] == '\0')
            fail(line, "NUL in the template");
        int was = source[i] == '\n';
        if (!in_template && at.place == TEXT && was)
            i++;
        else
            i = html_char(i);
        // html_char may ask to read the line break again.
        if (was && source[i - 1] == '\n')
            line++;
        else
            line_start = false;
    }
    if (in_template)
        fail(line, "%%%% end is missing");
}

static FILE *open_file(const char *name, const char *mode)
{
    FILE *f = fopen(name, mode);
    if (f == NULL) {
        perror(name);
        exit(1);
    }
    return f;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: htmlc TEMPLATE.html OUT.c OUT.h\n");
        return 2;
    }
    source_name = argv[1];
    FILE *in = open_file(source_name, "rb");
    size_t room = 1 << 16;
    source = malloc(room + 1);
    while (source != NULL) {
        source_length += fread(source + source_length, 1, room - source_length, in);
        if (source_length < room)
            break;
        source = realloc(source, (room *= 2) + 1);
    }
    if (source == NULL || ferror(in))
        fail(1, "cannot be read");
    source[source_length] = '\0';
    fclose(in);

    code = open_file(argv[2], "wb");
    header = open_file(argv[3], "wb");
    const char *base = strrchr(argv[3], '/');
    base = base == NULL ? argv[3] : base + 1;
    char guard[NAME_MOST] = "WEB_";
    for (const char *c = base; *c != '\0'; c++)
        append(guard, sizeof guard, isalnum((unsigned char)*c) ? (char)toupper((unsigned char)*c) : '_');
    fprintf(header, "#ifndef %s\n#define %s\n\n#include \"web/html.h\"\n", guard, guard);
    fprintf(code, "#include \"web/%s\"\n", base);
    // Both files hold what came before a mistake; the build removes the outputs of a failed command.
    compile();
    fprintf(header, "\n#endif\n");
    if (fclose(code) != 0 || fclose(header) != 0) {
        perror("htmlc");
        return 1;
    }
    return 0;
}
