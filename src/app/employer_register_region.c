// SPDX-License-Identifier: EUPL-1.2
#include <stdlib.h>
#include <string.h>

#include "app/employer_register_inside.h"
#include "app/internal.h"
#include "base/log.h"

// An organisation number is nine digits, which a word holds.
static uint32_t number_key(const char *orgnr)
{
    return (uint32_t)strtoul(orgnr, NULL, 10);
}

static size_t number_place(const struct number_set *set, uint32_t key)
{
    size_t at = (key * 2654435761u) & (set->room - 1);
    while (set->numbers[at] != 0 && set->numbers[at] != key)
        at = (at + 1) & (set->room - 1);
    return at;
}

uint8_t numbers_get(const struct number_set *set, const char *orgnr)
{
    uint32_t key = number_key(orgnr);
    return set->room == 0 || key == 0 ? 0 : set->marks[number_place(set, key)];
}

static void numbers_grow(struct number_set *set)
{
    struct number_set grown = {.count = set->count, .room = set->room == 0 ? 1024 : set->room * 2};
    grown.numbers = calloc(grown.room, sizeof *grown.numbers);
    grown.marks = calloc(grown.room, sizeof *grown.marks);
    if (grown.numbers == NULL || grown.marks == NULL) {
        log_error("import: out of memory");
        abort();
    }
    for (size_t i = 0; i < set->room; i++)
        if (set->numbers[i] != 0) {
            size_t at = number_place(&grown, set->numbers[i]);
            grown.numbers[at] = set->numbers[i];
            grown.marks[at] = set->marks[i];
        }
    numbers_free(set);
    *set = grown;
}

void numbers_mark(struct number_set *set, const char *orgnr, uint8_t marks)
{
    uint32_t key = number_key(orgnr);
    if (key == 0)
        return;
    if (set->count * 4 >= set->room * 3)
        numbers_grow(set);
    size_t at = number_place(set, key);
    set->count += set->numbers[at] == 0;
    set->numbers[at] = key;
    set->marks[at] |= marks;
}

void numbers_free(struct number_set *set)
{
    free(set->numbers);
    free(set->marks);
    *set = (struct number_set){0};
}

// The last day before `on` that the number was one of the region's.
static day last_valid(const struct register_run *run, struct code municipality, day on)
{
    day last = DAY_NONE;
    for (size_t i = 0; i < run->area_count; i++)
        if (code_equal(run->areas[i].municipality, municipality) && run->areas[i].to != DAY_NONE &&
            run->areas[i].to < on && (last == DAY_NONE || run->areas[i].to > last))
            last = run->areas[i].to;
    return last;
}

const struct region_area *register_area(const struct register_run *run, const struct register_record *r,
                                        const char **reason_out, day *valid_on_out)
{
    struct code municipality = {0};
    const char *number = r->fresh.of[REGISTER_MUNICIPALITY], *postal = r->fresh.of[REGISTER_POSTAL_CODE];
    bool known = false;
    *reason_out = NULL;
    *valid_on_out = run->as_of;
    if (*r->country != '\0' && strcasecmp(r->country, "NO") != 0) {
        *reason_out = N_("The address is abroad");
        return NULL;
    }
    if (number == NULL || !code_read(number, &municipality)) {
        *reason_out = N_("There is no municipality number, so it cannot be told whether it is in the region");
        return NULL;
    }
    const struct region_area *area = region_area_of(run->areas, run->area_count, run->as_of, municipality, postal);
    // A number that is out of use says that the file is older than the day it was taken for.
    day before = area == NULL ? last_valid(run, municipality, run->as_of) : DAY_NONE;
    for (size_t i = 0; i < run->area_count; i++)
        known |= code_equal(run->areas[i].municipality, municipality) &&
                 (run->areas[i].from == DAY_NONE || run->areas[i].from <= run->as_of) &&
                 (run->areas[i].to == DAY_NONE || run->areas[i].to >= run->as_of);
    if (area == NULL && !known && before != DAY_NONE) {
        *valid_on_out = before;
        area = region_area_of(run->areas, run->area_count, before, municipality, postal);
        known = true;
    }
    if (area == NULL)
        *reason_out =
            known ? N_("Only a part of its municipality is in the region, and its postal code is not of that part")
                  : N_("Its municipality is not in the region");
    return area;
}

bool register_in_region(const struct register_run *run, const struct register_record *r, const char **reason_out)
{
    day valid_on;
    if (run->all) {
        *reason_out = NULL;
        return true;
    }
    const struct region_area *area = register_area(run, r, reason_out, &valid_on);
    if (area != NULL && area->status == REGION_POSSIBLE && !run->possible) {
        *reason_out = N_("Its municipality may join the region, but has not");
        return false;
    }
    return area != NULL;
}
