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
    // RFC 8439: the first block of ChaCha20 keys Poly1305, the others go over the value.
    BLOCK = 64,
    STREAM = 32 * BLOCK,
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

// How much of the stream is made at once for a value of this size. libsodium makes eight blocks together in the time of
// one and a half by themselves.
static size_t stream_size(size_t size)
{
    size_t need = BLOCK + (size < STREAM - BLOCK ? size : STREAM - BLOCK);
    return need <= 2 * BLOCK ? need : (need + 8 * BLOCK - 1) / (8 * BLOCK) * (8 * BLOCK);
}

static bool tag_fits(const unsigned char key[BLOCK], const unsigned char place[PLACE_MOST], size_t place_size,
                     const unsigned char *sealed, size_t size)
{
    static const unsigned char ZEROS[16];
    unsigned char sizes[16], tag[TAG];
    crypto_onetimeauth_poly1305_state state;
    for (int i = 0; i < 8; i++) {
        sizes[i] = (unsigned char)((uint64_t)place_size >> (8 * i));
        sizes[8 + i] = (unsigned char)((uint64_t)size >> (8 * i));
    }
    crypto_onetimeauth_poly1305_init(&state, key);
    crypto_onetimeauth_poly1305_update(&state, place, place_size);
    crypto_onetimeauth_poly1305_update(&state, ZEROS, -place_size % 16);
    crypto_onetimeauth_poly1305_update(&state, sealed, size);
    crypto_onetimeauth_poly1305_update(&state, ZEROS, -size % 16);
    crypto_onetimeauth_poly1305_update(&state, sizes, sizeof sizes);
    crypto_onetimeauth_poly1305_final(&state, tag);
    return crypto_verify_16(tag, sealed + size) == 0;
}

// What crypto_aead_xchacha20poly1305_ietf_decrypt does, of libsodium's own parts: that one makes the stream in three
// pieces, one block after another in two of them, and takes half as long again for a profile, of which there are many.
static bool unseal(const struct seal_key *key, const unsigned char place[PLACE_MOST], size_t place_size,
                   const unsigned char nonce[NONCE], const unsigned char *sealed, size_t size, unsigned char *out)
{
    unsigned char subkey[crypto_core_hchacha20_OUTPUTBYTES], stream[STREAM], rest[crypto_stream_chacha20_ietf_NONCEBYTES] = {0};
    size_t made = stream_size(size), first = made - BLOCK < size ? made - BLOCK : size;
    crypto_core_hchacha20(subkey, nonce, key->bytes, NULL);
    memcpy(rest + 4, nonce + crypto_core_hchacha20_INPUTBYTES, NONCE - crypto_core_hchacha20_INPUTBYTES);
    crypto_stream_chacha20_ietf(stream, made, rest, subkey);
    bool fits = tag_fits(stream, place, place_size, sealed, size);
    if (fits) {
        for (size_t i = 0; i < first; i++)
            out[i] = sealed[i] ^ stream[BLOCK + i];
        if (first < size)
            crypto_stream_chacha20_ietf_xor_ic(out + first, sealed + first, size - first, rest,
                                               (uint32_t)(made / BLOCK), subkey);
    }
    sodium_memzero(subkey, sizeof subkey);
    sodium_memzero(stream, made);
    return fits;
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
    if (!unseal(key, at, at_size, from + 1, from + 1 + NONCE, size, bytes))
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
