// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_ACCESS_H
#define CORE_ACCESS_H

#include <stddef.h>

#include "base/buf.h"
#include "core/actor.h"
#include "core/need.h"

// The one access rule (doc/access.md). Default deny: the rights of an actor on a thing are the union of the table's
// rows that apply. The same call stands before list, search, count, export, autocomplete, API and error text. An actor
// who may not SEE a thing is answered as if it did not exist.

enum thing {
    THING_PERSON, THING_EMPLOYER, THING_NEED, THING_PROGRAMME, THING_AGENCY, THING_REFERRAL, THING_HIRE, THING_OUTBOX,
    THING_USER, // of an employer, and invitations to become one
    THING_ASK,
    THING_ACTIVITY,
    THING_TASK,
    THING_EVENT,
    THING_SURVEY,
    THING_MAILING, // and letters
    THING_VIEW,    // a saved view of a list
};
enum { THINGS = 16 };

enum access_right {
    RIGHT_SEE = 1 << 0,        // know that it exists, and its plain fields
    RIGHT_IDENTITY = 1 << 1,   // person: name and contact
    RIGHT_PROFILE = 1 << 2,    // person: competence, availability and explanations
    RIGHT_READERS = 1 << 3,    // person: who looked, from every organisation
    RIGHT_EDIT = 1 << 4,
    RIGHT_DELETE = 1 << 5,
    RIGHT_CREATE = 1 << 6,
    RIGHT_RANK = 1 << 7,       // need: own agency's candidates by name
    RIGHT_COUNTS = 1 << 8,     // need: other agencies' counts in bands
    RIGHT_BANDS = 1 << 9,      // need: bands of how many could fill it, which musts cost most
    RIGHT_OPEN = 1 << 10,      // need: open, fill, withdraw
    RIGHT_CONFIRM = 1 << 11,   // need: confirm as the employer; hire: with evidence
    RIGHT_OWN_READERS = 1 << 12, // person: who of the own organisation looked
    RIGHT_CV = 1 << 13,          // person: take over what a CV says of competence, as stated
    RIGHT_ANSWER = 1 << 14,      // referral: answer whether the profile may be shared; hire: the person's check-ins;
                                 // ask: whether the own agency has somebody
    RIGHT_JUDGE = 1 << 15,       // referral: the employer's verdict
    RIGHT_BACKGROUND = 1 << 16,  // person: give the answer on background, and read the own
    RIGHT_BACKGROUND_PAPER = 1 << 17, // person: hand in the answer that the person has given on paper; not read it
    RIGHT_FOLLOW = 1 << 18,      // employer: how it is followed up: stage, owner, history, networks, introductions
    RIGHT_TELL = 1 << 19,        // employer, agency: say whom to talk with; employer: give and read its own estimate
};

enum access_condition {
    WHEN_ALWAYS,
    WHEN_SELF,                 // the person is the actor
    WHEN_ENROLLED,             // enrolled with the actor's own agency today
    WHEN_ENROLLED_LATELY,      // or the enrolment ended within the retention setting
    WHEN_OWN_EMPLOYER,         // the thing belongs to the employer whose member the actor is
    WHEN_OWN_AGENCY,           // the thing was made by the actor's agency, or is that agency
    WHEN_OPEN,                 // need is open
    WHEN_OWN_EMPLOYER_OPEN,    // the need belongs to the actor's employer and is open
    WHEN_OWN_AGENCY_ENROLLED,  // the referral is the actor's agency's, where the person is enrolled today
    WHEN_OWN_AGENCY_LATELY,    // or was, within the retention setting
    WHEN_SHARED,               // of the actor's employer, and the person's yes to it holds today
    WHEN_OWN_EMPLOYER_SHARED,  // the hire belongs to the actor's employer and came of a profile shared with it
    WHEN_UNNAMED,              // nobody has said to be the person hired
    WHEN_ASKED,                // the thing is asked of the actor's agency
    WHEN_OWN,                  // made by the actor
    WHEN_PUBLISHED,            // shown to everybody
};

struct access_row {
    enum role role;
    enum thing thing;
    enum access_condition when;
    unsigned rights;
    const char *why;   // English, for the documentation
    const char *until;
};
extern const struct access_row ACCESS_TABLE[];
extern const size_t ACCESS_ROWS;

// What the conditions are judged by: filled in by the store for each thing that is read. All false refuses all but
// WHEN_ALWAYS.
struct access_facts {
    enum thing thing;
    struct person_id person;     // THING_PERSON; THING_REFERRAL, THING_HIRE: whom it is about
    bool enrolled;               // with the actor's agency, today
    bool enrolled_lately;
    struct employer_id employer; // THING_EMPLOYER, THING_NEED, THING_REFERRAL, THING_HIRE, THING_USER
    struct agency_id agency;     // THING_NEED: of the user who stated it; THING_AGENCY: itself; THING_REFERRAL: whose it is;
                                 // THING_ASK: who asks
    struct agency_id asked;      // THING_ASK: who is asked
    struct user_id owner;        // THING_TASK, THING_VIEW: whose it is
    bool published;              // THING_EVENT, THING_MAILING: shown to everybody; THING_VIEW: shared with the staff
    bool shared;                 // THING_REFERRAL: presented, the yes holds today and the need is not withdrawn;
                                 // THING_HIRE: it came of a referral, so that the profile was shared
    enum need_state need_state;
};

unsigned access_rights(const struct actor *who, const struct access_facts *what);
static inline bool access_may(const struct actor *who, const struct access_facts *what, unsigned rights)
{
    return (access_rights(who, what) & rights) == rights;
}

// The table in words (Markdown), for doc/access.md; a test keeps the file and the table alike.
void access_describe(struct buf *out);

// How many, as it is shown to those who may not count: 0, 1–4, 5–9, 10–19, 20–49, 50–99, 100 and more.
struct band {
    int least, most; // most -1: and more
};
struct band band_of(size_t count);
const char *band_text(struct band b, struct arena *a); // "1–4", "100+", "0"

#endif
