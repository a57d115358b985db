// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_KEPT_H
#define MATCH_KEPT_H

#include <pthread.h>

#include "match/fast_stock.h"
#include "match/implied.h"
#include "match/match.h"

// A skill or licence that a fact speaks of: its own code, and when it is held every code that follows from it.
// Evidence, expiry and "no" are the fact's.
struct mention {
    struct code code;
    enum fact_kind kind;
    int fact;
};

// A profile as the engine keeps it: its own copy of what was put, and what does not depend on the need or the day.
struct kept_profile {
    struct match_profile put;
    struct mention *mentions;
    size_t mention_count;
    int *experience; // the indices of the facts about experience, by their first month
    size_t experience_count;
    size_t place; // in the fast engine's index; its writer's
};

// The memory of a million of them: from huge pages, where malloc would ask the kernel for each few.
enum { POOL_SHELVES = 8 };
struct kept_pool {
    struct stock *stock;
    struct pool_shelf {
        pthread_mutex_t lock;
        struct shelf shelf;
    } shelves[POOL_SHELVES]; // so that threads seldom meet at one
};
void kept_pool_open(struct kept_pool *pool);
void kept_pool_close(struct kept_pool *pool); // all that came from it have been closed
void *kept_pool_take(struct kept_pool *pool, size_t size); // by any thread
void kept_pool_give_back(struct kept_pool *pool, struct piece piece);
struct kept_profile *kept_open(const struct match_profile *p, const struct implied_table *implied, struct kept_pool *pool);
void kept_close(struct kept_profile *p, struct kept_pool *pool); // NULL is fine
struct piece kept_piece(struct kept_profile *p); // its memory, of the pool's stock

// Bytes of what hangs on a profile, which stands behind it.
static inline size_t kept_parts_size(const struct kept_profile *p)
{
    return p->put.competence.fact_count * sizeof(struct fact) + p->mention_count * sizeof(struct mention) +
           p->put.competence.availability.place_count * sizeof(struct code);
}

bool kept_in_group(const struct kept_profile *p, uint32_t group); // group 0 is all

// Ends the process when memory ran out, as arenas do.
void *memory_given(void *p);

#endif
