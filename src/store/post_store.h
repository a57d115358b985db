// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_POST_STORE_H
#define STORE_POST_STORE_H

#include "store/outbox_store.h"
#include "store/store.h"

// Addresses that mail comes back from or whose owner wants none, and what came in. Changes: "address_hold" insert, update;
// "address_refusal" insert, delete; their bodies hold no address. What came in has no line: it is a log itself.

// A contact as the words of a mail name it.
struct post_contact {
    const char *name, *email; // "" none
    const char *firm;         // the employer's or agency's name
};
MUST_USE enum status post_contact_get(struct store *s, struct contact_id id, struct arena *a, struct post_contact *out);

// An address as it is known here: a keyed hash. A person's follows from the person and the version of the identity in
// which it stands, so that no hash of a candidate's address is kept; any change of the identity is a new address.
void address_key(const struct store *s, const char *email, unsigned char key_out[STORE_TOKEN]);
void address_key_of_person(const struct store *s, struct person_id person, int64_t identity_version,
                           unsigned char key_out[STORE_TOKEN]);
MUST_USE enum status address_held(struct store *s, const unsigned char key[STORE_TOKEN], bool *out);
MUST_USE enum status address_on_hold(struct store *s, const char *email, bool *out); // of no person

// Somebody who is nobody's contact wants no more information at the address. The same again is OK. A yes that was given
// earlier than the no does not lift it.
MUST_USE enum status address_refuse(struct store_tx *tx, const unsigned char key[STORE_TOKEN], bool one_click);
MUST_USE enum status address_allow(struct store_tx *tx, const unsigned char key[STORE_TOKEN], int64_t said_at);
MUST_USE enum status address_refused(struct store *s, const unsigned char key[STORE_TOKEN], bool *out);
MUST_USE enum status any_address_refused(struct store *s, bool *out);

// A mail came back from where it was sent. lasts: for good, so that the address is on hold from now on; else when it is the
// last of several (core/bounce.h).
MUST_USE enum status address_returned(struct store_tx *tx, const struct outbox_entry *mail, const unsigned char key[STORE_TOKEN],
                                      bool lasts, const char *code, bool *held_out);
struct address_hold {
    int64_t id, version;
    struct outbox_id mail;      // that came back last: to whom it was is whose address it is
    const char *code;           // core/bounce.h
    int passing;                // how many came back for a passing reason
    unsigned char key[STORE_TOKEN]; // of the address, as address_key makes it
    int64_t held_at;            // 0: released
    int64_t released_at;
    const char *released_by;    // "" nobody
};
// On hold: longest first. Released: those of the time since then, latest first.
MUST_USE enum status address_hold_list(struct store *s, int64_t after, size_t most, struct arena *a, struct address_hold **out,
                                       size_t *count_out);
MUST_USE enum status address_hold_released(struct store *s, int64_t since, size_t most, struct arena *a, struct address_hold **out,
                                           size_t *count_out);
MUST_USE enum status address_hold_count(struct store *s, int64_t *count_out);
// CONFLICT: somebody was faster.
MUST_USE enum status address_hold_set(struct store_tx *tx, int64_t id, int64_t version, bool held);

// What came in, by a digest of the mail. known: it has been read before, and nothing is written.
MUST_USE enum status inbound_known(struct store *s, const void *bytes, size_t size, bool *known_out);
MUST_USE enum status inbound_insert(struct store_tx *tx, const void *bytes, size_t size, const char *what, struct outbox_id mail,
                                    const char *code, bool *known_out);
MUST_USE enum status inbound_count(struct store *s, int64_t since, const char *what, int64_t *count_out);

#endif
