// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_OUTBOX_STORE_H
#define STORE_OUTBOX_STORE_H

#include "core/outbox.h"
#include "store/store.h"

// What is told to whom, written in the transaction that causes it. Changes: "outbox" insert, update, delete, about nobody: rows hold
// ids and a kind, from which the text follows; "outbox_halt" insert, delete, by cause.

// cause: the row that it is about; one notice of a kind for one cause and receiver, whatever is asked. 0: the line of the
// change log that was written last, for what may happen again. A person without an e-mail address: OUTBOX_NO_ADDRESS.
MUST_USE enum status outbox_tell_person(struct store_tx *tx, enum outbox_kind kind, struct person_id person, int64_t cause);
MUST_USE enum status outbox_tell_user(struct store_tx *tx, enum outbox_kind kind, struct user_id user, int64_t cause); // {0}: nobody
MUST_USE enum status outbox_tell_invite(struct store_tx *tx, enum outbox_kind kind, struct invite_id invite); // who is invited
MUST_USE enum status outbox_tell_employer(struct store_tx *tx, enum outbox_kind kind, struct employer_id employer,
                                          int64_t cause); // its users, disabled ones left out
MUST_USE enum status outbox_tell_agency(struct store_tx *tx, enum outbox_kind kind, struct agency_id agency, int64_t cause);
MUST_USE enum status outbox_tell_contact(struct store_tx *tx, enum outbox_kind kind, struct contact_id contact, int64_t cause);
// guest: a row of the kind's own, from which its maker (app/letter_makers.def) reads name, address and language.
MUST_USE enum status outbox_tell_guest(struct store_tx *tx, enum outbox_kind kind, int64_t guest, int64_t cause);

// What was to be told to a person who is being deleted: goes, with a line "delete" for each, and what is known of that
// person's addresses with it.
MUST_USE enum status outbox_forget(struct store_tx *tx, struct person_id person);

struct outbox_entry {
    struct outbox_id id;
    int64_t version;
    enum outbox_kind kind;
    enum outbox_state state;
    struct person_id person; // or
    struct user_id user;     // or
    struct invite_id invite; // or
    struct contact_id contact; // or
    int64_t guest;           // whom it is to
    const char *to_name;     // a user's or contact's, or else the contact's firm's or agency's; "" for others
    int64_t cause;
    int tries;
    const char *said;        // by the mail server at the last try; ""
    int64_t created_at, handled_at;
    int64_t next_at;         // OUTBOX_WAITING: not before; 0: at once
    bool sent_somewhere;     // an address is known of the last try:
    unsigned char address[STORE_TOKEN]; // its key (post_store.h)
};
// Newest first; before: the last id shown, 0 for the first page. states: bits, 0 all.
MUST_USE enum status outbox_list(struct store *s, unsigned states, int64_t before, size_t most, struct arena *a,
                                 struct outbox_entry **out, size_t *count_out);
MUST_USE enum status outbox_count(struct store *s, unsigned states, int64_t *count_out);
MUST_USE enum status outbox_get(struct store *s, struct outbox_id id, struct arena *a, struct outbox_entry *out);
// All that was told for one cause, by state.
struct outbox_counts {
    int64_t by_state[OUTBOX_STATES], total;
    bool halted;
};
MUST_USE enum status outbox_count_cause(struct store *s, enum outbox_kind kind, int64_t cause, struct outbox_counts *out);
// What waits of this kind and cause stays where it is until it is resumed. The same again is OK.
MUST_USE enum status outbox_halt(struct store_tx *tx, enum outbox_kind kind, int64_t cause);
MUST_USE enum status outbox_resume(struct store_tx *tx, enum outbox_kind kind, int64_t cause);
// What waits of it is OUTBOX_PAST from now on. A line in the change log for each.
MUST_USE enum status outbox_call_off(struct store_tx *tx, enum outbox_kind kind, int64_t cause, size_t *count_out);

// Sending: those that wait and may be tried now, service mail first, each oldest first.
MUST_USE enum status outbox_next(struct store *s, int64_t now, size_t most, struct arena *a, struct outbox_entry **out,
                                 size_t *count_out);
struct outbox_mark {
    enum outbox_state state;
    int tries;
    int64_t next_at;
    const char *said; // NULL is ""
    const unsigned char *address; // STORE_TOKEN bytes; NULL: as it was
    int64_t at;       // when; 0: now
};
// CONFLICT: somebody else has been there, the row is gone with its person, or it is to be sent and has been halted meanwhile.
MUST_USE enum status outbox_mark(struct store_tx *tx, const struct outbox_entry *e, const struct outbox_mark *mark);
// What is in one of these states (bits) may have gone without this database knowing: OUTBOX_SENDING when the server starts,
// OUTBOX_WAITING too when a copy of the database has been put back. At most OUTBOX_UNSURE_MOST in a call.
enum { OUTBOX_UNSURE_MOST = 1000 };
MUST_USE enum status outbox_unsure(struct store_tx *tx, unsigned states, size_t *count_out);

#endif
