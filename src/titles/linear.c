// SPDX-License-Identifier: EUPL-1.2
#include "titles/linear.h"

#include <math.h>
#include <string.h>

// Tried out on titles that were not learned (bench/titles).
static const float SCALE = 5;        // of a vector's length
static const float RATE = 0.2f;      // of learning
static const float SHRINK = 1e-3f;   // of weights, each time their feature occurs
static const float RARE_DROP = 0.6f; // a feature of n examples is left out with this chance / n: unseen titles lack it too

// ---- classes

bool classes_add(struct classes *c, struct code code, uint16_t *out)
{
    size_t at = 0;
    while (at < c->code_count && !code_equal(c->codes[at], code))
        at++;
    // Each code may bring a group of either level.
    if (at == c->code_count && (at + 1) * (1 + GROUP_LEVELS) > CLASSES_MOST)
        return false;
    if (at == c->code_count)
        c->codes[c->code_count++] = code;
    *out = (uint16_t)at;
    return true;
}

void classes_group(struct classes *c)
{
    static const int digits[GROUP_LEVELS] = {3, 1};
    c->count = c->code_count;
    for (size_t i = 0; i < c->code_count; i++)
        for (int level = 0; level < GROUP_LEVELS; level++) {
            struct code group = code_prefix(c->codes[i], digits[level]);
            size_t at = c->code_count;
            while (at < c->count && !code_equal(c->codes[at], group))
                at++;
            if (at == c->count)
                c->codes[c->count++] = group;
            c->groups[i][level] = (uint16_t)at;
        }
}

// ---- weights

static void add_pair(struct linear *l, uint32_t *last, uint32_t feature, uint16_t class, size_t *count, size_t *room,
                     struct arena *scratch)
{
    if (last[class] == feature + 1)
        return;
    last[class] = feature + 1;
    l->classes = array_grown(scratch, l->classes, *count, room, sizeof *l->classes);
    l->classes[(*count)++] = class;
}

// Which features have been seen with which classes.
static size_t find_pairs(struct linear *l, const struct classes *c, const struct view *v, const struct lesson *lesson,
                         struct arena *a, struct arena *scratch)
{
    const struct vectors *x = lesson->vectors;
    size_t *start = ARENA_ARRAY(scratch, size_t, v->feature_count + 2), count = 0, room = 0;
    uint32_t *examples = ARENA_ARRAY(scratch, uint32_t, x->start[x->count]);
    uint32_t *last = ARENA_ARRAY(scratch, uint32_t, c->count);
    for (size_t k = 0; k < x->start[x->count]; k++)
        start[x->items[k].feature + 2]++;
    for (size_t f = 0; f < v->feature_count; f++)
        start[f + 2] += start[f + 1];
    for (size_t i = 0; i < x->count; i++)
        for (size_t k = x->start[i]; k < x->start[i + 1]; k++)
            examples[start[x->items[k].feature + 1]++] = (uint32_t)i;
    l->start = ARENA_ARRAY(a, uint32_t, v->feature_count + 1);
    for (size_t f = 0; f < v->feature_count; f++) {
        for (size_t k = start[f]; k < start[f + 1]; k++) {
            uint16_t code = lesson->code[examples[k]];
            if (lesson->weight[examples[k]] <= 0)
                continue;
            add_pair(l, last, (uint32_t)f, code, &count, &room, scratch);
            for (int level = 0; level < GROUP_LEVELS && l->grouped; level++)
                add_pair(l, last, (uint32_t)f, c->groups[code][level], &count, &room, scratch);
        }
        l->start[f + 1] = (uint32_t)count;
    }
    l->classes = arena_copy(a, l->classes, count * sizeof *l->classes);
    return count;
}

// Scores become probabilities of codes.
static void soften(const struct linear *l, const struct classes *c, float *scores)
{
    float most = -INFINITY, sum = 0;
    for (size_t i = 0; i < c->code_count; i++) {
        for (int level = 0; level < GROUP_LEVELS && l->grouped; level++)
            scores[i] += scores[c->groups[i][level]];
        most = scores[i] > most ? scores[i] : most;
    }
    for (size_t i = 0; i < c->code_count; i++)
        sum += scores[i] = expf(scores[i] - most);
    for (size_t i = 0; i < c->code_count; i++)
        scores[i] /= sum;
}

void linear_answer(const struct linear *l, const struct classes *c, const struct vector_item *items, size_t count,
                   float out[CLASSES_MOST])
{
    memcpy(out, l->bias, c->count * sizeof *out);
    for (size_t i = 0; i < count; i++) {
        float value = items[i].value * SCALE;
        for (uint32_t k = l->start[items[i].feature]; k < l->start[items[i].feature + 1]; k++)
            out[l->classes[k]] += value * l->weights[k];
    }
    soften(l, c, out);
}

// ---- learning

// xorshift64*: an order that looks like chance and is always the same.
static uint32_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (uint32_t)(*state * 0x2545F4914F6CDD1Du >> 32);
}

struct learner {
    struct linear *l;
    const struct classes *c;
    const struct view *v;
    const struct lesson *lesson;
    float *feature_squares, *bias_squares; // of the gradients so far
    uint64_t random;
};

static size_t choose_features(struct learner *t, size_t example, struct vector_item *out)
{
    const struct vectors *x = t->lesson->vectors;
    size_t count = 0;
    float squares = 0;
    for (size_t k = x->start[example]; k < x->start[example + 1]; k++) {
        float drop = RARE_DROP / (float)t->v->examples[x->items[k].feature];
        if ((float)(next_random(&t->random) >> 8) < drop * 0x1p24f)
            continue;
        out[count++] = x->items[k];
        squares += x->items[k].value * x->items[k].value;
    }
    for (size_t i = 0; i < count; i++)
        out[i].value /= sqrtf(squares);
    return count;
}

static void learn_example(struct learner *t, size_t example)
{
    struct linear *l = t->l;
    const struct classes *c = t->c;
    struct vector_item items[TITLE_FEATURES_MOST];
    float wrong[CLASSES_MOST], squares = 0;
    size_t count = choose_features(t, example, items);
    linear_answer(l, c, items, count, wrong);
    wrong[t->lesson->code[example]] -= 1;
    memset(wrong + c->code_count, 0, (c->count - c->code_count) * sizeof *wrong);
    for (size_t i = 0; i < c->code_count; i++) {
        wrong[i] *= t->lesson->weight[example];
        for (int level = 0; level < GROUP_LEVELS && l->grouped; level++)
            wrong[c->groups[i][level]] += wrong[i];
    }
    for (size_t i = 0; i < c->count; i++)
        squares += wrong[i] * wrong[i];
    for (size_t i = 0; i < count; i++) {
        float value = items[i].value * SCALE;
        float *so_far = &t->feature_squares[items[i].feature];
        *so_far += value * value * squares;
        float rate = RATE / sqrtf(*so_far + 1e-6f), step = rate * value, keep = 1 - rate * SHRINK;
        for (uint32_t k = l->start[items[i].feature]; k < l->start[items[i].feature + 1]; k++)
            l->weights[k] = l->weights[k] * keep - step * wrong[l->classes[k]];
    }
    for (size_t i = 0; i < c->count; i++) {
        t->bias_squares[i] += wrong[i] * wrong[i];
        l->bias[i] -= 0.1f * RATE * wrong[i] / sqrtf(1 + t->bias_squares[i]);
    }
}

struct linear linear_learn(const struct classes *c, const struct view *v, const struct lesson *lesson, struct arena *a,
                           struct arena *scratch)
{
    struct linear l = {.grouped = lesson->grouped};
    size_t pairs = find_pairs(&l, c, v, lesson, a, scratch);
    l.weights = ARENA_ARRAY(a, float, pairs);
    l.bias = ARENA_ARRAY(a, float, c->count);
    struct learner t = {
        .l = &l,
        .c = c,
        .v = v,
        .lesson = lesson,
        .feature_squares = ARENA_ARRAY(scratch, float, v->feature_count),
        .bias_squares = ARENA_ARRAY(scratch, float, c->count),
        .random = 0x9E3779B97F4A7C15u,
    };
    size_t count = 0;
    uint32_t *order = ARENA_ARRAY(scratch, uint32_t, lesson->vectors->count);
    for (size_t i = 0; i < lesson->vectors->count; i++)
        if (lesson->weight[i] > 0)
            order[count++] = (uint32_t)i;
    for (int round = 0; round < lesson->rounds; round++) {
        for (size_t i = count; i > 1; i--) {
            size_t other = next_random(&t.random) % i;
            uint32_t moved = order[i - 1];
            order[i - 1] = order[other];
            order[other] = moved;
        }
        for (size_t i = 0; i < count; i++)
            learn_example(&t, order[i]);
    }
    return l;
}
