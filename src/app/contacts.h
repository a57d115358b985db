// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_CONTACTS_H
#define APP_CONTACTS_H

#include "app/app.h"
#include "core/contact.h"

// Contact persons of employers and agencies. Whoever may see the employer or agency sees them; the office, the employer's
// own users and an agency's own advisers (RIGHT_TELL) keep them. Whether somebody takes informational mail is for that
// person to say: an employer's user says it for the contact with the own log-in's address, and reads no other's answer.

struct contact_owner { // one of the two
    struct employer_id employer;
    struct agency_id agency;
};
// Those who are there first, by role and name; with gone: those who have left, too.
MUST_USE enum status list_contacts(struct app *app, const struct actor *actor, struct contact_owner owner, bool gone,
                                   struct arena *a, struct contact **out, size_t *count_out);
struct contact_view {
    struct contact contact;
    const char *owner_name; // of the employer or agency
    unsigned rights;        // on it
    bool may_answer;        // may say whether informational mail is welcome
};
MUST_USE enum status get_contact(struct app *app, const struct actor *actor, struct contact_id id, struct arena *a,
                                 struct contact_view *out);
MUST_USE enum status add_contact(struct app *app, const struct actor *actor, const struct contact *typed, struct issues *issues,
                                 struct contact_id *id_out);
// CONFLICT: typed->version is not the stored one. An answer that the actor may not give stays as it is.
MUST_USE enum status edit_contact(struct app *app, const struct actor *actor, const struct contact *typed,
                                  struct issues *issues);
// Has left (on: the first day without), or is there after all (DAY_NONE).
MUST_USE enum status end_contact(struct app *app, const struct actor *actor, struct contact_id id, int64_t version, day on,
                                 struct issues *issues);
// Has mail to the address come back, so that none is sent?
MUST_USE enum status contact_held(struct app *app, const struct actor *actor, const struct contact *c, bool *out);

#endif
