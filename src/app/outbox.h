// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_OUTBOX_H
#define APP_OUTBOX_H

#include "app/app.h"
#include "core/outbox.h"

// The outbox: what is told to whom, written in the transaction that causes it and sent by app/mail.h. No text but the
// kind's own: neither employer nor need is named.
struct outbox_row {
    struct outbox_id id;
    int64_t version;            // for send_again
    enum outbox_kind kind;
    enum outbox_state state;
    const char *subject, *text; // English msgids; NULL for kinds with a maker
    bool to_person, to_invited, to_guest; // else to a user or a contact
    const char *to_name;        // a user's or contact's; "" for others, whom the office does not know by name
    struct contact_id contact;  // {0}: to somebody else
    int tries;
    const char *said;           // by the mail server at the last try, or a msgid of ours; ""
    int64_t created_at, handled_at, next_at; // 0: not
    const char *refusal;        // NULL: this actor may send it by hand
};
struct outbox_page {
    struct outbox_row *rows;    // newest first
    size_t row_count, total;
    const char *next;           // "" when this is the last page
};
// Office only. states: bits 1 << enum outbox_state, 0 all.
MUST_USE enum status list_outbox(struct app *app, const struct actor *actor, unsigned states, const char *after,
                                 size_t most, struct arena *a, struct outbox_page *out);
// One of them, with the exact words, but for the code or link that only its receiver may see: of a notice in both
// languages, of others in the receiver's. NULL: there is none.
struct outbox_view {
    struct outbox_row row;
    const char *subjects[2], *texts[2]; // by enum lang
};
MUST_USE enum status get_outbox(struct app *app, const struct actor *actor, struct outbox_id id, struct arena *a,
                                struct outbox_view *out);
// By hand, what has not gone or may not have. CONFLICT: issues says why not.
MUST_USE enum status send_again(struct app *app, const struct actor *actor, struct outbox_id id, int64_t version,
                                struct issues *issues);

struct outbox_entry;
struct outbox_row outbox_row_of(const struct actor *actor, const struct outbox_entry *e); // without asking for rights

const char *outbox_subject(enum outbox_kind k); // English msgids; NULL: it has a maker
const char *outbox_text(enum outbox_kind k);

#endif
