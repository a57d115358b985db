// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_USER_VIEW_H
#define WEB_USER_VIEW_H

#include "app/invites.h"
#include "web/components.h"

// What the pages about an employer's users and invitations show.

struct users_view {
    struct employer_users at;
    const char *path;      // "/users", or "/employers/7/users" for the office
    bool own;              // of the actor's own employer
    bool may_invite, may_edit;
};

struct invite_made_view {
    struct invite_line line;
    const char *link;      // whole address; NULL: it goes by e-mail, which shows whose the address is
    const char *back;      // path
};

struct disable_view {
    struct employer_user_line user;
    const char *action, *back; // paths
    bool own;
};

struct invite_view {
    struct invite_offer offer;
    const char *person;    // who is logged in now, NULL: nobody
};

#endif
