// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_SURVEY_H
#define CORE_SURVEY_H

#include "base/day.h"
#include "core/guest.h"
#include "core/question.h"

// A survey (undersøkelse): a set of questions that is sent to an audience with a deadline. Counts are shown once it is
// closed, since counts that are looked at before and after somebody has answered tell what that one answered. A closed
// survey stays closed.
struct survey_asked_id { int64_t value; }; // one contact that is asked by one survey: the row of the personal link

enum survey_state { SURVEY_DRAFT, SURVEY_OPEN, SURVEY_CLOSED };
enum { SURVEY_STATES = 3 };
enum survey_audience { AUDIENCE_EVENT, AUDIENCE_VIEW, AUDIENCE_CONTACTS };
enum { SURVEY_AUDIENCES = 3 };
enum asked_state {
    ASKED_WAITING,
    ASKED_BEGUN,    // some answers are kept, not sent in
    ASKED_ANSWERED,
    ASKED_REMOVED,  // the answer was deleted on request, and the link is dead
};
enum { ASKED_STATES = 4 };

// What kind of employer the contact is of, on the day it was asked: what results may be split by.
enum respondent_kind { RESPONDENT_PRIVATE, RESPONDENT_PUBLIC, RESPONDENT_VOLUNTARY, RESPONDENT_AGENCY };
enum { RESPONDENT_KINDS = 4 };
// Of an organisation form of the business register ("AS", "KOMM"); unknown ones are private.
enum respondent_kind respondent_kind_of(const char *organisation_form);

enum {
    SURVEY_NAME_MOST = 120,
    SURVEY_QUERY_MOST = 1500,
    SURVEY_DAYS_MOST = 180,  // until the deadline
    SURVEY_CHOSEN_MOST = 500, // contacts picked one by one
    ANSWER_TEXT_MOST = 2000,
    TEXT_MONTHS = 24,        // free texts go so long after the survey was closed; choices stay as archive
};

struct survey {
    struct survey_id id;
    int64_t version;
    struct question_set_id set;
    const char *name;         // for the office; those who are asked read the set's
    enum survey_audience audience;
    struct event_id event;    // AUDIENCE_EVENT: those present
    struct view_id view;      // AUDIENCE_VIEW: a saved view of employers, or {0} and
    const char *query;        // the query of their list; ""
    enum survey_state state;
    day deadline;             // answers are taken until the end of that day
    day remind_on;            // the clock reminds once on that day; DAY_NONE: not
    day reminded_on;          // when anybody was reminded last, by hand or the clock; DAY_NONE: nobody
    struct survey_id before;  // the survey whose same questions it measures anew; {0}: none
    struct user_id made_by;
    int64_t created_at, opened_at, closed_at; // 0: not
    int64_t texts_gone_at;    // free texts were erased; 0: not
};

// Fields: name, event, view, contacts, deadline, remind_on. chosen: contacts picked.
void survey_check(const struct survey *s, size_t chosen, day today, struct issues *issues);
// When the clock reminds unless the office says otherwise: two thirds of the way, on a working day; DAY_NONE: too short.
day survey_remind_usual(day today, day deadline);
day survey_texts_until(const struct survey *s); // the last day free texts are kept; DAY_NONE: not closed yet

enum survey_act { SURVEY_CHANGE, SURVEY_OPENS, SURVEY_REMIND, SURVEY_EXTEND, SURVEY_CLOSE, SURVEY_DROP, SURVEY_PAIR };
enum { SURVEY_ACTS = 7 };
// May it be done? NULL: yes; otherwise the msgid that says why not.
const char *survey_refusal(const struct survey *s, enum survey_act act, day today);
// Does the survey take answers?
const char *survey_answer_refusal(const struct survey *s, enum asked_state asked, day today);
bool survey_reminds(const struct survey *s, day today); // the clock's turn
bool survey_ends(const struct survey *s, day today);    // the deadline is over and it is open still

// One answer to one question.
struct answer {
    struct question_id question;
    unsigned chosen;   // bits of choices, as core/question.h says
    const char *text;  // own words; ""
};
bool answer_given(const struct answer *answer);
// Is the answer one to the question? Issues of the field, with ids as in the form; required: a missing one is one, too.
void answer_check(const struct question *q, const struct answer *answer, const char *field, bool required,
                  struct issues *issues);
// The flags that the chosen options carry: bits 1 << enum answer_flag.
unsigned answer_flags(const struct question *q, const struct answer *answer);

const char *survey_state_name(enum survey_state s);  // as stored: "draft"
bool survey_state_read(const char *name, enum survey_state *out);
const char *survey_state_title(enum survey_state s); // English msgid
const char *survey_audience_name(enum survey_audience a);
bool survey_audience_read(const char *name, enum survey_audience *out);
const char *survey_audience_title(enum survey_audience a);
const char *asked_state_name(enum asked_state s);
bool asked_state_read(const char *name, enum asked_state *out);
const char *asked_state_title(enum asked_state s);
const char *respondent_kind_name(enum respondent_kind k);
bool respondent_kind_read(const char *name, enum respondent_kind *out);
const char *respondent_kind_title(enum respondent_kind k);

#endif
