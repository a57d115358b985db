// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_ROSTER_H
#define APP_ROSTER_H

#include "app/app.h"
#include "core/person.h"

// Who is enrolled with an agency today, in the order of their names, in memory: names are sealed one by one, so no index
// of the database can sort or search them. An agency's part is read when it is first asked for, and kept in step with the
// change log; what is no longer needed is wiped.
struct roster;
struct roster *roster_open(void); // NULL: no memory
void roster_close(struct roster *r);

struct roster_entry {
    struct person_id person;
    struct enrolment_id enrolment;
    day from;
    const char *name;   // as shown
    const char *folded; // lang_fold of it
    const char *family_key, *given_key; // lang_sort_key
    uint64_t email_hint;    // roster_email_hint of the e-mail address, 0 none: whoever may have it is to be opened
};

uint64_t roster_email_hint(const char *email); // folds case; 0 for ""
// Which pairs of letters a folded text has, one bit each, some sharing one: a name that has a text in it has all its bits.
uint64_t roster_letters(const char *folded);

int roster_compare_names(const struct roster_entry *a, const struct roster_entry *b); // never 0 for two people

// Entries stand in slots, some of them free; the orders name the slots that are taken.
struct roster_view {
    const struct roster_entry *entries;
    const int64_t *persons;  // of the slots, as in entries: lists of a million are gone through without touching those
    const uint64_t *letters; // of the slots: roster_letters of folded
    size_t slot_count;
    const uint32_t *by_name, *by_person, *by_enrolment; // each ascending
    size_t count;
    void *held;
};
// As of now. What the view shows stays as it is until roster_leave, which must follow OK and soon: changes wait for it.
MUST_USE enum status roster_read(struct app *app, struct agency_id agency, struct roster_view *out);
void roster_leave(struct roster_view *v);

// Reads every agency's part, so that nobody has to wait for it, and wipes who has gone.
MUST_USE enum status roster_tend(struct app *app);

#endif
