// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_PERSON_STORE_H
#define STORE_PERSON_STORE_H

#include "core/person.h"
#include "store/enrolment_store.h"
#include "store/profile_store.h"
#include "store/store.h"

// Persons and who they are. Every change here is about a person and sealed under that person's key: "person" insert,
// separate, delete; "identity" insert, update; "person_token" insert; "not_same" insert (rows: the person's id).
// NOT_FOUND also for persons who are deleted.

// Makes the person and the key.
MUST_USE enum status person_insert(struct store_tx *tx, const struct identity *identity, struct person_id *id_out);

MUST_USE enum status identity_get(struct store *s, struct person_id id, struct arena *a, struct identity *out,
                                  int64_t *version_out);
MUST_USE enum status identity_put(struct store_tx *tx, struct person_id id, int64_t version,
                                  const struct identity *identity); // CONFLICT: another version stands

// Recognition. A token is store_token(PURPOSE_PERSON_TOKEN) of what was typed; it is kept with the agency of the actor,
// sealed, so that finding opens them all. One that belongs to a separated pair may give either: ask person_not_same.
enum token_kind { TOKEN_NUMBER, TOKEN_NAME_AND_BIRTH };
MUST_USE enum status person_token_insert(struct store_tx *tx, struct person_id id, enum token_kind kind,
                                         const unsigned char token[STORE_TOKEN]); // OK when it stands already
MUST_USE enum status person_token_find(struct store *s, const unsigned char token[STORE_TOKEN], struct arena *a,
                                       struct person_id **out, size_t *count_out); // none: OK with 0
// Undoes a wrong recognition: the enrolments with that agency move to a new person, with a key of its own and copies of
// identity and profile, and so do the tokens that the agency's users typed; the two are noted as not the same. A
// candidate's log-in stays with the old one. Each can then be deleted without trace: what was written before the
// separation (log lines, and backups of that time) is lost with the first of the two that is deleted, while what stands
// now of the other one stays.
// NOT_FOUND: no enrolment with that agency.
MUST_USE enum status person_separate(struct store_tx *tx, struct person_id id, struct agency_id agency,
                                     struct person_id *fresh_out);
// Has anybody typed a number for this person?
MUST_USE enum status person_has_number(struct store *s, struct person_id id, bool *out);
MUST_USE enum status person_not_same(struct store *s, struct person_id one, struct person_id other, bool *out);

// Deletes identity, profile, tokens, log-in and sessions; the key goes when the transaction is committed, and with it
// whatever log and backups say of the person. Enrolments stay as agency and days.
MUST_USE enum status person_delete(struct store_tx *tx, struct person_id id);

#endif
