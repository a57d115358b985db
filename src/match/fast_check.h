// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_FAST_CHECK_H
#define MATCH_FAST_CHECK_H

#include "match/world.h"

// Compares what the index says of a version that is held, entry by entry, with what its profiles say, and counts what
// differs. The index must be there. Writers go on meanwhile.
size_t version_differs(const struct published *v);

#endif
