// SPDX-License-Identifier: EUPL-1.2
#include "core/interval.h"

#include <math.h>

static const double Z = 1.959963984540054; // of the normal distribution, two sides of 95 per cent

struct interval interval_share(int64_t happened, int64_t count)
{
    double n = (double)count, p = (double)happened / n, zz = Z * Z;
    double middle = (p + zz / (2 * n)) / (1 + zz / n);
    double half = Z * sqrt(p * (1 - p) / n + zz / (4 * n * n)) / (1 + zz / n);
    // At the ends the formula gives 0 and 1 but for rounding.
    return (struct interval){happened == 0 ? 0 : middle - half, p, happened == count ? 1 : middle + half};
}

struct interval interval_difference(int64_t happened, int64_t count, int64_t other_happened, int64_t other_count)
{
    double p = (double)happened / (double)count, q = (double)other_happened / (double)other_count;
    struct interval a = interval_share(happened, count), b = interval_share(other_happened, other_count);
    double below = sqrt((p - a.low) * (p - a.low) + (b.high - q) * (b.high - q));
    double above = sqrt((a.high - p) * (a.high - p) + (q - b.low) * (q - b.low));
    return (struct interval){p - q - below, p - q, p - q + above};
}
