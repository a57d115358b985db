// SPDX-License-Identifier: EUPL-1.2
#include "match/fast_stock.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "match/kept.h"

// Slabs double until they are huge pages, so that a small index stays small. A shelf is filled with some kilobytes.
enum { SLAB_FIRST = 1 << 16, SLAB_MOST = 1 << 21, SHELF_BYTES = 1 << 14, PAGE_ALIGNED = 64 };

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
};

struct stock *stock_open(bool alone)
{
    struct stock *s = memory_given(calloc(1, sizeof *s));
    s->alone = alone;
    pthread_mutex_init(&s->lock, NULL);
    s->slab_size = SLAB_FIRST;
    return s;
}

void stock_close(struct stock *s)
{
    while (s->slabs != NULL) {
        struct slab *next = s->slabs->next;
        free(s->slabs->at);
        free(s->slabs);
        s->slabs = next;
    }
    pthread_mutex_destroy(&s->lock);
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

static void slab_add(struct stock *s)
{
    struct slab *slab = memory_given(malloc(sizeof *slab));
    *slab = (struct slab){s->slabs, memory_given(aligned_alloc(s->slab_size, s->slab_size))};
    s->slabs = slab;
    s->memory += s->slab_size;
    s->rest = slab->at;
    s->rest_size = s->slab_size;
    if (s->slab_size == SLAB_MOST)
        madvise(slab->at, s->slab_size, MADV_HUGEPAGE); // without them it is only slower
    else
        s->slab_size *= 2;
}

static void *rest_cut(struct stock *s, size_t size)
{
    size_t skip = size == STOCK_PAGE ? -(uintptr_t)s->rest % PAGE_ALIGNED : 0;
    if (s->rest_size < skip + size) {
        slab_add(s);
        skip = 0;
    }
    void *piece = s->rest + skip;
    s->rest += skip + size;
    s->rest_size -= skip + size;
    return piece;
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

// All that came back, or some new ones, which are taken in the order of their addresses.
static void shelf_fill(struct shelf *h, unsigned class)
{
    struct stock *s = h->stock;
    struct free_piece **end = &h->free[class];
    size_t size = class_size(class);
    pthread_mutex_lock(&s->lock);
    *end = s->free[class];
    s->free[class] = NULL;
    for (size_t i = 0; h->free[class] == NULL || (end != &h->free[class] && i < SHELF_BYTES / size); i++) {
        struct free_piece *p = rest_cut(s, size);
        p->next = NULL;
        *end = p;
        end = &p->next;
    }
    pthread_mutex_unlock(&s->lock);
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
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < pieces->count; i++) {
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
