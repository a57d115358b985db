// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_REFERRAL_H
#define CORE_REFERRAL_H

#include <stdbool.h>

#include "core/actor.h"
#include "core/need.h"

// The work that follows a proposal: one person for one need. Three separate things, never one mixed field (product.md,
// "From need to lasting hire"): how far the adviser's work is, what has come of it, and what the employer says.

// The adviser's.
enum work_status {
    WORK_CONSIDERED, WORK_CONTACTED, WORK_RELEVANT, WORK_INTERVIEW, WORK_TRIAL, WORK_OFFERED, WORK_NOT_RELEVANT,
    WORK_NOT_INTERESTED
};
enum { WORK_STATUSES = 8 };

// What the figures count. Its history is only ever added to.
enum outcome { OUTCOME_NOT_PRESENTED, OUTCOME_PRESENTED, OUTCOME_HIRED };
enum { OUTCOMES = 3 };

// The employer's, of somebody who is or was presented.
enum employer_verdict { EMPLOYER_TO_CONSIDER, EMPLOYER_RELEVANT, EMPLOYER_NOT_RELEVANT, EMPLOYER_HIRED };
enum { EMPLOYER_VERDICTS = 4 };

// Why somebody is not relevant, from a list: competence and the need, never the person.
enum verdict_reason {
    REASON_NONE,
    REASON_EXPERIENCE,   // too little experience of the work
    REASON_COMPETENCE,   // lacks a skill or licence that the work needs
    REASON_LANGUAGE,     // the language level that the work needs
    REASON_EDUCATION,    // lacks education, or its recognition
    REASON_AVAILABILITY, // start, share or times do not fit
    REASON_PLACE,        // cannot get to the workplace
    REASON_OTHER_CHOSEN, // somebody else was chosen
    REASON_NEED_GONE,    // the need has changed or fallen away
    REASON_NO_SHOW,      // did not come to the interview, or could not be reached
};
enum { VERDICT_REASONS = 10 };

// How the question of sharing the profile stands, as the referral sees it; see core/share.h.
enum consent { CONSENT_NOT_ASKED, CONSENT_WAITING, CONSENT_YES, CONSENT_NO, CONSENT_ENDED };
enum { CONSENTS = 5 };

// All that the rules read.
struct referral_state {
    enum need_state need;
    enum consent consent;
    enum work_status work;
    enum outcome outcome;
    enum employer_verdict verdict;
    bool hire_confirmed; // a hire with evidence is registered for it and has not been taken back
};

// One referral as it is kept: two of the three fields that the rules read (need and consent are looked up), and what is
// said of the person beside them, which is sealed and "" or REASON_NONE once the person is deleted.
struct referral {
    struct referral_id id;
    int64_t version; // counts up at each change
    struct person_id person;
    struct need_id need;
    struct agency_id agency; // whose advisers work on it
    const char *code;        // "K4T-7QX": stands for the person to those who may not know who it is
    enum work_status work;
    enum outcome outcome;
    enum employer_verdict verdict;
    day next_on;             // DAY_NONE: no next step
    struct user_id next_owner;
    struct user_id created_by, changed_by; // {0}: the system, or the person is deleted
    int64_t created_at, changed_at, presented_at; // presented_at 0: not presented
    enum verdict_reason reason;
    const char *note, *verdict_note, *next_step;
};

enum referral_step {
    STEP_WORK,      // set the work status
    STEP_PRESENT,   // the profile goes to the employer
    STEP_UNPRESENT, // a presentation that was a mistake, or whose consent has ended
    STEP_VERDICT,   // the employer says
    STEP_HIRE,      // by way of a confirmed hire only
    STEP_UNHIRE,    // the hire was taken back
};
enum { REFERRAL_STEPS = 6 };

struct referral_move {
    enum referral_step step;
    enum work_status work;        // STEP_WORK
    enum employer_verdict verdict; // STEP_VERDICT
    enum verdict_reason reason;   // STEP_VERDICT
};

// May somebody of this role make this move? NULL: yes. Otherwise the English msgid that says why not and what to do.
// Whether the person and the need are this actor's to work with is core/access.h's to say.
//
// Nothing reaches an employer before the person's yes: presenting, interview, trial and offer need it. The employer judges
// whom it has been shown. A closed need takes no new steps, but its referrals may be ended and corrected.
const char *referral_refusal(const struct referral_state *at, const struct referral_move *move, enum role role);

// The state after a move that is not refused. A hire makes the outcome and the employer's verdict "hired"; taking it back
// gives "presented", since that had happened before.
struct referral_state referral_after(const struct referral_state *at, const struct referral_move *move);

// Is anything left to do in it?
bool referral_ended(const struct referral_state *at);

const char *work_status_name(enum work_status s);  // as stored: "not-relevant"
bool work_status_read(const char *name, enum work_status *out);
const char *work_status_title(enum work_status s); // English msgid
const char *outcome_name(enum outcome o);
bool outcome_read(const char *name, enum outcome *out);
const char *outcome_title(enum outcome o);
const char *employer_verdict_name(enum employer_verdict v);
bool employer_verdict_read(const char *name, enum employer_verdict *out);
const char *employer_verdict_title(enum employer_verdict v);
const char *verdict_reason_name(enum verdict_reason r);
bool verdict_reason_read(const char *name, enum verdict_reason *out);
const char *verdict_reason_title(enum verdict_reason r); // "" for REASON_NONE

#endif
