// SPDX-License-Identifier: EUPL-1.2
// One event (screen 11): how it stands, its guests by group, and the steps.
#include <string.h>

#include "web/address.h"
#include "web/event.html.h"
#include "web/event_view.h"
#include "web/routes.h"
#include "web/table_reply.h"

enum { GUESTS_ON_A_PAGE = 100, GUESTS_AT_ONCE = 1000 };

static const struct {
    const char *name, *label;
} GROUPS[GUEST_GROUPS] = {
    [GUESTS_ALL] = {"all", N_("All")},
    [GUESTS_INVITED] = {"invited", N_("Invited")},
    [GUESTS_UNANSWERED] = {"unanswered", N_("Not answered")},
    [GUESTS_YES] = {"yes", N_("Yes")},
    [GUESTS_MAYBE] = {"maybe", N_("Maybe")},
    [GUESTS_NO] = {"no", N_("No")},
    [GUESTS_WAITING] = {"waiting", N_("Waiting list")},
    [GUESTS_PRESENT] = {"present", N_("Present")},
    [GUESTS_ABSENT] = {"absent", N_("Said yes, did not come")},
    [GUESTS_WALK_IN] = {"walk-in", N_("Came without signing up")},
};

static int group_count(const struct guest_counts *c, enum guest_group g)
{
    switch (g) {
    case GUESTS_ALL:
        return -1;
    case GUESTS_INVITED:
        return c->invited;
    case GUESTS_UNANSWERED:
        return c->unanswered;
    case GUESTS_YES:
        return c->yes;
    case GUESTS_MAYBE:
        return c->maybe;
    case GUESTS_NO:
        return c->no;
    case GUESTS_WAITING:
        return c->waiting;
    case GUESTS_PRESENT:
        return c->present;
    case GUESTS_ABSENT:
        return c->absent;
    case GUESTS_WALK_IN:
        return c->walk_ins;
    }
    return -1;
}

enum tone guest_answer_tone(const struct guest *g)
{
    static const enum tone tones[GUEST_ANSWERS] = {[GUEST_YES] = TONE_SUCCESS, [GUEST_MAYBE] = TONE_WARNING};
    return g->waiting_since != 0 ? TONE_INFO : tones[g->answer];
}

const char *guest_standing(const struct guest *g)
{
    if (g->waiting_since != 0)
        return N_("Waits for a seat");
    return g->origin == GUEST_WALK_IN ? guest_origin_title(g->origin) : guest_answer_title(g->answer);
}

const char *guest_name_text(enum lang lang, const struct guest_entry *g, struct arena *a)
{
    if (*g->name != '\0')
        return g->name;
    if (g->forgotten)
        return tr(lang, N_("Name not kept"));
    if (g->guest.origin == GUEST_BROUGHT)
        return *g->host_name == '\0' ? tr(lang, N_("Comes along")) : tr_arg(lang, a, N_("With %s"), g->host_name);
    return *g->organisation == '\0' ? tr(lang, N_("Without a name")) : g->organisation;
}

static enum guest_group group_read(struct request *r)
{
    for (int i = 0; i < GUEST_GROUPS; i++)
        if (strcmp(GROUPS[i].name, request_query(r, "group")) == 0)
            return (enum guest_group)i;
    return GUESTS_ALL;
}

static const char *group_path(struct request *r, const char *path, enum guest_group group, const char *text, int64_t after)
{
    struct buf b = address_in(r->arena, path);
    address_add(&b, "group", group == GUESTS_ALL ? "" : GROUPS[group].name);
    address_add(&b, "q", text);
    if (after != 0)
        address_add_number(&b, "after", after);
    return buf_text(&b);
}

static void tabs_fill(struct request *r, struct event_show_view *v)
{
    for (int i = 0; i < GUEST_GROUPS; i++) {
        enum guest_group g = (enum guest_group)i;
        int count = group_count(&v->at->counts, g);
        bool too_early = g == GUESTS_ABSENT && app_today(r->app) < day_in_norway(v->at->event.starts_at);
        if ((count == 0 || too_early) && g != v->group)
            continue;
        v->tabs[v->tab_count++] =
            (struct guest_tab){g, GROUPS[i].label, arena_printf(r->arena, "%s#guests", group_path(r, v->path, g, "", 0)), count};
    }
}

static enum status guests_fill(struct request *r, struct event_show_view *v)
{
    struct guest_entry *list;
    int64_t after = 0;
    size_t count;
    struct guest_filter filter = {.event = v->at->event.id, .group = v->group, .text = v->text};
    if (form_id(&r->query, "after", &after) != OK)
        after = 0;
    TRY(list_guests(r->app, r->actor, &filter, (struct guest_id){after}, GUESTS_ON_A_PAGE + 1, r->arena, &list, &count));
    v->line_count = count > GUESTS_ON_A_PAGE ? GUESTS_ON_A_PAGE : count;
    v->lines = ARENA_ARRAY(r->arena, struct guest_line, v->line_count);
    for (size_t i = 0; i < v->line_count; i++)
        v->lines[i] = (struct guest_line){
            .at = &list[i],
            .path = arena_printf(r->arena, "%s/guests/%lld", v->path, (long long)list[i].guest.id.value),
            .answers = v->at->refusals[EVENT_ANSWER] == NULL &&
                       (list[i].guest.origin == GUEST_INVITED || list[i].guest.origin == GUEST_SIGNED_UP),
        };
    if (after != 0)
        v->pager.first = group_path(r, v->path, v->group, v->text, 0);
    if (count > GUESTS_ON_A_PAGE)
        v->pager.next = group_path(r, v->path, v->group, v->text, list[GUESTS_ON_A_PAGE - 1].guest.id.value);
    v->csv_path = group_path(r, arena_printf(r->arena, "%s/guests.csv", v->path), v->group, "", 0);
    return OK;
}

// issues NULL: as it is first shown.
static struct reply page_reply(struct request *r, struct event_id id, const struct issues *issues, int status)
{
    struct event_view at;
    enum status s = get_event(r->app, r->actor, id, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    struct event_show_view v = {.at = &at, .path = event_path(r, id), .when = event_when(&at.event, r->lang, r->arena),
                                .group = group_read(r), .text = request_query(r, "q")};
    v.group_name = GROUPS[v.group].name;
    tabs_fill(r, &v);
    s = guests_fill(r, &v);
    if (s == OK)
        s = count_guests_by_employer(r->app, r->actor, id, r->arena, &v.employers, &v.employer_count);
    if (s != OK)
        return reply_status(r, s);
    struct crumb crumbs[] = {{tr(r->lang, N_("Events")), "/events"}};
    struct page *p = page_open_below(r, event_title(&at.event, r->lang), crumbs, 1);
    p->issues = issues;
    event_page(p, &v);
    return reply_page(p, status);
}

static struct reply event_show(struct request *r)
{
    return page_reply(r, (struct event_id){request_id(r, 0)}, NULL, 200);
}

static struct reply by_employer(struct request *r)
{
    struct event_view at;
    struct event_id id = {request_id(r, 0)};
    enum status s = get_event(r->app, r->actor, id, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    struct event_show_view v = {.at = &at, .path = event_path(r, id), .when = event_when(&at.event, r->lang, r->arena)};
    s = count_guests_by_employer(r->app, r->actor, id, r->arena, &v.employers, &v.employer_count);
    if (s != OK)
        return reply_status(r, s);
    struct crumb crumbs[] = {{tr(r->lang, N_("Events")), "/events"}, {event_title(&at.event, r->lang), v.path}};
    struct page *p = page_open_below(r, tr(r->lang, N_("By employer")), crumbs, 2);
    event_employers_page(p, &v);
    return reply_page(p, 200);
}

static struct reply stepped(struct request *r, struct event_id id, enum status s, const struct issues *issues, enum flash said)
{
    if (s == CONFLICT)
        return page_reply(r, id, issues, 409);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/events/%lld", (long long)id.value);
    reply_flash(&reply, said);
    return reply;
}

static struct reply event_publish(struct request *r)
{
    struct event_id id = {request_id(r, 0)};
    struct issues issues = issues_in(r->arena);
    int64_t version;
    if (form_id(&r->form, "version", &version) != OK)
        return reply_error(r, 400);
    return stepped(r, id, publish_event(r->app, r->actor, id, version, &issues), &issues, FLASH_event_published);
}

static struct reply event_delete_submit(struct request *r)
{
    struct event_id id = {request_id(r, 0)};
    struct issues issues = issues_in(r->arena);
    enum status s = delete_event(r->app, r->actor, id, &issues);
    if (s != OK)
        return stepped(r, id, s, &issues, FLASH_saved);
    struct reply reply = reply_redirect(r, "/events");
    reply_flash(&reply, FLASH_event_deleted);
    return reply;
}

// The question before an event is called off, since it tells people.
static struct reply cancel_reply(struct request *r, const struct issues *issues, int status)
{
    struct event_view at;
    struct event_id id = {request_id(r, 0)};
    enum status s = get_event(r->app, r->actor, id, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    struct event_cancel_view v = {.at = &at, .back = event_path(r, id), .path = arena_printf(r->arena, "%s/cancel", event_path(r, id)),
                                  .when = event_when(&at.event, r->lang, r->arena),
                                  .told = at.counts.yes + at.counts.maybe + at.counts.waiting};
    if (at.refusals[EVENT_CANCEL] != NULL)
        return reply_redirect(r, "%s", v.back);
    struct crumb crumbs[] = {{tr(r->lang, N_("Events")), "/events"}, {event_title(&at.event, r->lang), v.back}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Call off the event")), crumbs, 2);
    if (issues != NULL)
        page_again(p, issues);
    event_cancel_page(p, &v);
    return reply_page(p, status);
}

static struct reply event_cancel_show(struct request *r)
{
    return cancel_reply(r, NULL, 200);
}

static struct reply event_cancel_submit(struct request *r)
{
    struct event_id id = {request_id(r, 0)};
    struct issues issues = issues_in(r->arena);
    int64_t version;
    if (form_id(&r->form, "version", &version) != OK)
        return reply_error(r, 400);
    enum status s = cancel_event(r->app, r->actor, id, version, request_field(r, "reason"), &issues);
    return s == INVALID ? cancel_reply(r, &issues, 422) : stepped(r, id, s, &issues, FLASH_event_cancelled);
}

// Somebody has phoned: the answer is written down here.
static struct reply guest_answer_submit(struct request *r)
{
    struct event_id id = {request_id(r, 0)};
    struct guest_id guest = {request_id(r, 1)};
    struct issues issues = issues_in(r->arena);
    struct guest_reply reply = {.coming = 1};
    struct rsvp_view now;
    struct event_view at;
    if (!guest_answer_read(request_field(r, "answer"), &reply.answer))
        return reply_error(r, 400);
    enum status s = get_event(r->app, r->actor, id, r->arena, &at);
    if (s == OK)
        s = get_rsvp(r->app, guest, r->arena, &now);
    if (s != OK)
        return reply_status(r, s);
    if (now.guest.guest.coming > 1) { // the party stays as it was
        reply.coming = now.guest.guest.coming;
        for (size_t i = 0; i < now.brought_count && i < GUEST_PARTY_MOST - 1; i++)
            reply.names[reply.name_count++] = now.brought[i].name;
    }
    s = answer_for_guest(r->app, r->actor, id, guest, &reply, &issues);
    if (s == INVALID)
        return page_reply(r, id, &issues, 422);
    return stepped(r, id, s, &issues, FLASH_guest_answered);
}

static const struct table_column COLUMNS[] = {
    {N_("Name"), TABLE_TEXT, 24},
    {N_("Organisation"), TABLE_TEXT, 28},
    {N_("E-mail"), TABLE_TEXT, 28},
    {N_("How the guest came"), TABLE_TEXT, 20},
    {N_("Answer"), TABLE_TEXT, 16},
    {N_("How many come"), TABLE_NUMBER, 10},
    {N_("With"), TABLE_TEXT, 22},
    {N_("Invited on"), TABLE_DAY, 12},
    {N_("Answered on"), TABLE_DAY, 12},
    {N_("Present"), TABLE_TEXT, 10},
};

struct exporting {
    struct guest_filter filter;
    struct guest_id after;
};

static void table_day_of(struct table_out *t, int64_t at)
{
    table_day(t, at == 0 ? DAY_NONE : day_in_norway(at));
}

static enum status write_guests(struct request *r, void *context, struct table_out *t, bool *more_out)
{
    struct exporting *x = context;
    struct guest_entry *list;
    size_t count;
    TRY(list_guests(r->app, r->actor, &x->filter, x->after, GUESTS_AT_ONCE, r->arena, &list, &count));
    for (size_t i = 0; i < count; i++) {
        const struct guest *g = &list[i].guest;
        table_text(t, guest_name_text(r->lang, &list[i], r->arena));
        table_text(t, list[i].organisation);
        table_text(t, list[i].email);
        table_text(t, tr(r->lang, guest_origin_title(g->origin)));
        table_text(t, g->origin == GUEST_WALK_IN ? "" : tr(r->lang, guest_standing(g)));
        table_number(t, g->coming);
        table_text(t, list[i].host_name);
        table_day_of(t, g->invited_at);
        table_day_of(t, g->answered_at);
        table_text(t, tr(r->lang, g->present_at != 0 ? N_("Yes") : N_("No")));
        table_row_end(t);
        x->after = g->id;
    }
    *more_out = count == GUESTS_AT_ONCE;
    return OK;
}

static struct reply export_as(struct request *r, enum table_format format)
{
    struct event_view at;
    struct exporting *x = ARENA_NEW(r->arena, struct exporting);
    *x = (struct exporting){.filter = {.event = {request_id(r, 0)}, .group = group_read(r)}};
    enum status s = get_event(r->app, r->actor, x->filter.event, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    return reply_table(r, format, &(struct table_source){
                                      .columns = table_columns(r, COLUMNS, COUNT_OF(COLUMNS)),
                                      .column_count = COUNT_OF(COLUMNS),
                                      .name = r->lang == LANG_NB ? "gjester" : "guests",
                                      .write = write_guests,
                                      .context = x});
}

static struct reply guests_csv(struct request *r)
{
    return export_as(r, TABLE_CSV);
}

static struct reply guests_xlsx(struct request *r)
{
    return export_as(r, TABLE_XLSX);
}

const struct route event_routes[] = {
    {METHOD_GET, "/events/:id", event_show, FOR_OFFICE, "event"},
    {METHOD_GET, "/events/:id/employers", by_employer, FOR_OFFICE, "event_employers"},
    {METHOD_GET, "/events/:id/guests.csv", guests_csv, FOR_OFFICE, "event_guests_csv"},
    {METHOD_GET, "/events/:id/guests.xlsx", guests_xlsx, FOR_OFFICE, "event_guests_xlsx"},
    {METHOD_POST, "/events/:id/publish", event_publish, FOR_OFFICE, "event_publish"},
    {METHOD_POST, "/events/:id/delete", event_delete_submit, FOR_OFFICE, "event_delete"},
    {METHOD_GET, "/events/:id/cancel", event_cancel_show, FOR_OFFICE, "event_cancel"},
    {METHOD_POST, "/events/:id/cancel", event_cancel_submit, FOR_OFFICE, "event_cancel_save"},
    {METHOD_POST, "/events/:id/guests/:id", guest_answer_submit, FOR_OFFICE, "event_guest_answer"},
    {0},
};
