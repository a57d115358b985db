// SPDX-License-Identifier: EUPL-1.2
#include "titles/titles.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "titles/linear.h"

// What code an example had; in the order of keys.
struct known_title {
    uint64_t key;
    uint16_t code;
    float weight;
};

struct title_model {
    struct arena *arena;
    struct classes classes;
    struct view norwegian, english;
    struct linear all, sure, in_english;
    size_t norwegian_count, sure_count, english_count; // examples
    struct known_title *known;
    size_t known_count;
};

// Tried out on titles that were not learned (bench/titles).
static const float ALL_POWER = 0.72f, SURE_POWER = 0.45f;    // of the two Norwegian classifiers in their product
static const float ALIKE_ENGLISH = 0.3f, NO_ENGLISH = 0.05f; // how far English is listened to
static const float KNOWN_SURE = 0.95f, KNOWN_ISCO = 0.45f;   // how often the code of an equal title is right
enum { ROUNDS_ALL = 4, ROUNDS_SURE = 6, ROUNDS_ENGLISH = 2 };

// The examples of one language, as they can be learned from.
struct pupil {
    const char **titles;
    uint16_t *codes;
    float *weights, *sure; // sure: 0 for examples that are not
    size_t count, sure_count;
};

static bool four_digits(struct code code)
{
    char text[CODE_TEXT];
    code_write(code, text);
    return strspn(text, "0123456789") == 4 && text[4] == '\0';
}

static struct pupil pupil_in(struct arena *a, size_t most)
{
    return (struct pupil){
        .titles = ARENA_ARRAY(a, const char *, most),
        .codes = ARENA_ARRAY(a, uint16_t, most),
        .weights = ARENA_ARRAY(a, float, most),
        .sure = ARENA_ARRAY(a, float, most),
    };
}

static void pupil_add(struct pupil *p, const struct title_example *e, uint16_t code)
{
    bool sure = e->weight >= TITLE_WEIGHT_NAME;
    p->titles[p->count] = e->title;
    p->codes[p->count] = code;
    p->weights[p->count] = e->weight;
    p->sure[p->count++] = sure ? e->weight : 0;
    p->sure_count += sure;
}

static int compare_known(const void *a, const void *b)
{
    const struct known_title *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->code != y->code)
        return x->code < y->code ? -1 : 1;
    return x->weight > y->weight ? -1 : x->weight < y->weight;
}

// One for each code of a key, with the largest weight that the code has there.
static void keep_known(struct title_model *m, struct known_title *known, size_t count)
{
    size_t kept = 0;
    qsort(known, count, sizeof *known, compare_known);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || known[kept - 1].key != known[i].key || known[kept - 1].code != known[i].code)
            known[kept++] = known[i];
    m->known = arena_copy(m->arena, known, kept * sizeof *known);
    m->known_count = kept;
}

static void sort_examples(struct title_model *m, const struct title_example *examples, size_t count, struct pupil *norwegian,
                          struct pupil *english, struct arena *scratch)
{
    struct known_title *known = ARENA_ARRAY(scratch, struct known_title, count);
    size_t known_count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct title_example *e = &examples[i];
        struct title_words words;
        uint16_t code;
        if (e->title == NULL || e->weight <= 0 || !four_digits(e->code))
            continue;
        title_words_read(e->title, &words);
        if (words.count == 0 || !classes_add(&m->classes, e->code, &code))
            continue;
        known[known_count++] = (struct known_title){title_key(&words), code, e->weight};
        pupil_add(e->lang == LANG_EN ? english : norwegian, e, code);
    }
    classes_group(&m->classes);
    keep_known(m, known, known_count);
}

static struct linear learn(struct title_model *m, const struct view *v, const struct vectors *vectors, const struct pupil *p,
                           const float *weights, bool grouped, int rounds)
{
    struct arena *scratch CLEANUP_ARENA = arena_open();
    struct lesson lesson = {.vectors = vectors, .code = p->codes, .weight = weights, .grouped = grouped, .rounds = rounds};
    return linear_learn(&m->classes, v, &lesson, m->arena, scratch);
}

struct title_model *title_model_open(const struct title_example *examples, size_t count)
{
    struct arena *a = arena_open();
    struct arena *scratch CLEANUP_ARENA = arena_open();
    struct title_model *m = ARENA_NEW(a, struct title_model);
    m->arena = a;
    struct pupil norwegian = pupil_in(scratch, count), english = pupil_in(scratch, count);
    struct vectors vectors;
    sort_examples(m, examples, count, &norwegian, &english, scratch);
    m->norwegian = view_make(false, norwegian.titles, norwegian.count, a, scratch, &vectors);
    m->norwegian_count = norwegian.count;
    m->all = learn(m, &m->norwegian, &vectors, &norwegian, norwegian.weights, true, ROUNDS_ALL);
    m->sure_count = norwegian.sure_count;
    m->sure = learn(m, &m->norwegian, &vectors, &norwegian, norwegian.sure, false, ROUNDS_SURE);
    m->english = view_make(true, english.titles, english.count, a, scratch, &vectors);
    m->english_count = english.count;
    m->in_english = learn(m, &m->english, &vectors, &english, english.weights, false, ROUNDS_ENGLISH);
    return m;
}

void title_model_close(struct title_model *m)
{
    if (m == NULL)
        return;
    struct arena *a = m->arena;
    arena_close(a);
}

size_t title_model_memory(const struct title_model *m)
{
    return arena_used(m->arena);
}

// ---- answering

static void normalise(float *p, size_t count)
{
    float sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += p[i];
    for (size_t i = 0; i < count && sum > 0; i++)
        p[i] /= sum;
}

static void answer_norwegian(const struct title_model *m, const struct title_words *words, float out[CLASSES_MOST])
{
    struct vector_item items[TITLE_FEATURES_MOST];
    float sure[CLASSES_MOST];
    size_t count = view_vector(&m->norwegian, words, items);
    linear_answer(&m->all, &m->classes, items, count, out);
    if (m->sure_count == 0)
        return;
    linear_answer(&m->sure, &m->classes, items, count, sure);
    for (size_t i = 0; i < m->classes.code_count; i++)
        out[i] = powf(out[i], ALL_POWER) * powf(sure[i] + 1e-6f, SURE_POWER);
    normalise(out, m->classes.code_count);
}

// How far English is listened to: by which language knows more of the words.
static float english_share(const struct title_model *m, const struct title_words *words)
{
    if (m->english_count == 0 || m->norwegian_count == 0)
        return m->english_count > 0;
    float english = view_known(&m->english, words), norwegian = view_known(&m->norwegian, words);
    if (english <= 0)
        return NO_ENGLISH;
    float share = ALIKE_ENGLISH + english - norwegian;
    return share < NO_ENGLISH ? NO_ENGLISH : share > 1 ? 1 : share;
}

static void mix(float *p, const float *other, float share, size_t count)
{
    for (size_t i = 0; i < count; i++)
        p[i] = (1 - share) * p[i] + share * other[i];
}

// A title that was an example has that example's code, as far as it is to be trusted.
static void mix_known(const struct title_model *m, const struct title_words *words, float *p)
{
    float codes[CLASSES_MOST] = {0}, most = 0;
    uint64_t key = title_key(words);
    size_t low = 0, high = m->known_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (m->known[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    size_t first = low;
    for (; low < m->known_count && m->known[low].key == key; low++)
        most = m->known[low].weight > most ? m->known[low].weight : most;
    bool sure = most >= TITLE_WEIGHT_NAME;
    // Beside a sure code those that are not sure do not count; where there are several the classifiers tell them apart.
    for (; first < low; first++)
        if (!sure || m->known[first].weight >= TITLE_WEIGHT_NAME)
            codes[m->known[first].code] = m->known[first].weight * (p[m->known[first].code] + 0.01f);
    if (most <= 0)
        return;
    normalise(codes, m->classes.code_count);
    mix(p, codes, sure ? KNOWN_SURE : KNOWN_ISCO, m->classes.code_count);
}

size_t title_classify(const struct title_model *m, const char *title, struct title_guess *guesses_out, size_t most)
{
    struct title_words words;
    float p[CLASSES_MOST], english[CLASSES_MOST];
    struct vector_item items[TITLE_FEATURES_MOST];
    title_words_read(title, &words);
    answer_norwegian(m, &words, p);
    if (m->english_count > 0) {
        size_t count = view_vector(&m->english, &words, items);
        linear_answer(&m->in_english, &m->classes, items, count, english);
        mix(p, english, english_share(m, &words), m->classes.code_count);
    }
    mix_known(m, &words, p);
    size_t count = 0;
    for (; count < most && count < m->classes.code_count; count++) {
        size_t best = 0;
        for (size_t i = 1; i < m->classes.code_count; i++)
            if (p[i] > p[best])
                best = i;
        guesses_out[count] = (struct title_guess){m->classes.codes[best], p[best]};
        p[best] = -1;
    }
    return count;
}
