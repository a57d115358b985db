// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_FAST_NEED_H
#define MATCH_FAST_NEED_H

#include "match/fast_kernel.h"
#include "match/verdict.h"

// A need in the index's words: which sets say that a requirement is met, held, answered.

struct fast_term {
    uint32_t met, held;           // held: with whatever evidence
    uint32_t met_ends, held_ends; // licences: the days on which these end; NO_SET for the rest
    uint32_t topic, section;      // either answers; NO_SET when there is none
};

struct fast_requirement {
    const struct requirement *asked;
    struct fast_term terms[REQUIREMENT_ATOMS_MOST];
};

struct fast_need {
    struct fast_requirement list[REQUIREMENTS_MOST];
    size_t count;
    uint32_t scope; // set of whom the question is about
    uint32_t lot;
    day first_day;
    const struct kernel *kernel;
    struct page *scratch;
    size_t scratch_count, scratch_used;
    struct kernel_task task;
};

// False when the index cannot tell, since the need asks for what no rule lets through: the plain engine can.
bool fast_need_read(struct fast_need *n, const struct families *f, const struct match_need *need,
                    struct question_time t, uint32_t group);
void fast_need_open(struct fast_need *n); // its memory, after it was read and families are held no more
void fast_need_close(struct fast_need *n);

// Makes n->task one segment's. False when nobody in it is in scope.
bool fast_need_task(struct fast_need *n, const struct segment *s);

// How many places a set has, and which the bytes are that say so: what a benchmark reads once.
const void *place_set_bytes(const struct place_set *set, size_t *size_out);

#endif
