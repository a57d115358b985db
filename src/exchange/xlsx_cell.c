// SPDX-License-Identifier: EUPL-1.2
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "exchange/xlsx_inside.h"

struct xlsx_style xlsx_style_built_in(int id)
{
    return (struct xlsx_style){
        .day = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 ||
               id == 58,
        .time = (id >= 18 && id <= 22) || (id >= 32 && id <= 35) || id == 45 || id == 47 || id == 55 || id == 56,
    };
}

struct xlsx_style xlsx_style_of_code(const char *code)
{
    bool has_day = false, has_time = false, minute_or_month = false, elapsed = false;
    for (const char *p = code; *p != '\0' && *p != ';'; p++) {
        switch (*p) {
        case '"':
            p++;
            p += strcspn(p, "\"");
            break;
        case '[':
            elapsed = elapsed || (strchr("hmsHMS", p[1]) != NULL && p[1] != '\0' && strchr("hmsHMS]", p[2]) != NULL);
            p += strcspn(p, "]");
            break;
        case '\\':
        case '_':
        case '*':
            p += p[1] != '\0';
            break;
        case 'y':
        case 'Y':
        case 'd':
        case 'D':
            has_day = true;
            break;
        case 'h':
        case 'H':
        case 's':
        case 'S':
            has_time = true;
            break;
        case 'm':
        case 'M':
            minute_or_month = true;
            break;
        default:
            break;
        }
        if (*p == '\0')
            break;
    }
    struct xlsx_style style = {0};
    if (elapsed)
        return style; // hours that have passed are a number
    style.time = has_time;
    style.day = has_day || (minute_or_month && !has_time);
    size_t zeros = strspn(code, "0");
    if (zeros >= 2 && zeros <= 20 && code[zeros] == '\0')
        style.zeros = (int)zeros;
    return style;
}

// The day of a serial number; DAY_NONE when there is none. The system of 1900 has a 29 February 1900, its number 60.
static day serial_day(int64_t serial, bool from_1904)
{
    enum { LAST = 2958465 }; // 9999-12-31
    if (serial < 0 || serial > LAST)
        return DAY_NONE;
    if (from_1904)
        return day_make(1904, 1, 1) + (day)serial;
    if (serial == 0 || serial == 60)
        return DAY_NONE;
    return day_make(1899, 12, serial < 60 ? 31 : 30) + (day)serial;
}

static bool write_moment(double number, struct xlsx_style style, bool from_1904, char *out, size_t room)
{
    if (!(number >= 0 && number < 3e6))
        return false;
    int64_t serial = (int64_t)number, seconds = llround((number - (double)serial) * 86400);
    if (!style.time) {
        seconds = 0;
    } else if (seconds == 86400) {
        serial++;
        seconds = 0;
    }
    char hours[16];
    snprintf(hours, sizeof hours, "%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
    if (!style.day) {
        if (serial > 0)
            return false;
        snprintf(out, room, "%s", hours);
        return true;
    }
    day d = serial_day(serial, from_1904);
    if (d == DAY_NONE)
        return false;
    char text[DAY_TEXT];
    day_write(d, text);
    snprintf(out, room, "%s%s%s", text, style.time ? "T" : "", style.time ? hours : "");
    return true;
}

bool xlsx_number(const char *text, struct xlsx_style style, bool from_1904, char *out, size_t room)
{
    char *end;
    double number = strtod(text, &end);
    // strtod also knows "inf", "nan" and hexadecimals.
    if (end == text || *end != '\0' || text[strspn(text, "+-.0123456789eE")] != '\0' || !isfinite(number))
        return false;
    if ((style.day || style.time) && write_moment(number, style, from_1904, out, room))
        return true;
    bool whole = number == floor(number) && fabs(number) < 1e15;
    if (whole && style.zeros > 0 && number >= 0)
        snprintf(out, room, "%0*lld", style.zeros, (long long)number);
    else if (whole)
        snprintf(out, room, "%lld", (long long)number);
    else
        snprintf(out, room, "%.15g", number); // as many digits as Excel knows
    return true;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// ECMA-376 part 1, 22.9.2.19: _xHHHH_ is a UTF-16 unit, and _x005F_ the underscore that would make one. Only what
// is a character of its own is put in.
void xlsx_unescape(char *text, size_t *length)
{
    size_t to = 0, n = *length;
    for (size_t i = 0; i < n;) {
        int c = -1;
        if (i + 7 <= n && text[i] == '_' && text[i + 1] == 'x' && text[i + 6] == '_') {
            c = 0;
            for (size_t k = i + 2; k < i + 6 && c >= 0; k++)
                c = hex_digit(text[k]) < 0 ? -1 : c * 16 + hex_digit(text[k]);
        }
        if (c <= 0 || c >= 0x80) {
            text[to++] = text[i++];
            continue;
        }
        text[to++] = (char)c;
        i += 7;
    }
    *length = to;
}
