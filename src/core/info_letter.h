// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_INFO_LETTER_H
#define CORE_INFO_LETTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/day.h"
#include "base/issues.h"
#include "base/lang.h"
#include "core/employer.h"
#include "core/hire.h"
#include "core/id.h"

// The information letter (informasjonsbrev): "Informasjon 1-2016". It gets its number when it is first published, the next
// of that year, and keeps it. A published text never changes: a correction is a new edition that says what it corrects.
enum info_letter_state { LETTER_DRAFT, LETTER_PUBLISHED, LETTER_CORRECTING };
enum { LETTER_STATES = 3, LETTER_TITLE_MOST = 120, LETTER_NOTE_MOST = 300, LETTER_WORD = 24 };

struct info_letter {
    struct letter_id id;
    int64_t version;
    enum info_letter_state state;
    int year, number;       // 0: not published yet
    int edition;            // the last one published, 0 none
    enum lang lang;         // of the text
    const char *title, *body, *note; // body: Markdown (exchange/markdown.h); note: of a correction
    struct user_id created_by;
    int64_t created_at, changed_at;
    bool deleted;           // a draft in the bin
};

// A letter's figures, frozen when it is published. What is told of people is what the programme releases: of the last
// quarter, to the nearest five, so that nothing can be computed back. Employers and events are counted on the day.
struct info_figures {
    day on;                 // the day of publishing
    day as_of;              // of the figures about people
    int64_t goal, pledged, proposed, presented, hired, persons;
    int64_t observed[CHECKINS], employed[CHECKINS];
    int64_t stages[EMPLOYER_STAGES]; // employers by stage
    int64_t events;         // held after `since`
    day since;              // the day of the letter before, or the programme's first day
    bool later;             // there was one before; before holds its figures
    struct info_figures_before {
        int64_t pledged, proposed, presented, hired, persons, taking_part;
    } before;
};
int64_t info_figures_taking_part(const struct info_figures *f); // stages taking part and hiring

// A published text.
struct info_edition {
    struct letter_id letter;
    int edition;
    enum lang lang;
    const char *title, *body, *note;
    struct info_figures figures;
    day published_on;
    int64_t published_at;
    const void *pdf;        // NULL: not made
    size_t pdf_size;
};

void info_letter_check(const struct info_letter *l, struct issues *issues); // all but the Markdown
const char *info_letter_state_name(enum info_letter_state s);
const char *info_letter_state_title(enum info_letter_state s); // English msgid
bool info_letter_state_read(const char *name, enum info_letter_state *out);

// "1-2016", as in addresses. Reading: false for anything else.
const char *info_letter_word(int year, int number, struct arena *a);
bool info_letter_word_read(const char *word, int *year_out, int *number_out);
// "Informasjon 1-2016", in the letter's language.
const char *info_letter_name(enum lang lang, int year, int number, struct arena *a);

#endif
