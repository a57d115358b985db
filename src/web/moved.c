// SPDX-License-Identifier: EUPL-1.2
#include "web/moved.h"

#include <ctype.h>
#include <string.h>

#include "app/duplicates.h"
#include "app/employers.h"
#include "web/address.h"
#include "web/layout.h"
#include "web/moved.html.h"
#include "web/moved_view.h"
#include "web/reply.h"
#include "web/routes.h"

#define BELOW "/employers/"

// Pages about an employer that a field names. Lists narrowed by one are left alone.
static bool about_employer(const char *path)
{
    static const char *const PATHS[] = {"/activities/new", "/tasks/new", "/needs/new", "/needs", "/hires/new", "/hires"};
    static const char edited[] = "/activities/";
    for (size_t i = 0; i < COUNT_OF(PATHS); i++)
        if (strcmp(path, PATHS[i]) == 0)
            return true;
    return strncmp(path, edited, sizeof edited - 1) == 0;
}

// "e17", as activities name whom they are with, or "17". More is left as it is.
static bool field_employer(const struct form_field *f, struct employer_id *out)
{
    static const char *const NAMES[] = {"employer", "employer_code", "more_employer_code", "with"};
    for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
        const char *digits = f->value + (strcmp(NAMES[i], "with") == 0 && *f->value == 'e');
        struct form one = {&(struct form_field){"id", digits}, 1};
        if (strcmp(f->name, NAMES[i]) == 0 && form_id(&one, "id", &out->value) == OK)
            return true;
    }
    return false;
}

struct move {
    struct employer_id gone, into;
    const char *path; // with the query, of the one that stands for both
    struct form form; // the query's or the form's fields as they should be
};

static bool moved_path(struct request *r, struct move *m)
{
    size_t n = sizeof BELOW - 1;
    if (strncmp(r->target, BELOW, n) != 0 || !isdigit((unsigned char)r->target[n]))
        return false;
    const char *rest = r->target + n + strspn(r->target + n, "0123456789");
    if (*rest != '/') // the employer's own page says for itself where it has gone
        return false;
    m->gone.value = request_id(r, 0);
    if (find_merged_into(r->app, r->actor, m->gone, &m->into) != OK)
        return false;
    struct buf path = buf_in(r->arena);
    buf_printf(&path, BELOW "%lld", (long long)m->into.value);
    buf_add_text(&path, rest);
    m->path = buf_text(&path);
    bool itself = strpbrk(rest, "0123456789") == NULL;
    for (size_t i = 0; i < m->form.count; i++) // another row's version is shown beside it, and never taken for the same
        if (itself && strcmp(m->form.fields[i].name, "version") == 0)
            ((struct form_field *)m->form.fields)[i].value = "0";
    return true;
}

static bool moved_fields(struct request *r, struct move *m)
{
    struct form_field *fields = (struct form_field *)m->form.fields;
    bool found = false;
    for (size_t i = 0; about_employer(r->path) && i < m->form.count; i++) {
        struct employer_id named, into;
        if (!field_employer(&fields[i], &named) || find_merged_into(r->app, r->actor, named, &into) != OK)
            continue;
        fields[i].value = arena_printf(r->arena, "%s%lld", *fields[i].value == 'e' ? "e" : "", (long long)into.value);
        m->gone = named;
        m->into = into;
        found = true;
    }
    m->path = r->path;
    return found;
}

static struct reply ask_reply(struct request *r, const struct move *m)
{
    struct employer_view gone, into;
    enum status s = get_employer(r->app, r->actor, m->gone, r->arena, &gone);
    if (s == OK)
        s = get_employer(r->app, r->actor, m->into, r->arena, &into);
    if (s != OK)
        return reply_status(r, s);
    struct moved_view v = {.gone = gone.employer.name, .into = into.employer.name, .into_id = m->into, .path = m->path, .form = &m->form};
    struct crumb crumbs[] = {{tr(r->lang, N_("Employers")), "/employers"}};
    struct page *p = page_open_below(r, tr(r->lang, N_("These are one employer now")), crumbs, 1);
    moved_page(p, &v);
    return reply_page(p, 409);
}

static struct reply lead_reply(struct request *r, const struct move *m)
{
    const char *path = m->path;
    if (strncmp(path, BELOW, sizeof BELOW - 1) != 0) {
        struct buf b = address_in(r->arena, path);
        for (size_t i = 0; i < m->form.count; i++)
            address_add(&b, m->form.fields[i].name, m->form.fields[i].value);
        path = buf_text(&b);
    }
    struct reply reply = reply_redirect(r, "%s", path);
    reply_flash(&reply, FLASH_employer_moved);
    return reply;
}

bool employer_moved(struct request *r, struct reply *out)
{
    if ((r->actor->role != ROLE_OFFICE && r->actor->role != ROLE_ADVISER && r->actor->role != ROLE_EMPLOYER) || r->app == NULL)
        return false;
    const struct form *f = r->method == METHOD_POST ? &r->form : &r->query;
    struct move m = {.form = {arena_copy(r->arena, f->fields, f->count * sizeof *f->fields), f->count}};
    if (!moved_path(r, &m) && !moved_fields(r, &m))
        return false;
    *out = r->method == METHOD_POST ? ask_reply(r, &m) : lead_reply(r, &m);
    return true;
}
