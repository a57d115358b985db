// SPDX-License-Identifier: EUPL-1.2
// Saved views of lists: saving one from the list, renaming, sharing, deleting and taking that back.
#include <string.h>

#include "web/routes.h"
#include "web/view_view.h"
#include "web/views.html.h"

static const struct {
    const char *path, *title;
} LISTS[VIEW_KINDS] = {
    [VIEW_EMPLOYERS] = {"/employers", N_("Employers")},
    [VIEW_NEEDS] = {"/needs", N_("Needs")},
    [VIEW_HIRES] = {"/hires", N_("Hires")},
    [VIEW_ACTIVITIES] = {"/activities", N_("Activities")},
};

static const char *list_path(struct request *r, const struct saved_view *v)
{
    return *v->query == '\0' ? LISTS[v->kind].path : arena_printf(r->arena, "%s?%s", LISTS[v->kind].path, v->query);
}

enum status view_tabs_fill(struct request *r, enum view_kind kind, const char *all, const char *path, struct view_tabs *out)
{
    struct view_line *views;
    size_t count;
    const char *query = strchr(path, '?');
    struct view_tabs t = {.kind = kind, .words = query == NULL ? "" : query + 1};
    *out = t;
    if (!route_open("/views", r->actor->role))
        return OK;
    TRY(list_views(r->app, r->actor, kind, r->arena, &views, &count));
    t.tabs = ARENA_ARRAY(r->arena, struct view_tab, count + 1);
    t.tabs[t.count++] = (struct view_tab){.name = tr(r->lang, all), .path = LISTS[kind].path, .current = *t.words == '\0'};
    t.may_save = *t.words != '\0';
    for (size_t i = 0; i < count; i++) {
        bool current = *t.words != '\0' && strcmp(views[i].view.query, t.words) == 0;
        t.may_save &= !current;
        t.tabs[t.count++] = (struct view_tab){.name = views[i].view.name,
                                              .path = list_path(r, &views[i].view),
                                              .current = current,
                                              .shared_by_other = !views[i].own};
    }
    *out = t;
    return OK;
}

static struct reply view_list(struct request *r)
{
    struct view_list_view v = {0};
    struct view_line *lines[VIEW_KINDS];
    size_t counts[VIEW_KINDS];
    int64_t removed;
    for (int k = 0; k < VIEW_KINDS; k++) {
        enum status s = list_views(r->app, r->actor, (enum view_kind)k, r->arena, &lines[k], &counts[k]);
        if (s != OK)
            return reply_status(r, s);
        v.count += counts[k];
    }
    v.rows = ARENA_ARRAY(r->arena, struct view_row, v.count);
    size_t at = 0;
    for (int k = 0; k < VIEW_KINDS; k++)
        for (size_t i = 0; i < counts[k]; i++)
            v.rows[at++] = (struct view_row){&lines[k][i], list_path(r, &lines[k][i].view), LISTS[k].title};
    if (form_id(&r->query, "removed", &removed) == OK)
        v.removed.value = removed;
    struct page *p = page_open(r, tr(r->lang, N_("Saved views")));
    view_list_page(p, &v);
    return reply_page(p, 200);
}

static struct reply view_form(struct request *r, const struct view_line *line, int64_t version, struct issues *issues)
{
    struct crumb crumbs[] = {{tr(r->lang, N_("Saved views")), "/views"}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Edit view")), crumbs, 1);
    if (issues != NULL)
        page_again(p, issues);
    view_form_page(p, &(struct view_form_view){line, version});
    return reply_page(p, issues == NULL ? 200 : 422);
}

static struct reply view_save(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    struct saved_view typed = {
        .name = request_field(r, "name"), .query = request_field(r, "query"), .shared = form_flag(&r->form, "shared")};
    struct view_id id;
    if (!view_kind_read(request_field(r, "kind"), &typed.kind))
        return reply_error(r, 400);
    enum status s = save_view(r->app, r->actor, &typed, &issues, &id);
    if (s == INVALID) { // the list's own form cannot show it: one with the same fields does
        struct page *p = page_open(r, tr(r->lang, N_("Save a view")));
        page_again(p, &issues);
        view_new_page(p, &typed);
        return reply_page(p, 422);
    }
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", list_path(r, &typed));
    reply_flash(&reply, FLASH_view_saved);
    return reply;
}

static struct reply view_edit(struct request *r)
{
    struct view_line line;
    enum status s = get_view(r->app, r->actor, (struct view_id){request_id(r, 0)}, r->arena, &line);
    if (s == OK && !line.own)
        s = DENIED;
    return s != OK ? reply_status(r, s) : view_form(r, &line, line.view.version, NULL);
}

static struct reply view_edited(struct request *r)
{
    struct view_line line;
    struct issues issues = issues_in(r->arena);
    int64_t version;
    enum status s = get_view(r->app, r->actor, (struct view_id){request_id(r, 0)}, r->arena, &line);
    if (s != OK)
        return reply_status(r, s);
    if (form_int(&r->form, "version", &version) != OK)
        return reply_error(r, 400);
    struct saved_view typed = {
        .id = line.view.id, .version = version, .name = request_field(r, "name"), .shared = form_flag(&r->form, "shared")};
    s = edit_view(r->app, r->actor, &typed, &issues);
    if (s == INVALID)
        return view_form(r, &line, version, &issues);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", "/views");
    reply_flash(&reply, FLASH_saved);
    return reply;
}

static struct reply view_removed(struct request *r)
{
    enum view_kind kind;
    enum status s = remove_view(r->app, r->actor, (struct view_id){request_id(r, 0)}, &kind);
    // Who presses twice finds it deleted, with the way back.
    if (s != OK && s != CONFLICT)
        return reply_status(r, s);
    return reply_redirect(r, "/views?removed=%lld", (long long)request_id(r, 0));
}

static struct reply view_restored(struct request *r)
{
    enum view_kind kind;
    enum status s = restore_view(r->app, r->actor, (struct view_id){request_id(r, 0)}, &kind);
    if (s != OK && s != CONFLICT)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", "/views");
    reply_flash(&reply, FLASH_view_restored);
    return reply;
}

const struct route view_routes[] = {
    {METHOD_GET, "/views", view_list, FOR_STAFF, "view_list"},
    {METHOD_POST, "/views", view_save, FOR_STAFF, "view_save"},
    {METHOD_GET, "/views/:id/edit", view_edit, FOR_STAFF, "view_edit"},
    {METHOD_POST, "/views/:id/edit", view_edited, FOR_STAFF, "view_edited"},
    {METHOD_POST, "/views/:id/remove", view_removed, FOR_STAFF, "view_remove"},
    {METHOD_POST, "/views/:id/restore", view_restored, FOR_STAFF, "view_restore"},
    {0},
};
