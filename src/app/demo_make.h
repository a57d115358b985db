// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_DEMO_MAKE_H
#define APP_DEMO_MAKE_H

#include "app/demo.h"
#include "core/profile.h"
#include "core/region.h"

// The parts of the demo's making. Dice are the demo's own and the same on every machine.
struct demo_dice {
    uint64_t state;
};
uint64_t demo_next(struct demo_dice *d);
int demo_below(struct demo_dice *d, int n);            // 0 … n - 1
bool demo_chance(struct demo_dice *d, int per_cent);
int demo_skewed(struct demo_dice *d, int n);           // 0 … n - 1, small ones far more often

const char *demo_given_name(struct demo_dice *d);
const char *demo_family_name(struct demo_dice *d);
// Fills out->competence, fact_texts and headline.
void demo_profile(struct demo_dice *dice, const struct catalogue *catalogue, day today,
                  const struct region_area *const *areas, size_t area_count, struct arena *a, struct profile *out);

#endif
