// SPDX-License-Identifier: EUPL-1.2
#include "replay.h"

#include "base/buf.h"
#include "records_check.h"

// Separated values, packed or not: what can be read is text, and reads the same when it is written anew. Replays the
// files of a folder: fuzz_csv FOLDER. With clang's -fsanitize=fuzzer and -DFUZZING it searches for new ones.

struct copy {
    struct arena *arena;
    struct buf file, said;
    size_t columns;
};

static void write_value(struct buf *b, const char *value)
{
    buf_add_char(b, '"');
    for (; *value != '\0'; value++) {
        buf_add_char(b, *value);
        if (*value == '"')
            buf_add_char(b, '"');
    }
    buf_add_char(b, '"');
}

static void copy_record(void *user, const struct record *record)
{
    struct copy *c = user;
    if (record->problem != NULL)
        return;
    if (c->columns == 0) {
        c->columns = record->count;
        for (size_t i = 0; i < record->count; i++)
            buf_printf(&c->file, "%s\"k%zu\"", i > 0 ? ";" : "", i);
        buf_add_char(&c->file, '\n');
    }
    for (size_t i = 0; i < record->count; i++) {
        if (i > 0)
            buf_add_char(&c->file, ';');
        write_value(&c->file, record->fields[i].value);
        buf_printf(&c->said, "%s|", record->fields[i].value);
    }
    buf_add_char(&c->file, '\n');
}

static void say_record(void *user, const struct record *record)
{
    struct copy *c = user;
    must_hold(record->problem == NULL, "a good record has become a bad one");
    for (size_t i = 0; i < record->count; i++)
        buf_printf(&c->said, "%s|", record->fields[i].value);
}

static void check_copy(const unsigned char *bytes, size_t size, const struct records_options *options)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct copy first = {.arena = a, .file = buf_in(a), .said = buf_in(a)}, second = first;
    check_records(bytes, size, options, 512, copy_record, &first);
    if (first.columns == 0)
        return;
    check_records(first.file.data, first.file.length, &(struct records_options){.format = RECORDS_CSV, .delimiter = ';'}, 512,
                  say_record, &second);
    must_hold(strcmp(buf_text(&first.said), buf_text(&second.said)) == 0, "a record does not come back");
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    static const char *const columns[] = {"x", "y", "z"};
    if (size > 1 && bytes[0] == 'P' && bytes[1] == 'K')
        return 0; // fuzz_xlsx has those
    check_copy(bytes, size, NULL);
    check_records(bytes, size, &(struct records_options){.format = RECORDS_CSV, .columns = columns, .column_count = 3, .short_rows = true},
                  512, NULL, NULL);
    check_records(bytes, size, &(struct records_options){.format = RECORDS_CSV, .header_line = 2, .field_bytes_most = 5,
                  .record_bytes_most = 20, .fields_most = 3, .bytes_most = 100}, 3, NULL, NULL);
    return 0;
}

#ifndef FUZZING
int main(int argc, char **argv)
{
    return replay_folder(argc, argv);
}
#endif
