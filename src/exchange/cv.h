// SPDX-License-Identifier: EUPL-1.2
#ifndef EXCHANGE_CV_H
#define EXCHANGE_CV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/day.h"
#include "base/issues.h"
#include "base/status.h"
#include "core/competence.h"

// What a CV says of competence, whatever its format. The reader takes work, education, languages, skills and licences
// and nothing else: name, address, contact, nationality, birth date, gender and photo have no place here and are left in
// the file, and so are texts that look like a way to reach somebody.

enum cv_format {
    CV_EUROPASS,    // Europass XML 2.0–3.4 (CEDEFOP): SkillsPassport and learnerinfo
    CV_CANDIDATE,   // Europass XML since 2020: Candidate
    CV_JSON_RESUME, // jsonresume.org, schema v1
    CV_TABLE,       // CSV or XLSX: kind, what, level, from, to
};
const char *cv_format_name(enum cv_format f);  // "europass": as stored
const char *cv_format_title(enum cv_format f); // English msgid
bool cv_format_read(const char *name, enum cv_format *out);

enum { CV_LEVEL_NOT_SAID = -1 };

struct cv_entry {
    enum fact_kind kind;
    const char *source; // how the CV words it, one line: "Butikkmedarbeider, Aleppo Market"
    const char *what;   // what the code is to be found by: the title of a post, a field or title of education, a skill …
    const char *code;   // as the file has it, "" none: ISO 639 for languages, a driving class, ISCED-F for education
    int nkr;            // education: level of the European (and so the Norwegian) framework 1–8, 0 not said
    bool guessed;       // the level is taken from the words of a title
    int levels[LANGUAGE_PARTS]; // enum cefr, or CV_LEVEL_NOT_SAID
    bool mother_tongue;
    month from, to;     // MONTH_NONE: not said
    bool current;       // it goes on; then to is MONTH_NONE
    bool years_only;    // only years are given: from and to are the months that are certain (see cv_period)
    day expires;        // licences: DAY_NONE not said
    int64_t line;       // of the file, 0 unknown
};

// A part of the CV that gave nothing, and why. text quotes the CV, "" where it must not be kept.
struct cv_left {
    const char *part;   // English msgid: "Hobbies and interests"
    const char *text;
    const char *reason; // English msgid
};

struct cv {
    enum cv_format format;
    const struct cv_entry *entries;
    size_t entry_count;
    const struct cv_left *left;
    size_t left_count;
};

enum { CV_ENTRIES_MOST = 300, CV_BYTES_MOST = 10 << 20, CV_JSON_MOST = 2 << 20, CV_SOURCE_MOST = 200 };

// Is this a PDF? Then its attachment is to be taken out first (cv_pdf.h).
bool cv_is_pdf(const void *bytes, size_t size);

// INVALID: issues (field "file") says what is wrong with the file and what to do. What is read is the arena's.
MUST_USE enum status cv_read(const void *bytes, size_t size, struct arena *a, struct issues *issues, struct cv *out);

// A date as people and programs write it: "2016", "2016-06", "2016-06-09T…", "06.2016", "9.6.2016", "06/2016", "juni 2016",
// "June 2016". The month is MONTH_NONE when only a year is given.
bool cv_read_date(const char *text, int *year_out, month *month_out);
// "nå", "now", "present", "d.d.": it goes on.
bool cv_says_current(const char *text);

// Puts two dates together, the months that are certain where only years are given: from "2001" begins in December 2001, to
// "2005" ends in January 2005, and a year alone is one month, its December. Years 0: not given.
void cv_period(struct cv_entry *e, int from_year, month from, int to_year, month to, bool current);

#endif
