// SPDX-License-Identifier: EUPL-1.2
#include "web/layout.h"

#include <string.h>

#include "web/layout.html.h"
#include "web/personal.h"
#include "web/routes.h"

struct place {
    const char *label;
    const char *path;
    unsigned roles;
};

// In the order of the header; advisers work from people, the office from employers. What has no page yet, or is not for
// the actor's role, is left out by the route table.
static const struct place PLACES[] = {
    {N_("Home"), "/", FOR_STAFF | FOR_EMPLOYER | FOR_MENTOR | FOR_STEERING},
    {N_("My page"), "/me", FOR_CANDIDATE},
    {N_("Employers"), "/employers", FOR_OFFICE},
    {N_("Candidates"), "/candidates", FOR_STAFF},
    {N_("Needs"), "/needs", FOR_STAFF | FOR_EMPLOYER},
    {N_("Referrals"), "/referrals", FOR_STAFF},
    {N_("Presented candidates"), "/presented", FOR_EMPLOYER},
    {N_("Hires"), "/hires", FOR_STAFF | FOR_EMPLOYER},
    {N_("Activities"), "/activities", FOR_STAFF},
    {N_("Mailings"), "/mailings", FOR_OFFICE},
    {N_("Results"), "/results/what-works", FOR_OFFICE},
    {N_("Employers"), "/employers", FOR_ADVISER},
};
// What belongs to a place of the header, though its path does not say so.
static const struct {
    const char *path, *place;
} BELONGS[] = {
    {"/networks", "/employers"}, {"/agencies", "/employers"}, {"/duplicates", "/employers"}, {"/merges", "/employers"},
    {"/bulk", "/employers"},     {"/tasks", "/activities"},   {"/events", "/activities"},    {"/letters", "/mailings"},
    {"/surveys", "/mailings"},   {"/flags", "/mailings"},     {"/question-sets", "/mailings"},
};
static const struct place ACCOUNT[] = {
    {N_("Search"), "/search", FOR_MEMBERS}, // the field in the header has no room on a phone
    {N_("Account"), "/account", FOR_MEMBERS},
    {N_("Settings"), "/settings", FOR_MEMBERS},
    {N_("Users"), "/users", FOR_EMPLOYER},
    {N_("Outbox"), "/outbox", FOR_OFFICE},
    {N_("Import"), "/imports", FOR_OFFICE},
};
// What is begun from anywhere, in the order of the header.
static const struct place FRESH[] = {
    {N_("New employer"), "/employers/new", FOR_STAFF},
    {N_("Register a candidate"), "/candidates/new", FOR_STAFF},
    {N_("State a need"), "/needs/new", FOR_STAFF},
    {N_("Register a hire"), "/hires/new", FOR_STAFF},
    {N_("New activity"), "/activities/new", FOR_STAFF},
    {N_("New task"), "/tasks/new", FOR_STAFF},
    {N_("New event"), "/events/new", FOR_STAFF},
    {N_("New mailing"), "/mailings/new", FOR_STAFF},
    {N_("Write a letter"), "/letters/new", FOR_STAFF},
    {N_("New survey"), "/surveys/new", FOR_STAFF},
};
static const struct place FOOTER[] = {
    {N_("About Ypsilon"), "/about", FOR_ANYONE},
    {N_("Information letters"), "/letters", FOR_ANYONE},
    {N_("Guidance on hiring"), "/guidance", FOR_ANYONE},
    {N_("Privacy"), "/privacy", FOR_ANYONE},
    {N_("Accessibility"), "/accessibility", FOR_ANYONE},
};

static bool inside(const char *path, const char *part)
{
    size_t n = strlen(part);
    return n > 1 && strncmp(path, part, n) == 0 && path[n] == '/';
}

static bool within(const char *path, const char *place)
{
    bool yes = inside(path, place);
    for (size_t i = 0; i < COUNT_OF(BELONGS) && !yes; i++)
        yes = strcmp(BELONGS[i].place, place) == 0 &&
              (strcmp(path, BELONGS[i].path) == 0 || inside(path, BELONGS[i].path));
    return yes;
}

static size_t places_for(const struct request *r, const struct place *places, size_t count,
                         struct layout_item items[LAYOUT_ITEMS_MOST])
{
    size_t n = 0;
    for (size_t i = 0; i < count && n < LAYOUT_ITEMS_MOST; i++) {
        if (!(places[i].roles >> r->actor->role & 1) || !route_open(places[i].path, r->actor->role))
            continue;
        bool exactly = strcmp(r->path, places[i].path) == 0;
        items[n++] = (struct layout_item){places[i].label, places[i].path, exactly || within(r->path, places[i].path), exactly};
    }
    return n;
}

enum { PAGE_ROOM = 16 * 1024 - 1 }; // most pages fit

static struct page *page_new(struct request *r)
{
    struct page *p = ARENA_NEW(r->arena, struct page);
    p->out = buf_in(r->arena);
    buf_grow(&p->out, PAGE_ROOM);
    p->arena = r->arena;
    p->lang = r->lang;
    p->request = r;
    return p;
}

struct page *page_open_below(struct request *r, const char *title, const struct crumb *crumbs, size_t count)
{
    struct page *p = page_new(r);
    struct layout_view *v = ARENA_NEW(r->arena, struct layout_view);
    v->title = title;
    v->crumbs = crumbs;
    v->crumb_count = count;
    v->member = r->actor->role != ROLE_PUBLIC;
    v->item_count = v->member ? places_for(r, PLACES, COUNT_OF(PLACES), v->items) : 0;
    v->account_count = places_for(r, ACCOUNT, COUNT_OF(ACCOUNT), v->account);
    v->fresh_count = places_for(r, FRESH, COUNT_OF(FRESH), v->fresh);
    v->footer_count = places_for(r, FOOTER, COUNT_OF(FOOTER), v->footer);
    v->search = route_open("/search", r->actor->role) ? "/search" : NULL;
    v->login = route_open("/login", ROLE_PUBLIC) && strcmp(r->path, "/login") != 0 ? "/login" : NULL;
    v->here = r->method == METHOD_GET ? r->target : route_open(r->path, r->actor->role) ? r->path : "/";
    p->layout = v;
    layout_begin(p, v);
    return p;
}

struct page *personal_page_open(struct request *r, const char *title)
{
    struct page *p = page_new(r);
    struct layout_view *v = ARENA_NEW(r->arena, struct layout_view);
    v->title = title;
    v->footer_count = places_for(r, FOOTER, COUNT_OF(FOOTER), v->footer);
    v->here = r->method == METHOD_GET ? r->target : route_open(r->path, r->actor->role) ? r->path : "/";
    p->layout = v;
    layout_begin(p, v);
    return p;
}

struct page *page_open(struct request *r, const char *title)
{
    return page_open_below(r, title, NULL, 0);
}

struct page *page_open_part(struct request *r)
{
    return page_new(r);
}

void page_again(struct page *p, const struct issues *issues)
{
    p->issues = issues;
    p->typed = &p->request->form;
}

struct reply reply_page(struct page *p, int status)
{
    if (p->layout != NULL)
        layout_finish(p, p->layout);
    return (struct reply){
        .status = status, .type = "text/html; charset=utf-8", .body = buf_text(&p->out), .length = p->out.length};
}
