// SPDX-License-Identifier: EUPL-1.2
// Oppsett: official classifications, which version of each is in use, and what another one would change.
#include "web/classification.html.h"
#include "web/classification_view.h"
#include "web/layout.h"
#include "web/routes.h"

static const char *path_of(struct request *r, int64_t id, const char *rest)
{
    return arena_printf(r->arena, "/settings/classifications/%lld%s", (long long)id, rest);
}

static const char *import_path(struct request *r, const struct class_version *v)
{
    return route_open("/imports", r->actor->role) ? arena_printf(r->arena, "/imports/%lld", (long long)v->import) : NULL;
}

static struct reply classification_list(struct request *r)
{
    struct classification *list;
    struct classification_list_view v = {.may_import = route_open("/imports", r->actor->role)};
    enum status s = list_classifications(r->app, r->actor, r->arena, &list, &v.count);
    if (s != OK)
        return reply_status(r, s);
    struct classification_line *lines = ARENA_ARRAY(r->arena, struct classification_line, v.count);
    for (size_t i = 0; i < v.count; i++)
        lines[i] = (struct classification_line){
            .of = &list[i],
            .path = path_of(r, list[i].version.id, ""),
            .first = i == 0 || list[i].version.subject != list[i - 1].version.subject,
            .import = import_path(r, &list[i].version),
        };
    v.lines = lines;
    struct crumb crumbs[] = {{tr(r->lang, N_("Settings")), "/settings"}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Classifications")), crumbs, COUNT_OF(crumbs));
    classification_list_page(p, &v);
    return reply_page(p, 200);
}

static struct reply classification_show(struct request *r)
{
    struct classification c;
    struct class_upgrade upgrade;
    int64_t id = request_id(r, 0);
    enum status s = get_classification(r->app, r->actor, id, r->arena, &c);
    if (s == OK)
        s = class_upgrade_of(r->app, r->actor, id, r->arena, &upgrade);
    if (s != OK)
        return reply_status(r, s);
    struct classification_view v = {
        .of = &c,
        .upgrade = &upgrade,
        .take = c.can_take ? path_of(r, id, "/take") : NULL,
        .drop = c.can_drop ? path_of(r, id, "/drop") : NULL,
        .import = import_path(r, &c.version),
    };
    struct crumb crumbs[] = {{tr(r->lang, N_("Settings")), "/settings"},
                             {tr(r->lang, N_("Classifications")), "/settings/classifications"}};
    struct page *p = page_open_below(r, c.version.name, crumbs, COUNT_OF(crumbs));
    classification_page(p, &v);
    return reply_page(p, 200);
}

static struct reply classification_take(struct request *r)
{
    int64_t id = request_id(r, 0);
    enum status s = take_classification(r->app, r->actor, id);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", path_of(r, id, ""));
    reply_flash(&reply, FLASH_classification_taken);
    return reply;
}

static struct reply classification_drop(struct request *r)
{
    enum status s = drop_classification(r->app, r->actor, request_id(r, 0));
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/settings/classifications");
    reply_flash(&reply, FLASH_classification_dropped);
    return reply;
}

const struct route classification_routes[] = {
    {METHOD_GET, "/settings/classifications", classification_list, FOR_STAFF, "classifications"},
    {METHOD_GET, "/settings/classifications/:id", classification_show, FOR_STAFF, "classification"},
    {METHOD_POST, "/settings/classifications/:id/take", classification_take, FOR_OFFICE, "classification_take"},
    {METHOD_POST, "/settings/classifications/:id/drop", classification_drop, FOR_OFFICE, "classification_drop"},
    {0},
};
