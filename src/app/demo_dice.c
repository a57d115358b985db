// SPDX-License-Identifier: EUPL-1.2
// What the demo draws: numbers, occupations, areas. In whole numbers only, so that all machines draw alike.
#include "app/demo_make.h"

#include <string.h>

#include "core/catalogue.h"

int demo_below(struct random_stream *dice, int n)
{
    return (int)random_stream_below(dice, (uint32_t)n);
}

bool demo_chance(struct random_stream *dice, int per_cent)
{
    return demo_below(dice, 100) < per_cent;
}

// The least of three draws: small numbers much more often than large ones, as occupations are in real life.
int demo_skewed(struct random_stream *dice, int n)
{
    int least = n;
    for (int draw = 0; draw < 3; draw++) {
        int drawn = demo_below(dice, n);
        least = drawn < least ? drawn : least;
    }
    return least;
}

int demo_weighted(struct random_stream *dice, const uint8_t *weights, int n)
{
    int sum = 0, at = 0;
    for (int i = 0; i < n; i++)
        sum += weights[i];
    for (int drawn = demo_below(dice, sum); drawn >= weights[at]; at++)
        drawn -= weights[at];
    return at;
}

static bool has_prefix(struct code code, const char *prefix, size_t length)
{
    char text[CODE_TEXT];
    code_write(code, text);
    return strncmp(text, prefix, length) == 0;
}

const struct catalogue_item *demo_occupation(struct random_stream *dice, const struct catalogue *c, const char *prefixes)
{
    size_t count, words = 1;
    const struct catalogue_item *items = catalogue_items(c, CATALOGUE_OCCUPATION, &count);
    for (const char *p = prefixes; *p != '\0'; p++)
        words += *p == ' ';
    const char *prefix = prefixes;
    for (int skip = demo_below(dice, (int)words); skip > 0; skip--)
        prefix = strchr(prefix, ' ') + 1;
    size_t length = strcspn(prefix, " ");
    int found = 0;
    for (size_t i = 0; i < count; i++)
        found += has_prefix(items[i].code, prefix, length);
    if (found == 0)
        return &items[demo_below(dice, (int)count)];
    int wanted = demo_below(dice, found);
    for (size_t i = 0;; i++)
        if (has_prefix(items[i].code, prefix, length) && wanted-- == 0)
            return &items[i];
}

// Thousands who live there, about; those that may join the region have fewer of the demo's firms and people.
static const struct {
    const char *area;
    uint8_t weight;
} LIVE[] = {{"0602", 68}, {"3005", 104}, {"0625", 25}, {"0711", 7}, {"0626", 26}, {"0624", 19}, {"0713", 10}, {"0627", 8}, {"0628", 4}};

const struct region_area *demo_area(struct making *m)
{
    uint8_t *weights = ARENA_ARRAY(m->each, uint8_t, m->today_count);
    for (size_t i = 0; i < m->today_count; i++) {
        weights[i] = 10;
        for (size_t k = 0; k < COUNT_OF(LIVE); k++)
            if (code_equal(m->today_areas[i]->code, code_make(LIVE[k].area)))
                weights[i] = LIVE[k].weight;
    }
    return m->today_areas[demo_weighted(&m->dice, weights, (int)m->today_count)];
}
