// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_ACTOR_H
#define CORE_ACTOR_H

#include <stdbool.h>

#include "base/lang.h"
#include "core/id.h"

// Who does something. One user has one role; what a role may reach is core/access.h's to say, nobody else's.
enum role { ROLE_PUBLIC, ROLE_OFFICE, ROLE_ADVISER, ROLE_EMPLOYER, ROLE_CANDIDATE, ROLE_MENTOR, ROLE_STEERING };
enum { ROLES = 7 };

struct reads;
struct actor {
    enum role role;
    struct user_id user;
    struct agency_id agency;     // office (the programme's own agency) and advisers
    struct employer_id employer; // employer users
    struct person_id person;     // candidates: oneself
    const char *name;            // the user's own name, for the account menu
    const char *organisation;    // agency or employer, "" for others
    enum lang lang;
    struct reads *reads; // see app/app.h; NULL: a read of a person is written down at once
};

const char *role_name(enum role r);                  // "office", as stored and on the command line
bool role_read(const char *name, enum role *out);
const char *role_title(enum role r);                 // English msgid for screens

#endif
