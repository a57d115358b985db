// SPDX-License-Identifier: EUPL-1.2
#ifndef EXCHANGE_RECORD_INSIDE_H
#define EXCHANGE_RECORD_INSIDE_H

#include <stdbool.h>

#include "exchange/record.h"
#include "exchange/source.h"

// What the readers of the formats share; nobody else includes this.

struct record_limits {
    size_t field_bytes_most, record_bytes_most, fields_most;
};

// A record that is being gathered: values, and in JSON names, one behind the other.
struct gather_part {
    size_t name;   // offset in text, or GATHER_NAMELESS
    size_t value;  // offset in text
    size_t length; // of the value
};
#define GATHER_NAMELESS SIZE_MAX

struct gather {
    struct arena *arena;
    const struct record_limits *limits;
    char *text;
    size_t length, room;
    struct gather_part *parts;
    size_t count, parts_room;
    size_t current; // the part that bytes are added to
    int64_t line;
    const char *problem;
    const char *fault; // msgid with a %s for the line, once a limit has been passed
};

struct gather gather_in(struct arena *a, const struct record_limits *limits);
void gather_reset(struct gather *g, int64_t line);
// All answer false, and set fault, when a limit is passed.
MUST_USE bool gather_begin(struct gather *g, const char *name, size_t length); // a value; name NULL: nameless
MUST_USE bool gather_add(struct gather *g, const char *bytes, size_t n);       // to the value begun last
MUST_USE bool gather_end(struct gather *g);
// What is added from here on continues the value of a part that has ended.
MUST_USE bool gather_again(struct gather *g, size_t part);
// The text with nothing in it that text_valid refuses: text itself, or a copy. Controls of 0x80 to 0x9F become what
// Windows-1252 has there, as in browsers, and others a space. Well-formed UTF-8 without NUL goes in.
const char *gather_clean(struct arena *a, const char *text, size_t n);
// Copies to the arena, clean. columns: names for what is nameless, in order; "" behind them.
void gather_finish(struct gather *g, const char *const *columns, size_t column_count, struct arena *a, struct record *out);

struct records {
    struct arena *arena;
    struct issues *issues;
    struct record_limits limits;
    enum record_format format;
    enum status state; // OK as long as it can be read on, else what next answers
    // Formats with columns.
    const char *const *columns;
    size_t column_count;
    bool short_rows;
    const char *const *sheets;
    size_t sheet_count;
    struct csv_file *csv;
    struct json_file *json;
    struct xlsx *xlsx;
};

// INVALID with an issue; the second names a line.
enum status records_refuse(struct records *r, const char *message);
enum status records_refuse_line(struct records *r, const char *message, int64_t line);
enum status records_refuse_text(struct records *r, const char *message, const char *text);

// The names of the columns from a gathered row, or from the options.
MUST_USE enum status records_name_columns(struct records *r, struct gather *g);
MUST_USE enum status records_take_columns(struct records *r, const char *const *names, size_t count);
// Is there anything in the row? If so, out; it has a problem when it does not fit the columns.
MUST_USE bool records_row(struct records *r, struct gather *g, struct arena *a, struct record *out);

// One per format. The source or the bytes are taken over, also on failure.
MUST_USE enum status csv_file_open(struct records *r, const struct source *s, const struct records_options *options);
MUST_USE enum status csv_file_next(struct records *r, struct arena *a, struct record *out);
const struct source *csv_file_source(const struct records *r);
char csv_file_delimiter(const struct records *r);
void csv_file_close(struct records *r);

MUST_USE enum status json_file_open(struct records *r, const struct source *s, const struct records_options *options);
MUST_USE enum status json_file_next(struct records *r, struct arena *a, struct record *out);
const struct source *json_file_source(const struct records *r);
struct record json_file_head(const struct records *r, struct arena *a);
const char *json_file_list(const struct records *r);
void json_file_close(struct records *r);

MUST_USE enum status xlsx_open(struct records *r, struct source_bytes *b, const struct source_limits *limits,
                               const struct records_options *options);
MUST_USE enum status xlsx_next(struct records *r, struct arena *a, struct record *out);
void xlsx_progress(const struct records *r, uint64_t *done_out, uint64_t *total_out);
void xlsx_close(struct records *r);

#endif
