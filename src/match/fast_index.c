// SPDX-License-Identifier: EUPL-1.2
#include "match/fast_index.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
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
    month month_before; // while another is counted
    match_runner *run;
    pthread_mutex_t dropping; // of the shown version's garbage
    struct hand *own;
};

// Who writes: one thread, or several of which each has segments of its own.
struct hand {
    struct index *x;
    struct families *seen; // several: those met so far, so that they need not wait for each other; NULL: one alone
    struct statements was, is;
};

struct index *index_open(match_runner *run)
{
    struct index *x = memory_given(calloc(1, sizeof *x));
    x->run = run;
    x->families = families_open();
    x->own = memory_given(calloc(1, sizeof *x->own));
    x->own->x = x;
    pthread_mutex_init(&x->lock, NULL);
    pthread_mutex_init(&x->dropping, NULL);
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

static void hand_close(struct hand *h)
{
    free(h->was.items);
    free(h->is.items);
    families_close(h->seen);
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
    pthread_mutex_destroy(&x->dropping);
    free(x->kept);
    free(x->free_places);
    hand_close(x->own);
    free(x->own);
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

// The version shown still has it.
static void shown_drop(struct index *x, void *data)
{
    pthread_mutex_lock(&x->dropping);
    garbage_add(&x->shown->garbage, data);
    pthread_mutex_unlock(&x->dropping);
}

// What the version shown still has is freed with it, the draft's own at once.
static void data_drop(struct index *x, void *data, uint32_t draft)
{
    if (draft == x->draft_number)
        free(data);
    else if (x->shown != NULL)
        shown_drop(x, data);
}

static struct segment *segment_make(struct index *x)
{
    struct segment *s = memory_given(calloc(1, sizeof *s));
    s->draft = s->names_draft = x->draft_number;
    s->numbers = memory_given(calloc(SEGMENT_PLACES, sizeof *s->numbers));
    s->lots = memory_given(calloc(SEGMENT_PLACES, sizeof *s->lots));
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
        shown_drop(x, s->leaves);
        shown_drop(x, s);
        v->segments[at] = s = own;
    }
    segment_room(h, s);
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
        shown_drop(x, *leaf);
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

static void set_own(struct index *x, struct place_set *set)
{
    if (set->draft == x->draft_number)
        return;
    if (set->data != NULL) {
        void *copy = place_set_copy(set);
        data_drop(x, set->data, set->draft);
        set->data = copy;
    }
    set->draft = x->draft_number;
}

static void statement_apply(struct index *x, struct segment *s, uint16_t place, uint64_t statement, bool holds)
{
    struct place_set *set = set_open(x, s, statement_set(statement));
    struct ending e = {statement_day(statement), place};
    set_own(x, set);
    if (statement_ends(statement))
        (holds ? place_set_add_ending : place_set_remove_ending)(set, e);
    else
        (holds ? place_set_add : place_set_remove)(set, place);
}

// Applies what differs between the two lists.
static void statements_apply(struct hand *h, size_t place)
{
    struct index *x = h->x;
    struct segment *s = segment_own(h, place);
    uint16_t at = (uint16_t)(place % SEGMENT_PLACES);
    size_t i = 0, k = 0;
    if (h->was.count == 0) { // adding twice does no harm, and sorting takes longer than that
        for (; k < h->is.count; k++) {
            struct place_set *set = set_open(x, s, statement_set(h->is.items[k]));
            if (set->form == PLACES_PAGE && set->draft == x->draft_number) // most are
                place_set_add_to_page(set, at);
            else
                statement_apply(x, s, at, h->is.items[k], true);
        }
        return;
    }
    statements_settle(&h->was);
    statements_settle(&h->is);
    while (i < h->was.count || k < h->is.count) {
        if (k == h->is.count || (i < h->was.count && h->was.items[i] < h->is.items[k]))
            statement_apply(x, s, at, h->was.items[i++], false);
        else if (i == h->was.count || h->is.items[k] < h->was.items[i])
            statement_apply(x, s, at, h->is.items[k++], true);
        else
            i++, k++;
    }
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
    statements_apply(h, place);
    if (is != NULL && (was == NULL || was->put.lot != is->put.lot))
        names_put(x, segment_own(h, place), (unsigned)(place % SEGMENT_PLACES), is);
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

static void segments_work(struct hand *h, struct sharing *s)
{
    size_t at;
    while ((at = atomic_fetch_add(&s->next, 1)) < s->x->draft->segment_count) {
        size_t end = (at + 1) * SEGMENT_PLACES;
        for (size_t place = at * SEGMENT_PLACES; place < end && place < s->x->place_count; place++)
            if (s->x->kept[place] != NULL)
                s->work(h, place);
    }
}

static void segments_work_along(void *arg)
{
    struct sharing *s = arg;
    struct hand h = {.x = s->x, .seen = families_open()};
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
    statements_apply(h, place);
    names_put(h->x, segment_own(h, place), (unsigned)(place % SEGMENT_PLACES), p);
}

void index_fill(struct index *x, struct kept_profile *const *profiles, size_t count)
{
    assert(x->place_count == 0 && x->draft->segment_count == 0);
    struct index_version *v = x->draft;
    v->count = x->place_count = x->place_room = count;
    v->segment_count = (count + SEGMENT_PLACES - 1) / SEGMENT_PLACES;
    v->segments = memory_given(reallocarray(v->segments, v->segment_count + 1, sizeof *v->segments));
    for (size_t i = 0; i < v->segment_count; i++)
        v->segments[i] = segment_make(x);
    x->kept = memory_given(reallocarray(x->kept, count + 1, sizeof(struct kept_profile *)));
    for (size_t place = 0; place < count; place++) {
        x->kept[place] = profiles[place];
        profiles[place]->place = place;
    }
    segments_share(x, place_fill);
}

bool index_is_empty(const struct index *x)
{
    return x->place_count == 0 && x->draft->segment_count == 0;
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
    statements_apply(h, place);
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

static size_t leaf_memory(const struct set_leaf *leaf)
{
    size_t bytes = sizeof *leaf;
    for (uint32_t i = 0; i < LEAF_SETS; i++)
        bytes += place_set_memory(&leaf->sets[i]);
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
