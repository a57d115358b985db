// SPDX-License-Identifier: EUPL-1.2
#include "base/mo.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { MAGIC = 0x950412de, HEADER = 28, CONTEXT_END = 4 };

static uint32_t word_at(struct mo m, size_t at)
{
    uint32_t w;
    memcpy(&w, m.bytes + at, sizeof w);
    return w;
}

// The text of entry i of a table; NULL when the file lies about it.
static const char *text_at(struct mo m, size_t table, size_t i, size_t *length_out)
{
    size_t at = table + i * 8;
    if (at + 8 > m.size)
        return NULL;
    size_t length = word_at(m, at), offset = word_at(m, at + 4);
    if (offset >= m.size || length >= m.size - offset || m.bytes[offset + length] != '\0')
        return NULL;
    *length_out = length;
    return (const char *)m.bytes + offset;
}

// strcmp of "context EOT msgid" with key, without writing the first anywhere.
static int compare(const char *context, const char *msgid, const char *key)
{
    if (context != NULL) {
        size_t n = strlen(context);
        int order = strncmp(context, key, n);
        if (order != 0)
            return order;
        if (key[n] != CONTEXT_END)
            return CONTEXT_END - (unsigned char)key[n];
        key += n + 1;
    }
    return strcmp(msgid, key);
}

// What the file's hash table is made by: P. J. Weinberger's function, as GNU gettext describes it.
static uint32_t hash_more(uint32_t hash, const char *text)
{
    for (const unsigned char *s = (const unsigned char *)text; *s != '\0'; s++) {
        hash = (hash << 4) + *s;
        uint32_t high = hash & 0xf0000000;
        hash ^= high | high >> 24;
    }
    return hash;
}

// The entry's number, or count. The table may be missing or wrong: at most a look at each of its places.
static size_t entry_by_hash(struct mo m, const char *context, const char *msgid, size_t count)
{
    uint32_t size = word_at(m, 20), places = word_at(m, 24);
    size_t originals = word_at(m, 12), length;
    static const char end[] = {CONTEXT_END, '\0'};
    uint32_t hash = hash_more(context == NULL ? 0 : hash_more(hash_more(0, context), end), msgid);
    uint32_t at = hash % size, step = 1 + hash % (size - 2);
    for (uint32_t looks = 0; looks < size && places + (size_t)at * 4 + 4 <= m.size; looks++) {
        size_t entry = word_at(m, places + (size_t)at * 4);
        const char *key = entry == 0 || entry > count ? NULL : text_at(m, originals, entry - 1, &length);
        if (entry == 0)
            break;
        if (key != NULL && compare(context, msgid, key) == 0)
            return entry - 1;
        at = at >= size - step ? at - (size - step) : at + step;
    }
    return count;
}

static size_t entry_by_order(struct mo m, const char *context, const char *msgid, size_t count)
{
    size_t originals = word_at(m, 12), low = 0, high = count, length;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *key = text_at(m, originals, middle, &length);
        int order = key == NULL ? 0 : compare(context, msgid, key);
        if (order == 0)
            return key == NULL ? count : middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return count;
}

const char *mo_find(struct mo m, const char *context, const char *msgid, size_t *length_out)
{
    if (m.size < HEADER || word_at(m, 0) != MAGIC)
        return NULL;
    size_t count = word_at(m, 8), length;
    bool hashed = word_at(m, 20) > 2;
    size_t entry = (hashed ? entry_by_hash : entry_by_order)(m, context, msgid, count);
    const char *text = entry == count ? NULL : text_at(m, word_at(m, 16), entry, &length);
    if (text == NULL || length == 0)
        return NULL;
    if (length_out != NULL)
        *length_out = length;
    return text;
}
