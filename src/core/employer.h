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
    const char *email, *phone, *contact_name; // whom to call, "" when unknown
    enum employer_stage stage;
    day paused_until;
    const char *declined_reason;
    struct user_id owner;          // who in the office follows it up
    bool bankrupt, closed;
    int pledged;                   // how many it means to hire; 0 none
    day pledged_by;
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

// A number of which the business register has told that something changed, and not what.
struct refetch_line {
    const char *orgnr, *name;
    bool workplace; // else an employer
};

#endif
