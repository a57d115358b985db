// SPDX-License-Identifier: EUPL-1.2
// Flags on answers: what somebody has to see to, the explanation to send, and how it was cleared. And the guidance for HR.
#include <string.h>

#include "app/programme.h"
#include "web/address.h"
#include "web/flag.html.h"
#include "web/routes.h"
#include "web/survey_view.h"

static const char *list_path(struct request *r, const char *show, const char *kind, const char *after)
{
    struct buf b = address_in(r->arena, "/flags");
    address_add(&b, "show", show);
    address_add(&b, "kind", kind);
    address_add(&b, "after", after);
    return buf_text(&b);
}

static struct reply flag_list_show(struct request *r)
{
    struct flag_page page;
    struct flag_counts counts;
    enum answer_flag kind = FLAG_NONE;
    struct flag_list_view v = {.page = &page, .counts = &counts, .show = request_query(r, "show"), .kind = ""};
    struct flag_query query = {.after = request_query(r, "after")};
    struct programme programme;
    if (strcmp(v.show, "all") != 0 && strcmp(v.show, "cleared") != 0)
        v.show = "";
    query.states = *v.show == '\0' ? 1u << FLAG_HINTED | 1u << FLAG_RAISED : strcmp(v.show, "cleared") == 0 ? 1u << FLAG_CLEARED : 0;
    if (answer_flag_read(request_query(r, "kind"), &kind) && kind != FLAG_NONE) {
        query.kinds = 1u << kind;
        v.kind = answer_flag_name(kind);
    }
    if (form_id(&r->query, "survey", &query.survey.value) != OK)
        query.survey.value = 0;
    enum status s = list_flags(r->app, r->actor, &query, r->arena, &page);
    if (s == OK)
        s = get_programme_frame(r->app, r->arena, &programme);
    if (s == OK)
        s = count_misunderstandings(r->app, r->actor, programme.from, programme.to, &counts);
    if (s == OK)
        s = count_guidance(r->app, r->actor, programme.from, programme.to, &v.guidance);
    if (s != OK)
        return reply_status(r, s);
    for (int f = 1; f < ANSWER_FLAGS; f++)
        v.kinds[f - 1] = (struct option){.value = answer_flag_name((enum answer_flag)f), .label = answer_flag_title((enum answer_flag)f)};
    if (*query.after != '\0')
        v.pager.first = list_path(r, v.show, v.kind, "");
    if (*page.next != '\0')
        v.pager.next = list_path(r, v.show, v.kind, page.next);
    struct crumb *crumbs = ARENA_NEW(r->arena, struct crumb);
    *crumbs = (struct crumb){tr(r->lang, N_("Surveys")), "/surveys"};
    struct page *p = page_open_below(r, tr(r->lang, N_("Flags on answers")), crumbs, 1);
    flag_list_page(p, &v);
    return reply_page(p, 200);
}

static struct reply flag_with(struct request *r, const struct issues *issues, int status)
{
    struct flag_view at;
    struct flag_id id = {request_id(r, 0)};
    enum status s = get_flag(r->app, r->actor, id, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    struct flag_page_view v = {.at = &at, .path = arena_printf(r->arena, "/flags/%lld", (long long)id.value)};
    for (int h = 1; h < FLAG_HOWS; h++)
        v.hows[h - 1] = (struct option){.value = flag_how_name((enum flag_how)h), .label = flag_how_title((enum flag_how)h)};
    struct crumb *crumbs = ARENA_ARRAY(r->arena, struct crumb, 2);
    crumbs[0] = (struct crumb){tr(r->lang, N_("Surveys")), "/surveys"};
    crumbs[1] = (struct crumb){tr(r->lang, N_("Flags on answers")), "/flags"};
    struct page *p = page_open_below(r, tr(r->lang, answer_flag_title(at.entry.flag.kind)), crumbs, 2);
    if (issues != NULL)
        page_again(p, issues);
    flag_one_page(p, &v);
    return reply_page(p, status);
}

static struct reply flag_show(struct request *r)
{
    return flag_with(r, NULL, 200);
}

static int64_t version_of(struct request *r)
{
    int64_t version;
    return form_int(&r->form, "version", &version) == OK ? version : 0;
}

static struct reply stepped(struct request *r, enum status s, const struct issues *issues, enum flash said)
{
    if (s == INVALID || s == CONFLICT)
        return flag_with(r, issues, s == INVALID ? 422 : 409);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/flags/%lld", (long long)request_id(r, 0));
    reply_flash(&reply, said);
    return reply;
}

static struct flag_id id_of(const struct request *r)
{
    return (struct flag_id){request_id(r, 0)};
}

static struct reply flag_confirm_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    return stepped(r, confirm_flag(r->app, r->actor, id_of(r), version_of(r), &issues), &issues, FLASH_flag_confirmed);
}

static struct reply flag_dismiss_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    return stepped(r, dismiss_flag(r->app, r->actor, id_of(r), version_of(r), &issues), &issues, FLASH_flag_dismissed);
}

static struct reply flag_send_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    enum status s = send_explanation(r->app, r->actor, id_of(r), version_of(r), lang_from_tag(request_field(r, "lang"), LANG_NB),
                                     request_field(r, "subject"), form_lines(&r->form, r->arena, "text"), &issues);
    return stepped(r, s, &issues, FLASH_flag_explained);
}

static struct reply flag_clear_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    enum flag_how how = FLAG_HOW_NONE;
    flag_how_read(request_field(r, "how"), &how);
    enum status s = clear_flag(r->app, r->actor, id_of(r), version_of(r), how, form_lines(&r->form, r->arena, "note"), &issues);
    return stepped(r, s, &issues, FLASH_flag_cleared);
}

static struct reply guidance_show(struct request *r)
{
    struct page *p = page_open(r, tr(r->lang, N_("Hiring lawfully and inclusively")));
    guidance_page(p);
    return reply_page(p, 200);
}

static struct reply guidance_submit(struct request *r)
{
    enum status s = guidance_read(r->app);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/guidance");
    reply_flash(&reply, FLASH_guidance_read);
    return reply;
}

const struct route flag_routes[] = {
    {METHOD_GET, "/flags", flag_list_show, FOR_OFFICE, "flags"},
    {METHOD_GET, "/flags/:id", flag_show, FOR_OFFICE, "flag"},
    {METHOD_POST, "/flags/:id/confirm", flag_confirm_submit, FOR_OFFICE, "flag_confirm"},
    {METHOD_POST, "/flags/:id/dismiss", flag_dismiss_submit, FOR_OFFICE, "flag_dismiss"},
    {METHOD_POST, "/flags/:id/explain", flag_send_submit, FOR_OFFICE, "flag_explain"},
    {METHOD_POST, "/flags/:id/clear", flag_clear_submit, FOR_OFFICE, "flag_clear"},
    {METHOD_GET, "/guidance", guidance_show, FOR_ANYONE, "guidance"},
    {METHOD_POST, "/guidance/read", guidance_submit, FOR_ANYONE, "guidance_read"},
    {0},
};
