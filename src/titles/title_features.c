// SPDX-License-Identifier: EUPL-1.2
#include "titles/title_features.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"

// Kinds of features, as salts of their hashes.
enum { WORD = 1, WORD_MAIN, WORD_CONTEXT, PART, PART_HEAD, PART_OTHER, LETTERS, STEM };

// How much each kind weighs before rarity does; tried out on titles that were not learned (bench/titles).
static const float WORD_VALUE = 1, ROLE_VALUE = 0.5f, PART_VALUE = 1.5f, HEAD_VALUE = 0.7f, PAIR_VALUE = 1, LETTERS_VALUE = 0.7f;
// A word behind "i", "på" that no example has is likely the name of a place or firm.
static const float PLACE_VALUE = 0.2f;

enum { LETTERS_LEAST = 3, LETTERS_MOST = 6, LETTERS_ENGLISH = 4 };

// ---- splitting

enum { HEAD_LEAST = 4, OTHER_LEAST = 3, SPLIT_LEAST = 6, ENDING_WORDS = 4 };
static const double SPLIT_SCORE = 2.5;

static uint32_t times(const struct table *t, const char *text, int length)
{
    uint32_t n = table_get(t, text_hash(text, length, WORD));
    return n == TABLE_NONE ? 0 : n;
}

static void count_up(struct table *t, const char *text, int length)
{
    uint32_t *n = table_put(t, text_hash(text, length, WORD));
    *n = *n == TABLE_NONE ? 1 : *n + 1;
}

void vocabulary_add(struct vocabulary *v, const struct title_words *words)
{
    for (int i = 0; i < words->count; i++) {
        const struct title_word *w = &words->words[i];
        count_up(&v->words, w->text, w->length);
        if (times(&v->words, w->text, w->length) > 1)
            continue;
        for (int n = OTHER_LEAST; n <= w->length - OTHER_LEAST; n++) {
            count_up(&v->endings, w->text + w->length - n, n);
            count_up(&v->beginnings, w->text, n);
        }
    }
}

struct vocabulary vocabulary_kept(const struct vocabulary *v, struct arena *a)
{
    return (struct vocabulary){
        .words = table_pruned(&v->words, 1, a),
        .endings = table_pruned(&v->endings, 2, a),
        .beginnings = table_pruned(&v->beginnings, 2, a),
    };
}

// How long the part before a head is: "renholds" is renhold with a link; in "bussjåfør" buss and sjåfør share a letter.
static int other_length(const struct vocabulary *v, const char *word, int at)
{
    if (times(&v->words, word, at) > 0)
        return at;
    if (word[at] == word[at - 1] && times(&v->words, word, at + 1) > 0)
        return at + 1;
    if ((word[at - 1] == 's' || word[at - 1] == 'e') && at - 1 >= OTHER_LEAST && times(&v->words, word, at - 1) > 0)
        return at - 1;
    return word[at - 1] == 's' && at > 4 ? at - 1 : at;
}

// How well a word falls apart there; negative when its end is no head.
static double split_score(const struct vocabulary *v, const char *word, int length, int at)
{
    int head = length - at;
    uint32_t head_words = times(&v->words, word + at, head), head_endings = times(&v->endings, word + at, head);
    if (head_words == 0 && head_endings < ENDING_WORDS)
        return -1;
    int other = other_length(v, word, at);
    uint32_t other_words = times(&v->words, word, other), beginnings = times(&v->beginnings, word, at);
    double score = log1p(head_words) + log1p(other_words) + 0.7 * (log1p(head_endings) + log1p(beginnings));
    if (other_words == 0 && beginnings < 2)
        score -= 2;
    return other < 4 ? score - 1 : score;
}

static int split(const struct vocabulary *v, const char *word, int length, struct word_part *parts_out, int most)
{
    int best = 0;
    double best_score = SPLIT_SCORE;
    for (int at = OTHER_LEAST; at <= length - HEAD_LEAST; at++) {
        double score = split_score(v, word, length, at);
        if (score > best_score) {
            best = at;
            best_score = score;
        }
    }
    if (best == 0) {
        parts_out[0] = (struct word_part){0, length};
        return 1;
    }
    int other = other_length(v, word, best), count = 1;
    parts_out[0] = (struct word_part){0, other};
    if (most > 2 && other > SPLIT_LEAST)
        count = split(v, word, other, parts_out, most - 1);
    parts_out[count] = (struct word_part){best, length - best};
    return count + 1;
}

int word_split(const struct vocabulary *v, const char *word, int length, struct word_part parts_out[PARTS_MOST])
{
    if (length >= SPLIT_LEAST)
        return split(v, word, length, parts_out, PARTS_MOST);
    parts_out[0] = (struct word_part){0, length};
    return 1;
}

// ---- features

// The length without an ending of number or definiteness, which says nothing of the work.
static int stem_length(const char *text, int length)
{
    static const char *const endings[] = {"ene", "ens", "er", "en", "et", "e", "s"};
    if (length < 6)
        return length;
    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        int n = (int)strlen(endings[i]);
        if (length - n >= 4 && memcmp(text + length - n, endings[i], (size_t)n) == 0)
            return length - n;
    }
    return length;
}

uint64_t word_feature(const struct title_word *word)
{
    return text_hash(word->text, word->length, WORD);
}

static int compare_hashes(const void *a, const void *b)
{
    uint64_t x = ((const struct title_feature *)a)->hash, y = ((const struct title_feature *)b)->hash;
    return x < y ? -1 : x > y;
}

uint64_t title_key(const struct title_words *words)
{
    struct title_feature stems[TITLE_WORDS_MOST];
    for (int i = 0; i < words->count; i++) {
        const struct title_word *w = &words->words[i];
        stems[i] = (struct title_feature){text_hash(w->text, stem_length(w->text, w->length), STEM), 0};
    }
    qsort(stems, (size_t)words->count, sizeof *stems, compare_hashes);
    uint64_t key = 0;
    for (int i = 0; i < words->count; i++)
        key = text_hash((const char *)&stems[i].hash, sizeof stems[i].hash, key + 1);
    return key;
}

struct list {
    struct title_feature *items;
    int count;
};

static void add(struct list *l, uint64_t hash, float value)
{
    if (l->count < TITLE_FEATURES_MOST)
        l->items[l->count++] = (struct title_feature){hash, value};
}

static void add_letters(struct list *l, const struct title_word *w, int least, int most, float factor)
{
    char bounded[TITLE_WORD_MOST + 3];
    int length = w->length + 2;
    bounded[0] = '^';
    memcpy(bounded + 1, w->text, (size_t)w->length);
    bounded[length - 1] = '$';
    for (int n = least; n <= most; n++)
        for (int at = 0; at + n <= length; at++)
            add(l, text_hash(bounded + at, n, LETTERS), LETTERS_VALUE * factor);
}

int title_features(const struct vocabulary *v, const struct title_words *words, struct title_feature *features_out)
{
    struct list l = {.items = features_out};
    uint64_t parts[TITLE_WORDS_MOST * PARTS_MOST];
    int part_count = 0;
    for (int i = 0; i < words->count; i++) {
        const struct title_word *w = &words->words[i];
        bool strange = v != NULL && w->place && times(&v->words, w->text, w->length) == 0;
        float factor = strange ? PLACE_VALUE : 1;
        struct word_part split_parts[PARTS_MOST] = {{0, w->length}};
        int count = v == NULL ? 1 : word_split(v, w->text, w->length, split_parts);
        add(&l, word_feature(w), WORD_VALUE * factor);
        add(&l, text_hash(w->text, w->length, w->context ? WORD_CONTEXT : WORD_MAIN), ROLE_VALUE * factor);
        for (int k = 0; k < count; k++) {
            const char *text = w->text + split_parts[k].at;
            int length = stem_length(text, split_parts[k].length);
            bool head = k == count - 1 && !w->context;
            parts[part_count++] = text_hash(text, length, PART);
            add(&l, parts[part_count - 1], PART_VALUE * factor);
            add(&l, text_hash(text, length, head ? PART_HEAD : PART_OTHER), HEAD_VALUE * factor);
        }
    }
    for (int i = 0; i < part_count; i++)
        for (int k = i + 1; k < part_count && k < i + PARTS_MOST * 2; k++)
            if (parts[i] != parts[k])
                add(&l, hash_join(parts[i], parts[k]), PAIR_VALUE);
    for (int i = 0; i < words->count; i++) {
        const struct title_word *w = &words->words[i];
        bool strange = v != NULL && w->place && times(&v->words, w->text, w->length) == 0;
        add_letters(&l, w, v == NULL ? LETTERS_ENGLISH : LETTERS_LEAST, v == NULL ? LETTERS_ENGLISH : LETTERS_MOST,
                    strange ? PLACE_VALUE : 1);
    }
    qsort(l.items, (size_t)l.count, sizeof *l.items, compare_hashes);
    int kept = 0;
    for (int i = 0; i < l.count; i++) {
        if (kept == 0 || l.items[kept - 1].hash != l.items[i].hash)
            l.items[kept++] = l.items[i];
        else if (l.items[i].value > l.items[kept - 1].value)
            l.items[kept - 1].value = l.items[i].value;
    }
    return kept;
}
