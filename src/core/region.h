// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_REGION_H
#define CORE_REGION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/code.h"
#include "base/day.h"

// The region of a programme: areas with a municipality, a status and days, as settings. Municipalities merge and get
// new numbers, so nothing is looked up without the day it was true on.
enum region_status { REGION_IN, REGION_POSSIBLE };

// One area during one period. An area keeps its code as long as its territory is the same, also when the municipality
// gets another number: then it has several periods, one row each. The code is the municipality's number when the area
// came to be, so areas of 2016 keep theirs ("0626" is Lier to this day, "0713" is what was the municipality of Sande).
struct region_area {
    struct code code;
    const char *name;
    struct code municipality;  // its number in the period
    const char *postal;        // "" for the whole municipality, or the postal codes that make up the area: "3070 3071"
    enum region_status status;
    day from, to;              // first and last day; DAY_NONE: no beginning, no end
    struct code into;          // the area that its territory became part of after `to`, or no code
};

// The eight areas of the Drammen region through 2016, 2020 and 2024. Lives as long as the program.
const struct region_area *region_drammen(size_t *count_out);

// The areas of a day, in the order of the settings. Writes at most `most` pointers and returns how many it wrote.
size_t region_areas_at(const struct region_area *areas, size_t n, day on, const struct region_area **out, size_t most);
// The area with this code on that day, or NULL.
const struct region_area *region_area_find(const struct region_area *areas, size_t n, day on, struct code code);
// Where an address lay on a day, by the municipality's number of that day and the postal code ("" or NULL: unknown).
// NULL: outside the region, or not to be told (the municipality is larger than the region and there is no postal code).
const struct region_area *region_area_of(const struct region_area *areas, size_t n, day on, struct code municipality,
                                         const char *postal_code);
// What an area of any time is on that day: itself, or the area it has become part of. NULL: neither.
// A place ticked in 2019 is so understood by a need of 2020.
const struct region_area *region_area_now(const struct region_area *areas, size_t n, day on, struct code code);
// The name that an area had last, "" for none such. Place names are not translated.
const char *region_area_name(const struct region_area *areas, size_t n, struct code code);

#endif
