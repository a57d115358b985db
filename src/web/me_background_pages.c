// SPDX-License-Identifier: EUPL-1.2
// The answer on background: given and read by the person; handed in from paper by an adviser, who never sees what stands.
#include "app/hires.h"
#include "app/people.h"
#include "web/me_background.html.h"
#include "web/me_view.h"
#include "web/routes.h"

static struct reply own_reply(struct request *r, const struct issues *issues, int status)
{
    struct me_background_view v = {.action = "/me/background", .back = "/me"};
    enum status s = get_background(r->app, r->actor, &v.answer);
    if (s != OK)
        return reply_status(r, s);
    struct crumb crumbs[] = {{tr(r->lang, N_("My page")), "/me"}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Immigrant background")), crumbs, COUNT_OF(crumbs));
    if (issues != NULL)
        page_again(p, issues);
    me_background_page(p, &v);
    return reply_page(p, status);
}

static struct reply own_show(struct request *r)
{
    return own_reply(r, NULL, 200);
}

static struct reply paper_reply(struct request *r, const struct issues *issues, int status)
{
    struct candidate_view candidate;
    struct person_id person = {request_id(r, 0)};
    enum status s = get_candidate(r->app, r->actor, person, r->arena, &candidate);
    if (s == OK && (candidate.rights & RIGHT_BACKGROUND_PAPER) == 0)
        s = DENIED;
    if (s != OK)
        return reply_status(r, s);
    struct me_background_view v = {
        .name = identity_name(&candidate.identity, r->arena),
        .action = candidate_path(r, person, "/background"),
        .back = candidate_path(r, person, ""),
    };
    struct crumb crumbs[] = {{tr(r->lang, N_("Candidates")), "/candidates"}, {v.name, v.back}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Answer on background, from paper")), crumbs, COUNT_OF(crumbs));
    if (issues != NULL)
        page_again(p, issues);
    me_background_paper_page(p, &v);
    return reply_page(p, status);
}

static struct reply paper_show(struct request *r)
{
    return paper_reply(r, NULL, 200);
}

static enum background answer_read(const struct request *r)
{
    enum background answer;
    return background_read(request_field(r, "background"), &answer) ? answer : BACKGROUND_NOT_GIVEN;
}

static struct reply saved(struct request *r, const char *path, enum flash message)
{
    struct reply reply = reply_redirect(r, "%s", path);
    reply_flash(&reply, message);
    return reply;
}

static struct reply own_save(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    enum status s = give_background(r->app, r->actor, r->actor->person, answer_read(r), false, &issues);
    if (s == INVALID)
        return own_reply(r, &issues, 422);
    return s == OK ? saved(r, "/me", FLASH_background_given) : reply_status(r, s);
}

static struct reply paper_save(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    struct person_id person = {request_id(r, 0)};
    enum status s = give_background(r->app, r->actor, person, answer_read(r), true, &issues);
    if (s == INVALID)
        return paper_reply(r, &issues, 422);
    return s == OK ? saved(r, candidate_path(r, person, ""), FLASH_background_handed_in) : reply_status(r, s);
}

const struct route me_background_routes[] = {
    {METHOD_GET, "/me/background", own_show, FOR_CANDIDATE, "me_background"},
    {METHOD_POST, "/me/background", own_save, FOR_CANDIDATE, "me_background_save"},
    {METHOD_GET, "/candidates/:id/background", paper_show, FOR_STAFF, "background_paper"},
    {METHOD_POST, "/candidates/:id/background", paper_save, FOR_STAFF, "background_paper_save"},
    {0},
};
