// SPDX-License-Identifier: EUPL-1.2
#ifndef FUZZ_REPLAY_H
#define FUZZ_REPLAY_H

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

// Every file of a folder and every beginning of it, as TAP. Returns main's exit code.
static inline bool replay_file(const char *path)
{
    enum { FILE_MOST = 1 << 16 };
    FILE *file = fopen(path, "rb");
    unsigned char *bytes = malloc(FILE_MOST);
    if (file == NULL || bytes == NULL) {
        perror(path);
        free(bytes);
        if (file != NULL)
            fclose(file);
        return false;
    }
    size_t size = fread(bytes, 1, FILE_MOST, file);
    fclose(file);
    for (size_t length = 0; length <= size; length++) {
        unsigned char *own = malloc(length + 1);
        if (own == NULL)
            abort();
        memcpy(own + 1, bytes, length); // ends where the allocation ends, for the sanitizer
        LLVMFuzzerTestOneInput(own + 1, length);
        free(own);
    }
    free(bytes);
    return true;
}

static inline int replay_plain_file(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static inline int replay_folder(int argc, char **argv)
{
    struct dirent **entries = NULL;
    int missing = 0, count = argc == 2 ? scandir(argv[1], &entries, replay_plain_file, alphasort) : -1;
    if (count <= 0) {
        fprintf(stderr, "usage: %s FOLDER (with at least one file)\n", argv[0]);
        return 1;
    }
    printf("1..%d\n", count);
    for (int i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[1], entries[i]->d_name);
        bool ok = replay_file(path);
        printf("%sok %d - %s\n", ok ? "" : "not ", i + 1, entries[i]->d_name);
        missing += !ok;
        free(entries[i]);
    }
    free(entries);
    return missing != 0;
}

#endif
