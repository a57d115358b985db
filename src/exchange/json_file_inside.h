// SPDX-License-Identifier: EUPL-1.2
#ifndef EXCHANGE_JSON_FILE_INSIDE_H
#define EXCHANGE_JSON_FILE_INSIDE_H

#include "exchange/record_inside.h"

// JSON (RFC 8259) read character by character from a window, so that reading can stop after any value of a list.

enum {
    JSON_DEPTH_MOST = 32,
    JSON_PATH_MOST = 1024,
    JSON_NUMBER_MOST = 64,
    JSON_KEYS_PER_FIELD = 4, // names of objects and nulls give no field
};

struct json_text {
    struct source source; // inside is NULL for text in memory
    struct arena *arena;
    int64_t line;           // that at stands in
    const char *fault;      // msgid with a %s, set with INVALID unless the source has told its own
    const char *fault_text; // for the %s
};

struct json_seen {
    uint64_t hash;
    uint64_t round; // of the record it belongs to; those of others are free
};

// A value on its way to fields. seen: hashes of the paths that had a name in an object, so that none comes twice.
struct json_flat {
    struct gather gather;
    char path[JSON_PATH_MOST];
    struct json_seen *seen;
    size_t seen_count, seen_room;
    uint64_t round;
    uint64_t secret; // of the hashes, so that nobody can make many collide
};

struct json_flat *json_flat_in(struct arena *a, const struct record_limits *limits);
void json_flat_reset(struct json_flat *f, int64_t line);

// To the next character that is no white space. NOT_FOUND at the end of the text.
MUST_USE enum status json_space(struct json_text *j);
// The same where the text must not end.
MUST_USE enum status json_go_on(struct json_text *j);
MUST_USE enum status json_fault(struct json_text *j, const char *message);
extern const char json_wrong[]; // msgid of the fault that has no better one

// A name and the colon behind it, which is added to the path of the object. Leaves at at the value.
MUST_USE enum status json_name(struct json_text *j, struct json_flat *f, size_t parent, size_t *path_out);
// The value at at, whole, as fields with that path.
MUST_USE enum status json_value(struct json_text *j, struct json_flat *f, size_t path, int depth);

#endif
