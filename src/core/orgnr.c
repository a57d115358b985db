// SPDX-License-Identifier: EUPL-1.2
#include "core/orgnr.h"

#include <string.h>
#include <strings.h>

enum { DIGITS = ORGNR_TEXT - 1 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// Past spaces (hard and narrow ones too), full stops and hyphens.
static const char *past_gaps(const char *s)
{
    static const char *const gaps[] = {" ", "\t", ".", "-", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89"};
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++) {
        size_t n = strlen(gaps[i]);
        if (strncmp(s, gaps[i], n) == 0) {
            s += n;
            i = (size_t)-1;
        }
    }
    return s;
}

// Past one of the words, in any case, when it stands here.
static const char *past_word(const char *s, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t n = strlen(words[i]);
        if (strncasecmp(s, words[i], n) == 0)
            return s + n;
    }
    return s;
}

static bool check_digit_right(const char *digits)
{
    static const int weights[] = {3, 2, 7, 6, 5, 4, 3, 2};
    int sum = 0;
    for (int i = 0; i < DIGITS - 1; i++)
        sum += weights[i] * (digits[i] - '0');
    int check = (11 - sum % 11) % 11;
    return check == digits[DIGITS - 1] - '0'; // 10 is no digit: never equal
}

bool orgnr_read(const char *typed, bool synthetic, char out[ORGNR_TEXT])
{
    static const char *const before[] = {"0192:", "NO"};
    static const char *const after[] = {"MVA", "Foretaksregisteret"};
    if (typed == NULL)
        return false;
    const char *s = past_gaps(past_word(past_gaps(typed), before, 2));
    char digits[ORGNR_TEXT];
    for (int i = 0; i < DIGITS; i++) {
        if (!is_digit(*s))
            return false;
        digits[i] = *s;
        s = past_gaps(s + 1);
    }
    digits[DIGITS] = '\0';
    s = past_gaps(past_word(s, after, 2));
    if (*s != '\0')
        return false;
    if (strchr(synthetic ? "8923" : "89", digits[0]) == NULL || !check_digit_right(digits))
        return false;
    memcpy(out, digits, ORGNR_TEXT);
    return true;
}

char *orgnr_format(struct arena *a, const char *orgnr)
{
    if (orgnr == NULL || strlen(orgnr) != DIGITS || strspn(orgnr, "0123456789") != DIGITS)
        return arena_strdup(a, orgnr);
    return arena_printf(a, "%.3s\xC2\xA0%.3s\xC2\xA0%.3s", orgnr, orgnr + 3, orgnr + 6);
}
