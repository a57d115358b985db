// SPDX-License-Identifier: EUPL-1.2
#include "titles/words.h"

#include <stdint.h>
#include <string.h>

#include "base/status.h"

// In the alphabet of title_word. What advertisements and lists put around a title.
static const char *const FILL_WORDS[] = {
    "a",      "an",       "and",    "at",     "av",    "den",   "det",   "dag",     "deltid",  "eit",     "ein",
    "eller",  "en",       "et",     "etc",    "f",     "fast",  "for",   "helg",    "heltid",  "hos",     "i",
    "ikkje",  "in",       "innan",  "innen",  "k",     "kveld", "ledig", "m",       "med",     "mfl",     "mv",
    "natt",   "nattetid", "of",     "og",     "or",    "pA",    "prosent", "pst",   "snarest", "som",     "stilling",
    "stillinger", "stillingar", "sOker", "sOkes", "sOkjer", "the", "til", "to",     "ved",     "vi",      "vikar",
    "vikarer", "vikarar", "vikariat", "w",
};
static const char *const PLACE_WORDS[] = {"hos", "i", "pA", "ved"};

// Nynorsk, and what both forms of a word become so that they meet. Beginnings, middles and ends alike.
static const struct {
    const char *from, *to;
} FORMS[] = {
    {"reinhald", "renhold"}, {"hald", "hold"},     {"sju", "sy"},       {"skule", "skole"},   {"kOyr", "kjOr"},
    {"tenest", "tjenest"},   {"pleiar", "pleer"}, {"leiar", "leder"},   {"lErar", "lErer"},  {"vegleiing", "veiledning"},
    {"kOken", "kjOkken"},    {"verksem", "virksom"}, {"tannlOg", "tannleg"}, {"heim", "hjem"}, {"arbeidar", "arbeider"},
    {"hjOlp", "hjelp"},      {"mjOlk", "melk"},    {"mjolk", "melk"},   {"bOn", "bonn"},      {"ei", "e"},
    {"Oy", "O"},
};

static bool listed(const char *const *list, size_t count, const struct title_word *w)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], w->text) == 0)
            return true;
    return false;
}

static bool fills(const struct title_word *w)
{
    return strspn(w->text, "0123456789") == (size_t)w->length || listed(FILL_WORDS, COUNT_OF(FILL_WORDS), w);
}

// The next character and where it ends. What is no UTF-8 counts as a space.
static uint32_t next_character(const unsigned char **at)
{
    const unsigned char *s = *at;
    int more = *s < 0x80 ? 0 : *s >= 0xC2 && *s < 0xE0 ? 1 : *s >= 0xE0 && *s < 0xF0 ? 2 : *s >= 0xF0 && *s < 0xF5 ? 3 : -1;
    uint32_t c = more < 0 ? ' ' : more == 0 ? *s : *s & (0x3Fu >> more);
    int read = 1;
    for (; read <= more; read++) {
        if ((s[read] & 0xC0) != 0x80) {
            *at = s + read;
            return ' ';
        }
        c = c << 6 | (s[read] & 0x3F);
    }
    *at = s + read;
    return c;
}

// U+00E0 to U+00FF; 0 is no letter.
static const char LATIN[] = "aaaaEAEceeeeiiiidnooooo\0Ouuuuyty";

static char letter_of(uint32_t c)
{
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        return (char)c;
    if (c >= 'A' && c <= 'Z')
        return (char)(c + 0x20);
    if (c >= 0xC0 && c <= 0xDE)
        c += 0x20;
    if (c == 0xE4) // ä and ö are the neighbours' æ and ø
        return 'E';
    if (c == 0xF6)
        return 'O';
    if (c >= 0xE0 && c <= 0xFF)
        return c == 0xE5 ? 'A' : c == 0xE6 ? 'E' : LATIN[c - 0xE0];
    if (c >= 0x160 && c <= 0x161)
        return 's';
    return c >= 0x17D && c <= 0x17E ? 'z' : 0;
}

static void write_forms(struct title_word *w)
{
    char out[TITLE_WORD_MOST + 2];
    int n = 0;
    for (int i = 0; i < w->length;) {
        size_t form = 0;
        while (form < COUNT_OF(FORMS) && strncmp(w->text + i, FORMS[form].from, strlen(FORMS[form].from)) != 0)
            form++;
        const char *put = form < COUNT_OF(FORMS) ? FORMS[form].to : w->text + i;
        int bytes = form < COUNT_OF(FORMS) ? (int)strlen(put) : 1;
        if (n + bytes > TITLE_WORD_MOST)
            break;
        memcpy(out + n, put, (size_t)bytes);
        n += bytes;
        i += form < COUNT_OF(FORMS) ? (int)strlen(FORMS[form].from) : 1;
    }
    if (n >= 5 && out[n - 2] == 'a' && out[n - 1] == 'r') // bakar, sjåførar
        out[n - 2] = 'e';
    memcpy(w->text, out, (size_t)n);
    w->text[n] = '\0';
    w->length = n;
}

void title_words_read(const char *title, struct title_words *out)
{
    struct title_words all = {.count = 0};
    struct title_word word = {.length = 0};
    bool context = false, place = false, said = false;
    const unsigned char *at = (const unsigned char *)title;
    for (;;) {
        uint32_t c = *at == '\0' ? 0 : next_character(&at);
        char letter = letter_of(c);
        if (letter != 0) {
            if (word.length < TITLE_WORD_MOST)
                word.text[word.length++] = letter;
            continue;
        }
        if (word.length > 0 && all.count < TITLE_WORDS_MOST) {
            word.text[word.length] = '\0';
            word.context = context;
            word.place = place;
            place = listed(PLACE_WORDS, COUNT_OF(PLACE_WORDS), &word) || (place && !fills(&word));
            said = said || !fills(&word);
            all.words[all.count++] = word;
        }
        word.length = 0;
        if (c == '(' || c == ',')
            context = true;
        else if (c == ')')
            context = false;
        if (c == 0)
            break;
    }
    out->count = 0;
    for (int i = 0; i < all.count; i++)
        if (!said || !fills(&all.words[i])) {
            out->words[out->count] = all.words[i];
            write_forms(&out->words[out->count++]);
        }
}
