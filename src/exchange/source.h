// SPDX-License-Identifier: EUPL-1.2
#ifndef EXCHANGE_SOURCE_H
#define EXCHANGE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/issues.h"
#include "base/status.h"

// The text of a file as a window that slides over it: unpacked, in well-formed UTF-8 (RFC 3629) without a byte order mark
// and without NUL. Faults stop it where they are: what stands before them can be read.
struct source {
    const char *at, *end; // text that nobody has taken yet; the reader moves at
    struct source_inside *inside;
};

enum {
    SOURCE_WINDOW = 64 * 1024,  // most bytes between at and end
    SOURCE_RATIO_FREE = 8 << 20, // bytes that may unpack at any ratio
};

struct source_limits {
    uint64_t bytes_most; // unpacked
    uint64_t ratio_most; // unpacked to packed, after SOURCE_RATIO_FREE
};

// The bytes of a file or of memory, neither unpacked nor decoded. Files are read, not mapped: one that somebody cuts
// short must not end the program.
struct source_bytes {
    int file; // -1: memory
    const unsigned char *memory;
    uint64_t size;
};

// NOT_FOUND or INVALID with an issue when it is no file that can be read.
MUST_USE enum status source_bytes_open(const char *path, struct issues *issues, struct source_bytes *out);
void source_bytes_close(struct source_bytes *b);
// Up to n bytes from an offset. Fewer only at the end.
MUST_USE enum status source_bytes_read(const struct source_bytes *b, uint64_t offset, void *out, size_t n, size_t *count_out);

// Takes over b. The first bytes decide about gzip and encoding; the window is still empty. To be closed whatever it answers.
MUST_USE enum status source_open(struct source_bytes *b, const struct source_limits *limits, struct arena *a,
                                 struct issues *issues, struct source *out);
void source_close(struct source *s);

// The first bytes, unpacked, behind a byte order mark and not decoded. Only before the window is filled.
const unsigned char *source_beginning(const struct source *s, size_t *count_out);
// What is not UTF-8 may be Windows-1252. Only before the window is filled.
void source_allow_legacy(struct source *s);

// Adds text behind what the window holds, and moves it for that: at changes. NOT_FOUND at the end of the file.
MUST_USE enum status source_fill(struct source *s);

const char *source_encoding(const struct source *s);
void source_progress(const struct source *s, uint64_t *done_out, uint64_t *total_out);

// Is the byte sequence at p well-formed? Its length 1 to 4, 0 when not, -1 when it is cut off by end.
int source_sequence(const unsigned char *p, const unsigned char *end);
size_t source_put(char *out, uint32_t c);         // writes a character, at most four bytes
uint32_t source_legacy_sign(unsigned char byte); // what Windows-1252 means by it

#endif
