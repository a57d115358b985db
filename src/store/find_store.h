// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_FIND_STORE_H
#define STORE_FIND_STORE_H

#include "core/find.h"
#include "store/store.h"

// Things as the search holds and shows them. In the order of their ids, those after the one given.
MUST_USE enum status find_row_list(struct store *s, enum find_kind kind, int64_t after, size_t most, struct arena *a,
                                   struct find_row **out, size_t *count_out);
// NOT_FOUND: it is gone.
MUST_USE enum status find_row_get(struct store *s, enum find_kind kind, int64_t id, struct arena *a, struct find_row *out);
// Which kind the lines of the change log with this noun are about.
bool find_kind_of(const char *noun, enum find_kind *out);

#endif
