// SPDX-License-Identifier: EUPL-1.2
#include "core/fnr.h"

#include <stddef.h>
#include <string.h>

enum { DIGITS = FNR_TEXT - 1 };

// Is there such a day in some year with these last two digits? The century is not read: 29 February may be 2000's.
static bool day_exists(int day_of_month, int month_of_year, int year)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month_of_year < 1 || month_of_year > 12)
        return false;
    int length = lengths[month_of_year - 1] + (month_of_year == 2 && year % 4 == 0);
    return day_of_month >= 1 && day_of_month <= length;
}

static int weighed(const int *digits, const int *weights, int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++)
        sum += digits[i] * weights[i];
    return sum;
}

bool fnr_read(const char *typed, bool synthetic, char out[FNR_TEXT])
{
    static const int first[] = {3, 7, 6, 1, 8, 9, 4, 5, 2}, second[] = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
    if (typed == NULL)
        return false;
    int digits[DIGITS], n = 0;
    for (const char *s = typed; *s != '\0'; s++) {
        if (*s >= '0' && *s <= '9') {
            if (n == DIGITS)
                return false;
            digits[n++] = *s - '0';
        } else if (strncmp(s, "\xC2\xA0", 2) == 0) {
            s++;
        } else if (*s != ' ' && *s != '-' && *s != '\t') {
            return false;
        }
    }
    if (n != DIGITS)
        return false;

    int day_of_month = digits[0] * 10 + digits[1], month_of_year = digits[2] * 10 + digits[3];
    if (day_of_month > 40)
        day_of_month -= 40; // D-number
    if (synthetic && month_of_year > 80)
        month_of_year -= 80;
    if (!day_exists(day_of_month, month_of_year, digits[4] * 10 + digits[5]))
        return false;
    // Remainder 0 is the rule of today; 0 to 3 that of 2032 (Skatteetaten).
    if ((weighed(digits, first, 9) + digits[9]) % 11 > 3 || (weighed(digits, second, 10) + digits[10]) % 11 != 0)
        return false;

    for (int i = 0; i < DIGITS; i++)
        out[i] = (char)('0' + digits[i]);
    out[DIGITS] = '\0';
    return true;
}
