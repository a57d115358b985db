// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_MAILING_STORE_H
#define STORE_MAILING_STORE_H

#include "core/mailing.h"
#include "core/outbox.h"
#include "store/store.h"

// Mailings. Changes: "mailing" insert, update, send (body: how many receivers), about nobody. Their mails are the outbox' rows of
// kind "mailing" whose cause is the mailing's id.

MUST_USE enum status mailing_get(struct store *s, struct mailing_id id, struct arena *a, struct mailing *out);
MUST_USE enum status mailing_insert(struct store_tx *tx, const struct mailing *m, struct mailing_id *id_out);
// All but ids, version and times of making. CONFLICT: m->version is not the stored one.
MUST_USE enum status mailing_update(struct store_tx *tx, const struct mailing *m);
// Newest first; before: the last id shown, 0 the first page. deleted: those in the bin, else the others. letter {0}: all.
MUST_USE enum status mailing_list(struct store *s, struct letter_id letter, bool deleted, int64_t before, size_t most,
                                  struct arena *a, struct mailing **out, size_t *count_out);

// Everybody an audience can be made of, in a fixed order: by contact.
struct audience_row {
    struct contact_id contact;
    struct employer_id employer; // or an agency's: {0}
    const char *name, *email, *firm;
    bool gone, asked, refuses;   // asked: has answered; refuses: with no
};
MUST_USE enum status audience_employer_contacts(struct store *s, day today, struct arena *a, struct audience_row **out,
                                                size_t *count_out);
MUST_USE enum status audience_agency_contacts(struct store *s, day today, struct arena *a, struct audience_row **out,
                                              size_t *count_out);
// strangers_out: guests of that part who are nobody's contact.
MUST_USE enum status audience_guests(struct store *s, struct event_id event, enum event_part part, day today, struct arena *a,
                                     struct audience_row **out, size_t *count_out, int64_t *strangers_out);
MUST_USE enum status audience_members(struct store *s, struct network_id network, struct arena *a, struct employer_id **out,
                                      size_t *count_out); // by id
MUST_USE enum status audience_employers(struct store *s, int64_t *count_out);
// Addresses with which somebody has said no to information: no other contact's yes brings it there.
MUST_USE enum status audience_refusing(struct store *s, struct arena *a, const char ***out, size_t *count_out);
// Is mail to any address on hold? So that not each has to be asked for.
MUST_USE enum status any_address_on_hold(struct store *s, bool *out);

// What may be chosen: names with ids, networks by name, events newest first.
struct audience_choice {
    int64_t id;
    const char *name;
    int64_t at; // events: when
};
MUST_USE enum status audience_networks(struct store *s, struct arena *a, struct audience_choice **out, size_t *count_out);
MUST_USE enum status audience_events(struct store *s, size_t most, struct arena *a, struct audience_choice **out, size_t *count_out);

// Sending. m->version as in mailing_update. The receivers are kept, with their employers, and m is then being sent.
MUST_USE enum status mailing_begin(struct store_tx *tx, const struct mailing *m, const struct audience_row *const *receivers,
                                   size_t count);
// Puts the next mails of what is being sent into the outbox. *count_out 0: all are there.
MUST_USE enum status mailing_queue(struct store_tx *tx, struct mailing_id id, size_t most, size_t *count_out);
// Being sent, and not all in the outbox or not all gone: for whoever goes on after a stop. At most most.
MUST_USE enum status mailing_list_unfinished(struct store *s, size_t most, struct arena *a, struct mailing_id **out, size_t *count_out);

struct mailing_counts {
    int64_t receivers, unqueued;           // unqueued: not in the outbox yet
    int64_t by_state[OUTBOX_STATES];       // of those that are
    int64_t employers;                     // of the receivers
    int64_t unsubscribed;                  // of them, on that day or after
};
MUST_USE enum status mailing_count(struct store *s, const struct mailing *m, struct mailing_counts *out);

struct mailing_receiver {
    struct contact_id contact;
    struct employer_id employer;
    const char *name, *firm;
    struct outbox_id outbox;     // {0}: not there yet
    enum outbox_state state;
    const char *said;
};
// Those whose mail is in one of these states (bits), by contact; after: the last one shown.
MUST_USE enum status mailing_receivers(struct store *s, struct mailing_id id, unsigned states, int64_t after, size_t most,
                                       struct arena *a, struct mailing_receiver **out, size_t *count_out);

// One mail to a user, to look at. The contact lends it the fields' values.
struct mailing_trial {
    struct mailing_id mailing;
    struct contact_id contact;
};
MUST_USE enum status mailing_try(struct store_tx *tx, const struct mailing_trial *t, struct user_id to);
MUST_USE enum status mailing_trial_get(struct store *s, int64_t id, struct mailing_trial *out);

// Whom mailings reached: one line for each contact whose mail went, with the day of the mailing, oldest first. For what came
// of it, and an employer's own story (employer {0}: all). Mailings from day `from` on.
struct mailing_reach {
    struct mailing_id mailing;
    struct employer_id employer;
    struct contact_id contact;
    day on;
    int64_t at;                  // when it went
    const char *subject;
};
MUST_USE enum status mailing_reached(struct store *s, struct employer_id employer, day from, struct arena *a,
                                     struct mailing_reach **out, size_t *count_out);

#endif
