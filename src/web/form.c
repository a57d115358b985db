// SPDX-License-Identifier: EUPL-1.2
#include "web/form.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/percent.h"

enum status form_read(struct arena *a, const char *bytes, size_t size, struct form *out)
{
    if (size > FORM_BYTES_MOST)
        return INVALID;
    size_t most = 1;
    for (size_t i = 0; i < size; i++)
        most += bytes[i] == '&';
    if (most > FORM_FIELDS_MOST)
        return INVALID;
    struct form_field *fields = ARENA_ARRAY(a, struct form_field, most);
    size_t count = 0;
    for (size_t i = 0; i < size;) {
        const char *pair = bytes + i;
        const char *and = memchr(pair, '&', size - i);
        size_t length = and == NULL ? size - i : (size_t)(and-pair);
        i += length + 1;
        if (length == 0)
            continue;
        const char *equals = memchr(pair, '=', length);
        size_t name_length = equals == NULL ? length : (size_t)(equals - pair);
        const char *value = equals == NULL ? pair + length : equals + 1;
        const char *name_text = percent_decode(a, pair, name_length, true, false);
        const char *value_text = percent_decode(a, value, (size_t)(pair + length - value), true, true);
        if (name_text == NULL || value_text == NULL)
            return INVALID;
        fields[count++] = (struct form_field){name_text, value_text};
    }
    *out = (struct form){.fields = fields, .count = count};
    return OK;
}

const char *form_typed(const struct form *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->fields[i].name, name) == 0)
            return f->fields[i].value;
    return NULL;
}

bool form_has(const struct form *f, const char *name)
{
    return form_typed(f, name) != NULL;
}

// The length of the blank at s: ASCII blanks and the spaces people paste from documents (U+00A0, U+2009, U+202F).
static size_t blank_at(const char *s)
{
    if (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r')
        return 1;
    if (strncmp(s, "\xc2\xa0", 2) == 0)
        return 2;
    return strncmp(s, "\xe2\x80\x89", 3) == 0 || strncmp(s, "\xe2\x80\xaf", 3) == 0 ? 3 : 0;
}

static const char *blank_skip(const char *s)
{
    for (size_t n; (n = blank_at(s)) > 0;)
        s += n;
    return s;
}

const char *form_text(const struct form *f, struct arena *a, const char *name)
{
    const char *value = form_typed(f, name);
    return value == NULL ? "" : text_line(a, value);
}

const char *form_lines(const struct form *f, struct arena *a, const char *name)
{
    const char *value = form_typed(f, name);
    return value == NULL ? "" : text_trim(a, value);
}

size_t form_all(const struct form *f, struct arena *a, const char *name, const char *const **values_out)
{
    const char **values = ARENA_ARRAY(a, const char *, f->count);
    size_t count = 0;
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->fields[i].name, name) == 0 && f->fields[i].value[0] != '\0')
            values[count++] = f->fields[i].value;
    *values_out = values;
    return count;
}

bool form_flag(const struct form *f, const char *name)
{
    const char *value = form_typed(f, name);
    return value != NULL && value[0] != '\0';
}

bool form_read_int(const char *text, int64_t *out)
{
    const char *s = blank_skip(text);
    bool negative = *s == '-';
    s += negative;
    if (!isdigit((unsigned char)*s))
        return false;
    int64_t n = 0;
    int group = 0; // digits since the last separator
    bool grouped = false;
    while (*s != '\0') {
        if (isdigit((unsigned char)*s)) {
            if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, *s - '0', &n))
                return false;
            group++;
            s++;
            continue;
        }
        size_t blank = blank_at(s);
        if (blank == 0 && *s != '.')
            return false;
        const char *next = blank > 0 ? blank_skip(s) : s + 1;
        if (blank > 0 && *next == '\0')
            break;
        // Behind a separator three digits stand; "1.5" is no whole number.
        if (!isdigit((unsigned char)*next) || group == 0 || group > 3 || (grouped && group != 3))
            return false;
        grouped = true;
        group = 0;
        s = next;
    }
    if (grouped && group != 3)
        return false;
    *out = negative ? -n : n;
    return true;
}

struct word {
    const char *text;
    int number;
};

static int month_named(const char *s, size_t n)
{
    static const struct word names[] = {
        {"januar", 1},   {"january", 1},  {"februar", 2},   {"february", 2},  {"mars", 3},
        {"march", 3},    {"april", 4},    {"mai", 5},       {"may", 5},       {"juni", 6},
        {"june", 6},     {"juli", 7},     {"july", 7},      {"august", 8},    {"september", 9},
        {"oktober", 10}, {"october", 10}, {"november", 11}, {"desember", 12}, {"december", 12},
    };
    for (size_t i = 0; n >= 3 && i < sizeof names / sizeof *names; i++)
        if (n <= strlen(names[i].text) && strncasecmp(names[i].text, s, n) == 0)
            return names[i].number;
    return 0;
}

// Splits a date into its numbers, a month's name counting as one. Returns how many (at most 3), 0 when anything else
// stands there. digits are how many digits each had, 0 for a name.
static int date_parts(const char *text, int value[3], int digits[3])
{
    int count = 0;
    const char *s = blank_skip(text);
    while (*s != '\0') {
        if (count == 3)
            return 0;
        size_t n = 0;
        if (isdigit((unsigned char)*s)) {
            value[count] = 0;
            while (isdigit((unsigned char)s[n]) && n < 9) {
                value[count] = value[count] * 10 + (s[n] - '0');
                n++;
            }
            digits[count] = (int)n;
        } else {
            while (isalpha((unsigned char)s[n]))
                n++;
            value[count] = month_named(s, n);
            digits[count] = 0;
            if (value[count] == 0)
                return 0;
        }
        count++;
        s += n;
        int marks = 0;
        while (*s == '.' || *s == '/' || *s == '-' || *s == ',') {
            s++;
            marks++;
        }
        if (marks > 1)
            return 0;
        const char *next = blank_skip(s);
        if (next == s && marks == 0 && *s != '\0' && digits[count - 1] > 0 && isdigit((unsigned char)*s))
            return 0;
        s = next;
    }
    return count;
}

static int year_read(int value, int digits)
{
    if (digits == 4)
        return value;
    return digits == 2 ? value + (value < 80 ? 2000 : 1900) : 0;
}

bool form_read_day(const char *text, day *out)
{
    int v[3], n[3];
    int count = date_parts(text, v, n);
    day d = DAY_NONE;
    if (count == 1 && n[0] == 8)
        d = day_make(v[0] % 10000, v[0] / 10000 % 100, v[0] / 1000000);
    else if (count == 1 && n[0] == 6)
        d = day_make(year_read(v[0] % 100, 2), v[0] / 100 % 100, v[0] / 10000);
    else if (count == 3 && n[0] == 4 && n[1] > 0 && n[1] <= 2 && n[2] > 0 && n[2] <= 2)
        d = day_make(v[0], v[1], v[2]);
    else if (count == 3 && n[0] > 0 && n[0] <= 2 && n[1] <= 2)
        d = day_make(year_read(v[2], n[2]), v[1], v[0]);
    if (d == DAY_NONE)
        return false;
    *out = d;
    return true;
}

bool form_read_month(const char *text, month *out)
{
    int v[3], n[3];
    if (date_parts(text, v, n) != 2)
        return false;
    bool year_first = n[0] == 4;
    int year = year_first ? v[0] : year_read(v[1], n[1]);
    int month_of_year = v[year_first];
    if (n[year_first] > 2 || month_of_year < 1 || month_of_year > 12 || year < 1)
        return false;
    *out = year * 12 + month_of_year - 1;
    return true;
}

static const char *given(const struct form *f, const char *name)
{
    const char *value = form_typed(f, name);
    return value == NULL || *blank_skip(value) == '\0' ? NULL : value;
}

enum status form_int(const struct form *f, const char *name, int64_t *out)
{
    const char *value = given(f, name);
    if (value == NULL)
        return NOT_FOUND;
    return form_read_int(value, out) ? OK : INVALID;
}

enum status form_id(const struct form *f, const char *name, int64_t *out)
{
    const char *value = given(f, name);
    if (value == NULL)
        return NOT_FOUND;
    int64_t n = 0;
    for (const char *s = value; *s != '\0'; s++)
        if (!isdigit((unsigned char)*s) || __builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, *s - '0', &n))
            return INVALID;
    if (n == 0)
        return INVALID;
    *out = n;
    return OK;
}

enum status form_code(const struct form *f, const char *name, struct code *out)
{
    const char *value = given(f, name);
    if (value == NULL)
        return NOT_FOUND;
    return code_read(value, out) ? OK : INVALID;
}

enum status form_day(const struct form *f, const char *name, day *out)
{
    const char *value = given(f, name);
    if (value == NULL)
        return NOT_FOUND;
    return form_read_day(value, out) ? OK : INVALID;
}

enum status form_month(const struct form *f, const char *name, month *out)
{
    const char *value = given(f, name);
    if (value == NULL)
        return NOT_FOUND;
    return form_read_month(value, out) ? OK : INVALID;
}

const char *form_day_text(struct arena *a, day d)
{
    if (d == DAY_NONE)
        return "";
    int y, m, dom;
    day_split(d, &y, &m, &dom);
    return arena_printf(a, "%02d.%02d.%04d", dom, m, y);
}

const char *form_month_text(struct arena *a, month m)
{
    return m == MONTH_NONE ? "" : arena_printf(a, "%02d.%04d", (int)(m % 12) + 1, (int)(m / 12));
}
