// SPDX-License-Identifier: EUPL-1.2
// Aktiviteter (screen 10): the list with its filters in the address, the bin, and one activity.
#include <string.h>

#include "app/programme.h"
#include "web/activity.html.h"
#include "web/activity_list.html.h"
#include "web/activity_view.h"
#include "web/address.h"
#include "web/routes.h"

enum { ROWS_ON_A_PAGE = 50 };

struct filter {
    struct activity_query query;
    day from, until;
};

static int64_t id_of(struct request *r, const char *name)
{
    int64_t id;
    return form_id(&r->query, name, &id) == OK ? id : 0;
}

static int64_t midnight(day d)
{
    int64_t at = 0;
    return instant_in_norway(d, 0, &at) ? at : 0;
}

// Values that nobody could have chosen are as if absent.
static struct filter filter_read(struct request *r)
{
    struct filter f = {.query = {.after = request_query(r, "after"), .most = ROWS_ON_A_PAGE}, .from = DAY_NONE, .until = DAY_NONE};
    struct activity_filter *q = &f.query.filter;
    enum activity_kind kind;
    enum activity_state state;
    enum activity_outcome outcome;
    const char *word = request_query(r, "outcome");
    q->kind = activity_kind_read(request_query(r, "kind"), &kind) ? (int)kind : -1;
    q->state = activity_state_read(request_query(r, "state"), &state) ? (int)state : -1;
    q->outcome = *word != '\0' && activity_outcome_read(word, &outcome) ? (int)outcome : -1;
    q->user.value = id_of(r, "user");
    q->network.value = id_of(r, "network");
    q->agency.value = id_of(r, "agency");
    q->employer.value = id_of(r, "employer");
    q->with.value = id_of(r, "with");
    if (form_day(&r->query, "from", &f.from) == OK)
        q->from = midnight(f.from);
    if (form_day(&r->query, "until", &f.until) == OK)
        q->until = midnight(f.until + 1);
    f.query.ascending = strcmp(request_query(r, "dir"), "up") == 0;
    return f;
}

static const char *number(struct arena *a, int64_t n)
{
    return n == 0 ? "" : arena_printf(a, "%lld", (long long)n);
}

static const char *iso(struct arena *a, day d)
{
    char *text = arena_alloc(a, DAY_TEXT);
    day_write(d, text);
    return text;
}

static const char *filter_path(struct request *r, const struct filter *f, const char *after)
{
    const struct activity_filter *q = &f->query.filter;
    struct buf b = address_in(r->arena, "/activities");
    address_add(&b, "kind", q->kind < 0 ? "" : activity_kind_name((enum activity_kind)q->kind));
    address_add(&b, "state", q->state < 0 ? "" : activity_state_name((enum activity_state)q->state));
    address_add(&b, "outcome", q->outcome < 0 ? "" : activity_outcome_name((enum activity_outcome)q->outcome));
    address_add(&b, "user", number(r->arena, q->user.value));
    address_add(&b, "network", number(r->arena, q->network.value));
    address_add(&b, "agency", number(r->arena, q->agency.value));
    address_add(&b, "employer", number(r->arena, q->employer.value));
    address_add(&b, "with", number(r->arena, q->with.value));
    address_add(&b, "from", iso(r->arena, f->from));
    address_add(&b, "until", iso(r->arena, f->until));
    address_add(&b, "dir", f->query.ascending ? "up" : "");
    address_add(&b, "after", after);
    return buf_text(&b);
}

static void chip_add(struct request *r, struct activity_list_view *v, const char *what, const char *value, const struct filter *without)
{
    v->chips[v->chip_count++] = (struct activity_chip){what, value, filter_path(r, without, "")};
}

static const char *chosen(const struct option *options, size_t count, const char *value)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(options[i].value, value) == 0)
            return options[i].text;
    return "…";
}

static const char *employer_name(struct request *r, struct employer_id id)
{
    struct employer_view view;
    return get_employer(r->app, r->actor, id, r->arena, &view) == OK ? view.employer.name : "…";
}

static void chips_add(struct request *r, struct activity_list_view *v, const struct filter *now)
{
    const struct activity_filter *q = &now->query.filter;
    struct filter f = *now;
#define CHIP(given, empty, what, value)                                                                                \
    if (given) {                                                                                                       \
        empty;                                                                                                         \
        chip_add(r, v, what, value, &f);                                                                               \
        f = *now;                                                                                                      \
    }
    CHIP(q->kind >= 0, f.query.filter.kind = -1, N_("Kind"), tr(r->lang, activity_kind_title((enum activity_kind)q->kind)))
    CHIP(q->state >= 0, f.query.filter.state = -1, N_("State"), tr(r->lang, activity_state_title((enum activity_state)q->state)))
    CHIP(q->outcome >= 0, f.query.filter.outcome = -1, N_("What came of it"),
         tr(r->lang, activity_outcome_title((enum activity_outcome)q->outcome)))
    CHIP(q->user.value != 0, f.query.filter.user.value = 0, N_("Who"), chosen(v->staff, v->staff_count, v->user))
    CHIP(q->agency.value != 0, f.query.filter.agency.value = 0, N_("Agency"), chosen(v->agencies, v->agency_count, v->agency))
    CHIP(q->network.value != 0, f.query.filter.network.value = 0, N_("Network"), chosen(v->networks, v->network_count, v->network))
    CHIP(q->employer.value != 0, f.query.filter.employer.value = 0, N_("Employer"), employer_name(r, q->employer))
    CHIP(q->with.value != 0, f.query.filter.with.value = 0, N_("With the agency"), chosen(v->agencies, v->agency_count, v->with))
    CHIP(now->from != DAY_NONE, f.from = DAY_NONE, N_("From"), lang_day(r->lang, r->arena, now->from))
    CHIP(now->until != DAY_NONE, f.until = DAY_NONE, N_("Until"), lang_day(r->lang, r->arena, now->until))
#undef CHIP
}

static enum status form_fill(struct request *r, struct activity_list_view *v, const struct filter *f)
{
    const struct activity_filter *q = &f->query.filter;
    struct staff_member *staff;
    struct known_network *networks;
    struct agency *agencies;
    for (int k = 0; k < ACTIVITY_KINDS; k++)
        v->kinds[k] = (struct option){.value = activity_kind_name((enum activity_kind)k),
                                      .label = activity_kind_title((enum activity_kind)k)};
    for (int s = 0; s < ACTIVITY_STATES; s++)
        v->states[s] = (struct option){.value = activity_state_name((enum activity_state)s),
                                       .label = activity_state_title((enum activity_state)s)};
    for (int o = 1; o < ACTIVITY_OUTCOMES; o++)
        v->outcomes[o - 1] = (struct option){.value = activity_outcome_name((enum activity_outcome)o),
                                             .label = activity_outcome_title((enum activity_outcome)o)};
    TRY(list_staff(r->app, r->actor, r->arena, &staff, &v->staff_count));
    TRY(list_known_networks(r->app, r->actor, r->arena, &networks, &v->network_count));
    TRY(list_agencies(r->app, r->actor, r->arena, &agencies, &v->agency_count));
    v->staff = ARENA_ARRAY(r->arena, struct option, v->staff_count);
    for (size_t i = 0; i < v->staff_count; i++)
        v->staff[i] = (struct option){.value = number(r->arena, staff[i].id.value),
                                      .text = arena_printf(r->arena, "%s, %s", staff[i].name, staff[i].agency_name)};
    v->networks = ARENA_ARRAY(r->arena, struct option, v->network_count);
    for (size_t i = 0; i < v->network_count; i++)
        v->networks[i] = (struct option){.value = number(r->arena, networks[i].id.value), .text = networks[i].name};
    v->agencies = ARENA_ARRAY(r->arena, struct option, v->agency_count);
    for (size_t i = 0; i < v->agency_count; i++)
        v->agencies[i] = (struct option){.value = number(r->arena, agencies[i].id.value), .text = agencies[i].name};
    v->kind = q->kind < 0 ? "" : activity_kind_name((enum activity_kind)q->kind);
    v->state = q->state < 0 ? "" : activity_state_name((enum activity_state)q->state);
    v->outcome = q->outcome < 0 ? "" : activity_outcome_name((enum activity_outcome)q->outcome);
    v->user = number(r->arena, q->user.value);
    v->network = number(r->arena, q->network.value);
    v->agency = number(r->arena, q->agency.value);
    v->employer = number(r->arena, q->employer.value);
    v->with = number(r->arena, q->with.value);
    v->from = f->from;
    v->until = f->until;
    return OK;
}

static struct reply activity_list_show(struct request *r)
{
    struct filter f = filter_read(r), turned = f;
    struct activity_page page;
    enum status s = list_activities(r->app, r->actor, &f.query, r->arena, &page);
    if (s == INVALID && *f.query.after != '\0')
        return reply_redirect(r, "%s", "/activities");
    struct activity_list_view v = {.page = &page, .ascending = f.query.ascending};
    if (s == OK)
        s = form_fill(r, &v, &f);
    if (s == OK)
        s = view_tabs_fill(r, VIEW_ACTIVITIES, N_("All"), filter_path(r, &f, ""), &v.views);
    if (s != OK)
        return reply_status(r, s);
    chips_add(r, &v, &f);
    turned.query.ascending = !f.query.ascending;
    v.turned_path = filter_path(r, &turned, "");
    if (*f.query.after != '\0')
        v.pager.first = filter_path(r, &f, "");
    if (*page.next != '\0')
        v.pager.next = filter_path(r, &f, page.next);
    struct page *p = page_open(r, tr(r->lang, N_("Activities")));
    activity_list_page(p, &v);
    return reply_page(p, 200);
}

static struct reply bin_show(struct request *r)
{
    struct activity_query q = {.filter = {.kind = -1, .state = -1, .outcome = -1, .deleted = true},
                               .after = request_query(r, "after"), .most = ROWS_ON_A_PAGE};
    struct activity_page page;
    enum status s = list_activities(r->app, r->actor, &q, r->arena, &page);
    if (s == INVALID && *q.after != '\0')
        return reply_redirect(r, "%s", "/activities/bin");
    if (s != OK)
        return reply_status(r, s);
    struct activity_list_view v = {.page = &page, .bin = true};
    if (*q.after != '\0')
        v.pager.first = "/activities/bin";
    if (*page.next != '\0')
        v.pager.next = arena_printf(r->arena, "/activities/bin?after=%s", page.next);
    struct crumb crumbs[] = {{tr(r->lang, N_("Activities")), "/activities"}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Deleted activities")), crumbs, COUNT_OF(crumbs));
    activity_list_page(p, &v);
    return reply_page(p, 200);
}

static struct reply card_reply(struct request *r, const struct issues *issues, int status)
{
    struct activity_view at;
    enum status s = get_activity(r->app, r->actor, (struct activity_id){request_id(r, 0)}, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    struct activity_card_view v = {
        .at = &at,
        .path = arena_printf(r->arena, "/activities/%lld", (long long)at.activity.id.value),
        .when = activity_when(r->lang, &at.activity, r->arena),
    };
    struct crumb crumbs[] = {{tr(r->lang, N_("Activities")), "/activities"}};
    struct page *p = page_open_below(r, tr(r->lang, activity_kind_title(at.activity.kind)), crumbs, COUNT_OF(crumbs));
    p->issues = issues;
    activity_page(p, &v);
    return reply_page(p, status);
}

static struct reply activity_show(struct request *r)
{
    return card_reply(r, NULL, 200);
}

static struct reply delete_reply(struct request *r, bool deleted)
{
    struct activity_id id = {request_id(r, 0)};
    struct issues issues = issues_in(r->arena);
    int64_t version;
    if (form_id(&r->form, "version", &version) != OK)
        return reply_error(r, 400);
    enum status s = delete_activity(r->app, r->actor, id, version, deleted, &issues);
    if (s == CONFLICT)
        return card_reply(r, &issues, 409);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/activities/%lld", (long long)id.value);
    reply_flash(&reply, deleted ? FLASH_activity_deleted : FLASH_activity_restored);
    return reply;
}

static struct reply delete_submit(struct request *r)
{
    return delete_reply(r, true);
}

static struct reply restore_submit(struct request *r)
{
    return delete_reply(r, false);
}

const struct route activity_routes[] = {
    {METHOD_GET, "/activities", activity_list_show, FOR_STAFF, "activities"},
    {METHOD_GET, "/activities/bin", bin_show, FOR_STAFF, "activity_bin"},
    {METHOD_GET, "/activities/:id", activity_show, FOR_STAFF, "activity"},
    {METHOD_POST, "/activities/:id/delete", delete_submit, FOR_STAFF, "activity_delete"},
    {METHOD_POST, "/activities/:id/restore", restore_submit, FOR_STAFF, "activity_restore"},
    {0},
};
