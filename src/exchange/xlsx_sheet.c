// SPDX-License-Identifier: EUPL-1.2
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "exchange/xlsx_inside.h"

// The rows of a sheet: <sheetData><row r="2"><c r="B2" s="1" t="s"><v>0</v></c></row></sheetData>. The parser is given a
// little at a time; the rows that end within it wait in a queue.

enum {
    PIECE = 2 * 1024,            // small, because a few bytes can stand for a long shared text
    GIVEN_FREE = 64 << 20,       // bytes of text that may come out of any sheet
};

enum level { OUTSIDE, IN_DATA, IN_ROW, IN_CELL, IN_VALUE, IN_INLINE };

struct xlsx_sheet {
    struct xlsx *xlsx;
    struct xlsx_part part;
    struct xml_stream *stream;
    bool over;         // all has been read, or as much as can be
    enum status fault; // why no more can be read, or OK
    int64_t header_line;
    bool named; // the columns have names

    enum level level;
    int below;         // elements inside what is passed over
    struct gather row;
    int64_t row_number;
    size_t column;     // of the cell, from 0
    char type[16];     // of the cell: "n" unless said
    size_t style;
    struct buf text;   // of the cell
    bool in_text;      // inside a <t> of an inline text
    int in_phonetic;

    struct arena *queue_arena;
    struct record *queue;
    size_t queue_at, queue_count, queue_room;
    uint64_t given; // bytes of text
};

// "AB12" gives 27. False when it does not begin with letters.
static bool read_column(const char *text, size_t length, size_t *out)
{
    size_t n = 0, i = 0;
    for (; i < length && i < 3 && text[i] >= 'A' && text[i] <= 'Z'; i++)
        n = n * 26 + (size_t)(text[i] - 'A') + 1;
    if (i == 0)
        return false;
    *out = n - 1;
    return true;
}

static bool read_whole(const char *text, size_t length, int64_t *out)
{
    int64_t n = 0;
    if (length == 0 || length > 9)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        n = n * 10 + (text[i] - '0');
    }
    *out = n;
    return true;
}

static bool begin_row(struct xlsx_sheet *s, const struct xml_raw_attributes *attributes)
{
    size_t length;
    const char *value = xml_raw_get(attributes, "r", &length);
    int64_t number = s->row_number + 1;
    if (value != NULL && (!read_whole(value, length, &number) || number <= s->row_number)) {
        xlsx_damaged(s->xlsx);
        return false;
    }
    s->row_number = number;
    gather_reset(&s->row, number);
    return true;
}

static bool begin_cell(struct xlsx_sheet *s, const struct xml_raw_attributes *attributes, bool first)
{
    size_t length, column = first ? 0 : s->column + 1;
    const char *value = xml_raw_get(attributes, "r", &length);
    if (value != NULL && (!read_column(value, length, &column) || (!first && column <= s->column))) {
        xlsx_damaged(s->xlsx);
        return false;
    }
    s->column = column;
    s->type[0] = '\0';
    value = xml_raw_get(attributes, "t", &length);
    if (value != NULL && length < sizeof s->type) {
        memcpy(s->type, value, length);
        s->type[length] = '\0';
    }
    int64_t style = 0;
    value = xml_raw_get(attributes, "s", &length);
    if (value != NULL && !read_whole(value, length, &style))
        style = 0;
    s->style = (size_t)style;
    s->text.length = 0;
    return true;
}

static bool on_start(void *user, const char *name, const char *namespace, const struct xml_raw_attributes *attributes)
{
    struct xlsx_sheet *s = user;
    if (s->below > 0 || s->level == IN_VALUE) {
        s->below++;
        return true;
    }
    bool known = true;
    if (s->level == OUTSIDE && strcmp(name, "worksheet") == 0)
        return true;
    if (s->level == OUTSIDE && strcmp(name, "sheetData") == 0) {
        s->level = IN_DATA;
    } else if (s->level == IN_DATA && strcmp(name, "row") == 0) {
        s->level = IN_ROW;
        s->column = SIZE_MAX;
        return begin_row(s, attributes);
    } else if (s->level == IN_ROW && strcmp(name, "c") == 0) {
        s->level = IN_CELL;
        return begin_cell(s, attributes, s->column == SIZE_MAX);
    } else if (s->level == IN_CELL && strcmp(name, "v") == 0) {
        s->level = IN_VALUE;
        s->text.length = 0;
    } else if (s->level == IN_CELL && strcmp(name, "is") == 0) {
        s->level = IN_INLINE;
        s->text.length = 0;
    } else if (s->level == IN_INLINE && strcmp(name, "t") == 0) {
        s->in_text = s->in_phonetic == 0;
    } else if (s->level == IN_INLINE && strcmp(name, "rPh") == 0) {
        s->in_phonetic++;
    } else if (s->level != IN_INLINE || strcmp(name, "is") == 0) {
        known = false;
    }
    s->below += !known;
    return true;
}

static bool row_fault(struct xlsx_sheet *s)
{
    records_refuse_line(s->xlsx->records, s->row.fault, s->row.line);
    return false;
}

static bool add_cell(struct xlsx_sheet *s, const char *text, size_t length)
{
    if (length == 0)
        return true; // a gap like any other
    while (s->row.count < s->column)
        if (!gather_begin(&s->row, NULL, 0) || !gather_end(&s->row))
            return row_fault(s);
    if (!gather_begin(&s->row, NULL, 0) || !gather_add(&s->row, text, length) || !gather_end(&s->row))
        return row_fault(s);
    return true;
}

static bool add_number(struct xlsx_sheet *s, const char *text, size_t length)
{
    struct xlsx *x = s->xlsx;
    struct xlsx_style style = {0};
    char out[64];
    if (s->style < x->style_count)
        style = x->styles[s->style];
    if (length == 0)
        return true;
    if (length < 512 && xlsx_number(text, style, x->from_1904, out, sizeof out))
        return add_cell(s, out, strlen(out));
    s->row.problem = N_("A cell in this row says that it is a number and is none. Type its value again.");
    return add_cell(s, text, length);
}

static bool end_cell(struct xlsx_sheet *s)
{
    struct xlsx *x = s->xlsx;
    const char *text = buf_text(&s->text), *type = s->type;
    size_t length = s->text.length;
    if (strcmp(type, "s") == 0) {
        int64_t index;
        if (length == 0)
            return true;
        if (!read_whole(text, length, &index) || (uint64_t)index >= x->string_count) {
            xlsx_damaged(x);
            return false;
        }
        text = x->strings[index];
        return add_cell(s, text, strlen(text));
    }
    if (strcmp(type, "b") == 0 && length > 0) {
        bool yes = strcmp(text, "0") != 0 && strcmp(text, "false") != 0;
        return add_cell(s, yes ? "true" : "false", yes ? 4 : 5);
    }
    if (strcmp(type, "e") == 0)
        s->row.problem = N_("A cell in this row shows an error instead of a value. Correct its formula, or type the value.");
    if (type[0] == '\0' || strcmp(type, "n") == 0)
        return add_number(s, text, length);
    if (length > 0 && strcmp(type, "d") != 0)
        xlsx_unescape(s->text.data, &length);
    return add_cell(s, s->text.data, length);
}

static bool enqueue(struct xlsx_sheet *s, const struct record *record)
{
    if (s->queue_count == s->queue_room) {
        size_t room = s->queue_room == 0 ? 64 : s->queue_room * 2;
        struct record *grown = ARENA_ARRAY(s->queue_arena, struct record, room);
        if (s->queue_count > 0)
            memcpy(grown, s->queue, s->queue_count * sizeof *grown);
        s->queue = grown;
        s->queue_room = room;
    }
    s->queue[s->queue_count++] = *record;
    s->given += s->row.length;
    if (s->given > GIVEN_FREE && s->given / s->xlsx->limits.ratio_most > s->xlsx->file_size) {
        records_refuse(s->xlsx->records, N_("This workbook holds more text than can be read at once. Save the sheet as .csv and try "
                                            "again."));
        return false;
    }
    return true;
}

static bool end_row(struct xlsx_sheet *s)
{
    struct records *r = s->xlsx->records;
    if (s->row.count == 0 || s->row_number < s->header_line)
        return true;
    if (!s->named) {
        s->named = true;
        return records_name_columns(r, &s->row) == OK;
    }
    while (s->row.count < r->column_count)
        if (!gather_begin(&s->row, NULL, 0) || !gather_end(&s->row))
            return row_fault(s);
    struct record record;
    return !records_row(r, &s->row, s->queue_arena, &record) || enqueue(s, &record);
}

static bool on_end(void *user, const char *name)
{
    struct xlsx_sheet *s = user;
    if (s->below > 0) {
        s->below--;
        return true;
    }
    switch (s->level) {
    case OUTSIDE:
        return true;
    case IN_DATA:
        s->level = OUTSIDE;
        return true;
    case IN_ROW:
        s->level = IN_DATA;
        return end_row(s);
    case IN_CELL:
        s->level = IN_ROW;
        return end_cell(s);
    case IN_VALUE:
        s->level = IN_CELL;
        return true;
    case IN_INLINE:
        s->in_text = false;
        s->in_phonetic -= strcmp(name, "rPh") == 0;
        if (strcmp(name, "is") == 0)
            s->level = IN_CELL;
        return true;
    }
    return true;
}

static bool on_text(void *user, const char *bytes, size_t n)
{
    struct xlsx_sheet *s = user;
    if (s->below > 0 || (s->level != IN_VALUE && !(s->level == IN_INLINE && s->in_text)))
        return true;
    if (s->text.length + n > s->row.limits->field_bytes_most) {
        records_refuse_line(s->xlsx->records, N_("A cell in row %s holds more text than can be read. Shorten it."), s->row_number);
        return false;
    }
    buf_add(&s->text, bytes, n);
    return true;
}

static enum status read_on(struct xlsx_sheet *s)
{
    char piece[PIECE];
    size_t count;
    TRY(xlsx_part_read(s->xlsx, &s->part, piece, sizeof piece, &count));
    s->over = count == 0;
    return xml_stream_feed(s->stream, piece, count) == OK ? OK : xlsx_xml_fault(s->xlsx, s->stream);
}

enum status xlsx_sheet_open(struct xlsx *x, const char *part, const struct records_options *options)
{
    static const struct xml_calls calls = {.start = on_start, .end = on_end, .text = on_text};
    struct records *r = x->records;
    struct xlsx_sheet *s = ARENA_NEW(r->arena, struct xlsx_sheet);
    s->xlsx = x;
    s->header_line = options->header_line;
    s->row = gather_in(r->arena, &r->limits);
    s->text = buf_in(r->arena);
    s->queue_arena = arena_open();
    x->sheet = s;
    if (options->column_count > 0) {
        s->named = true;
        TRY(records_take_columns(r, options->columns, options->column_count));
    }
    enum status got = xlsx_part_open(x, part, &s->part);
    if (got == NOT_FOUND)
        return xlsx_damaged(x);
    TRY(got);
    s->stream = xml_stream_open(&calls, s, r->arena);
    while (!s->named && !s->over)
        TRY(read_on(s));
    return s->named ? OK : records_refuse(r, N_("There is nothing in this sheet. Choose another one."));
}

// The queue's arena is emptied before the next rows come, the caller's is not.
static void hand_over(const struct xlsx_sheet *s, struct arena *a, struct record *out)
{
    const struct record *from = &s->queue[s->queue_at];
    struct record_field *fields = ARENA_ARRAY(a, struct record_field, from->count);
    for (size_t i = 0; i < from->count; i++)
        fields[i] = (struct record_field){.name = from->fields[i].name, .value = arena_strdup(a, from->fields[i].value)};
    *out = (struct record){.line = from->line, .problem = from->problem, .fields = fields, .count = from->count};
}

enum status xlsx_sheet_next(struct xlsx *x, struct arena *a, struct record *out)
{
    struct xlsx_sheet *s = x->sheet;
    while (s->queue_at == s->queue_count) {
        if (s->over)
            return s->fault != OK ? s->fault : NOT_FOUND;
        arena_reset(s->queue_arena);
        s->queue = NULL;
        s->queue_at = s->queue_count = s->queue_room = 0;
        enum status got = read_on(s);
        if (got != OK && s->queue_count == 0)
            return got;
        if (got != OK) {
            s->over = true;
            s->fault = got; // the rows before it come first
        }
    }
    hand_over(s, a, out);
    s->queue_at++;
    return OK;
}

void xlsx_sheet_progress(const struct xlsx *x, uint64_t *done_out, uint64_t *total_out)
{
    *done_out = x->sheet->part.read;
    *total_out = x->sheet->part.size;
}

void xlsx_sheet_close(struct xlsx *x)
{
    struct xlsx_sheet *s = x->sheet;
    if (s == NULL)
        return;
    xml_stream_close(s->stream);
    xlsx_part_close(&s->part);
    arena_close(s->queue_arena);
    x->sheet = NULL;
}
