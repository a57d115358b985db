// SPDX-License-Identifier: EUPL-1.2
#include <string.h>

#include "base/text.h"
#include "exchange/record_inside.h"

struct gather gather_in(struct arena *a, const struct record_limits *limits)
{
    return (struct gather){.arena = a, .limits = limits};
}

void gather_reset(struct gather *g, int64_t line)
{
    g->length = 0;
    g->count = 0;
    g->line = line;
    g->problem = NULL;
    g->fault = NULL;
}

// Room for n bytes more.
static bool reserve(struct gather *g, size_t n)
{
    if (n > g->limits->record_bytes_most - g->length) {
        g->fault = N_("The record at line %s is larger than can be read. Check whether the file is damaged there.");
        return false;
    }
    if (g->length + n > g->room) {
        size_t room = g->room < 1024 ? 1024 : g->room;
        while (room < g->length + n)
            room *= 2;
        char *grown = arena_alloc(g->arena, room);
        if (g->length > 0)
            memcpy(grown, g->text, g->length);
        g->text = grown;
        g->room = room;
    }
    return true;
}

static bool add(struct gather *g, const char *bytes, size_t n)
{
    if (!reserve(g, n))
        return false;
    if (n > 0)
        memcpy(g->text + g->length, bytes, n);
    g->length += n;
    return true;
}

bool gather_begin(struct gather *g, const char *name, size_t length)
{
    if (g->count == g->limits->fields_most) {
        g->fault = N_("The record at line %s has too many fields. Keep the columns that are needed, and check that "
                      "values, columns and lines are separated as they should be.");
        return false;
    }
    if (g->count == g->parts_room) {
        size_t room = g->parts_room == 0 ? 32 : g->parts_room * 2;
        struct gather_part *grown = ARENA_ARRAY(g->arena, struct gather_part, room);
        if (g->count > 0)
            memcpy(grown, g->parts, g->count * sizeof *grown);
        g->parts = grown;
        g->parts_room = room;
    }
    size_t at = GATHER_NAMELESS;
    if (name != NULL) {
        at = g->length;
        if (!add(g, name, length) || !add(g, "", 1))
            return false;
    }
    g->current = g->count++;
    g->parts[g->current] = (struct gather_part){.name = at, .value = g->length};
    return true;
}

bool gather_add(struct gather *g, const char *bytes, size_t n)
{
    struct gather_part *part = &g->parts[g->current];
    if (n > g->limits->field_bytes_most - part->length) {
        g->fault = N_("A value in the record at line %s is longer than can be read. Check whether a quotation mark is missing "
                      "there, or shorten the value.");
        return false;
    }
    part->length += n;
    return add(g, bytes, n);
}

bool gather_end(struct gather *g)
{
    return add(g, "", 1);
}

bool gather_again(struct gather *g, size_t part)
{
    struct gather_part *again = &g->parts[part];
    g->current = part;
    if (again->value + again->length + 1 == g->length) {
        g->length--; // its NUL: what is added continues it
        return true;
    }
    if (!reserve(g, again->length))
        return false;
    memcpy(g->text + g->length, g->text + again->value, again->length);
    again->value = g->length;
    g->length += again->length;
    return true;
}

const char *gather_clean(struct arena *a, const char *text, size_t n)
{
    size_t plain = 0;
    while (plain < n && text[plain] >= ' ' && text[plain] < 0x7F)
        plain++;
    if (plain == n || text_valid(text + plain, n - plain))
        return text;
    char *out = arena_alloc(a, n * 2 + 1); // C2 80 may become three bytes
    size_t length = 0;
    for (const char *p = text, *end = text + n; p < end;) {
        const char *next = p + source_sequence((const unsigned char *)p, (const unsigned char *)end);
        uint32_t c = (unsigned char)*p;
        if (c == 0xC2)
            c = source_legacy_sign((unsigned char)p[1]);
        if (text_valid(p, (size_t)(next - p))) {
            memcpy(out + length, p, (size_t)(next - p));
            length += (size_t)(next - p);
        } else if (next - p >= 3) { // a non-character
            length += source_put(out + length, 0xFFFD);
        } else {
            length += source_put(out + length, c >= 0xA0 ? c : ' ');
        }
        p = next;
    }
    out[length] = '\0';
    return out;
}

void gather_finish(struct gather *g, const char *const *columns, size_t column_count, struct arena *a, struct record *out)
{
    struct record_field *fields = ARENA_ARRAY(a, struct record_field, g->count);
    const char *text = arena_copy(a, g->text == NULL ? "" : g->text, g->length);
    size_t nameless = 0;
    for (size_t i = 0; i < g->count; i++) {
        const struct gather_part *part = &g->parts[i];
        const char *name;
        if (part->name != GATHER_NAMELESS)
            name = gather_clean(a, text + part->name, strlen(text + part->name));
        else
            name = nameless < column_count ? columns[nameless] : "";
        nameless += part->name == GATHER_NAMELESS;
        fields[i] = (struct record_field){.name = name, .value = gather_clean(a, text + part->value, part->length)};
    }
    *out = (struct record){.line = g->line, .problem = g->problem, .fields = fields, .count = g->count};
}
