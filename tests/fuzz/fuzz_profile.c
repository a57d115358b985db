// SPDX-License-Identifier: EUPL-1.2
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/need.h"
#include "core/profile.h"

// Stored profiles and requirements, from bytes that nobody vouches for: reading refuses them, or reads what would be
// written as exactly these bytes. Replays the files of a folder: fuzz_profile FOLDER. With clang's -fsanitize=fuzzer
// and -DFUZZING it searches for new ones.

static void must_hold(bool held, const char *what)
{
    if (held)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

static void read_profile(const unsigned char *bytes, size_t size)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct profile p;
    struct issues issues = issues_in(a);
    const unsigned char *again;
    size_t again_size;
    if (profile_decode(bytes, size, a, &p) != OK)
        return;
    profile_check(&p, day_make(2016, 4, 18), &issues);
    profile_encode(&p, a, &again, &again_size);
    must_hold(again_size == size && memcmp(again, bytes, size) == 0,
              "a profile was read that would be written otherwise");
}

static void read_requirements(const unsigned char *bytes, size_t size)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    const struct requirement *list;
    size_t count;
    const char *text = arena_strndup(a, (const char *)bytes, size);
    if (requirements_decode(text, a, &list, &count) != OK)
        return;
    for (size_t i = 0; i < count; i++)
        requirement_check(&list[i], "requirement", &issues);
    must_hold(strcmp(requirements_encode(list, count, a), text) == 0,
              "requirements were read that would be written otherwise");
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    read_profile(bytes, size);
    read_requirements(bytes, size);
    return 0;
}

#ifndef FUZZING
enum { FILE_MOST = 1 << 20 };

// Every beginning of a file is tried too: what a write that was cut off leaves behind.
static bool replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return false;
    }
    unsigned char *bytes = malloc(FILE_MOST);
    must_hold(bytes != NULL, "out of memory");
    size_t size = fread(bytes, 1, FILE_MOST, file);
    fclose(file);
    for (size_t length = 0; length <= size; length++) {
        unsigned char *own = malloc(length + 1);
        must_hold(own != NULL, "out of memory");
        memcpy(own + 1, bytes, length); // ends where the allocation ends, for the sanitizer
        LLVMFuzzerTestOneInput(own + 1, length);
        free(own);
    }
    free(bytes);
    return true;
}

static int plain_file(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
    struct dirent **entries = NULL;
    int missing = 0, count = argc == 2 ? scandir(argv[1], &entries, plain_file, alphasort) : -1;
    if (count <= 0) {
        fprintf(stderr, "usage: fuzz_profile FOLDER (with at least one file)\n");
        return 1;
    }
    printf("1..%d\n", count);
    for (int i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[1], entries[i]->d_name);
        bool ok = replay(path);
        printf("%sok %d - %s\n", ok ? "" : "not ", i + 1, entries[i]->d_name);
        missing += !ok;
        free(entries[i]);
    }
    free(entries);
    return missing != 0;
}
#endif
