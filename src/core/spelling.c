// SPDX-License-Identifier: EUPL-1.2
#include "core/spelling.h"

#include <string.h>

#include "base/lang.h"

enum { LIKE_LEAST = 4, LIKE_TWO_LEAST = 8, INSIDE_LEAST = 4 };

static bool word_byte(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

// Two letters that are written for one, or one for another, and what stands for both. In the order of trying.
static const struct {
    const char *from, *to;
} WAYS[] = {{"oe", "o"}, {"ae", "a"}, {"ue", "u"}, {"ch", "k"}, {"ck", "k"}, {"kh", "h"}, {"sh", "s"}, {"zh", "z"},
            {"ph", "f"}, {"th", "t"}, {"dh", "d"}, {"gh", "g"}, {"c", "k"},  {"q", "k"},  {"w", "v"},  {"x", "ks"}};

static void letter_add(struct spelled *s, char c)
{
    if (s->length < SPELLED_MOST && (s->length == 0 || s->text[s->length - 1] != c || digit(c)))
        s->text[s->length++] = c;
}

static const char *way_add(struct spelled *s, const char *at, const char *end)
{
    for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS; i++) {
        size_t n = strlen(WAYS[i].from);
        if ((size_t)(end - at) < n || memcmp(at, WAYS[i].from, n) != 0)
            continue;
        for (const char *c = WAYS[i].to; *c != '\0'; c++)
            letter_add(s, *c);
        return at + n;
    }
    letter_add(s, *at);
    return at + 1;
}

// Vowels, and what stands for them in scripts without; not at the beginning of the word, where y and v are consonants.
static bool vowel(char c, bool first)
{
    return strchr("aeiou", c) != NULL || (!first && strchr("yvj", c) != NULL);
}

static void spelled_finish(struct spelled *s)
{
    s->digits = s->length > 0;
    for (size_t i = 0; i < s->length; i++) {
        char c = s->text[i];
        s->digits &= digit(c);
        s->letters |= 1u << (c >= 'a' && c <= 'z' ? c - 'a' : digit(c) ? 26 : 27);
        if (!vowel(c, i == 0) && (s->consonant_count == 0 || s->consonants[s->consonant_count - 1] != c))
            s->consonants[s->consonant_count++] = c;
    }
}

// Whether there is a letter of a script that leaves vowels out: U+0590 – U+077F and the presentation forms.
static bool has_abjad(const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++)
        if ((*p >= 0xD6 && *p <= 0xDD) || (*p == 0xEF && (p[1] == 0xAC || p[1] == 0xAD || (p[1] >= 0xB7 && p[1] <= 0xBB))))
            return true;
    return false;
}

// Marks inside a word that part nothing: Ol'ga, O'Brien.
static bool apostrophe(char c)
{
    return c == '\'' || c == '`';
}

// The next word of folded text from *at on; false at the end.
static bool next_word(const char **at, struct spelled *out)
{
    char word[SPELLED_MOST * 2];
    for (;;) {
        const char *p = *at;
        size_t n = 0;
        while (*p != '\0' && !word_byte((unsigned char)*p))
            p++;
        if (*p == '\0')
            return false;
        for (; word_byte((unsigned char)*p) || apostrophe(*p); p++)
            if (!apostrophe(*p) && n < sizeof word)
                word[n++] = *p;
        *at = p;
        *out = (struct spelled){0};
        for (const char *c = word; c < word + n;)
            c = way_add(out, c, word + n);
        spelled_finish(out);
        if (out->length > 0)
            return true;
    }
}

size_t spell_text(struct arena *a, const char *text, struct spelled **out)
{
    const char *at = lang_fold(a, text);
    bool abjad = has_abjad(text);
    size_t room = 0, count = 0;
    struct spelled *words = NULL, word;
    while (next_word(&at, &word)) {
        word.abjad = abjad;
        *LIST_ADD(a, words, count, room) = word;
    }
    *out = words;
    return count;
}

static bool among(const struct spelled *words, size_t count, const struct spelled *s)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i].text, s->text) == 0)
            return true;
    return false;
}

static void number_go_on(struct spelled *number, const struct spelled *more)
{
    struct spelled s = {.length = (uint8_t)(number->length + more->length)};
    memcpy(s.text, number->text, number->length);
    memcpy(s.text + number->length, more->text, more->length);
    spelled_finish(&s);
    *number = s;
}

// Nothing but spaces and dots up to the next word: how people part the groups of one number. "1-2016" is two.
static bool spaced(const char *at)
{
    while (*at == ' ' || *at == '.')
        at++;
    return word_byte((unsigned char)*at);
}

size_t spell_typed(struct arena *a, const char *typed, struct spelled out[SPELLED_WORDS_MOST])
{
    const char *at = lang_fold(a, typed);
    bool abjad = has_abjad(typed), number = false; // the last word is of figures, and may go on
    size_t count = 0;
    struct spelled word;
    for (bool near = spaced(at); next_word(&at, &word); near = spaced(at)) {
        if (number && near && word.digits && out[count - 1].length + word.length <= SPELLED_MOST) {
            number_go_on(&out[count - 1], &word);
            continue;
        }
        if (count == SPELLED_WORDS_MOST)
            break;
        word.abjad = abjad;
        number = word.digits;
        if (!among(out, count, &word))
            out[count++] = word;
        else
            number = false;
    }
    return count;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

// Letters wrong, missing, too many or swapped (optimal string alignment) between the typed word and a beginning of the one
// that stands there; most + 1 when more. whole_out: of the whole word.
static int distance(const struct spelled *typed, const struct spelled *there, int most, int *whole_out)
{
    enum { WIDE = SPELLED_MOST + 2 };
    int rows[3][WIDE], *before = rows[0], *last = rows[1], *now = rows[2];
    int n = typed->length, m = least(there->length, n + most), best = n;
    for (int i = 0; i <= n; i++)
        last[i] = i;
    for (int j = 1; j <= m; j++) {
        char c = there->text[j - 1];
        int smallest = now[0] = j;
        for (int i = 1; i <= n; i++) {
            int cost = last[i - 1] + (typed->text[i - 1] != c);
            cost = least(cost, least(last[i], now[i - 1]) + 1);
            if (i > 1 && j > 1 && typed->text[i - 1] == there->text[j - 2] && typed->text[i - 2] == c)
                cost = least(cost, before[i - 2] + 1);
            now[i] = cost;
            smallest = least(smallest, cost);
        }
        best = least(best, now[n]);
        int *spare = before;
        before = last;
        last = now;
        now = spare;
        if (smallest > most)
            break;
    }
    *whole_out = m == there->length ? last[n] : most + 1;
    return least(best, most + 1);
}

static int like_cost(const struct spelled *typed, const struct spelled *there)
{
    int most = typed->length >= LIKE_TWO_LEAST ? 2 : typed->length >= LIKE_LEAST ? 1 : 0, whole;
    // Each letter that the other lacks costs one at least: this spares the counting for nearly all.
    if (most == 0 || there->digits || there->length + most < typed->length ||
        __builtin_popcount(typed->letters & ~there->letters) > most)
        return SPELLED_NOT;
    int d = distance(typed, there, most, &whole);
    if (d > most)
        return SPELLED_NOT;
    return (d == 1 ? SPELLED_LIKE : SPELLED_FAR) + (whole > d);
}

static int sound_cost(const struct spelled *typed, const struct spelled *there)
{
    if (typed->consonant_count < 2 || there->consonant_count < 2 || typed->digits || there->digits)
        return SPELLED_NOT;
    if (strcmp(typed->consonants, there->consonants) == 0)
        return SPELLED_SOUND;
    // The ending of feminine names is written in Arabic and not spoken: Fatima is fatmt.
    const struct spelled *shorter = typed->consonant_count < there->consonant_count ? typed : there;
    const struct spelled *longer = shorter == typed ? there : typed;
    bool ending = longer->consonant_count == shorter->consonant_count + 1 && longer->abjad &&
                  longer->consonants[longer->consonant_count - 1] == 't' &&
                  memcmp(longer->consonants, shorter->consonants, shorter->consonant_count) == 0;
    return ending ? SPELLED_SOUND + 1 : SPELLED_NOT;
}

int spelled_cost(const struct spelled *typed, const struct spelled *there, bool like)
{
    if (typed->length <= there->length && memcmp(typed->text, there->text, typed->length) == 0)
        return typed->length == there->length ? SPELLED_SAME : SPELLED_BEGUN;
    if (typed->digits)
        return SPELLED_NOT;
    if (typed->length >= INSIDE_LEAST && (typed->letters & ~there->letters) == 0 && strstr(there->text, typed->text) != NULL)
        return SPELLED_INSIDE;
    if (!like)
        return SPELLED_NOT;
    int cost = like_cost(typed, there);
    if (typed->abjad || there->abjad)
        cost = least(cost, sound_cost(typed, there));
    return cost;
}
