// SPDX-License-Identifier: EUPL-1.2
#include "match/fast_places.h"

#include <stdlib.h>
#include <string.h>

#include "match/kept.h"

// Lists grow by steps, so that a list of n needs room(n).
static size_t list_room(size_t count)
{
    return count <= 8 ? 8 : count <= 64 ? (count + 15) / 16 * 16 : (count + 63) / 64 * 64;
}

static struct page *page_make(void)
{
    return memory_given(aligned_alloc(_Alignof(struct page), sizeof(struct page)));
}

void *place_set_copy(const struct place_set *set)
{
    size_t element = set->form == PLACES_ENDINGS ? sizeof(struct ending) : sizeof(uint16_t);
    if (set->form == PLACES_PAGE)
        return memcpy(page_make(), set->data, sizeof(struct page));
    void *copy = memory_given(malloc(list_room(set->count) * element));
    return memcpy(copy, set->data, set->count * element);
}

static void list_spread(struct place_set *set)
{
    struct page *page = page_make();
    const uint16_t *list = set->data;
    memset(page, 0, sizeof *page);
    for (size_t i = 0; i < set->count; i++)
        page->words[list[i] / 64] |= UINT64_C(1) << list[i] % 64;
    free(set->data);
    set->data = page;
    set->form = PLACES_PAGE;
}

static void page_gather(struct place_set *set)
{
    struct page *page = set->data;
    uint16_t *list = memory_given(malloc(list_room(set->count) * sizeof *list));
    size_t count = 0;
    for (size_t i = 0; i < PAGE_WORDS; i++)
        for (uint64_t word = page->words[i]; word != 0; word &= word - 1)
            list[count++] = (uint16_t)(i * 64 + (size_t)__builtin_ctzll(word));
    free(page);
    set->data = list;
    set->form = PLACES_LIST;
}

// Makes room for one more at a position of a list.
static void *list_open_at(struct place_set *set, size_t at, size_t element)
{
    if (list_room(set->count + 1u) != list_room(set->count) || set->data == NULL)
        set->data = memory_given(reallocarray(set->data, list_room(set->count + 1u), element));
    unsigned char *bytes = set->data;
    memmove(bytes + (at + 1) * element, bytes + at * element, (set->count - at) * element);
    set->count++;
    return bytes + at * element;
}

static void list_close_at(struct place_set *set, size_t at, size_t element)
{
    unsigned char *bytes = set->data;
    set->count--;
    memmove(bytes + at * element, bytes + (at + 1) * element, (set->count - at) * element);
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

static void set_clear_if_empty(struct place_set *set)
{
    if (set->count > 0)
        return;
    free(set->data);
    set->data = NULL;
    set->form = PLACES_NONE;
}

void place_set_add(struct place_set *set, uint16_t place)
{
    if (set->form == PLACES_PAGE) {
        place_set_add_to_page(set, place);
        return;
    }
    size_t at = set->count == 0 ? 0 : list_find(set, place);
    if (at < set->count && ((uint16_t *)set->data)[at] == place)
        return;
    set->form = PLACES_LIST;
    *(uint16_t *)list_open_at(set, at, sizeof(uint16_t)) = place;
    if (set->count > LIST_MOST)
        list_spread(set);
}

void place_set_remove(struct place_set *set, uint16_t place)
{
    if (set->form == PLACES_PAGE) {
        ((struct page *)set->data)->words[place / 64] &= ~(UINT64_C(1) << place % 64);
        set->count--;
        if (set->count <= LIST_MOST / 2)
            page_gather(set);
        return;
    }
    list_close_at(set, list_find(set, place), sizeof(uint16_t));
    set_clear_if_empty(set);
}

void place_set_add_ending(struct place_set *set, struct ending e)
{
    size_t at = set->count == 0 ? 0 : ending_find(set, &e);
    set->form = PLACES_ENDINGS;
    *(struct ending *)list_open_at(set, at, sizeof e) = e;
}

void place_set_remove_ending(struct place_set *set, struct ending e)
{
    list_close_at(set, ending_find(set, &e), sizeof e);
    set_clear_if_empty(set);
}

size_t place_set_memory(const struct place_set *set)
{
    return set->form == PLACES_PAGE      ? sizeof(struct page)
           : set->form == PLACES_ENDINGS ? list_room(set->count) * sizeof(struct ending)
           : set->form == PLACES_LIST    ? list_room(set->count) * sizeof(uint16_t)
                                         : 0;
}
