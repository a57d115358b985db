// SPDX-License-Identifier: EUPL-1.2
#ifndef BASE_SEAL_H
#define BASE_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

// Sealing, keyed hashes and passwords, by libsodium. Thread-safe.
enum { SEAL_KEY = 32, SEAL_TOKEN = 32, SEAL_EXTRA = 41 }; // a sealed value is this many bytes longer

struct seal_key {
    unsigned char bytes[SEAL_KEY];
};

void seal_key_make(struct seal_key *out);
// A key for one purpose; number and context (8 characters) name it.
void seal_key_derive(const struct seal_key *master, uint64_t number, const char *context, struct seal_key *out);
void seal_key_forget(struct seal_key *key); // overwrites it

// XChaCha20-Poly1305 with a random nonce. noun and row are bound to it: the value opens in its own place only.
void seal(const struct seal_key *key, const char *noun, int64_t row, const void *bytes, size_t size, struct arena *a,
          const void **sealed_out, size_t *sealed_size_out);
// INVALID: another key, another place, or changed.
MUST_USE enum status seal_open(const struct seal_key *key, const char *noun, int64_t row, const void *sealed,
                               size_t sealed_size, struct arena *a, const void **bytes_out, size_t *size_out);

// BLAKE2b; keyed, or with key NULL a plain hash for values that are random themselves.
void seal_token(const struct seal_key *key, const void *bytes, size_t size, unsigned char out[SEAL_TOKEN]);
bool seal_equal(const void *one, const void *other, size_t size); // in a time that does not tell where they differ

// argon2id with libsodium's interactive limits, in its own notation.
const char *password_hash(const char *password, struct arena *a);
// False also for an empty hash, after the time that a real one takes.
bool password_fits(const char *hash, const char *password);

#endif
