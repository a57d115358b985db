// SPDX-License-Identifier: EUPL-1.2
// No more information by e-mail: the page asks, the button acts, and the same page takes it back.
#include "app/unsubscribe.h"
#include "web/personal.h"
#include "web/routes.h"
#include "web/unsubscribe.html.h"

static struct reply unsubscribe_show(struct request *r)
{
    struct unsubscribe_view v;
    int64_t row;
    if (!personal_row(r, LINK_UNSUBSCRIBE, &row))
        return personal_gone(r);
    enum status s = get_unsubscribe(r->app, row, r->arena, &v);
    if (s == NOT_FOUND)
        return personal_gone(r);
    if (s != OK)
        return reply_status(r, s);
    struct page *p = personal_page_open(r, tr(r->lang, v.gets_none ? N_("You get no more information by e-mail")
                                                                   : N_("No more information by e-mail?")));
    unsubscribe_page(p, &v, row);
    return reply_page(p, 200);
}

static struct reply done(struct request *r, enum status (*act)(struct app *app, int64_t row), enum flash said)
{
    int64_t row;
    if (!personal_form_row(r, LINK_UNSUBSCRIBE, &row))
        return personal_gone(r);
    enum status s = act(r->app, row);
    if (s == NOT_FOUND)
        return personal_gone(r);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/unsubscribe");
    reply_flash(&reply, said);
    return reply;
}

static enum status stop(struct app *app, int64_t row)
{
    return unsubscribe(app, row, false);
}

static struct reply unsubscribe_submit(struct request *r)
{
    return done(r, stop, FLASH_unsubscribed);
}

static struct reply unsubscribe_undo(struct request *r)
{
    return done(r, subscribe_again, FLASH_subscribed_again);
}

const struct route unsubscribe_routes[] = {
    {METHOD_GET, "/unsubscribe", unsubscribe_show, FOR_ANYONE, "unsubscribe"},
    {METHOD_POST, "/unsubscribe", unsubscribe_submit, FOR_ANYONE, "unsubscribe_submit"},
    {METHOD_POST, "/unsubscribe/undo", unsubscribe_undo, FOR_ANYONE, "unsubscribe_undo"},
    {0},
};
