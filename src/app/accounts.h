// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_ACCOUNTS_H
#define APP_ACCOUNTS_H

#include "app/app.h"

// Logging in, sessions and the own account. A session's reference is 256 random bits, in hex, known to the browser
// only; the store keeps its hash.
enum { SESSION_TOKEN_TEXT = 65 };

struct login {
    const char *email;
    const char *password;
    const char *code;       // one-time or recovery code, "" when the account asks for none
    const char *address;    // of the client, for the limit of tries
    const char *user_agent;
};

// INVALID: issues says so in one neutral sentence (wrong e-mail, wrong password and disabled account alike), or that a
// code is needed (needs_code_out). BUSY: too many tries from this address, or for this account from this address; never
// locks the account for others.
MUST_USE enum status log_in(struct app *app, const struct login *login, struct arena *a, struct issues *issues,
                            bool *needs_code_out, char token_out[SESSION_TOKEN_TEXT]);
// Who the token stands for; NOT_FOUND when it is unknown, ended, idle for 30 minutes or 12 hours old.
MUST_USE enum status session_actor(struct app *app, const char *token, struct arena *a, struct actor *actor_out);
const char *session_csrf(const char *token, struct arena *a); // the token that its forms carry
MUST_USE enum status log_out(struct app *app, const char *token);

struct session_line {
    struct session_id id;
    int64_t created_at, seen_at;
    const char *user_agent;
    bool current;
};
MUST_USE enum status list_sessions(struct app *app, const struct actor *actor, const char *token, struct arena *a,
                                   struct session_line **out, size_t *count_out);
MUST_USE enum status end_session(struct app *app, const struct actor *actor, struct session_id id);
MUST_USE enum status end_other_sessions(struct app *app, const struct actor *actor, const char *token);

struct account {
    const char *name, *email; // email is "" for candidates: it is not kept readable
    enum role role;
    const char *organisation;
    enum lang lang;
    bool totp;
    int recovery_codes_left;
    int64_t password_changed_at;
};
MUST_USE enum status get_account(struct app *app, const struct actor *actor, struct arena *a, struct account *out);
// 12 characters or more, no composition rules, common ones and the own name or e-mail refused. Ends other sessions.
MUST_USE enum status change_password(struct app *app, const struct actor *actor, const char *token, const char *old,
                                     const char *fresh, struct issues *issues);
MUST_USE enum status change_language(struct app *app, const struct actor *actor, enum lang lang);

// TOTP (RFC 6238, SHA-1, 6 digits, 30 s). Begin gives a secret that is not in force until confirmed with a code.
struct totp_offer {
    const char *secret_base32;
    const char *uri; // otpauth://totp/…
};
MUST_USE enum status begin_totp(struct app *app, const struct actor *actor, struct arena *a, struct totp_offer *out);
MUST_USE enum status confirm_totp(struct app *app, const struct actor *actor, const char *code, struct arena *a,
                                  struct issues *issues, const char *(*codes_out)[10]); // recovery codes, shown once
MUST_USE enum status end_totp(struct app *app, const struct actor *actor, const char *password, struct issues *issues);

// For the command line and the demo: not behind a session.
struct new_user {
    enum role role;
    const char *name, *email, *password;
    struct agency_id agency;
    struct employer_id employer;
    struct person_id person;
    enum lang lang;
};
MUST_USE enum status add_user(struct app *app, const struct new_user *user, struct issues *issues,
                              struct user_id *id_out);
struct user_line {
    struct user_id id;
    const char *name, *email; // "" for candidates
    enum role role;
    const char *organisation;
    bool disabled;
};
MUST_USE enum status list_users(struct app *app, struct arena *a, struct user_line **out, size_t *count_out);
MUST_USE enum status disable_user(struct app *app, struct user_id id, bool disabled);
MUST_USE enum status set_user_password(struct app *app, struct user_id id, const char *password, struct issues *issues);

#endif
