// SPDX-License-Identifier: EUPL-1.2
#include "app/login_limit.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

// most: tries at once; each_ms: one comes back in so long. A day lets through from one address some 8,600 guesses, of
// these 1,400 at one account; of one-time codes 288 an account, each good with a chance of 3 in a million.
static const struct {
    int64_t most, each_ms;
} RATES[LIMIT_KINDS] = {
    [LIMIT_ADDRESS] = {30, 10000},
    [LIMIT_ACCOUNT] = {5, 60000},
    [LIMIT_SECOND_FACTOR] = {10, 300000},
    [LIMIT_CONFIRM] = {5, 60000},
    [LIMIT_CODE] = {4, 300000},
    [LIMIT_CODES] = {30, 30000},
    [LIMIT_SIGN_UP] = {40, 30000},
};

// A bucket is kept as the moment it is full again: nothing need be counted, and an old bucket is an empty place.
struct bucket {
    uint64_t key;
    int64_t full_at;
};

// Sets of eight; a new bucket takes the place in its set that is full the soonest, which forgives least.
enum { SETS = 4096, WAYS = 8 };

struct login_limit {
    pthread_mutex_t lock;
    unsigned char hash_key[crypto_shorthash_KEYBYTES]; // nobody outside can aim at a set
    struct bucket sets[SETS][WAYS];
};

struct login_limit *login_limit_open(void)
{
    struct login_limit *l = calloc(1, sizeof *l);
    if (l == NULL || sodium_init() < 0) {
        log_error("cannot begin to limit log-ins");
        abort();
    }
    pthread_mutex_init(&l->lock, NULL);
    randombytes_buf(l->hash_key, sizeof l->hash_key);
    return l;
}

void login_limit_close(struct login_limit *l)
{
    if (l == NULL)
        return;
    pthread_mutex_destroy(&l->lock);
    free(l);
}

// The bytes of an address that stand for one subscriber: 4 of IPv4 (also inside IPv6), 8 of IPv6; other text as it is.
static size_t subscriber(const char *address, unsigned char out[64])
{
    unsigned char v6[16];
    static const unsigned char mapped[12] = {[10] = 0xFF, [11] = 0xFF};
    if (inet_pton(AF_INET, address, out) == 1)
        return 4;
    if (inet_pton(AF_INET6, address, v6) == 1) {
        bool is_mapped = memcmp(v6, mapped, sizeof mapped) == 0;
        memcpy(out, is_mapped ? v6 + 12 : v6, is_mapped ? 4 : 8);
        return is_mapped ? 4 : 8;
    }
    size_t n = strnlen(address, 64);
    memcpy(out, address, n);
    return n;
}

static uint64_t bucket_key(const struct login_limit *l, enum limit_kind kind, const char *address, const char *account)
{
    // Parts with their lengths before them, so that no two different ones make the same bytes; the account is hashed,
    // as it may be long.
    unsigned char bytes[3 + 64 + 16];
    bytes[0] = (unsigned char)kind;
    size_t n = subscriber(address, bytes + 2);
    bytes[1] = (unsigned char)n;
    crypto_generichash(bytes + 2 + n, 16, (const unsigned char *)account, strlen(account), NULL, 0);
    unsigned char hash[crypto_shorthash_BYTES];
    crypto_shorthash(hash, bytes, 2 + n + 16, l->hash_key);
    uint64_t key;
    memcpy(&key, hash, sizeof key);
    return key == 0 ? 1 : key; // 0 is a place never used
}

static struct bucket *find_bucket(struct login_limit *l, uint64_t key, bool make)
{
    struct bucket *set = l->sets[key % SETS], *soonest = set;
    for (int i = 0; i < WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (set[i].full_at < soonest->full_at)
            soonest = &set[i];
    }
    if (!make)
        return NULL;
    *soonest = (struct bucket){.key = key, .full_at = INT64_MIN};
    return soonest;
}

int64_t login_limit_take(struct login_limit *l, enum limit_kind kind, const char *address, const char *account,
                         int64_t now_ms)
{
    uint64_t key = bucket_key(l, kind, address, account);
    int64_t most_ms = RATES[kind].most * RATES[kind].each_ms, wait = 0;
    pthread_mutex_lock(&l->lock);
    struct bucket *b = find_bucket(l, key, true);
    int64_t full_at = (b->full_at > now_ms ? b->full_at : now_ms) + RATES[kind].each_ms;
    if (full_at - now_ms > most_ms)
        wait = full_at - now_ms - most_ms;
    else
        b->full_at = full_at;
    pthread_mutex_unlock(&l->lock);
    return wait;
}

void login_limit_return(struct login_limit *l, enum limit_kind kind, const char *address, const char *account)
{
    uint64_t key = bucket_key(l, kind, address, account);
    pthread_mutex_lock(&l->lock);
    struct bucket *b = find_bucket(l, key, false);
    if (b != NULL)
        b->full_at -= RATES[kind].each_ms;
    pthread_mutex_unlock(&l->lock);
}
