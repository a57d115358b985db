// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_INTERVAL_H
#define CORE_INTERVAL_H

#include <stdint.h>

// How sure a share is: intervals of 95 per cent.
struct interval {
    double low, middle, high; // middle: what was observed
};
// Of happened among so many; count above 0. Wilson's score interval (Wilson 1927), which keeps within 0 and 1 and holds for few.
struct interval interval_share(int64_t happened, int64_t count);
// Of the first share less the second. Newcombe's hybrid of two score intervals (Newcombe 1998, method 10).
struct interval interval_difference(int64_t happened, int64_t count, int64_t other_happened, int64_t other_count);

#endif
