// SPDX-License-Identifier: EUPL-1.2
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

// Comma-separated values as RFC 4180 has them, read row by row where they lie; quoted fields may hold commas, quotes
// written twice and line breaks. Lines that begin with # and empty lines are passed over. For our own files.
struct csv {
    const char *at, *end;
    struct arena *arena;
    size_t line; // where the last row began, from 1
    size_t next_line;
};

struct csv csv_of(struct arena *a, const void *bytes, size_t size);

// The next row: its fields, unquoted, each ended by NUL, are the arena's. False at the end. count_out tells how many the
// row has; of more than `most` the rest is left out. An unfinished quote ends with the file.
bool csv_next(struct csv *c, const char **fields_out, size_t most, size_t *count_out);

// Ends the program with a line in the log: a file of ours that does not hold together is a defect of the program.
_Noreturn void csv_defect(const struct csv *c, const char *file, const char *what);

// The parts of a field between bars, "" between two of them left out: "a|b" gives "a" and "b".
size_t csv_parts(struct arena *a, const char *field, const char **parts_out, size_t most);

#endif
