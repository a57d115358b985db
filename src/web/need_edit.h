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
void need_issues_add(struct request *r, const struct need *n, const char *const *fields, size_t count,
                     struct issues *issues);
// Puts issues in the order of the page's fields. Those about fields that it does not show go to the form as a whole,
// before the others, so that they are seen.
void need_issues_order(struct issues *issues, const char *const *fields, size_t count);

// The fields of the first two steps, for showing what two people made of them.
struct edit need_basics_fields(const struct request *r, const struct need *n);
struct edit need_place_fields(const struct request *r, const struct need *n);
// A step changes only what it shows. Did somebody change any of that since the form was made? now holds what stands now.
bool need_fields_changed(const struct request *r, const struct edit *now);

struct page *need_step_page(struct request *r, enum need_step step, const struct need *n);
// After a step is stored: on to the next, or to the card when the form was sent with "Save and finish later".
struct reply need_step_next(struct request *r, struct need_id id, const char *next);

#endif
