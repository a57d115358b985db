// SPDX-License-Identifier: EUPL-1.2
// Inviting: choose, see who gets it and who does not and why, and send.
#include <stdlib.h>
#include <string.h>

#include "core/saved_view.h"
#include "web/event_invite.html.h"
#include "web/event_view.h"
#include "web/routes.h"

// From the query of the page that asks, and from the form that it makes of that.
static void audience_read(struct request *r, const struct form *f, struct invite_audience *out, struct event_invite_view *v)
{
    int64_t id;
    struct invite_audience from = {.all = false};
    v->per = strcmp(form_text(f, r->arena, "per"), "all") == 0 ? "all" : "one";
    from.all = strcmp(v->per, "all") == 0;
    v->view = v->network = v->query = "";
    v->contact_count = form_all(f, r->arena, "contact", &v->contacts);
    if (v->contact_count > 0) {
        struct contact_id *ids = ARENA_ARRAY(r->arena, struct contact_id, v->contact_count);
        for (size_t i = 0; i < v->contact_count; i++)
            ids[i].value = strtoll(v->contacts[i], NULL, 10);
        from.contacts = ids;
        from.contact_count = v->contact_count;
    } else if (form_id(f, "network", &id) == OK) {
        from.network.value = id;
        v->network = form_text(f, r->arena, "network");
    } else if (form_id(f, "view", &id) == OK) {
        from.view.value = id;
        v->view = form_text(f, r->arena, "view");
    } else if (form_has(f, "employers")) { // a list of employers, as its address says it; "" all of them
        from.query = v->query = form_text(f, r->arena, "employers");
    }
    v->asked = from.contact_count > 0 || from.network.value != 0 || from.view.value != 0 || from.query != NULL;
    *out = from;
}

static const char *number(struct request *r, int64_t n)
{
    return arena_printf(r->arena, "%lld", (long long)n);
}

static enum status choices_fill(struct request *r, struct event_invite_view *v)
{
    struct view_line *views;
    struct network_choice *networks;
    size_t count;
    v->audience = tr(r->lang, v->contact_count > 0 ? N_("The contacts you ticked")
                                  : *v->query != '\0' ? N_("The employers in the list you came from") : N_("All employers"));
    TRY(list_views(r->app, r->actor, VIEW_EMPLOYERS, r->arena, &views, &count));
    v->views = ARENA_ARRAY(r->arena, struct option, count);
    for (size_t i = 0; i < count; i++) {
        v->views[v->view_count] = (struct option){.value = number(r, views[i].view.id.value), .text = views[i].view.name};
        if (strcmp(v->views[v->view_count++].value, v->view) == 0)
            v->audience = views[i].view.name;
    }
    TRY(list_invite_networks(r->app, r->actor, r->arena, &networks, &count));
    v->networks = ARENA_ARRAY(r->arena, struct option, count);
    for (size_t i = 0; i < count; i++) {
        v->networks[v->network_count] = (struct option){.value = number(r, networks[i].id.value), .text = networks[i].name};
        if (strcmp(v->networks[v->network_count++].value, v->network) == 0)
            v->audience = networks[i].name;
    }
    return OK;
}

static enum status hits_fill(struct request *r, struct event_id id, struct event_invite_view *v)
{
    struct invitee *hits;
    size_t count;
    v->text = request_query(r, "q");
    if (*v->text == '\0')
        return OK;
    TRY(find_invitees(r->app, r->actor, id, v->text, r->arena, &hits, &count));
    v->hits = ARENA_ARRAY(r->arena, struct option, count);
    for (size_t i = 0; i < count; i++)
        if (!hits[i].guest && !hits[i].left)
            v->hits[v->hit_count++] = (struct option){
                .value = number(r, hits[i].contact.value),
                .text = *hits[i].name == '\0' ? hits[i].employer_name
                                              : arena_printf(r->arena, "%s, %s", hits[i].name, hits[i].employer_name)};
    return OK;
}

static struct reply page_reply(struct request *r, const struct form *f, const struct issues *issues, int status)
{
    struct event_view at;
    struct event_id id = {request_id(r, 0)};
    struct invite_audience audience;
    struct event_invite_view v = {.at = &at, .text = ""};
    enum status s = get_event(r->app, r->actor, id, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    v.path = event_path(r, id);
    v.when = event_when(&at.event, r->lang, r->arena);
    v.refusal = at.refusals[EVENT_INVITE];
    audience_read(r, f, &audience, &v);
    s = choices_fill(r, &v);
    if (s == OK)
        s = hits_fill(r, id, &v);
    if (s == OK && v.asked)
        s = plan_invites(r->app, r->actor, id, &audience, r->arena, &v.plan);
    if (s != OK)
        return reply_status(r, s);
    struct crumb crumbs[] = {{tr(r->lang, N_("Events")), "/events"}, {event_title(&at.event, r->lang), v.path}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Invite")), crumbs, 2);
    p->issues = issues;
    event_invite_page(p, &v);
    return reply_page(p, status);
}

static struct reply invite_show(struct request *r)
{
    return page_reply(r, &r->query, NULL, 200);
}

static struct reply invite_submit(struct request *r)
{
    struct event_id id = {request_id(r, 0)};
    struct invite_audience audience;
    struct event_invite_view v = {0};
    struct issues issues = issues_in(r->arena);
    size_t sent;
    audience_read(r, &r->form, &audience, &v);
    if (!v.asked)
        return reply_redirect(r, "%s/invite", event_path(r, id));
    enum status s = send_invites(r->app, r->actor, id, &audience, &issues, &sent);
    if (s == CONFLICT)
        return page_reply(r, &r->form, &issues, 409);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", event_path(r, id));
    reply_flash(&reply, sent > 0 ? FLASH_event_invited : FLASH_event_invited_none);
    return reply;
}

const struct route event_invite_routes[] = {
    {METHOD_GET, "/events/:id/invite", invite_show, FOR_OFFICE, "event_invite"},
    {METHOD_POST, "/events/:id/invite", invite_submit, FOR_OFFICE, "event_invite_send"},
    {0},
};
