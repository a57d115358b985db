// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_INVITE_STORE_H
#define STORE_INVITE_STORE_H

#include "store/store.h"

// Invitations to become an employer's user. Changes: "invite" insert, use, take-back; their bodies hold no address.

struct invite {
    struct invite_id id;
    int64_t version;
    struct employer_id employer;
    const char *name, *email;   // "" once it is used or taken back: then nobody needs them here
    struct user_id made_by;
    int64_t made_at, ends_at;
    int64_t used_at;            // 0: not
    struct user_id user;        // who it became
    int64_t taken_back_at;      // 0: not
};
static inline bool invite_open(const struct invite *i, int64_t now)
{
    return i->used_at == 0 && i->taken_back_at == 0 && now < i->ends_at;
}

MUST_USE enum status invite_get(struct store *s, struct invite_id id, struct arena *a, struct invite *out);
// Those that are neither used nor taken back, also when their time is over; newest first.
MUST_USE enum status invite_list(struct store *s, struct employer_id employer, struct arena *a, struct invite **out,
                                 size_t *count_out);
// Of all employers: those that ended before that, neither used nor taken back.
MUST_USE enum status invite_list_past(struct store *s, int64_t before, struct arena *a, struct invite_id **out,
                                      size_t *count_out);
// made_by is the actor. employer, name, email, ends_at are read.
MUST_USE enum status invite_insert(struct store_tx *tx, const struct invite *i, struct invite_id *id_out);
// CONFLICT: used or taken back before.
MUST_USE enum status invite_use(struct store_tx *tx, struct invite_id id, struct user_id user);
MUST_USE enum status invite_take_back(struct store_tx *tx, struct invite_id id);

// The secret of its link, which is nowhere kept: it follows from the row and the store's own key.
void invite_token(const struct store *s, struct invite_id id, unsigned char token_out[STORE_TOKEN]);

#endif
