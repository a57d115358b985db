// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_EMPLOYER_H
#define CORE_EMPLOYER_H

#include "base/arena.h"
#include "base/code.h"
#include "base/day.h"
#include "base/issues.h"
#include "core/id.h"

enum employer_stage {
    STAGE_NEW, STAGE_CONTACTED, STAGE_MEETING_BOOKED, STAGE_MET, STAGE_TAKING_PART, STAGE_HIRING, STAGE_PAUSED, STAGE_DECLINED
};
enum { EMPLOYER_STAGES = 8, EMPLOYEES_UNKNOWN = -1, EMPLOYER_NAME_MOST = 200 };

// Why an employer does not want to take part; words may add to it.
enum decline { DECLINE_NONE, DECLINE_NO_NEED, DECLINE_NO_TIME, DECLINE_OWN_WAY, DECLINE_CUTTING, DECLINE_NOT_WANTED, DECLINE_OTHER };
enum { DECLINES = 7, CHANGE_WORDS_MOST = 300 };
const char *decline_name(enum decline d); // as stored: "no-need"; "" for none
bool decline_read(const char *name, enum decline *out);
const char *decline_title(enum decline d); // English msgid

// Will it tell other employers how it was?
enum reference { REFERENCE_UNASKED, REFERENCE_ASKED, REFERENCE_YES, REFERENCE_NO };
enum { REFERENCES = 4 };
const char *reference_name(enum reference r); // as stored: "asked"; "" when it has not been asked
bool reference_read(const char *name, enum reference *out);
const char *reference_title(enum reference r); // English msgid

// How many of those who work there have an immigrant background, as the employer itself estimates: voluntary, in bands,
// and never of so few that it speaks of somebody (objective 4). The engine cannot read it.
enum estimate { ESTIMATE_UNASKED, ESTIMATE_NOT_SAID, ESTIMATE_NONE, ESTIMATE_UNDER_10, ESTIMATE_10_24, ESTIMATE_25_49, ESTIMATE_HALF };
enum { ESTIMATES = 7, ESTIMATE_EMPLOYEES_LEAST = 10 };
const char *estimate_name(enum estimate e); // as stored: "under-10"; "" when it has not been asked
bool estimate_read(const char *name, enum estimate *out);
const char *estimate_title(enum estimate e); // English msgid
bool estimate_is_many(enum estimate e);      // a quarter or more: whom objective 4 speaks of

// A legal unit (enhet). Its workplaces (underenheter) are where people are hired; pledges belong to the unit.
struct employer {
    struct employer_id id;
    int64_t version;
    const char *orgnr;             // nine digits, or "" for one not yet verified
    const char *name;
    const char *organisation_form; // "AS", "ENK", "KOMM"; "" unknown
    const char *industry;          // SN code as given, "" unknown
    const char *industry_version;  // "SN2007", "SN2025", "" unknown
    const char *sector;            // institutional sector code, "" unknown
    int employees;                 // EMPLOYEES_UNKNOWN when the register does not tell
    const char *address;
    const char *postal_code;
    const char *postal_place;
    struct code municipality;      // with the day it was valid: codes are not rewritten
    day municipality_valid_on;
    enum employer_stage stage;
    day paused_until;              // on that day it comes back to the stage it had
    enum decline decline;
    const char *declined_reason;   // in words, beside it
    struct user_id owner;          // who in the office follows it up
    bool bankrupt, closed;
    int pledged;                   // how many it means to hire; 0 none
    day pledged_by;
    enum reference reference;
    day reference_on;              // when it was asked, or answered
    enum estimate estimate;
    day estimate_on;
    bool estimate_by_employer;     // given by its own user; else told to the office
    int64_t created_at;
};

struct workplace {
    struct workplace_id id;
    int64_t version;
    struct employer_id employer; // parent now; parents over time are kept by the store
    const char *orgnr;           // "" when unknown
    const char *name;
    const char *address, *postal_code, *postal_place;
    struct code municipality;
    day municipality_valid_on;
    struct code area;            // region area, {0} outside the region
    int employees;
    bool closed;
};

// Trims, checks the organisation number's digit (synthetic ones only when allowed), lengths and days.
void employer_check(const struct employer *e, bool synthetic_allowed, day today, struct issues *issues);
void workplace_check(const struct workplace *w, bool synthetic_allowed, struct issues *issues);
const char *stage_name(enum employer_stage s);  // as stored: "meeting-booked"
bool stage_read(const char *name, enum employer_stage *out);
const char *stage_title(enum employer_stage s); // English msgid
// Why no estimate is asked for, or NULL.
const char *estimate_refusal(const struct employer *e); // English msgid

// One move from stage to stage.
struct stage_move {
    int64_t at;
    enum employer_stage from, to;
    day paused_until;
    enum decline decline;
    const char *declined_reason;
    const char *why;       // in words, ""
    const char *user_name; // "" the system: it came back by itself
};
// One change of what the employer means to hire.
struct pledge_move {
    int64_t at;
    int pledged;
    day by;
    const char *why, *user_name;
};

// A number of which the business register has told that something changed, and not what.
struct refetch_line {
    const char *orgnr, *name;
    bool workplace; // else an employer
};

#endif
