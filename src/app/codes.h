// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_CODES_H
#define APP_CODES_H

#include "app/accounts.h"

// One-time codes, which let a person in without a password: asked for with the e-mail address and sent there, or handed
// over by an adviser. A code works once. No code is kept anywhere: it follows from its row and the store's own key.

enum { CODE_MAIL_MINUTES = 15, CODE_HANDED_HOURS = 24 };

// The answer is the same, after the same work, whether anybody has the address: *pending_out, which the page carries to
// the second step. Whom it is, and who is enrolled today or has a candidate's log-in, gets a notice OUTBOX_CODE, whose
// cause is the code's row. INVALID: no e-mail address. BUSY: too many from this network address (issues says when to
// try again, *wait_seconds_out in seconds); it keeps nobody else from asking for the same person.
MUST_USE enum status ask_code(struct app *app, const char *email, const char *address, struct arena *a,
                              struct issues *issues, const char **pending_out, int *wait_seconds_out);
// What the notice says: "1234 5678". code: the outbox row's cause. NOT_FOUND: its time is over, it has been used, or the
// person is deleted: there is nothing to send.
MUST_USE enum status one_time_code_text(struct app *app, int64_t code, struct arena *a, const char **text_out);

// For a person whom the actor helps, on the spot: "1234 5678 1234 5678", to be shown once. The person's earlier ones of
// this kind end. Works for 24 hours. Stands in the person's log of reads. CONFLICT: the person's account is closed.
MUST_USE enum status hand_code(struct app *app, const struct actor *actor, struct person_id person, struct arena *a,
                               const char **text_out);

// Takes login->pending and code, address, user_agent; pending "": the code is one that was handed over. OK: logged in as
// the candidate, or out->pending for log_in's second step when the person has chosen to be asked for one. lang: of the
// account that is made when the person has none. INVALID: issues on "code", or on "pending" when it has run out.
MUST_USE enum status log_in_by_code(struct app *app, const struct login *login, enum lang lang, struct arena *a,
                                    struct issues *issues, struct login_answer *out);

// Removes codes whose time has long been over; called by app_tend.
MUST_USE enum status tend_codes(struct app *app);

#endif
