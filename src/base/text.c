// SPDX-License-Identifier: EUPL-1.2
#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include "base/log.h"

bool text_valid(const char *bytes, size_t n)
{
    if (n > INT32_MAX)
        return false;
    int32_t length = (int32_t)n;
    for (int32_t i = 0; i < length;) {
        UChar32 c;
        U8_NEXT(bytes, i, length, c);
        if (c < 0 || U_IS_UNICODE_NONCHAR(c))
            return false;
        if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0))
            return false;
    }
    return true;
}

const char *text_nfc(struct arena *a, const char *s)
{
    const char *p = s;
    while (*p != '\0' && (unsigned char)*p < 0x80)
        p++;
    if (*p == '\0')
        return s;
    size_t bytes = strlen(s);
    if (bytes > INT32_MAX / 16)
        abort();
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&code);
    int32_t length, room = (int32_t)bytes + 1;
    UChar *units = ARENA_ARRAY(a, UChar, (size_t)room);
    u_strFromUTF8WithSub(units, room, &length, s, (int32_t)bytes, 0xFFFD, NULL, &code);
    if (unorm2_quickCheck(nfc, units, length, &code) == UNORM_YES)
        return s;
    // NFC makes no UTF-16 text more than three times as long (Unicode, FAQ on normalization).
    UChar *normal = ARENA_ARRAY(a, UChar, (size_t)length * 3 + 1);
    length = unorm2_normalize(nfc, units, length, normal, length * 3 + 1, &code);
    char *out = arena_alloc(a, (size_t)length * 3 + 1);
    u_strToUTF8WithSub(out, length * 3 + 1, NULL, normal, length, 0xFFFD, NULL, &code);
    if (U_FAILURE(code)) {
        log_error("ICU cannot normalize text: %s", u_errorName(code));
        abort();
    }
    return out;
}

// White space for people: what Unicode calls so, and the empty Braille cell, which looks so.
static bool is_space(UChar32 c)
{
    return u_isUWhiteSpace(c) || c == 0x2800;
}

static bool is_break(UChar32 c)
{
    return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
}

// Nothing that people see: default-ignorable code points (UAX #44), among them the bidi controls, and format characters
// that are not signs around a number.
static bool is_unseen(UChar32 c)
{
    return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL) ||
           (u_charType(c) == U_FORMAT_CHAR && !u_hasBinaryProperty(c, UCHAR_PREPENDED_CONCATENATION_MARK));
}

static bool is_mark(UChar32 c)
{
    return (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_ME_MASK)) != 0;
}

static bool is_picture(UChar32 c)
{
    return u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) != 0;
}

// A letter or sign of a script whose letters take shape after their neighbours: Arabic and its like, and the Indic ones.
static bool is_shaped(UChar32 c)
{
    if ((U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK)) == 0)
        return false;
    int32_t joining = u_getIntPropertyValue(c, UCHAR_JOINING_TYPE);
    return joining == U_JT_DUAL_JOINING || joining == U_JT_RIGHT_JOINING || joining == U_JT_LEFT_JOINING ||
           u_getIntPropertyValue(c, UCHAR_INDIC_SYLLABIC_CATEGORY) != U_INSC_OTHER;
}

// What a mark, an emoji's skin colour or its variation selector stands on is what the next joiner joins.
static bool is_transparent(UChar32 c)
{
    return (u_getIntPropertyValue(c, UCHAR_JOINING_TYPE) == U_JT_TRANSPARENT &&
            u_getIntPropertyValue(c, UCHAR_INDIC_SYLLABIC_CATEGORY) == U_INSC_OTHER) ||
           u_hasBinaryProperty(c, UCHAR_EMOJI_MODIFIER);
}

// Does the unseen character c change what is seen between these two? (UAX #31, 2.3; UTS #51 for the emoji.)
static bool is_needed(UChar32 before, UChar32 c, UChar32 next)
{
    enum { NON_JOINER = 0x200C, JOINER = 0x200D, AS_PICTURE = 0xFE0F, KEYCAP = 0x20E3 };
    if (c == AS_PICTURE)
        return is_picture(before) || (u_hasBinaryProperty(before, UCHAR_EMOJI) && next == KEYCAP);
    if (c == JOINER && is_picture(before))
        return is_picture(next);
    if (c != JOINER && c != NON_JOINER)
        return false;
    return is_shaped(before) && (u_getCombiningClass(before) == 9 || is_shaped(next)); // 9: virama
}

static UChar32 next_of(const char *s, int32_t i, int32_t length)
{
    UChar32 c = 0;
    if (i < length)
        U8_NEXT_OR_FFFD(s, i, length, c);
    return c;
}

enum { MARKS_MOST = 8 };

// Without what nobody sees, and with so few marks on a letter that they stay on their line.
static const char *seen(struct arena *a, const char *s)
{
    const char *p = s;
    while (*p != '\0' && (unsigned char)*p < 0x80)
        p++;
    if (*p == '\0')
        return s;
    int32_t length = (int32_t)strlen(s), used = 0;
    char *out = arena_alloc(a, (size_t)length + 1);
    UChar32 c, base = 0;
    int marks = 0;
    for (int32_t i = 0; i < length;) {
        int32_t at = i;
        U8_NEXT_OR_FFFD(s, i, length, c);
        if (is_unseen(c)) {
            if (!is_needed(base, c, next_of(s, i, length)))
                continue;
        } else {
            marks = is_mark(c) ? marks + 1 : 0;
            if (marks > MARKS_MOST)
                continue;
        }
        if (!is_transparent(c))
            base = c;
        memcpy(out + used, s + at, (size_t)(i - at));
        used += i - at;
    }
    out[used] = '\0';
    return out;
}

bool text_visible(const char *s)
{
    enum { EMPTY_CELL = 0x2800, EMPTY_NOTE = 0x1D159 };
    int32_t length = (int32_t)strlen(s);
    for (int32_t i = 0; i < length;) {
        UChar32 c;
        U8_NEXT_OR_FFFD(s, i, length, c);
        if ((U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_S_MASK)) != 0 && !is_unseen(c) && c != EMPTY_CELL &&
            c != EMPTY_NOTE)
            return true;
    }
    return false;
}

enum { LINE_BREAKS_MOST = 2 };

static char *squeeze(struct arena *a, const char *text, int breaks_most)
{
    const char *s = text_nfc(a, seen(a, text));
    int32_t length = (int32_t)strlen(s);
    char *out = arena_alloc(a, (size_t)length + 1);
    int32_t used = 0;
    for (int32_t i = 0; i < length;) {
        int32_t start = i, spaces = 0, breaks = 0;
        UChar32 c, first = 0;
        for (;;) { // one run of white space, at most one character beyond
            int32_t before = i;
            if (i >= length)
                break;
            U8_NEXT_OR_FFFD(s, i, length, c);
            if (!is_space(c)) {
                i = before;
                break;
            }
            if (is_break(c) && !(c == '\n' && before > start && s[before - 1] == '\r'))
                breaks++;
            if (spaces++ == 0)
                first = c;
        }
        if (i >= length)
            break;
        if (spaces > 0 && used > 0) {
            if (breaks > 0 && breaks_most > 0) {
                for (int b = 0; b < breaks && b < breaks_most; b++)
                    out[used++] = '\n';
            } else if (spaces == 1 && first == 0xA0) {
                memcpy(out + used, "\xC2\xA0", 2);
                used += 2;
            } else {
                out[used++] = ' ';
            }
        }
        while (i < length) {
            int32_t before = i;
            U8_NEXT_OR_FFFD(s, i, length, c);
            if (is_space(c)) {
                i = before;
                break;
            }
            memcpy(out + used, s + before, (size_t)(i - before));
            used += i - before;
        }
    }
    out[used] = '\0';
    return out;
}

char *text_trim(struct arena *a, const char *s)
{
    return squeeze(a, s, LINE_BREAKS_MOST);
}

char *text_line(struct arena *a, const char *s)
{
    return squeeze(a, s, 0);
}

size_t text_length(const char *s)
{
    size_t n = 0;
    for (; *s != '\0'; s++)
        n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

char *text_cut(struct arena *a, const char *s, size_t characters)
{
    int32_t length = (int32_t)strlen(s), i = 0, letter = 0;
    for (size_t n = 0; n < characters && i < length; n++) {
        int32_t before = i;
        UChar32 c;
        U8_NEXT_OR_FFFD(s, i, length, c);
        if (u_getCombiningClass(c) == 0)
            letter = before;
    }
    if (i < length) {
        int32_t next = i;
        UChar32 c;
        U8_NEXT_OR_FFFD(s, next, length, c);
        if (u_getCombiningClass(c) != 0)
            i = letter;
    }
    return arena_strndup(a, s, (size_t)i);
}
