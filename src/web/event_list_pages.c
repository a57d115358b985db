// SPDX-License-Identifier: EUPL-1.2
// Arrangementer: the list, its filters in the address.
#include <string.h>

#include "web/address.h"
#include "web/event_list.html.h"
#include "web/event_view.h"
#include "web/routes.h"

enum { ROWS_ON_A_PAGE = 50 };

enum tone event_state_tone(enum event_state s)
{
    static const enum tone tones[EVENT_STATES] = {
        [EVENT_DRAFT] = TONE_WARNING, [EVENT_PUBLISHED] = TONE_INFO, [EVENT_CANCELLED] = TONE_DANGER, [EVENT_HELD] = TONE_SUCCESS};
    return tones[s];
}

const char *event_path(struct request *r, struct event_id id)
{
    return arena_printf(r->arena, "/events/%lld", (long long)id.value);
}

// Values that nobody could have chosen are as if absent.
static struct event_query filter_read(struct request *r)
{
    struct event_query q = {.text = request_query(r, "q"), .after = request_query(r, "after"), .most = ROWS_ON_A_PAGE};
    const char *const *names;
    size_t count = form_all(&r->query, r->arena, "state", &names);
    for (size_t i = 0; i < count; i++) {
        enum event_state s;
        if (event_state_read(names[i], &s))
            q.states |= 1u << s;
    }
    count = form_all(&r->query, r->arena, "kind", &names);
    for (size_t i = 0; i < count; i++) {
        enum event_kind k;
        if (event_kind_read(names[i], &k))
            q.kinds |= 1u << k;
    }
    return q;
}

static const char *filter_path(struct request *r, const struct event_query *q)
{
    struct buf b = address_in(r->arena, "/events");
    address_add(&b, "q", q->text);
    for (int s = 0; s < EVENT_STATES; s++)
        if ((q->states >> s & 1) != 0)
            address_add(&b, "state", event_state_name((enum event_state)s));
    for (int k = 0; k < EVENT_KINDS; k++)
        if ((q->kinds >> k & 1) != 0)
            address_add(&b, "kind", event_kind_name((enum event_kind)k));
    address_add(&b, "after", q->after);
    return buf_text(&b);
}

static void chip_add(struct request *r, struct event_list_view *v, const char *what, const char *value, struct event_query without)
{
    without.after = "";
    v->chips[v->chip_count++] = (struct event_chip){what, value, filter_path(r, &without)};
}

static void chips_add(struct request *r, struct event_list_view *v, const struct event_query *now)
{
    struct event_query q = *now;
    q.text = "";
    if (*now->text != '\0')
        chip_add(r, v, N_("Words"), now->text, q);
    for (int s = 0; s < EVENT_STATES; s++) {
        q = *now;
        q.states &= ~(1u << s);
        if (q.states != now->states)
            chip_add(r, v, N_("State"), tr(r->lang, event_state_title((enum event_state)s)), q);
    }
    for (int k = 0; k < EVENT_KINDS; k++) {
        q = *now;
        q.kinds &= ~(1u << k);
        if (q.kinds != now->kinds)
            chip_add(r, v, N_("Kind"), tr(r->lang, event_kind_title((enum event_kind)k)), q);
    }
}

static struct reply list_show(struct request *r)
{
    struct event_query q = filter_read(r);
    struct event_page page;
    enum status s = list_events(r->app, r->actor, &q, r->arena, &page);
    if (s == INVALID && *q.after != '\0')
        return reply_redirect(r, "%s", "/events");
    if (s != OK)
        return reply_status(r, s);
    struct event_list_view v = {.page = &page, .text = q.text};
    v.when = ARENA_ARRAY(r->arena, const char *, page.row_count);
    for (size_t i = 0; i < page.row_count; i++)
        v.when[i] = event_when(&page.rows[i].event, r->lang, r->arena);
    for (int i = 0; i < EVENT_STATES; i++)
        v.states[i] = (struct option){.value = event_state_name((enum event_state)i), .label = event_state_title((enum event_state)i),
                                      .chosen = (q.states >> i & 1) != 0};
    for (int i = 0; i < EVENT_KINDS; i++)
        v.kinds[i] = (struct option){.value = event_kind_name((enum event_kind)i), .label = event_kind_title((enum event_kind)i),
                                     .chosen = (q.kinds >> i & 1) != 0};
    chips_add(r, &v, &q);
    struct event_query other = q;
    other.after = "";
    v.pager.first = *q.after == '\0' ? NULL : filter_path(r, &other);
    other.after = page.next;
    v.pager.next = *page.next == '\0' ? NULL : filter_path(r, &other);
    struct page *p = page_open(r, tr(r->lang, N_("Events")));
    event_list_page(p, &v);
    return reply_page(p, 200);
}

const struct route event_list_routes[] = {
    {METHOD_GET, "/events", list_show, FOR_OFFICE, "events"},
    {0},
};
