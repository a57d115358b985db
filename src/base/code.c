// SPDX-License-Identifier: EUPL-1.2
#include "base/code_valid.h"

#include <assert.h>
#include <string.h>

bool code_read(const char *text, struct code *out)
{
    if (text == NULL)
        return false;
    size_t length = strnlen(text, 9);
    if (length == 0 || length > 8)
        return false;
    uint64_t value = 0;
    for (size_t i = 0; i < 8; i++) {
        unsigned char c = i < length ? (unsigned char)text[i] : 0;
        if (i < length && (c <= ' ' || c > '~'))
            return false;
        value = value << 8 | c;
    }
    out->value = value;
    return true;
}

struct code code_make(const char *literal)
{
    struct code c = {0};
    bool ok = code_read(literal, &c);
    assert(ok);
    (void)ok;
    return c;
}

void code_write(struct code c, char out[CODE_TEXT])
{
    for (int i = 0; i < 8; i++)
        out[i] = (char)(c.value >> (56 - 8 * i));
    out[8] = '\0';
}

struct code code_prefix(struct code c, int length)
{
    if (length >= 8)
        return c;
    return (struct code){length <= 0 ? 0 : c.value & ~(UINT64_MAX >> (8 * length))};
}

// All eight bytes at once: behind the last character only zeros, which are taken for a letter here.
bool code_valid(struct code c)
{
    const uint64_t every = UINT64_C(0x0101010101010101), high = every << 7;
    if (c.value == 0)
        return false;
    unsigned empty = (unsigned)__builtin_ctzll(c.value) / 8 * 8;
    uint64_t v = c.value | (empty == 0 ? 0 : every * 'A' >> (64 - empty));
    return ((v | (v + every)) & high) == 0 && (((v | high) - every * '!') & high) == high;
}

int code_length(struct code c)
{
    int n = 0;
    while (n < 8 && (c.value >> (56 - 8 * n) & 0xff) != 0)
        n++;
    return n;
}
