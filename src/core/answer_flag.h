// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_ANSWER_FLAG_H
#define CORE_ANSWER_FLAG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

// What an answer to a survey calls for. A flag comes from an option that carries it, from somebody in the office, or is
// only hinted at by words in a free text until the office has confirmed it. It stays open until a named person has cleared it.
enum answer_flag {
    FLAG_NONE,
    FLAG_MISUNDERSTANDING, // thinks it must hire without need or without competence
    FLAG_VISIT,            // wants a visit
    FLAG_NEED,             // wants to state a need
    FLAG_NO_CONTACT,       // does not want contact
    FLAG_CALL,             // asks for a call
};
enum { ANSWER_FLAGS = 6 };

enum flag_source { FLAG_BY_OPTION, FLAG_BY_WORDS, FLAG_BY_HAND };
enum { FLAG_SOURCES = 3 };
enum flag_state {
    FLAG_HINTED,    // words hint at it; nobody has said so
    FLAG_RAISED,    // somebody must see to it
    FLAG_CLEARED,
    FLAG_DISMISSED, // the hint was none
};
enum { FLAG_STATES = 4 };
enum flag_how { FLAG_HOW_NONE, FLAG_TALKED, FLAG_MAILED, FLAG_MISTAKE }; // how it was cleared
enum { FLAG_HOWS = 4 };
enum flag_act { FLAG_CONFIRM, FLAG_DISMISS, FLAG_SEND, FLAG_CLEAR };
enum { FLAG_ACTS = 4, FLAG_NOTE_MOST = 500, FLAG_LETTER_MOST = 4000, FLAG_SUBJECT_MOST = 150 };

// May it be done? NULL: yes; otherwise the msgid that says why not.
const char *flag_refusal(enum flag_state at, enum flag_act act);

// Bits 1 << enum answer_flag that the words hint at, in Norwegian or English. Pure; wrong at times, which is why a person
// confirms.
unsigned flag_hints(const char *text, struct arena *a);

const char *answer_flag_name(enum answer_flag f);  // as stored: "", "misunderstanding"
bool answer_flag_read(const char *name, enum answer_flag *out);
const char *answer_flag_title(enum answer_flag f); // English msgid
const char *flag_source_name(enum flag_source s);
bool flag_source_read(const char *name, enum flag_source *out);
const char *flag_source_title(enum flag_source s);
const char *flag_state_name(enum flag_state s);
bool flag_state_read(const char *name, enum flag_state *out);
const char *flag_state_title(enum flag_state s);
const char *flag_how_name(enum flag_how h);
bool flag_how_read(const char *name, enum flag_how *out);
const char *flag_how_title(enum flag_how h);

#endif
