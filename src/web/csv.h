// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_CSV_H
#define WEB_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/day.h"

// Tables for spreadsheets, in the manner Norwegian ones open by themselves: UTF-8 with a byte order mark, semicolons, CRLF
// (RFC 4180 otherwise). A text that a spreadsheet would take for a formula gets an apostrophe before it.
struct csv {
    struct buf out;
    bool begun; // the row has a field
};

struct csv csv_in(struct arena *a);
void csv_text(struct csv *c, const char *text); // NULL is an empty field
void csv_number(struct csv *c, int64_t n);
void csv_day(struct csv *c, day d);             // ISO; empty for DAY_NONE
void csv_row_end(struct csv *c);

#endif
