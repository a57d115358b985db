// SPDX-License-Identifier: EUPL-1.2
// Meld behov (screen 24), last step: everything in words, the wording check, and the employer's confirmation. And the
// ways a need closes.
#include <string.h>

#include "web/need_close.html.h"
#include "web/need_edit.h"
#include "web/need_pages.h"
#include "web/need_review.html.h"

static size_t spans_cut(struct arena *a, const char *text, const struct wording_hit *hits, size_t count,
                        struct need_span **out)
{
    struct need_span *spans = ARENA_ARRAY(a, struct need_span, 2 * count + 1);
    size_t n = 0, at = 0, length = strlen(text);
    for (size_t i = 0; i < count; i++) {
        size_t start = hits[i].start < at ? at : hits[i].start; // hits of two categories may overlap
        if (hits[i].end <= start || hits[i].end > length)
            continue;
        if (start > at)
            spans[n++] = (struct need_span){arena_strndup(a, text + at, start - at), false};
        spans[n++] = (struct need_span){arena_strndup(a, text + start, hits[i].end - start), true};
        at = hits[i].end;
    }
    if (at < length)
        spans[n++] = (struct need_span){arena_strdup(a, text + at), false};
    *out = spans;
    return n;
}

static void wording_show(struct request *r, const struct need *n, struct need_review_view *v)
{
    const struct need_wording *texts;
    size_t count = check_need_wording(n, r->arena, &texts);
    const struct need_wording *title = NULL, *description = NULL;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(texts[i].field, "title") == 0)
            title = &texts[i];
        else if (strcmp(texts[i].field, "description") == 0)
            description = &texts[i];
    }
    v->finding_count = need_findings(texts, count, r->arena, &v->findings);
    v->title_count = spans_cut(r->arena, n->title, title ? title->hits : NULL, title ? title->count : 0, &v->title);
    v->description_count =
        spans_cut(r->arena, n->description == NULL ? "" : n->description, description ? description->hits : NULL,
                  description ? description->count : 0, &v->description);
}

// The step where a field is mended; NULL for those of this page.
static const char *step_of(const char *field)
{
    static const char *const here[] = {"confirmed_by_name", "wording_reason"};
    static const char *const basics[] = {"workplace", "title", "occupation"};
    for (size_t i = 0; i < COUNT_OF(here); i++)
        if (strcmp(field, here[i]) == 0)
            return NULL;
    for (size_t i = 0; i < COUNT_OF(basics); i++)
        if (strcmp(field, basics[i]) == 0)
            return "";
    return strncmp(field, "requirements", strlen("requirements")) == 0 ? "/requirements" : "/place";
}

static void lacks_show(struct request *r, const struct need *n, struct need_review_view *v)
{
    struct issues issues = issues_in(r->arena);
    need_check(n, app_today(r->app), false, &issues);
    v->lacks = ARENA_ARRAY(r->arena, struct need_lack, issues.count);
    for (size_t i = 0; i < issues.count; i++) {
        const struct issue *issue = &issues.items[i];
        const char *step = step_of(issue->field);
        if (step == NULL)
            continue;
        const char *anchor =
            strcmp(step, "/requirements") == 0 ? "stated" : arena_printf(r->arena, "f-%s", issue->field);
        v->lacks[v->lack_count++] = (struct need_lack){
            .message = issue->arg != NULL ? tr_arg(r->lang, r->arena, issue->message, issue->arg)
                                          : tr(r->lang, issue->message),
            .path = arena_printf(r->arena, "/needs/%lld/edit%s#%s", (long long)n->id.value, step, anchor),
        };
    }
}

static void view_fill(struct request *r, const struct need_view *at, struct need_review_view *v)
{
    const struct need *n = &at->need;
    v->at = at;
    v->steps = need_steps(NEED_STEP_REVIEW, n, r->arena);
    v->occupation = need_occupation_text(r, n->occupation);
    v->lines = need_lines(r, at);
    v->line_count = at->all_count;
    wording_show(r, n, v);
    lacks_show(r, n, v);
    v->confirm_name = (at->rights & RIGHT_CONFIRM) != 0 ? r->actor->name : NULL;
    v->may_open = (at->rights & RIGHT_OPEN) != 0;
    if (need_ad_shown_get(r, &at->need, &v->ad) != OK) // the page is of use without it
        v->ad = (struct need_ad_shown){0};
}

static struct reply review_reply(struct request *r, const struct need_view *at, struct need_review_view *v,
                                 const struct issues *issues, int status)
{
    view_fill(r, at, v);
    struct page *p = need_step_page(r, NEED_STEP_REVIEW, &at->need);
    if (issues != NULL)
        page_again(p, issues);
    need_review_page(p, v);
    return reply_page(p, status);
}

struct reply need_review_show(struct request *r)
{
    struct need_view at;
    struct need_review_view v = {0};
    enum status s = need_draft_get(r, &at);
    if (s != OK)
        return need_draft_refuse(r, s);
    return review_reply(r, &at, &v, NULL, 200);
}

// Issues that another step mends are listed apart, with the way there.
static struct issues own_issues(struct request *r, const struct issues *all)
{
    struct issues own = issues_in(r->arena);
    for (size_t i = 0; i < all->count; i++) {
        const struct issue *issue = &all->items[i];
        if (step_of(issue->field) != NULL)
            continue;
        if (issue->arg != NULL)
            issues_add_arg(&own, issue->field, issue->message, issue->arg);
        else
            issues_add(&own, issue->field, issue->message);
    }
    if (own.count < all->count)
        issues_add(&own, "", N_("The need is not complete yet. What is missing stands below."));
    return own;
}

struct reply need_open_submit(struct request *r)
{
    struct need_view at;
    struct need_review_view v = {0};
    struct issues issues = issues_in(r->arena);
    enum status s = need_draft_get(r, &at);
    if (s != OK)
        return need_draft_refuse(r, s);
    s = open_need(r->app, r->actor, at.need.id, need_form_version(r), request_field(r, "confirmed_by_name"),
                  form_lines(&r->form, r->arena, "wording_reason"), &issues);
    if (s == INVALID) {
        struct issues own = own_issues(r, &issues);
        return review_reply(r, &at, &v, &own, 422);
    }
    if (s == CONFLICT && need_draft_get(r, &at) == OK) { // what stands below is not what was read through
        v.conflict = true;
        return review_reply(r, &at, &v, &issues, 409);
    }
    if (s != OK)
        return need_draft_refuse(r, s);
    struct reply reply = reply_redirect(r, "/needs/%lld", (long long)at.need.id.value);
    reply_flash(&reply, r->actor->role == ROLE_EMPLOYER ? FLASH_need_opened_by_employer : FLASH_need_opened);
    return reply;
}

// Closing and taking back.

static bool way_read(const char *word, struct need_close_view *out)
{
    static const struct need_close_view ways[] = {
        {.to = "filled",
         .question = N_("Are all positions filled? Then the need is closed, and nobody more is proposed for it."),
         .heading = N_("Close the need as filled"),
         .button = N_("Close as filled")},
        {.to = "withdrawn",
         .question =
             N_("The need is withdrawn: nobody is proposed for it any more. You can make it a draft again later."),
         .heading = N_("Withdraw the need"),
         .button = N_("Withdraw the need"),
         .danger = true},
        {.to = "open",
         .question = N_("There are positions to fill after all? The need is opened again as it was."),
         .heading = N_("Open the need again"),
         .button = N_("Open again")},
        {.to = "draft",
         .question =
             N_("An open need stays as the employer confirmed it. To change it, take it back as a draft. Nobody is "
                "proposed until the employer has confirmed it anew."),
         .heading = N_("Change the need"),
         .button = N_("Make it a draft again")},
    };
    for (size_t i = 0; i < COUNT_OF(ways); i++)
        if (strcmp(word, ways[i].to) == 0) {
            *out = ways[i];
            return true;
        }
    return false;
}

// An open need becomes a draft by way of being withdrawn.
static bool may_go(enum need_state from, enum need_state to)
{
    return need_state_may(from, to) || (from == NEED_OPEN && to == NEED_DRAFT);
}

static enum status close_get(struct request *r, const char *word, struct need_view *at, struct need_close_view *v,
                             enum need_state *to)
{
    TRY(get_need(r->app, r->actor, (struct need_id){request_id(r, 0)}, r->arena, at));
    if ((at->rights & RIGHT_OPEN) == 0)
        return DENIED;
    if (!way_read(word, v) || !need_state_word_read(word, to))
        return NOT_FOUND;
    v->at = at;
    v->tells = at->need.state == NEED_OPEN;
    return get_need_progress(r->app, r->actor, at->need.id, &v->progress);
}

static struct reply back_to_card(struct request *r, const struct need_view *at, enum flash flash)
{
    struct reply reply = reply_redirect(r, "/needs/%lld", (long long)at->need.id.value);
    reply_flash(&reply, flash);
    return reply;
}

struct reply need_close_show(struct request *r)
{
    struct need_view at;
    struct need_close_view v;
    enum need_state to;
    enum status s = close_get(r, request_query(r, "to"), &at, &v, &to);
    if (s != OK)
        return reply_status(r, s);
    if (!may_go(at.need.state, to) || (at.need.state == NEED_DRAFT && to == NEED_OPEN))
        return back_to_card(r, &at, FLASH_need_changed);
    struct crumb crumbs[] = {
        {tr(r->lang, N_("Needs")), "/needs"},
        {need_title_text(r->lang, at.need.title), arena_printf(r->arena, "/needs/%lld", (long long)at.need.id.value)},
    };
    struct page *p = page_open_below(r, tr(r->lang, v.heading), crumbs, COUNT_OF(crumbs));
    need_close_page(p, &v);
    return reply_page(p, 200);
}

struct reply need_close_submit(struct request *r)
{
    struct need_view at;
    struct need_close_view v;
    enum need_state to;
    int64_t version = need_form_version(r);
    enum status s = close_get(r, request_field(r, "to"), &at, &v, &to);
    if (s == OK && at.need.state == NEED_OPEN && to == NEED_DRAFT) {
        s = close_need(r->app, r->actor, at.need.id, version, NEED_WITHDRAWN);
        version++;
    }
    if (s == OK)
        s = close_need(r->app, r->actor, at.need.id, version, to);
    if (s == CONFLICT)
        return back_to_card(r, &at, FLASH_need_changed);
    if (s != OK)
        return reply_status(r, s);
    if (to == NEED_DRAFT)
        return reply_redirect(r, "/needs/%lld/edit", (long long)at.need.id.value);
    return back_to_card(r, &at, to == NEED_OPEN ? FLASH_need_reopened : FLASH_need_closed);
}
