// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_FAST_CHECK_H
#define MATCH_FAST_CHECK_H

#include "match/world.h"

// Compares what the index says of a version that is held, entry by entry, with what its profiles say, and counts what
// differs. The index must be there. Writers go on meanwhile.
size_t version_differs(const struct published *v);
// The same in parts, so that no version has to be held for long: what later ones no longer have stays with it.
size_t version_names_differ(const struct published *v);
size_t version_segment_differs(const struct published *v, size_t at); // below indexed->segment_count

#endif
