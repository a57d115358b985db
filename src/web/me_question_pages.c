// SPDX-License-Identifier: EUPL-1.2
// Min side (screen 26): one question about sharing the profile. Looking changes nothing; only the two buttons answer.
#include <string.h>

#include "web/me_question.html.h"
#include "web/me_view.h"
#include "web/routes.h"

static struct share_id share_asked(const struct request *r)
{
    return (struct share_id){request_id(r, 0)};
}

static const char *question_path(struct request *r)
{
    return arena_printf(r->arena, "/me/questions/%lld", (long long)share_asked(r).value);
}

// refusal: msgid of why what was tried cannot be done, or NULL.
static struct reply question_reply(struct request *r, const char *refusal, int status)
{
    struct share_view share;
    struct me_question_view v = {.share = &share, .refusal = refusal, .path = question_path(r)};
    enum status s = get_share(r->app, r->actor, share_asked(r), r->arena, &share);
    if (s == OK)
        s = me_matter_get(r, share.referral, &v.at);
    if (s != OK)
        return reply_status(r, s);
    v.stands = question_stands(r->lang, &share, r->arena);
    struct crumb crumbs[] = {{tr(r->lang, N_("My page")), "/me"}};
    // No employer in the title: titles go into histories and bookmarks.
    struct page *p = page_open_below(r, tr(r->lang, N_("Question about your profile")), crumbs, COUNT_OF(crumbs));
    me_question_page(p, &v);
    return reply_page(p, status);
}

static struct reply question_show(struct request *r)
{
    return question_reply(r, NULL, 200);
}

static struct reply question_done(struct request *r, enum status s, const struct issues *issues, enum flash message)
{
    if (s == CONFLICT && issues->count > 0)
        return question_reply(r, issues->items[0].message, 409);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", question_path(r));
    reply_flash(&reply, message);
    return reply;
}

static struct reply question_answer(struct request *r)
{
    const char *answer = request_field(r, "answer");
    bool yes = strcmp(answer, "yes") == 0;
    if (!yes && strcmp(answer, "no") != 0)
        return reply_error(r, 400);
    struct issues issues = issues_in(r->arena);
    enum status s = answer_share(r->app, r->actor, share_asked(r), yes, &issues);
    return question_done(r, s, &issues, yes ? FLASH_question_yes : FLASH_question_no);
}

static struct reply question_take_back(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    enum status s = take_back_share(r->app, r->actor, share_asked(r), &issues);
    return question_done(r, s, &issues, FLASH_question_taken_back);
}

const struct route me_question_routes[] = {
    {METHOD_GET, "/me/questions/:id", question_show, FOR_CANDIDATE, "me_question"},
    {METHOD_POST, "/me/questions/:id/answer", question_answer, FOR_CANDIDATE, "me_question_answer"},
    {METHOD_POST, "/me/questions/:id/take-back", question_take_back, FOR_CANDIDATE, "me_question_take_back"},
    {0},
};
