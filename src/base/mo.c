// SPDX-License-Identifier: EUPL-1.2
#include "base/mo.h"

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

const char *mo_find(struct mo m, const char *context, const char *msgid, size_t *length_out)
{
    if (m.size < HEADER || word_at(m, 0) != MAGIC)
        return NULL;
    size_t count = word_at(m, 8), originals = word_at(m, 12), translations = word_at(m, 16), length;
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *key = text_at(m, originals, middle, &length);
        if (key == NULL)
            return NULL;
        int order = compare(context, msgid, key);
        if (order == 0) {
            const char *text = text_at(m, translations, middle, &length);
            if (text == NULL || length == 0)
                return NULL;
            if (length_out != NULL)
                *length_out = length;
            return text;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}
