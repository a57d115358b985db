// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_FAST_INDEX_H
#define MATCH_FAST_INDEX_H

#include "match/fast_atoms.h"
#include "match/fast_places.h"
#include "match/roll.h"

// Which profiles each statement holds for. Profiles have places; SEGMENT_PLACES of them make a segment, in which a set
// is a page of bits, or a sorted list of places where it is small. A version is never changed once it is shown:
// a writer copies what it changes and shares the rest. Who reads a version is its owner's matter (world.h).

// The numbers and lots of a block's profiles.
struct names {
    uint32_t draft; // as below
    uint32_t lots[BLOCK_PLACES];
    int64_t numbers[BLOCK_PLACES];
};

// Sets side by side, so that a draft copies those that it may change and not all.
enum { LEAF_SETS = 32 };
struct set_leaf {
    uint32_t draft;
    struct place_set sets[LEAF_SETS];
};

struct segment {
    uint32_t draft; // the draft that made it and may change it
    uint32_t leaf_count;
    struct set_leaf **leaves; // NULL where nobody is in any
    struct names *names[SEGMENT_BLOCKS]; // NULL where nobody has been
};

struct index_version {
    month now; // what experience is counted for; MONTH_NONE: not counted yet
    struct segment **segments;
    size_t segment_count;
    size_t count;
    struct pieces gone; // what later versions no longer have
};

struct index;
// run: for long work; NULL: one thread. alone: see fast_stock.h.
struct index *index_open(match_runner *run, bool alone);
void index_hold(struct index *x);
void index_leave(struct index *x); // who opened it, and all who hold it: the last one closes it with the version shown
// Of a version that is not shown any more, while its index is held. By any thread.
void index_version_close(struct index *x, struct index_version *v);

// For readers: between these families stand still. Waits at most while one is added.
const struct families *index_families_hold(struct index *x);
void index_families_release(struct index *x);

// One writer at a time: begin, any number of changes, show.
void index_begin(struct index *x);
void index_change(struct index *x, struct kept_profile *was, struct kept_profile *is); // either may be NULL
void index_month(struct index *x, month now); // counts all experience anew; by several threads
// Instead of changes, when nobody has been in it yet: all at once, by several threads, and experience for that month.
void index_fill(struct index *x, const struct roll *profiles, month now);
struct index_version *index_show(struct index *x);

// The writer's.
const struct kept_profile *index_kept(const struct index *x, size_t place); // NULL where nobody is
size_t index_memory(struct index *x); // bytes of the version shown, and of what is kept free for the next

static inline const struct place_set *segment_set(const struct segment *s, uint32_t set)
{
    static const struct place_set none = {0};
    uint32_t leaf = set / LEAF_SETS;
    return leaf < s->leaf_count && s->leaves[leaf] != NULL ? &s->leaves[leaf]->sets[set % LEAF_SETS] : &none;
}

#endif
