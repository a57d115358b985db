// SPDX-License-Identifier: EUPL-1.2
// The pages about needs: which address leads where, and for whom.
#include "web/need_pages.h"

enum { FOR_STATING = FOR_STAFF | FOR_EMPLOYER };

const struct route need_routes[] = {
    {METHOD_GET, "/needs", needs_show, FOR_STATING, "needs"},
    {METHOD_GET, "/needs.csv", needs_csv, FOR_STATING, "needs_csv"},
    {METHOD_GET, "/needs.xlsx", needs_xlsx, FOR_STATING, "needs_xlsx"},
    {METHOD_GET, "/needs/new", need_new_show, FOR_STATING, "need_new"},
    {METHOD_POST, "/needs", need_new_submit, FOR_STATING, "need_new_submit"},
    {METHOD_GET, "/needs/:id", need_card_show, FOR_STATING, "need"},
    {METHOD_GET, "/needs/:id/edit", need_basics_show, FOR_STATING, "need_basics"},
    {METHOD_POST, "/needs/:id/edit", need_basics_submit, FOR_STATING, "need_basics_submit"},
    {METHOD_GET, "/needs/:id/edit/place", need_place_show, FOR_STATING, "need_place"},
    {METHOD_POST, "/needs/:id/edit/place", need_place_submit, FOR_STATING, "need_place_submit"},
    {METHOD_GET, "/needs/:id/edit/requirements", need_requirements_show, FOR_STATING, "need_requirements"},
    {METHOD_POST, "/needs/:id/edit/requirements", need_requirement_add, FOR_STATING, "need_requirement_add"},
    {METHOD_POST, "/needs/:id/edit/requirements/skills", need_requirement_skills, FOR_STATING, "need_requirement_skills"},
    {METHOD_POST, "/needs/:id/edit/requirements/suggested", need_requirement_suggested, FOR_STATING, "need_requirement_suggested"},
    {METHOD_POST, "/needs/:id/edit/requirements/change", need_requirement_change, FOR_STATING, "need_requirement_change"},
    {METHOD_POST, "/needs/:id/edit/requirements/remove", need_requirement_remove, FOR_STATING, "need_requirement_remove"},
    {METHOD_POST, "/needs/:id/edit/requirements/proposed", need_ad_answer, FOR_STATING, "need_ad_answer"},
    {METHOD_GET, "/needs/:id/edit/review", need_review_show, FOR_STATING, "need_review"},
    {METHOD_POST, "/needs/:id/open", need_open_submit, FOR_STATING, "need_open"},
    {METHOD_GET, "/needs/:id/close", need_close_show, FOR_STATING, "need_close"},
    {METHOD_POST, "/needs/:id/close", need_close_submit, FOR_STATING, "need_close_submit"},
    {METHOD_GET, "/needs/:id/candidates/:id", need_explanation_show, FOR_STAFF, "need_explanation"},
    {METHOD_GET, "/needs/:id/candidates/:id/explanation.json", need_explanation_download, FOR_STAFF, "need_explanation_json"},
    {METHOD_POST, "/needs/:id/referrals", need_referrals_start, FOR_STAFF, "need_referrals_start"},
    {0},
};
