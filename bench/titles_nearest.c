// SPDX-License-Identifier: EUPL-1.2
#include "titles_nearest.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "titles/table.h"

enum { LETTERS = 3, TRIGRAMS_MOST = 512 };

struct posting {
    uint32_t title;
    float value;
};

struct nearest {
    struct arena *arena;
    struct table numbers;
    uint32_t *examples; // that have a trigram
    size_t *start;      // of a trigram's postings
    struct posting *postings;
    struct code *codes;
    float *alike;
    size_t count;
};

struct gram {
    uint64_t hash;
    float value; // how often, then TF-IDF
};

static size_t grams_of(struct arena *a, const char *title, struct gram *out)
{
    const char *text = arena_printf(a, " %s ", lang_lower(a, title));
    size_t count = 0;
    for (const char *at = text; *at != '\0' && count < TRIGRAMS_MOST; at++) {
        const char *end = at;
        int letters = 0;
        if ((*at & 0xC0) == 0x80)
            continue;
        for (; letters < LETTERS && *end != '\0'; letters++)
            for (end++; (*end & 0xC0) == 0x80; end++)
                ;
        if (letters < LETTERS)
            break;
        uint64_t hash = text_hash(at, (int)(end - at), 0);
        size_t k = 0;
        while (k < count && out[k].hash != hash)
            k++;
        if (k == count)
            out[count++] = (struct gram){hash, 0};
        out[k].value += 1;
    }
    return count;
}

static void weigh(const struct nearest *n, struct gram *grams, size_t count)
{
    double squares = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t number = table_get(&n->numbers, grams[i].hash);
        double have = number == TABLE_NONE ? 0 : n->examples[number];
        grams[i].value *= (float)(log(((double)n->count + 1) / (have + 1)) + 1);
        squares += (double)grams[i].value * grams[i].value;
    }
    for (size_t i = 0; i < count; i++)
        grams[i].value /= (float)sqrt(squares);
}

struct nearest *nearest_open(const struct title_example *examples, size_t count)
{
    struct arena *a = arena_open();
    struct nearest *n = ARENA_NEW(a, struct nearest);
    struct gram grams[TRIGRAMS_MOST];
    size_t features = 0, room = 0;
    *n = (struct nearest){.arena = a, .numbers = table_in(a), .count = count};
    n->codes = ARENA_ARRAY(a, struct code, count);
    n->alike = ARENA_ARRAY(a, float, count);
    for (size_t i = 0; i < count; i++) {
        n->codes[i] = examples[i].code;
        for (size_t k = grams_of(a, examples[i].title, grams); k-- > 0;) {
            uint32_t *number = table_put(&n->numbers, grams[k].hash);
            if (*number == TABLE_NONE) {
                *number = (uint32_t)features;
                n->examples = array_grown(a, n->examples, features, &room, sizeof *n->examples);
                n->examples[features++] = 0;
            }
            n->examples[*number]++;
        }
    }
    n->start = ARENA_ARRAY(a, size_t, features + 2);
    for (size_t f = 0; f < features; f++)
        n->start[f + 2] = n->start[f + 1] + n->examples[f];
    n->postings = ARENA_ARRAY(a, struct posting, n->start[features + 1]);
    for (size_t i = 0; i < count; i++) {
        size_t k = grams_of(a, examples[i].title, grams);
        weigh(n, grams, k);
        while (k-- > 0)
            n->postings[n->start[table_get(&n->numbers, grams[k].hash) + 1]++] = (struct posting){(uint32_t)i, grams[k].value};
    }
    return n;
}

void nearest_close(struct nearest *n)
{
    if (n != NULL)
        arena_close(n->arena);
}

size_t nearest_classify(struct nearest *n, const char *title, struct title_guess *guesses_out, size_t most)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct gram grams[TRIGRAMS_MOST];
    size_t gram_count = grams_of(a, title, grams), count = 0;
    weigh(n, grams, gram_count);
    memset(n->alike, 0, n->count * sizeof *n->alike);
    for (size_t i = 0; i < gram_count; i++) {
        uint32_t f = table_get(&n->numbers, grams[i].hash);
        for (size_t k = f == TABLE_NONE ? 0 : n->start[f]; f != TABLE_NONE && k < n->start[f + 1]; k++)
            n->alike[n->postings[k].title] += grams[i].value * n->postings[k].value;
    }
    for (; count < most; count++) {
        size_t best = n->count;
        for (size_t i = 0; i < n->count; i++) {
            bool taken = n->alike[i] <= 0;
            for (size_t k = 0; k < count && !taken; k++)
                taken = code_equal(guesses_out[k].code, n->codes[i]);
            if (!taken && (best == n->count || n->alike[i] > n->alike[best]))
                best = i;
        }
        if (best == n->count)
            break;
        guesses_out[count] = (struct title_guess){n->codes[best], n->alike[best]};
    }
    return count;
}
