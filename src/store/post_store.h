// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_POST_STORE_H
#define STORE_POST_STORE_H

#include "base/lang.h"
#include "store/store.h"

// Contacts as receivers of mail, addresses that mail comes back from, and what came in. Changes: "contact" update (when
// one unsubscribes), "address_hold" insert, update; their bodies hold no address. What came in has no line: it is a log
// itself.

struct post_contact {
    const char *name, *email; // email "" none
    enum lang lang;
    bool refuses;             // wants no information
    bool gone;                // no longer at the employer
    const char *firm;         // the employer's or agency's name
};
MUST_USE enum status post_contact_get(struct store *s, struct contact_id id, struct arena *a, struct post_contact *out);
// how: 'unsubscribed', as contact.informed_how. The same again is OK and writes nothing.
MUST_USE enum status post_contact_inform(struct store_tx *tx, struct contact_id id, bool wants, day on, const char *how);

MUST_USE enum status address_on_hold(struct store *s, const char *email, bool *out);

#endif
