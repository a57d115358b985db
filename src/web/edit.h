// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_EDIT_H
#define WEB_EDIT_H

#include "web/html.h"

// A form over something that others may change meanwhile. It carries the version it was made on and, hidden, what each
// field was then (WAS_ and the field's name), so that a conflict can show mine, theirs and the original.
struct edit_field {
    const char *name;  // of the form's field
    const char *label; // msgid
    const char *value; // as people read it
};
struct edit_difference {
    const char *label; // msgid
    const char *mine, *theirs, *original;
};
enum { EDIT_FIELDS_MOST = 24, EDIT_ISSUES_MOST = 100 };

struct edit {
    int64_t version;
    struct edit_field fields[EDIT_FIELDS_MOST];
    size_t field_count;
    bool conflict; // somebody else saved meanwhile
    struct edit_difference differences[EDIT_FIELDS_MOST];
    size_t difference_count;
};

void edit_add(struct edit *e, const char *name, const char *label, const char *value); // NULL value is ""
// The form is shown again after INVALID: it keeps the version and the values it was made on. False when the request's
// form has no version: it is not one of ours.
bool edit_keep(struct request *r, struct edit *e);
// After CONFLICT: e holds what stands now, mine what was typed; the next save is made on what stands now.
void edit_compare(struct request *r, struct edit *e, const struct edit *mine);

// Adds what more tells of fields that have no issue yet: a field that could not be read is not told twice.
void edit_issues(struct issues *issues, const struct issues *more);
// Puts the issues in the order of the form's fields as they were sent; those of fields that were not sent come last.
// Keeps the first EDIT_ISSUES_MOST of them: nobody mends more at a time.
void edit_sort(const struct request *r, struct issues *issues);

// The templates are edit_hidden and edit_note in templates/edit.html.

#endif
