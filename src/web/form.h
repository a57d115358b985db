// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/code.h"
#include "base/day.h"
#include "base/status.h"

// The fields of a form or of a query string, in the order they were sent; a name may come more than once.
// Names and values are text_valid (base/text.h); form_text and form_lines tidy them and make them NFC.
struct form_field {
    const char *name;
    const char *value;
};

struct form {
    const struct form_field *fields;
    size_t count;
};

enum { FORM_FIELDS_MOST = 1000, FORM_BYTES_MOST = 1 << 20 };

// Reads application/x-www-form-urlencoded bytes. INVALID: a % without two hexadecimal digits, a byte that is not
// UTF-8, a forbidden control character, too many fields or bytes.
MUST_USE enum status form_read(struct arena *a, const char *bytes, size_t size, struct form *out);

bool form_has(const struct form *f, const char *name);
// The first value as it was sent, or NULL: for passwords and for showing again.
const char *form_typed(const struct form *f, const char *name);
// The first value as one line (text_line) or as several (text_trim); "" when absent.
const char *form_text(const struct form *f, struct arena *a, const char *name);
const char *form_lines(const struct form *f, struct arena *a, const char *name);
// Every value of a name (checkbox groups), in order; empty ones left out.
size_t form_all(const struct form *f, struct arena *a, const char *name, const char *const **values_out);
// A checkbox: sent and not empty.
bool form_flag(const struct form *f, const char *name);

// OK, NOT_FOUND when absent or only space, INVALID when it cannot be read. They take loose input:
// numbers with group spaces or dots ("10 000", "1.000"), dates in the manners people have (form_read_day).
MUST_USE enum status form_int(const struct form *f, const char *name, int64_t *out);
MUST_USE enum status form_id(const struct form *f, const char *name, int64_t *out); // decimal, above 0
MUST_USE enum status form_code(const struct form *f, const char *name, struct code *out);
MUST_USE enum status form_day(const struct form *f, const char *name, day *out);
MUST_USE enum status form_month(const struct form *f, const char *name,
                                month *out); // "06.2016", "juni 2016", "2016-06"

// The parsers by themselves. "5.6.2016", "05.06.16" (00–79 is 20xx), "5/6-2016", "5. juni 2016", "5 June 2016",
// "2016-06-05", "05062016", "050616". Day before month; a date without year is not read.
bool form_read_day(const char *text, day *out);
bool form_read_month(const char *text, month *out);
bool form_read_int(const char *text, int64_t *out);

// For showing again in a text field: "05.06.2016", "06.2016"; "" for DAY_NONE and MONTH_NONE.
const char *form_day_text(struct arena *a, day d);
const char *form_month_text(struct arena *a, month m);

#endif
