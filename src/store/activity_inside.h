// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_ACTIVITY_INSIDE_H
#define STORE_ACTIVITY_INSIDE_H

#include "store/activity_store.h"
#include "store/inside.h"

// What the files about activities share.
#define ACTIVITY_COLUMNS                                                                                               \
    "SELECT a.id, a.version, a.kind, a.state, a.outcome, a.at, a.all_day, a.minutes, a.place, a.note, a.name_reason, " \
    "a.network_id, a.agency_id, a.invites, a.sequence, a.created_by, a.changed_by, a.created_at, a.changed_at, "       \
    "a.deleted_at, coalesce(w.name, ''), coalesce(g.name, ''), coalesce(u.name, '') "
#define ACTIVITY_NAMES                                                                                                 \
    "LEFT JOIN network w ON w.id = a.network_id LEFT JOIN agency g ON g.id = a.agency_id "                             \
    "LEFT JOIN user_account u ON u.id = a.created_by "
#define ACTIVITY_FROM "FROM activity a " ACTIVITY_NAMES

struct activity activity_row(struct sql_rows *rows, struct arena *a);
// With whom, and who takes part.
MUST_USE enum status activity_fill(struct sql *db, struct activity *act, struct arena *a);

#endif
