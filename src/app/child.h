// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_CHILD_H
#define APP_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/resource.h>

#include "base/arena.h"
#include "base/status.h"

// This same program, run again in a process of its own with a hidden argument: it reads its standard input, writes its
// standard output, and has no other file open. What must be bounded or may be hostile is done there.
struct child {
    const char *argument;
    char *const *environment; // all of it; NULL ends it
    int most_ms;              // one that has not ended by then is ended
};
// Runs it with the bytes as its input and waits. *code_out: its exit code, or -1 when something stopped it; *output_out: a
// file of what it wrote, to be closed. FAILED, logged: it could not be begun.
MUST_USE enum status child_run(const struct child *child, const void *bytes, size_t size, int *code_out, int *output_out);
// All that it wrote. FAILED: nothing, or more than most bytes.
MUST_USE enum status child_output(int output, size_t most, struct arena *a, const void **bytes_out, size_t *size_out);

// In the child.
void child_limit(int what, rlim_t most); // RLIMIT_CPU …
MUST_USE bool child_write(const void *bytes, size_t size); // to its standard output

#endif
