// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_ROLL_H
#define MATCH_ROLL_H

#include "match/kept.h"

// A version's profiles by number, on sheets of some hundred. A version that is shown stays as it is: a writer copies the
// list of sheets and those sheets that change, and shares the rest.

enum { SHEET_MOST = 511 };
struct sheet {
    uint32_t draft; // that made it and may change it
    uint32_t count; // at least 1
    struct kept_profile *profiles[SHEET_MOST];
};

struct roll {
    struct roll_sheet {
        int64_t least; // no number on it is lower, all on sheets before it are
        struct sheet *sheet;
    } *sheets;
    size_t sheet_count, room;
    size_t count; // of profiles
};

// Where a number stands.
struct roll_place {
    size_t sheet, at;
};
bool roll_place(const struct roll *r, int64_t number, struct roll_place *out);
const struct kept_profile *roll_find(const struct roll *r, int64_t number); // NULL when absent

// Goes through all by number; NULL at the end. Begins with {roll, 0, 0}.
struct roll_walk {
    const struct roll *roll;
    size_t sheet, at;
};
static inline struct kept_profile *roll_next(struct roll_walk *w)
{
    if (w->sheet == w->roll->sheet_count)
        return NULL;
    const struct sheet *s = w->roll->sheets[w->sheet].sheet;
    struct kept_profile *p = s->profiles[w->at++];
    if (w->at == s->count) {
        w->sheet++;
        w->at = 0;
    }
    return p;
}

// A writer's draft of the roll that follows another one, which is shown. gone: what only the latter still needs.
struct roll_draft {
    struct roll roll;
    uint32_t number; // no sheet of another draft has it
    struct kept_pool *pool;
    struct pieces *gone;
};
struct roll_draft roll_begin(const struct roll *shown, uint32_t number, struct kept_pool *pool, struct pieces *gone);
// Puts a profile in, in place of the one of that number, or takes that out (is NULL). Returns what stood there before, which
// has gone, or NULL.
struct kept_profile *roll_change(struct roll_draft *d, int64_t number, struct kept_profile *is);

void roll_empty(const struct roll *r, struct kept_pool *pool); // closes its profiles and sheets: it is the last that has them
void roll_free(struct roll *r); // its list alone

#endif
