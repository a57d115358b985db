// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_FAST_CHECK_H
#define MATCH_FAST_CHECK_H

#include "match/fast_index.h"

// Compares the version shown, entry by entry, with what an index made afresh of the same profiles would hold, and counts
// what differs. The writer's: no draft may be open, and none may be begun meanwhile.
size_t index_check(struct index *x);

#endif
