// SPDX-License-Identifier: EUPL-1.2
#include "titles/view.h"

#include <math.h>

static void number_features(struct view *v, const char *const *titles, size_t count, struct arena *scratch,
                            struct vectors *out)
{
    struct title_feature features[TITLE_FEATURES_MOST];
    size_t item_room = 0, feature_room = 0, items = 0;
    out->start = ARENA_ARRAY(scratch, size_t, count + 1);
    out->count = count;
    for (size_t i = 0; i < count; i++) {
        struct title_words words;
        title_words_read(titles[i], &words);
        int n = title_features(v->english ? NULL : &v->vocabulary, &words, features);
        for (int k = 0; k < n; k++) {
            uint32_t *number = table_put(&v->numbers, features[k].hash);
            if (*number == TABLE_NONE) {
                *number = (uint32_t)v->feature_count;
                v->examples = array_grown(scratch, v->examples, v->feature_count, &feature_room, sizeof *v->examples);
                v->examples[v->feature_count++] = 0;
            }
            v->examples[*number]++;
            out->items = array_grown(scratch, out->items, items, &item_room, sizeof *out->items);
            out->items[items++] = (struct vector_item){*number, features[k].value};
        }
        out->start[i + 1] = items;
    }
}

static void scale(struct vector_item *items, size_t count, double squares)
{
    float factor = squares > 0 ? (float)(1 / sqrt(squares)) : 0;
    for (size_t i = 0; i < count; i++)
        items[i].value *= factor;
}

struct view view_make(bool english, const char *const *titles, size_t count, struct arena *a, struct arena *scratch,
                      struct vectors *vectors_out)
{
    struct view v = {.english = english, .numbers = table_in(scratch)};
    struct vectors vectors = {.items = NULL};
    struct vocabulary all = {table_in(scratch), table_in(scratch), table_in(scratch)};
    for (size_t i = 0; i < count && !english; i++) {
        struct title_words words;
        title_words_read(titles[i], &words);
        vocabulary_add(&all, &words);
    }
    v.vocabulary = vocabulary_kept(&all, a);
    number_features(&v, titles, count, scratch, &vectors);
    v.numbers = table_pruned(&v.numbers, 0, a);
    v.rarity = ARENA_ARRAY(a, float, v.feature_count);
    v.unknown = (float)log1p((double)count);
    for (size_t f = 0; f < v.feature_count; f++)
        v.rarity[f] = (float)log((1.0 + (double)count) / v.examples[f]);
    for (size_t i = 0; i < count; i++) {
        double squares = 0;
        for (size_t k = vectors.start[i]; k < vectors.start[i + 1]; k++) {
            vectors.items[k].value *= v.rarity[vectors.items[k].feature];
            squares += (double)vectors.items[k].value * vectors.items[k].value;
        }
        scale(vectors.items + vectors.start[i], vectors.start[i + 1] - vectors.start[i], squares);
    }
    *vectors_out = vectors;
    return v;
}

size_t view_vector(const struct view *v, const struct title_words *words, struct vector_item out[TITLE_FEATURES_MOST])
{
    struct title_feature features[TITLE_FEATURES_MOST];
    int n = title_features(v->english ? NULL : &v->vocabulary, words, features);
    size_t count = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
        uint32_t number = table_get(&v->numbers, features[i].hash);
        float value = features[i].value * (number == TABLE_NONE ? v->unknown : v->rarity[number]);
        squares += (double)value * value;
        if (number != TABLE_NONE)
            out[count++] = (struct vector_item){number, value};
    }
    scale(out, count, squares);
    return count;
}

float view_known(const struct view *v, const struct title_words *words)
{
    int known = 0, all = 0;
    for (int i = 0; i < words->count; i++) {
        const struct title_word *w = &words->words[i];
        all += w->length;
        known += table_get(&v->numbers, word_feature(w)) == TABLE_NONE ? 0 : w->length;
    }
    return all == 0 ? 0 : (float)known / (float)all;
}
