// SPDX-License-Identifier: EUPL-1.2
#ifndef MATCH_IMPLIED_H
#define MATCH_IMPLIED_H

#include "base/arena.h"
#include "core/competence.h"

// What skills and licences imply, closed: with CE → C and C → B in the data, CE implies C and B.
struct implied_table;

struct implied_table *implied_open(const struct implication *implications, size_t count, struct arena *a);
// All that (kind, code) implies, itself left out; lives as long as the table.
const struct code *implied_codes(const struct implied_table *t, enum fact_kind kind, struct code code,
                                 size_t *count_out);

#endif
