// SPDX-License-Identifier: EUPL-1.2
// Who is asked, who has answered, and one answer.
#include <string.h>

#include "web/address.h"
#include "web/routes.h"
#include "web/survey_asked.html.h"
#include "web/survey_view.h"

static struct crumb *crumbs_to(struct request *r, const struct survey *survey)
{
    struct crumb *crumbs = ARENA_ARRAY(r->arena, struct crumb, 2);
    crumbs[0] = (struct crumb){tr(r->lang, N_("Surveys")), "/surveys"};
    crumbs[1] = (struct crumb){survey->name, survey_path(r->arena, survey->id, "")};
    return crumbs;
}

static const char *list_path(struct request *r, struct survey_id id, const char *show, const char *after)
{
    struct buf b = address_in(r->arena, survey_path(r->arena, id, "/asked"));
    address_add(&b, "show", show);
    address_add(&b, "after", after);
    return buf_text(&b);
}

static struct reply asked_list_show(struct request *r)
{
    struct survey_id id = {request_id(r, 0)};
    struct survey_view at;
    struct asked_page page;
    const char *show = request_query(r, "show");
    struct asked_query query = {.after = request_query(r, "after")};
    if (strcmp(show, "waiting") == 0)
        query.states = 1u << ASKED_WAITING | 1u << ASKED_BEGUN;
    else if (strcmp(show, "answered") == 0)
        query.states = 1u << ASKED_ANSWERED;
    else
        show = "";
    enum status s = get_survey(r->app, r->actor, id, r->arena, &at);
    if (s == OK)
        s = list_asked(r->app, r->actor, id, &query, r->arena, &page);
    if (s != OK)
        return reply_status(r, s);
    struct survey_asked_view v = {.survey = id, .survey_name = at.entry.survey.name, .page = &page, .show = show};
    if (*query.after != '\0')
        v.pager.first = list_path(r, id, show, "");
    if (*page.next != '\0')
        v.pager.next = list_path(r, id, show, page.next);
    struct page *p = page_open_below(r, tr(r->lang, N_("Who is asked")), crumbs_to(r, &at.entry.survey), 2);
    survey_asked_page(p, &v);
    return reply_page(p, 200);
}

static struct reply answer_with(struct request *r, struct survey_asked_id id, const struct issues *issues, int status)
{
    struct asked_view at;
    struct survey_one_view v = {.at = &at};
    enum status s = get_asked(r->app, r->actor, id, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    for (int f = 1; f < ANSWER_FLAGS; f++)
        v.flags[v.flag_count++] = (struct option){.value = answer_flag_name((enum answer_flag)f),
                                                  .label = answer_flag_title((enum answer_flag)f)};
    struct page *p = page_open_below(r, tr(r->lang, N_("One answer")), crumbs_to(r, &at.survey), 2);
    if (issues != NULL)
        page_again(p, issues);
    survey_one_page(p, &v);
    return reply_page(p, status);
}

static struct reply answer_show(struct request *r)
{
    return answer_with(r, (struct survey_asked_id){request_id(r, 0)}, NULL, 200);
}

static struct reply answer_flag_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    struct survey_asked_id id = {request_id(r, 0)};
    enum answer_flag kind = FLAG_NONE;
    struct flag_id flag;
    answer_flag_read(request_field(r, "kind"), &kind);
    enum status s = raise_flag(r->app, r->actor, id, kind, &issues, &flag);
    if (s == INVALID || s == CONFLICT)
        return answer_with(r, id, &issues, s == INVALID ? 422 : 409);
    return s == OK ? reply_redirect(r, "/flags/%lld", (long long)flag.value) : reply_status(r, s);
}

static struct reply answer_remove_show(struct request *r)
{
    struct asked_view at;
    enum status s = get_asked(r->app, r->actor, (struct survey_asked_id){request_id(r, 0)}, r->arena, &at);
    if (s == OK && !at.may_remove)
        s = DENIED;
    if (s != OK)
        return reply_status(r, s);
    struct page *p = page_open_below(r, tr(r->lang, N_("Delete the answer?")), crumbs_to(r, &at.survey), 2);
    survey_remove_page(p, &at);
    return reply_page(p, 200);
}

static struct reply answer_remove_submit(struct request *r)
{
    struct survey_id survey;
    enum status s = remove_answers(r->app, r->actor, (struct survey_asked_id){request_id(r, 0)}, &survey);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/surveys/%lld/asked", (long long)survey.value);
    reply_flash(&reply, FLASH_survey_answer_removed);
    return reply;
}

const struct route survey_asked_routes[] = {
    {METHOD_GET, "/surveys/:id/asked", asked_list_show, FOR_OFFICE, "survey_asked"},
    {METHOD_GET, "/surveys/answers/:id", answer_show, FOR_OFFICE, "survey_one"},
    {METHOD_POST, "/surveys/answers/:id/flag", answer_flag_submit, FOR_OFFICE, "survey_one_flag"},
    {METHOD_GET, "/surveys/answers/:id/delete", answer_remove_show, FOR_OFFICE, "survey_one_delete"},
    {METHOD_POST, "/surveys/answers/:id/delete", answer_remove_submit, FOR_OFFICE, "survey_one_delete_submit"},
    {0},
};
