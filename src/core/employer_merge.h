// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_EMPLOYER_MERGE_H
#define CORE_EMPLOYER_MERGE_H

#include "core/employer.h"

// Two rows that are one employer: what can be chosen from either, and when they may be merged. The organisation number is
// not chosen: the row that has one stays.
enum merge_field {
    MERGE_NAME, MERGE_FORM, MERGE_INDUSTRY, MERGE_SECTOR, MERGE_EMPLOYEES, MERGE_ADDRESS, MERGE_STAGE, MERGE_OWNER,
    MERGE_PLEDGE, MERGE_REFERENCE, MERGE_ESTIMATE
};
enum { MERGE_FIELDS = 11 };
const char *merge_field_name(enum merge_field f);  // as in forms: "name"
const char *merge_field_title(enum merge_field f); // English msgid
bool merge_field_same(const struct employer *a, const struct employer *b, enum merge_field f);
void merge_field_copy(struct employer *to, const struct employer *from, enum merge_field f);

// Why these two may not become one with this one staying, or NULL (English msgid). gone_removed: the register has taken that
// one out.
const char *merge_refusal(const struct employer *kept, const struct employer *gone, bool gone_removed);
// Which of the two has to stay, when only one can.
bool merge_swapped(const struct employer *kept, const struct employer *gone);

#endif
