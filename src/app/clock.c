// SPDX-License-Identifier: EUPL-1.2
#include <time.h>

#include "app/internal.h"

int64_t clock_real(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_shift(day today) // keeps the time on the wall, so that a winter's late evening stays on that day in summer
{
    int64_t real = clock_real(), shift = today == DAY_NONE ? 0 : ((int64_t)today - day_in_norway(real)) * 86400000;
    return shift - (norway_offset_minutes(real + shift) - norway_offset_minutes(real)) * 60000;
}
