// SPDX-License-Identifier: EUPL-1.2
// The business register's word on an employer's page: how it stands there, and what it offers to change here.
#include <string.h>

#include "web/employer_register_view.h"
#include "web/routes.h"

enum status employer_register_fill(struct request *r, const struct employer_view *at, struct employer_register_view *out)
{
    struct register_offer *offers;
    *out = (struct employer_register_view){
        .path = arena_printf(r->arena, "/employers/%lld", (long long)at->employer.id.value),
        .may_edit = (at->rights & RIGHT_EDIT) != 0,
        .own = r->actor->role == ROLE_EMPLOYER,
        .numbered = at->employer.orgnr[0] != '\0',
    };
    TRY(get_employer_register(r->app, r->actor, at->employer.id, r->arena, &out->unit));
    TRY(list_offers(r->app, r->actor, at->employer.id, r->arena, &offers, &out->offer_count));
    out->offers = offers;
    return OK;
}

static struct reply offer_answer(struct request *r)
{
    int64_t offer;
    struct employer_id id = {request_id(r, 0)};
    const char *act = request_field(r, "do");
    bool accept = strcmp(act, "accept") == 0;
    if (form_id(&r->form, "offer", &offer) != OK || (!accept && strcmp(act, "decline") != 0))
        return reply_error(r, 400);
    enum status s = accept ? accept_offer(r->app, r->actor, id, offer, form_text(&r->form, r->arena, "stands"))
                           : decline_offer(r->app, r->actor, id, offer);
    // Answered by somebody else meanwhile, or not as it was: the page shows how it stands now.
    if (s != OK && s != CONFLICT && s != NOT_FOUND)
        return reply_status(r, s);
    if (s == NOT_FOUND) {
        struct employer_view at;
        s = get_employer(r->app, r->actor, id, r->arena, &at);
        if (s != OK)
            return reply_status(r, s);
        s = CONFLICT;
    }
    struct reply reply = reply_redirect(r, "/employers/%lld#register", (long long)id.value);
    reply_flash(&reply, s == CONFLICT ? FLASH_offer_past : accept ? FLASH_offer_accepted : FLASH_offer_declined);
    return reply;
}

const struct route employer_register_routes[] = {
    {METHOD_POST, "/employers/:id/offers", offer_answer, FOR_OFFICE, "employer_offer"},
    {0},
};
