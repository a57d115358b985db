// SPDX-License-Identifier: EUPL-1.2
#ifndef BENCH_SHAPES_H
#define BENCH_SHAPES_H

#include "match/match.h"

// Needs of every shape that the bars name.
struct shape {
    const char *name;
    struct match_need need;
    struct requirement list[REQUIREMENTS_MOST];
};

size_t shapes_make(struct shape **shapes_out); // kept for good
#endif
