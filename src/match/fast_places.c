// SPDX-License-Identifier: EUPL-1.2
#include "match/fast_places.h"

#include <string.h>

// Lists grow by steps, so that a list of n needs room(n).
static size_t list_room(size_t count)
{
    return count <= 8 ? 8 : count <= 64 ? (count + 15) / 16 * 16 : (count + 63) / 64 * 64;
}

size_t place_set_memory(const struct place_set *set)
{
    switch ((enum place_form)set->form) {
    case PLACES_PAGE:
        return sizeof(struct page);
    case PLACES_ENDINGS:
        return list_room(set->count) * sizeof(struct ending);
    case PLACES_LIST:
        return list_room(set->count) * sizeof(uint16_t);
    case PLACES_NONE:
        break;
    }
    return 0;
}

static size_t element_size(const struct place_set *set)
{
    return set->form == PLACES_ENDINGS ? sizeof(struct ending) : sizeof(uint16_t);
}

void *place_set_copy(const struct place_set *set, struct shelf *h)
{
    if (set->form == PLACES_PAGE)
        return memcpy(shelf_take(h, sizeof(struct page)), set->data, sizeof(struct page));
    return memcpy(shelf_take(h, place_set_memory(set)), set->data, set->count * element_size(set));
}

static void list_spread(struct place_set *set, struct shelf *h)
{
    struct page *page = shelf_take(h, sizeof *page);
    const uint16_t *list = set->data;
    memset(page, 0, sizeof *page);
    for (size_t i = 0; i < set->count; i++)
        page->words[list[i] / 64] |= UINT64_C(1) << list[i] % 64;
    shelf_give_back(h, set->data, place_set_memory(set));
    set->data = page;
    set->form = PLACES_PAGE;
}

static void page_gather(struct place_set *set, struct shelf *h)
{
    struct page *page = set->data;
    uint16_t *list = shelf_take(h, list_room(set->count) * sizeof *list);
    size_t count = 0;
    for (size_t i = 0; i < PAGE_WORDS; i++)
        for (uint64_t word = page->words[i]; word != 0; word &= word - 1)
            list[count++] = (uint16_t)(i * 64 + (size_t)__builtin_ctzll(word));
    shelf_give_back(h, page, sizeof *page);
    set->data = list;
    set->form = PLACES_LIST;
}

// Moves a list into the room that a count of elements needs.
static void list_move(struct place_set *set, size_t was, size_t is, struct shelf *h)
{
    size_t element = element_size(set);
    if (was > 0 && is > 0 && list_room(was) == list_room(is))
        return;
    void *data = is == 0 ? NULL : shelf_take(h, list_room(is) * element);
    if (was > 0 && is > 0)
        memcpy(data, set->data, (was < is ? was : is) * element);
    if (was > 0)
        shelf_give_back(h, set->data, list_room(was) * element);
    set->data = data;
}

// Makes room for one more at a position of a list.
static void *list_open_at(struct place_set *set, size_t at, struct shelf *h)
{
    size_t element = element_size(set);
    list_move(set, set->count, set->count + 1u, h);
    unsigned char *bytes = set->data;
    memmove(bytes + (at + 1) * element, bytes + at * element, (set->count - at) * element);
    set->count++;
    return bytes + at * element;
}

static void list_close_at(struct place_set *set, size_t at, struct shelf *h)
{
    size_t element = element_size(set);
    unsigned char *bytes = set->data;
    set->count--;
    memmove(bytes + at * element, bytes + (at + 1) * element, (set->count - at) * element);
    list_move(set, set->count + 1u, set->count, h);
    if (set->count == 0)
        set->form = PLACES_NONE;
}

static size_t list_find(const struct place_set *set, uint16_t place)
{
    const uint16_t *list = set->data;
    size_t low = 0, high = set->count;
    if (high > 0 && list[high - 1] < place)
        return high; // a world that is filled comes by place
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list[middle] < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool ending_before(const struct ending *a, const struct ending *b)
{
    return a->last != b->last ? a->last < b->last : a->place < b->place;
}

static size_t ending_find(const struct place_set *set, const struct ending *e)
{
    const struct ending *list = set->data;
    size_t low = 0, high = set->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ending_before(&list[middle], e))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void place_set_add(struct place_set *set, uint16_t place, struct shelf *h)
{
    if (set->form == PLACES_PAGE) {
        place_set_add_to_page(set, place);
        return;
    }
    size_t at = set->count == 0 ? 0 : list_find(set, place);
    if (at < set->count && ((uint16_t *)set->data)[at] == place)
        return;
    set->form = PLACES_LIST;
    *(uint16_t *)list_open_at(set, at, h) = place;
    if (set->count > LIST_MOST)
        list_spread(set, h);
}

void place_set_remove(struct place_set *set, uint16_t place, struct shelf *h)
{
    if (set->form == PLACES_PAGE) {
        ((struct page *)set->data)->words[place / 64] &= ~(UINT64_C(1) << place % 64);
        set->count--;
        if (set->count <= LIST_MOST / 2)
            page_gather(set, h);
        return;
    }
    list_close_at(set, list_find(set, place), h);
}

void place_set_add_ending(struct place_set *set, struct ending e, struct shelf *h)
{
    size_t at = set->count == 0 ? 0 : ending_find(set, &e);
    set->form = PLACES_ENDINGS;
    *(struct ending *)list_open_at(set, at, h) = e;
}

void place_set_remove_ending(struct place_set *set, struct ending e, struct shelf *h)
{
    list_close_at(set, ending_find(set, &e), h);
}
