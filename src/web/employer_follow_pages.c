// SPDX-License-Identifier: EUPL-1.2
// How an employer is followed up: stage, owner, pledge, whether it will be a reference, and its own estimate.
#include <string.h>

#include "app/employer_steps.h"
#include "web/employer_follow.html.h"
#include "web/employer_view.h"
#include "web/routes.h"

static enum status follow_begin(struct request *r, unsigned right, struct employer_view *at, const char **path)
{
    TRY(get_employer(r->app, r->actor, (struct employer_id){request_id(r, 0)}, r->arena, at));
    *path = arena_printf(r->arena, "/employers/%lld", (long long)at->employer.id.value);
    return (at->rights & right) == right ? OK : DENIED;
}

static struct page *page_below(struct request *r, const char *title, const struct employer_view *at, const char *path)
{
    bool own = r->actor->role == ROLE_EMPLOYER;
    struct crumb crumbs[] = {{tr(r->lang, N_("Employers")), "/employers"}, {at->employer.name, path}};
    return page_open_below(r, title, own ? &crumbs[1] : crumbs, own ? 1 : 2);
}

static struct reply go(struct request *r, const char *path, const char *part)
{
    struct reply reply = reply_redirect(r, "%s#%s", path, part);
    reply_flash(&reply, FLASH_saved);
    return reply;
}

static day read_day(struct request *r, const char *name, struct issues *issues)
{
    day d = DAY_NONE;
    if (form_day(&r->form, name, &d) == INVALID)
        issues_add(issues, name, N_("Write day, month and year, such as 5.6.2016"));
    return d;
}

// The stage

static struct reply stage_reply(struct request *r, const struct issues *issues, bool conflict, int status)
{
    struct employer_view at;
    struct stage_page_view v = {.at = &at, .conflict = conflict, .asks_named = issues != NULL && issues_find(issues, "named") != NULL};
    enum status s = follow_begin(r, RIGHT_FOLLOW, &at, &v.path);
    if (s == OK)
        s = list_stage_moves(r->app, r->actor, at.employer.id, r->arena, &v.moves, &v.move_count);
    if (s == OK)
        s = follow_options_get(r, at.employer.owner, at.owner_name, &v.follow);
    if (s != OK)
        return reply_status(r, s);
    v.may_edit = (at.rights & RIGHT_EDIT) != 0;
    struct page *p = page_below(r, tr(r->lang, N_("Stage")), &at, v.path);
    if (issues != NULL)
        page_again(p, issues);
    stage_page(p, &v);
    return reply_page(p, status);
}

static struct reply stage_show(struct request *r)
{
    return stage_reply(r, NULL, false, 200);
}

static struct reply stage_save(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    struct stage_step step = {.employer = {request_id(r, 0)}, .declined_reason = request_field(r, "declined_reason"),
                              .why = request_field(r, "why"), .named_other = form_flag(&r->form, "named")};
    if (form_int(&r->form, "version", &step.version) != OK)
        return reply_error(r, 400);
    if (!stage_read(request_field(r, "stage"), &step.to))
        issues_add(&issues, "stage", N_("Choose how far the contact has come"));
    step.paused_until = read_day(r, "paused_until", &issues);
    if (!decline_read(request_field(r, "decline"), &step.decline))
        step.decline = DECLINE_NONE;
    if (issues.count > 0)
        return stage_reply(r, &issues, false, 422);
    enum status s = move_stage(r->app, r->actor, &step, &issues);
    if (s == INVALID)
        return stage_reply(r, &issues, false, 422);
    if (s == CONFLICT)
        return stage_reply(r, &issues, true, 409);
    return s == OK ? go(r, arena_printf(r->arena, "/employers/%lld", (long long)step.employer.value), "following") : reply_status(r, s);
}

static struct reply owner_save(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    struct employer_id id = {request_id(r, 0)};
    struct user_id owner = {0};
    int64_t version;
    if (form_int(&r->form, "version", &version) != OK || form_id(&r->form, "owner", &owner.value) == INVALID)
        return reply_error(r, 400);
    enum status s = set_owner(r->app, r->actor, id, version, owner, &issues);
    if (s == INVALID)
        return stage_reply(r, &issues, false, 422);
    if (s == CONFLICT)
        return stage_reply(r, &issues, true, 409);
    return s == OK ? go(r, arena_printf(r->arena, "/employers/%lld", (long long)id.value), "following") : reply_status(r, s);
}

// The pledge

static struct reply pledge_reply(struct request *r, const struct issues *issues, bool conflict, int status)
{
    struct employer_view at;
    struct pledge_page_view v = {.at = &at, .conflict = conflict, .asks_named = issues != NULL && issues_find(issues, "named") != NULL};
    enum status s = follow_begin(r, RIGHT_FOLLOW, &at, &v.path);
    if (s == OK)
        s = list_pledge_moves(r->app, r->actor, at.employer.id, r->arena, &v.moves, &v.move_count);
    if (s != OK)
        return reply_status(r, s);
    v.may_edit = (at.rights & RIGHT_EDIT) != 0;
    v.pledged = at.employer.pledged == 0 ? "" : arena_printf(r->arena, "%d", at.employer.pledged);
    struct page *p = page_below(r, tr(r->lang, N_("Pledge")), &at, v.path);
    if (issues != NULL)
        page_again(p, issues);
    pledge_page(p, &v);
    return reply_page(p, status);
}

static struct reply pledge_show(struct request *r)
{
    return pledge_reply(r, NULL, false, 200);
}

static struct reply pledge_save(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    struct pledge_step step = {.employer = {request_id(r, 0)}, .why = request_field(r, "why"),
                               .named_other = form_flag(&r->form, "named")};
    int64_t pledged = 0;
    if (form_int(&r->form, "version", &step.version) != OK)
        return reply_error(r, 400);
    enum status s = form_int(&r->form, "pledged", &pledged);
    if (s == INVALID || pledged < 0 || pledged > INT32_MAX)
        issues_add(&issues, "pledged", N_("Write how many the employer means to hire: 0 to 10 000"));
    step.pledged = (int)pledged;
    step.pledged_by = read_day(r, "pledged_by", &issues);
    if (issues.count > 0)
        return pledge_reply(r, &issues, false, 422);
    s = set_pledge(r->app, r->actor, &step, &issues);
    if (s == INVALID)
        return pledge_reply(r, &issues, false, 422);
    if (s == CONFLICT)
        return pledge_reply(r, &issues, true, 409);
    return s == OK ? go(r, arena_printf(r->arena, "/employers/%lld", (long long)step.employer.value), "pledge") : reply_status(r, s);
}

// What the employer has said of itself

static struct reply told_reply(struct request *r, const struct issues *issues, bool conflict, int status)
{
    struct employer_view at;
    struct told_page_view v = {.at = &at, .conflict = conflict, .own = r->actor->role == ROLE_EMPLOYER};
    enum status s = follow_begin(r, RIGHT_TELL, &at, &v.path);
    if (s != OK)
        return reply_status(r, s);
    v.may_edit = (at.rights & RIGHT_EDIT) != 0;
    v.estimate_refusal = estimate_refusal(&at.employer);
    for (int i = 0; i < ESTIMATES; i++)
        v.estimates[i] = (struct option){.value = i == ESTIMATE_UNASKED ? "unasked" : estimate_name((enum estimate)i),
                                         .label = i == ESTIMATE_UNASKED && v.own ? N_("No answer") : estimate_title((enum estimate)i)};
    for (int i = 0; i < REFERENCES; i++)
        v.references[i] = (struct option){.value = i == REFERENCE_UNASKED ? "unasked" : reference_name((enum reference)i),
                                          .label = reference_title((enum reference)i)};
    struct page *p = page_below(r, tr(r->lang, N_("What the employer says of itself")), &at, v.path);
    if (issues != NULL)
        page_again(p, issues);
    told_page(p, &v);
    return reply_page(p, status);
}

static struct reply told_show(struct request *r)
{
    return told_reply(r, NULL, false, 200);
}

static const char *unless_unasked(const char *value)
{
    return strcmp(value, "unasked") == 0 ? "" : value;
}

static struct reply estimate_save(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    struct employer_id id = {request_id(r, 0)};
    enum estimate estimate;
    int64_t version;
    if (form_int(&r->form, "version", &version) != OK)
        return reply_error(r, 400);
    if (*request_field(r, "estimate") == '\0' || !estimate_read(unless_unasked(request_field(r, "estimate")), &estimate)) {
        issues_add(&issues, "estimate", N_("Choose an answer"));
        return told_reply(r, &issues, false, 422);
    }
    enum status s = set_estimate(r->app, r->actor, id, version, estimate, &issues);
    if (s == INVALID)
        return told_reply(r, &issues, false, 422);
    if (s == CONFLICT)
        return told_reply(r, &issues, true, 409);
    return s == OK ? go(r, arena_printf(r->arena, "/employers/%lld", (long long)id.value), "told") : reply_status(r, s);
}

static struct reply reference_save(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    struct employer_id id = {request_id(r, 0)};
    enum reference reference;
    int64_t version;
    if (form_int(&r->form, "version", &version) != OK)
        return reply_error(r, 400);
    if (*request_field(r, "reference") == '\0' || !reference_read(unless_unasked(request_field(r, "reference")), &reference)) {
        issues_add(&issues, "reference", N_("Choose an answer"));
        return told_reply(r, &issues, false, 422);
    }
    enum status s = set_reference(r->app, r->actor, id, version, reference, &issues);
    if (s == CONFLICT)
        return told_reply(r, &issues, true, 409);
    return s == OK ? go(r, arena_printf(r->arena, "/employers/%lld", (long long)id.value), "told") : reply_status(r, s);
}

const struct route employer_follow_routes[] = {
    {METHOD_GET, "/employers/:id/stage", stage_show, FOR_STAFF, "employer_stage"},
    {METHOD_POST, "/employers/:id/stage", stage_save, FOR_OFFICE, "employer_stage_save"},
    {METHOD_POST, "/employers/:id/owner", owner_save, FOR_OFFICE, "employer_owner_save"},
    {METHOD_GET, "/employers/:id/pledge", pledge_show, FOR_STAFF, "employer_pledge"},
    {METHOD_POST, "/employers/:id/pledge", pledge_save, FOR_OFFICE, "employer_pledge_save"},
    {METHOD_GET, "/employers/:id/told", told_show, FOR_OFFICE | FOR_EMPLOYER, "employer_told"},
    {METHOD_POST, "/employers/:id/estimate", estimate_save, FOR_OFFICE | FOR_EMPLOYER, "employer_estimate_save"},
    {METHOD_POST, "/employers/:id/reference", reference_save, FOR_OFFICE, "employer_reference_save"},
    {0},
};
