// SPDX-License-Identifier: EUPL-1.2
#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "exchange/json_file_inside.h"

const char json_wrong[] = N_("Line %s is not proper JSON: a value, comma, quotation mark or bracket is missing or too many there. "
                             "Fetch the file again, or ask for help where it comes from.");
static const char odd_character[] = N_("A value holds a character that cannot be shown. Type the value again.");

struct json_flat *json_flat_in(struct arena *a, const struct record_limits *limits)
{
    struct json_flat *f = ARENA_NEW(a, struct json_flat);
    f->gather = gather_in(a, limits);
    f->secret = random_u64();
    f->seen_room = 64;
    f->seen = ARENA_ARRAY(a, struct json_seen, f->seen_room);
    return f;
}

void json_flat_reset(struct json_flat *f, int64_t line)
{
    gather_reset(&f->gather, line);
    f->seen_count = 0;
    f->round++;
}

enum status json_fault(struct json_text *j, const char *message)
{
    j->fault = message;
    j->fault_text = arena_printf(j->arena, "%lld", (long long)j->line);
    return INVALID;
}

static enum status gather_fault(struct json_text *j, const struct gather *g)
{
    j->fault = g->fault;
    j->fault_text = arena_printf(j->arena, "%lld", (long long)g->line);
    return INVALID;
}

static enum status more(struct json_text *j)
{
    if (j->source.at < j->source.end)
        return OK;
    return j->source.inside == NULL ? NOT_FOUND : source_fill(&j->source);
}

static enum status ended(struct json_text *j, enum status got)
{
    return got == NOT_FOUND ? json_fault(j, N_("The file ends in line %s, before its JSON does. Fetch it again; its transfer was "
                                               "cut off.")) : got;
}

enum status json_space(struct json_text *j)
{
    struct source *s = &j->source;
    for (;;) {
        TRY(more(j));
        switch (*s->at) {
        case '\n':
            j->line++;
            break;
        case ' ':
        case '\t':
        case '\r': // alone it ends no line: nobody writes JSON so
            break;
        default:
            return OK;
        }
        s->at++;
    }
}

enum status json_go_on(struct json_text *j)
{
    return ended(j, json_space(j));
}

static enum status next_char(struct json_text *j, char *out)
{
    enum status got = more(j);
    if (got != OK)
        return ended(j, got);
    *out = *j->source.at++;
    return OK;
}

// Where the text of a string goes: to the value that is gathered, or to the path.
struct sink {
    struct json_flat *flat;
    size_t path; // its length so far
    bool to_path;
};

static enum status sink_add(struct json_text *j, struct sink *to, const char *bytes, size_t n)
{
    if (!to->to_path)
        return gather_add(&to->flat->gather, bytes, n) ? OK : gather_fault(j, &to->flat->gather);
    if (n >= JSON_PATH_MOST - to->path)
        return json_fault(j, N_("A name in line %s is longer than can be read. Check whether the file is damaged there."));
    memcpy(to->flat->path + to->path, bytes, n);
    to->path += n;
    return OK;
}

static enum status read_hex(struct json_text *j, uint32_t *out)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        char c = '\0';
        TRY(next_char(j, &c));
        if (c >= '0' && c <= '9')
            value = value * 16 + (uint32_t)(c - '0');
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            value = value * 16 + (uint32_t)((c | 0x20) - 'a') + 10;
        else
            return json_fault(j, json_wrong);
    }
    *out = value;
    return OK;
}

static enum status add_character(struct json_text *j, struct sink *to, uint32_t c)
{
    if (c == 0 || (c >= 0xD800 && c < 0xE000)) {
        // JSON allows what no text can hold. The file goes on; this record is not used.
        to->flat->gather.problem = odd_character;
        c = 0xFFFD;
    }
    char bytes[4];
    return sink_add(j, to, bytes, source_put(bytes, c));
}

// Behind "\u". A pair of surrogates is one character; of a lone one, what follows is read on its own.
static enum status read_unicode(struct json_text *j, struct sink *to)
{
    uint32_t c = 0, low = 0;
    TRY(read_hex(j, &c));
    while (c >= 0xD800 && c < 0xDC00) {
        enum status got = more(j);
        if (got != OK || *j->source.at != '\\')
            break;
        j->source.at++;
        char kind = '\0';
        TRY(next_char(j, &kind));
        if (kind != 'u') {
            TRY(add_character(j, to, c));
            j->source.at--; // behind the backslash again; next_char has just moved on within the window
            return NOT_FOUND;
        }
        TRY(read_hex(j, &low));
        if (low >= 0xDC00 && low < 0xE000)
            return add_character(j, to, 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00));
        TRY(add_character(j, to, c));
        c = low;
    }
    return add_character(j, to, c);
}

static enum status read_escape(struct json_text *j, struct sink *to)
{
    static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
    for (;;) {
        char c = '\0';
        TRY(next_char(j, &c));
        if (c == 'u') {
            enum status got = read_unicode(j, to);
            if (got == NOT_FOUND)
                continue; // another escape follows, its backslash has been read
            return got;
        }
        const char *found = c == '\0' ? NULL : strchr(from, c);
        return found == NULL ? json_fault(j, json_wrong) : sink_add(j, to, &into[found - from], 1);
    }
}

// A string; at stands at its quotation mark.
static enum status read_string(struct json_text *j, struct sink *to)
{
    struct source *s = &j->source;
    s->at++;
    for (;;) {
        enum status got = more(j);
        if (got != OK)
            return ended(j, got);
        const char *p = s->at;
        while (p < s->end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20)
            p++;
        TRY(sink_add(j, to, s->at, (size_t)(p - s->at)));
        s->at = p;
        if (p == s->end)
            continue;
        if (*p != '"' && *p != '\\')
            return json_fault(j, N_("A text in line %s is not closed, or breaks off in the middle. Fetch the file again, or ask for help "
                                    "where it comes from."));
        s->at++;
        if (*p == '"')
            return OK;
        TRY(read_escape(j, to));
    }
}

static const char *pass_digits(const char *p)
{
    while (*p >= '0' && *p <= '9')
        p++;
    return p;
}

// RFC 8259, section 6. Beyond what a double can hold nobody means it.
static bool is_number(const char *text)
{
    const char *p = text + (*text == '-'), *digits = p;
    p = pass_digits(p);
    if (p == digits || (*digits == '0' && p > digits + 1))
        return false;
    if (*p == '.') {
        digits = ++p;
        p = pass_digits(p);
        if (p == digits)
            return false;
    }
    if (*p == 'e' || *p == 'E') {
        p += p[1] == '+' || p[1] == '-' ? 2 : 1;
        digits = p;
        p = pass_digits(p);
        while (*digits == '0' && p > digits + 1)
            digits++;
        if (p == digits || p - digits > 2)
            return false;
    }
    return *p == '\0';
}

static enum status read_number(struct json_text *j, struct json_flat *f)
{
    char text[JSON_NUMBER_MOST + 1];
    size_t n = 0;
    enum status got;
    while ((got = more(j)) == OK && strchr("+-.0123456789eE", *j->source.at) != NULL) {
        if (n == JSON_NUMBER_MOST)
            break;
        text[n++] = *j->source.at++;
    }
    if (got != OK && got != NOT_FOUND)
        return got;
    text[n] = '\0';
    if (n == JSON_NUMBER_MOST || !is_number(text))
        return json_fault(j, N_("A number in line %s is not written as JSON has it, or is too large. Ask for help where the file comes "
                                "from."));
    return gather_add(&f->gather, text, n) ? OK : gather_fault(j, &f->gather);
}

static enum status pass_word(struct json_text *j, const char *word)
{
    for (; *word != '\0'; word++) {
        char c = '\0';
        TRY(next_char(j, &c));
        if (c != *word)
            return json_fault(j, json_wrong);
    }
    return OK;
}

// A string, number, true or false, to the value that has been begun.
static enum status read_scalar(struct json_text *j, struct json_flat *f)
{
    const char *word;
    switch (*j->source.at) {
    case '"':
        return read_string(j, &(struct sink){.flat = f});
    case 't':
    case 'f':
        word = *j->source.at == 't' ? "true" : "false";
        TRY(pass_word(j, word));
        return gather_add(&f->gather, word, strlen(word)) ? OK : gather_fault(j, &f->gather);
    default:
        return read_number(j, f);
    }
}

static enum status read_part(struct json_text *j, struct json_flat *f, size_t path)
{
    if (!gather_begin(&f->gather, f->path, path))
        return gather_fault(j, &f->gather);
    TRY(read_scalar(j, f));
    return gather_end(&f->gather) ? OK : gather_fault(j, &f->gather);
}

// Another scalar of an array: a line more in the value of the first.
static enum status read_line(struct json_text *j, struct json_flat *f, size_t part)
{
    if (!gather_again(&f->gather, part) || !gather_add(&f->gather, "\n", 1))
        return gather_fault(j, &f->gather);
    TRY(read_scalar(j, f));
    return gather_end(&f->gather) ? OK : gather_fault(j, &f->gather);
}

// FNV-1a with a start of its own.
static uint64_t hash(uint64_t secret, const char *bytes, size_t n)
{
    uint64_t h = secret;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)bytes[i]) * 0x100000001B3u;
    return h;
}

static bool seen_insert(struct json_seen *seen, size_t room, uint64_t h, uint64_t round)
{
    size_t i = (size_t)(h ^ h >> 32) & (room - 1);
    for (; seen[i].round == round; i = (i + 1) & (room - 1))
        if (seen[i].hash == h)
            return false;
    seen[i] = (struct json_seen){.hash = h, .round = round};
    return true;
}

static enum status see(struct json_text *j, struct json_flat *f, size_t path)
{
    if (f->seen_count >= f->gather.limits->fields_most * JSON_KEYS_PER_FIELD)
        return json_fault(j, N_("The object at line %s has too many names. Check whether the file is damaged there."));
    if (f->seen_count * 2 >= f->seen_room) {
        size_t room = f->seen_room * 2;
        struct json_seen *grown = ARENA_ARRAY(f->gather.arena, struct json_seen, room);
        for (size_t i = 0; i < f->seen_room; i++)
            if (f->seen[i].round == f->round)
                seen_insert(grown, room, f->seen[i].hash, f->round);
        f->seen = grown;
        f->seen_room = room;
    }
    f->seen_count++;
    if (seen_insert(f->seen, f->seen_room, hash(f->secret, f->path, path), f->round))
        return OK;
    j->fault = N_("A name stands twice in the same object, so that its value is unclear. Line and name: %s");
    j->fault_text = arena_printf(j->arena, "%lld, %.*s", (long long)j->line, (int)path, f->path);
    return INVALID;
}

enum status json_name(struct json_text *j, struct json_flat *f, size_t parent, size_t *path_out)
{
    if (*j->source.at != '"')
        return json_fault(j, json_wrong);
    struct sink to = {.flat = f, .path = parent, .to_path = true};
    if (parent > 0)
        TRY(sink_add(j, &to, ".", 1));
    TRY(read_string(j, &to));
    TRY(see(j, f, to.path));
    TRY(json_go_on(j));
    if (*j->source.at != ':')
        return json_fault(j, json_wrong);
    j->source.at++;
    *path_out = to.path;
    return json_go_on(j);
}

static enum status read_object(struct json_text *j, struct json_flat *f, size_t path, int depth)
{
    j->source.at++;
    for (bool first = true;; first = false) {
        TRY(json_go_on(j));
        if (*j->source.at == '}') {
            j->source.at++;
            return OK;
        }
        if (!first) {
            if (*j->source.at != ',')
                return json_fault(j, json_wrong);
            j->source.at++;
            TRY(json_go_on(j));
        }
        size_t inner;
        TRY(json_name(j, f, path, &inner));
        TRY(json_value(j, f, inner, depth + 1));
    }
}

static enum status read_element(struct json_text *j, struct json_flat *f, size_t path, int depth, size_t index, size_t *part)
{
    char c = *j->source.at;
    if (c == 'n')
        return pass_word(j, "null");
    if (c == '{' || c == '[') {
        char number[24];
        struct sink to = {.flat = f, .path = path, .to_path = true};
        int n = snprintf(number, sizeof number, "%s%zu", path > 0 ? "." : "", index);
        TRY(sink_add(j, &to, number, (size_t)n));
        return json_value(j, f, to.path, depth + 1);
    }
    if (*part != SIZE_MAX)
        return read_line(j, f, *part);
    *part = f->gather.count;
    return read_part(j, f, path);
}

static enum status read_array(struct json_text *j, struct json_flat *f, size_t path, int depth)
{
    size_t part = SIZE_MAX; // that holds the scalars
    j->source.at++;
    for (size_t index = 0;; index++) {
        TRY(json_go_on(j));
        if (*j->source.at == ']') {
            j->source.at++;
            return OK;
        }
        if (index > 0) {
            if (*j->source.at != ',')
                return json_fault(j, json_wrong);
            j->source.at++;
            TRY(json_go_on(j));
        }
        TRY(read_element(j, f, path, depth, index, &part));
    }
}

enum status json_value(struct json_text *j, struct json_flat *f, size_t path, int depth)
{
    char c = *j->source.at;
    if (c == 'n')
        return pass_word(j, "null");
    if (c != '{' && c != '[')
        return read_part(j, f, path);
    if (depth >= JSON_DEPTH_MOST)
        return json_fault(j, N_("The objects and lists in line %s stand too deep inside each other. Ask for help where the file comes "
                                "from."));
    return c == '{' ? read_object(j, f, path, depth) : read_array(j, f, path, depth);
}
