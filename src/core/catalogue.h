// SPDX-License-Identifier: EUPL-1.2
#ifndef CORE_CATALOGUE_H
#define CORE_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/status.h"
#include "core/requirement.h"

// What facts and requirements may be about: our own small catalogue (catalogue/*.csv) and the languages of ISO 639-3,
// compiled into the binary; beside it, when they have been imported, official classifications (core/catalogue_more.h).
// Read-only once read, and to be used from any thread; everything in the built-in one lives as long as the program, in
// another as long as the app.
enum catalogue_kind {
    CATALOGUE_OCCUPATION,       // STYRK-08, 4 digits
    CATALOGUE_OCCUPATION_GROUP, // STYRK-08, the 3-digit groups of these
    CATALOGUE_SKILL,            // own codes, "s001"
    CATALOGUE_LICENCE,          // licences, certificates, authorisations: "CE", "YSKG", "NURSE"
    CATALOGUE_LANGUAGE,         // ISO 639-3, living ones
    CATALOGUE_FIELD,            // ISCED-F 2013, 2–4 digits
};
enum { CATALOGUE_KINDS = 6 };

// Norwegian is one language here, whichever of its written forms: nob and nno are no codes of the catalogue, so that
// "Norwegian, B1" asks the same of both.
#define CATALOGUE_NORWEGIAN "nor"

// Where an item comes from: our own files, or a classification that is in use (core/catalogue_more.h).
enum catalogue_source { CATALOGUE_OWN, CATALOGUE_STYRK, CATALOGUE_ESCO };

enum licence_group { LICENCE_DRIVING, LICENCE_CARD, LICENCE_CERTIFICATE, LICENCE_AUTHORISATION };

struct catalogue_item {
    enum catalogue_kind kind;
    struct code code;
    const char *names[2];     // by enum lang
    const char *singular[2];  // occupation: one who has it, as inside a sentence, "kokk"; otherwise NULL
    struct code broader;      // occupation: its 3-digit group; skill: the broader skill; field: the broader field; or none
    uint8_t nkr;              // occupation: the usual level of education, 2–8; otherwise 0
    enum licence_group group; // licences only
    bool health;              // an authorisation of health personnel
    enum evidence least;      // what a requirement about it asks for unless somebody chooses another
    uint16_t rank;            // 1… for what is offered first (frequent languages), 0 for the rest
    // Occupation: requirements to offer when a need is stated. Language levels come without a work reason, which only
    // the employer can give.
    const struct requirement *suggested;
    size_t suggested_count;
    // Occupation: the skills that whoever does the work has, and those that many have beside; 5–10 in all, most important
    // first. The essential ones are among the suggested requirements.
    const struct code *essential;
    size_t essential_count;
    const struct code *optional;
    size_t optional_count;
    enum catalogue_source source;
    struct code same; // skill that is not offered: the one of the same name that is; or none
    uint8_t foreign; // 0, or 1 + the enum lang whose name stands for the other language too
};

struct catalogue;

// The one compiled in; read at the first call. A defect in it ends the program with a line in the log.
const struct catalogue *catalogue_builtin(void);
// Changes whenever anything the engine reads changes: "ypsilon-2026.2-5f0c3a9b". Named in explanations.
const char *catalogue_version(const struct catalogue *c);

// Does it hold anything of that source? ESCO's asks for its attribution wherever it shows.
bool catalogue_has(const struct catalogue *c, enum catalogue_source source);

// All of a kind, in the order to show them: rank, then as the catalogue has them, languages by name.
const struct catalogue_item *catalogue_items(const struct catalogue *c, enum catalogue_kind kind, size_t *count_out);
const struct catalogue_item *catalogue_find(const struct catalogue *c, enum catalogue_kind kind, struct code code);

const char *catalogue_name(const struct catalogue_item *item, enum lang l);
// "kokk", "cook", for use inside a sentence; what has no such form, groups of occupations among them, keeps its name.
const char *catalogue_singular(const struct catalogue_item *item, enum lang l);
// The name of a code, or the code itself when the catalogue does not have it (old data).
const char *catalogue_label(const struct catalogue *c, enum catalogue_kind kind, struct code code, enum lang l,
                            struct arena *a);
// What an atom is about: "Norwegian", "Shop sales assistants"; places and times are not the catalogue's: "".
const char *catalogue_atom_label(const struct catalogue *c, const struct atom *atom, enum lang l, struct arena *a);
// The code that stands for a skill: another one's when that has the same name, else itself.
struct code catalogue_standing_skill(const struct catalogue *c, struct code code);
// The evidence a requirement of this atom asks for unless somebody chooses another: recognised for authorisations,
// documented for licences and certificates, stated for the rest.
enum evidence catalogue_least_evidence(const struct catalogue *c, const struct atom *atom);

const char *catalogue_nkr_name(int level, enum lang l);       // 2–8: "Bachelorgrad"; "" otherwise
const char *catalogue_cefr_name(enum cefr level, enum lang l); // "B1 – klarer seg i de fleste situasjoner"; A1–C2
const char *catalogue_cefr_code(enum cefr level);              // "B1", "" for none
bool catalogue_cefr_read(const char *text, enum cefr *out);   // "b1"

// What was meant by what was typed so far, best first: a word of the name, a synonym or the code begins so; then it
// stands inside; when there is neither, what is nearly so (misspelt). Both languages are searched; case and accents do
// not matter.
// Nothing typed gives the first items. Writes at most `most`, returns how many.
size_t catalogue_suggest(const struct catalogue *c, enum catalogue_kind kind, enum lang l, const char *typed,
                         struct arena *a, const struct catalogue_item **items_out, size_t most);
// The item whose name, synonym or code – in either language, whatever the case and accents – is exactly what was typed.
// NOT_FOUND otherwise, and when two items share a synonym that neither has as its name.
MUST_USE enum status catalogue_resolve(const struct catalogue *c, enum catalogue_kind kind, const char *typed,
                                       struct code *out);

// Driving classes and broader skills, as the engine takes them; it closes them itself.
const struct implication *catalogue_implications(const struct catalogue *c, size_t *count_out);

#endif
