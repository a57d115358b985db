// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_CLASSES_H
#define APP_CLASSES_H

#include "app/app.h"
#include "store/class_store.h"

// Official classifications: which versions there are, taking one into use, and what that changes. Everybody who works in
// the programme may read; the office, which may edit the programme, takes and drops. actor NULL is the operator.

extern const char CLASS_ESCO_ATTRIBUTION[]; // msgid; wherever ESCO's data shows

struct classification {
    struct class_version version;
    struct class_counts counts;
    bool can_take, can_drop;
};
// By subject, the latest first day first, then the newest.
MUST_USE enum status list_classifications(struct app *app, const struct actor *actor, struct arena *a,
                                          struct classification **out, size_t *count_out);
MUST_USE enum status get_classification(struct app *app, const struct actor *actor, int64_t id, struct arena *a,
                                        struct classification *out);
// CONFLICT: it is not whole; to drop: it is in use.
MUST_USE enum status take_classification(struct app *app, const struct actor *actor, int64_t id);
MUST_USE enum status drop_classification(struct app *app, const struct actor *actor, int64_t id);

// What changes for codes that needs, employers and profiles hold, when a version comes into use. Nothing is rewritten: a
// code that vanishes keeps the name it had. People are counted in bands and never named.
enum class_meaning {
    MEANING_VANISHES, // the version does not have the code
    MEANING_RENAMED,
    MEANING_SPLIT,    // several codes came of it
    MEANING_MERGED,   // the code that came of it came of others too
};
enum { CLASS_MEANINGS = 4 };
const char *class_meaning_title(enum class_meaning m); // English msgid
struct class_upgrade_row {
    enum class_meaning meaning;
    const char *code, *old_name, *new_name; // new_name: of MEANING_SPLIT and MEANING_MERGED the codes and names
    size_t needs;        // occupations of needs
    size_t requirements; // of needs
    size_t employers;    // with their workplaces
    struct band people;
};
struct class_upgrade {
    const char *compared; // the version it is compared with; NULL: there is none
    struct class_upgrade_row *rows; // by code
    size_t row_count;
    size_t used, unchanged;         // codes in use of the version before; those of them that mean the same
};
MUST_USE enum status class_upgrade_of(struct app *app, const struct actor *actor, int64_t id, struct arena *a,
                                      struct class_upgrade *out);

// Skills that go with an occupation: ours first, then ESCO's by how many of the occupations there have them.
struct occupation_skill {
    struct code code;
    bool essential;
    bool esco; // ESCO says so, and not our own catalogue
};
MUST_USE enum status list_occupation_skills(struct app *app, struct code occupation, struct arena *a,
                                            struct occupation_skill **out, size_t *count_out);

// A municipality's name as its number was read on that day (DAY_NONE: on any), or the number itself when no list that is in use tells.
const char *municipality_name(struct app *app, struct code number, day on, struct arena *a);
// NOT_FOUND: not in the list of postal codes in use, or there is none.
MUST_USE enum status find_postal_code(struct app *app, const char *postal_code, struct arena *a, struct class_postal *out);

// For the app itself. The catalogue with what is in use; the built-in one when nothing is. catalogue_close the former one
// unless it is built in.
MUST_USE enum status class_catalogue_open(struct store *s, const struct catalogue **out);
// May a version go out of use? CONFLICT: facts or requirements hold codes that neither the version before it nor our own
// catalogue has.
MUST_USE enum status class_may_leave(struct store *s, const struct class_version *v, struct arena *a);

#endif
