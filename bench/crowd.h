// SPDX-License-Identifier: EUPL-1.2
#ifndef BENCH_CROWD_H
#define BENCH_CROWD_H

#include "match/match.h"

// Made-up profiles in any number, the same at each run: few codes are frequent and most are rare, as in life.

enum { CROWD_FACTS = 64, CROWD_PLACES = 8, CROWD_GROUPS = 2, CROWD_SHOULDS = 12 };

struct crowd_profile {
    struct match_profile profile;
    struct fact facts[CROWD_FACTS];
    struct code places[CROWD_PLACES];
    uint32_t groups[CROWD_GROUPS];
};

void crowd_draw(struct crowd_profile *p, int64_t number);
day crowd_today(void);

// Codes by how frequent they are, the most frequent first.
struct code crowd_occupation(unsigned rank);
struct code crowd_language(unsigned rank);
struct code crowd_skill(unsigned rank);
struct code crowd_place(unsigned rank);
// The skills that 3, 50 or 97 of a hundred have, CROWD_SHOULDS of each.
struct code crowd_should(unsigned percent, unsigned i);

#endif
