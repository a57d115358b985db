// SPDX-License-Identifier: EUPL-1.2
#include "app/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"

enum { SHA1_SIZE = 20 };

int64_t totp_step(int64_t now_ms)
{
    return now_ms / TOTP_STEP_MS;
}

void totp_code(const unsigned char secret[TOTP_SECRET], int64_t step, char out[TOTP_CODE_TEXT])
{
    unsigned char counter[8], digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    for (int i = 0; i < 8; i++)
        counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
    if (HMAC(EVP_sha1(), secret, TOTP_SECRET, counter, sizeof counter, digest, &size) == NULL || size != SHA1_SIZE) {
        log_error("OpenSSL cannot compute HMAC-SHA-1");
        abort();
    }
    // RFC 4226, 5.3: the last four bits say where the 31 bits of the code begin.
    int at = digest[SHA1_SIZE - 1] & 15;
    uint32_t bits = (uint32_t)(digest[at] & 127) << 24 | (uint32_t)digest[at + 1] << 16 | (uint32_t)digest[at + 2] << 8 |
                    digest[at + 3];
    snprintf(out, TOTP_CODE_TEXT, "%06u", bits % 1000000u);
}

// The six digits of what was typed, without spaces; false for anything else.
static bool read_digits(const char *typed, char out[TOTP_CODE_TEXT])
{
    int n = 0;
    for (const char *p = typed; *p != '\0'; p++) {
        if (*p == ' ' || *p == '-')
            continue;
        if (*p < '0' || *p > '9' || n == TOTP_CODE_TEXT - 1)
            return false;
        out[n++] = *p;
    }
    out[n] = '\0';
    return n == TOTP_CODE_TEXT - 1;
}

bool totp_check(const unsigned char secret[TOTP_SECRET], const char *typed, int64_t now_ms, int64_t last_step,
                int64_t *step_out)
{
    char digits[TOTP_CODE_TEXT], code[TOTP_CODE_TEXT];
    if (!read_digits(typed, digits))
        return false;
    int64_t now = totp_step(now_ms), found = -1;
    // All three are computed and compared in full, so that the time taken tells nothing. The earliest that fits wins:
    // it leaves the later ones usable.
    for (int64_t step = now + 1; step >= now - 1; step--) {
        totp_code(secret, step, code);
        if (sodium_memcmp(code, digits, sizeof digits) == 0 && step > last_step)
            found = step;
    }
    sodium_memzero(code, sizeof code);
    if (found < 0)
        return false;
    *step_out = found;
    return true;
}

static char *base32(const unsigned char *bytes, size_t size, int group, struct arena *a)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648
    struct buf b = buf_in(a);
    for (size_t bit = 0, n = 0; bit < size * 8; bit += 5, n++) {
        unsigned pair = (unsigned)bytes[bit / 8] << 8 | (bit / 8 + 1 < size ? bytes[bit / 8 + 1] : 0u);
        if (group > 0 && n > 0 && n % (size_t)group == 0)
            buf_add_char(&b, ' ');
        buf_add_char(&b, alphabet[pair >> (11 - bit % 8) & 31]);
    }
    buf_add_char(&b, '\0');
    return b.data;
}

const char *totp_secret_text(const unsigned char secret[TOTP_SECRET], struct arena *a)
{
    return base32(secret, TOTP_SECRET, 4, a);
}

static void add_escaped(struct buf *b, const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        if ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || strchr("-._~@", *p))
            buf_add_char(b, (char)*p);
        else
            buf_printf(b, "%%%02X", *p);
    }
}

const char *totp_uri(const unsigned char secret[TOTP_SECRET], const char *issuer, const char *account, struct arena *a)
{
    struct buf b = buf_in(a);
    buf_add_text(&b, "otpauth://totp/");
    add_escaped(&b, issuer);
    buf_add_char(&b, ':');
    add_escaped(&b, account);
    buf_printf(&b, "?secret=%s&issuer=", base32(secret, TOTP_SECRET, 0, a));
    add_escaped(&b, issuer);
    return buf_text(&b);
}

// Crockford's base 32: no i, l, o and u.
static const char RECOVERY_ALPHABET[] = "0123456789abcdefghjkmnpqrstvwxyz";
enum { RECOVERY_LETTERS = 16 };

// Writes the n-th letter of a code behind those before it.
static void put_letter(char out[RECOVERY_CODE_TEXT], int n, char letter)
{
    int at = n + n / 4;
    if (n > 0 && n % 4 == 0)
        out[at - 1] = '-';
    out[at] = letter;
    out[at + 1] = '\0';
}

void recovery_code_make(char out[RECOVERY_CODE_TEXT])
{
    for (int n = 0; n < RECOVERY_LETTERS; n++)
        put_letter(out, n, RECOVERY_ALPHABET[randombytes_uniform(32)]);
}

bool recovery_code_read(const char *typed, char out[RECOVERY_CODE_TEXT])
{
    int n = 0;
    for (const char *p = typed; *p != '\0'; p++) {
        if (*p == ' ' || *p == '-')
            continue;
        char c = *p >= 'A' && *p <= 'Z' ? (char)(*p + ('a' - 'A')) : *p;
        c = c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c;
        if (strchr(RECOVERY_ALPHABET, c) == NULL || n == RECOVERY_LETTERS)
            return false;
        put_letter(out, n++, c);
    }
    return n == RECOVERY_LETTERS;
}
