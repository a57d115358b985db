// SPDX-License-Identifier: EUPL-1.2
#include "replay.h"

#include <jansson.h>

#include "records_check.h"

// JSON, packed or not: what can be read is text; and what is JSON is decided as another reader of JSON decides it.
// Replays the files of a folder: fuzz_json FOLDER. With clang's -fsanitize=fuzzer and -DFUZZING it searches for new ones.

static int depth_of(const json_t *value)
{
    int most = 0;
    size_t i;
    const char *name;
    json_t *inner;
    if (json_is_array(value)) {
        json_array_foreach(value, i, inner)
            most = depth_of(inner) > most ? depth_of(inner) : most;
    } else if (json_is_object(value)) {
        json_object_foreach((json_t *)value, name, inner)
            most = depth_of(inner) > most ? depth_of(inner) : most;
    } else {
        return 0;
    }
    return most + 1;
}

static void compare(struct arena *a, const char *text)
{
    if (!text_valid(text, strlen(text)) || strlen(text) > 1000)
        return;
    struct record record;
    enum status got = record_read_json(text, a, &record);
    json_error_t error;
    json_t *other = json_loads(text, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (got == OK && record.problem == NULL && other == NULL)
        must_hold(json_error_code(&error) == json_error_numeric_overflow || json_error_code(&error) == json_error_invalid_utf8,
                  "this is not JSON");
    // We also refuse numbers beyond all reason and names that are the same once they are joined by dots.
    if (other != NULL && strpbrk(text, ".eE") == NULL && strstr(text, "\"\"") == NULL && strlen(text) < 60)
        must_hold(got == OK || depth_of(other) > 32, "this is JSON");
    json_decref(other);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    static const char *const lists[] = {"*.b", "a", NULL};
    if (size > 1 && bytes[0] == 'P' && bytes[1] == 'K')
        return 0; // fuzz_xlsx has those
    struct arena *a CLEANUP_ARENA = arena_open();
    check_records(bytes, size, &(struct records_options){.format = RECORDS_JSON}, 2048, NULL, NULL);
    check_records(bytes, size, &(struct records_options){.format = RECORDS_JSON, .lists = lists, .field_bytes_most = 6,
                  .record_bytes_most = 40, .fields_most = 4, .bytes_most = 200}, 4, NULL, NULL);
    compare(a, arena_strndup(a, (const char *)bytes, size));
    return 0;
}

#ifndef FUZZING
int main(int argc, char **argv)
{
    return replay_folder(argc, argv);
}
#endif
