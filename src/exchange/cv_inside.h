// SPDX-License-Identifier: EUPL-1.2
#ifndef EXCHANGE_CV_INSIDE_H
#define EXCHANGE_CV_INSIDE_H

#include "exchange/cv.h"
#include "exchange/xml.h"

// What the readers of the formats share.
struct cv_reading {
    struct arena *arena;
    struct cv_entry *entries;
    size_t count, room;
    struct cv_left *left;
    size_t left_count, left_room;
    bool too_many;
};

// An entry with nothing said but its kind; once there are too many, one that nobody reads.
struct cv_entry *cv_add(struct cv_reading *r, enum fact_kind kind);
void cv_leave(struct cv_reading *r, const char *part, const char *text, const char *reason);

// One line out of text from outside: trimmed, cut to CV_SOURCE_MOST; "" when it looks like a way to reach somebody.
const char *cv_line(struct arena *a, const char *text);
// "one, two"; what is empty is left out.
const char *cv_join(struct arena *a, const char *one, const char *two);
// Sets source and what; nothing to read: the entry is taken back and false.
bool cv_word(struct cv_reading *r, struct cv_entry *e, const char *what, const char *beside);

// Free text, maybe HTML, in which skills are listed: its lines and, when they are short, the parts between commas become
// entries. part names the section for what is too long to be a skill.
void cv_add_listed(struct cv_reading *r, enum fact_kind kind, const char *part, const char *text);
void cv_add_skill(struct cv_reading *r, const char *text);
void cv_add_driving(struct cv_reading *r, const char *class);
bool cv_read_level(const char *text, int *level_out); // "b1", "B1 ", "independent user B1": enum cefr
int cv_lower(int one, int other); // of two levels of which either may not be said
// Framework level from a code and a label, each of which may be NULL: "6", "EQF 6", "ISCED 5"; 0 when they tell none.
int cv_read_nkr(const char *code, const char *label);
int cv_guess_nkr(const char *title); // "Bachelor of Science": 6; 0
// ISCED 1997's two digits of a field as ISCED-F 2013; a code that is ISCED-F already as it is; else "".
const char *cv_read_field(const char *code);

void europass_read(struct cv_reading *r, const struct xml_element *root);
void europass_old_read(struct cv_reading *r, const struct xml_element *root); // version 2
void candidate_read_xml(struct cv_reading *r, const struct xml_element *root);
MUST_USE enum status json_resume_read(struct cv_reading *r, const void *bytes, size_t size, struct issues *issues);
MUST_USE enum status cv_table_read(struct cv_reading *r, const void *bytes, size_t size, struct issues *issues);

extern const char CV_NOT_COMPETENCE[], CV_NO_FACT[], CV_TOO_LONG[], CV_REACH[]; // reasons

#endif
