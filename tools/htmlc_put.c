// SPDX-License-Identifier: EUPL-1.2
#include "htmlc.h"

#include <ctype.h>
#include <string.h>

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
        fprintf(code, "    %s(p, tr_arg(p->lang, p->arena, %.*s, PAGE_TEXT(p, (%.*s))));\n", put, (int)first_length,
                first, (int)(end - c - 1), c + 1);
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
            fprintf(code, "    %s(p, tr_context(p->lang, %.*s, %.*s));\n", put, (int)one, first, (int)second_length,
                    second);
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
    bool translation = *c == '_' && end > c + 1 &&
                       (isspace((unsigned char)c[1]) || c[1] == '"' ||
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
size_t braces(size_t i)
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
        block_push(true, false, false);
        fprintf(code, "    if (%.*s) {\n", (int)(end - c - 2), c + 2);
    } else if (end - c == 4 && strncmp(c, "else", 4) == 0) {
        struct context began = block_count > 0 ? blocks[block_count - 1].at : at;
        block_pop(true);
        at = began;
        block_push(true, false, false);
        fprintf(code, "    } else {\n");
    } else if (end - c == 3 && strncmp(c, "end", 3) == 0) {
        block_pop(true);
        fprintf(code, "    }\n");
    } else {
        put_value(c, end);
    }
    return i + 2;
}
