// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_PROFILE_FORM_H
#define WEB_PROFILE_FORM_H

#include "app/people.h"
#include "core/region.h"
#include "web/pick.h"
#include "web/profile_words.h"
#include "web/skill_offer.h"

// The stepwise form of a profile. Every step is a form of its own that stores at once; a step changes only what it shows.
enum profile_step { STEP_WORK, STEP_LANGUAGES, STEP_EDUCATION, STEP_SKILLS, STEP_AVAILABILITY, STEP_LOOK };
enum { PROFILE_STEPS = 6 };
const char *profile_step_word(enum profile_step step);  // "work": in addresses
const char *profile_step_title(enum profile_step step); // msgid: the page's heading
bool profile_step_read(const char *word, enum profile_step *out);

enum answer { ANSWER_NONE, ANSWER_YES, ANSWER_NO };
enum { LEVEL_NOT_ASKED = -1 };

// One entry as the form shows it. Its fields are named prefix "_" what: "work_0_from". The key in the prefix stays the
// same while the form is sent back and forth, so that what was typed stays with its entry when another one is removed.
struct profile_entry {
    const char *prefix;
    const char *key;
    struct code code;
    const char *label;      // of code, for the combobox and for headings; "" for a fresh one
    struct pick pick;       // what the typed label may mean, when it is not sure
    bool known;             // a skill or licence that is only to be answered: its code is not typed
    bool fresh;             // the empty one at the end
    month from, to;
    bool still;             // the work goes on
    int level;              // education: NKR, 0 none chosen
    int levels[LANGUAGE_PARTS]; // enum cefr or LEVEL_NOT_ASKED
    const char *text;
    enum evidence evidence;
    enum answer answer;
    day expires;
    size_t fact, fact_count; // its facts in the profile that was read from the form
};

struct profile_form {
    const struct candidate_view *candidate;
    enum profile_step step;
    const struct profile *profile;   // its values where nothing was typed
    int64_t version;                 // that the next save is made on
    struct profile_entry *entries;   // of the step; in STEP_SKILLS the skills
    size_t entry_count;
    struct profile_entry *licences;  // STEP_SKILLS
    size_t licence_count;
    struct skill_offers offers;      // STEP_SKILLS: what goes with the person's work and is not named
    const struct region_area *areas; // all days
    size_t area_count;
    const struct region_area *places; // those of today, to choose among
    size_t place_count;
    bool conflict;                   // somebody else saved meanwhile
    struct profile_words words;      // what is stored now
    const char *name;                // the person's
    const char *person_path;         // "/candidates/17"
    const char *edit_path;           // "/candidates/17/edit"
    struct steps steps;
};

// Who it is, then the steps; a step is done when the profile holds something of it, or the person has said that there is
// no more. profile NULL: the person is not registered yet.
struct steps profile_steps(struct arena *a, const struct profile *profile, size_t current);

// The entries of what is stored, with a fresh one at the end. form->profile and form->step are set.
void profile_form_fill(struct request *r, struct profile_form *form);

// Reads the step from the request's form into *out, which otherwise is form->profile; fills form's entries with what was
// typed, without the one that is to be removed. Issues are about what cannot be read; their fields are the form's.
void profile_form_read(struct request *r, struct profile_form *form, struct profile *out, struct issues *issues);

// Adds the issues of profile_check (fields "facts[3].from" …) under the names that the form's fields have; those whose
// field has one already are left out.
void profile_form_issues(const struct profile_form *form, const struct profile *read, const struct issues *from,
                         struct issues *to);

#endif
