// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_FAST_ATOMS_H
#define MATCH_FAST_ATOMS_H

#include "match/kept.h"

// The statements that can be made of a profile, as dense numbers: one number is one set of profiles in the index. What
// a fact gives at its levels and with its evidence stands side by side in a family, so that one look-up finds it all.

enum { NO_SET = UINT32_MAX };

// Sets that every index has. Numbers (lot, shares, first free day) are sliced: one set per bit, highest bit first.
enum {
    LOT_BITS = 32,
    SHARE_BITS = 7,
    FREE_BITS = 15,
    FREE_FIRST = 10957, // 2000-01-01; earlier and much later days are put on the first and the last one
    FREE_LAST = (1 << FREE_BITS) - 1,

    SET_ALL = 0,
    SET_LOT = SET_ALL + 1,
    SET_SHARE_SAID = SET_LOT + LOT_BITS,
    SET_SHARE_LEAST = SET_SHARE_SAID + 1,
    SET_SHARE_MOST = SET_SHARE_LEAST + SHARE_BITS,
    SET_FREE_SAID = SET_SHARE_MOST + SHARE_BITS,
    SET_FREE = SET_FREE_SAID + 1,
    SET_TIMES = SET_FREE + FREE_BITS,
    SET_COMPLETE = SET_TIMES + WORK_TIMES,
    SETS_FIXED = SET_COMPLETE + SECTIONS,
};

enum family_kind {
    FAMILY_OCCUPATION = 1, // ladder step × evidence
    FAMILY_SKILL,          // evidence; topic
    FAMILY_LANGUAGE,       // level × evidence; topic
    FAMILY_EDUCATION,      // level × evidence
    FAMILY_LICENCE,        // evidence; topic; evidence with the days on which they end
    FAMILY_PLACE,
    FAMILY_GROUP,
};

enum { EVIDENCES = 3, LADDER_STEPS = 7, CEFR_LEVELS = CEFR_C2, NKR_LEVELS = NKR_MOST - NKR_LEAST + 1 };

// Where in its family a statement stands. Steps of a ladder count from 0.
static inline uint32_t at_step(unsigned step, unsigned evidence)
{
    return step * EVIDENCES + evidence - 1;
}
enum {
    SKILL_TOPIC = EVIDENCES,
    LANGUAGE_TOPIC = CEFR_LEVELS * EVIDENCES,
    LICENCE_TOPIC = EVIDENCES,
    LICENCE_ENDS = EVIDENCES + 1, // and evidence - 1
};

// The families seen so far. One writer adds; whoever reads beside it must keep it from adding meanwhile.
struct families;
struct families *families_open(void);
void families_close(struct families *f);
uint32_t family_find(const struct families *f, enum family_kind kind, unsigned part, uint64_t code); // or NO_SET
uint32_t family_add(struct families *f, enum family_kind kind, unsigned part, uint64_t code);
// Takes over what another list of families has it at.
void family_learn(struct families *f, enum family_kind kind, unsigned part, uint64_t code, uint32_t first);
// The sets of all groups with a family, in the order in which they came.
const uint32_t *families_groups(const struct families *f, size_t *count_out);
uint32_t families_sets(const struct families *f); // all sets have lower numbers
size_t families_memory(const struct families *f);

// All that a profile is in: set << 32, and in the sets of ends the last day below, told from none by leaving out 0.
// Not sorted, and some come twice; ends come once.
struct statements {
    uint64_t *items;
    size_t count, room;
};
static inline uint32_t statement_set(uint64_t s)
{
    return (uint32_t)(s >> 32);
}
static inline bool statement_ends(uint64_t s)
{
    return (uint32_t)s != 0;
}
static inline day statement_day(uint64_t s)
{
    day d = (day)(uint32_t)s;
    return d > 0 ? d - 1 : d;
}

// Asks for a family by name; the writer's adds it.
typedef uint32_t family_giver(void *context, enum family_kind kind, unsigned part, uint64_t code);

void statements_take(struct statements *s, const struct kept_profile *p, family_giver *give, void *context);
// What hangs on the month of the question: experience.
void statements_take_work(struct statements *s, const struct kept_profile *p, month now, family_giver *give,
                          void *context);
void statements_settle(struct statements *s); // sorts, each once
void statements_part(struct statements *a, struct statements *b); // both settled: takes what is in both out of both

#endif
