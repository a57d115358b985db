// SPDX-License-Identifier: EUPL-1.2
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

// Randomness fit for keys and tokens, from the operating system.
void random_bytes(void *out, size_t size);
uint32_t random_u32(void);
uint64_t random_u64(void);

// The same numbers at every run, for demo and tests; never for keys or tokens. Start with {.seed = s}.
struct random_stream {
    uint64_t seed;
    uint64_t drawn;
};
uint64_t random_stream_u64(struct random_stream *r);
uint32_t random_stream_below(struct random_stream *r, uint32_t limit); // 0 … limit - 1, evenly; limit ≥ 1

#endif
