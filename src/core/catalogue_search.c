// SPDX-License-Identifier: EUPL-1.2
#include <stdint.h>
#include <string.h>

#include "core/catalogue_data.h"

const char *catalogue_key_text(struct arena *a, const char *text)
{
    const char *folded = lang_fold(a, text);
    char *key = arena_alloc(a, strlen(folded) + 2), *out = key;
    bool gap = true;
    for (const char *p = folded; *p != '\0' && out - key < KEY_MOST; p++) {
        bool letter = (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || *p == '+' || *p == '#';
        if (*p == '\'' || (unsigned char)*p >= 0x80)
            continue; // "driver's" is "drivers"; what has no Latin letter is left out
        if (letter && gap)
            *out++ = ' ';
        if (letter)
            *out++ = *p;
        gap = !letter;
    }
    *out = '\0';
    return key;
}

unsigned catalogue_trigram(const char *at)
{
    unsigned hash = ((unsigned char)at[0] * 31u + (unsigned char)at[1]) * 31u + (unsigned char)at[2];
    return (hash ^ hash >> 12) % TRIGRAM_LISTS;
}

size_t catalogue_trigrams(const char *key)
{
    size_t length = strlen(key);
    return length < 3 ? 0 : length - 2;
}

void catalogue_index_trigrams(struct catalogue *c)
{
    for (int kind = 0; kind < CATALOGUE_KINDS; kind++) {
        struct catalogue_kind_data *k = &c->kinds[kind];
        k->trigram_starts = ARENA_ARRAY(c->arena, uint32_t, TRIGRAM_LISTS + 1);
        for (size_t i = 0; i < k->key_count; i++)
            for (size_t j = 0; j < k->keys[i].trigrams; j++)
                k->trigram_starts[catalogue_trigram(k->keys[i].text + j) + 1]++;
        for (size_t t = 0; t < TRIGRAM_LISTS; t++)
            k->trigram_starts[t + 1] += k->trigram_starts[t];
        struct arena *scratch CLEANUP_ARENA = arena_open();
        uint32_t *filled = arena_copy(scratch, k->trigram_starts, TRIGRAM_LISTS * sizeof *filled);
        k->trigram_keys = ARENA_ARRAY(c->arena, uint32_t, k->trigram_starts[TRIGRAM_LISTS]);
        k->code_keys = ARENA_ARRAY(c->arena, uint32_t, k->count);
        k->code_key_count = 0;
        for (size_t i = 0; i < k->key_count; i++) {
            for (size_t j = 0; j < k->keys[i].trigrams; j++)
                k->trigram_keys[filled[catalogue_trigram(k->keys[i].text + j)]++] = (uint32_t)i;
            if (k->keys[i].source == KEY_CODE && k->code_key_count < k->count)
                k->code_keys[k->code_key_count++] = (uint32_t)i;
        }
    }
}

// How well a key fits, small is good; what comes first outweighs all after it: how it fits, the rank of a frequent item,
// whether it begins the key, whose language it is, name before synonym, length. A frequent item that begins so comes
// before a rare one that is called so: "kur" is more often Kurdish than Kur.
enum fit { FIT_WHOLE, FIT_BEGINS, FIT_INSIDE, FIT_NEARLY };
enum { NO_FIT = 0x7fffffff, FIT_SHIFT = 28, RANK_LAST = 127, LENGTH_LAST = 127 };

static uint32_t weigh(enum fit fit, const struct catalogue_item *item, uint32_t near, bool first, uint8_t source,
                      enum lang l, size_t length)
{
    if (fit == FIT_BEGINS && item->rank != 0)
        fit = FIT_WHOLE;
    uint32_t rank = item->rank == 0 || item->rank > RANK_LAST ? RANK_LAST : item->rank;
    bool foreign = source == (l == LANG_NB ? KEY_NAME_EN : KEY_NAME_NB) ||
                   source == (l == LANG_NB ? KEY_SYNONYM_EN : KEY_SYNONYM_NB);
    bool synonym = source == KEY_SYNONYM_NB || source == KEY_SYNONYM_EN;
    uint32_t of_nearness = fit == FIT_NEARLY ? near : rank;
    return (uint32_t)fit << FIT_SHIFT | of_nearness << 18 | (uint32_t)!first << 17 | (uint32_t)foreign << 16 |
           (uint32_t)synonym << 15 | (uint32_t)(length > LENGTH_LAST ? LENGTH_LAST : length);
}

// Does every word of typed begin a word of the key? word is room for typed.
static bool all_words_begin(const char *key, const char *typed, char *word)
{
    for (const char *p = typed; *p == ' ';) {
        size_t n = 1 + strcspn(p + 1, " ");
        memcpy(word, p, n);
        word[n] = '\0';
        if (strstr(key, word) == NULL)
            return false;
        p += n;
    }
    return true;
}

static uint32_t fit_of(const struct catalogue_kind_data *k, const struct catalogue_key *key, const char *typed,
                       size_t length, bool several, char *word, enum lang l)
{
    const struct catalogue_item *item = &k->items[key->item];
    const char *text = key->text;
    if (key->source == KEY_CODE && item->kind == CATALOGUE_LANGUAGE) // three letters begin too much
        return strcmp(text, typed) == 0 ? weigh(FIT_WHOLE, item, 0, true, key->source, l, length) : NO_FIT;
    bool first = strncmp(text, typed, length) == 0;
    if (first && text[length] == '\0')
        return weigh(FIT_WHOLE, item, 0, true, key->source, l, length);
    if (first || strstr(text + 1, typed) != NULL || (several && all_words_begin(text, typed, word)))
        return weigh(FIT_BEGINS, item, 0, first, key->source, l, strlen(text));
    if (length > 2 && strstr(text, typed + 1) != NULL)
        return weigh(FIT_INSIDE, item, 0, false, key->source, l, strlen(text));
    return NO_FIT;
}

enum { ALIKE = 1000, ALIKE_LEAST = 400, ALIKE_FREQUENT = 150, WORDS_BEHIND = 4 };

// Misspelt: keys that share some half of the trigrams of what was typed, by Dice's coefficient in thousandths.
static void find_near(const struct catalogue_kind_data *k, const char *typed, enum lang l, struct arena *a,
                      uint32_t *best)
{
    size_t length = catalogue_trigrams(typed), asked = 0;
    if (length < 3)
        return;
    uint8_t *shared = ARENA_ARRAY(a, uint8_t, k->key_count);
    uint8_t *seen = ARENA_ARRAY(a, uint8_t, TRIGRAM_LISTS);
    for (size_t i = 0; i < length; i++) {
        unsigned t = catalogue_trigram(typed + i);
        if (seen[t])
            continue;
        seen[t] = 1;
        asked++;
        for (uint32_t at = k->trigram_starts[t]; at < k->trigram_starts[t + 1]; at++)
            shared[k->trigram_keys[at]]++; // no more than the key has, which is less than KEY_MOST
    }
    for (size_t i = 0; i < k->key_count; i++) {
        size_t n = shared[i], has = k->keys[i].trigrams;
        if (n < 2 || n * 5 < asked * 2)
            continue;
        if (has > asked + WORDS_BEHIND) // the words behind the one that was meant do not count against it
            has = asked + WORDS_BEHIND;
        size_t alike = 2 * n * ALIKE / (asked + has);
        if (alike < ALIKE_LEAST)
            continue;
        const struct catalogue_item *item = &k->items[k->keys[i].item];
        if (item->rank != 0) // a frequent one is likelier meant than a rare one that is a little more alike
            alike += ALIKE_FREQUENT;
        uint32_t near = alike > ALIKE ? 0 : (uint32_t)(ALIKE - alike);
        uint32_t fit = weigh(FIT_NEARLY, item, near, false, k->keys[i].source, l, has);
        uint32_t *of_item = &best[k->keys[i].item];
        *of_item = fit < *of_item ? fit : *of_item;
    }
}

// What is being looked for, and how well each item fits so far.
struct search {
    const struct catalogue_kind_data *k;
    const char *key;
    size_t length;
    bool several; // words
    char *word;   // room for key
    enum lang lang;
    uint32_t *best;
    size_t found, begun; // items; those of them that begin a word with it
};

static void try_key(struct search *s, size_t key)
{
    uint32_t fit = fit_of(s->k, &s->k->keys[key], s->key, s->length, s->several, s->word, s->lang);
    uint32_t *of_item = &s->best[s->k->keys[key].item];
    s->found += fit != NO_FIT && *of_item == NO_FIT;
    s->begun += fit >> FIT_SHIFT <= FIT_BEGINS && *of_item >> FIT_SHIFT > FIT_BEGINS;
    *of_item = fit < *of_item ? fit : *of_item;
}

enum { KEYS_FEW = 30000 };

// Of many keys only names and codes: what a letter or two stand in among all synonyms is no answer worth the time.
static void try_all(struct search *s)
{
    bool few = s->k->key_count <= KEYS_FEW;
    for (size_t i = 0; i < s->k->key_count; i++)
        if (few || s->k->keys[i].source <= KEY_NAME_EN || s->k->keys[i].source == KEY_CODE)
            try_key(s, i);
}

// The shortest list of keys among those of the trigrams inside words of a text: a key that holds all the words is in each
// of them. False: no word is long enough.
static bool rarest_trigram(const struct catalogue_kind_data *k, const char *text, unsigned *out)
{
    size_t length = strlen(text), best = SIZE_MAX;
    for (size_t i = 0; i + 3 <= length; i++) {
        if (text[i + 1] == ' ' || text[i + 2] == ' ')
            continue;
        unsigned t = catalogue_trigram(text + i);
        size_t n = k->trigram_starts[t + 1] - k->trigram_starts[t];
        if (n < best) {
            best = n;
            *out = t;
        }
    }
    return best != SIZE_MAX;
}

static void try_list(struct search *s, unsigned trigram)
{
    for (uint32_t i = s->k->trigram_starts[trigram]; i < s->k->trigram_starts[trigram + 1]; i++)
        try_key(s, s->k->trigram_keys[i]);
}

// Of few keys each is tried. Of many first those where every word typed begins a word; when that gives too little, those
// that hold it inside.
static void try_keys(struct search *s, size_t most)
{
    unsigned trigram;
    if (s->k->key_count <= KEYS_FEW || !rarest_trigram(s->k, s->key, &trigram)) {
        try_all(s);
        return;
    }
    for (size_t i = 0; i < s->k->code_key_count; i++)
        try_key(s, s->k->code_keys[i]);
    try_list(s, trigram);
    if (s->begun >= most)
        return;
    if (!rarest_trigram(s->k, s->key + 1, &trigram))
        try_all(s);
    else
        try_list(s, trigram);
}

size_t catalogue_suggest(const struct catalogue *c, enum catalogue_kind kind, enum lang l, const char *typed,
                         struct arena *a, const struct catalogue_item **items_out, size_t most)
{
    const struct catalogue_kind_data *k = &c->kinds[kind];
    const char *key = catalogue_key_text(a, typed == NULL ? "" : typed);
    size_t length = strlen(key), count = 0, offered = k->count - k->hidden;
    if (length == 0) {
        // Something typed that has no letters means nothing here.
        for (; count < most && count < offered && (typed == NULL || typed[strspn(typed, " \t")] == '\0'); count++)
            items_out[count] = &k->items[count];
        return count;
    }
    uint32_t *best = ARENA_ARRAY(a, uint32_t, k->count);
    for (size_t i = 0; i < k->count; i++)
        best[i] = NO_FIT;
    struct search s = {.k = k, .key = key, .length = length, .several = strchr(key + 1, ' ') != NULL,
                       .word = arena_alloc(a, length + 1), .lang = l, .best = best};
    try_keys(&s, most);
    if (s.found == 0)
        find_near(k, key, l, a, best);

    uint32_t *fits = ARENA_ARRAY(a, uint32_t, most);
    for (size_t i = 0; i < k->count; i++) {
        if (best[i] == NO_FIT || most == 0 || (count == most && best[i] >= fits[count - 1]))
            continue;
        size_t at = count < most ? count++ : count - 1;
        for (; at > 0 && fits[at - 1] > best[i]; at--) {
            fits[at] = fits[at - 1];
            items_out[at] = items_out[at - 1];
        }
        fits[at] = best[i];
        items_out[at] = &k->items[i];
    }
    return count;
}

enum status catalogue_resolve(const struct catalogue *c, enum catalogue_kind kind, const char *typed, struct code *out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const struct catalogue_kind_data *k = &c->kinds[kind];
    const char *key = catalogue_key_text(a, typed == NULL ? "" : typed);
    if (key[0] == '\0')
        return NOT_FOUND;
    // A name outweighs a code, that a synonym; among several by name a frequent one.
    enum { BY_NAME, BY_CODE, BY_SYNONYM, WAYS };
    const struct catalogue_item *found[WAYS] = {NULL};
    bool several[WAYS] = {false};
    for (size_t i = 0; i < k->key_count; i++) {
        if (strcmp(k->keys[i].text, key) != 0)
            continue;
        uint8_t source = k->keys[i].source;
        int way = source == KEY_CODE ? BY_CODE : source <= KEY_NAME_EN ? BY_NAME : BY_SYNONYM;
        const struct catalogue_item *item = &k->items[k->keys[i].item];
        if (found[way] == NULL)
            found[way] = item;
        else if (found[way] != item && found[way]->rank == 0)
            several[way] = true;
        else if (found[way] != item && item->rank != 0)
            several[way] = true;
    }
    for (int way = 0; way < WAYS; way++)
        if (found[way] != NULL) {
            if (several[way])
                return NOT_FOUND;
            *out = found[way]->code;
            return OK;
        }
    return NOT_FOUND;
}
