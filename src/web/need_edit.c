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

void need_issues_add(struct request *r, const struct need *n, const char *const *fields, size_t count, struct issues *issues)
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

void need_issues_home(struct issues *issues, const char *const *fields, size_t count)
{
    for (size_t i = 0; i < issues->count; i++)
        if (!is_among(issues->items[i].field, fields, count))
            issues->items[i].field = "";
}

static const char *title_shown(const struct request *r, const struct need *n)
{
    return n->title;
}

static const char *occupation_shown(const struct request *r, const struct need *n)
{
    return need_occupation_text(r, n->occupation);
}

static const char *place_shown(const struct request *r, const struct need *n)
{
    struct region_area *areas;
    size_t count;
    if (code_given(n->place) && list_areas_today(r->app, r->arena, &areas, &count) == OK)
        for (size_t i = 0; i < count; i++)
            if (code_equal(areas[i].code, n->place))
                return areas[i].name;
    return "";
}

static const char *number_shown(const struct request *r, int n)
{
    return n == 0 ? "" : arena_printf(r->arena, "%d", n);
}

static const char *positions_shown(const struct request *r, const struct need *n)
{
    return number_shown(r, n->positions);
}

static const char *start_from_shown(const struct request *r, const struct need *n)
{
    return lang_day(r->lang, r->arena, n->start_from);
}

static const char *start_latest_shown(const struct request *r, const struct need *n)
{
    return lang_day(r->lang, r->arena, n->start_latest);
}

static const char *share_least_shown(const struct request *r, const struct need *n)
{
    return number_shown(r, n->share_least);
}

static const char *share_most_shown(const struct request *r, const struct need *n)
{
    return number_shown(r, n->share_most);
}

static const char *times_shown(const struct request *r, const struct need *n)
{
    return need_times_text(r->lang, n->times, r->arena);
}

static const char *form_shown(const struct request *r, const struct need *n)
{
    return tr(r->lang, need_form_title(n->form));
}

static const char *description_shown(const struct request *r, const struct need *n)
{
    return n->description == NULL ? "" : n->description;
}

const struct need_field NEED_BASICS_FIELDS[NEED_BASICS_FIELD_COUNT] = {
    {"title", N_("Title"), title_shown},
    {"occupation", N_("Occupation"), occupation_shown},
};
const struct need_field NEED_PLACE_FIELDS[NEED_PLACE_FIELD_COUNT] = {
    {"place", N_("Place"), place_shown},
    {"positions", N_("Positions"), positions_shown},
    {"start_from", N_("Earliest start"), start_from_shown},
    {"start_latest", N_("Latest start"), start_latest_shown},
    {"share_least", N_("Smallest share of full time"), share_least_shown},
    {"share_most", N_("Largest share of full time"), share_most_shown},
    {"times", N_("Times of work"), times_shown},
    {"form", N_("Form of employment"), form_shown},
    {"description", N_("Description"), description_shown},
};

size_t need_originals(const struct request *r, const struct need *n, const struct need_field *fields, size_t count,
                      struct need_original *out)
{
    for (size_t i = 0; i < count; i++)
        out[i] = (struct need_original){arena_printf(r->arena, "was_%s", fields[i].name), fields[i].shown(r, n)};
    return count;
}

void need_compare(const struct request *r, const struct need *mine, const struct need *theirs,
                  const struct need_field *fields, size_t count, struct need_conflict *out)
{
    *out = (struct need_conflict){0};
    for (size_t i = 0; i < count; i++) {
        const char *original = form_text(&r->form, r->arena, arena_printf(r->arena, "was_%s", fields[i].name));
        const char *my = fields[i].shown(r, mine), *their = fields[i].shown(r, theirs);
        if (strcmp(their, original) == 0 || strcmp(my, their) == 0)
            continue;
        out->rows[out->count++] = (struct need_difference){fields[i].label, my, their, original};
    }
    out->happened = out->count > 0;
}

struct page *need_step_page(struct request *r, enum need_step step, const struct need *n)
{
    struct steps steps = need_steps(step, n->id, r->arena);
    struct crumb crumbs[] = {
        {tr(r->lang, N_("Needs")), "/needs"},
        {need_title_text(r->lang, n->title), arena_printf(r->arena, "/needs/%lld", (long long)n->id.value)},
    };
    return page_open_below(r, tr(r->lang, steps.steps[step].label), crumbs, n->id.value != 0 ? 2 : 1);
}

struct reply need_step_next(struct request *r, struct need_id id, const char *next)
{
    bool later = strcmp(request_field(r, "do"), "later") == 0;
    struct reply reply = reply_redirect(r, "/needs/%lld%s", (long long)id.value, later ? "" : next);
    if (later)
        reply_flash(&reply, FLASH_need_draft_kept);
    return reply;
}
