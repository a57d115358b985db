// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_RECIPIENT_STORE_H
#define STORE_RECIPIENT_STORE_H

#include "core/survey.h"
#include "store/store.h"

// Whom a survey may be sent to, with what decides whether it is.
struct recipient {
    struct contact_id contact;   // or
    struct guest_id guest;       // who was at an event and is no contact
    struct employer_id employer; // or
    struct agency_id agency;
    enum respondent_kind kind;
    const char *name, *email, *organisation;
    bool left;                   // no longer there today
    bool informed_yes, informed_no;
    size_t same;                 // of one with the address of another: where that one stands in the list of those asked
};
struct recipients {
    struct recipient *list;
    size_t count, room;
};
// Each adds to the list.
MUST_USE enum status recipients_of_contact(struct store *s, struct contact_id contact, day today, struct arena *a,
                                           struct recipients *out); // NOT_FOUND: no such contact
MUST_USE enum status recipients_of_email(struct store *s, const char *email, day today, struct arena *a, struct recipients *out);
MUST_USE enum status recipients_of_employer(struct store *s, struct employer_id employer, day today, struct arena *a,
                                            struct recipients *out);

// Those who were ticked as present at the event, each once.
MUST_USE enum status recipients_of_event(struct store *s, struct event_id event, day today, struct arena *a,
                                         struct recipients *out);

#endif
