// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_STAGE_STORE_H
#define STORE_STAGE_STORE_H

#include "core/employer.h"
#include "store/store.h"

// How employers came from stage to stage, and what they have meant to hire. Whoever writes an employer writes these too:
// employer_insert and employer_update call employer_note_moves. The change log has them as the employer's own lines.

// before: as it stood, NULL for a new one. A new one that stands at the beginning has no line.
MUST_USE enum status employer_note_moves(struct store_tx *tx, const struct employer *before, const struct employer *after,
                                         const char *why);
MUST_USE enum status employer_moves_forget(struct store_tx *tx, struct employer_id id); // of one taken back

// Newest first, of those at that moment or earlier.
MUST_USE enum status stage_move_list(struct store *s, struct employer_id id, int64_t until, size_t most, struct arena *a,
                                     struct stage_move **out, size_t *count_out);
MUST_USE enum status pledge_move_list(struct store *s, struct employer_id id, int64_t until, size_t most, struct arena *a,
                                      struct pledge_move **out, size_t *count_out);

// To that stage, unless it stands there; for the transactions of others (an activity says that a meeting is booked).
// To pause or to decline takes more than this: INVALID.
MUST_USE enum status employer_move(struct store_tx *tx, struct employer_id id, enum employer_stage to, const char *why);

// Those whose pause is over on that day go back to the stage they had, at most `most` of them.
MUST_USE enum status employers_wake(struct store_tx *tx, day today, size_t most, size_t *count_out);

#endif
