// SPDX-License-Identifier: EUPL-1.2
#ifndef EXCHANGE_XLSX_INSIDE_H
#define EXCHANGE_XLSX_INSIDE_H

#include <zip.h>

#include "exchange/record_inside.h"
#include "exchange/xml_inside.h"

// An Office Open XML workbook (ECMA-376, parts 1 and 2): a zip archive of XML parts that point at each other.

enum {
    XLSX_ENTRIES_MOST = 10000,
    XLSX_DIRECTORY_MOST = 8 << 20,  // bytes of the archive's list of entries
    XLSX_SHEETS_MOST = 1000,
    XLSX_STYLES_MOST = 65536,
    XLSX_STRINGS_MOST = 2000000,
    XLSX_STRINGS_BYTES_MOST = 32 << 20,
    XLSX_CELL_BYTES_MOST = 128 << 10, // a cell holds 32,767 UTF-16 units
};

// How a number in a cell is shown, as far as it changes what is meant.
struct xlsx_style {
    bool day, time; // a date, a time of day, or both
    int zeros;      // shown with at least so many digits: "0000" for postal codes
};

struct xlsx_sheet;

struct xlsx {
    struct records *records;
    struct source_limits limits;
    zip_t *zip;
    uint64_t file_size;
    const char *const *parts; // of the sheets
    bool from_1904;           // days are counted from 1904-01-01
    const char **strings;
    size_t string_count;
    struct xlsx_style *styles;
    size_t style_count;
    struct xlsx_sheet *sheet;
};

// A part on its way out of the archive.
struct xlsx_part {
    zip_file_t *file;
    uint64_t size;   // as declared
    uint64_t packed; // as declared, at most the archive
    uint64_t read;
};

// NOT_FOUND: there is no such part.
MUST_USE enum status xlsx_part_open(struct xlsx *x, const char *name, struct xlsx_part *out);
MUST_USE enum status xlsx_part_read(struct xlsx *x, struct xlsx_part *p, void *out, size_t n, size_t *count_out);
void xlsx_part_close(struct xlsx_part *p);
// A whole part through calls that get user. NOT_FOUND: there is none.
MUST_USE enum status xlsx_part_parse(struct xlsx *x, const char *name, const struct xml_calls *calls, void *user);

enum status xlsx_damaged(struct xlsx *x);
// The issue for XML that could not be read; of a call that has stopped it, the caller has told already.
enum status xlsx_xml_fault(struct xlsx *x, const struct xml_stream *s);

MUST_USE enum status xlsx_read_workbook(struct xlsx *x); // sheets, and where strings and styles are: reads those too
MUST_USE enum status xlsx_read_strings(struct xlsx *x, const char *part);
MUST_USE enum status xlsx_read_styles(struct xlsx *x, const char *part);

MUST_USE enum status xlsx_sheet_open(struct xlsx *x, const char *part, const struct records_options *options);
MUST_USE enum status xlsx_sheet_next(struct xlsx *x, struct arena *a, struct record *out);
void xlsx_sheet_progress(const struct xlsx *x, uint64_t *done_out, uint64_t *total_out);
void xlsx_sheet_close(struct xlsx *x);

// What a number format means. Built in: ECMA-376 part 1, 18.8.30.
struct xlsx_style xlsx_style_of_code(const char *code);
struct xlsx_style xlsx_style_built_in(int id);
// A number as people would write it: "981452984", "0.5", "0150", "2024-03-01", "2024-03-01T10:30:00", "10:30:00".
// False when it is no number; a day that there is not stays a number.
MUST_USE bool xlsx_number(const char *text, struct xlsx_style style, bool from_1904, char *out, size_t room);
// Puts in the characters that stand as _x000D_; text is changed where it lies.
void xlsx_unescape(char *text, size_t *length);

#endif
