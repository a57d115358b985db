// SPDX-License-Identifier: EUPL-1.2
// Virksomheter (screen 2): the list, narrowed, ordered and shown as its address says.
#include <string.h>

#include "app/list_choices.h"
#include "app/programme.h"
#include "web/address.h"
#include "web/employer_list.html.h"
#include "web/employer_list_view.h"
#include "web/routes.h"

enum { ROWS_ON_A_PAGE = 50 };

static struct employer_head head_make(struct request *r, const struct employer_list *now, const char *label,
                                      enum employer_sort sort, bool largest_first)
{
    struct employer_list l = *now;
    bool current = l.query.sort == sort;
    l.query.after = "";
    l.query.sort = sort;
    l.query.descending = current ? !l.query.descending : largest_first;
    return (struct employer_head){.label = label,
                                  .path = employer_list_path(r->arena, &l, "/employers"),
                                  .sorted = !current ? NULL : now->query.descending ? "descending" : "ascending"};
}

static void fill_heads(struct request *r, struct employer_list_view *v)
{
    static const struct {
        enum employer_column column;
        enum employer_sort sort;
        bool largest_first;
    } SORTED[] = {{COLUMN_EMPLOYEES, EMPLOYERS_BY_EMPLOYEES, true},
                  {COLUMN_STAGE, EMPLOYERS_BY_STAGE, false},
                  {COLUMN_CONTACTED, EMPLOYERS_BY_CONTACT, true},
                  {COLUMN_CREATED, EMPLOYERS_BY_CREATED, true}};
    v->by_name = head_make(r, v->list, N_("Name"), EMPLOYERS_BY_NAME, false);
    for (int c = 0; c < EMPLOYER_COLUMNS; c++)
        v->heads[c] = (struct employer_head){.label = employer_column_title((enum employer_column)c)};
    for (size_t i = 0; i < COUNT_OF(SORTED); i++)
        v->heads[SORTED[i].column] = head_make(r, v->list, employer_column_title(SORTED[i].column), SORTED[i].sort,
                                               SORTED[i].largest_first);
    v->heads[COLUMN_EMPLOYEES].number = v->heads[COLUMN_HIRED].number = v->heads[COLUMN_POSITIONS].number = true;
}

static struct option *area_options(struct request *r, const struct region_area *areas, size_t count)
{
    struct option *options = ARENA_ARRAY(r->arena, struct option, count);
    for (size_t i = 0; i < count; i++) {
        char *value = arena_alloc(r->arena, CODE_TEXT);
        code_write(areas[i].code, value);
        options[i] = (struct option){.value = value, .text = areas[i].name};
    }
    return options;
}

static const char *number_word(struct request *r, int64_t n)
{
    return n == 0 ? "" : arena_printf(r->arena, "%lld", (long long)n);
}

static enum status fill_names(struct request *r, struct employer_list_view *v)
{
    struct region_area *areas;
    struct named_user *users;
    struct named_network *networks;
    size_t area_count, user_count;
    const struct employer_query *q = &v->list->query;
    TRY(list_areas_today(r->app, r->arena, &areas, &area_count));
    TRY(list_office(r->app, r->actor, r->arena, &users, &user_count));
    TRY(list_named_networks(r->app, r->actor, r->arena, &networks, &v->network_count));
    v->areas = area_options(r, areas, area_count);
    v->area_count = area_count;
    v->municipalities = municipality_options(r->arena, areas, area_count, &v->municipality_count);
    v->owners = ARENA_ARRAY(r->arena, struct option, user_count + 2);
    v->owners[v->owner_count++] = (struct option){.value = "me", .label = N_("Me")};
    v->owners[v->owner_count++] = (struct option){.value = "none", .label = N_("Nobody")};
    for (size_t i = 0; i < user_count; i++)
        v->owners[v->owner_count++] = (struct option){.value = number_word(r, users[i].id.value), .text = users[i].name};
    v->networks = ARENA_ARRAY(r->arena, struct option, v->network_count);
    for (size_t i = 0; i < v->network_count; i++)
        v->networks[i] = (struct option){.value = number_word(r, networks[i].id.value), .text = networks[i].name};
    char *area = arena_alloc(r->arena, CODE_TEXT), *municipality = arena_alloc(r->arena, CODE_TEXT);
    code_write(q->area, area);
    code_write(q->municipality, municipality);
    v->area = area;
    v->municipality = municipality;
    v->owner = q->mine ? "me" : q->unowned ? "none" : number_word(r, q->owner.value);
    v->network = number_word(r, q->network.value);
    return OK;
}

static void fill_choices(struct employer_list_view *v)
{
    static const char *const SORTS[EMPLOYER_SORTS] = {"name", "employees", "stage", "created", "contact"};
    static const char *const TITLES[EMPLOYER_SORTS] = {N_("Name"), N_("Employees"), N_("Stage"), N_("Registered"),
                                                       N_("Last contact")};
    static const char *const COLUMN_WORDS[EMPLOYER_COLUMNS] = {"orgnr", "areas",     "employees", "industry",  "stage",
                                                               "owner", "contacted", "hired",     "positions", "created"};
    const struct employer_query *q = &v->list->query;
    for (int s = 0; s < EMPLOYER_STAGES; s++)
        v->stages[s] = (struct option){.value = stage_name((enum employer_stage)s),
                                       .label = stage_title((enum employer_stage)s),
                                       .chosen = (q->stages >> s & 1) != 0};
    for (int i = 0; i < INDUSTRY_GROUPS; i++)
        v->industries[i] = (struct option){
            .value = industry_group_name(i), .label = industry_group_title(i), .chosen = (q->industries >> i & 1) != 0};
    for (int i = 0; i < SIZE_GROUPS; i++)
        v->sizes[i] =
            (struct option){.value = size_group_name(i), .label = size_group_title(i), .chosen = (q->sizes >> i & 1) != 0};
    for (int c = 0; c < EMPLOYER_COLUMNS; c++)
        v->columns[c] = (struct option){.value = COLUMN_WORDS[c],
                                        .label = employer_column_title((enum employer_column)c),
                                        .chosen = (v->list->columns >> c & 1) != 0};
    for (int s = 0; s < EMPLOYER_SORTS; s++)
        v->orders[s] = (struct option){.value = SORTS[s], .label = TITLES[s]};
    v->sort = SORTS[q->sort];
    v->direction = q->descending ? "down" : "up";
    v->more_open = q->industries != 0 || q->sizes != 0 || code_given(q->municipality) || *v->owner != '\0' ||
                   *v->network != '\0' || q->email || q->waiting || q->never || q->closed || q->contact_from != 0 ||
                   q->contact_to != 0;
}

// What is begun with those in the list; NULL: not for this role.
static const char *path_to_those(const struct request *r, const char *path, const char *list_path)
{
    if (!route_open(path, r->actor->role))
        return NULL;
    const char *query = strchr(list_path, '?');
    struct buf b = address_in(r->arena, path);
    address_add(&b, "query", query == NULL ? "" : query + 1);
    return buf_text(&b);
}

static void fill_paths(struct request *r, struct employer_list_view *v)
{
    struct employer_list l = *v->list;
    l.query.after = "";
    v->csv_path = employer_list_path(r->arena, &l, "/employers.csv");
    v->contacts_path = employer_list_path(r->arena, &l, "/contacts.csv");
    v->mailing_path = path_to_those(r, "/mailings/new", v->csv_path);
    v->survey_path = strchr(v->csv_path, '?') == NULL ? NULL : path_to_those(r, "/surveys/new", v->csv_path);
    if (*v->list->query.after != '\0')
        v->pager.first = employer_list_path(r->arena, &l, "/employers");
    l.query.after = v->page->next;
    if (*l.query.after != '\0')
        v->pager.next = employer_list_path(r->arena, &l, "/employers");
    struct employer_list plain = *v->list;
    plain.query = (struct employer_query){
        .text = "", .after = "", .sort = v->list->query.sort, .descending = v->list->query.descending};
    v->plain_path = employer_list_path(r->arena, &plain, "/employers");
}

static enum status hired_of(struct request *r, const struct employer_page *page, int64_t **out)
{
    struct employer_id *ids = ARENA_ARRAY(r->arena, struct employer_id, page->row_count);
    *out = ARENA_ARRAY(r->arena, int64_t, page->row_count);
    for (size_t i = 0; i < page->row_count; i++)
        ids[i] = page->rows[i].id;
    return count_hired(r->app, r->actor, ids, page->row_count, *out);
}

static struct reply employer_list(struct request *r)
{
    struct employer_list list;
    struct employer_page page;
    int64_t *hired;
    if (r->actor->role == ROLE_EMPLOYER) // has one only
        return reply_redirect(r, "/employers/%lld", (long long)r->actor->employer.value);
    enum status s = employer_list_read(r, employer_list_here(r), &list);
    list.query.most = ROWS_ON_A_PAGE;
    if (s == OK)
        s = list_employers(r->app, r->actor, &list.query, r->arena, &page);
    if (s == INVALID && *list.query.after != '\0') // a key that this list does not have: the first page
        return reply_redirect(r, "%s", "/employers");
    if (s == OK)
        s = hired_of(r, &page, &hired);
    if (s != OK)
        return reply_status(r, s);
    struct employer_list_view v = {
        .list = &list,
        .page = &page,
        .hired = hired,
        .may_create = route_open("/employers/new", r->actor->role),
        .may_change = route_open("/bulk/new", r->actor->role),
        .may_merge = route_open("/duplicates", r->actor->role),
    };
    const char *all_path = arena_printf(r->arena, "/employers?%s", employer_list_words(r->arena, &list));
    s = fill_names(r, &v);
    if (s == OK)
        s = view_tabs_fill(r, VIEW_EMPLOYERS, N_("All employers"), all_path, &v.views);
    if (s != OK)
        return reply_status(r, s);
    v.chip_count = employer_list_chips(r, &list, v.chips);
    fill_heads(r, &v);
    fill_choices(&v);
    fill_paths(r, &v);
    struct page *p = page_open(r, tr(r->lang, N_("Employers")));
    employer_list_page(p, &v);
    return reply_page(p, 200);
}

const struct route employer_list_routes[] = {
    {METHOD_GET, "/employers", employer_list, FOR_STAFF | FOR_EMPLOYER, "employer_list"},
    {0},
};
