// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_FAST_QUESTION_H
#define MATCH_FAST_QUESTION_H

#include "match/fast.h"
#include "match/fast_need.h"
#include "match/world.h"

// One question to a version that is held. False when it has to be asked of the plain loop; then nothing is open.
struct question {
    struct index *index;
    const struct index_version *version;
    struct fast_need need;
};
bool question_open(struct question *q, const struct published *v, const struct match_need *need, struct match_scope scope);
void question_close(struct question *q);
// See fast_read.
uint64_t question_read(const struct question *q, bool lots, size_t *size_out);
// The sets of groups, which stay theirs; NO_SET for one that nobody is in.
void question_groups(struct question *q, const uint32_t *groups, size_t count, uint32_t *sets_out);

#endif
