// SPDX-License-Identifier: EUPL-1.2
#ifndef RECORDS_FIXTURE_H
#define RECORDS_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "exchange/record.h"

// A file as one text, so that a case is a file and what it must say: "2 a=1 b=x\n" for each record, with "!" before
// the line of one that has a problem, and at the end what else there is: "INVALID 3" with the text of the issue.
static inline void say_record(struct buf *b, const struct record *record)
{
    buf_printf(b, "%s%lld", record->problem == NULL ? "" : "!", (long long)record->line);
    for (size_t i = 0; i < record->count; i++)
        buf_printf(b, " %s=%s", record->fields[i].name, record->fields[i].value);
    buf_add_char(b, '\n');
}

static inline void say_end(struct buf *b, enum status status, const struct issues *issues)
{
    if (status != NOT_FOUND)
        buf_printf(b, "%s", status_name(status));
    for (size_t i = 0; i < issues->count; i++) {
        assert_string_equal(issues->items[i].field, "file");
        const char *arg = issues->items[i].arg;
        buf_printf(b, " %s", arg == NULL ? issues->items[i].message : arg);
    }
}

static inline const char *say_file(struct arena *a, const void *bytes, size_t size, const struct records_options *options)
{
    struct arena *record_arena CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct buf b = buf_in(a);
    struct records *r CLEANUP_RECORDS = NULL;
    void *own = malloc(size); // ends where the file ends, for the sanitizer
    if (size > 0)
        memcpy(own, bytes, size);
    enum status got = records_open_bytes(own, size, options, a, &issues, &r);
    struct record record;
    while (got == OK && (got = records_next(r, record_arena, &record)) == OK) {
        say_record(&b, &record);
        arena_reset(record_arena);
    }
    say_end(&b, got, &issues);
    if (r != NULL) {
        assert_int_equal(records_next(r, record_arena, &record), got);
        uint64_t done, total;
        records_progress(r, &done, &total);
        assert_true(done <= total && (got != NOT_FOUND || done == total));
    }
    records_close(r);
    r = NULL;
    free(own);
    return buf_text(&b);
}

#endif
