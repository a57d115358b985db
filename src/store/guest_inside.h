// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_GUEST_INSIDE_H
#define STORE_GUEST_INSIDE_H

// Between guest_store.c and guest_list.c.

#include "sql/sql.h"
#include "store/guest_store.h"

#define GUEST_COLUMNS                                                                                                  \
    "SELECT g.id, g.version, g.event_id, g.origin, g.host_id, g.contact_id, g.employer_id, g.name, g.organisation, "   \
    "g.email, g.lang, g.answer, g.coming, g.answered_at, g.waiting_since, g.confirmed_at, g.mailed_yes_at, "           \
    "g.invited_at, g.present_at, g.created_at"
enum { GUEST_COLUMN_COUNT = 20 };
struct guest guest_row(struct sql_rows *rows, struct arena *a);
MUST_USE enum status guest_rows(struct sql_rows *rows, struct arena *a, struct guest **out, size_t *count_out);

#endif
