// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_CV_CHILD_H
#define APP_CV_CHILD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/issues.h"
#include "base/status.h"

// Taking the CV out of a Europass PDF in a process of its own: this same program, run again with a hidden argument, with
// 100 MB of memory, 2 seconds of processor time and no file but the PDF. What a hostile PDF does there hurts nobody.

enum { CV_CHILD_MEMORY = 100 << 20, CV_CHILD_SECONDS = 2 };

// At the very beginning of main: true when this process is such a child, which has then done its work; *code_out is what
// main is to return.
bool cv_child_run(int argc, char **argv, int *code_out);

// INVALID: issues (field "file") says why there is no CV in it, and what to do.
MUST_USE enum status cv_child_read(const void *bytes, size_t size, struct arena *a, struct issues *issues,
                                   const void **out, size_t *size_out);

#endif
