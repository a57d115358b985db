// SPDX-License-Identifier: EUPL-1.2
#include "match/kept.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(alignof(struct fact) == 8 && alignof(struct code) == 8 && alignof(struct mention) == 8 &&
                   sizeof(struct kept_profile) % 8 == 0,
               "the order of the parts in kept_open");

void *memory_given(void *p)
{
    if (p == NULL)
        abort();
    return p;
}

static bool can_imply(const struct fact *f)
{
    return (f->kind == FACT_SKILL || f->kind == FACT_LICENCE) && !f->no;
}

// What follows from the first facts, so that it is looked up once.
enum { FACTS_NEAR = 64 };
struct following {
    const struct code *codes;
    size_t count;
};

static bool has_mentions(const struct fact *f)
{
    return f->kind == FACT_SKILL || f->kind == FACT_LICENCE;
}

static struct following following(const struct fact *f, const struct implied_table *implied)
{
    struct following more = {0};
    if (can_imply(f))
        more.codes = implied_codes(implied, f->kind, f->code, &more.count);
    return more;
}

static size_t mentions_count(const struct competence *c, const struct implied_table *implied, struct following *near)
{
    size_t count = 0;
    for (size_t i = 0; i < c->fact_count; i++) {
        if (!has_mentions(&c->facts[i]))
            continue;
        struct following more = following(&c->facts[i], implied);
        count += 1 + more.count;
        if (i < FACTS_NEAR)
            near[i] = more;
    }
    return count;
}

static void keep_mentions(struct kept_profile *p, const struct implied_table *implied, const struct following *near)
{
    const struct competence *c = &p->put.competence;
    for (size_t i = 0; i < c->fact_count; i++) {
        const struct fact *f = &c->facts[i];
        if (!has_mentions(f))
            continue;
        p->mentions[p->mention_count++] = (struct mention){f->code, f->kind, (int)i};
        struct following more = i < FACTS_NEAR ? near[i] : following(f, implied);
        for (size_t k = 0; k < more.count; k++)
            p->mentions[p->mention_count++] = (struct mention){more.codes[k], f->kind, (int)i};
    }
}

static size_t experience_most(const struct competence *c)
{
    size_t count = 0;
    for (size_t i = 0; i < c->fact_count; i++)
        count += c->facts[i].kind == FACT_EXPERIENCE;
    return count;
}

static void keep_experience(struct kept_profile *p)
{
    const struct competence *c = &p->put.competence;
    for (size_t i = 0; i < c->fact_count; i++) {
        if (c->facts[i].kind != FACT_EXPERIENCE)
            continue;
        size_t at = p->experience_count++;
        for (; at > 0 && c->facts[p->experience[at - 1]].from > c->facts[i].from; at--)
            p->experience[at] = p->experience[at - 1];
        p->experience[at] = (int)i;
    }
}

// The next part of the block, filled from list unless that is NULL.
static void *part(char **at, const void *list, size_t count, size_t size)
{
    void *here = *at;
    *at += count * size;
    return list == NULL || count == 0 ? here : memcpy(here, list, count * size);
}

void kept_pool_open(struct kept_pool *pool)
{
    *pool = (struct kept_pool){.stock = stock_open(STOCK_ALONE)};
    for (size_t i = 0; i < POOL_SHELVES; i++) {
        pool->shelves[i].shelf.stock = pool->stock;
        pthread_mutex_init(&pool->shelves[i].lock, NULL);
    }
}

void kept_pool_close(struct kept_pool *pool)
{
    for (size_t i = 0; i < POOL_SHELVES; i++) {
        shelf_clear(&pool->shelves[i].shelf);
        pthread_mutex_destroy(&pool->shelves[i].lock);
    }
    stock_close(pool->stock);
}

// The shelf of this thread, and of others that were begun so many threads before or later.
static struct pool_shelf *pool_shelf(struct kept_pool *pool)
{
    static atomic_uint begun;
    static _Thread_local unsigned own;
    if (own == 0)
        own = atomic_fetch_add(&begun, 1) + 1;
    return &pool->shelves[own % POOL_SHELVES];
}

static size_t block_size(const struct match_profile *put, size_t mentions, size_t experience)
{
    const struct competence *c = &put->competence;
    return sizeof(struct kept_profile) + c->fact_count * sizeof(struct fact) +
           c->availability.place_count * sizeof(struct code) + mentions * sizeof(struct mention) +
           put->group_count * sizeof(uint32_t) + experience * sizeof(int);
}

void *kept_pool_take(struct kept_pool *pool, size_t size)
{
    struct pool_shelf *s = pool_shelf(pool);
    pthread_mutex_lock(&s->lock);
    void *block = shelf_take(&s->shelf, size);
    pthread_mutex_unlock(&s->lock);
    return block;
}

void kept_pool_give_back(struct kept_pool *pool, struct piece piece)
{
    struct pool_shelf *s = pool_shelf(pool);
    pthread_mutex_lock(&s->lock);
    shelf_give_back(&s->shelf, piece.at, piece.size);
    pthread_mutex_unlock(&s->lock);
}

// A million are kept: each is one piece of memory, parts that want eight bytes first.
struct kept_profile *kept_open(const struct match_profile *put, const struct implied_table *implied, struct kept_pool *pool)
{
    const struct competence *c = &put->competence;
    const struct availability *v = &c->availability;
    struct following near[FACTS_NEAR];
    size_t mentions = mentions_count(c, implied, near), experience = experience_most(c);
    char *at = kept_pool_take(pool, block_size(put, mentions, experience));
    struct kept_profile *p = part(&at, NULL, 1, sizeof *p);
    *p = (struct kept_profile){.put = *put};
    p->put.competence.facts = part(&at, c->facts, c->fact_count, sizeof *c->facts);
    p->put.competence.availability.places = part(&at, v->places, v->place_count, sizeof *v->places);
    p->mentions = part(&at, NULL, mentions, sizeof *p->mentions);
    p->put.groups = part(&at, put->groups, put->group_count, sizeof *put->groups);
    p->experience = part(&at, NULL, experience, sizeof *p->experience);
    keep_mentions(p, implied, near);
    keep_experience(p);
    return p;
}

void kept_close(struct kept_profile *p, struct kept_pool *pool)
{
    if (p != NULL)
        kept_pool_give_back(pool, kept_piece(p));
}

struct piece kept_piece(struct kept_profile *p)
{
    return (struct piece){p, block_size(&p->put, p->mention_count, p->experience_count)};
}

bool kept_in_group(const struct kept_profile *p, uint32_t group)
{
    if (group == 0)
        return true;
    for (size_t i = 0; i < p->put.group_count; i++)
        if (p->put.groups[i] == group)
            return true;
    return false;
}
