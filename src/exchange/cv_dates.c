// SPDX-License-Identifier: EUPL-1.2
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "exchange/cv.h"

static const struct month_word {
    const char *begins;
    int number;
} MONTH_WORDS[] = {
    {"jan", 1}, {"feb", 2}, {"mar", 3},  {"apr", 4},  {"mai", 5},  {"may", 5},  {"jun", 6},  {"jul", 7},
    {"aug", 8}, {"sep", 9}, {"okt", 10}, {"oct", 10}, {"nov", 11}, {"des", 12}, {"dec", 12},
};

static int month_named(const char *s, size_t n)
{
    for (size_t i = 0; n >= 3 && i < COUNT_OF(MONTH_WORDS); i++)
        if (strncasecmp(s, MONTH_WORDS[i].begins, 3) == 0)
            return MONTH_WORDS[i].number;
    return 0;
}

struct parts {
    int value[3], digits[3]; // digits 0: a month's name
    int count;
};

// The numbers of a date and a month's name; what a time begins with ("T09:00") ends it.
static bool parts_read(const char *s, struct parts *out)
{
    *out = (struct parts){.count = 0};
    while (*s != '\0') {
        if (strchr(" .-/,\t", *s) != NULL) {
            s++;
            continue;
        }
        if (out->count == 3)
            return *s == 'T' || isdigit((unsigned char)*s); // the time of day
        int *value = &out->value[out->count], *digits = &out->digits[out->count];
        if (isdigit((unsigned char)*s)) {
            *value = 0;
            for (*digits = 0; isdigit((unsigned char)*s) && *digits < 5; ++*digits)
                *value = *value * 10 + (*s++ - '0');
            if (*digits > 4)
                return false;
        } else {
            size_t n = 0;
            while (isalpha((unsigned char)s[n]))
                n++;
            *value = month_named(s, n);
            *digits = 0;
            if (*value == 0)
                return false;
            s += n;
        }
        out->count++;
    }
    return out->count > 0;
}

static bool month_made(int year, int month_of_year, int *year_out, month *month_out)
{
    if (year < 1900 || year > 2200 || month_of_year < 1 || month_of_year > 12)
        return false;
    *year_out = year;
    *month_out = year * 12 + month_of_year - 1;
    return true;
}

bool cv_read_date(const char *text, int *year_out, month *month_out)
{
    struct parts p;
    if (!parts_read(text, &p))
        return false;
    const int *v = p.value, *n = p.digits;
    if (p.count == 1 && n[0] == 4 && v[0] >= 1900 && v[0] <= 2200) {
        *year_out = v[0];
        *month_out = MONTH_NONE;
        return true;
    }
    if (p.count == 2 && n[0] == 4 && n[1] <= 2)
        return month_made(v[0], v[1], year_out, month_out);
    if (p.count == 2 && n[0] <= 2 && n[1] == 4)
        return month_made(v[1], v[0], year_out, month_out);
    if (p.count == 3 && n[0] == 4 && n[1] <= 2 && v[2] >= 1 && v[2] <= 31)
        return month_made(v[0], v[1], year_out, month_out);
    if (p.count == 3 && n[2] == 4 && n[0] <= 2 && n[1] <= 2 && v[0] >= 1 && v[0] <= 31)
        return month_made(v[2], n[0] == 0 ? v[0] : v[1], year_out, month_out);
    return false;
}

bool cv_says_current(const char *text)
{
    static const char *const words[] = {"nå", "naa",  "now", "present",   "current", "today", "i dag",    "idag",
                                        "dd", "d.d.", "d.d", "dags dato", "ongoing", "pågår", "pågående", "til nå"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcasecmp(text, words[i]) == 0)
            return true;
    return false;
}

void cv_period(struct cv_entry *e, int from_year, month from, int to_year, month to, bool current)
{
    e->years_only = (from_year != 0 && from == MONTH_NONE) || (to_year != 0 && to == MONTH_NONE && !current);
    if (from_year != 0 && from == MONTH_NONE)
        from = from_year * 12 + 11;
    if (to_year != 0 && to == MONTH_NONE)
        to = to_year * 12;
    // Within one year: the month that is named, or one month.
    if (!current && from != MONTH_NONE && to != MONTH_NONE && to < from && to / 12 == from / 12)
        to = from;
    e->from = from;
    e->to = current ? MONTH_NONE : to;
    e->current = current;
}
