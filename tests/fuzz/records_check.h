// SPDX-License-Identifier: EUPL-1.2
#ifndef FUZZ_RECORDS_CHECK_H
#define FUZZ_RECORDS_CHECK_H

#include "base/text.h"
#include "exchange/record.h"

static inline void must_hold(bool held, const char *what)
{
    if (held)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

// What is true of every record of every file.
static inline void check_record(const struct record *record, size_t fields_most)
{
    must_hold(record->line > 0, "a record has no line");
    must_hold(record->count > 0 && record->count <= fields_most, "a record is empty, or too large");
    for (size_t i = 0; i < record->count; i++) {
        const struct record_field *field = &record->fields[i];
        must_hold(text_valid(field->name, strlen(field->name)), "a name is not text");
        must_hold(text_valid(field->value, strlen(field->value)), "a value is not text");
        must_hold(record_get(record, field->name) != NULL, "a value is not found");
    }
}

// Reads a file to its end. each gets what can be used.
static inline void check_records(const void *bytes, size_t size, const struct records_options *options, size_t fields_most,
                                 void (*each)(void *user, const struct record *record), void *user)
{
    struct arena *a CLEANUP_ARENA = arena_open(), *own CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct records *r CLEANUP_RECORDS = NULL;
    enum status got = records_open_bytes(bytes, size, options, a, &issues, &r);
    must_hold(got == OK || got == INVALID, "opening has failed");
    if (got == OK) {
        const char *const *names;
        for (size_t i = records_columns(r, &names); i-- > 0;)
            must_hold(text_valid(names[i], strlen(names[i])) && names[i][0] != '\0', "a column has no name");
        struct record record = {0};
        int64_t line = 0;
        while ((got = records_next(r, own, &record)) == OK) {
            check_record(&record, fields_most);
            must_hold(record.line >= line, "lines go back");
            line = record.line;
            if (each != NULL)
                each(user, &record);
            arena_reset(own);
        }
        must_hold(got == NOT_FOUND || got == INVALID, "reading has failed");
        struct record head = records_head(r, own);
        for (size_t i = 0; i < head.count; i++)
            must_hold(text_valid(head.fields[i].value, strlen(head.fields[i].value)), "the head is not text");
        uint64_t done, total;
        records_progress(r, &done, &total);
        must_hold(done <= total, "more is read than there is");
    }
    must_hold((got == INVALID) == (issues.count > 0), "a refusal has no reason, or a reason no refusal");
    for (size_t i = 0; i < issues.count; i++)
        must_hold((strstr(issues.items[i].message, "%s") != NULL) == (issues.items[i].arg != NULL), "a reason misses its part");
}

#endif
