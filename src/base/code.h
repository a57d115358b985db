// SPDX-License-Identifier: EUPL-1.2
#ifndef BASE_CODE_H
#define BASE_CODE_H

#include <stdbool.h>
#include <stdint.h>

// A code of a classification or catalogue: 1–8 printable ASCII characters without space, first character in the
// highest byte, so that codes compare as their text does. "5223", "522", "nob", "CE", "0713". {0} is no code.
struct code {
    uint64_t value;
};
enum { CODE_TEXT = 9 };

bool code_read(const char *text, struct code *out); // false when empty, too long or other characters
struct code code_make(const char *literal);         // asserts what code_read refuses: for literals
void code_write(struct code c, char out[CODE_TEXT]);
struct code code_prefix(struct code c, int length); // the first characters: "5223", 3 → "522"
int code_length(struct code c);

static inline bool code_equal(struct code a, struct code b)
{
    return a.value == b.value;
}
static inline bool code_given(struct code c)
{
    return c.value != 0;
}

#endif
