// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_PEOPLE_H
#define APP_PEOPLE_H

#include "app/app.h"
#include "core/need.h"
#include "core/person.h"
#include "core/profile.h"

// A new person with the actor's own agency, or a further enrolment of one who is known already.
struct enrolment_form {
    struct identity identity;
    const char *national_number; // fødselsnummer or D-number, "" when not given: makes a token, is not kept
    const char *birth_date;      // ISO; with the name it makes the other token; not kept
    const char *purpose;
    enum legal_basis basis;
    bool notice_shown;           // the person has been shown the text that is in force
    bool address_protected;      // refused: address-protected people are never enrolled
};
struct enrolment_result {
    struct person_id person;
    bool known_before; // recognised: the same person is enrolled with another agency already
};
MUST_USE enum status enrol_person(struct app *app, const struct actor *actor, const struct enrolment_form *form,
                                  struct issues *issues, struct enrolment_result *out);
// Undoes a wrong recognition: the own agency's enrolment gets a person of its own.
MUST_USE enum status separate_person(struct app *app, const struct actor *actor, struct person_id person,
                                     struct person_id *fresh_out);
MUST_USE enum status end_enrolment(struct app *app, const struct actor *actor, struct enrolment_id id);

struct enrolment_line {
    struct enrolment enrolment;
    const char *agency_name;
    bool own;
};
struct candidate_view {
    struct person_id person;
    struct identity identity;   // empty texts without RIGHT_IDENTITY
    struct profile profile;
    int64_t identity_version;   // for edit_identity
    struct enrolment_line *enrolments; // the actor's own agency's; all for oneself
    size_t enrolment_count;
    bool elsewhere;             // another agency helps the person as well: has the person enrolled today
    unsigned rights;
    bool login;                 // has an own log-in
};
MUST_USE enum status get_candidate(struct app *app, const struct actor *actor, struct person_id id, struct arena *a,
                                   struct candidate_view *out);

enum candidate_sort { CANDIDATES_BY_NAME, CANDIDATES_BY_NEWEST, CANDIDATES_BY_MET };
// Where a page of the list ended: in the order of newest after an enrolment, else after a person. Names are no part of it,
// for it stands in addresses: where the last ones stood is asked of the list itself, and the one before goes for whoever
// has left it or was written since.
enum { PLACE_MOST = 5 };
struct candidate_place {
    int64_t numbers[PLACE_MOST]; // of the last ones shown, the very last first
    size_t count;                // 0: from the beginning
    int64_t seen;                // the last change the list was made from, 0: not known
    size_t shown;                // how many stood up to there: for when none of them can be trusted any more
};
struct candidate_query {
    const char *text;  // part of the name, folded; "" all
    enum candidate_sort sort;
    bool ended;        // those whose enrolment ended within the retention setting, instead of the running ones
    struct candidate_place after;
    // What the profile must say, as requirements of a need; the engine answers. With some, those who meet at least one
    // condition that is no must are listed as well. Not for ended enrolments, which the engine does not hold.
    const struct requirement *conditions;
    size_t condition_count;
    // Whether another agency helps the person as well, as candidate_view.elsewhere says: always a must, and never which.
    enum match_elsewhere elsewhere;
};
struct candidate_row {
    struct person_id person;
    const char *name;
    struct code occupation; // of the longest experience, {0} none
    size_t fact_count;
    int sections_complete;
    day free_from;
    day enrolled_from;
    int64_t updated_at;
    int met; // of the conditions
};
struct candidate_page {
    struct candidate_row *rows;
    size_t row_count, total;
    size_t first;          // how many stand before these rows
    struct candidate_place next; // for after; none: these are the last
};
MUST_USE enum status list_candidates(struct app *app, const struct actor *actor, const struct candidate_query *query,
                                     struct arena *a, struct candidate_page *out);

// Made on candidate_view.identity_version (CONFLICT otherwise).
MUST_USE enum status edit_identity(struct app *app, const struct actor *actor, struct person_id id, int64_t version,
                                   const struct identity *typed, struct issues *issues);
// Stores the whole profile made on profile->version (CONFLICT otherwise). Codes are checked against the catalogue.
MUST_USE enum status edit_profile(struct app *app, const struct actor *actor, const struct profile *profile,
                                  struct issues *issues);

// The open needs for one candidate, best first, as the candidate's page shows them. Takes what get_candidate gave, which
// wrote the reading down.
struct candidate_need {
    struct need_id need;
    const char *title, *employer_name, *place_name;
    struct match_row row;
};
MUST_USE enum status rank_needs(struct app *app, const struct actor *actor, const struct candidate_view *candidate,
                                size_t most, struct arena *a, struct candidate_need **out, size_t *count_out);

// For advisers only the own agency's readings: which others help a person is the person's to know.
struct reader_line {
    int64_t at;
    const char *organisation;
    enum role role;
    const char *what; // English msgid: "profile", "ranked for a need" …
};
MUST_USE enum status list_readers(struct app *app, const struct actor *actor, struct person_id id, struct arena *a,
                                  struct reader_line **out, size_t *count_out); // newest first, of the last 200

// Destroys the person's key: nothing about the person can be read again, in the database, its log or its backups.
// Figures stay. confirmation must be the person's full name as shown. An adviser cannot delete somebody whom another
// agency helps as well (INVALID): the own enrolment is ended instead; the person can always.
MUST_USE enum status delete_person(struct app *app, const struct actor *actor, struct person_id id,
                                   const char *confirmation, struct issues *issues);
// An account for a candidate, with the candidate's e-mail and a first password, shown once, that the adviser hands over.
MUST_USE enum status invite_candidate(struct app *app, const struct actor *actor, struct person_id id, struct arena *a,
                                      struct issues *issues, const char **password_out);

// Everything held about a person, as JSON, for the person.
MUST_USE enum status export_person(struct app *app, const struct actor *actor, struct person_id id, struct arena *a,
                                   const char **json_out);
// The information text in force, in the language asked for.
MUST_USE enum status get_notice(struct app *app, enum lang lang, struct arena *a, int *version_out,
                                const char **text_out);

#endif
