// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_CLASS_STORE_H
#define STORE_CLASS_STORE_H

#include "base/code.h"
#include "base/lang.h"
#include "store/store.h"

// Official classifications in versions side by side. Of each slot one version is in use; the others are inert. What is in
// use changes by class_take, class_drop and class_give_back only, each with a line in the change log:
// "classification" take, drop (row: the version).

enum class_subject {
    CLASS_STYRK,                // STYRK-08, code as key, 1–4 digits
    CLASS_STYRK_CATEGORIES,     // NAV's two levels of job categories; parent: level 1, name: level 2
    CLASS_ESCO,
    CLASS_INDUSTRY,             // dated
    CLASS_INDUSTRY_CHANGES,     // dated; changes only
    CLASS_MUNICIPALITIES,       // dated
    CLASS_COUNTIES,             // dated
    CLASS_MUNICIPALITY_PERIODS, // every number with its days; parent: the group of what is one municipality today
    CLASS_MUNICIPALITY_CHANGES, // by file: changes only
    CLASS_POSTAL,               // parent: the municipality's code; note: the letter of what the code is for
    CLASS_TITLES,               // name_nb: the title; code: STYRK-08
};
enum { CLASS_SUBJECTS = 11 };
const char *class_subject_name(enum class_subject s);  // as stored: "styrk"
const char *class_subject_title(enum class_subject s); // English msgid
bool class_subject_read(const char *name, enum class_subject *out);

enum class_state {
    CLASS_LOADING, // some of it has been staged
    CLASS_STAGED,  // all of it is there
    CLASS_IN_USE,
    CLASS_FORMER,  // was in use
};

struct class_version {
    int64_t id;
    int64_t import; // which import brings it
    enum class_subject subject;
    const char *slot, *name, *file;
    const void *digest; // NULL: not known
    size_t digest_size;
    const char *attribution;  // msgid
    day valid_from, valid_to; // the first day, and the first day that it no longer holds; DAY_NONE: not said
    enum class_state state;
    int64_t former;               // which one it took the place of, or 0
    int64_t created_at, taken_at; // ms; taken_at 0: never in use
};
struct class_counts {
    int64_t items, labels, relations, changes;
};

struct class_item {
    const char *key, *type; // see the schema
    const char *code, *parent;
    int level;
    const char *name_nb, *name_nn, *name_en; // "" when it has none
    const char *labels_nb, *labels_en;       // one a line
    const char *note;
    day valid_from, valid_to; // first and last day
};
// Names that come apart from the items, in other files.
struct class_label {
    const char *code;
    const char *lang; // "nb", "nn", "en"
    int position;     // 0 for the preferred name
    const char *name, *labels; // the preferred one or ""; others, one a line
};
struct class_relation {
    const char *from, *to;
    const char *kind; // CLASS_ESSENTIAL …
};
#define CLASS_ESSENTIAL "essential"
#define CLASS_OPTIONAL "optional"
#define CLASS_BROADER "broader"
struct class_change {
    const char *old_code, *new_code, *old_name, *new_name;
    day on;
};

// Versions: of all slots, by subject, the latest first day first, then the newest. NOT_FOUND: none such.
MUST_USE enum status class_version_list(struct store *s, struct arena *a, struct class_version **out,
                                        size_t *count_out);
MUST_USE enum status class_version_get(struct store *s, int64_t id, struct arena *a, struct class_version *out);
MUST_USE enum status class_version_in_use(struct store *s, const char *slot, struct arena *a,
                                          struct class_version *out);
MUST_USE enum status class_version_list_import(struct store *s, int64_t import, struct arena *a,
                                               struct class_version **out, size_t *count_out);
MUST_USE enum status class_version_counts(struct store *s, int64_t id, struct class_counts *out);

// Staging. Makes the version CLASS_LOADING unless it is there; base not 0: with all that the other one holds. The puts
// replace what has the same key and take it away again.
MUST_USE enum status class_version_stage(struct store_tx *tx, const struct class_version *v, int64_t base);
MUST_USE enum status class_item_put(struct store_tx *tx, int64_t version, const struct class_item *item);
MUST_USE enum status class_label_put(struct store_tx *tx, int64_t version, const struct class_label *l);
MUST_USE enum status class_relation_put(struct store_tx *tx, int64_t version, const struct class_relation *r);
MUST_USE enum status class_change_put(struct store_tx *tx, int64_t version, const struct class_change *c);
MUST_USE enum status class_item_remove(struct store_tx *tx, int64_t version, const char *key);
MUST_USE enum status class_label_remove(struct store_tx *tx, int64_t version, const struct class_label *l);
MUST_USE enum status class_relation_remove(struct store_tx *tx, int64_t version, const struct class_relation *r);
MUST_USE enum status class_change_remove(struct store_tx *tx, int64_t version, const struct class_change *c);
MUST_USE enum status class_version_ready(struct store_tx *tx, int64_t id);

// Into use, in the place of the one that is; which stays as CLASS_FORMER. CONFLICT: it is still loading.
MUST_USE enum status class_take(struct store_tx *tx, int64_t id);
// Away with it and all in it. CONFLICT: it is in use. OK when there is none.
MUST_USE enum status class_drop(struct store_tx *tx, int64_t id);
// Out of use: what it took the place of is in use again, if that is still there. It stays as CLASS_FORMER.
MUST_USE enum status class_give_back(struct store_tx *tx, int64_t id);

// Short codes of URIs. Given once and for all. CONFLICT: the code is another's, or the URI has another.
MUST_USE enum status class_code_put(struct store_tx *tx, const char *uri, const char *code);
MUST_USE enum status class_code_each(struct store *s, enum status (*each)(void *arg, const char *uri, const char *code),
                                     void *arg);

// All of a version, by key, or by codes; stops at the first answer that is not OK and returns it. What each gets lives
// until it returns.
MUST_USE enum status class_item_each(struct store *s, int64_t version,
                                     enum status (*each)(void *arg, const struct class_item *item), void *arg);
MUST_USE enum status class_label_each(struct store *s, int64_t version,
                                      enum status (*each)(void *arg, const struct class_label *l), void *arg);
MUST_USE enum status class_relation_each(struct store *s, int64_t version,
                                         enum status (*each)(void *arg, const struct class_relation *r), void *arg);
MUST_USE enum status class_change_each(struct store *s, int64_t version,
                                       enum status (*each)(void *arg, const struct class_change *c), void *arg);
// The first item with the code. NOT_FOUND: the version has none.
MUST_USE enum status class_item_find(struct store *s, int64_t version, const char *code, struct arena *a,
                                     struct class_item *out);

// What occupations are called, of all that is in use: names of STYRK-08's four-digit codes, NAV's titles, ESCO's labels
// in Norwegian and English. An ESCO occupation's code is its ISCO-08 group where STYRK-08 has that, or the only STYRK-08
// code of its three-digit group; where neither helps, and without a STYRK-08 in use, it is not given.
struct class_title {
    const char *title;
    const char *code; // STYRK-08, 4 digits
    enum lang lang;
    const char *source; // "styrk", "titles", "esco"
    bool preferred;     // the name itself, not another label
};
MUST_USE enum status class_titles_each(struct store *s, enum status (*each)(void *arg, const struct class_title *t),
                                       void *arg);

// A municipality's name as the number was read on that day (DAY_NONE: on any). NOT_FOUND: no list in use knows it.
MUST_USE enum status class_municipality_name(struct store *s, struct code number, day on, struct arena *a,
                                             const char **name_out);
// All municipalities of a day, by name: of the list that was valid then. None when no list covers it.
struct class_municipality {
    struct code code;
    const char *name;
};
MUST_USE enum status class_municipality_list(struct store *s, day on, struct arena *a,
                                             struct class_municipality **out, size_t *count_out);
// What became of a number by that day: one or several numbers, or itself. NOT_FOUND: not known.
MUST_USE enum status class_municipality_now(struct store *s, struct code number, day was_on, day on, struct arena *a,
                                            struct code **out, size_t *count_out);
struct class_postal {
    const char *place;
    struct code municipality;
};
MUST_USE enum status class_postal_find(struct store *s, const char *postal_code, struct arena *a,
                                       struct class_postal *out);
// An industry code's name; version: as the register writes it ("SN2007") or the version's own name, NULL: any, the
// newest first.
MUST_USE enum status class_industry_name(struct store *s, const char *code, const char *version, struct arena *a,
                                         const char **name_out);

// Which codes employers and workplaces hold, and how many do: industries with the standard they are of ("SN2007", ""
// unknown), municipalities with version "".
struct class_use {
    const char *code, *version;
    int64_t count;
};
MUST_USE enum status class_use_industries(struct store *s, enum status (*each)(void *arg, const struct class_use *u),
                                          void *arg);
MUST_USE enum status class_use_municipalities(struct store *s, enum status (*each)(void *arg, const struct class_use *u),
                                              void *arg);
// The skills of the ESCO occupations of an ISCO-08 group, or where it has none of its three-digit group: how many of
// them hold each essential and how many optional. None without an ESCO in use.
struct class_skill {
    const char *code;
    int64_t essential, optional, of; // of: occupations
};
MUST_USE enum status class_skills_of(struct store *s, struct code occupation, struct arena *a, struct class_skill **out,
                                     size_t *count_out);

#endif
