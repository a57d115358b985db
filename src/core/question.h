// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_QUESTION_H
#define CORE_QUESTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/issues.h"
#include "base/lang.h"
#include "core/answer_flag.h"
#include "core/id.h"

// A set of questions (spørsmålssett) in both languages. Once a survey has used it, it is frozen: a change makes a new
// edition of the same family, so that answers always belong to the words that were read.
struct question_set_id { int64_t value; };
struct question_id { int64_t value; };

enum answer_kind {
    ANSWER_SCALE,   // 1 to 5, with named ends
    ANSWER_ONE,     // one of some options
    ANSWER_SEVERAL, // any of them
    ANSWER_TEXT,    // own words
};
enum { ANSWER_KINDS = 4 };

enum {
    SCALE_STEPS = 5,
    QUESTIONS_MOST = 40,
    OPTIONS_MOST = 12,
    SET_NAME_MOST = 120,
    SET_INTRO_MOST = 1000,
    QUESTION_TEXT_MOST = 300,
    OPTION_TEXT_MOST = 150,
    SCALE_END_MOST = 60,
    QUESTION_KEY_MOST = 40,
};

enum { LANGS = 2 }; // texts of both: by enum lang

struct question_option {
    const char *text[LANGS];
    enum answer_flag flag; // raised by choosing it; FLAG_NONE
};
struct question {
    struct question_id id;
    const char *key;             // the same in surveys whose answers may be compared; lives through editions
    enum answer_kind kind;
    const char *text[LANGS];
    const char *low[LANGS], *high[LANGS]; // the ends of a scale
    const struct question_option *options;
    size_t option_count;
    bool required;
    bool new_page;               // a new page of the form begins with it
};
struct question_set {
    struct question_set_id id;
    int64_t version;
    int64_t family;              // the id of the first edition
    int edition;                 // from 1
    const char *name[LANGS], *intro[LANGS]; // intro may be ""
    int64_t used_at;             // frozen since; 0: may still be changed
    int64_t created_at;
    const struct question *questions; // in their order
    size_t question_count;
};

// Fields: text_nb, text_en, low_nb …, and for an option option[0]_nb, option[0]_en …; texts in both languages are
// required. Options that say nothing in either are passed over.
void question_check(const struct question *q, struct issues *issues);
// Fields name_nb, name_en, intro_nb, intro_en.
void question_set_check(const struct question_set *set, struct issues *issues);
// NULL: surveys may use it; else the msgid that says what is missing.
const char *question_set_refusal(const struct question_set *set);
// NULL: may be changed.
const char *question_set_change_refusal(const struct question_set *set);

const struct question *question_find(const struct question_set *set, struct question_id id); // or NULL
const struct question *question_by_key(const struct question_set *set, const char *key);      // or NULL
// Changed sets share everything else with the given one, and live in the arena. id {0}: the store gives one.
// A question with the id of one that is there takes its place, and keeps the key only where the words are the same;
// otherwise it comes last.
struct question_set question_set_with(const struct question_set *set, const struct question *q, struct arena *a);
struct question_set question_set_without(const struct question_set *set, struct question_id id, struct arena *a);
// One place up (-1) or down (1); at the ends nothing happens.
struct question_set question_set_moved(const struct question_set *set, struct question_id id, int by, struct arena *a);

// Choices stand as bits: bit 0 is the first option, or 1 on a scale.
size_t question_choices(const struct question *q); // how many there are to choose from; 0 for own words
// How many pages the form has, and the questions of one: from *first_out, *count_out of them. pages from 0.
size_t question_pages(const struct question_set *set);
void question_page(const struct question_set *set, size_t page, size_t *first_out, size_t *count_out);
size_t question_page_of(const struct question_set *set, struct question_id id);

const char *answer_kind_name(enum answer_kind k);  // as stored: "scale"
bool answer_kind_read(const char *name, enum answer_kind *out);
const char *answer_kind_title(enum answer_kind k); // English msgid

// Sets to begin with. A copy has ids {0} and both languages; keys are the template's, so that "before" and "after" compare.
struct question_template {
    const char *name; // "after-kick-off"
    const char *title; // msgid
};
size_t question_template_count(void);
const struct question_template *question_template_at(size_t index);
bool question_template_copy(const char *name, struct arena *a, struct question_set *out); // false: no such template

#endif
