// SPDX-License-Identifier: EUPL-1.2
// Networks, shopping centres, chains and business councils: the list, one with its members, adding many, taking out and back.
#include <string.h>

#include "app/employers.h"
#include "web/address.h"
#include "web/network.html.h"
#include "web/network_view.h"
#include "web/routes.h"

enum { MEMBERS_ON_A_PAGE = 100, HITS_MOST = 50 };

static const char *network_path(struct request *r, struct network_id id)
{
    return arena_printf(r->arena, "/networks/%lld", (long long)id.value);
}

static struct page *page_below(struct request *r, const char *title, const struct network *n)
{
    struct crumb crumbs[] = {{tr(r->lang, N_("Employers")), "/employers"}, {tr(r->lang, N_("Networks")), "/networks"},
                             {n == NULL ? "" : n->name, n == NULL ? "" : network_path(r, n->id)}};
    return page_open_below(r, title, crumbs, n == NULL ? 2 : 3);
}

static struct reply networks_show(struct request *r)
{
    struct network_line *lines;
    struct network_list_view v = {.may_edit = route_open("/networks/new", r->actor->role)};
    enum status s = list_networks(r->app, r->actor, r->arena, &lines, &v.count);
    if (s != OK)
        return reply_status(r, s);
    v.lines = lines;
    struct crumb crumbs[] = {{tr(r->lang, N_("Employers")), "/employers"}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Networks")), crumbs, 1);
    network_list_page(p, &v);
    return reply_page(p, 200);
}

// The employers whose ids a form or an address names, each once.
static struct employer_id *employers_read(const struct form *form, struct arena *a, size_t *count_out)
{
    const char *const *values;
    size_t given = form_all(form, a, "employer", &values), count = 0;
    struct employer_id *ids = ARENA_ARRAY(a, struct employer_id, given);
    for (size_t i = 0; i < given && count < NETWORK_AT_ONCE; i++) {
        int64_t id;
        struct form one = {&(struct form_field){"id", values[i]}, 1};
        if (form_id(&one, "id", &id) == OK)
            ids[count++].value = id;
    }
    *count_out = count;
    return ids;
}

static struct reply network_reply(struct request *r, const char *problem, int status)
{
    struct network_view at;
    struct network_card_view v = {.at = &at, .problem = problem};
    const char *after = request_query(r, "after");
    enum status s = get_network(r->app, r->actor, (struct network_id){request_id(r, 0)}, after, MEMBERS_ON_A_PAGE, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    v.path = network_path(r, at.network.id);
    if (at.member_count == 0 && *after != '\0') // a key this list does not have (any more): to its start
        return reply_redirect(r, "%s", v.path);
    if (*after != '\0')
        v.pager.first = v.path;
    if (*at.next != '\0')
        v.pager.next = arena_printf(r->arena, "%s?after=%s", v.path, at.next);
    v.employers_path = arena_printf(r->arena, "/employers?network=%lld", (long long)at.network.id.value);
    size_t count;
    struct employer_id *gone = employers_read(&r->query, r->arena, &count);
    const char **ids = ARENA_ARRAY(r->arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        ids[i] = arena_printf(r->arena, "%lld", (long long)gone[i].value);
    if (at.may_edit) {
        v.gone = ids;
        v.gone_count = count;
    }
    struct employer_view employer;
    if (count == 1 && get_employer(r->app, r->actor, gone[0], r->arena, &employer) == OK)
        v.gone_name = employer.employer.name;
    struct crumb crumbs[] = {{tr(r->lang, N_("Employers")), "/employers"}, {tr(r->lang, N_("Networks")), "/networks"}};
    struct page *p = page_open_below(r, at.network.name, crumbs, COUNT_OF(crumbs));
    network_page(p, &v);
    return reply_page(p, status);
}

static struct reply network_show(struct request *r)
{
    return network_reply(r, NULL, 200);
}

// The form

static struct edit fields_of(struct request *r, const struct network *n)
{
    struct edit f = {.version = n->version};
    edit_add(&f, "name", N_("Name"), n->name);
    edit_add(&f, "kind", N_("Kind"), tr(r->lang, network_kind_title(n->kind)));
    edit_add(&f, "active", N_("In use"), tr(r->lang, n->active ? N_("Yes") : N_("No longer")));
    return f;
}

static struct reply form_reply(struct request *r, struct network_form_view *v, struct issues *issues, int status)
{
    for (int k = 0; k < NETWORK_KINDS; k++)
        v->kinds[k] = (struct option){.value = network_kind_name((enum network_kind)k), .label = network_kind_title((enum network_kind)k)};
    struct page *p = page_below(r, tr(r->lang, v->fresh ? N_("New network") : N_("Edit network")), v->fresh ? NULL : &v->network);
    if (issues != NULL) {
        edit_sort(r, issues);
        page_again(p, issues);
    }
    network_form_page(p, v);
    return reply_page(p, status);
}

static enum status form_get(struct request *r, bool fresh, struct network_form_view *v)
{
    struct network_view at;
    *v = (struct network_form_view){.fresh = fresh, .path = "/networks/new", .back = "/networks",
                                    .network = {.name = "", .kind = NETWORK_NETWORK, .active = true}};
    if (fresh)
        return OK;
    TRY(get_network(r->app, r->actor, (struct network_id){request_id(r, 0)}, "", 1, r->arena, &at));
    v->network = at.network;
    v->back = network_path(r, at.network.id);
    v->path = arena_printf(r->arena, "%s/edit", v->back);
    v->edit = fields_of(r, &v->network);
    return OK;
}

static struct reply form_show(struct request *r, bool fresh)
{
    struct network_form_view v;
    enum status s = form_get(r, fresh, &v);
    return s == OK ? form_reply(r, &v, NULL, 200) : reply_status(r, s);
}

static struct reply network_new(struct request *r)
{
    return form_show(r, true);
}

static struct reply network_edit(struct request *r)
{
    return form_show(r, false);
}

static struct reply form_submit(struct request *r, bool fresh)
{
    struct network_form_view v;
    struct network_id id;
    struct issues issues = issues_in(r->arena);
    enum status s = form_get(r, fresh, &v);
    if (s != OK)
        return reply_status(r, s);
    struct network typed = v.network;
    if (!fresh && !edit_keep(r, &v.edit))
        return reply_error(r, 400);
    typed.version = v.edit.version;
    typed.name = request_field(r, "name");
    typed.active = fresh || form_flag(&r->form, "active");
    if (!network_kind_read(request_field(r, "kind"), &typed.kind)) {
        issues_add(&issues, "kind", N_("Choose what kind it is"));
        return form_reply(r, &v, &issues, 422);
    }
    s = fresh ? add_network(r->app, r->actor, &typed, &issues, &id) : edit_network(r->app, r->actor, &typed, &issues);
    if (s == INVALID)
        return form_reply(r, &v, &issues, 422);
    if (s == CONFLICT) {
        struct edit mine = fields_of(r, &typed);
        s = form_get(r, fresh, &v); // as it stands now
        if (s != OK)
            return reply_status(r, s);
        edit_compare(r, &v.edit, &mine);
        return form_reply(r, &v, &issues, 409);
    }
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", fresh ? network_path(r, id) : v.back);
    reply_flash(&reply, fresh ? FLASH_network_made : FLASH_saved);
    return reply;
}

static struct reply network_create(struct request *r)
{
    return form_submit(r, true);
}

static struct reply network_save(struct request *r)
{
    return form_submit(r, false);
}

// Members

static enum status hits_get(struct request *r, struct network_id id, struct network_add_view *v)
{
    struct employer_page page;
    struct employer_id *members;
    size_t member_count;
    if (*v->text == '\0')
        return OK;
    struct employer_query query = {.text = v->text, .after = "", .most = HITS_MOST};
    TRY(list_employers(r->app, r->actor, &query, r->arena, &page));
    TRY(list_network_members(r->app, r->actor, id, r->arena, &members, &member_count));
    struct network_hit *hits = ARENA_ARRAY(r->arena, struct network_hit, page.row_count);
    for (size_t i = 0; i < page.row_count; i++) {
        hits[i] = (struct network_hit){arena_printf(r->arena, "%lld", (long long)page.rows[i].id.value), page.rows[i].name,
                                       page.rows[i].area_names, false};
        for (size_t m = 0; m < member_count && !hits[i].member; m++)
            hits[i].member = members[m].value == page.rows[i].id.value;
    }
    v->hits = hits;
    v->hit_count = page.row_count;
    v->hit_total = page.total;
    return OK;
}

static struct reply add_reply(struct request *r, const struct issues *issues, int status)
{
    struct network_view at;
    struct network_add_view v = {.text = request_query(r, "q")};
    enum status s = get_network(r->app, r->actor, (struct network_id){request_id(r, 0)}, "", 1, r->arena, &at);
    if (s == OK)
        s = hits_get(r, at.network.id, &v);
    if (s != OK)
        return reply_status(r, s);
    v.network = &at.network;
    v.path = network_path(r, at.network.id);
    struct page *p = page_below(r, tr(r->lang, N_("Add members")), &at.network);
    if (issues != NULL)
        page_again(p, issues);
    network_add_page(p, &v);
    return reply_page(p, status);
}

static struct reply members_new(struct request *r)
{
    return add_reply(r, NULL, 200);
}

static struct reply members_add(struct request *r)
{
    struct network_id id = {request_id(r, 0)};
    struct issues issues = issues_in(r->arena);
    size_t count, number_count, joined;
    struct employer_id *ticked = employers_read(&r->form, r->arena, &count), *numbered;
    const char *unknown;
    enum status s = read_orgnrs(r->app, r->actor, form_lines(&r->form, r->arena, "orgnrs"), r->arena, &numbered, &number_count, &unknown);
    if (s != OK)
        return reply_status(r, s);
    if (*unknown != '\0')
        issues_add_arg(&issues, "orgnrs", N_("Not registered here: %s. Take them out, or register them first."), unknown);
    else if (count + number_count == 0)
        issues_add(&issues, "orgnrs", N_("Tick employers, or write organisation numbers"));
    else if (count + number_count > NETWORK_AT_ONCE)
        issues_add(&issues, "orgnrs", N_("Add at most 1,000 at a time"));
    if (issues.count > 0)
        return add_reply(r, &issues, 422);
    struct employer_id *all = ARENA_ARRAY(r->arena, struct employer_id, count + number_count);
    memcpy(all, ticked, count * sizeof *all);
    memcpy(all + count, numbered, number_count * sizeof *all);
    s = join_network(r->app, r->actor, id, all, count + number_count, &joined);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", request_next(r, network_path(r, id)));
    reply_flash(&reply, joined == 0 ? FLASH_network_joined_before : FLASH_network_joined);
    return reply;
}

static struct reply members_remove(struct request *r)
{
    struct network_id id = {request_id(r, 0)};
    size_t count, left;
    struct employer_id *ids = employers_read(&r->form, r->arena, &count);
    if (count == 0)
        return network_reply(r, N_("Tick those who do not belong to it any more."), 422);
    enum status s = leave_network(r->app, r->actor, id, ids, count, &left);
    if (s != OK)
        return reply_status(r, s);
    struct buf to = address_in(r->arena, network_path(r, id));
    for (size_t i = 0; i < count && i < MEMBERS_ON_A_PAGE; i++)
        address_add_number(&to, "employer", ids[i].value);
    return reply_redirect(r, "%s", buf_text(&to));
}

static struct reply members_back(struct request *r)
{
    struct network_id id = {request_id(r, 0)};
    size_t count, back;
    struct employer_id *ids = employers_read(&r->form, r->arena, &count);
    enum status s = rejoin_network(r->app, r->actor, id, ids, count, &back);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", network_path(r, id));
    reply_flash(&reply, FLASH_network_back);
    return reply;
}

enum status networks_part_get(struct request *r, struct employer_id employer, bool may_edit, struct networks_part *out)
{
    struct employer_network *networks;
    struct network_line *all;
    size_t all_count;
    struct networks_part v = {.may_edit = may_edit, .path = arena_printf(r->arena, "/employers/%lld", (long long)employer.value)};
    TRY(list_employer_networks(r->app, r->actor, employer, r->arena, &networks, &v.count));
    v.networks = networks;
    TRY(list_networks(r->app, r->actor, r->arena, &all, &all_count));
    v.others = ARENA_ARRAY(r->arena, struct option, all_count);
    for (size_t i = 0; i < all_count; i++) {
        bool in = !all[i].network.active;
        for (size_t n = 0; n < v.count && !in; n++)
            in = networks[n].network.id.value == all[i].network.id.value;
        if (!in)
            v.others[v.other_count++] = (struct option){
                .value = arena_printf(r->arena, "%lld", (long long)all[i].network.id.value), .text = all[i].network.name};
    }
    *out = v;
    return OK;
}

// From the employer's own page.
static struct reply employer_joins(struct request *r)
{
    struct employer_id employer = {request_id(r, 0)};
    struct network_id network;
    size_t joined;
    if (form_id(&r->form, "network", &network.value) != OK)
        return reply_redirect(r, "/employers/%lld#networks", (long long)employer.value);
    enum status s = join_network(r->app, r->actor, network, &employer, 1, &joined);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/employers/%lld#networks", (long long)employer.value);
    reply_flash(&reply, joined == 0 ? FLASH_network_joined_before : FLASH_network_joined);
    return reply;
}

const struct route network_routes[] = {
    {METHOD_GET, "/networks", networks_show, FOR_STAFF, "networks"},
    {METHOD_GET, "/networks/new", network_new, FOR_OFFICE, "network_new"},
    {METHOD_POST, "/networks/new", network_create, FOR_OFFICE, "network_create"},
    {METHOD_GET, "/networks/:id", network_show, FOR_STAFF, "network"},
    {METHOD_GET, "/networks/:id/edit", network_edit, FOR_OFFICE, "network_edit"},
    {METHOD_POST, "/networks/:id/edit", network_save, FOR_OFFICE, "network_save"},
    {METHOD_GET, "/networks/:id/members", members_new, FOR_OFFICE, "network_members_new"},
    {METHOD_POST, "/networks/:id/members", members_add, FOR_OFFICE, "network_members_add"},
    {METHOD_POST, "/networks/:id/remove", members_remove, FOR_OFFICE, "network_members_remove"},
    {METHOD_POST, "/networks/:id/back", members_back, FOR_OFFICE, "network_members_back"},
    {METHOD_POST, "/employers/:id/networks", employer_joins, FOR_OFFICE, "employer_join"},
    {0},
};
