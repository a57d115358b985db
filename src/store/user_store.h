// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_USER_STORE_H
#define STORE_USER_STORE_H

#include "store/store.h"

// Users and their sessions. Changes: "user" insert, update, password, totp, recovery, disable, enable; "session" insert,
// end. Nothing secret is in their bodies; a candidate's are sealed under the person's key.

struct user {
    struct user_id id;
    int64_t version;
    enum role role;
    struct agency_id agency;     // office, advisers
    struct employer_id employer; // employer users
    struct person_id person;     // candidates
    enum lang lang;
    const char *name, *email;    // "" for candidates: theirs are in the identity
    const char *password;        // argon2id in its own notation (password_hash); "": none opens it
    int64_t password_at;
    bool totp;                   // a one-time code is asked for
    int64_t totp_step;           // the last time step that was used
    int recovery_codes;          // unused ones
    int64_t created_at, disabled_at; // 0: not disabled
};

MUST_USE enum status user_get(struct store *s, struct user_id id, struct arena *a, struct user *out);
MUST_USE enum status user_find_by_email(struct store *s, const char *email, struct arena *a, struct user *out);
MUST_USE enum status user_find_by_person(struct store *s, struct person_id person, struct arena *a, struct user *out);
MUST_USE enum status user_list(struct store *s, struct arena *a, struct user **out, size_t *count_out); // oldest first
MUST_USE enum status user_list_of_employer(struct store *s, struct employer_id employer, struct arena *a,
                                           struct user **out, size_t *count_out); // oldest first, disabled ones too
MUST_USE enum status user_list_of_agency(struct store *s, struct agency_id agency, struct arena *a, struct user **out,
                                         size_t *count_out); // oldest first, those who can log in
// email is for candidates as well: only its keyed hash is kept. "" for a candidate who logs in with one-time codes alone.
// CONFLICT: the address, or the person, has an account.
MUST_USE enum status user_insert(struct store_tx *tx, const struct user *u, struct user_id *id_out);
// Name, e-mail (when not "") and language. CONFLICT: the address has another account.
MUST_USE enum status user_update(struct store_tx *tx, const struct user *u);
// A candidate's: "" for one who logs in with one-time codes alone. CONFLICT: the address has another account.
MUST_USE enum status user_set_candidate_email(struct store_tx *tx, struct user_id id, const char *email);
MUST_USE enum status user_set_password(struct store_tx *tx, struct user_id id, const char *password);
MUST_USE enum status user_set_disabled(struct store_tx *tx, struct user_id id, bool disabled); // ends the sessions
// The user as an actor: name (a candidate's from the identity), organisation's name. NOT_FOUND: none such or disabled.
MUST_USE enum status user_actor(struct store *s, struct user_id id, struct arena *a, struct actor *out);

// TOTP. size 0 ends it and drops the recovery codes.
MUST_USE enum status user_set_totp(struct store_tx *tx, struct user_id id, const void *secret, size_t size);
MUST_USE enum status user_totp(struct store *s, struct user_id id, struct arena *a, const void **secret_out,
                               size_t *size_out); // NOT_FOUND: none
// A time step opens once: CONFLICT when it, or a later one, was used. Not in the change log.
MUST_USE enum status user_use_totp_step(struct store_tx *tx, struct user_id id, int64_t step);
MUST_USE enum status user_set_recovery_codes(struct store_tx *tx, struct user_id id, const char *const *codes,
                                             size_t count); // replaces all; kept as keyed hashes
MUST_USE enum status user_use_recovery_code(struct store_tx *tx, struct user_id id, const char *code); // NOT_FOUND

// Sessions: the token is 32 random bytes that only the browser has; the store keeps its hash.
enum { SESSION_TOKEN = 32, SESSION_IDLE_MS = 30 * 60 * 1000, SESSION_MOST_MS = 12 * 60 * 60 * 1000 };
struct session {
    struct session_id id;
    struct user_id user;
    int64_t created_at, seen_at;
    const char *agent; // the browser in words
};
// The token is drawn by the caller (random_bytes), so that the job can be repeated.
MUST_USE enum status session_insert(struct store_tx *tx, struct user_id user, const unsigned char token[SESSION_TOKEN],
                                    const char *agent, struct session_id *id_out);
// NOT_FOUND: unknown, ended, idle too long or too old at `now`, or its user is disabled.
MUST_USE enum status session_find(struct store *s, const unsigned char token[SESSION_TOKEN], int64_t now,
                                  struct arena *a, struct session *out);
MUST_USE enum status session_touch(struct store_tx *tx, struct session_id id); // seen now; not in the change log
MUST_USE enum status session_list(struct store *s, struct user_id user, int64_t now, struct arena *a,
                                  struct session **out, size_t *count_out); // running ones, newest first
MUST_USE enum status session_end(struct store_tx *tx, struct user_id user, struct session_id id); // NOT_FOUND: another's
MUST_USE enum status session_end_others(struct store_tx *tx, struct user_id user, struct session_id kept); // {0}: all
// The token that the session's forms carry, derived from the session's own.
void session_form_token(const unsigned char token[SESSION_TOKEN], unsigned char out[SESSION_TOKEN]);

#endif
