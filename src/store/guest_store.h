// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_GUEST_STORE_H
#define STORE_GUEST_STORE_H

#include "core/guest.h"
#include "store/store.h"

// Guests of events, and what they have been told. Changes: "guest" insert, update, present, absent, delete, and "event"
// forget; about nobody, without names: bodies hold ids, answers and numbers.

// As read: with what contact and employer are called now.
struct guest_entry {
    struct guest guest;        // answer and waiting_since of a brought one are its host's
    const char *name;          // the contact's, or typed; "" a colleague who is not named, or forgotten
    const char *organisation;  // the employer's or agency's name, or typed
    const char *email;         // the contact's, or typed
    const char *host_name;     // "" for others than brought ones
    bool left;                 // the contact is no longer there
    bool forgotten;
};
MUST_USE enum status guest_get(struct store *s, struct guest_id id, struct arena *a, struct guest_entry *out);

enum guest_group {
    GUESTS_ALL,
    GUESTS_INVITED,    // sent an invitation
    GUESTS_UNANSWERED, // of these
    GUESTS_YES,        // with a seat, those brought along too
    GUESTS_MAYBE,
    GUESTS_NO,
    GUESTS_WAITING,
    GUESTS_PRESENT,
    GUESTS_ABSENT,     // said yes, had a seat, and are not ticked
    GUESTS_WALK_IN,
};
enum { GUEST_GROUPS = 10 };
struct guest_filter {
    struct event_id event;
    enum guest_group group;
    struct employer_id employer; // {0} all
    const char *text;            // beginnings of words of name and organisation; NULL or "" all
};
// By name; after: the last one shown. Sign-ups that nobody has confirmed are no guests yet.
MUST_USE enum status guest_list(struct store *s, const struct guest_filter *filter, struct guest_id after, size_t most,
                                struct arena *a, struct guest_entry **out, size_t *count_out);

// People, where nothing else is said.
struct guest_counts {
    int invited;    // invitations sent
    int unanswered; // of these
    int signed_up;  // confirmed sign-ups
    int yes;        // with a seat
    int maybe;
    int no;         // answers
    int waiting;
    int present;
    int absent;     // said yes, had a seat, and were not ticked
    int walk_ins;   // of those present: came without having said so
};
MUST_USE enum status guest_count(struct store *s, struct event_id event, struct guest_counts *out);
struct guest_employer_row {
    struct employer_id employer; // {0}: those of whom no employer is known, by what they typed
    const char *name;
    struct guest_counts counts;
};
// By name.
MUST_USE enum status guest_count_by_employer(struct store *s, struct event_id event, struct arena *a,
                                             struct guest_employer_row **out, size_t *count_out);

// Parties that hold seats or wait for one.
MUST_USE enum status guest_seats(struct store *s, const struct event *e, struct guest_seats *out);
// Those that wait, first come first; and those it would be told to: parties (no brought ones) by answer.
MUST_USE enum status guest_queue(struct store *s, struct event_id event, struct arena *a, struct guest **out, size_t *count_out);
// Parties that were told nothing of that kind at that instant or later (since 0: ever): reminder: yes (with a seat) or maybe;
// chase: invited and unanswered.
enum guest_notice_what {
    NOTICE_INVITED, NOTICE_CONFIRM, NOTICE_ANSWER, NOTICE_MOVED_UP, NOTICE_REMINDER, NOTICE_CHASE, NOTICE_CHANGED, NOTICE_CANCELLED
};
enum { GUEST_NOTICES = 8 };
MUST_USE enum status guest_list_untold(struct store *s, struct event_id event, enum guest_notice_what what, int64_t since, size_t most,
                                       struct arena *a, struct guest **out, size_t *count_out);
// Parties that said yes or maybe, those who wait too: who is told of a change.
MUST_USE enum status guest_list_coming(struct store *s, struct event_id event, struct arena *a, struct guest **out,
                                       size_t *count_out);
MUST_USE enum status guest_list_brought(struct store *s, struct guest_id host, struct arena *a, struct guest **out,
                                        size_t *count_out);
// NOT_FOUND: none. By e-mail, folded: sign-ups, confirmed or not.
MUST_USE enum status guest_find_contact(struct store *s, struct event_id event, struct contact_id contact, struct arena *a,
                                        struct guest *out);
MUST_USE enum status guest_find_email(struct store *s, struct event_id event, const char *email, struct arena *a,
                                      struct guest *out);
// Somebody of that folded name and organisation (employer {0}: by what was typed) whom nobody has ticked or who walked in.
MUST_USE enum status guest_find_named(struct store *s, struct event_id event, const char *name, struct employer_id employer,
                                      const char *organisation, struct arena *a, struct guest *out);

// id, version and created_at are given by the store. CONFLICT: the contact is a guest already.
MUST_USE enum status guest_insert(struct store_tx *tx, const struct guest *g, struct guest_id *id_out);
// All but event, origin, host and presence. CONFLICT: g->version is not the stored one, or the contact is a guest already.
MUST_USE enum status guest_update(struct store_tx *tx, const struct guest *g);
// Ticked or not; the same again changes nothing. at: when, 0: not present.
MUST_USE enum status guest_set_present(struct store_tx *tx, struct guest_id id, int64_t at);
// With what it was told. CONFLICT: it is ticked as present.
MUST_USE enum status guest_delete(struct store_tx *tx, struct guest_id id);
// Sign-ups from before that instant that nobody has confirmed.
MUST_USE enum status guest_drop_unconfirmed(struct store_tx *tx, int64_t before);
// Typed names, organisations and addresses of the event's guests who are no contacts.
MUST_USE enum status guest_forget(struct store_tx *tx, struct event_id event);

struct guest_notice {
    int64_t id;
    struct guest_id guest;
    enum guest_notice_what what;
    int sequence;
    int64_t created_at;
};
// *id_out is 0 when the guest has been told this before.
MUST_USE enum status guest_notice_insert(struct store_tx *tx, struct guest_id guest, enum guest_notice_what what, int64_t nth,
                                         int sequence, int64_t *id_out);
MUST_USE enum status guest_notice_get(struct store *s, int64_t id, struct guest_notice *out);
// The last time of that kind, 0 never.
MUST_USE enum status guest_notice_last(struct store *s, struct guest_id guest, enum guest_notice_what what, int64_t *at_out);

// Whom an invitation could go to: the contacts of an employer, the leader first, and what stands in the way.
struct invitee {
    struct contact_id contact;
    struct employer_id employer;
    const char *name, *email, *employer_name;
    const char *role;     // as stored: "leader"
    bool said_no;         // to informational mail
    bool left;
    bool guest;           // of this event already
};
MUST_USE enum status invitee_list(struct store *s, struct event_id event, struct employer_id employer, day today,
                                  struct arena *a, struct invitee **out, size_t *count_out);
MUST_USE enum status invitee_get(struct store *s, struct event_id event, struct contact_id contact, day today,
                                 struct arena *a, struct invitee *out);
// Contacts of employers where all typed words begin a word of the contact's or the employer's name.
MUST_USE enum status invitee_search(struct store *s, struct event_id event, const char *typed, day today, size_t most,
                                    struct arena *a, struct invitee **out, size_t *count_out);
// Networks in use that have members, by name; and a network's members, by name.
struct network_choice {
    struct network_id id;
    const char *name;
    int members;
};
MUST_USE enum status invitee_networks(struct store *s, struct arena *a, struct network_choice **out, size_t *count_out);
MUST_USE enum status invitee_network(struct store *s, struct network_id network, struct arena *a, struct employer_id **out,
                                     size_t *count_out);
// For matching what is typed: the one contact with that address, and the one employer with that very name. NOT_FOUND: none, or several.
MUST_USE enum status invitee_find_email(struct store *s, struct event_id event, const char *email, day today,
                                        struct arena *a, struct invitee *out);
MUST_USE enum status employer_find_named(struct store *s, const char *name, struct employer_id *out);

#endif
