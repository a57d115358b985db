// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_DEMO_MAKE_H
#define APP_DEMO_MAKE_H

#include "app/demo.h"
#include "base/random.h"
#include "core/profile.h"
#include "core/region.h"

// The parts of the demo's making, on dice that fall alike on every machine.
int demo_below(struct random_stream *dice, int n);     // 0 … n - 1
bool demo_chance(struct random_stream *dice, int per_cent);
int demo_skewed(struct random_stream *dice, int n);    // 0 … n - 1, small ones far more often

const char *demo_given_name(struct random_stream *d);
const char *demo_family_name(struct random_stream *d);
// Fills out->competence, fact_texts and headline.
void demo_profile(struct random_stream *dice, const struct catalogue *catalogue, day today,
                  const struct region_area *const *areas, size_t area_count, struct arena *a, struct profile *out);

#endif
