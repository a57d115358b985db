// SPDX-License-Identifier: EUPL-1.2
#include "web/need_edit.h"

#include <string.h>

#include "app/programme.h"

enum status need_draft_get(struct request *r, struct need_view *out)
{
    TRY(get_need(r->app, r->actor, (struct need_id){request_id(r, 0)}, r->arena, out));
    if ((out->rights & RIGHT_EDIT) == 0)
        return DENIED;
    return out->need.state == NEED_DRAFT ? OK : CONFLICT;
}

struct reply need_draft_refuse(struct request *r, enum status s)
{
    if (s != CONFLICT)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/needs/%lld", (long long)request_id(r, 0));
    reply_flash(&reply, FLASH_need_no_draft);
    return reply;
}

int64_t need_form_version(const struct request *r)
{
    int64_t version;
    return form_int(&r->form, "version", &version) == OK ? version : 0;
}

static bool is_among(const char *name, const char *const *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, fields[i]) == 0)
            return true;
    return false;
}

void need_issues_add(struct request *r, const struct need *n, const char *const *fields, size_t count,
                     struct issues *issues)
{
    struct issues all = issues_in(r->arena);
    need_check(n, app_today(r->app), false, &all);
    for (size_t i = 0; i < all.count; i++) {
        const struct issue *issue = &all.items[i];
        if (!is_among(issue->field, fields, count) || issues_find(issues, issue->field) != NULL)
            continue;
        if (issue->arg != NULL)
            issues_add_arg(issues, issue->field, issue->message, issue->arg);
        else
            issues_add(issues, issue->field, issue->message);
    }
}

void need_issues_order(struct issues *issues, const char *const *fields, size_t count)
{
    struct issue *sorted = ARENA_ARRAY(issues->arena, struct issue, issues->count);
    size_t n = 0;
    for (size_t i = 0; i < issues->count; i++)
        if (!is_among(issues->items[i].field, fields, count)) {
            sorted[n] = issues->items[i];
            sorted[n++].field = "";
        }
    for (size_t f = 0; f < count; f++)
        for (size_t i = 0; i < issues->count; i++)
            if (strcmp(issues->items[i].field, fields[f]) == 0)
                sorted[n++] = issues->items[i];
    issues->items = sorted;
    issues->room = n;
}

struct edit need_basics_fields(const struct request *r, const struct need *n)
{
    struct edit e = {.version = n->version};
    edit_add(&e, "title", N_("Title"), n->title);
    edit_add(&e, "occupation", N_("Occupation"), need_occupation_text(r, n->occupation));
    return e;
}

static const char *place_text(const struct request *r, struct code place)
{
    struct region_area *areas;
    size_t count;
    if (code_given(place) && list_areas_today(r->app, r->arena, &areas, &count) == OK)
        for (size_t i = 0; i < count; i++)
            if (code_equal(areas[i].code, place))
                return areas[i].name;
    return "";
}

static const char *number_text(const struct request *r, int n)
{
    return n == 0 ? "" : arena_printf(r->arena, "%d", n);
}

struct edit need_place_fields(const struct request *r, const struct need *n)
{
    struct edit e = {.version = n->version};
    edit_add(&e, "place", N_("Place"), place_text(r, n->place));
    edit_add(&e, "positions", N_("Positions"), number_text(r, n->positions));
    edit_add(&e, "start_from", N_("Earliest start"), lang_day(r->lang, r->arena, n->start_from));
    edit_add(&e, "start_latest", N_("Latest start"), lang_day(r->lang, r->arena, n->start_latest));
    edit_add(&e, "share_least", N_("Smallest share of full time"), number_text(r, n->share_least));
    edit_add(&e, "share_most", N_("Largest share of full time"), number_text(r, n->share_most));
    edit_add(&e, "times", N_("Times of work"), need_times_text(r->lang, n->times, r->arena));
    edit_add(&e, "form", N_("Form of employment"), tr(r->lang, need_form_title(n->form)));
    edit_add(&e, "description", N_("Description"), n->description);
    return e;
}

bool need_fields_changed(const struct request *r, const struct edit *now)
{
    for (size_t i = 0; i < now->field_count; i++)
        if (strcmp(form_lines(&r->form, r->arena, arena_printf(r->arena, "was_%s", now->fields[i].name)),
                   now->fields[i].value) != 0)
            return true;
    return false;
}

struct page *need_step_page(struct request *r, enum need_step step, const struct need *n)
{
    struct steps steps = need_steps(step, n, r->arena);
    struct crumb crumbs[] = {
        {tr(r->lang, N_("Needs")), "/needs"},
        {need_title_text(r->lang, n->title), arena_printf(r->arena, "/needs/%lld", (long long)n->id.value)},
    };
    if (n->id.value == 0)
        return page_open_below(r, tr(r->lang, N_("State a need")), crumbs, 1);
    return page_open_below(r, tr(r->lang, steps.steps[step].label), crumbs, 2);
}

struct reply need_step_next(struct request *r, struct need_id id, const char *next)
{
    bool later = strcmp(request_field(r, "do"), "later") == 0;
    struct reply reply = reply_redirect(r, "/needs/%lld%s", (long long)id.value, later ? "" : next);
    if (later)
        reply_flash(&reply, FLASH_need_draft_kept);
    return reply;
}
