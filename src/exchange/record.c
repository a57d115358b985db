// SPDX-License-Identifier: EUPL-1.2
#include "exchange/record.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "exchange/record_inside.h"

enum {
    FIELD_BYTES_MOST = 1 << 20,
    RECORD_BYTES_MOST = 4 << 20,
    FIELDS_MOST = 512,
    JSON_FIELDS_MOST = 2048,
    RATIO_MOST = 200,
};
static const uint64_t BYTES_MOST = (uint64_t)16 << 30, PART_BYTES_MOST = (uint64_t)1 << 30;

enum status records_refuse(struct records *r, const char *message)
{
    issues_add(r->issues, "file", message);
    return r->state = INVALID;
}

enum status records_refuse_text(struct records *r, const char *message, const char *text)
{
    issues_add_arg(r->issues, "file", message, text);
    return r->state = INVALID;
}

enum status records_refuse_line(struct records *r, const char *message, int64_t line)
{
    return records_refuse_text(r, message, arena_printf(r->arena, "%lld", (long long)line));
}

static bool columns_have(const char *const *columns, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(columns[i], name) == 0)
            return true;
    return false;
}

enum status records_take_columns(struct records *r, const char *const *names, size_t count)
{
    while (count > 0 && names[count - 1][0] == '\0')
        count--;
    if (count == 0)
        return records_refuse(r, N_("The line that names the columns holds no name. Name them in the first line of the file."));
    if (count > r->limits.fields_most)
        return records_refuse(r, N_("This file has too many columns. Keep those that are needed, and check that values, "
                                    "columns and lines are separated as they should be."));
    const char **columns = ARENA_ARRAY(r->arena, const char *, count);
    struct buf twice = buf_in(r->arena);
    const char **told = ARENA_ARRAY(r->arena, const char *, count);
    size_t told_count = 0;
    for (size_t i = 0; i < count; i++) {
        columns[i] = names[i][0] == '\0' ? arena_printf(r->arena, "#%zu", i + 1) : arena_strdup(r->arena, names[i]);
        if (!columns_have(columns, i, columns[i]) || columns_have(told, told_count, columns[i]))
            continue;
        told[told_count++] = columns[i];
        buf_printf(&twice, "%s%s", told_count > 1 ? ", " : "", columns[i]);
    }
    if (told_count > 0)
        return records_refuse_text(r, N_("More than one column has the same name: %s. Give each a name of its own."),
                                   text_cut(r->arena, buf_text(&twice), 200));
    r->columns = columns;
    r->column_count = count;
    return OK;
}

enum status records_name_columns(struct records *r, struct gather *g)
{
    const char **names = ARENA_ARRAY(r->arena, const char *, g->count);
    for (size_t i = 0; i < g->count; i++) {
        names[i] = text_line(r->arena, gather_clean(r->arena, g->text + g->parts[i].value, g->parts[i].length));
    }
    return records_take_columns(r, names, g->count);
}

bool records_row(struct records *r, struct gather *g, struct arena *a, struct record *out)
{
    size_t filled = g->count;
    while (filled > 0 && g->parts[filled - 1].length == 0)
        filled--;
    if (filled == 0)
        return false;
    if (g->count > r->column_count && filled <= r->column_count)
        g->count = r->column_count; // empty cells beyond the columns
    if (g->problem == NULL && g->count > r->column_count)
        g->problem = N_("This line has more values than there are columns. Check its separators and quotation marks.");
    if (g->problem == NULL && g->count < r->column_count && !r->short_rows)
        g->problem = N_("This line has fewer values than there are columns. Check its separators and quotation marks.");
    gather_finish(g, r->columns, r->column_count, a, out);
    return true;
}

static size_t or_default(size_t given, size_t otherwise)
{
    return given > 0 ? given : otherwise;
}

static bool begins(const unsigned char *bytes, size_t n, const char *with, size_t length)
{
    return n >= length && memcmp(bytes, with, length) == 0;
}

static enum status open_workbook(struct records *r, struct source_bytes *b, const struct records_options *o)
{
    if (o->format != RECORDS_GUESS && o->format != RECORDS_XLSX)
        return records_refuse(r, N_("This is a workbook or a zip archive, not text. Choose the file that is inside it, or say "
                                    "that it is a workbook."));
    r->format = RECORDS_XLSX;
    const struct source_limits limits = {
        .bytes_most = o->bytes_most > 0 ? o->bytes_most : PART_BYTES_MOST,
        .ratio_most = o->ratio_most > 0 ? o->ratio_most : RATIO_MOST,
    };
    return xlsx_open(r, b, &limits, o);
}

// What people often take for a text file, and what to do with it.
static enum status check_beginning(struct records *r, const unsigned char *bytes, size_t n, bool guessing)
{
    if (begins(bytes, n, "\xD0\xCF\x11\xE0", 4))
        return records_refuse(r, N_("This is an old Excel file, or one with a password. Open it in Excel or LibreOffice and save "
                                    "it without a password as .xlsx or .csv."));
    if (begins(bytes, n, "%PDF-", 5))
        return records_refuse(r, N_("This is a PDF. Choose the table itself, as .xlsx, .csv or .json."));
    if (begins(bytes, n, "PK\3\4", 4))
        return records_refuse(r, N_("This is a compressed archive in another one. Unpack the outer one and try again."));
    if (begins(bytes, n, "\x1F\x8B", 2))
        return records_refuse(r, N_("This file has been compressed twice. Unpack it once and try again."));
    if (guessing && begins(bytes, n, "<", 1))
        return records_refuse(r, N_("This is a web page or an XML file. Choose the table itself, as .xlsx, .csv or .json."));
    return OK;
}

static enum record_format guess(const struct source *s)
{
    size_t n, i = 0;
    const unsigned char *bytes = source_beginning(s, &n);
    while (i < n && strchr(" \t\r\n", bytes[i]) != NULL) // NUL, half of a letter in UTF-16, is passed over too
        i++;
    return i < n && (bytes[i] == '{' || bytes[i] == '[') ? RECORDS_JSON : RECORDS_CSV;
}

static enum status open_text(struct records *r, struct source_bytes *b, const struct records_options *o)
{
    const struct source_limits limits = {
        .bytes_most = o->bytes_most > 0 ? o->bytes_most : BYTES_MOST,
        .ratio_most = o->ratio_most > 0 ? o->ratio_most : RATIO_MOST,
    };
    struct source s;
    enum status got = source_open(b, &limits, r->arena, r->issues, &s);
    if (got == OK) {
        size_t n;
        const unsigned char *bytes = source_beginning(&s, &n);
        got = check_beginning(r, bytes, n, o->format == RECORDS_GUESS);
    }
    if (got == OK && o->format == RECORDS_XLSX)
        got = records_refuse(r, N_("This is not an Excel workbook (.xlsx). Choose another file, or say which format it has."));
    if (got != OK) {
        source_close(&s);
        return got;
    }
    r->format = o->format == RECORDS_GUESS ? guess(&s) : o->format;
    if (r->format == RECORDS_JSON) {
        if (o->fields_most == 0)
            r->limits.fields_most = JSON_FIELDS_MOST;
        return json_file_open(r, &s, o);
    }
    source_allow_legacy(&s);
    return csv_file_open(r, &s, o);
}

static enum status open_bytes(struct source_bytes *b, const struct records_options *options, struct arena *a,
                              struct issues *issues, struct records **out)
{
    const struct records_options *o = options == NULL ? &(const struct records_options){0} : options;
    struct records *r = ARENA_NEW(a, struct records);
    r->arena = a;
    r->issues = issues;
    r->short_rows = o->short_rows;
    r->limits = (struct record_limits){
        .field_bytes_most = or_default(o->field_bytes_most, FIELD_BYTES_MOST),
        .record_bytes_most = or_default(o->record_bytes_most, RECORD_BYTES_MOST),
        .fields_most = or_default(o->fields_most, FIELDS_MOST),
    };
    unsigned char head[4];
    size_t count;
    enum status got = source_bytes_read(b, 0, head, sizeof head, &count);
    if (got == OK)
        got = begins(head, count, "PK\3\4", 4) || begins(head, count, "PK\5\6", 4) ? open_workbook(r, b, o)
                                                                                  : open_text(r, b, o);
    source_bytes_close(b);
    if (got != OK) {
        records_close(r);
        return got;
    }
    *out = r;
    return OK;
}

enum status records_open(const char *path, const struct records_options *options, struct arena *a, struct issues *issues,
                         struct records **out)
{
    struct source_bytes b;
    TRY(source_bytes_open(path, issues, &b));
    return open_bytes(&b, options, a, issues, out);
}

enum status records_open_bytes(const void *bytes, size_t size, const struct records_options *options, struct arena *a,
                               struct issues *issues, struct records **out)
{
    struct source_bytes b = {.file = -1, .memory = bytes, .size = size};
    return open_bytes(&b, options, a, issues, out);
}

void records_close(struct records *r)
{
    if (r == NULL)
        return;
    csv_file_close(r);
    json_file_close(r);
    xlsx_close(r);
}

enum status records_next(struct records *r, struct arena *a, struct record *out)
{
    if (r->state != OK)
        return r->state;
    switch (r->format) {
    case RECORDS_JSON:
        r->state = json_file_next(r, a, out);
        break;
    case RECORDS_XLSX:
        r->state = xlsx_next(r, a, out);
        break;
    default:
        r->state = csv_file_next(r, a, out);
    }
    return r->state;
}

const char *record_get(const struct record *record, const char *name)
{
    for (size_t i = 0; i < record->count; i++)
        if (strcmp(record->fields[i].name, name) == 0)
            return record->fields[i].value;
    return NULL;
}

enum record_format records_format(const struct records *r)
{
    return r->format;
}

static const struct source *text_source(const struct records *r)
{
    return r->format == RECORDS_JSON ? json_file_source(r) : csv_file_source(r);
}

const char *records_encoding(const struct records *r)
{
    return r->format == RECORDS_XLSX ? "UTF-8" : source_encoding(text_source(r));
}

char records_delimiter(const struct records *r)
{
    return r->format == RECORDS_CSV ? csv_file_delimiter(r) : 0;
}

size_t records_columns(const struct records *r, const char *const **names_out)
{
    *names_out = r->columns;
    return r->column_count;
}

size_t records_sheets(const struct records *r, const char *const **names_out)
{
    *names_out = r->sheets;
    return r->sheet_count;
}

struct record records_head(const struct records *r, struct arena *a)
{
    return r->format == RECORDS_JSON ? json_file_head(r, a) : (struct record){.line = 1};
}

const char *records_list(const struct records *r)
{
    return r->format == RECORDS_JSON ? json_file_list(r) : NULL;
}

void records_progress(const struct records *r, uint64_t *done_out, uint64_t *total_out)
{
    if (r->format == RECORDS_XLSX)
        xlsx_progress(r, done_out, total_out);
    else
        source_progress(text_source(r), done_out, total_out);
}
