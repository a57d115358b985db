// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_ACCOUNTS_H
#define APP_ACCOUNTS_H

#include "app/app.h"

// Logging in, sessions, the own account, and users for the command line and the demo.

// A session's reference is 256 random bits, in hex, known to the browser only; the store keeps its hash.
enum { SESSION_TOKEN_TEXT = 65 };

struct login {
    const char *email;
    const char *password;
    const char *pending;    // of the answer to the first step, "" in the first step; replaces e-mail and password
    const char *code;       // in the second step: a one-time or a recovery code
    const char *address;    // of the client, for the limit of tries
    const char *user_agent; // as the browser sent it
};

struct login_answer {
    const char *pending; // a code is asked for: log in with this and the code within ten minutes; NULL: logged in
    char token[SESSION_TOKEN_TEXT]; // the new session's reference when logged in
    int wait_seconds;    // set with BUSY: until the next try counts
};

// The first step takes e-mail and password. INVALID: issues says so in one neutral sentence (wrong e-mail, wrong
// password and disabled account alike, after the same work). OK: logged in, or a code is asked for. The second step takes
// pending and a code; INVALID with an issue on "pending": it has run out, begin again.
// BUSY: too many tries from this address, or for this account from this address (issues says when to try again); it
// never locks the account for others. Wrong one-time codes after the right password are counted for the account, and
// leave the recovery codes open.
MUST_USE enum status log_in(struct app *app, const struct login *login, struct arena *a, struct issues *issues,
                            struct login_answer *out);
// Who the token stands for; NOT_FOUND when it is unknown, ended, idle for 30 minutes or 12 hours old. Counts as a sign
// of life.
MUST_USE enum status session_actor(struct app *app, const char *token, struct arena *a, struct session_id *id_out,
                                   struct actor *actor_out);
MUST_USE enum status log_out(struct app *app, const char *token); // OK also when there was nothing to end

struct session_line {
    struct session_id id;
    int64_t created_at, seen_at;
    const char *browser; // "Firefox, Windows"; "" when it is none we know
    bool current;
};
// Running ones, newest first. current is the session that asks.
MUST_USE enum status list_sessions(struct app *app, const struct actor *actor, struct session_id current,
                                   struct arena *a, struct session_line **out, size_t *count_out);
MUST_USE enum status end_session(struct app *app, const struct actor *actor, struct session_id id);
MUST_USE enum status end_other_sessions(struct app *app, const struct actor *actor, struct session_id current);

struct account {
    const char *name, *email; // email is "" for candidates: it is not kept readable
    enum role role;
    const char *organisation;
    enum lang lang;
    bool totp;
    int recovery_codes_left;
    bool has_password;   // false: one-time codes alone (app/codes.h)
    int64_t password_at; // when it was last set
};
MUST_USE enum status get_account(struct app *app, const struct actor *actor, struct arena *a, struct account *out);
MUST_USE enum status change_language(struct app *app, const struct actor *actor, enum lang lang);

// Where a password is asked for again ("password", or "old"), tries are limited for each user: BUSY, and issues says
// when to try again. Passwords: see app/password.h.
// Issues on "old" and "fresh". Ends the other sessions.
MUST_USE enum status change_password(struct app *app, const struct actor *actor, struct session_id current,
                                     const char *old, const char *fresh, struct issues *issues);

// One-time codes (app/totp.h). Begin gives a secret that is not in force until it is confirmed with a code from it;
// until then only the page has it, sealed in pending. pending "" makes a new secret, else that one is shown again.
// CONFLICT: they are asked for already. INVALID: pending is not one of this user, or older than an hour.
struct totp_offer {
    const char *pending;
    const char *secret; // to type into an app: "JBSW Y3DP …"
    const char *uri;    // otpauth://totp/…, for a QR code
};
MUST_USE enum status begin_totp(struct app *app, const struct actor *actor, const char *pending, struct arena *a,
                                struct totp_offer *out);
// Issues on "code". The recovery codes are shown once: only their hashes are kept.
MUST_USE enum status confirm_totp(struct app *app, const struct actor *actor, const char *pending, const char *code,
                                  struct arena *a, struct issues *issues, const char *(*codes_out)[10]);
// New recovery codes; the old ones stop working. Issues on "password". CONFLICT: no one-time codes are asked for.
MUST_USE enum status renew_recovery_codes(struct app *app, const struct actor *actor, const char *password,
                                          struct arena *a, struct issues *issues, const char *(*codes_out)[10]);
MUST_USE enum status end_totp(struct app *app, const struct actor *actor, const char *password,
                              struct issues *issues); // issues on "password"

// For the command line, the demo, and advisers who make a candidate's log-in: not behind a session.
struct new_user {
    enum role role;
    const char *name, *email, *password; // a candidate's name and e-mail are not kept here
    struct agency_id agency;             // advisers; of the office {0} is the programme's own
    struct employer_id employer;         // employer users
    const char *organisation;            // instead of the two: the agency's name, the employer's organisation number
    struct person_id person;             // candidates
    enum lang lang;
};
// Issues on role, name, email, password, organisation.
// actor: who adds it, NULL for the operator.
MUST_USE enum status add_user(struct app *app, const struct actor *actor, const struct new_user *user, struct issues *issues,
                              struct user_id *id_out);
struct user_line {
    struct user_id id;
    const char *name, *email; // "" for candidates
    enum role role;
    const char *organisation;
    bool totp, disabled;
};
MUST_USE enum status list_users(struct app *app, struct arena *a, struct user_line **out, size_t *count_out);
MUST_USE enum status find_user(struct app *app, const char *email, struct arena *a, struct user_line *out);
// As whom something is done; NOT_FOUND when the user is disabled.
MUST_USE enum status user_as_actor(struct app *app, struct user_id id, struct arena *a, struct actor *out);
MUST_USE enum status disable_user(struct app *app, struct user_id id, bool disabled); // ends the sessions
// Ends all sessions. With end_totp also the second step, for who has lost telephone and recovery codes.
MUST_USE enum status set_user_password(struct app *app, struct user_id id, const char *password, bool end_totp,
                                       struct issues *issues);

#endif
