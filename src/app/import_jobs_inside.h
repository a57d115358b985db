// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_IMPORT_JOBS_INSIDE_H
#define APP_IMPORT_JOBS_INSIDE_H

#include <jansson.h>

#include "app/import_kind.h"

// Importing job ads: what judging and doing share.

json_t *code_text(struct code code); // "" for no code
json_t *day_text(day d);             // "" for DAY_NONE
const char *json_kept(json_t *json, struct arena *a); // as text; takes json over

MUST_USE enum status jobs_apply(struct store_tx *tx, struct import_run *run, const struct import_row *row,
                                struct import_done *out);
MUST_USE enum status jobs_revert(struct store_tx *tx, struct import_run *run, const struct import_row *row);

#endif
