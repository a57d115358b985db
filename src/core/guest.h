// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_GUEST_H
#define CORE_GUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/lang.h"
#include "core/event.h"
#include "core/id.h"

// Whoever is invited to an event, signs up, is brought along or comes in by the door: one row for each person, so that
// each can be ticked as present. A party is a guest with those it brings: it answers, and gets seats, as one.
enum guest_origin { GUEST_INVITED, GUEST_SIGNED_UP, GUEST_BROUGHT, GUEST_WALK_IN };
enum guest_answer { GUEST_UNANSWERED, GUEST_YES, GUEST_MAYBE, GUEST_NO };
enum { GUEST_ORIGINS = 4, GUEST_ANSWERS = 4 };
enum { GUEST_PARTY_MOST = 10, GUEST_NAME_MOST = 100, GUEST_ORGANISATION_MOST = 200 };

struct guest {
    struct guest_id id;
    int64_t version;
    struct event_id event;
    enum guest_origin origin;
    struct guest_id host;         // GUEST_BROUGHT: by whom
    struct contact_id contact;    // {0}: nobody whom we knew before
    struct employer_id employer;  // whose, {0} not known
    const char *name;             // typed; a contact's own name is the contact's. "" once forgotten
    const char *organisation;     // typed; "" when the employer is known
    const char *email;            // of a sign-up
    enum lang lang;
    enum guest_answer answer;
    int coming;                   // of a party that comes or may come, itself counted: 1 …; else 0
    int64_t answered_at;
    int64_t waiting_since;        // a yes without a seat: since when; 0: not waiting
    int64_t confirmed_at;         // of a sign-up: 0 until the link in the mail has been used, and then no guest yet
    int64_t mailed_yes_at;        // said on the form that later mail is welcome; 0 not
    int64_t invited_at;           // 0 not
    int64_t present_at;           // 0 not
    int64_t created_at;
};

// What somebody answers by the personal link. names: of the others, at most coming - 1; may be fewer.
struct guest_reply {
    enum guest_answer answer;
    int coming;
    const char *names[GUEST_PARTY_MOST];
    size_t name_count;
};
// Fields: "answer", "coming", "name_1" … of the others. Names tidied before.
void guest_reply_check(const struct guest_reply *r, const struct event *e, struct issues *issues);

// Seats. A yes takes as many as the party has people; a maybe takes none. When they do not suffice, the party waits as a
// whole behind those who wait already, and nobody overtakes: whoever waits the longest goes first, and a smaller party
// behind a larger one does not pass it.
struct guest_seats {
    int seats;   // EVENT_UNLIMITED
    int taken;   // by parties that have theirs
    bool queue;  // somebody waits
};
// Does a party of so many, which holds so many seats already, get them now?
bool guest_seated(const struct guest_seats *s, int held, int coming);
// How many of the parties that wait, by how long, get theirs now: the first so many.
size_t guest_moves_up(int seats, int taken, const int *parties, size_t count);

const char *guest_origin_name(enum guest_origin o); // as stored: "signed-up"
bool guest_origin_read(const char *name, enum guest_origin *out);
const char *guest_origin_title(enum guest_origin o); // English msgid
const char *guest_answer_name(enum guest_answer a); // as stored: "maybe"
bool guest_answer_read(const char *name, enum guest_answer *out);
const char *guest_answer_title(enum guest_answer a); // English msgid

#endif
