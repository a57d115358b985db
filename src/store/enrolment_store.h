// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_ENROLMENT_STORE_H
#define STORE_ENROLMENT_STORE_H

#include "core/access.h"
#include "core/person.h"
#include "store/store.h"

// Who is with which agency. Changes: "enrolment" insert, end, move, sealed under the person's key.

MUST_USE enum status enrolment_get(struct store *s, struct enrolment_id id, struct arena *a, struct enrolment *out);
// CONFLICT: the person has a running enrolment with that agency.
MUST_USE enum status enrolment_insert(struct store_tx *tx, const struct enrolment *e, struct enrolment_id *id_out);
MUST_USE enum status enrolment_end(struct store_tx *tx, struct enrolment_id id, day to); // CONFLICT: has ended
MUST_USE enum status enrolment_list(struct store *s, struct person_id id, struct arena *a, struct enrolment **out,
                                    size_t *count_out); // oldest first

// Who of the persons from first to last is with which agency on a day: for the engine's groups. In the order of persons.
struct enrolled_pair {
    struct person_id person;
    struct agency_id agency;
};
// Some twice; and of deleted people, too, who have no profile any more.
MUST_USE enum status enrolment_pairs(struct store *s, day on, struct person_id first, struct person_id last,
                                     struct arena *a, struct enrolled_pair **out, size_t *count_out);
// The agencies of one person on a day.
MUST_USE enum status enrolment_agencies(struct store *s, struct person_id id, day on, struct arena *a,
                                        struct agency_id **out, size_t *count_out);
// Persons of whom an enrolment began or ended between two days: whose agencies are others on the second.
MUST_USE enum status enrolment_turned(struct store *s, day after, day until, struct arena *a, struct person_id **out,
                                      size_t *count_out);

// An agency's people: those enrolled today, or (ended) those whose last enrolment with it ended within retention days
// before today. By person id; after: the last one shown. Those whose identity cannot be read are left out, so fewer than
// most means that there are no more.
struct enrolled_person {
    struct person_id person;
    struct identity identity;
    struct enrolment_id enrolment;
    day from, to;
};
// An agency's people of the day from first to last, both included, in the order of persons, each once, with the last of the
// enrolments that run; for several threads to share the work. p lives until each returns, and a is for what each needs until
// then. Who cannot be read is left out. Stops at the first answer that is not OK and returns it.
MUST_USE enum status person_each(struct store *s, struct agency_id agency, day today, struct person_id first,
                                 struct person_id last,
                                 enum status (*each)(void *arg, const struct enrolled_person *p, struct arena *a), void *arg);
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

const char *legal_basis_name(enum legal_basis basis); // as stored: "consent", "legal-obligation", "public-task"
bool legal_basis_read(const char *name, enum legal_basis *out);

#endif
