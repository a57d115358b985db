// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_PERSON_STORE_H
#define STORE_PERSON_STORE_H

#include "core/access.h"
#include "core/person.h"
#include "core/profile.h"
#include "store/store.h"

// Persons, their identities, profiles and enrolments. Every change here is about a person and sealed under that
// person's key: "person" insert, separate, delete; "identity" insert, update; "profile" insert, update; "enrolment"
// insert, end, move; "person_token" insert; "not_same" insert.
// NOT_FOUND also for persons who are deleted.

// Makes the person and the key.
MUST_USE enum status person_insert(struct store_tx *tx, const struct identity *identity, struct person_id *id_out);

MUST_USE enum status identity_get(struct store *s, struct person_id id, struct arena *a, struct identity *out,
                                  int64_t *version_out);
MUST_USE enum status identity_put(struct store_tx *tx, struct person_id id, int64_t version,
                                  const struct identity *identity); // CONFLICT: another version stands

// NOT_FOUND: no profile yet. p->person, version, lot and updated_at are the stored ones.
MUST_USE enum status profile_get(struct store *s, struct person_id id, struct arena *a, struct profile *out);
// version 0 for the first, which draws the lot; else the one that was read (CONFLICT).
MUST_USE enum status profile_put(struct store_tx *tx, const struct profile *p);
// All profiles in the order of their persons, for building the engine. p lives until each returns. Stops at the first
// answer that is not OK and returns it.
MUST_USE enum status profile_each(struct store *s, enum status (*each)(void *arg, const struct profile *p), void *arg);

MUST_USE enum status enrolment_get(struct store *s, struct enrolment_id id, struct arena *a, struct enrolment *out);
// CONFLICT: the person has a running enrolment with that agency.
MUST_USE enum status enrolment_insert(struct store_tx *tx, const struct enrolment *e, struct enrolment_id *id_out);
MUST_USE enum status enrolment_end(struct store_tx *tx, struct enrolment_id id, day to); // CONFLICT: has ended
MUST_USE enum status enrolment_list(struct store *s, struct person_id id, struct arena *a, struct enrolment **out,
                                    size_t *count_out); // oldest first

// Who is with which agency on a day: for the engine's groups. In the order of persons.
struct enrolled_pair {
    struct person_id person;
    struct agency_id agency;
};
MUST_USE enum status enrolment_pairs(struct store *s, day on, struct arena *a, struct enrolled_pair **out,
                                     size_t *count_out);
// The agencies of one person on a day.
MUST_USE enum status enrolment_agencies(struct store *s, struct person_id id, day on, struct arena *a,
                                        struct agency_id **out, size_t *count_out);

// An agency's people: those enrolled today, or (ended) those whose last enrolment with it ended within retention days
// before today. By person id; after: the last one shown.
struct enrolled_person {
    struct person_id person;
    struct identity identity;
    struct enrolment_id enrolment;
    day from, to;
};
MUST_USE enum status person_list(struct store *s, struct agency_id agency, day today, bool ended,
                                 struct person_id after, size_t most, struct arena *a, struct enrolled_person **out,
                                 size_t *count_out);
MUST_USE enum status person_count(struct store *s, struct agency_id agency, day today, int64_t *count_out);

// Figures that a deletion does not change: enrolments begun in the period, and those running on some day of it.
struct enrolment_figure {
    struct agency_id agency;
    int64_t begun, running;
};
MUST_USE enum status enrolment_figures(struct store *s, day from, day to, struct arena *a,
                                       struct enrolment_figure **out, size_t *count_out);

// For the access rule. enrolled_lately reads the programme's retention setting.
MUST_USE enum status person_access_facts(struct store *s, const struct actor *actor, struct person_id id, day today,
                                         struct access_facts *out);

// Recognition. A token is store_token(PURPOSE_PERSON_TOKEN) of what was typed.
enum token_kind { TOKEN_NUMBER, TOKEN_NAME_AND_BIRTH };
MUST_USE enum status person_token_insert(struct store_tx *tx, struct person_id id, enum token_kind kind,
                                         const unsigned char token[STORE_TOKEN]); // OK when it stands already
MUST_USE enum status person_token_find(struct store *s, const unsigned char token[STORE_TOKEN], struct arena *a,
                                       struct person_id **out, size_t *count_out); // none: OK with 0
// Undoes a wrong recognition: the enrolments with that agency move to a new person, with a key of its own and copies of
// identity and profile; the two are noted as not the same. A candidate's log-in stays with the old one.
// NOT_FOUND: no enrolment with that agency.
MUST_USE enum status person_separate(struct store_tx *tx, struct person_id id, struct agency_id agency,
                                     struct person_id *fresh_out);
MUST_USE enum status person_not_same(struct store *s, struct person_id one, struct person_id other, bool *out);

// Deletes identity, profile, tokens, log-in and sessions; the key goes when the transaction is committed, and with it
// whatever log and backups say of the person. Enrolments stay as agency and days.
MUST_USE enum status person_delete(struct store_tx *tx, struct person_id id);

const char *legal_basis_name(enum legal_basis basis); // as stored: "consent", "legal-obligation", "public-task"
bool legal_basis_read(const char *name, enum legal_basis *out);

#endif
