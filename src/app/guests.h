// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_GUESTS_H
#define APP_GUESTS_H

#include "app/events.h"

// Who comes to an event: invited by the office, signed up on the public page, brought along, or come by the door.

// Invitations. An invitation is information: it goes to the contacts of employers who have not said no to such mail, and
// whoever has said yes to it is told the rest as service mail, since it is about what they take part in themselves.
struct invite_audience { // one of the three
    struct view_id view;           // the employers of a saved view, or
    const char *query;             // of a list's address ("stage=met"); NULL none
    struct network_id network;     // a network's members
    const struct contact_id *contacts; // or just these
    size_t contact_count;
    bool all;                      // of each employer all contacts; else the first that can be written to, leaders before others
};
enum { INVITE_MOST = 5000 };       // contacts or employers at a time

enum uninvited {
    UNINVITED_NO_CONTACT, // the employer has none
    UNINVITED_NO_ADDRESS,
    UNINVITED_SAID_NO,    // to information by e-mail
    UNINVITED_HOLD,       // mail to the address has come back
    UNINVITED_GONE,       // no longer there
    UNINVITED_GUEST,      // invited or signed up already
    UNINVITED_OTHER,      // one of each employer, and it is another one
};
enum { UNINVITED_REASONS = 7 };
const char *uninvited_title(enum uninvited reason); // English msgid

struct invite_line {
    struct contact_id contact;     // {0}: UNINVITED_NO_CONTACT
    struct employer_id employer;
    const char *name, *email, *employer_name;
    enum uninvited reason;          // of those left out
};
struct invite_plan {
    struct invite_line *invited;   // in the audience's order
    size_t count, employers;       // employers: of how many different ones
    struct invite_line *left;
    size_t left_count;
    size_t left_by[UNINVITED_REASONS];
    bool too_many;                 // more than INVITE_MOST: only the first are looked at
};
MUST_USE enum status plan_invites(struct app *app, const struct actor *actor, struct event_id event,
                                  const struct invite_audience *audience, struct arena *a, struct invite_plan *out);
// Invites those of the plan as it is now. Who is a guest already is not invited again. CONFLICT: issues says why not.
MUST_USE enum status send_invites(struct app *app, const struct actor *actor, struct event_id event,
                                  const struct invite_audience *audience, struct issues *issues, size_t *sent_out);
MUST_USE enum status list_invite_networks(struct app *app, const struct actor *actor, struct arena *a,
                                          struct network_choice **out, size_t *count_out);
MUST_USE enum status find_invitees(struct app *app, const struct actor *actor, struct event_id event, const char *typed,
                                   struct arena *a, struct invitee **out, size_t *count_out);

// Answers, by whoever has the personal link of the guest (LINK_RSVP), or by the office for somebody who phoned.
struct rsvp_view {
    struct event event;
    enum event_state state;
    struct guest_entry guest;
    struct guest *brought;         // who comes along; names may be ""
    size_t brought_count;
    const char *refusal;           // msgid: why the answer cannot be changed now; NULL: it can
    int seats_left;                // for this party, those it holds counted; -1: no limit
    int before;                    // parties that wait before this one
};
// NOT_FOUND: no such guest any more, or somebody brought along.
MUST_USE enum status get_rsvp(struct app *app, struct guest_id id, struct arena *a, struct rsvp_view *out);
// Fields as in guest_reply_check, "" in general. A yes without room waits for a seat.
MUST_USE enum status answer_rsvp(struct app *app, struct guest_id id, const struct guest_reply *reply, struct issues *issues);
MUST_USE enum status answer_for_guest(struct app *app, const struct actor *actor, struct event_id event, struct guest_id id,
                                      const struct guest_reply *reply, struct issues *issues);
MUST_USE enum status get_rsvp_calendar(struct app *app, struct guest_id id, enum lang lang, struct arena *a, const char **ics_out);

// Signing up on the public page. Whoever types an address is told nothing of whether it is known: the mail that goes to it
// holds the link that confirms, or that of the guest who is there already. Fields "name", "organisation", "email", "".
// BUSY: too many from that address; *wait_seconds_out says how long.
struct sign_up {
    const char *name, *organisation, *email;
    bool mailed_yes;               // later mail is welcome
    enum lang lang;
};
MUST_USE enum status sign_up(struct app *app, struct event_id event, const struct sign_up *typed, const char *address,
                             struct issues *issues, int *wait_seconds_out);
// By whoever has the link of the mail (LINK_SIGNUP). The same again is OK. CONFLICT: issues says why not.
MUST_USE enum status confirm_sign_up(struct app *app, struct guest_id id, struct issues *issues);

// Attendance. The same tick again changes nothing. CONFLICT: it cannot be ticked now.
MUST_USE enum status list_guests(struct app *app, const struct actor *actor, const struct guest_filter *filter,
                                 struct guest_id after, size_t most, struct arena *a, struct guest_entry **out,
                                 size_t *count_out);
MUST_USE enum status count_guests_by_employer(struct app *app, const struct actor *actor, struct event_id event, struct arena *a,
                                              struct guest_employer_row **out, size_t *count_out);
MUST_USE enum status set_present(struct app *app, const struct actor *actor, struct event_id event, struct guest_id id,
                                 bool present, struct issues *issues);
// Somebody who came without having said so, matched to an employer and a contact of that name where there is one. Whoever is
// on the list already is ticked instead. Fields "name", "organisation".
MUST_USE enum status add_walk_in(struct app *app, const struct actor *actor, struct event_id event, const char *name,
                                 const char *organisation, struct issues *issues, struct guest_id *id_out, bool *known_out);

#endif
