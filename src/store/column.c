// SPDX-License-Identifier: EUPL-1.2
#include <jansson.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/log.h"
#include "store/inside.h"

const char *path_in(struct arena *a, const char *dir, const char *name)
{
    struct buf path = buf_in(a);
    buf_add_text(&path, dir);
    buf_add_char(&path, '/');
    buf_add_text(&path, name);
    return buf_text(&path);
}

struct sql_value day_value(struct arena *a, day d)
{
    if (d == DAY_NONE)
        return sql_null_value();
    char *text = arena_alloc(a, DAY_TEXT);
    day_write(d, text);
    return sql_text_value(text);
}

// A column holds what day_value wrote, or somebody has changed the database by hand.
day day_column(struct sql_rows *rows, int column, struct arena *a)
{
    const char *text = sql_text(rows, column, a);
    day d;
    if (text == NULL)
        return DAY_NONE;
    if (!day_read(text, &d)) {
        log_error("store: a day that is none");
        return DAY_NONE;
    }
    return d;
}

struct sql_value code_value(struct arena *a, struct code c)
{
    char *text = arena_alloc(a, CODE_TEXT);
    if (code_given(c))
        code_write(c, text);
    return sql_text_value(text);
}

struct code code_column(struct sql_rows *rows, int column, struct arena *a)
{
    const char *text = sql_text(rows, column, a);
    struct code c = {0};
    if (text != NULL && text[0] != '\0' && !code_read(text, &c))
        log_error("store: a code that is none");
    return c;
}

json_t *day_json(day d)
{
    char text[DAY_TEXT];
    day_write(d, text);
    return d == DAY_NONE ? json_null() : json_string(text);
}

json_t *code_json(struct code c)
{
    char text[CODE_TEXT] = "";
    if (code_given(c))
        code_write(c, text);
    return json_string(text);
}

struct sql_value id_value(int64_t id)
{
    return id == 0 ? sql_null_value() : sql_int_value(id);
}

const char *text_column(struct sql_rows *rows, int column, struct arena *a)
{
    const char *text = sql_text(rows, column, a);
    return text == NULL ? "" : text;
}

static bool in_word(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
}

// The next word of folded text from *at on; 0 at the end. Words hold none of what LIKE reads as a sign.
static size_t next_word(const char **at)
{
    while (**at != '\0' && !in_word((unsigned char)**at))
        ++*at;
    size_t length = 0;
    while (in_word((unsigned char)(*at)[length]))
        length++;
    return length;
}

static void add_words(struct buf *out, const char *text)
{
    const char *at = lang_fold(out->arena, or_empty(text));
    for (size_t length; (length = next_word(&at)) > 0; at += length) {
        buf_add_char(out, ' ');
        buf_add(out, at, length);
    }
}

const char *search_text(struct arena *a, const char *one, const char *two, const char *three)
{
    struct buf out = buf_in(a);
    add_words(&out, one);
    add_words(&out, two);
    add_words(&out, three);
    return buf_text(&out);
}

void search_patterns(struct arena *a, const char *typed, const char *patterns[SEARCH_WORDS])
{
    const char *at = lang_fold(a, or_empty(typed));
    for (int i = 0; i < SEARCH_WORDS; i++) {
        size_t length = next_word(&at);
        patterns[i] = length == 0 ? "%" : arena_printf(a, "%% %.*s%%", (int)length, at);
        at += length;
    }
}

bool name_read(const char *const *names, size_t count, const char *name, int *out)
{
    for (size_t i = 0; name != NULL && i < count; i++)
        if (strcmp(names[i], name) == 0) {
            *out = (int)i;
            return true;
        }
    return false;
}
