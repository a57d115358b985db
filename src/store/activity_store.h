// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_ACTIVITY_STORE_H
#define STORE_ACTIVITY_STORE_H

#include "core/activity.h"
#include "store/store.h"

// Activities. Changes: "activity" insert, update, delete, restore, each one version; "invitation" insert (row: the
// invitation), answer (row: the participant). What somebody has written stands in the row alone: the log cannot be mended
// when a name has to come out of a note.

// Deleted ones too; see deleted_at.
MUST_USE enum status activity_get(struct store *s, struct activity_id id, struct arena *a, struct activity *out);
// agency, sequence, users and times of writing: sequence 0, the rest is given by the caller or the store. The network's
// members of now are reached.
MUST_USE enum status activity_insert(struct store_tx *tx, const struct activity *act, struct activity_id *id_out);
// CONFLICT: act->version is not the stored one. People who stay keep their answers; a network's members are those of now
// as long as the activity is planned.
MUST_USE enum status activity_update(struct store_tx *tx, const struct activity *act);
// Into the bin and out of it. CONFLICT as above.
MUST_USE enum status activity_set_deleted(struct store_tx *tx, struct activity_id id, int64_t version, bool deleted);

struct activity_filter {
    int kind;                    // enum activity_kind, -1 all; so the next two
    int state, outcome;
    struct user_id user;         // who took part, {0} all; so the next
    struct network_id network;
    struct agency_id agency;     // whose it is
    struct employer_id employer; // with, also as a member of a network
    struct agency_id with;       // with that agency
    int64_t from, until;         // at, from ≤ at < until; until 0: no end
    bool deleted;                // the bin: by when they were deleted
};
struct activity_place { // after it
    int64_t at, id;
};
// By time, newest first unless ascending. after NULL: the first page. With names, without people's answers.
MUST_USE enum status activity_list(struct store *s, const struct activity_filter *filter, bool ascending,
                                   const struct activity_place *after, size_t most, struct arena *a, struct activity **out,
                                   size_t *count_out);

// Contacts of others with an employer, newest first: not that agency's own, not called off, no notes.
struct contact_made {
    struct activity_id id;
    enum activity_kind kind;
    enum activity_state state;
    int64_t at;
    bool all_day;
    const char *agency_name, *by_name, *network_name; // "" none
};
// from: of those that were held, not before; planned ones all. agency {0}: everybody's. without: an activity to leave out.
MUST_USE enum status activity_contacts_of(struct store *s, struct employer_id employer, struct agency_id agency,
                                          struct activity_id without, int64_t from, size_t most, struct arena *a,
                                          struct contact_made **out, size_t *count_out);

// The same for all employers, as day and whether it is planned, in no order: with whom each was.
struct contact_with {
    struct employer_id employer;
    int64_t at;
    bool planned;
};
MUST_USE enum status activity_contacts_of_all(struct store *s, struct agency_id agency, int64_t from, struct arena *a,
                                              struct contact_with **out, size_t *count_out);

// Who may be named from the side of employers and agencies: contacts who have not left. By name.
struct known_contact {
    struct contact_id id;
    struct employer_id employer; // or
    struct agency_id agency;
    const char *name, *title, *email, *of;
};
MUST_USE enum status activity_contacts_known(struct store *s, const struct activity_party *parties, size_t party_count,
                                             struct arena *a, struct known_contact **out, size_t *count_out);
struct known_network {
    struct network_id id;
    const char *name;
    size_t members;
};
MUST_USE enum status activity_networks_known(struct store *s, struct arena *a, struct known_network **out, size_t *count_out);

// Invitations by mail. Each is a row of its own, from which the outbox entry's text is made when it goes.
struct activity_invite {
    int64_t id;
    struct activity_id activity;
    struct user_id user;       // or
    struct contact_id contact;
    int sequence;
    bool cancels;
    int64_t created_at;
    bool superseded;           // as read: a later one to the same receiver stands
    bool plain_uid;            // as read: its UID has no secret, since the first one to the same receiver had none
};
MUST_USE enum status activity_invite_insert(struct store_tx *tx, const struct activity_invite *i, int64_t *id_out);
MUST_USE enum status activity_invite_get(struct store *s, int64_t id, struct activity_invite *out);
// Those that are in force, one for each receiver: the last, if it does not cancel.
MUST_USE enum status activity_invite_list(struct store *s, struct activity_id activity, struct arena *a,
                                          struct activity_invite **out, size_t *count_out);
MUST_USE enum status activity_set_sequence(struct store_tx *tx, struct activity_id id, int sequence); // not a version
// The answer of one who takes part, as the invitation's receiver. NOT_FOUND: does not take part.
MUST_USE enum status activity_answer(struct store_tx *tx, struct activity_id id, struct user_id user, struct contact_id contact,
                                     enum invitation_answer answer, int sequence, int64_t stamp);

// Private calendar feeds. Changes: "calendar_feed" insert, end.
struct calendar_feed {
    int64_t id;
    struct user_id user;
    int64_t created_at;
};
MUST_USE enum status calendar_feed_get(struct store *s, int64_t id, struct calendar_feed *out);     // running ones; NOT_FOUND
MUST_USE enum status calendar_feed_of(struct store *s, struct user_id user, struct calendar_feed *out); // NOT_FOUND: none
MUST_USE enum status calendar_feed_begin(struct store_tx *tx, struct user_id user, int64_t *id_out);  // ends the one before
MUST_USE enum status calendar_feed_end(struct store_tx *tx, struct user_id user);
void calendar_feed_token(const struct store *s, int64_t id, unsigned char token_out[STORE_TOKEN]);

#endif
