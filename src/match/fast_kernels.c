// SPDX-License-Identifier: EUPL-1.2
#include "match/fast_kernel.h"

extern const struct kernel KERNEL_PORTABLE;
#if defined(__x86_64__)
extern const struct kernel KERNEL_AVX512, KERNEL_AVX2;
#endif

const struct kernel *const KERNELS[] = {
#if defined(__x86_64__)
    &KERNEL_AVX512,
    &KERNEL_AVX2,
#endif
    &KERNEL_PORTABLE,
    NULL,
};

const struct kernel *kernel_choose(void)
{
    const struct kernel *const *k = KERNELS;
    while (!(*k)->runs_here())
        k++;
    return *k;
}
