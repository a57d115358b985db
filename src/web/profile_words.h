// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_PROFILE_WORDS_H
#define WEB_PROFILE_WORDS_H

#include "app/app.h"
#include "base/lang.h"
#include "core/profile.h"
#include "core/region.h"

// A profile in the reader's words, for every page that shows one. Texts are translated already and live in the arena.

struct fact_line {
    const char *title;  // "Shop sales assistants", "Norwegian"
    const char *detail; // "March 2014 – now", "Speaking B1, reading B1", "" when there is nothing more to say
    const char *text;   // what the person says of it, or ""
    enum evidence evidence;
    bool no;            // the person says "I do not have this"
};

// The parts that the person's page and the form's steps are divided into.
enum profile_part { PROFILE_WORK, PROFILE_LANGUAGES, PROFILE_EDUCATION, PROFILE_SKILLS, PROFILE_LICENCES };
enum { PROFILE_PARTS = 5 };

struct profile_part_words {
    const char *heading; // msgid
    const char *nothing; // msgid: shown when there are no lines
    const char *step;    // the word of its step: "/candidates/:id/edit/work"
    bool can_be_all;     // "this is all" can be said of it
    bool all;            // and has been
    const struct fact_line *lines;
    size_t count;
};

// Something that has not been said yet, as a short question, and the step where its answer goes.
struct open_question {
    const char *text;
    const char *step;
};

struct profile_words {
    struct profile_part_words parts[PROFILE_PARTS];
    const char *free_from, *share, *times, *places; // "" when not said
    bool all_times, all_places;
    const struct open_question *questions;
    size_t question_count;
};

struct profile_words profile_words(const struct app *app, enum lang lang, const struct profile *p,
                                   const struct region_area *areas, size_t area_count, struct arena *a);

const char *evidence_title(enum evidence e);         // msgid: "Documented (seen by an adviser)"
const char *language_part_title(unsigned part);      // msgid: "Listening"
const char *work_time_title(enum work_time one_bit); // msgid: "Daytime"

#endif
