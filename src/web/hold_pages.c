// SPDX-License-Identifier: EUPL-1.2
// Addresses that e-mail came back from, why, and letting e-mail go to them again; what the mailbox has brought.
#include "app/inbox.h"
#include "web/holds.html.h"
#include "web/layout.h"
#include "web/routes.h"

enum { ROWS_ON_A_PAGE = 50 };

static struct reply holds_show(struct request *r)
{
    struct hold_page page;
    struct inbox_state in;
    const char *after = request_query(r, "after");
    enum status s = list_holds(r->app, r->actor, after, ROWS_ON_A_PAGE, r->arena, &page);
    if (s == OK)
        s = get_inbox(r->app, r->actor, r->arena, &in);
    if (s != OK)
        return reply_status(r, s);
    struct pager pager = {.first = *after == '\0' ? NULL : "/outbox/holds",
                          .next = *page.next == '\0' ? NULL : arena_printf(r->arena, "/outbox/holds?after=%s", page.next)};
    struct crumb crumbs[] = {{tr(r->lang, N_("Outbox")), "/outbox"}};
    struct page *p = page_open_below(r, tr(r->lang, N_("Addresses on hold")), crumbs, COUNT_OF(crumbs));
    holds_page(p, &page, &in, &pager);
    return reply_page(p, 200);
}

static struct reply set(struct request *r, bool held, enum flash said)
{
    int64_t version;
    if (form_int(&r->form, "version", &version) != OK)
        return reply_error(r, 400);
    enum status s = set_hold(r->app, r->actor, request_id(r, 0), version, held);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/outbox/holds");
    reply_flash(&reply, said);
    return reply;
}

static struct reply hold_release(struct request *r)
{
    return set(r, false, FLASH_hold_released);
}

static struct reply hold_again(struct request *r)
{
    return set(r, true, FLASH_hold_again);
}

const struct route hold_routes[] = {
    {METHOD_GET, "/outbox/holds", holds_show, FOR_OFFICE, "holds"},
    {METHOD_POST, "/outbox/holds/:id/release", hold_release, FOR_OFFICE, "hold_release"},
    {METHOD_POST, "/outbox/holds/:id/again", hold_again, FOR_OFFICE, "hold_again"},
    {0},
};
