// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_COMPETENCE_H
#define CORE_COMPETENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/code.h"
#include "base/day.h"

// What the match engine may read of a person: competence and availability, in codes. No name, country, gender, age,
// religion, health, family, address, benefit, date of birth or free text may ever be added here (product.md, rule 3).

// stated ⊂ documented (seen by an adviser) ⊂ recognised (by an authority): whoever has the later has the earlier.
enum evidence { EVIDENCE_STATED = 1, EVIDENCE_DOCUMENTED, EVIDENCE_RECOGNISED };

// Common European Framework of Reference. CEFR_NONE on a fact: the person says "none at all".
enum cefr { CEFR_NONE, CEFR_A1, CEFR_A2, CEFR_B1, CEFR_B2, CEFR_C1, CEFR_C2 };

enum language_part { PART_LISTENING, PART_READING, PART_WRITING, PART_SPEAKING };
enum { LANGUAGE_PARTS = 4 };

enum { NKR_LEAST = 2, NKR_MOST = 8 }; // Nasjonalt kvalifikasjonsrammeverk

enum fact_kind {
    FACT_EXPERIENCE = 1, // code: STYRK-08, 4 digits; from/to
    FACT_SKILL,          // code: catalogue skill
    FACT_LANGUAGE,       // code: ISO 639-3; part; level: enum cefr
    FACT_EDUCATION,      // code: ISCED-F 2013, 2–4 digits, or no code; level: NKR 2–8
    FACT_LICENCE,        // code: catalogue licence, certificate or authorisation; expires
};

// A section is what one "this is all" covers. Skills have none: each skill is asked for by itself.
enum section {
    SECTION_WORK,
    SECTION_EDUCATION,
    SECTION_LICENCES,
    SECTION_LANGUAGES,
    SECTION_TIMES,
    SECTION_PLACES,
};
enum { SECTIONS = 6 };

struct fact {
    enum fact_kind kind;
    enum evidence evidence;
    struct code code;
    uint8_t part;   // enum language_part, for languages
    uint8_t level;  // enum cefr for languages, NKR for education
    bool no;        // skill or licence: the person says "I do not have this"
    month from, to; // experience: first and last calendar month worked in; to is MONTH_NONE for a current job
    day expires;    // licence: last valid day, DAY_NONE when it does not expire
};

// Times of work, as bits.
enum work_time { TIME_DAY = 1, TIME_EVENING = 2, TIME_NIGHT = 4, TIME_WEEKEND = 8, TIME_SHIFT = 16 };
enum { WORK_TIMES = 5, WORK_TIMES_ALL = 31 };

struct availability {
    day free_from;                    // DAY_NONE: not said
    uint8_t share_least, share_most;  // per cent of full time, 1–100; 0, 0: not said
    uint8_t times;                    // bits of enum work_time that the person can
    const struct code *places;        // region areas that the person has ticked, in code order, no two alike
    size_t place_count;
};

struct competence {
    const struct fact *facts;
    size_t fact_count;
    uint8_t complete; // bit 1 << enum section: the person says "this is all"
    struct availability availability;
};

// Names for stored forms, addresses, JSON and form values; never shown to people, never translated. A name is NULL for
// a value outside its type; reading is false, and leaves the output, for anything but a name.
const char *evidence_name(unsigned evidence);   // "stated", "documented", "recognised"
const char *cefr_name(unsigned level);          // "none", "A1" … "C2"
const char *language_part_name(unsigned part);  // "listening", "reading", "writing", "speaking"
const char *fact_kind_name(unsigned kind);      // "experience", "skill", "language", "education", "licence"
const char *section_name(unsigned section);     // "work", "education", "licences", "languages", "times", "places"
const char *work_time_name(unsigned one_bit);   // "day", "evening", "night", "weekend", "shift"
bool evidence_read(const char *text, enum evidence *out);
bool cefr_read(const char *text, enum cefr *out);
bool language_part_read(const char *text, enum language_part *out);
bool fact_kind_read(const char *text, enum fact_kind *out);
bool section_read(const char *text, enum section *out);
bool work_time_read(const char *text, enum work_time *out);

// The shapes of codes, by themselves; whether such a code exists is the catalogue's to say.
bool code_is_occupation(struct code c, bool group_too); // STYRK-08: 4 digits, or also a 3-digit group
bool code_is_language(struct code c);                   // ISO 639-3: 3 small letters
bool code_is_education(struct code c);                  // ISCED-F 2013: 2–4 digits, or no code (any field)

// Implications are data: whoever holds (kind, from) holds (kind, to), with the same evidence and expiry. The engine
// closes them, so CE → C, C → B is enough for CE → B, and circles do no harm; ladders (CEFR, months, NKR, evidence) and
// code prefixes (STYRK 3-digit groups, broader ISCED-F fields) it knows by itself.
struct implication {
    enum fact_kind kind; // FACT_SKILL or FACT_LICENCE
    struct code from, to;
};

#endif
