// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_HIRE_H
#define CORE_HIRE_H

#include <stdbool.h>

#include "base/code.h"
#include "base/day.h"
#include "base/issues.h"
#include "core/actor.h"
#include "core/id.h"
#include "core/need.h"
#include "core/programme.h"
#include "core/region.h"

// The registered result (ansettelse; product.md, rule 6): counted once, with evidence. Corrections subtract and stay
// visible. Work training is not a hire.

enum hire_state { HIRE_REPORTED, HIRE_CONFIRMED, HIRE_TAKEN_BACK };
enum { HIRE_STATES = 3 };

// How it is known: the employer says so, or an adviser has seen a document.
enum hire_evidence { HIRE_EVIDENCE_NONE, HIRE_EVIDENCE_EMPLOYER, HIRE_EVIDENCE_DOCUMENT };
enum { HIRE_EVIDENCES = 3 };

// Why it ended, from a list: nothing of health or family.
enum hire_end {
    HIRE_END_NONE, HIRE_END_AGREED, HIRE_END_OTHER_JOB, HIRE_END_STUDIES, HIRE_END_BY_PERSON, HIRE_END_BY_EMPLOYER,
    HIRE_END_LESS_WORK, HIRE_END_OTHER
};
enum { HIRE_ENDS = 8, HIRE_NOTE_MOST = 500 };

// Lists: all, those that go on as far as is known, and those of which the end is written down.
enum hire_course { HIRE_COURSE_ANY, HIRE_COURSE_ON, HIRE_COURSE_ENDED };

struct hire {
    struct hire_id id;
    int64_t version;
    struct person_id person;     // {0}: reported by an employer without a posted need, and nobody has said to be it
    struct referral_id referral; // {0}: without one
    struct need_id need;         // {0}: made without a posted need, shown apart
    struct employer_id employer; // the legal unit on the day of the start, for "hired against pledge"
    struct workplace_id workplace;
    struct agency_id agency;     // whose adviser registered it, {0}: an employer user did without a referral
    struct code occupation;      // STYRK-08
    struct code area;            // the workplace's when it was registered; {0} outside the region
    enum hire_state state;
    enum hire_evidence evidence;
    day start;
    day agreed_to;               // the last agreed day; DAY_NONE: permanent, or not agreed
    enum employment_form form;
    int share;                   // per cent of full time
    struct user_id registered_by, confirmed_by;
    int64_t created_at, confirmed_at, taken_back_at; // 0: not
    day ended_on;                // the last day; DAY_NONE: goes on as far as is known
    // Said of the person, and sealed; END_NONE and "" once the person is deleted.
    enum hire_end end_reason;
    const char *note;            // why it was corrected or taken back last
};

// What is given at registration and correction; fields are named as here: "start", "agreed_to", "form", "share",
// "occupation", "work_training", "note".
void hire_check(const struct hire *h, bool work_training, day today, struct issues *issues);

enum hire_act { HIRE_CONFIRM, HIRE_CORRECT, HIRE_TAKE_BACK, HIRE_END, HIRE_GO_ON };
enum { HIRE_ACTS = 5 };
// NULL: may be done; otherwise the msgid that says why not. HIRE_GO_ON takes a wrong end back. Whether the hire is
// this actor's to work with is core/access.h's to say.
const char *hire_refusal(const struct hire *h, enum hire_act act, enum role role);
// Whether that is evidence from somebody of this role: employers confirm, advisers have seen a document.
bool hire_evidence_fits(enum hire_evidence evidence, enum role role);
// The state after confirming or correcting: what is corrected without evidence has to be confirmed again.
enum hire_state hire_after(enum hire_act act, enum hire_evidence evidence, enum hire_state before);

// Does it count as a hire on that day: confirmed, begun, not taken back.
bool hire_stands(const struct hire *h, day today);
// May it count toward the goal: stands, begun in the programme's period, in the region, with the least share and agreed
// duration? Which person's is first, and whether the person has said yes to counting, is the counting job's to find.
bool hire_counts(const struct hire *h, const struct programme *p, const struct region_area *areas, size_t area_count,
                 day today);

// Check-ins: 3, 6, 12 and 24 months after the start, asked of the person and of the employer.
enum { CHECKINS = 4, CHECKIN_CHASE_DAYS = 14, CHECKIN_OPEN_DAYS = 60 };
extern const int CHECKIN_MONTHS[CHECKINS];
enum checkin_side { CHECKIN_OF_PERSON, CHECKIN_OF_EMPLOYER };
enum { CHECKIN_SIDES = 2 };
enum checkin_state {
    CHECKIN_SCHEDULED,
    CHECKIN_ASKED,     // due, and asked
    CHECKIN_CHASED,    // asked a second and last time, two weeks later
    CHECKIN_ANSWERED,
    CHECKIN_UNOBSERVED, // never answered: two months after it was due
    CHECKIN_CANCELLED, // the hire was taken back, or had ended before
};
enum { CHECKIN_STATES = 6 };
struct checkin {
    struct checkin_id id;
    struct hire_id hire;
    struct person_id person; // {0} as in the hire
    int months;              // one of CHECKIN_MONTHS
    enum checkin_side side;
    day due_on;
    enum checkin_state state;
    bool employed;           // CHECKIN_ANSWERED
    day answered_on;         // DAY_NONE: not
    struct user_id answered_by;
    bool by_adviser;         // answered on the person's behalf
    // Sealed. rating 1–5, 0: not given. norwegian: enum of levels as in core/competence.h, 0: not given.
    int rating, norwegian;
};
day checkin_due(day start, int months);
bool checkin_open(const struct checkin *c, day today); // waits for an answer, and may get one
// The step that the clock asks for today: the state to go to, or the same.
enum checkin_state checkin_by_clock(const struct checkin *c, day today);
void checkin_answer_check(const struct checkin *answer, struct issues *issues); // fields rating, norwegian

// Was the person still employed `months` after the start? Only what was observed counts: the end, when it is known;
// else the answers, of which one no outweighs a yes. *observed_out false: nobody has said.
bool hire_employed_at(const struct hire *h, const struct checkin *checkins, size_t count, int months, day today,
                      bool *observed_out);

const char *hire_state_name(enum hire_state s);    // as stored: "reported", "confirmed", "taken-back"
bool hire_state_read(const char *name, enum hire_state *out);
const char *hire_state_title(enum hire_state s);   // English msgid
const char *hire_evidence_name(enum hire_evidence e);
bool hire_evidence_read(const char *name, enum hire_evidence *out);
const char *hire_evidence_title(enum hire_evidence e);
const char *hire_end_name(enum hire_end e);
bool hire_end_read(const char *name, enum hire_end *out);
const char *hire_end_title(enum hire_end e);       // "" for HIRE_END_NONE
const char *checkin_state_name(enum checkin_state s);
bool checkin_state_read(const char *name, enum checkin_state *out);
const char *checkin_state_title(enum checkin_state s);
const char *checkin_side_name(enum checkin_side s); // "person", "employer"
bool checkin_side_read(const char *name, enum checkin_side *out);
const char *checkin_side_title(enum checkin_side s);

// "Innvandrerbakgrunn", in Statistics Norway's categories B and C: given only by the person.
enum background { BACKGROUND_NOT_GIVEN, BACKGROUND_YES, BACKGROUND_NO, BACKGROUND_NOT_SAID };
enum { BACKGROUNDS = 4 };
const char *background_name(enum background b); // "yes", "no", "not-said"; "" for not given
bool background_read(const char *name, enum background *out);
const char *background_title(enum background b);

#endif
