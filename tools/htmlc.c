// SPDX-License-Identifier: EUPL-1.2
// htmlc: compiles a template (doc/templates.md) to C. htmlc need.html need.html.c need.html.h
// It reads HTML closely enough to know where each {{ }} stands, since that decides how the value is escaped and whether
// it may stand there at all. The first mistake ends it with "file:line: what is wrong".
#include "htmlc.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char *source_name;
static FILE *header;
static int emitted_line;
static bool in_template;
static char leaves[ELEMENTS_MOST][NAME_MOST];
static int leave_count;
static char *literal;
static size_t literal_length, literal_room;
static char control_last; // last C character of the control lines just read
static int control_line;
static bool keyword_loop, keyword_switch;
static int parentheses;

char *source;
size_t source_length;
FILE *code;
int line = 1;
struct context at = {.raw = ""};
char elements[ELEMENTS_MOST][NAME_MOST];
int element_lines[ELEMENTS_MOST];
int depth;
struct block blocks[BLOCKS_MOST];
int block_count;

void fail(int at_line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%d: ", source_name, at_line);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

bool one_of(const char *word, const char *const *list)
{
    for (; *list != NULL; list++)
        if (strcmp(word, *list) == 0)
            return true;
    return false;
}

void append(char *name, size_t room, char c)
{
    size_t n = strlen(name);
    if (n + 1 >= room)
        fail(line, "this name is too long");
    name[n] = c;
    name[n + 1] = '\0';
}

bool starts(size_t i, const char *text)
{
    size_t n = strlen(text);
    return i + n <= source_length && memcmp(source + i, text, n) == 0;
}

bool keeps_blanks(void)
{
    return strcmp(at.raw, "pre") == 0 || strcmp(at.raw, "textarea") == 0;
}

void literal_add(char c)
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

void literal_flush(void)
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

void line_mark(int n)
{
    if (emitted_line != n)
        fprintf(code, "#line %d \"%s\"\n", n, source_name);
    emitted_line = n + 1; // every statement after it takes one line of its own
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
            block_push(false, keyword_loop, keyword_switch);
        if (ch == '}')
            block_pop(false);
        parentheses += ch == '(' ? 1 : ch == ')' ? -1 : 0;
        if (ch == '{' || ch == '}' || (ch == ';' && parentheses == 0)) // not those of for (;;)
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
             word[0] != '\0' && strcmp(word, "leaves") != 0 && strcmp(word, "ends") != 0;
             after = word_read(after, end, word)) {
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
