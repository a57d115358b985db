// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_FAST_INDEX_H
#define MATCH_FAST_INDEX_H

#include "match/fast_atoms.h"
#include "match/fast_places.h"

// Which profiles each statement holds for. Profiles have places; SEGMENT_PLACES of them make a segment, in which a set
// is a page of bits, or a sorted list of places where it is small. A version is never changed once it is shown:
// a writer copies what it changes and shares the rest. Readers hold a version and wait for nobody.

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

struct garbage {
    struct piece *pieces;
    size_t count, room;
};

struct index_version {
    int64_t version;
    month now; // what experience is counted for; MONTH_NONE: not counted yet
    struct segment **segments;
    size_t segment_count;
    size_t count;
    // The owner's.
    unsigned readers;
    struct index_version *next;
    struct garbage garbage; // what later versions no longer have
};

struct index;
// run: for long work; NULL: one thread. alone: see fast_stock.h.
struct index *index_open(match_runner *run, bool alone);
void index_close(struct index *x); // no reader may be left

// Readers.
struct index_version *index_hold(struct index *x); // NULL before the first is shown
void index_release(struct index *x, struct index_version *v);
// Between these families stand still.
const struct families *index_families_hold(struct index *x);
void index_families_release(struct index *x);

// One writer at a time: begin, any number of changes, show.
void index_begin(struct index *x);
void index_change(struct index *x, struct kept_profile *was, struct kept_profile *is); // either may be NULL
void index_month(struct index *x, month now); // counts all experience anew; by several threads
void index_expect_month(struct index *x, month now); // before index_fill, which then counts experience, too
// Instead of changes, when nobody has been in it yet: all at once, by several threads.
bool index_is_empty(const struct index *x);
void index_fill(struct index *x, struct kept_profile *const *profiles, size_t count); // each with a number of its own
void index_show(struct index *x, int64_t version);

const struct kept_profile *index_kept(const struct index *x, size_t place); // the writer's; NULL where nobody is
size_t index_memory(struct index *x); // bytes of the version shown, and of what is kept free for the next

static inline const struct place_set *segment_set(const struct segment *s, uint32_t set)
{
    static const struct place_set none = {0};
    uint32_t leaf = set / LEAF_SETS;
    return leaf < s->leaf_count && s->leaves[leaf] != NULL ? &s->leaves[leaf]->sets[set % LEAF_SETS] : &none;
}

#endif
