// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_INTRODUCTION_H
#define CORE_INTRODUCTION_H

#include "base/day.h"
#include "base/issues.h"
#include "core/id.h"

// A reference firm has been introduced to an employer that wants to hear how it is: the one that has done it before tells
// the one that has not.
enum introduction_outcome { INTRODUCTION_OPEN, INTRODUCTION_TALKED, INTRODUCTION_VISITED, INTRODUCTION_NOTHING };
enum { INTRODUCTION_OUTCOMES = 4, INTRODUCTION_WORDS_MOST = 300 };
const char *introduction_outcome_name(enum introduction_outcome o); // as stored: "talked"; "" while nothing is known
bool introduction_outcome_read(const char *name, enum introduction_outcome *out);
const char *introduction_outcome_title(enum introduction_outcome o); // English msgid

struct introduction {
    struct introduction_id id;
    int64_t version;
    struct employer_id reference; // tells
    struct employer_id newcomer;  // hears
    day on;
    struct user_id by;            // {0}: nobody known
    enum introduction_outcome outcome;
    day outcome_on;
    const char *words;            // of what came of it
    int64_t created_at;
};
// Issues on on, outcome, words.
void introduction_check(const struct introduction *i, day today, struct issues *issues);

// Why this firm cannot be introduced to that one, or NULL. Who has not said yes is nobody's reference.
struct employer;
const char *introduction_refusal(const struct employer *reference, const struct employer *newcomer); // English msgid

#endif
