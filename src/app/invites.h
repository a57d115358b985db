// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_INVITES_H
#define APP_INVITES_H

#include "app/app.h"

// An employer's users: invited by link by a colleague, or by the office, which invites the first one. The link works
// once, for 14 days, until it is taken back. Who may what: THING_USER of core/access.h.

enum { INVITE_DAYS = 14, INVITES_OPEN_MOST = 20, INVITE_TOKEN_MOST = 90 };

// Fields name, email. The same address again while an invitation of this employer's is open: *known_out is true, and it
// is that one. INVALID also when the address is one of this employer's users already. Whether an address has another
// account is not told: that may be a candidate's. Writes to the outbox.
MUST_USE enum status invite_user(struct app *app, const struct actor *actor, struct employer_id employer,
                                 const char *name, const char *email, struct issues *issues, struct invite_id *id_out,
                                 bool *known_out);
// CONFLICT: it has been used or taken back meanwhile.
MUST_USE enum status take_back_invite(struct app *app, const struct actor *actor, struct invite_id id,
                                      struct employer_id *employer_out); // set with CONFLICT too

struct invite_line {
    struct invite_id id;
    const char *name, *email, *made_by;
    int64_t made_at, ends_at;
    bool ended;              // its time is over; invite again
};
struct employer_user_line {
    struct user_id id;
    const char *name, *email;
    bool oneself, disabled;
    const char *refusal;     // msgid: why this actor cannot disable the user; NULL: may
};
struct employer_users {
    const char *employer_name;
    struct invite_line *invites; // open or ended, newest first
    size_t invite_count;
    struct employer_user_line *users; // oldest first
    size_t user_count;
    unsigned rights;
};
MUST_USE enum status list_employer_users(struct app *app, const struct actor *actor, struct employer_id employer,
                                         struct arena *a, struct employer_users *out);
// Ends the user's sessions and takes back the invitations that the user has made. INVALID: issues says why not.
MUST_USE enum status disable_employer_user(struct app *app, const struct actor *actor, struct user_id user,
                                           bool disabled, struct issues *issues, struct employer_id *employer_out);
MUST_USE enum status get_employer_user(struct app *app, const struct actor *actor, struct user_id user, struct arena *a,
                                       struct employer_user_line *out, struct employer_id *employer_out);

// What the link holds after "/invite/". Follows from the id and the store's key, and says nothing.
MUST_USE enum status invite_token_text(struct app *app, struct invite_id id, struct arena *a, const char **text_out);
// For whom may: the link's token once more, while it is open. NOT_FOUND otherwise.
MUST_USE enum status get_invite_link(struct app *app, const struct actor *actor, struct invite_id id, struct arena *a,
                                     const char **token_out, struct invite_line *line_out,
                                     struct employer_id *employer_out);

// By whoever has the link. NOT_FOUND: no such link, or it has been used, taken back or is too old, which is all the same.
struct invite_offer {
    const char *name, *email, *employer_name;
    int64_t ends_at;
};
MUST_USE enum status read_invite(struct app *app, const char *token, struct arena *a, struct invite_offer *out);
// Makes the account. Fields name, password; "" when the address has an account already.
MUST_USE enum status accept_invite(struct app *app, const char *token, const char *name, const char *password,
                                   enum lang lang, struct issues *issues);

// Names and addresses of invitations that nobody has used go a month after their end; called by app_tend.
MUST_USE enum status tend_invites(struct app *app);

#endif
