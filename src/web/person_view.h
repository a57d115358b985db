// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_PERSON_VIEW_H
#define WEB_PERSON_VIEW_H

#include "app/people.h"
#include "web/components.h"
#include "web/edit.h"
#include "web/profile_words.h"

// What the pages about one person show to those who work with the person; the person's own are in me_view.h.

struct person_work;
struct referral_row;

struct person_need {
    const struct candidate_need *need;
    const char *class_title; // msgid
    enum badge badge;
    const char *path;        // of the explanation, NULL when the reader may not open it
    const struct referral_row *referral; // the reader's agency's for it, or NULL
    bool may_start;          // a referral, here and now
};

struct person_view {
    const struct candidate_view *candidate;
    const char *name;
    const char *path;                   // of the page: "/candidates/17"
    const char *phone;                  // as people read it
    struct profile_words words;
    const struct person_need *needs;    // matching open needs, best first
    size_t need_count;
    const struct person_work *work;     // person_work_view.h
    const struct reader_line *readers;
    size_t reader_count;
    const struct enrolment_line *own;   // the running enrolment with the actor's agency, or NULL
    bool may_edit, may_delete;
};

// The pages that do one thing with the person; their field components show what was typed.
struct person_form {
    const struct candidate_view *candidate;
    const char *name;
    const char *path;     // of the person's page
    const char *agency;   // of the enrolment that is to end, NULL: none runs
    const char *password; // of the log-in just made: shown once
    struct edit edit;     // of name and contact
};

// "/candidates/17" and rest.
const char *candidate_path(struct request *r, struct person_id person, const char *rest);
// A Norwegian number in pairs, "98 76 54 32"; others as they are.
const char *phone_text(struct arena *a, const char *e164);

// A page may be made of several readings: what one organisation's readers of one role saw within a minute stands in one
// line, until something is seen again.
struct reader_visit {
    int64_t at;
    const char *organisation;
    enum role role;
    const char *what; // text: "profile, list of referrals"
};
size_t reader_visits(enum lang lang, struct arena *a, const struct reader_line *lines, size_t count,
                     struct reader_visit **out);

// Registering: the page of the first step.
struct enrol_view {
    const struct option *bases;
    const char *notice; // the information text, paragraphs parted by an empty line
    struct steps steps;
};

const char *basis_title(enum legal_basis basis); // msgid: "Consent"
const char *basis_name(enum legal_basis basis);  // "consent": the form's values
bool basis_read(const char *name, enum legal_basis *out);
enum { LEGAL_BASES = 3 };

#endif
