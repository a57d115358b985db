// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_FAST_PLACES_H
#define MATCH_FAST_PLACES_H

#include <stddef.h>
#include <stdint.h>

#include "base/day.h"
#include "match/fast_stock.h"

// A set of places in one segment of the index: bits, or a sorted list where it is small, or with the days on which they end.

enum {
    BLOCK_PLACES = 512, // what a kernel judges at once
    BLOCK_WORDS = BLOCK_PLACES / 64,
    SEGMENT_PLACES = 32768,
    SEGMENT_BLOCKS = SEGMENT_PLACES / BLOCK_PLACES,
    PAGE_WORDS = SEGMENT_PLACES / 64,
    LIST_MOST = 512, // places in a list; a longer one is kept as a page
};

// 64 bytes aligned. Never on the stack: the address sanitizer's does not keep to that.
struct page {
    _Alignas(64) uint64_t words[PAGE_WORDS];
};

struct ending {
    day last; // the last valid day
    uint16_t place;
};

enum place_form { PLACES_NONE, PLACES_LIST, PLACES_PAGE, PLACES_ENDINGS };

struct place_set {
    void *data; // uint16_t[count] ascending; struct page; struct ending[count] by day and place
    uint32_t draft;
    uint16_t count;
    uint8_t form; // enum place_form
};

_Static_assert(sizeof(struct page) == STOCK_PAGE, "a page of bits is a page of the stock");

// Of a set that is the caller's own: nobody reads it yet. Its data comes from the shelf.
void place_set_add(struct place_set *set, uint16_t place, struct shelf *h); // twice does no harm
void place_set_remove(struct place_set *set, uint16_t place, struct shelf *h); // which is in it
void place_set_add_ending(struct place_set *set, struct ending e, struct shelf *h);
void place_set_remove_ending(struct place_set *set, struct ending e, struct shelf *h);
void *place_set_copy(const struct place_set *set, struct shelf *h); // of its data, which is not NULL
size_t place_set_memory(const struct place_set *set); // bytes of its data

// The form is a page.
static inline void place_set_add_to_page(struct place_set *set, uint16_t place)
{
    uint64_t *word = &((struct page *)set->data)->words[place / 64], bit = UINT64_C(1) << place % 64;
    set->count += (*word & bit) == 0;
    *word |= bit;
}

#endif
