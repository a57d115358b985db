// SPDX-License-Identifier: EUPL-1.2
// The outbox: what was told to whom, whether it has gone, and what it says. For the office.
#include <stdio.h>
#include <string.h>

#include "app/mail.h"
#include "web/address.h"
#include "web/outbox.html.h"
#include "web/outbox_view.h"
#include "web/routes.h"

enum { ROWS_ON_A_PAGE = 50 };

enum tone outbox_tone(enum outbox_state s)
{
    static const enum tone tones[OUTBOX_STATES] = {
        [OUTBOX_WAITING] = TONE_INFO,      [OUTBOX_SENDING] = TONE_INFO,       [OUTBOX_SENT] = TONE_SUCCESS,
        [OUTBOX_UNSURE] = TONE_WARNING,    [OUTBOX_REFUSED] = TONE_DANGER,     [OUTBOX_NO_ADDRESS] = TONE_WARNING,
        [OUTBOX_RETURNED] = TONE_DANGER,   [OUTBOX_PAST] = TONE_NEUTRAL,
        [OUTBOX_HELD] = TONE_DANGER,       [OUTBOX_UNWANTED] = TONE_NEUTRAL,
    };
    return tones[s];
}

const char *outbox_to(struct page *p, const struct outbox_row *row)
{
    if (row->to_person)
        return tr(p->lang, N_("A candidate"));
    if (row->to_invited)
        return tr(p->lang, N_("Somebody invited"));
    if (row->to_guest && *row->to_name == '\0')
        return tr(p->lang, N_("Somebody without an account"));
    return *row->to_name == '\0' ? tr(p->lang, N_("A user with a candidate's log-in")) : row->to_name;
}

// A mail server's words stay as they are; our own are translated.
const char *outbox_said(struct page *p, const struct outbox_row *row)
{
    return *row->said == '\0' ? "" : tr(p->lang, row->said);
}

static struct outbox_post post_read(struct request *r)
{
    struct outbox_post post = {.goes_out = mail_goes_out(r->app)};
    if (!mail_trouble(r->app, r->arena, &post.trouble, &post.since))
        post.trouble = NULL;
    return post;
}

static unsigned states_read(struct request *r)
{
    const char *const *names;
    unsigned states = 0;
    size_t count = form_all(&r->query, r->arena, "state", &names);
    for (size_t i = 0; i < count; i++) {
        enum outbox_state state;
        if (outbox_state_read(names[i], &state))
            states |= 1u << state;
    }
    return states;
}

static const char *list_path(struct request *r, unsigned states, const char *after)
{
    struct buf b = address_in(r->arena, "/outbox");
    for (int s = 0; s < OUTBOX_STATES; s++)
        if ((states >> s & 1) != 0)
            address_add(&b, "state", outbox_state_name((enum outbox_state)s));
    address_add(&b, "after", after);
    return buf_text(&b);
}

static struct reply outbox_list_show(struct request *r)
{
    struct outbox_page rows;
    unsigned states = states_read(r);
    const char *after = request_query(r, "after");
    enum status s = list_outbox(r->app, r->actor, states, after, ROWS_ON_A_PAGE, r->arena, &rows);
    if (s != OK)
        return reply_status(r, s);
    struct outbox_list_view v = {.page = &rows, .post = post_read(r)};
    for (int i = 0; i < OUTBOX_STATES; i++) {
        enum outbox_state state = (enum outbox_state)i;
        bool chosen = (states >> i & 1) != 0;
        v.states[i] = (struct option){
            .value = outbox_state_name(state), .label = outbox_state_title(state), .chosen = chosen};
        if (chosen)
            v.chips[v.chip_count++] = (struct outbox_chip){tr(r->lang, outbox_state_title(state)),
                                                           list_path(r, states & ~(1u << i), "")};
    }
    if (*after != '\0')
        v.pager.first = list_path(r, states, "");
    if (*rows.next != '\0')
        v.pager.next = list_path(r, states, rows.next);
    struct page *p = page_open(r, tr(r->lang, N_("Outbox")));
    outbox_list_page(p, &v);
    return reply_page(p, 200);
}

static struct reply card_reply(struct request *r, const struct issues *issues, int status)
{
    struct outbox_id id = {request_id(r, 0)};
    struct outbox_view at;
    enum status s = get_outbox(r->app, r->actor, id, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    struct outbox_card_view v = {.at = &at, .post = post_read(r),
                                 .path = arena_printf(r->arena, "/outbox/%lld/send", (long long)id.value)};
    snprintf(v.version, sizeof v.version, "%lld", (long long)at.row.version);
    struct crumb crumbs[] = {{tr(r->lang, N_("Outbox")), "/outbox"}};
    struct page *p = page_open_below(r, tr(r->lang, outbox_kind_title(at.row.kind)), crumbs, COUNT_OF(crumbs));
    if (issues != NULL)
        page_again(p, issues);
    outbox_card_page(p, &v);
    return reply_page(p, status);
}

static struct reply outbox_card_show(struct request *r)
{
    return card_reply(r, NULL, 200);
}

static struct reply outbox_send(struct request *r)
{
    struct outbox_id id = {request_id(r, 0)};
    struct issues issues = issues_in(r->arena);
    int64_t version;
    if (form_int(&r->form, "version", &version) != OK)
        return reply_error(r, 400);
    enum status s = send_again(r->app, r->actor, id, version, &issues);
    if (s == CONFLICT)
        return card_reply(r, &issues, 409);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/outbox/%lld", (long long)id.value);
    reply_flash(&reply, FLASH_outbox_again);
    return reply;
}

const struct route outbox_routes[] = {
    {METHOD_GET, "/outbox", outbox_list_show, FOR_OFFICE, "outbox"},
    {METHOD_GET, "/outbox/:id", outbox_card_show, FOR_OFFICE, "outbox_notice"},
    {METHOD_POST, "/outbox/:id/send", outbox_send, FOR_OFFICE, "outbox_send"},
    {0},
};
