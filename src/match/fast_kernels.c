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

// Asked here and not in the kernel's own file, of which everything may use what the machine lacks.
bool kernel_runs_here(const struct kernel *k)
{
#if defined(__x86_64__)
    if (k == &KERNEL_AVX512)
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("popcnt");
    if (k == &KERNEL_AVX2)
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
#endif
    return true;
}

const struct kernel *kernel_choose(void)
{
    const struct kernel *const *k = KERNELS;
    while (!kernel_runs_here(*k))
        k++;
    return *k;
}
