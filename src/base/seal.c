// SPDX-License-Identifier: EUPL-1.2
#include "base/seal.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/random.h"

enum {
    FORMAT = 1, // the first byte, so that another cipher can come beside this one
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    PLACE_MOST = 64,
};
_Static_assert(1 + NONCE + TAG == SEAL_EXTRA, "the header names what a sealed value is longer by");
_Static_assert(SEAL_KEY == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "one key size");
_Static_assert(SEAL_KEY == crypto_kdf_KEYBYTES, "one key size");

static void start(void)
{
    int answer = sodium_init();
    assert(answer >= 0);
    (void)answer;
}

void seal_key_make(struct seal_key *out)
{
    random_bytes(out->bytes, sizeof out->bytes);
}

void seal_key_derive(const struct seal_key *master, uint64_t number, const char *context, struct seal_key *out)
{
    assert(strlen(context) == crypto_kdf_CONTEXTBYTES);
    start();
    crypto_kdf_derive_from_key(out->bytes, sizeof out->bytes, number, context, master->bytes);
}

void seal_key_forget(struct seal_key *key)
{
    sodium_memzero(key, sizeof *key);
}

// What the value is bound to: format, row, noun.
static size_t place(const char *noun, int64_t row, unsigned char out[PLACE_MOST])
{
    size_t length = strlen(noun);
    assert(length <= PLACE_MOST - 9);
    out[0] = FORMAT;
    for (int i = 0; i < 8; i++)
        out[1 + i] = (unsigned char)((uint64_t)row >> (8 * i));
    memcpy(out + 9, noun, length);
    return 9 + length;
}

void seal(const struct seal_key *key, const char *noun, int64_t row, const void *bytes, size_t size, struct arena *a,
          const void **sealed_out, size_t *sealed_size_out)
{
    unsigned char at[PLACE_MOST];
    size_t at_size = place(noun, row, at);
    unsigned char *sealed = arena_alloc(a, size + SEAL_EXTRA);
    sealed[0] = FORMAT;
    random_bytes(sealed + 1, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + 1 + NONCE, NULL, bytes, size, at, at_size, NULL, sealed + 1,
                                               key->bytes);
    *sealed_out = sealed;
    *sealed_size_out = size + SEAL_EXTRA;
}

enum status seal_open(const struct seal_key *key, const char *noun, int64_t row, const void *sealed,
                      size_t sealed_size, struct arena *a, const void **bytes_out, size_t *size_out)
{
    const unsigned char *from = sealed;
    if (from == NULL || sealed_size < SEAL_EXTRA || from[0] != FORMAT)
        return INVALID;
    start();
    unsigned char at[PLACE_MOST];
    size_t at_size = place(noun, row, at);
    size_t size = sealed_size - SEAL_EXTRA;
    unsigned char *bytes = arena_room(a, size);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes, NULL, NULL, from + 1 + NONCE, size + TAG, at, at_size,
                                                   from + 1, key->bytes) != 0)
        return INVALID;
    *bytes_out = bytes;
    *size_out = size;
    return OK;
}

void seal_token(const struct seal_key *key, const void *bytes, size_t size, unsigned char out[SEAL_TOKEN])
{
    start();
    crypto_generichash(out, SEAL_TOKEN, bytes, size, key == NULL ? NULL : key->bytes, key == NULL ? 0 : SEAL_KEY);
}

bool seal_equal(const void *one, const void *other, size_t size)
{
    return sodium_memcmp(one, other, size) == 0;
}

const char *password_hash(const char *password, struct arena *a)
{
    start();
    char *hash = arena_alloc(a, crypto_pwhash_STRBYTES);
    // Fails only without memory for it, which ends the program like any other lack of memory.
    int answer = crypto_pwhash_str_alg(hash, password, strlen(password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                       crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13);
    assert(answer == 0);
    (void)answer;
    return hash;
}

bool password_fits(const char *hash, const char *password)
{
    start();
    if (hash == NULL || hash[0] == '\0') {
        struct arena *a CLEANUP_ARENA = arena_open();
        password_hash(password, a);
        return false;
    }
    return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}
