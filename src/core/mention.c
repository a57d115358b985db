// SPDX-License-Identifier: EUPL-1.2
#include "core/mention.h"

#include <stdint.h>
#include <string.h>

#include "base/lang.h"
#include "base/status.h"

enum { WORD_MOST = 40, NAME_WORDS_MOST = 8, APART_MOST = 3, CONSONANTS_LEAST = 4, MARKS = 4096 };

struct word {
    const char *start; // in the text
    size_t length;
    const char *folded;
    char bones[WORD_MOST];
    bool notable; // begins with a capital, or is not written in Latin letters
    bool foreign; // not in Latin letters: no vowels to compare
};

struct mention_text {
    struct word *words;
    size_t count;
    uint64_t marks[MARKS / 64]; // which consonants occur, hashed: few names have any of them
};

static bool latin_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// How many bytes at s are between words: what is neither a letter nor a digit, hard spaces, dashes, quotation marks and
// Arabic punctuation. 0: a word goes on.
static size_t gap(const unsigned char *s)
{
    if (*s < 0x80)
        return latin_letter(*s) ? 0 : 1;
    if (s[0] == 0xC2 && s[1] >= 0xA0 && s[1] <= 0xBF)
        return 2;
    if (s[0] == 0xD8 && (s[1] == 0x8C || s[1] == 0x9B || s[1] == 0x9F))
        return 2;
    return s[0] == 0xE2 && (s[1] == 0x80 || s[1] == 0x81) && s[2] != 0 ? 3 : 0;
}

// The consonants in one spelling: "Mohammed", "Muhammad" and what "محمد" folds to are all "mhmd".
static void bones_of(const char *folded, size_t length, char out[WORD_MOST])
{
    static const struct {
        const char *written;
        char is;
    } PAIRS[] = {{"kh", 'k'}, {"gh", 'g'}, {"sh", 's'}, {"ch", 's'}, {"th", 't'}, {"dh", 'd'}, {"ph", 'f'}};
    static const char FROM[] = "qczjv", TO[] = "kksgf";
    size_t n = 0;
    for (size_t i = 0; i < length && n < WORD_MOST - 1; i++) {
        char c = folded[i];
        for (size_t k = 0; k < COUNT_OF(PAIRS); k++)
            if (i + 1 < length && strncmp(folded + i, PAIRS[k].written, 2) == 0) {
                c = PAIRS[k].is;
                i++;
                break;
            }
        const char *other = c == '\0' ? NULL : strchr(FROM, c);
        if (other != NULL)
            c = TO[other - FROM];
        bool silent = strchr("aeiouyw", c) != NULL || (c == 'h' && i + 1 == length) || !latin_letter((unsigned char)c);
        if (!silent && (n == 0 || out[n - 1] != c))
            out[n++] = c;
    }
    out[n] = '\0';
}

static unsigned mark_of(const char *bones)
{
    uint32_t hash = 2166136261u;
    for (; *bones != '\0'; bones++)
        hash = (hash ^ (unsigned char)*bones) * 16777619u;
    return hash % MARKS;
}

static void mark(struct mention_text *t, const char *bones)
{
    unsigned at = mark_of(bones);
    t->marks[at / 64] |= UINT64_C(1) << at % 64;
}

static bool marked(const struct mention_text *t, const char *bones)
{
    unsigned at = mark_of(bones);
    return (t->marks[at / 64] >> at % 64 & 1) != 0;
}

static size_t letters(const char *folded)
{
    size_t n = 0;
    while ((folded[n] >= 'a' && folded[n] <= 'z') || (folded[n] >= '0' && folded[n] <= '9'))
        n++;
    return n;
}

// Arabic and Hebrew write few vowels, so that their letters tell consonants only.
static bool without_vowels(const char *start, size_t length)
{
    return length > 1 && (unsigned char)start[0] >= 0xD6 && (unsigned char)start[0] <= 0xDB;
}

struct mention_text *mention_read(const char *text, struct arena *a)
{
    struct mention_text *t = ARENA_NEW(a, struct mention_text);
    size_t room = 0;
    for (const char *at = text == NULL ? "" : text; *at != '\0';) {
        size_t between = gap((const unsigned char *)at), length = 0;
        if (between > 0) {
            at += between;
            continue;
        }
        while (at[length] != '\0' && gap((const unsigned char *)at + length) == 0)
            length++;
        const char *folded = lang_fold(a, arena_strndup(a, at, length));
        struct word w = {.start = at, .length = length, .folded = arena_strndup(a, folded, letters(folded))};
        size_t n = strlen(w.folded);
        w.foreign = without_vowels(at, length);
        w.notable = (unsigned char)*at >= 0x80 || (*at >= 'A' && *at <= 'Z');
        bones_of(w.folded, n, w.bones);
        mark(t, w.bones);
        if (n > 1 && w.folded[n - 1] == 's') { // "Yusufs"
            char less[WORD_MOST];
            bones_of(w.folded, n - 1, less);
            mark(t, less);
        }
        if (n > 0)
            *LIST_ADD(a, t->words, t->count, room) = w;
        at += length;
    }
    return t;
}

// How many letters have to be changed, put in or left out.
static size_t distance(const char *a, size_t an, const char *b, size_t bn)
{
    size_t row[WORD_MOST + 1];
    for (size_t j = 0; j <= bn; j++)
        row[j] = j;
    for (size_t i = 1; i <= an; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= bn; j++) {
            size_t changed = corner + (a[i - 1] != b[j - 1]);
            corner = row[j];
            size_t shorter = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            row[j] = changed < shorter ? changed : shorter;
        }
    }
    return row[bn];
}

struct name_word {
    const char *folded;
    size_t length;
    char bones[WORD_MOST];
};

enum likeness { UNLIKE, ALIKE, SAME };

static enum likeness compare(const struct word *w, const struct name_word *n)
{
    size_t length = strlen(w->folded);
    if (length >= n->length && strncmp(w->folded, n->folded, n->length) == 0 &&
        (length == n->length || (length == n->length + 1 && w->folded[n->length] == 's')))
        return SAME;
    if (!w->notable || *w->bones == '\0' || strcmp(w->bones, n->bones) != 0 || length >= WORD_MOST || n->length >= WORD_MOST)
        return UNLIKE;
    if (w->foreign)
        return ALIKE;
    size_t shorter = length < n->length ? length : n->length;
    return distance(w->folded, length, n->folded, n->length) <= (shorter >= 7 ? 3u : shorter >= 5 ? 2u : 1u) ? ALIKE : UNLIKE;
}

static size_t name_read(const struct mention_text *t, const char *folded, struct name_word out[NAME_WORDS_MOST])
{
    size_t count = 0;
    while (*folded != '\0' && count < NAME_WORDS_MOST) {
        size_t n = letters(folded);
        if (n == 0) {
            folded++;
            continue;
        }
        struct name_word *w = &out[count];
        *w = (struct name_word){.folded = folded, .length = n};
        bones_of(folded, n, w->bones);
        count += n > 1 && marked(t, w->bones);
        folded += n;
    }
    return count;
}

static bool enough(enum likeness one, enum likeness other, const struct name_word *a, const struct name_word *b)
{
    if (one == UNLIKE || other == UNLIKE)
        return false;
    return (one == SAME && other == SAME) || strlen(a->bones) + strlen(b->bones) >= CONSONANTS_LEAST;
}

const char *mention_find(const struct mention_text *t, const char *folded, struct arena *a)
{
    struct name_word name[NAME_WORDS_MOST];
    size_t parts = name_read(t, folded, name);
    if (parts < 2)
        return NULL;
    for (size_t i = 0; i < t->count; i++)
        for (size_t p = 0; p < parts; p++) {
            enum likeness first = compare(&t->words[i], &name[p]);
            for (size_t k = i + 1; first != UNLIKE && k < t->count && k <= i + APART_MOST; k++)
                for (size_t q = 0; q < parts; q++)
                    if (q != p && enough(first, compare(&t->words[k], &name[q]), &name[p], &name[q])) {
                        const struct word *last = &t->words[k];
                        return arena_strndup(a, t->words[i].start, (size_t)(last->start + last->length - t->words[i].start));
                    }
        }
    return NULL;
}
