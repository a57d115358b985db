// SPDX-License-Identifier: EUPL-1.2
#ifndef BASE_DAY_H
#define BASE_DAY_H

#include <stdbool.h>
#include <stdint.h>

// A calendar day (proleptic Gregorian), days since 1970-01-01. Compares as an integer. No clock and no time zone
// here: the day that it is now is an argument everywhere below app.
typedef int32_t day;
enum { DAY_NONE = INT32_MIN }; // unknown or not given
enum { DAY_TEXT = 11 };        // "2016-02-09" and NUL

// A calendar month: year * 12 + (month - 1).
typedef int32_t month;
enum { MONTH_NONE = INT32_MIN };

day day_make(int year, int month_of_year, int day_of_month); // DAY_NONE when there is no such day
void day_split(day d, int *year_out, int *month_out, int *day_out);
bool day_read(const char *text, day *out);      // ISO 8601 "2016-02-09" only
void day_write(day d, char out[DAY_TEXT]);      // "" for DAY_NONE
int day_weekday(day d);                         // 1 Monday … 7 Sunday
day day_add_months(day d, int months);          // the last day of a shorter month where needed
month day_month(day d);
bool month_read(const char *text, month *out);  // "2016-02"
void month_write(month m, char out[DAY_TEXT]);  // "2016-02", "" for MONTH_NONE
day month_first_day(month m);

// Milliseconds since 1970 UTC ↔ the day it is in Norway (CET/CEST by the rule in force since 1996).
day day_in_norway(int64_t instant_ms);
int norway_offset_minutes(int64_t instant_ms); // 60 or 120
// The instant when clocks in Norway show that minute (0 … 1439) of that day. Of an hour that comes twice, the first;
// false: the clocks jump over it.
bool instant_in_norway(day d, int minute_of_day, int64_t *instant_ms_out);
int minute_in_norway(int64_t instant_ms); // of the day: 0 … 1439

#endif
