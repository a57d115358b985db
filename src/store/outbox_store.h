// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_OUTBOX_STORE_H
#define STORE_OUTBOX_STORE_H

#include "core/outbox.h"
#include "store/store.h"

// What is told to whom, written in the transaction that causes it. Changes: "outbox" insert, about nobody: rows hold ids
// and a kind, from which the text follows.

// cause: the row that it is about; one notice of a kind for one cause and receiver, whatever is asked. 0: the line of the
// change log that was written last, for what may happen again. A person without an e-mail address: OUTBOX_NO_ADDRESS.
MUST_USE enum status outbox_tell_person(struct store_tx *tx, enum outbox_kind kind, struct person_id person, int64_t cause);
MUST_USE enum status outbox_tell_user(struct store_tx *tx, enum outbox_kind kind, struct user_id user, int64_t cause); // {0}: nobody
MUST_USE enum status outbox_tell_invite(struct store_tx *tx, enum outbox_kind kind, struct invite_id invite); // who is invited
MUST_USE enum status outbox_tell_employer(struct store_tx *tx, enum outbox_kind kind, struct employer_id employer,
                                          int64_t cause); // its users, disabled ones left out

struct outbox_entry {
    struct outbox_id id;
    enum outbox_kind kind;
    enum outbox_state state;
    struct person_id person; // or
    struct user_id user;
    const char *user_name;   // "" for persons
    int64_t cause, created_at, handled_at;
};
// Newest first; before: the last id shown, 0 for the first page. states: bits, 0 all.
MUST_USE enum status outbox_list(struct store *s, unsigned states, int64_t before, size_t most, struct arena *a,
                                 struct outbox_entry **out, size_t *count_out);
MUST_USE enum status outbox_count(struct store *s, unsigned states, int64_t *count_out);

#endif
