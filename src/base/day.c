// SPDX-License-Identifier: EUPL-1.2
#include "base/day.h"

#include <stdio.h>
#include <string.h>

static bool leap(int y)
{
    return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

static int month_length(int y, int m)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return m == 2 && leap(y) ? 29 : lengths[m - 1];
}

// Years are counted from March, so that the leap day is a year's last; an era is 400 years.
day day_make(int y, int m, int d)
{
    if (y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 || d > month_length(y, m))
        return DAY_NONE;
    int year = m <= 2 ? y - 1 : y;
    int era = year / 400;
    int of_era = year - era * 400;
    int of_year = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void day_split(day d, int *year_out, int *month_out, int *day_out)
{
    int z = d + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int of_era = z - era * 146097;
    int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year + year / 4 - year / 100);
    int m = (5 * of_year + 2) / 153;
    *day_out = of_year - (153 * m + 2) / 5 + 1;
    *month_out = m < 10 ? m + 3 : m - 9;
    *year_out = year + era * 400 + (*month_out <= 2);
}

static bool digits(const char *text, int count, int *out)
{
    *out = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *out = *out * 10 + (text[i] - '0');
    }
    return true;
}

bool day_read(const char *text, day *out)
{
    int y, m, d;
    if (text == NULL || strlen(text) != 10 || text[4] != '-' || text[7] != '-' || !digits(text, 4, &y) ||
        !digits(text + 5, 2, &m) || !digits(text + 8, 2, &d))
        return false;
    day made = day_make(y, m, d);
    if (made == DAY_NONE)
        return false;
    *out = made;
    return true;
}

void day_write(day d, char out[DAY_TEXT])
{
    out[0] = '\0';
    if (d == DAY_NONE)
        return;
    int y, m, dom;
    day_split(d, &y, &m, &dom);
    snprintf(out, DAY_TEXT, "%04u-%02u-%02u", (unsigned)y % 10000, (unsigned)m % 100, (unsigned)dom % 100);
}

int day_weekday(day d)
{
    int r = (d + 3) % 7; // 1970-01-01 was a Thursday
    return (r < 0 ? r + 7 : r) + 1;
}

day day_add_months(day d, int months)
{
    int y, m, dom;
    day_split(d, &y, &m, &dom);
    int index = y * 12 + (m - 1) + months;
    y = index / 12;
    m = index % 12 + 1;
    int last = month_length(y, m);
    return day_make(y, m, dom > last ? last : dom);
}

month day_month(day d)
{
    int y, m, dom;
    day_split(d, &y, &m, &dom);
    return y * 12 + (m - 1);
}

bool month_read(const char *text, month *out)
{
    int y, m;
    if (text == NULL || strlen(text) != 7 || text[4] != '-' || !digits(text, 4, &y) || !digits(text + 5, 2, &m) ||
        y < 1 || m < 1 || m > 12)
        return false;
    *out = y * 12 + (m - 1);
    return true;
}

void month_write(month m, char out[DAY_TEXT])
{
    out[0] = '\0';
    if (m != MONTH_NONE)
        snprintf(out, DAY_TEXT, "%04u-%02u", (unsigned)(m / 12) % 10000, (unsigned)(m % 12 + 1));
}

day month_first_day(month m)
{
    return day_make(m / 12, m % 12 + 1, 1);
}

static int64_t last_sunday_0100_utc(int year, int m)
{
    day last = day_make(year, m, 31);
    day sunday = last - day_weekday(last) % 7;
    return ((int64_t)sunday * 24 + 1) * 3600 * 1000;
}

int norway_offset_minutes(int64_t instant_ms)
{
    int64_t days = instant_ms / 86400000 - (instant_ms % 86400000 < 0);
    int y, m, dom;
    day_split((day)days, &y, &m, &dom);
    bool summer = instant_ms >= last_sunday_0100_utc(y, 3) && instant_ms < last_sunday_0100_utc(y, 10);
    return summer ? 120 : 60;
}

day day_in_norway(int64_t instant_ms)
{
    int64_t local = instant_ms + (int64_t)norway_offset_minutes(instant_ms) * 60000;
    return (day)(local / 86400000 - (local % 86400000 < 0));
}

int minute_in_norway(int64_t instant_ms)
{
    int64_t minutes = instant_ms / 60000 - (instant_ms % 60000 < 0) + norway_offset_minutes(instant_ms);
    return (int)((minutes % 1440 + 1440) % 1440);
}

bool instant_in_norway(day d, int minute_of_day, int64_t *instant_ms_out)
{
    static const int offsets[] = {120, 60};
    for (int i = 0; i < 2; i++) {
        int64_t at = ((int64_t)d * 1440 + minute_of_day - offsets[i]) * 60000;
        if (norway_offset_minutes(at) == offsets[i]) {
            *instant_ms_out = at;
            return true;
        }
    }
    return false;
}
