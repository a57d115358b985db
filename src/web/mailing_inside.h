// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_MAILING_INSIDE_H
#define WEB_MAILING_INSIDE_H

#include "web/mailing_view.h"

// What the pages about mailings share.

// step: of a draft, MAILING_FORM_STEPS: none. at may be NULL.
void mailing_frame_fill(struct request *r, struct mailing_frame *f, const struct mailing_view *at, int step);
struct page *mailing_page_open(struct request *r, const struct mailing_frame *f, const char *title);
const char *mailing_path(struct request *r, struct mailing_id id);
// The draft of the path. CONFLICT: it is none any more, or in the bin.
enum status mailing_draft_get(struct request *r, struct mailing_view *out);

#endif
