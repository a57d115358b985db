// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_FIND_H
#define CORE_FIND_H

#include "base/day.h"
#include "core/access.h"
#include "core/id.h"

// What the search (screen 20) finds, in the order of its groups. Candidates are no kind of this list: their names are sealed,
// and stand in app/roster.h.
enum find_kind {
    FIND_EMPLOYER, FIND_WORKPLACE, FIND_CONTACT, FIND_NETWORK, FIND_AGENCY, FIND_NEED, FIND_ACTIVITY, FIND_EVENT, FIND_MAILING,
    FIND_LETTER
};
enum { FIND_KINDS = 10 };

// One thing that can be found.
struct find_row {
    int64_t id;
    struct employer_id owner; // whose it is; {0}: nobody's in particular
    bool published;           // events and letters: shown to everybody
    const char *words;        // what it is found by, in any order
    const char *title;        // what is shown; owner and state beside
    const char *owner_name;   // the employer's or agency's, ""
    const char *state;        // as stored, ""
    const char *word;         // letters: what their address names them by, ""
    day on;                   // activities and events; DAY_NONE
};

// Which thing of the access rule a kind is.
enum thing find_thing(enum find_kind kind);

// Of which things of a kind the actor may know, by the access rule.
enum find_scope { FIND_NONE, FIND_OWN, FIND_PUBLISHED, FIND_OWN_OR_PUBLISHED, FIND_ALL };
// The same rule for one of them as it stands now.
bool find_seen(const struct actor *actor, enum find_kind kind, const struct find_row *row);
enum find_scope find_scope(const struct actor *actor, enum find_kind kind);

#endif
