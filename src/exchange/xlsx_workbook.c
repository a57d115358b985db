// SPDX-License-Identifier: EUPL-1.2
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "exchange/xlsx_inside.h"

// The parts around the sheets: which sheets there are, shared texts, number formats.

enum { ATTRIBUTE_MOST = 2048 };

struct relation {
    const char *id, *type, *part;
};

struct relations {
    struct arena *arena;
    const char *folder; // of the part they belong to, with its "/", or ""
    struct relation *items;
    size_t count, room, seen;
};

static char *attribute(struct arena *a, const struct xml_raw_attributes *attributes, const char *name)
{
    size_t length;
    const char *value = xml_raw_get(attributes, name, &length);
    return value == NULL || length > ATTRIBUTE_MOST ? NULL : arena_strndup(a, value, length);
}

static bool is_true(const struct xml_raw_attributes *attributes, const char *name)
{
    size_t length;
    const char *value = xml_raw_get(attributes, name, &length);
    return value != NULL && ((length == 1 && *value == '1') || (length == 4 && memcmp(value, "true", 4) == 0));
}

static int whole_number(const struct xml_raw_attributes *attributes, const char *name)
{
    size_t length;
    const char *value = xml_raw_get(attributes, name, &length);
    int n = 0;
    if (value == NULL || length == 0 || length > 7)
        return -1;
    for (size_t i = 0; i < length; i++) {
        if (value[i] < '0' || value[i] > '9')
            return -1;
        n = n * 10 + (value[i] - '0');
    }
    return n;
}

static bool pass_text(void *user, const char *bytes, size_t n)
{
    return true;
}

static bool pass_end(void *user, const char *name)
{
    return true;
}

// "xl/" and "../docProps/app.xml" give "docProps/app.xml"; "/xl/workbook.xml" stands for itself.
static const char *resolve(struct arena *a, const char *folder, const char *target)
{
    if (target[0] == '/')
        return target + 1;
    size_t length = strlen(folder);
    while (strncmp(target, "../", 3) == 0 && length > 0) {
        target += 3;
        length--;
        while (length > 0 && folder[length - 1] != '/')
            length--;
    }
    return arena_printf(a, "%.*s%s", (int)length, folder, target);
}

static bool on_relation(void *user, const char *name, const char *namespace, const struct xml_raw_attributes *attributes)
{
    struct relations *list = user;
    if (strcmp(name, "Relationship") != 0)
        return true;
    if (++list->seen > XLSX_ENTRIES_MOST)
        return false;
    const char *id = attribute(list->arena, attributes, "Id"), *type = attribute(list->arena, attributes, "Type");
    const char *target = attribute(list->arena, attributes, "Target"), *mode = attribute(list->arena, attributes, "TargetMode");
    if (id == NULL || type == NULL || target == NULL || (mode != NULL && strcmp(mode, "External") == 0))
        return true;
    if (list->count == list->room) {
        size_t room = list->room == 0 ? 16 : list->room * 2;
        struct relation *grown = ARENA_ARRAY(list->arena, struct relation, room);
        if (list->count > 0)
            memcpy(grown, list->items, list->count * sizeof *grown);
        list->items = grown;
        list->room = room;
    }
    list->items[list->count++] = (struct relation){.id = id, .type = type, .part = resolve(list->arena, list->folder, target)};
    return true;
}

// Of a part; "" for the whole archive. A part without relations has none.
static enum status read_relations(struct xlsx *x, const char *part, struct relations *out)
{
    static const struct xml_calls calls = {.start = on_relation, .end = pass_end, .text = pass_text};
    const char *slash = strrchr(part, '/');
    int length = slash == NULL ? 0 : (int)(slash - part) + 1;
    struct arena *a = x->records->arena;
    *out = (struct relations){.arena = a, .folder = arena_strndup(a, part, (size_t)length)};
    enum status got = xlsx_part_parse(x, arena_printf(a, "%.*s_rels/%s.rels", length, part, part + length), &calls, out);
    if (got == INVALID && x->records->state == OK)
        return xlsx_damaged(x); // more relations than a workbook can have
    return got == NOT_FOUND ? OK : got;
}

// The last word of a type says what it is; what is before it differs between the variants of the standard.
static const char *find_type(const struct relations *list, const char *word)
{
    for (size_t i = 0; i < list->count; i++) {
        const char *slash = strrchr(list->items[i].type, '/');
        if (slash != NULL && strcmp(slash + 1, word) == 0)
            return list->items[i].part;
    }
    return NULL;
}

struct workbook {
    struct xlsx *xlsx;
    const struct relations *relations;
    const char **names, **parts;
    size_t count, seen;
};

static bool on_workbook(void *user, const char *name, const char *namespace, const struct xml_raw_attributes *attributes)
{
    struct workbook *w = user;
    struct arena *a = w->xlsx->records->arena;
    if (strcmp(name, "workbookPr") == 0)
        w->xlsx->from_1904 = is_true(attributes, "date1904");
    if (strcmp(name, "sheet") != 0)
        return true;
    if (++w->seen > XLSX_SHEETS_MOST) {
        xlsx_damaged(w->xlsx);
        return false;
    }
    const char *title = attribute(a, attributes, "name"), *id = attribute(a, attributes, "id");
    for (size_t i = 0; title != NULL && id != NULL && i < w->relations->count; i++) {
        const struct relation *r = &w->relations->items[i];
        const char *slash = strrchr(r->type, '/');
        if (strcmp(r->id, id) != 0 || slash == NULL || strcmp(slash + 1, "worksheet") != 0)
            continue; // a chart has a sheet of its own without cells
        w->names[w->count] = title;
        w->parts[w->count++] = r->part;
        break;
    }
    return true;
}

enum status xlsx_read_workbook(struct xlsx *x)
{
    static const struct xml_calls calls = {.start = on_workbook, .end = pass_end, .text = pass_text};
    struct records *r = x->records;
    struct relations whole, own;
    TRY(read_relations(x, "", &whole));
    const char *part = find_type(&whole, "officeDocument");
    if (part == NULL)
        return records_refuse(r, N_("This is not an Excel workbook (.xlsx). Choose another file, or say which format it has."));
    TRY(read_relations(x, part, &own));
    struct workbook w = {
        .xlsx = x,
        .relations = &own,
        .names = ARENA_ARRAY(r->arena, const char *, XLSX_SHEETS_MOST),
        .parts = ARENA_ARRAY(r->arena, const char *, XLSX_SHEETS_MOST),
    };
    enum status got = xlsx_part_parse(x, part, &calls, &w);
    if (got == NOT_FOUND)
        return xlsx_damaged(x);
    TRY(got);
    r->sheets = w.names;
    r->sheet_count = w.count;
    x->parts = w.parts;
    const char *strings = find_type(&own, "sharedStrings"), *styles = find_type(&own, "styles");
    if (strings != NULL)
        TRY(xlsx_read_strings(x, strings));
    return styles != NULL ? xlsx_read_styles(x, styles) : OK;
}

// <si><t>text</t></si>, or <si> with runs <r><t>; <rPh> tells how a text is pronounced.
struct strings {
    struct xlsx *xlsx;
    struct buf text;
    size_t room, bytes;
    bool in_text;
    int in_phonetic;
};

static bool on_string_start(void *user, const char *name, const char *namespace, const struct xml_raw_attributes *attributes)
{
    struct strings *s = user;
    if (strcmp(name, "si") == 0)
        s->text.length = 0;
    s->in_phonetic += strcmp(name, "rPh") == 0;
    s->in_text = s->in_phonetic == 0 && strcmp(name, "t") == 0;
    return true;
}

static bool too_many_strings(struct xlsx *x)
{
    records_refuse(x->records, N_("This workbook holds more text than can be read at once. Save the sheet as .csv and try again."));
    return false;
}

static bool on_string_end(void *user, const char *name)
{
    struct strings *s = user;
    struct xlsx *x = s->xlsx;
    s->in_text = false;
    s->in_phonetic -= strcmp(name, "rPh") == 0;
    if (strcmp(name, "si") != 0)
        return true;
    if (x->string_count == XLSX_STRINGS_MOST)
        return too_many_strings(x);
    if (x->string_count == s->room) {
        s->room = s->room == 0 ? 256 : s->room * 2;
        const char **grown = ARENA_ARRAY(x->records->arena, const char *, s->room);
        if (x->string_count > 0)
            memcpy(grown, x->strings, x->string_count * sizeof *grown);
        x->strings = grown;
    }
    size_t length = s->text.length;
    if (length > 0)
        xlsx_unescape(s->text.data, &length);
    x->strings[x->string_count++] = length == 0 ? "" : arena_strndup(x->records->arena, s->text.data, length);
    return true;
}

static bool on_string_text(void *user, const char *bytes, size_t n)
{
    struct strings *s = user;
    if (!s->in_text)
        return true;
    s->bytes += n;
    if (s->bytes > XLSX_STRINGS_BYTES_MOST || s->text.length + n > XLSX_CELL_BYTES_MOST)
        return too_many_strings(s->xlsx);
    buf_add(&s->text, bytes, n);
    return true;
}

enum status xlsx_read_strings(struct xlsx *x, const char *part)
{
    static const struct xml_calls calls = {.start = on_string_start, .end = on_string_end, .text = on_string_text};
    struct strings s = {.xlsx = x, .text = buf_in(x->records->arena)};
    enum status got = xlsx_part_parse(x, part, &calls, &s);
    return got == NOT_FOUND ? xlsx_damaged(x) : got;
}

// <numFmts> gives codes numbers, <cellXfs> lists what cells point at.
struct styles {
    struct xlsx *xlsx;
    struct xlsx_style *own; // by number - FIRST_OWN
    bool in_cells;
    size_t room;
};
enum { FIRST_OWN = 164, OWN_MOST = 4096 };

static bool on_style_start(void *user, const char *name, const char *namespace, const struct xml_raw_attributes *attributes)
{
    struct styles *s = user;
    struct xlsx *x = s->xlsx;
    if (strcmp(name, "cellXfs") == 0)
        s->in_cells = true;
    bool own = strcmp(name, "numFmt") == 0, cell = s->in_cells && strcmp(name, "xf") == 0;
    if (!own && !cell)
        return true;
    int id = whole_number(attributes, "numFmtId");
    if (own) {
        size_t length;
        const char *code = xml_raw_get(attributes, "formatCode", &length);
        char text[ATTRIBUTE_MOST];
        if (id < FIRST_OWN || id >= FIRST_OWN + OWN_MOST || code == NULL || length >= sizeof text)
            return true;
        memcpy(text, code, length);
        text[length] = '\0';
        s->own[id - FIRST_OWN] = xlsx_style_of_code(text);
        return true;
    }
    if (x->style_count == XLSX_STYLES_MOST) {
        xlsx_damaged(x);
        return false;
    }
    if (x->style_count == s->room) {
        s->room = s->room == 0 ? 64 : s->room * 2;
        struct xlsx_style *grown = ARENA_ARRAY(x->records->arena, struct xlsx_style, s->room);
        if (x->style_count > 0)
            memcpy(grown, x->styles, x->style_count * sizeof *grown);
        x->styles = grown;
    }
    struct xlsx_style style = xlsx_style_built_in(id);
    if (id >= FIRST_OWN && id < FIRST_OWN + OWN_MOST)
        style = s->own[id - FIRST_OWN];
    x->styles[x->style_count++] = style;
    return true;
}

static bool on_style_end(void *user, const char *name)
{
    struct styles *s = user;
    if (strcmp(name, "cellXfs") == 0)
        s->in_cells = false;
    return true;
}

enum status xlsx_read_styles(struct xlsx *x, const char *part)
{
    static const struct xml_calls calls = {.start = on_style_start, .end = on_style_end, .text = pass_text};
    struct styles s = {.xlsx = x, .own = ARENA_ARRAY(x->records->arena, struct xlsx_style, OWN_MOST)};
    enum status got = xlsx_part_parse(x, part, &calls, &s);
    return got == NOT_FOUND ? OK : got;
}
