// SPDX-License-Identifier: EUPL-1.2
#include "base/random.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

static void start(void)
{
    // Safe to call from any thread, any number of times.
    int answer = sodium_init();
    assert(answer >= 0);
    (void)answer;
}

void random_bytes(void *out, size_t size)
{
    start();
    randombytes_buf(out, size);
}

uint32_t random_u32(void)
{
    uint32_t value;
    random_bytes(&value, sizeof value);
    return value;
}

uint64_t random_u64(void)
{
    uint64_t value;
    random_bytes(&value, sizeof value);
    return value;
}

// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
uint64_t random_stream_u64(struct random_stream *r)
{
    uint64_t z = r->seed + ++r->drawn * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

uint32_t random_stream_below(struct random_stream *r, uint32_t limit)
{
    assert(limit >= 1);
    // Values above the last whole multiple would make the small results likelier: drawn again.
    uint64_t whole = UINT64_MAX - UINT64_MAX % limit, value;
    do
        value = random_stream_u64(r);
    while (value >= whole);
    return (uint32_t)(value % limit);
}
