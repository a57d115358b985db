// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_REQUIREMENT_H
#define CORE_REQUIREMENT_H

#include "core/competence.h"

// One demand of a need. Either an OR of atoms, or one comparison of columns (share, start).
enum requirement_kind { REQUIRE_ATOMS, REQUIRE_SHARE, REQUIRE_START };

enum atom_kind {
    ATOM_OCCUPATION, // code: STYRK-08, 4 digits or a 3-digit group; level: least months held (one of the ladder)
    ATOM_SKILL,
    ATOM_LANGUAGE,   // code: ISO 639-3; part; level: least enum cefr
    ATOM_EDUCATION,  // code: ISCED-F, 2–4 digits, or none for any field; level: least NKR
    ATOM_LICENCE,    // held and valid on the need's first day
    ATOM_PLACE,      // code: region area
    ATOM_TIME,       // level: one bit of enum work_time
};

struct atom {
    enum atom_kind kind;
    struct code code;
    uint8_t part;
    uint8_t level;
};

// The months an occupation atom may ask for (matching.md).
extern const uint8_t MONTH_LADDER[7]; // 1, 6, 12, 24, 36, 60, 120

enum { REQUIREMENT_ATOMS_MOST = 8, REQUIREMENTS_MOST = 64, WEIGHT_MOST = 15, SCORE_MOST = 960 };

struct requirement {
    enum requirement_kind kind;
    bool must;
    uint8_t weight;      // 1–15 for a should, 0 for a must
    enum evidence least; // asked evidence
    struct atom atoms[REQUIREMENT_ATOMS_MOST];
    uint8_t atom_count;
    uint8_t share_least, share_most; // REQUIRE_SHARE
    day start_from, start_latest;    // REQUIRE_START; start_from is also the day licences must be valid on
    const char *work_reason;         // why the work needs this language level; NULL when it asks for none
};

bool months_on_ladder(unsigned months); // one of MONTH_LADDER

// Place, times, share or start: what only the person can say and what every need asks for, always as a must.
bool requirement_about_availability(const struct requirement *r);

// The evidence to offer when nobody has chosen one (matching.md, "Verdicts"): licences documented, authorisations that
// an authority must recognise (health and the like; the catalogue says which) recognised, all else stated.
// authorisation: one of the requirement's licence atoms is such an authorisation.
enum evidence requirement_default_evidence(const struct requirement *r, bool authorisation);

// "occupation", "skill", "language", "education", "licence", "place", "time": names as in competence.h
const char *atom_kind_name(unsigned kind);
bool atom_kind_read(const char *text, enum atom_kind *out);

#endif
