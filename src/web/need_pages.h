// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_NEED_PAGES_H
#define WEB_NEED_PAGES_H

#include "app/needs.h"
#include "base/issues.h"
#include "web/routes.h"

// The handlers behind need_pages.c's table of routes.
struct reply needs_show(struct request *r); // need_list_pages.c
struct reply needs_csv(struct request *r);
struct reply needs_xlsx(struct request *r);

struct reply need_new_show(struct request *r); // need_form_pages.c
struct reply need_new_submit(struct request *r);
struct reply need_basics_show(struct request *r);
struct reply need_basics_submit(struct request *r);
struct reply need_place_show(struct request *r);
struct reply need_place_submit(struct request *r);

struct reply need_requirements_show(struct request *r); // need_requirement_pages.c
struct reply need_requirement_add(struct request *r);
struct reply need_requirement_suggested(struct request *r);
struct reply need_requirement_skills(struct request *r);
struct reply need_requirement_change(struct request *r);
struct reply need_requirement_remove(struct request *r);

struct reply need_ad_answer(struct request *r); // need_ad_pages.c

struct reply need_review_show(struct request *r); // need_review_pages.c
struct reply need_open_submit(struct request *r);
struct reply need_close_show(struct request *r);
struct reply need_close_submit(struct request *r);

struct reply need_card_show(struct request *r); // need_card_pages.c
struct reply need_explanation_show(struct request *r);
struct reply need_explanation_download(struct request *r);
const char *need_card_path(struct request *r, const struct need_view *at); // the list that a form was sent from
struct reply need_card_again(struct request *r, const struct issues *issues, int status); // with what keeps a step from being taken

struct reply need_referrals_start(struct request *r); // need_referral_pages.c

#endif
