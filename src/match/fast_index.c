// SPDX-License-Identifier: EUPL-1.2
#include "match/fast_index.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct index {
    struct families *families;
    pthread_mutex_t lock; // of shown, the chain's readers, and adding to families
    struct index_version *oldest, *shown;
    // The writer's.
    struct index_version *draft;
    uint32_t draft_number; // from 1 on: a fresh set is of none
    struct kept_profile **kept; // by place, NULL where nobody is
    size_t place_count, place_room;
    size_t *free_places;
    size_t free_count, free_room;
    struct statements was, is;
};

struct index *index_open(void)
{
    struct index *x = memory_given(calloc(1, sizeof *x));
    x->families = families_open();
    pthread_mutex_init(&x->lock, NULL);
    return x;
}

static void garbage_close(struct garbage *g)
{
    for (size_t i = 0; i < g->count; i++)
        free(g->items[i]);
    free(g->items);
}

static void garbage_add(struct garbage *g, void *p)
{
    if (p == NULL)
        return;
    if (g->count == g->room) {
        g->room = g->room == 0 ? 64 : g->room * 2;
        g->items = memory_given(reallocarray(g->items, g->room, sizeof *g->items));
    }
    g->items[g->count++] = p;
}

static void version_close(struct index_version *v)
{
    garbage_close(&v->garbage);
    free(v->segments);
    free(v);
}

static void leaf_close(struct set_leaf *leaf)
{
    for (uint32_t i = 0; leaf != NULL && i < LEAF_SETS; i++)
        free(leaf->sets[i].data);
    free(leaf);
}

static void segment_close(struct segment *s)
{
    for (uint32_t i = 0; i < s->leaf_count; i++)
        leaf_close(s->leaves[i]);
    free(s->leaves);
    free(s->numbers);
    free(s->lots);
    free(s);
}

void index_close(struct index *x)
{
    if (x == NULL)
        return;
    for (size_t i = 0; x->shown != NULL && i < x->shown->segment_count; i++)
        segment_close(x->shown->segments[i]);
    while (x->oldest != NULL) {
        struct index_version *next = x->oldest->next;
        version_close(x->oldest);
        x->oldest = next;
    }
    families_close(x->families);
    pthread_mutex_destroy(&x->lock);
    free(x->kept);
    free(x->free_places);
    free(x->was.items);
    free(x->is.items);
    free(x);
}

// Readers.
struct index_version *index_hold(struct index *x)
{
    pthread_mutex_lock(&x->lock);
    struct index_version *v = x->shown;
    if (v != NULL)
        v->readers++;
    pthread_mutex_unlock(&x->lock);
    return v;
}

// Takes the versions off the chain that nobody reads or can come to read; what an older one shares may be garbage of a
// later one only, so they go from the oldest on.
static struct index_version *unread_take(struct index *x)
{
    struct index_version *first = x->oldest, **end = &first;
    while (x->oldest != x->shown && x->oldest->readers == 0) {
        end = &x->oldest->next;
        x->oldest = x->oldest->next;
    }
    *end = NULL;
    return first;
}

static void unread_close(struct index_version *v)
{
    while (v != NULL) {
        struct index_version *next = v->next;
        version_close(v);
        v = next;
    }
}

void index_release(struct index *x, struct index_version *v)
{
    pthread_mutex_lock(&x->lock);
    v->readers--;
    struct index_version *unread = unread_take(x);
    pthread_mutex_unlock(&x->lock);
    unread_close(unread);
}

const struct families *index_families_hold(struct index *x)
{
    pthread_mutex_lock(&x->lock);
    return x->families;
}

void index_families_release(struct index *x)
{
    pthread_mutex_unlock(&x->lock);
}

// The writer. What it finds in families it added itself, so that only adding needs the lock.
static uint32_t family_give(void *context, enum family_kind kind, unsigned part, uint64_t code)
{
    struct index *x = context;
    uint32_t family = family_find(x->families, kind, part, code);
    if (family != NO_SET)
        return family;
    pthread_mutex_lock(&x->lock);
    family = family_add(x->families, kind, part, code);
    pthread_mutex_unlock(&x->lock);
    return family;
}

void index_begin(struct index *x)
{
    const struct index_version *was = x->shown;
    struct index_version *v = memory_given(calloc(1, sizeof *v));
    v->now = was == NULL ? MONTH_NONE : was->now;
    if (was != NULL) {
        v->count = was->count;
        v->segment_count = was->segment_count;
    }
    v->segments = memory_given(calloc(v->segment_count + 1, sizeof(struct segment *)));
    if (was != NULL)
        memcpy(v->segments, was->segments, was->segment_count * sizeof(struct segment *));
    x->draft = v;
    x->draft_number++;
}

void index_show(struct index *x, int64_t version)
{
    x->draft->version = version;
    pthread_mutex_lock(&x->lock);
    if (x->shown != NULL)
        x->shown->next = x->draft;
    else
        x->oldest = x->draft;
    x->shown = x->draft;
    x->draft = NULL;
    struct index_version *unread = unread_take(x);
    pthread_mutex_unlock(&x->lock);
    unread_close(unread);
}

// What the version shown still has is freed with it, the draft's own at once.
static void data_drop(struct index *x, void *data, uint32_t draft)
{
    if (draft == x->draft_number)
        free(data);
    else if (x->shown != NULL)
        garbage_add(&x->shown->garbage, data);
}

static struct segment *segment_make(struct index *x)
{
    struct segment *s = memory_given(calloc(1, sizeof *s));
    s->draft = s->names_draft = x->draft_number;
    s->numbers = memory_given(calloc(SEGMENT_PLACES, sizeof *s->numbers));
    s->lots = memory_given(calloc(SEGMENT_PLACES, sizeof *s->lots));
    return s;
}

static void segment_room(struct index *x, struct segment *s)
{
    uint32_t leaves = families_sets(x->families) / LEAF_SETS + 1;
    if (leaves <= s->leaf_count)
        return;
    leaves += leaves / 8; // more are likely to come
    s->leaves = memory_given(reallocarray(s->leaves, leaves, sizeof(struct set_leaf *)));
    memset(s->leaves + s->leaf_count, 0, (leaves - s->leaf_count) * sizeof(struct set_leaf *));
    s->leaf_count = leaves;
}

// The segment of a place, the draft's own and with room for all sets.
static struct segment *segment_own(struct index *x, size_t place)
{
    size_t at = place / SEGMENT_PLACES;
    struct index_version *v = x->draft;
    if (at == v->segment_count) {
        v->segments = memory_given(reallocarray(v->segments, at + 1, sizeof(struct segment *)));
        v->segments[v->segment_count++] = segment_make(x);
    }
    struct segment *s = v->segments[at];
    if (s->draft != x->draft_number) {
        struct segment *own = memory_given(malloc(sizeof *own));
        *own = *s;
        own->draft = x->draft_number;
        own->leaves = memory_given(malloc(s->leaf_count * sizeof(struct set_leaf *)));
        memcpy(own->leaves, s->leaves, s->leaf_count * sizeof(struct set_leaf *));
        garbage_add(&x->shown->garbage, s->leaves);
        garbage_add(&x->shown->garbage, s);
        v->segments[at] = s = own;
    }
    segment_room(x, s);
    return s;
}

// A set of the draft's own segment, in a leaf of its own; what the set holds may still be shared.
static struct place_set *set_open(struct index *x, struct segment *s, uint32_t set)
{
    struct set_leaf **leaf = &s->leaves[set / LEAF_SETS];
    if (*leaf == NULL) {
        *leaf = memory_given(calloc(1, sizeof **leaf));
    } else if ((*leaf)->draft != x->draft_number) {
        struct set_leaf *own = memory_given(malloc(sizeof *own));
        *own = **leaf;
        garbage_add(&x->shown->garbage, *leaf);
        *leaf = own;
    }
    (*leaf)->draft = x->draft_number;
    return &(*leaf)->sets[set % LEAF_SETS];
}

static void names_put(struct index *x, struct segment *s, unsigned place, const struct kept_profile *p)
{
    if (s->names_draft != x->draft_number) {
        int64_t *numbers = memory_given(malloc(SEGMENT_PLACES * sizeof *numbers));
        uint32_t *lots = memory_given(malloc(SEGMENT_PLACES * sizeof *lots));
        memcpy(numbers, s->numbers, SEGMENT_PLACES * sizeof *numbers);
        memcpy(lots, s->lots, SEGMENT_PLACES * sizeof *lots);
        data_drop(x, s->numbers, s->names_draft);
        data_drop(x, s->lots, s->names_draft);
        s->numbers = numbers;
        s->lots = lots;
        s->names_draft = x->draft_number;
    }
    s->numbers[place] = p->put.number;
    s->lots[place] = p->put.lot;
}

// Lists grow by steps, so that a list of n needs room(n).
static size_t list_room(size_t count)
{
    return count <= 8 ? 8 : count <= 64 ? (count + 15) / 16 * 16 : (count + 63) / 64 * 64;
}

static struct page *page_make(void)
{
    return memory_given(aligned_alloc(_Alignof(struct page), sizeof(struct page)));
}

static void *data_copy(const struct place_set *set, size_t element)
{
    if (set->form == PLACES_PAGE)
        return memcpy(page_make(), set->data, sizeof(struct page));
    void *copy = memory_given(malloc(list_room(set->count) * element));
    return memcpy(copy, set->data, set->count * element);
}

static void set_own(struct index *x, struct place_set *set)
{
    if (set->draft == x->draft_number)
        return;
    if (set->data != NULL) {
        void *copy = data_copy(set, set->form == PLACES_ENDINGS ? sizeof(struct ending) : sizeof(uint16_t));
        data_drop(x, set->data, set->draft);
        set->data = copy;
    }
    set->draft = x->draft_number;
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

static void page_add(struct place_set *set, uint16_t place)
{
    uint64_t *word = &((struct page *)set->data)->words[place / 64], bit = UINT64_C(1) << place % 64;
    set->count += (*word & bit) == 0;
    *word |= bit;
}

static void set_add(struct index *x, struct place_set *set, uint16_t place)
{
    set_own(x, set);
    if (set->form == PLACES_PAGE) {
        page_add(set, place);
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

static void set_remove(struct index *x, struct place_set *set, uint16_t place)
{
    set_own(x, set);
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

static void ending_add(struct index *x, struct place_set *set, struct ending e)
{
    set_own(x, set);
    size_t at = set->count == 0 ? 0 : ending_find(set, &e);
    set->form = PLACES_ENDINGS;
    *(struct ending *)list_open_at(set, at, sizeof e) = e;
}

static void ending_remove(struct index *x, struct place_set *set, struct ending e)
{
    set_own(x, set);
    list_close_at(set, ending_find(set, &e), sizeof e);
    set_clear_if_empty(set);
}

static void statement_apply(struct index *x, struct segment *s, uint16_t place, uint64_t statement, bool holds)
{
    struct place_set *set = set_open(x, s, statement_set(statement));
    struct ending e = {statement_day(statement), place};
    if (statement_ends(statement))
        (holds ? ending_add : ending_remove)(x, set, e);
    else
        (holds ? set_add : set_remove)(x, set, place);
}

// Applies what differs between the two lists.
static void statements_apply(struct index *x, size_t place)
{
    struct segment *s = segment_own(x, place);
    uint16_t at = (uint16_t)(place % SEGMENT_PLACES);
    size_t i = 0, k = 0;
    if (x->was.count == 0) { // adding twice does no harm, and sorting takes longer than that
        for (; k < x->is.count; k++) {
            struct place_set *set = set_open(x, s, statement_set(x->is.items[k]));
            if (set->form == PLACES_PAGE && set->draft == x->draft_number) // most are
                page_add(set, at);
            else
                statement_apply(x, s, at, x->is.items[k], true);
        }
        return;
    }
    statements_settle(&x->was);
    statements_settle(&x->is);
    while (i < x->was.count || k < x->is.count) {
        if (k == x->is.count || (i < x->was.count && x->was.items[i] < x->is.items[k]))
            statement_apply(x, s, at, x->was.items[i++], false);
        else if (i == x->was.count || x->is.items[k] < x->was.items[i])
            statement_apply(x, s, at, x->is.items[k++], true);
        else
            i++, k++;
    }
}

static void statements_of(struct index *x, struct statements *s, const struct kept_profile *p)
{
    s->count = 0;
    if (p == NULL)
        return;
    statements_take(s, p, family_give, x);
    if (x->draft->now != MONTH_NONE)
        statements_take_work(s, p, x->draft->now, family_give, x);
}

static size_t place_take(struct index *x)
{
    if (x->free_count > 0)
        return x->free_places[--x->free_count];
    if (x->place_count == x->place_room) {
        x->place_room = x->place_room == 0 ? 1024 : x->place_room * 2;
        x->kept = memory_given(reallocarray(x->kept, x->place_room, sizeof(struct kept_profile *)));
    }
    return x->place_count++;
}

static void place_give_back(struct index *x, size_t place)
{
    if (x->free_count == x->free_room) {
        x->free_room = x->free_room == 0 ? 64 : x->free_room * 2;
        x->free_places = memory_given(reallocarray(x->free_places, x->free_room, sizeof *x->free_places));
    }
    x->free_places[x->free_count++] = place;
}

void index_change(struct index *x, struct kept_profile *was, struct kept_profile *is)
{
    if (was == NULL && is == NULL)
        return;
    size_t place = was != NULL ? was->place : place_take(x);
    statements_of(x, &x->was, was);
    statements_of(x, &x->is, is);
    statements_apply(x, place);
    if (is != NULL && (was == NULL || was->put.lot != is->put.lot))
        names_put(x, segment_own(x, place), (unsigned)(place % SEGMENT_PLACES), is);
    if (is != NULL)
        is->place = place;
    else
        place_give_back(x, place);
    x->kept[place] = is;
    x->draft->count += (is != NULL) - (was != NULL);
}

void index_month(struct index *x, month now)
{
    month before = x->draft->now;
    x->draft->now = now;
    for (size_t place = 0; place < x->place_count; place++) {
        const struct kept_profile *p = x->kept[place];
        if (p == NULL || p->experience_count == 0)
            continue;
        x->was.count = x->is.count = 0;
        if (before != MONTH_NONE)
            statements_take_work(&x->was, p, before, family_give, x);
        statements_take_work(&x->is, p, now, family_give, x);
        statements_apply(x, place);
    }
}

const struct kept_profile *index_kept(const struct index *x, size_t place)
{
    return place < x->place_count ? x->kept[place] : NULL;
}

static size_t leaf_memory(const struct set_leaf *leaf)
{
    size_t bytes = sizeof *leaf;
    for (uint32_t i = 0; i < LEAF_SETS; i++) {
        const struct place_set *set = &leaf->sets[i];
        bytes += set->form == PLACES_PAGE       ? sizeof(struct page)
                 : set->form == PLACES_ENDINGS ? list_room(set->count) * sizeof(struct ending)
                 : set->form == PLACES_LIST    ? list_room(set->count) * sizeof(uint16_t)
                                               : 0;
    }
    return bytes;
}

size_t index_memory(struct index *x)
{
    struct index_version *v = index_hold(x);
    size_t bytes = families_memory(x->families);
    for (size_t i = 0; v != NULL && i < v->segment_count; i++) {
        const struct segment *s = v->segments[i];
        bytes += sizeof *s + s->leaf_count * sizeof(struct set_leaf *) +
                 SEGMENT_PLACES * (sizeof *s->numbers + sizeof *s->lots);
        for (uint32_t k = 0; k < s->leaf_count; k++)
            bytes += s->leaves[k] == NULL ? 0 : leaf_memory(s->leaves[k]);
    }
    if (v != NULL)
        index_release(x, v);
    return bytes;
}
