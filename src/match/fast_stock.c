// SPDX-License-Identifier: EUPL-1.2
#include "match/fast_stock.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "match/kept.h"

// Slabs double until they are huge pages, so that a small index stays small, and so does what a shelf is filled with: a share
// of one.
enum { SLAB_FIRST = 1 << 16, SLAB_MOST = 1 << 21, SHELF_SHARE = 128, PAGE_ALIGNED = 64 };

struct free_piece {
    struct free_piece *next;
};

struct slab {
    struct slab *next;
    void *at;
};

struct stock {
    bool alone;
    pthread_mutex_t lock;
    struct free_piece *free[STOCK_SIZES];
    struct slab *slabs;
    char *rest; // of the newest slab
    size_t rest_size, slab_size, memory;
    pthread_mutex_t growing; // taken before lock
    struct slab *spare; // the next slab, when there is one
};

struct stock *stock_open(bool alone)
{
    struct stock *s = memory_given(calloc(1, sizeof *s));
    s->alone = alone;
    pthread_mutex_init(&s->lock, NULL);
    pthread_mutex_init(&s->growing, NULL);
    s->slab_size = SLAB_FIRST;
    return s;
}

static void slabs_free(struct slab *slabs)
{
    while (slabs != NULL) {
        struct slab *next = slabs->next;
        free(slabs->at);
        free(slabs);
        slabs = next;
    }
}

void stock_close(struct stock *s)
{
    slabs_free(s->slabs);
    slabs_free(s->spare);
    pthread_mutex_destroy(&s->lock);
    pthread_mutex_destroy(&s->growing);
    free(s);
}

// 0: malloc's.
static unsigned size_class(const struct stock *s, size_t size)
{
    if (s->alone)
        return 0;
    return size == STOCK_PAGE         ? STOCK_SIZES - 1
           : size <= STOCK_SMALL_MOST ? (unsigned)((size + STOCK_STEP - 1) / STOCK_STEP)
                                      : 0;
}

static size_t class_size(unsigned class)
{
    return class == STOCK_SIZES - 1 ? STOCK_PAGE : class * (size_t)STOCK_STEP;
}

// The kernel clears a huge page when it is first touched, which takes as long as all that is put into it: it is done here,
// with no lock that others need.
static struct slab *slab_make(size_t size)
{
    struct slab *slab = memory_given(malloc(sizeof *slab));
    *slab = (struct slab){NULL, memory_given(aligned_alloc(size, size))};
    if (size == SLAB_MOST) {
        madvise(slab->at, size, MADV_HUGEPAGE); // without them it is only slower
        madvise(slab->at, size, MADV_POPULATE_WRITE);
    }
    return slab;
}

// Sees to the next slab, unless another thread does or, wait, has done so.
static void spare_make(struct stock *s, bool wait)
{
    if (wait)
        pthread_mutex_lock(&s->growing);
    else if (pthread_mutex_trylock(&s->growing) != 0)
        return;
    pthread_mutex_lock(&s->lock);
    bool there = s->spare != NULL;
    size_t size = s->slab_size;
    pthread_mutex_unlock(&s->lock);
    struct slab *slab = there ? NULL : slab_make(size);
    pthread_mutex_lock(&s->lock);
    if (!there)
        s->spare = slab;
    pthread_mutex_unlock(&s->lock);
    pthread_mutex_unlock(&s->growing);
}

static void slab_begin(struct stock *s)
{
    struct slab *slab = s->spare;
    s->spare = NULL;
    slab->next = s->slabs;
    s->slabs = slab;
    s->memory += s->slab_size;
    s->rest = slab->at;
    s->rest_size = s->slab_size;
    if (s->slab_size < SLAB_MOST)
        s->slab_size *= 2;
}

// How many pieces of a size a shelf is filled with.
static size_t shelf_pieces(const struct stock *s, size_t size)
{
    return s->slab_size / SHELF_SHARE / size + 1;
}

// Some pieces of a size, one after the other: how many, 0 when a slab is wanted first.
static size_t rest_cut(struct stock *s, size_t size, char **out)
{
    size_t skip = size == STOCK_PAGE ? -(uintptr_t)s->rest % PAGE_ALIGNED : 0;
    if (s->rest_size < skip + size) {
        if (s->spare == NULL)
            return 0;
        slab_begin(s);
        skip = 0;
    }
    size_t count = (s->rest_size - skip) / size, wanted = shelf_pieces(s, size);
    count = count < wanted ? count : wanted;
    *out = s->rest + skip;
    s->rest += skip + count * size;
    s->rest_size -= skip + count * size;
    return count;
}

static void push(struct free_piece **list, void *piece)
{
    struct free_piece *p = piece;
    p->next = *list;
    *list = p;
}

static void *pop(struct free_piece **list)
{
    struct free_piece *p = *list;
    *list = p->next;
    return p;
}

// Some of what came back; NULL: nothing has. Not all of it, or others would want new slabs while it lay on one shelf.
static struct free_piece *returned_take(struct stock *s, unsigned class)
{
    struct free_piece *first = s->free[class], *last = first;
    for (size_t i = 1, most = shelf_pieces(s, class_size(class)); i < most && last != NULL && last->next != NULL; i++)
        last = last->next;
    if (first == NULL)
        return NULL;
    s->free[class] = last->next;
    last->next = NULL;
    return first;
}

// Some that came back, or some new ones, which are taken in the order of their addresses.
static void shelf_fill(struct shelf *h, unsigned class)
{
    struct stock *s = h->stock;
    size_t size = class_size(class), count = 0;
    char *fresh = NULL;
    pthread_mutex_lock(&s->lock);
    h->free[class] = returned_take(s, class);
    while (h->free[class] == NULL && (count = rest_cut(s, size, &fresh)) == 0) {
        pthread_mutex_unlock(&s->lock);
        spare_make(s, true);
        pthread_mutex_lock(&s->lock);
    }
    bool soon = s->slab_size == SLAB_MOST && s->spare == NULL && s->rest_size < SLAB_MOST / 2;
    pthread_mutex_unlock(&s->lock);
    if (soon && count > 0)
        spare_make(s, false);
    for (size_t i = count; i-- > 0;)
        push(&h->free[class], fresh + i * size);
}

void *shelf_take(struct shelf *h, size_t size)
{
    unsigned class = size_class(h->stock, size);
    if (class == 0)
        return memory_given(size == STOCK_PAGE ? aligned_alloc(PAGE_ALIGNED, size) : malloc(size));
    if (h->free[class] == NULL)
        shelf_fill(h, class);
    void *piece = pop(&h->free[class]);
    if (h->free[class] != NULL)
        __builtin_prefetch(h->free[class], 1); // the next who asks reads there
    return piece;
}

void shelf_give_back(struct shelf *h, void *piece, size_t size)
{
    unsigned class = size_class(h->stock, size);
    if (class == 0)
        free(piece);
    else if (piece != NULL)
        push(&h->free[class], piece);
}

void shelf_clear(struct shelf *h)
{
    pthread_mutex_lock(&h->stock->lock);
    for (unsigned class = 0; class < STOCK_SIZES; class++)
        while (h->free[class] != NULL)
            push(&h->stock->free[class], pop(&h->free[class]));
    pthread_mutex_unlock(&h->stock->lock);
}

void pieces_add(struct pieces *p, struct piece piece)
{
    if (piece.at == NULL)
        return;
    if (p->count == p->room) {
        p->room = p->room == 0 ? 64 : p->room * 2;
        p->list = memory_given(reallocarray(p->list, p->room, sizeof *p->list));
    }
    p->list[p->count++] = piece;
}

void stock_give_back(struct stock *s, struct pieces *pieces)
{
    enum { AT_ONCE = 1024 }; // others want the lock meanwhile
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < pieces->count; i++) {
        if (i % AT_ONCE == AT_ONCE - 1) {
            pthread_mutex_unlock(&s->lock);
            pthread_mutex_lock(&s->lock);
        }
        unsigned class = size_class(s, pieces->list[i].size);
        if (class == 0)
            free(pieces->list[i].at);
        else
            push(&s->free[class], pieces->list[i].at);
    }
    pthread_mutex_unlock(&s->lock);
    free(pieces->list);
    *pieces = (struct pieces){0};
}

bool stock_holds(const struct stock *s, size_t size)
{
    return size_class(s, size) != 0;
}

size_t stock_memory(struct stock *s)
{
    pthread_mutex_lock(&s->lock);
    size_t bytes = s->memory;
    pthread_mutex_unlock(&s->lock);
    return bytes;
}
