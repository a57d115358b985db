// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_CONTACT_STORE_H
#define STORE_CONTACT_STORE_H

#include "core/contact.h"
#include "store/store.h"

// Changes: "contact" insert, update, delete. Contacts of employers are among the words their employer is found by.

MUST_USE enum status contact_get(struct store *s, struct contact_id id, struct arena *a, struct contact *out);
// id, version and created_at are given by the store.
MUST_USE enum status contact_insert(struct store_tx *tx, const struct contact *c, struct contact_id *id_out);
// CONFLICT: c->version is not the stored one. Whose it is may change, when duplicates are put together.
MUST_USE enum status contact_update(struct store_tx *tx, const struct contact *c);

// Takes away one that an import has made. CONFLICT: it is gone, or another version, or something refers to it by now.
MUST_USE enum status contact_delete(struct store_tx *tx, struct contact_id id, int64_t version);

struct contact_filter {
    struct employer_id employer; // {0} all, and so on
    struct agency_id agency;
    const char *email;           // exactly this one; NULL or "": all
    day present_on;              // only those who are there on that day; DAY_NONE: those who have left, too
};
// Those who are there first, then by role and name.
MUST_USE enum status contact_list(struct store *s, const struct contact_filter *filter, size_t most, struct arena *a,
                                  struct contact **out, size_t *count_out);

// The answer about informational mail of all who have this address, in the transaction of others: post's unsubscribing.
MUST_USE enum status contacts_answer(struct store_tx *tx, const char *email, enum contact_informed informed, day on,
                                     enum informed_how how);

// The address with that key (post_store.h), now or before, as the change log knows it. NOT_FOUND: it was never theirs.
MUST_USE enum status contact_address_with(struct store *s, struct contact_id id, const unsigned char key[STORE_TOKEN], struct arena *a,
                                          const char **out);

// Has anybody with this address said no to informational mail? The no is the person's, at whichever firm it was said, or as
// a guest who was nobody's contact (post_store.h).
MUST_USE enum status contacts_refuse(struct store *s, const char *email, bool *out);

// Names of an employer's contacts who are there, for its search words.
MUST_USE enum status contact_names(struct store_tx *tx, struct employer_id id, const char **out);

#endif
