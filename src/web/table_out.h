// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_TABLE_OUT_H
#define WEB_TABLE_OUT_H

#include "base/buf.h"
#include "base/day.h"
#include "base/status.h"

// A table for spreadsheets, written row by row and never held whole.
//   CSV   UTF-8 with a byte order mark, semicolons, CRLF (RFC 4180 otherwise): how Norwegian spreadsheets open it by
//         themselves. A text that a spreadsheet would take for a formula gets an apostrophe before it.
//   XLSX  texts, numbers and days as what they are, the first row frozen, wide enough columns. Nothing is a formula.
enum table_format { TABLE_CSV, TABLE_XLSX };
enum table_kind { TABLE_TEXT, TABLE_NUMBER, TABLE_DAY };
struct table_column {
    const char *title; // as shown
    enum table_kind kind;
    int width;         // in characters
};

const char *table_media_type(enum table_format format);
const char *table_ending(enum table_format format); // "csv"

struct table_out;
// The first row are the titles. folder: where XLSX may put files that nobody else can open and that have no name any more;
// unused for CSV. sheet: its name in XLSX, at most 31 characters.
MUST_USE enum status table_begin(enum table_format format, const char *sheet, const struct table_column *columns, size_t count,
                                 const char *folder, struct table_out **out);
void table_text(struct table_out *t, const char *text); // NULL is an empty cell
void table_number(struct table_out *t, int64_t n);
void table_day(struct table_out *t, day d);             // DAY_NONE is an empty cell
void table_row_end(struct table_out *t);
// Of CSV: what has been written since the last time.
void table_take(struct table_out *t, struct buf *to);
// Of XLSX: ends the file and hands over its descriptor and size. It is open only here: closing it is the end of it.
MUST_USE enum status table_finish(struct table_out *t, int *file_out, uint64_t *size_out);
void table_end(struct table_out *t); // NULL is fine

#endif
