// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_NEED_EDIT_H
#define WEB_NEED_EDIT_H

#include "web/need_view.h"

// What the steps of stating a need share.

// The need of the path, for changing. DENIED when the actor may only see it; CONFLICT when it is no draft.
MUST_USE enum status need_draft_get(struct request *r, struct need_view *out);
// The same answered as a page: a need that is no draft leads to its card, with a message that says how to change it.
struct reply need_draft_refuse(struct request *r, enum status s);

// The version the form was made on; 0 when the form has none.
int64_t need_form_version(const struct request *r);

// What need_check says of the whole need about these fields, added to issues where the field has none yet.
void need_issues_add(struct request *r, const struct need *n, const char *const *fields, size_t count, struct issues *issues);
// Issues about fields that this page does not show go to the form as a whole, so that they are seen.
void need_issues_home(struct issues *issues, const char *const *fields, size_t count);

// One field of a step, for showing what two people made of it.
struct need_field {
    const char *name;
    const char *label; // msgid
    const char *(*shown)(const struct request *r, const struct need *n);
};
extern const struct need_field NEED_BASICS_FIELDS[], NEED_PLACE_FIELDS[];
enum { NEED_BASICS_FIELD_COUNT = 2, NEED_PLACE_FIELD_COUNT = 9 };

// The values as they stand, to go hidden with the form.
size_t need_originals(const struct request *r, const struct need *n, const struct need_field *fields, size_t count,
                      struct need_original *out);
// Where mine and theirs differ in fields that they changed since my form was made.
void need_compare(const struct request *r, const struct need *mine, const struct need *theirs,
                  const struct need_field *fields, size_t count, struct need_conflict *out);

struct page *need_step_page(struct request *r, enum need_step step, const struct need *n);
// After a step is stored: on to the next, or to the card when the form was sent with "Save and finish later".
struct reply need_step_next(struct request *r, struct need_id id, const char *next);

#endif
