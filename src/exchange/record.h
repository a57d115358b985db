// SPDX-License-Identifier: EUPL-1.2
#ifndef EXCHANGE_RECORD_H
#define EXCHANGE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/issues.h"
#include "base/status.h"

// Files that come from outside, as one shape whatever their format: a stream of records with named values. Nothing of a
// file is trusted, and the memory needed does not grow with it (shared texts of a workbook excepted, which have a cap).
//
// CSV    comma, semicolon, tab or bar; the first line with content names the columns, a "#" before it is left out, other
//        lines with "#" before it are passed over. UTF-8, UTF-16, and Windows-1252 when it cannot be UTF-8.
// JSON   an array of objects; one object; an object that holds a list; or an object a line (RFC 8259, UTF-8 or UTF-16).
// XLSX   one sheet of an Office Open XML workbook (ECMA-376); formulas give the value they were saved with.
// CSV and JSON may be compressed with gzip (RFC 1952). Control characters become what Windows-1252 has in their place, or a
// space. A value that begins with = is data and stays text, in all of them.

struct record_field {
    const char *name;  // the column, or a dotted path: "forretningsadresse.kommunenummer", "locationList.0.municipal"
    const char *value; // as text_valid wants it; may be of several lines, and in CSV and XLSX ""
};

struct record {
    int64_t line;        // where it begins: the line in CSV and JSON, the row in XLSX; from 1
    const char *problem; // msgid when this record must not be used though the file can be read on, or NULL
    const struct record_field *fields;
    size_t count;
};

enum record_format { RECORDS_GUESS, RECORDS_CSV, RECORDS_JSON, RECORDS_XLSX };

// All zero is a good choice: then the file itself decides, and the limits are the defaults.
struct records_options {
    enum record_format format;
    char delimiter;             // CSV: 0 guesses from the first lines
    const char *const *columns; // CSV, XLSX: names of the columns of a file that does not name them
    size_t column_count;
    int64_t header_line;        // CSV, XLSX: the line or row that names the columns; 0 for the first with content
    bool short_rows;            // CSV: some programs leave out empty values at the end of a row; then it is no problem
    const char *sheet;          // XLSX: its name; NULL for the first
    const char *const *lists;   // JSON: paths of lists, ended by NULL; "*" stands for any one name. {NULL}: no list.
                                // NULL: _embedded.*, content, items, codes, classificationItems, codeChanges
    // Limits; 0 for the default.
    size_t field_bytes_most;    // of one value: 1 MiB
    size_t record_bytes_most;   // of all names and values of one record: 4 MiB
    size_t fields_most;         // of one record: 512; JSON 2,048
    uint64_t bytes_most;        // of the file when it is unpacked: 16 GiB; one part of a workbook 1 GiB
    uint64_t ratio_most;        // unpacked to packed, once 8 MiB have been unpacked: 200
};

struct records;

// Opens a file and reads as far as needed to know its format and columns. The reader, its columns and head are the
// arena's; options need not live on, issues must until the end. NOT_FOUND: there is no such file. INVALID: it cannot be
// read, issues says why and what to do. All issues are of the field "file".
MUST_USE enum status records_open(const char *path, const struct records_options *options, struct arena *a,
                                  struct issues *issues, struct records **out);
// The same for a file in memory, which must outlive the reader.
MUST_USE enum status records_open_bytes(const void *bytes, size_t size, const struct records_options *options,
                                        struct arena *a, struct issues *issues, struct records **out);
void records_close(struct records *r); // NULL is passed over

// The next record, which is the arena's; reset that between records at will. NOT_FOUND at the end. INVALID: the file is
// broken from here on, issues says how and at which line. Records in which every value is empty are passed over.
// With record.problem its values are as far as they could be read; what lies beyond the columns has the name "".
MUST_USE enum status records_next(struct records *r, struct arena *a, struct record *out);

const char *record_get(const struct record *record, const char *name); // the first of the name, or NULL

enum record_format records_format(const struct records *r);
const char *records_encoding(const struct records *r); // "UTF-8", "UTF-16" or "Windows-1252": as far as it is known
char records_delimiter(const struct records *r);       // CSV; 0 when there is one column

// For mapping. A column whose name is empty is called by its place: "#3". JSON has none.
size_t records_columns(const struct records *r, const char *const **names_out);
// The sheets of a workbook, in its order; none for other formats.
size_t records_sheets(const struct records *r, const char *const **names_out);

// JSON: the values of the document around the list ("name", "validFrom", "next_url", "page.totalElements"), without the
// list. What stands behind the list is known once records_next has said NOT_FOUND. Empty when there is no list.
struct record records_head(const struct records *r, struct arena *a);
// JSON: the path of the list that is read ("_embedded.enheter"), or NULL as long as none has begun.
const char *records_list(const struct records *r);

// How far it is: bytes of the file itself, packed or not.
void records_progress(const struct records *r, uint64_t *done_out, uint64_t *total_out);

// JSON that stands as text inside a value: an object, or an array whose elements are called "0.code", "1.code".
// INVALID when it is not JSON, without an issue: the caller knows which line it was.
MUST_USE enum status record_read_json(const char *text, struct arena *a, struct record *out);

static inline void records_cleanup(struct records **r)
{
    records_close(*r);
}
#define CLEANUP_RECORDS __attribute__((cleanup(records_cleanup)))

#endif
