// SPDX-License-Identifier: EUPL-1.2
#include "core/region.h"

#include <string.h>

// Packed as base/code.h says, for a table that is made when the program is.
#define DIGITS(a, b, c, d)                                                                                             \
    {                                                                                                                  \
        (uint64_t)(a) << 56 | (uint64_t)(b) << 48 | (uint64_t)(c) << 40 | (uint64_t)(d) << 32                          \
    }
#define NUMBER(n) DIGITS((n)[0], (n)[1], (n)[2], (n)[3])

// The days on which the numbers changed.
enum { YEAR_2020 = 18262, YEAR_2024 = 19723 };

static const char sande[] = "3070 3071 3072 3073 3074 3076 3077";
static const char royken[] = "3430 3431 3440 3441 3442 3470 3471 3472 3474 3477 3478 3479";
static const char hurum[] = "3475 3476 3480 3481 3482 3483 3484 3485 3490";

#define TO_2019 DAY_NONE, YEAR_2020 - 1
#define IN_2020 YEAR_2020, YEAR_2024 - 1
#define SINCE_2024 YEAR_2024, DAY_NONE

// Statistics Norway's KLASS 131: in 2020 Drammen, Nedre Eiker and Svelvik became one; Sande went into Holmestrand,
// Røyken and Hurum into Asker, of which only their postal codes (Posten) belong to the region. In 2024 all got new
// numbers once more.
static const struct region_area drammen[] = {
    {NUMBER("0602"), "Drammen", NUMBER("0602"), "", REGION_IN, TO_2019, NUMBER("3005")},
    {NUMBER("3005"), "Drammen", NUMBER("3005"), "", REGION_IN, IN_2020, {0}},
    {NUMBER("3005"), "Drammen", NUMBER("3301"), "", REGION_IN, SINCE_2024, {0}},
    {NUMBER("0625"), "Nedre Eiker", NUMBER("0625"), "", REGION_IN, TO_2019, NUMBER("3005")},
    {NUMBER("0711"), "Svelvik", NUMBER("0711"), "", REGION_IN, TO_2019, NUMBER("3005")},
    {NUMBER("0626"), "Lier", NUMBER("0626"), "", REGION_IN, TO_2019, {0}},
    {NUMBER("0626"), "Lier", NUMBER("3049"), "", REGION_IN, IN_2020, {0}},
    {NUMBER("0626"), "Lier", NUMBER("3312"), "", REGION_IN, SINCE_2024, {0}},
    {NUMBER("0624"), "Øvre Eiker", NUMBER("0624"), "", REGION_IN, TO_2019, {0}},
    {NUMBER("0624"), "Øvre Eiker", NUMBER("3048"), "", REGION_IN, IN_2020, {0}},
    {NUMBER("0624"), "Øvre Eiker", NUMBER("3314"), "", REGION_IN, SINCE_2024, {0}},
    {NUMBER("0713"), "Sande", NUMBER("0713"), "", REGION_IN, TO_2019, {0}},
    {NUMBER("0713"), "Sande", NUMBER("3802"), sande, REGION_IN, IN_2020, {0}},
    {NUMBER("0713"), "Sande", NUMBER("3903"), sande, REGION_IN, SINCE_2024, {0}},
    {NUMBER("0627"), "Røyken", NUMBER("0627"), "", REGION_POSSIBLE, TO_2019, {0}},
    {NUMBER("0627"), "Røyken", NUMBER("3025"), royken, REGION_POSSIBLE, IN_2020, {0}},
    {NUMBER("0627"), "Røyken", NUMBER("3203"), royken, REGION_POSSIBLE, SINCE_2024, {0}},
    {NUMBER("0628"), "Hurum", NUMBER("0628"), "", REGION_POSSIBLE, TO_2019, {0}},
    {NUMBER("0628"), "Hurum", NUMBER("3025"), hurum, REGION_POSSIBLE, IN_2020, {0}},
    {NUMBER("0628"), "Hurum", NUMBER("3203"), hurum, REGION_POSSIBLE, SINCE_2024, {0}},
};

const struct region_area *region_drammen(size_t *count_out)
{
    *count_out = sizeof drammen / sizeof *drammen;
    return drammen;
}

static bool holds_on(const struct region_area *area, day on)
{
    return (area->from == DAY_NONE || area->from <= on) && (area->to == DAY_NONE || on <= area->to);
}

size_t region_areas_at(const struct region_area *areas, size_t n, day on, const struct region_area **out, size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < n && count < most; i++)
        if (holds_on(&areas[i], on))
            out[count++] = &areas[i];
    return count;
}

const struct region_area *region_area_find(const struct region_area *areas, size_t n, day on, struct code code)
{
    for (size_t i = 0; i < n; i++)
        if (code_equal(areas[i].code, code) && holds_on(&areas[i], on))
            return &areas[i];
    return NULL;
}

static bool list_has(const char *postal, const char *code)
{
    size_t length = strlen(code);
    for (const char *p = postal; *p != '\0';) {
        size_t n = strcspn(p, " ");
        if (n == length && memcmp(p, code, n) == 0)
            return true;
        p += n + strspn(p + n, " ");
    }
    return false;
}

const struct region_area *region_area_of(const struct region_area *areas, size_t n, day on, struct code municipality,
                                         const char *postal_code)
{
    const struct region_area *whole = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!code_equal(areas[i].municipality, municipality) || !holds_on(&areas[i], on))
            continue;
        if (areas[i].postal[0] == '\0')
            whole = &areas[i];
        else if (postal_code != NULL && postal_code[0] != '\0' && list_has(areas[i].postal, postal_code))
            return &areas[i]; // a part is meant before the whole it lies in
    }
    return whole;
}

const struct region_area *region_area_now(const struct region_area *areas, size_t n, day on, struct code code)
{
    // As many steps as there are rows, so that settings which go in a circle end too.
    for (size_t step = 0; step <= n && code_given(code); step++) {
        const struct region_area *area = region_area_find(areas, n, on, code);
        if (area != NULL)
            return area;
        struct code into = {0};
        for (size_t i = 0; i < n; i++)
            if (code_equal(areas[i].code, code) && areas[i].to != DAY_NONE && areas[i].to < on && code_given(areas[i].into))
                into = areas[i].into;
        code = into;
    }
    return NULL;
}

const char *region_area_name(const struct region_area *areas, size_t n, struct code code)
{
    const struct region_area *last = NULL;
    for (size_t i = 0; i < n; i++)
        if (code_equal(areas[i].code, code) &&
            (last == NULL || areas[i].to == DAY_NONE || (last->to != DAY_NONE && areas[i].to > last->to)))
            last = &areas[i];
    return last == NULL ? "" : last->name;
}
