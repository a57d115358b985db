// SPDX-License-Identifier: EUPL-1.2
// Utsendinger (screens 12 and 13): the list, a mailing while it is sent and after, and its last step, the sending.
#include <stdio.h>
#include <string.h>

#include "app/mail.h"
#include "web/address.h"
#include "web/mailing.html.h"
#include "web/mailing_inside.h"
#include "web/routes.h"

enum { ROWS_ON_A_PAGE = 30, TROUBLED_MOST = 100 };

enum tone mailing_tone(enum mailing_state s)
{
    static const enum tone tones[MAILING_STATES] = {
        [MAILING_DRAFT] = TONE_NEUTRAL, [MAILING_SENDING] = TONE_INFO, [MAILING_PAUSED] = TONE_WARNING,
        [MAILING_DONE] = TONE_SUCCESS, [MAILING_CANCELLED] = TONE_DANGER,
    };
    return tones[s];
}

const char *mailing_path(struct request *r, struct mailing_id id)
{
    return arena_printf(r->arena, "/mailings/%lld", (long long)id.value);
}

void mailing_frame_fill(struct request *r, struct mailing_frame *f, const struct mailing_view *at, int step)
{
    static const struct {
        const char *label, *part;
    } STEPS[MAILING_FORM_STEPS] = {
        [STEP_AUDIENCE] = {N_("Audience"), "audience"}, [STEP_TEXT] = {N_("Text"), "text"},
        [STEP_PREVIEW] = {N_("Preview"), "preview"}, [STEP_SEND] = {N_("Send"), "send"},
    };
    *f = (struct mailing_frame){.at = at, .title = tr(r->lang, N_("New mailing")), .path = "/mailings"};
    bool chosen = at != NULL && at->line.mailing.audience != MAILING_TO_NONE, written = at != NULL && at->problems.count == 0;
    if (at != NULL) {
        f->title = tr(r->lang, at->line.title);
        f->path = mailing_path(r, at->line.mailing.id);
        snprintf(f->version, sizeof f->version, "%lld", (long long)at->line.mailing.version);
    }
    for (int i = 0; i < MAILING_FORM_STEPS; i++)
        f->step[i] = (struct step){
            .label = STEPS[i].label,
            .path = at == NULL ? NULL : arena_printf(r->arena, "%s/%s", f->path, STEPS[i].part),
            .done = i == STEP_AUDIENCE ? chosen : i == STEP_TEXT && written,
        };
    f->steps = (struct steps){f->step, MAILING_FORM_STEPS, (size_t)step};
}

struct page *mailing_page_open(struct request *r, const struct mailing_frame *f, const char *title)
{
    struct crumb crumbs[] = {{tr(r->lang, N_("Mailings")), "/mailings"}, {f->title, f->path}};
    return page_open_below(r, title, crumbs, f->at == NULL || title == f->title ? 1 : 2);
}

static struct reply mailing_list_show(struct request *r)
{
    struct mailing_page rows;
    struct mailing_list_view v = {.page = &rows};
    struct mailing_line *bin;
    const char *after = request_query(r, "after");
    enum status s = list_mailings(r->app, r->actor, after, ROWS_ON_A_PAGE, r->arena, &rows);
    if (s == OK)
        s = list_mailing_bin(r->app, r->actor, r->arena, &bin, &v.bin_count);
    if (s != OK)
        return reply_status(r, s);
    v.bin = bin;
    v.pager.first = *after == '\0' ? NULL : "/mailings";
    if (*rows.next != '\0') {
        struct buf next = address_in(r->arena, "/mailings");
        address_add(&next, "after", rows.next);
        v.pager.next = buf_text(&next);
    }
    struct page *p = page_open(r, tr(r->lang, N_("Mailings")));
    mailing_list_page(p, &v);
    return reply_page(p, 200);
}

static enum status show_fill(struct request *r, struct mailing_show_view *v)
{
    const struct mailing_line *l = &v->frame.at->line;
    const int64_t *by = l->counts.by_state;
    struct mailing_receiver *troubled;
    unsigned states = 1u << OUTBOX_UNSURE | 1u << OUTBOX_REFUSED | 1u << OUTBOX_NO_ADDRESS | 1u << OUTBOX_RETURNED | 1u << OUTBOX_HELD;
    v->goes_out = mail_goes_out(r->app);
    v->body.html = v->frame.at->html;
    v->waiting = l->counts.unqueued + by[OUTBOX_WAITING] + by[OUTBOX_SENDING];
    v->done = l->counts.receivers - v->waiting;
    if (l->state == MAILING_DRAFT)
        return OK;
    TRY(list_mailing_receivers(r->app, r->actor, l->mailing.id, states, 0, TROUBLED_MOST, r->arena, &troubled, &v->troubled_count));
    v->troubled = troubled;
    return OK;
}

static struct reply show_reply(struct request *r, const struct issues *issues, int status)
{
    struct mailing_view at;
    struct mailing_show_view v = {0};
    enum status s = get_mailing(r->app, r->actor, (struct mailing_id){request_id(r, 0)}, r->arena, &at);
    if (s != OK)
        return reply_status(r, s);
    mailing_frame_fill(r, &v.frame, &at, MAILING_FORM_STEPS);
    if (issues == NULL && at.line.state == MAILING_DRAFT && !at.line.mailing.deleted)
        return reply_redirect(r, "%s/%s", v.frame.path, !v.frame.step[STEP_AUDIENCE].done ? "audience"
                                                        : !v.frame.step[STEP_TEXT].done   ? "text" : "preview");
    s = show_fill(r, &v);
    if (s != OK)
        return reply_status(r, s);
    struct page *p = mailing_page_open(r, &v.frame, v.frame.title);
    if (issues != NULL)
        page_again(p, issues);
    mailing_show_page(p, &v);
    return reply_page(p, status);
}

static struct reply mailing_show(struct request *r)
{
    return show_reply(r, NULL, 200);
}

static struct reply send_reply(struct request *r, const struct issues *issues, int status)
{
    struct mailing_view at;
    struct audience_view audience;
    struct send_view v = {.goes_out = mail_goes_out(r->app)};
    enum status s = mailing_draft_get(r, &at);
    if (s == CONFLICT)
        return reply_redirect(r, "%s", mailing_path(r, at.line.mailing.id));
    if (s == OK)
        s = get_audience(r->app, r->actor, &at.line.mailing, r->arena, &audience);
    if (s != OK)
        return reply_status(r, s);
    mailing_frame_fill(r, &v.frame, &at, STEP_SEND);
    v.audience = &audience;
    struct page *p = mailing_page_open(r, &v.frame, tr(r->lang, N_("Send")));
    if (issues != NULL)
        page_again(p, issues);
    send_page(p, &v);
    return reply_page(p, status);
}

static struct reply send_show(struct request *r)
{
    return send_reply(r, NULL, 200);
}

static struct reply send_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    int64_t version, receivers;
    struct mailing_id id = {request_id(r, 0)};
    if (form_int(&r->form, "version", &version) != OK || form_int(&r->form, "receivers", &receivers) != OK)
        return reply_error(r, 400);
    enum status s = send_mailing(r->app, r->actor, id, version, receivers, &issues);
    if (s == CONFLICT || s == INVALID)
        return send_reply(r, &issues, s == CONFLICT ? 409 : 422);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", mailing_path(r, id));
    reply_flash(&reply, FLASH_mailing_begun);
    return reply;
}

static struct reply step_reply(struct request *r, enum mailing_step step, enum flash flash)
{
    struct issues issues = issues_in(r->arena);
    int64_t version;
    struct mailing_id id = {request_id(r, 0)};
    if (form_int(&r->form, "version", &version) != OK)
        return reply_error(r, 400);
    enum status s = step_mailing(r->app, r->actor, id, version, step, &issues);
    if (s == CONFLICT)
        return show_reply(r, &issues, 409);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", mailing_path(r, id));
    reply_flash(&reply, flash);
    return reply;
}

static struct reply pause_submit(struct request *r)
{
    return step_reply(r, MAILING_PAUSE, FLASH_mailing_paused);
}

static struct reply resume_submit(struct request *r)
{
    return step_reply(r, MAILING_RESUME, FLASH_mailing_resumed);
}

static struct reply cancel_submit(struct request *r)
{
    return step_reply(r, MAILING_CANCEL, FLASH_mailing_cancelled);
}

static struct reply delete_submit(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    int64_t version;
    bool back = form_flag(&r->form, "back");
    struct mailing_id id = {request_id(r, 0)};
    if (form_int(&r->form, "version", &version) != OK)
        return reply_error(r, 400);
    enum status s = delete_mailing(r->app, r->actor, id, version, back, &issues);
    if (s == CONFLICT)
        return show_reply(r, &issues, 409);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", mailing_path(r, id));
    reply_flash(&reply, back ? FLASH_draft_back : FLASH_draft_deleted);
    return reply;
}

static struct reply letter_mailing(struct request *r)
{
    struct mailing_id id;
    enum status s = make_letter_mailing(r->app, r->actor, (struct letter_id){request_id(r, 0)}, &id);
    return s == OK ? reply_redirect(r, "%s/audience", mailing_path(r, id)) : reply_status(r, s);
}

const struct route mailing_routes[] = {
    {METHOD_GET, "/mailings", mailing_list_show, FOR_OFFICE, "mailings"},
    {METHOD_GET, "/mailings/:id", mailing_show, FOR_OFFICE, "mailing"},
    {METHOD_GET, "/mailings/:id/send", send_show, FOR_OFFICE, "mailing_send"},
    {METHOD_POST, "/mailings/:id/send", send_submit, FOR_OFFICE, "mailing_send_now"},
    {METHOD_POST, "/mailings/:id/pause", pause_submit, FOR_OFFICE, "mailing_pause"},
    {METHOD_POST, "/mailings/:id/resume", resume_submit, FOR_OFFICE, "mailing_resume"},
    {METHOD_POST, "/mailings/:id/cancel", cancel_submit, FOR_OFFICE, "mailing_cancel"},
    {METHOD_POST, "/mailings/:id/delete", delete_submit, FOR_OFFICE, "mailing_delete"},
    {METHOD_POST, "/letters/drafts/:id/mailing", letter_mailing, FOR_OFFICE, "letter_mailing"},
    {0},
};
