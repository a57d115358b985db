// SPDX-License-Identifier: EUPL-1.2
#include "match/fast_index.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct index {
    atomic_uint holders;
    struct families *families;
    struct stock *stock;
    pthread_mutex_t lock; // of adding to families
    // The writer's.
    struct index_version *shown, *draft;
    uint32_t draft_number; // from 1 on: a fresh set is of none
    struct kept_profile **kept; // by place, NULL where nobody is
    size_t place_count, place_room;
    size_t *free_places;
    size_t free_count, free_room;
    month month_before; // while another is counted
    match_runner *run;
    pthread_mutex_t dropping; // of what goes with the version shown
    struct hand *own;
};

// Who writes: one thread, or several of which each has segments of its own.
struct hand {
    struct index *x;
    struct shelf shelf;
    struct families *seen; // several: those met so far, so that they need not wait for each other; NULL: one alone
    struct statements was, is;
};

static void hand_open(struct hand *h, struct index *x)
{
    *h = (struct hand){.x = x, .shelf = {.stock = x->stock}};
}

struct index *index_open(match_runner *run, bool alone)
{
    struct index *x = memory_given(calloc(1, sizeof *x));
    x->holders = 1;
    x->run = run;
    x->families = families_open();
    x->stock = stock_open(alone);
    x->own = memory_given(malloc(sizeof *x->own));
    hand_open(x->own, x);
    pthread_mutex_init(&x->lock, NULL);
    pthread_mutex_init(&x->dropping, NULL);
    return x;
}

void index_version_close(struct index *x, struct index_version *v)
{
    stock_give_back(x->stock, &v->gone);
    free(v->segments);
    free(v);
}

static void leaf_close(struct shelf *h, struct set_leaf *leaf)
{
    for (uint32_t i = 0; leaf != NULL && i < LEAF_SETS; i++)
        shelf_give_back(h, leaf->sets[i].data, place_set_memory(&leaf->sets[i]));
    shelf_give_back(h, leaf, sizeof *leaf);
}

static void segment_close(struct shelf *h, struct segment *s)
{
    for (uint32_t i = 0; i < s->leaf_count; i++)
        leaf_close(h, s->leaves[i]);
    for (size_t i = 0; i < SEGMENT_BLOCKS; i++)
        shelf_give_back(h, s->names[i], sizeof *s->names[i]);
    free(s->leaves);
    free(s);
}

static void hand_close(struct hand *h)
{
    shelf_clear(&h->shelf);
    free(h->was.items);
    free(h->is.items);
    families_close(h->seen);
}

static void index_close(struct index *x)
{
    for (size_t i = 0; x->shown != NULL && i < x->shown->segment_count; i++)
        segment_close(&x->own->shelf, x->shown->segments[i]);
    if (x->shown != NULL)
        index_version_close(x, x->shown);
    families_close(x->families);
    pthread_mutex_destroy(&x->lock);
    pthread_mutex_destroy(&x->dropping);
    free(x->kept);
    free(x->free_places);
    hand_close(x->own);
    free(x->own);
    stock_close(x->stock);
    free(x);
}

void index_hold(struct index *x)
{
    atomic_fetch_add(&x->holders, 1);
}

void index_leave(struct index *x)
{
    if (atomic_fetch_sub(&x->holders, 1) == 1)
        index_close(x);
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

// A lone writer added itself what it finds in families, so that only adding needs the lock.
static uint32_t family_give(void *context, enum family_kind kind, unsigned part, uint64_t code)
{
    struct hand *h = context;
    struct index *x = h->x;
    uint32_t family = family_find(h->seen != NULL ? h->seen : x->families, kind, part, code);
    if (family != NO_SET)
        return family;
    pthread_mutex_lock(&x->lock);
    family = family_add(x->families, kind, part, code);
    pthread_mutex_unlock(&x->lock);
    if (h->seen != NULL)
        family_learn(h->seen, kind, part, code, family);
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

struct index_version *index_show(struct index *x)
{
    x->shown = x->draft;
    x->draft = NULL;
    return x->shown;
}

// The version shown still has it.
static void shown_drop(struct index *x, void *data, size_t size)
{
    pthread_mutex_lock(&x->dropping);
    pieces_add(&x->shown->gone, (struct piece){data, size});
    pthread_mutex_unlock(&x->dropping);
}

static struct segment *segment_make(struct index *x)
{
    struct segment *s = memory_given(calloc(1, sizeof *s));
    s->draft = x->draft_number;
    return s;
}

static void segment_room(const struct hand *h, struct segment *s)
{
    uint32_t leaves = families_sets(h->seen != NULL ? h->seen : h->x->families) / LEAF_SETS + 1;
    if (leaves <= s->leaf_count)
        return;
    leaves += leaves / 8; // more are likely to come
    s->leaves = memory_given(reallocarray(s->leaves, leaves, sizeof(struct set_leaf *)));
    memset(s->leaves + s->leaf_count, 0, (leaves - s->leaf_count) * sizeof(struct set_leaf *));
    s->leaf_count = leaves;
}

// The segment of a place, the draft's own and with room for all sets.
static struct segment *segment_own(const struct hand *h, size_t place)
{
    struct index *x = h->x;
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
        shown_drop(x, s->leaves, PIECE_OF_MALLOC);
        shown_drop(x, s, PIECE_OF_MALLOC);
        v->segments[at] = s = own;
    }
    segment_room(h, s);
    return s;
}

// The draft's own piece in place of one that the version shown has, or of none: a copy, or zeros.
static void *piece_own(struct hand *h, void *was, size_t size)
{
    void *own = shelf_take(&h->shelf, size);
    if (was == NULL)
        return memset(own, 0, size);
    memcpy(own, was, size);
    shown_drop(h->x, was, size);
    return own;
}

// A set of the draft's own segment, in a leaf of its own; what the set holds may still be shared.
static struct place_set *set_open(struct hand *h, struct segment *s, uint32_t set)
{
    uint32_t draft = h->x->draft_number;
    struct set_leaf **leaf = &s->leaves[set / LEAF_SETS];
    if (*leaf == NULL || (*leaf)->draft != draft) {
        *leaf = piece_own(h, *leaf, sizeof **leaf);
        (*leaf)->draft = draft;
    }
    return &(*leaf)->sets[set % LEAF_SETS];
}

static void names_put(struct hand *h, struct segment *s, unsigned place, const struct kept_profile *p)
{
    uint32_t draft = h->x->draft_number;
    struct names **names = &s->names[place / BLOCK_PLACES];
    if (*names == NULL || (*names)->draft != draft) {
        *names = piece_own(h, *names, sizeof **names);
        (*names)->draft = draft;
    }
    (*names)->numbers[place % BLOCK_PLACES] = p->put.number;
    (*names)->lots[place % BLOCK_PLACES] = p->put.lot;
}

static void set_own(struct hand *h, struct place_set *set)
{
    uint32_t draft = h->x->draft_number;
    if (set->draft == draft)
        return;
    if (set->data != NULL) {
        void *copy = place_set_copy(set, &h->shelf);
        shown_drop(h->x, set->data, place_set_memory(set));
        set->data = copy;
    }
    set->draft = draft;
}

static void statement_apply(struct hand *h, struct segment *s, uint16_t place, uint64_t statement, bool holds)
{
    struct place_set *set = set_open(h, s, statement_set(statement));
    struct ending e = {statement_day(statement), place};
    set_own(h, set);
    if (statement_ends(statement))
        (holds ? place_set_add_ending : place_set_remove_ending)(set, e, &h->shelf);
    else
        (holds ? place_set_add : place_set_remove)(set, place, &h->shelf);
}

// Has memory bring what statements further on are about to copy, since it is seldom near.
static void statements_expect(const struct segment *s, const struct statements *list, size_t at)
{
    enum { SETS_AHEAD = 8, DATA_AHEAD = 2, LINE = 64 };
    if (at + SETS_AHEAD < list->count)
        __builtin_prefetch(segment_set(s, statement_set(list->items[at + SETS_AHEAD])));
    if (at + DATA_AHEAD >= list->count)
        return;
    const struct place_set *set = segment_set(s, statement_set(list->items[at + DATA_AHEAD]));
    size_t size = set->form == PLACES_PAGE ? sizeof(struct page) : LINE;
    for (size_t i = 0; set->data != NULL && i < size; i += LINE)
        __builtin_prefetch((const char *)set->data + i);
}

static void statements_apply(struct hand *h, struct segment *s, uint16_t place, const struct statements *list, bool hold)
{
    for (size_t i = 0; i < list->count; i++) {
        statements_expect(s, list, i);
        statement_apply(h, s, place, list->items[i], hold);
    }
}

// Adding twice does no harm, and sorting takes longer than that.
static void statements_apply_all(struct hand *h, struct segment *s, uint16_t place)
{
    for (size_t i = 0; i < h->is.count; i++) {
        struct place_set *set = set_open(h, s, statement_set(h->is.items[i]));
        if (set->form == PLACES_PAGE && set->draft == h->x->draft_number) // most are
            place_set_add_to_page(set, place);
        else
            statement_apply(h, s, place, h->is.items[i], true);
    }
}

// Applies what differs between the two lists.
static void place_apply(struct hand *h, size_t place)
{
    struct segment *s = segment_own(h, place);
    uint16_t at = (uint16_t)(place % SEGMENT_PLACES);
    if (h->was.count == 0) {
        statements_apply_all(h, s, at);
        return;
    }
    statements_settle(&h->was);
    statements_settle(&h->is);
    statements_part(&h->was, &h->is);
    statements_apply(h, s, at, &h->was, false);
    statements_apply(h, s, at, &h->is, true);
}

static void statements_of(struct hand *h, struct statements *s, const struct kept_profile *p)
{
    s->count = 0;
    if (p == NULL)
        return;
    statements_take(s, p, family_give, h);
    if (h->x->draft->now != MONTH_NONE)
        statements_take_work(s, p, h->x->draft->now, family_give, h);
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
    struct hand *h = x->own;
    size_t place = was != NULL ? was->place : place_take(x);
    statements_of(h, &h->was, was);
    statements_of(h, &h->is, is);
    place_apply(h, place);
    if (is != NULL && (was == NULL || was->put.lot != is->put.lot))
        names_put(h, segment_own(h, place), (unsigned)(place % SEGMENT_PLACES), is);
    if (is != NULL)
        is->place = place;
    else
        place_give_back(x, place);
    x->kept[place] = is;
    x->draft->count += (is != NULL) - (was != NULL);
}

// Work on all places, by threads that take segment after segment.
struct sharing {
    struct index *x;
    void (*work)(struct hand *h, size_t place);
    atomic_size_t next; // segment
};

// Has memory bring a profile that is worked on soon: first what says where its parts are, then these.
static void kept_expect(const struct index *x, size_t place)
{
    enum { AHEAD = 6, PARTS_AHEAD = 3, LINE = 64 };
    if (place + AHEAD < x->place_count && x->kept[place + AHEAD] != NULL)
        for (size_t i = 0; i < sizeof(struct kept_profile); i += LINE)
            __builtin_prefetch((const char *)x->kept[place + AHEAD] + i);
    const struct kept_profile *p = place + PARTS_AHEAD < x->place_count ? x->kept[place + PARTS_AHEAD] : NULL;
    for (size_t i = 0, size = p == NULL ? 0 : kept_parts_size(p); i < size; i += LINE)
        __builtin_prefetch((const char *)(p + 1) + i);
}

static void segments_work(struct hand *h, struct sharing *s)
{
    size_t at;
    while ((at = atomic_fetch_add(&s->next, 1)) < s->x->draft->segment_count) {
        size_t end = (at + 1) * SEGMENT_PLACES;
        for (size_t place = at * SEGMENT_PLACES; place < end && place < s->x->place_count; place++) {
            kept_expect(s->x, place);
            if (s->x->kept[place] != NULL)
                s->work(h, place);
        }
    }
}

static void segments_work_along(void *arg)
{
    struct sharing *s = arg;
    struct hand h;
    hand_open(&h, s->x);
    h.seen = families_open();
    segments_work(&h, s);
    hand_close(&h);
}

// The draft has a segment for every place.
static void segments_share(struct index *x, void (*work)(struct hand *h, size_t place))
{
    struct sharing s = {.x = x, .work = work};
    if (x->run != NULL && x->draft->segment_count > 1)
        x->run(segments_work_along, &s);
    else
        segments_work(x->own, &s);
}

static void place_fill(struct hand *h, size_t place)
{
    const struct kept_profile *p = h->x->kept[place];
    h->was.count = 0;
    statements_of(h, &h->is, p);
    place_apply(h, place);
    names_put(h, segment_own(h, place), (unsigned)(place % SEGMENT_PLACES), p);
}

void index_fill(struct index *x, const struct roll *profiles, month now)
{
    assert(x->place_count == 0 && x->draft->segment_count == 0);
    struct index_version *v = x->draft;
    v->now = now;
    v->count = x->place_room = profiles->count;
    v->segment_count = (v->count + SEGMENT_PLACES - 1) / SEGMENT_PLACES;
    v->segments = memory_given(reallocarray(v->segments, v->segment_count + 1, sizeof *v->segments));
    for (size_t i = 0; i < v->segment_count; i++)
        v->segments[i] = segment_make(x);
    x->kept = memory_given(reallocarray(x->kept, v->count + 1, sizeof(struct kept_profile *)));
    struct kept_profile *p;
    for (struct roll_walk walk = {profiles, 0, 0}; (p = roll_next(&walk)) != NULL; x->place_count++) {
        x->kept[x->place_count] = p;
        p->place = x->place_count;
    }
    segments_share(x, place_fill);
}

static void place_count_month(struct hand *h, size_t place)
{
    const struct kept_profile *p = h->x->kept[place];
    if (p->experience_count == 0)
        return;
    h->was.count = h->is.count = 0;
    if (h->x->month_before != MONTH_NONE)
        statements_take_work(&h->was, p, h->x->month_before, family_give, h);
    statements_take_work(&h->is, p, h->x->draft->now, family_give, h);
    place_apply(h, place);
}

void index_month(struct index *x, month now)
{
    x->month_before = x->draft->now;
    x->draft->now = now;
    segments_share(x, place_count_month);
}

const struct kept_profile *index_kept(const struct index *x, size_t place)
{
    return place < x->place_count ? x->kept[place] : NULL;
}

// What is malloc's of a piece that the index has.
static size_t piece_memory(const struct index *x, size_t size)
{
    return stock_holds(x->stock, size) ? 0 : size;
}

static size_t leaf_memory(const struct index *x, const struct set_leaf *leaf)
{
    size_t bytes = piece_memory(x, sizeof *leaf);
    for (uint32_t i = 0; i < LEAF_SETS; i++)
        bytes += piece_memory(x, place_set_memory(&leaf->sets[i]));
    return bytes;
}

static size_t segment_memory(const struct index *x, const struct segment *s)
{
    size_t bytes = sizeof *s + s->leaf_count * sizeof *s->leaves;
    for (size_t i = 0; i < SEGMENT_BLOCKS; i++)
        bytes += s->names[i] == NULL ? 0 : piece_memory(x, sizeof *s->names[i]);
    for (uint32_t i = 0; i < s->leaf_count; i++)
        bytes += s->leaves[i] == NULL ? 0 : leaf_memory(x, s->leaves[i]);
    return bytes;
}

size_t index_memory(struct index *x)
{
    const struct index_version *v = x->shown;
    size_t bytes = families_memory(x->families) + stock_memory(x->stock);
    for (size_t i = 0; v != NULL && i < v->segment_count; i++)
        bytes += segment_memory(x, v->segments[i]);
    return bytes;
}
