// SPDX-License-Identifier: EUPL-1.2
#include "base/lang.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/uldnames.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "base/buf.h"
#include "base/embed.h"
#include "base/log.h"
#include "base/mo.h"

EMBED(nb_mo);

enum { LANGS = 2, WORD = 128 };
static const char *const tags[LANGS] = {"nb", "en"};
static const char *const locales[LANGS] = {"nb_NO", "en_GB"};

enum date_form { FORM_DAY, FORM_MONTH, FORM_INSTANT, FORMS };
static const char *const patterns[LANGS][FORMS] = {
    {"d. MMMM y", "MMMM y", "d. MMMM y 'kl.' HH.mm"},
    {"d MMMM y", "MMMM y", "d MMMM y, HH:mm"},
};

// ICU's objects are dear to open and most may be used by one thread at a time only: each thread has its own, opened
// when first needed and closed when the thread ends.
enum { DAYS_KEPT = 64 };
struct day_text {
    day of;
    char text[44]; // "" when none is kept
};
struct icu {
    struct day_text days[LANGS][DAYS_KEPT];
    UDateFormat *dates[LANGS][FORMS];
    UNumberFormat *numbers[LANGS];
    ULocaleDisplayNames *names[LANGS];
    UCollator *collator;
    UTransliterator *fold;
};

static pthread_key_t icu_key;
static pthread_once_t icu_once = PTHREAD_ONCE_INIT;
static _Thread_local struct icu *icu_mine; // beside the key, so that leak checkers see the main thread's

static void icu_close(void *of_thread)
{
    struct icu *u = of_thread;
    for (int l = 0; l < LANGS; l++) {
        for (int f = 0; f < FORMS; f++)
            udat_close(u->dates[l][f]);
        unum_close(u->numbers[l]);
        uldn_close(u->names[l]);
    }
    ucol_close(u->collator);
    utrans_close(u->fold);
    free(u);
}

static void icu_start(void)
{
    if (pthread_key_create(&icu_key, icu_close) != 0)
        abort();
}

static struct icu *icu_get(void)
{
    if (icu_mine == NULL) {
        pthread_once(&icu_once, icu_start);
        icu_mine = calloc(1, sizeof *icu_mine);
        if (icu_mine == NULL || pthread_setspecific(icu_key, icu_mine) != 0)
            abort();
    }
    return icu_mine;
}

// ICU fails when memory is out or its data is not installed: nothing a caller could do about.
static void icu_must(UErrorCode code, const char *what)
{
    if (U_FAILURE(code)) {
        log_error("ICU cannot %s: %s", what, u_errorName(code));
        abort();
    }
}

static UChar *to_utf16(struct arena *a, const char *text, int32_t room, int32_t *length_out)
{
    size_t bytes = strlen(text);
    if (bytes > INT32_MAX / 8)
        abort();
    if (room < (int32_t)bytes + 1)
        room = (int32_t)bytes + 1;
    UChar *units = ARENA_ARRAY(a, UChar, (size_t)room);
    UErrorCode code = U_ZERO_ERROR;
    u_strFromUTF8WithSub(units, room, length_out, text, (int32_t)bytes, 0xFFFD, NULL, &code);
    icu_must(code, "read UTF-8");
    return units;
}

static char *to_utf8(struct arena *a, const UChar *units, int32_t length)
{
    char *text = arena_alloc(a, (size_t)length * 3 + 1);
    UErrorCode code = U_ZERO_ERROR;
    u_strToUTF8WithSub(text, length * 3 + 1, NULL, units, length, 0xFFFD, NULL, &code);
    icu_must(code, "write UTF-8");
    return text;
}

const char *lang_tag(enum lang l)
{
    return tags[l];
}

enum lang lang_from_tag(const char *tag, enum lang fallback)
{
    if (tag == NULL)
        return fallback;
    if (strncmp(tag, "en", 2) == 0 && (tag[2] == '\0' || tag[2] == '-'))
        return LANG_EN;
    // "no" and "nn" ask for Norwegian too.
    if (tag[0] == 'n' && tag[1] != '\0' && strchr("bno", tag[1]) != NULL && (tag[2] == '\0' || tag[2] == '-'))
        return LANG_NB;
    return fallback;
}

static const char *translation(enum lang l, const char *context, const char *msgid, size_t *length_out)
{
    if (l != LANG_NB || msgid[0] == '\0') // the empty msgid is the file's header
        return NULL;
    return mo_find((struct mo){embed_nb_mo, EMBED_SIZE(nb_mo)}, context, msgid, length_out);
}

const char *tr(enum lang l, const char *msgid)
{
    const char *text = translation(l, NULL, msgid, NULL);
    return text == NULL ? msgid : text;
}

const char *tr_context(enum lang l, const char *context, const char *msgid)
{
    const char *text = translation(l, context, msgid, NULL);
    return text == NULL ? msgid : text;
}

static char *put(struct arena *a, const char *text, const char *arg)
{
    const char *hole = strstr(text, "%s");
    if (hole == NULL)
        return arena_strdup(a, text);
    struct buf b = buf_in(a);
    buf_add(&b, text, (size_t)(hole - text));
    buf_add_text(&b, arg);
    buf_add_text(&b, hole + 2);
    return b.data == NULL ? arena_strdup(a, "") : b.data;
}

char *tr_n(enum lang l, struct arena *a, const char *one, const char *many, int64_t n)
{
    const char *text = n == 1 ? one : many;
    size_t length;
    const char *forms = translation(l, NULL, one, &length);
    if (forms != NULL) {
        size_t first = strlen(forms);
        text = n != 1 && first < length ? forms + first + 1 : forms;
    }
    return put(a, text, lang_number(l, a, n));
}

char *tr_arg(enum lang l, struct arena *a, const char *msgid, const char *arg)
{
    return put(a, tr(l, msgid), arg);
}

static UDateFormat *date_format(enum lang l, enum date_form f)
{
    UDateFormat **format = &icu_get()->dates[l][f];
    if (*format == NULL) {
        UChar pattern[WORD], zone[WORD];
        u_uastrcpy(pattern, patterns[l][f]);
        u_uastrcpy(zone, f == FORM_INSTANT ? "Europe/Oslo" : "Etc/UTC");
        UErrorCode code = U_ZERO_ERROR;
        *format = udat_open(UDAT_PATTERN, UDAT_PATTERN, locales[l], zone, -1, pattern, -1, &code);
        icu_must(code, "open a date format");
        // Proleptic, as base/day.h counts.
        ucal_setGregorianChange((UCalendar *)udat_getCalendar(*format), -8.64e15, &code);
        icu_must(code, "set a calendar");
    }
    return *format;
}

static char *date_text(enum lang l, struct arena *a, enum date_form f, double ms)
{
    UChar units[WORD];
    UErrorCode code = U_ZERO_ERROR;
    int32_t length = udat_format(date_format(l, f), ms, units, WORD, NULL, &code);
    icu_must(code, "write a date");
    return to_utf8(a, units, length);
}

char *lang_day(enum lang l, struct arena *a, day d)
{
    if (d == DAY_NONE)
        return arena_strdup(a, "");
    // A page names the same few days again and again, and ICU takes its time.
    struct day_text *kept = &icu_get()->days[l][(unsigned)d % DAYS_KEPT];
    if (kept->text[0] == '\0' || kept->of != d) {
        char *text = date_text(l, a, FORM_DAY, (double)d * 86400000);
        if (strlen(text) >= sizeof kept->text)
            return text;
        memcpy(kept->text, text, strlen(text) + 1);
        kept->of = d;
    }
    return arena_strdup(a, kept->text);
}

char *lang_month(enum lang l, struct arena *a, month m)
{
    return m == MONTH_NONE ? arena_strdup(a, "") : date_text(l, a, FORM_MONTH, (double)month_first_day(m) * 86400000);
}

char *lang_instant(enum lang l, struct arena *a, int64_t ms)
{
    return date_text(l, a, FORM_INSTANT, (double)ms);
}

char *lang_number(enum lang l, struct arena *a, int64_t n)
{
    UNumberFormat **format = &icu_get()->numbers[l];
    UErrorCode code = U_ZERO_ERROR;
    if (*format == NULL)
        *format = unum_open(UNUM_DECIMAL, NULL, 0, locales[l], NULL, &code);
    icu_must(code, "open a number format");
    UChar units[WORD];
    int32_t length = unum_formatInt64(*format, n, units, WORD, NULL, &code);
    icu_must(code, "write a number");
    return to_utf8(a, units, length);
}

char *lang_language(enum lang l, struct arena *a, const char *iso639_3)
{
    ULocaleDisplayNames **names = &icu_get()->names[l];
    UErrorCode code = U_ZERO_ERROR;
    if (*names == NULL)
        *names = uldn_open(locales[l], ULDN_STANDARD_NAMES, &code);
    icu_must(code, "open the names of languages");
    // Only codes: ICU would make "en_GB" of "en-gb", and stands for no longer ones.
    if (strspn(iso639_3, "abcdefghijklmnopqrstuvwxyz") != 3 || iso639_3[3] != '\0')
        return arena_strdup(a, iso639_3);
    UChar units[WORD];
    int32_t length = uldn_languageDisplayName(*names, iso639_3, units, WORD, &code);
    if (U_FAILURE(code))
        return arena_strdup(a, iso639_3);
    return to_utf8(a, units, length);
}

static UCollator *collator(void)
{
    struct icu *u = icu_get();
    UErrorCode code = U_ZERO_ERROR;
    if (u->collator == NULL)
        u->collator = ucol_open("nb_NO", &code);
    icu_must(code, "open the collation");
    return u->collator;
}

int lang_compare(const char *a, const char *b)
{
    UErrorCode code = U_ZERO_ERROR;
    UCollationResult order = ucol_strcollUTF8(collator(), a, -1, b, -1, &code);
    icu_must(code, "compare");
    return order == UCOL_LESS ? -1 : order == UCOL_GREATER ? 1 : 0;
}

char *lang_sort_key(struct arena *a, const char *text)
{
    enum { SHORT = 64 }; // most names, at one try
    UErrorCode code = U_ZERO_ERROR;
    int32_t length = (int32_t)strlen(text), written = 0;
    UChar *wide = ARENA_ARRAY(a, UChar, (size_t)length + 1);
    u_strFromUTF8Lenient(wide, length + 1, &written, text, length, &code);
    icu_must(code, "widen a text");
    char *key = arena_alloc(a, SHORT);
    int32_t size = ucol_getSortKey(collator(), wide, written, (uint8_t *)key, SHORT);
    if (size > SHORT) {
        key = arena_alloc(a, (size_t)size);
        ucol_getSortKey(collator(), wide, written, (uint8_t *)key, size);
    }
    return key;
}

// U+00C0 – U+00FF folded, "" for × and ÷, which ICU decides. The rest of what is common is ASCII.
static const char folded[64][3] = {
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",  "d", "n", "o", "o", "o", "o",
    "o", "",  "o", "u", "u", "u", "u",  "y", "th", "ss", "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e",
    "i", "i", "i", "i", "d", "n", "o",  "o", "o", "o", "o", "",  "o", "u", "u", "u", "u", "y", "th", "y",
};

// The common case without ICU, which takes a hundred times as long. False when there is a letter it does not know.
static bool fold_latin(const char *text, char *out)
{
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        if (*p < 0x80) {
            *out++ = (char)(*p >= 'A' && *p <= 'Z' ? *p + ('a' - 'A') : *p);
        } else if (*p == 0xC3 && p[1] >= 0x80 && p[1] < 0xC0 && folded[p[1] - 0x80][0] != '\0') {
            const char *letters = folded[*++p - 0x80];
            *out++ = letters[0];
            if (letters[1] != '\0')
                *out++ = letters[1];
        } else {
            return false;
        }
    }
    *out = '\0';
    return true;
}

static char *fold_any(struct arena *a, const char *text)
{
    struct icu *u = icu_get();
    UErrorCode code = U_ZERO_ERROR;
    if (u->fold == NULL) {
        static const char *const rules = "Any-Latin; NFKD; [:Mark:] Remove; Latin-ASCII; Lower; NFC";
        UChar id[WORD];
        u_uastrcpy(id, rules);
        u->fold = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &code);
        icu_must(code, "open the transliteration");
    }
    // One letter of another script may become several; tried with more room until it fits.
    for (int32_t factor = 4;; factor *= 2) {
        int32_t length, room = (int32_t)strlen(text) * factor + 16;
        UChar *units = to_utf16(a, text, room, &length);
        int32_t limit = length;
        code = U_ZERO_ERROR;
        utrans_transUChars(u->fold, units, &length, room, 0, &limit, &code);
        if (code == U_BUFFER_OVERFLOW_ERROR && factor < 64)
            continue;
        icu_must(code, "transliterate");
        return to_utf8(a, units, length);
    }
}

char *lang_fold(struct arena *a, const char *text)
{
    char *out = arena_alloc(a, strlen(text) + 1);
    return fold_latin(text, out) ? out : fold_any(a, text);
}

char *lang_capital(struct arena *a, const char *text)
{
    int32_t at = 0;
    UChar32 first;
    U8_NEXT((const uint8_t *)text, at, -1, first);
    if (first <= 0)
        return arena_strdup(a, text);
    char capital[U8_MAX_LENGTH + 1] = "";
    int32_t length = 0;
    U8_APPEND_UNSAFE(capital, length, u_totitle(first));
    return arena_printf(a, "%s%s", capital, text + at);
}

char *lang_lower(struct arena *a, const char *text)
{
    const char *p = text;
    while (*p != '\0' && (unsigned char)*p < 0x80)
        p++;
    if (*p == '\0') {
        char *out = arena_strdup(a, text);
        for (char *c = out; *c != '\0'; c++)
            *c = (char)(*c >= 'A' && *c <= 'Z' ? *c + ('a' - 'A') : *c);
        return out;
    }
    int32_t length;
    UChar *units = to_utf16(a, text, 0, &length);
    int32_t room = length * 3 + 1;
    UChar *lower = ARENA_ARRAY(a, UChar, (size_t)room);
    UErrorCode code = U_ZERO_ERROR;
    int32_t n = u_strToLower(lower, room, units, length, "nb", &code);
    icu_must(code, "make lower case");
    return to_utf8(a, lower, n);
}
