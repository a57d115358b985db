// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_ASKS_H
#define APP_ASKS_H

#include "app/app.h"
#include "core/ask.h"

// "Ask the other agency" (core/ask.h). Who the other agency's candidates are stays with it: an ask never carries a person.

// Asks an agency about an open need; its users are told. An agency is asked once: then *known_out is true and nothing is
// written. CONFLICT: the need is not open (field "" says so). INVALID: field "agency".
MUST_USE enum status ask_agency(struct app *app, const struct actor *actor, struct need_id need, struct agency_id agency,
                                struct issues *issues, struct ask_id *id_out, bool *known_out);
// By the asked agency: ASK_WILL_LOOK or ASK_NOBODY, which may change; the asking agency's users are told. CONFLICT as in
// app/referrals.h; the same answer by the same user once more is OK.
MUST_USE enum status answer_ask(struct app *app, const struct actor *actor, struct ask_id id, int64_t version,
                                enum ask_answer answer, struct issues *issues);

struct ask_row {
    struct agency_ask ask;
    const char *need_title, *employer_name, *workplace_name;
    const char *from_name, *to_name;              // agencies
    const char *asked_by_name, *answered_by_name; // "" the system
    enum need_state need;
    bool may_answer;             // "we will look" or "we have nobody", by this actor, now
};
enum ask_side { ASKED_OF_US, ASKED_BY_US };
struct ask_query {
    enum ask_side side;
    struct need_id need;         // {0} all
    bool waiting;                // only those without an answer, for open needs
    const char *after;           // key of the last row seen, "" or NULL the first page
    size_t most;                 // at most 200; 0: 50
};
struct ask_page {
    struct ask_row *rows;        // newest first
    size_t row_count, total;
    const char *next;            // "" when this is the last page
};
// Of the actor's own agency. NOT_FOUND: for nobody else.
MUST_USE enum status list_asks(struct app *app, const struct actor *actor, const struct ask_query *query,
                               struct arena *a, struct ask_page *out);

#endif
