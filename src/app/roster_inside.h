// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_ROSTER_INSIDE_H
#define APP_ROSTER_INSIDE_H

#include "app/roster.h"

// What roster.c and roster_fill.c share. Nobody else includes this.

enum roster_order { BY_NAME, BY_PERSON, BY_ENROLMENT, ROSTER_ORDERS };

// An agency's people of a day, read from nothing by several threads: slots in the order of persons, none of them free. The
// lists are malloc's, and the caller's.
struct roster_filled {
    struct roster_entry *entries;
    int64_t *persons;
    uint64_t *letters;
    uint32_t *orders[ROSTER_ORDERS];
    size_t count;
};
MUST_USE enum status roster_fill(struct app *app, struct agency_id agency, day on, struct roster_filled *out);

struct enrolled_person;
MUST_USE enum status roster_entry_make(const struct enrolled_person *p, struct arena *a, struct roster_entry *out);
void roster_entry_wipe(struct roster_entry *e);

#endif
