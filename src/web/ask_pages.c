// SPDX-License-Identifier: EUPL-1.2
// What agencies ask each other about open needs: the list, asking, answering, and what waits on the first page.
#include <string.h>

#include "web/ask.html.h"
#include "web/ask_view.h"
#include "web/need_pages.h"
#include "web/routes.h"

enum { BOX_ROWS = 5, BOX_DAYS = 14, NEED_ROWS = 50, ROWS_LOOKED_AT = 200 };

enum tone ask_tone(enum ask_answer answer)
{
    switch (answer) {
    case ASK_WAITING:
        return TONE_WARNING;
    case ASK_WILL_LOOK:
        return TONE_INFO;
    case ASK_NOBODY:
        return TONE_NEUTRAL;
    case ASK_STARTED:
        return TONE_SUCCESS;
    }
    return TONE_NEUTRAL;
}

const char *ask_own_title(enum ask_answer answer)
{
    switch (answer) {
    case ASK_WILL_LOOK:
        return N_("We will look");
    case ASK_NOBODY:
        return N_("We have nobody");
    case ASK_WAITING:
    case ASK_STARTED:
        break;
    }
    return ask_answer_title(answer);
}

static enum status side_get(struct request *r, struct ask_query query, struct ask_page *out)
{
    enum status s = list_asks(r->app, r->actor, &query, r->arena, out);
    if (s == NOT_FOUND)
        *out = (struct ask_page){.next = ""};
    return s == NOT_FOUND ? OK : s;
}

enum status ask_box_get(struct request *r, struct ask_box *out)
{
    struct ask_page ours;
    struct ask_box box = {.answered = ARENA_ARRAY(r->arena, struct ask_row, BOX_ROWS)};
    TRY(side_get(r, (struct ask_query){.side = ASKED_OF_US, .waiting = true, .most = BOX_ROWS}, &box.waiting));
    TRY(side_get(r, (struct ask_query){.side = ASKED_BY_US, .most = ROWS_LOOKED_AT}, &ours));
    day since = app_today(r->app) - BOX_DAYS;
    for (size_t i = 0; i < ours.row_count; i++) {
        const struct ask_row *row = &ours.rows[i];
        if (row->need != NEED_OPEN || row->ask.answered_at == 0 || day_in_norway(row->ask.answered_at) < since)
            continue;
        // The last answer first.
        size_t at = box.answered_count;
        while (at > 0 && box.answered[at - 1].ask.answered_at < row->ask.answered_at)
            at--;
        if (at == BOX_ROWS)
            continue;
        if (box.answered_count < BOX_ROWS)
            box.answered_count++;
        memmove(&box.answered[at + 1], &box.answered[at], (box.answered_count - 1 - at) * sizeof *box.answered);
        box.answered[at] = *row;
    }
    *out = box;
    return OK;
}

enum status need_asks_get(struct request *r, struct need_id need, struct need_asks *out)
{
    TRY(side_get(r, (struct ask_query){.side = ASKED_OF_US, .need = need, .most = NEED_ROWS}, &out->of_us));
    return side_get(r, (struct ask_query){.side = ASKED_BY_US, .need = need, .most = NEED_ROWS}, &out->by_us);
}

const struct ask_row *need_asked(const struct need_asks *asks, struct agency_id agency)
{
    for (size_t i = 0; i < asks->by_us.row_count; i++)
        if (asks->by_us.rows[i].ask.to.value == agency.value)
            return &asks->by_us.rows[i];
    return NULL;
}

static struct reply list_reply(struct request *r, const char *conflict, int status)
{
    enum ask_side side = strcmp(request_query(r, "side"), "by-us") == 0 ? ASKED_BY_US : ASKED_OF_US;
    const char *after = request_query(r, "after");
    struct ask_page page, other;
    enum status s = list_asks(r->app, r->actor, &(struct ask_query){.side = side, .after = after}, r->arena, &page);
    if (s == OK)
        s = list_asks(r->app, r->actor, &(struct ask_query){.side = side == ASKED_BY_US ? ASKED_OF_US : ASKED_BY_US, .most = 1},
                      r->arena, &other);
    if (s != OK)
        return reply_status(r, s);
    const char *path = side == ASKED_BY_US ? "/asks?side=by-us" : "/asks?side=of-us";
    if (page.row_count == 0 && *after != '\0') // a key this list does not have (any more): to its start
        return reply_redirect(r, "%s", path);
    struct ask_list_view v = {
        .side = side,
        .page = &page,
        .of_us = side == ASKED_OF_US ? page.total : other.total,
        .by_us = side == ASKED_BY_US ? page.total : other.total,
        .pager.first = *after != '\0' ? path : NULL,
        .pager.next = *page.next != '\0' ? arena_printf(r->arena, "%s&after=%s", path, page.next) : NULL,
        .conflict = conflict,
    };
    struct page *p = page_open(r, tr(r->lang, N_("Agencies ask each other")));
    ask_list_page(p, &v);
    return reply_page(p, status);
}

static struct reply asks_show(struct request *r)
{
    return list_reply(r, NULL, 200);
}

static struct reply ask_submit(struct request *r)
{
    struct need_id need = {request_id(r, 0)};
    struct agency_id agency;
    struct ask_id id;
    bool known;
    struct issues issues = issues_in(r->arena);
    if (form_id(&r->form, "agency", &agency.value) != OK)
        agency.value = 0;
    enum status s = ask_agency(r->app, r->actor, need, agency, &issues, &id, &known);
    if (issues.count > 0)
        return need_card_again(r, &issues, s == CONFLICT ? 409 : 422);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/needs/%lld", (long long)need.value);
    reply_flash(&reply, known ? FLASH_ask_known : FLASH_asked);
    return reply;
}

static struct reply ask_answer_submit(struct request *r)
{
    enum ask_answer answer;
    int64_t version;
    struct issues issues = issues_in(r->arena);
    if (!ask_answer_read(request_field(r, "answer"), &answer) || form_int(&r->form, "version", &version) != OK)
        return reply_error(r, 400);
    enum status s = answer_ask(r->app, r->actor, (struct ask_id){request_id(r, 0)}, version, answer, &issues);
    if (s == CONFLICT && issues.count > 0)
        return list_reply(r, issues.items[0].message, 409);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", request_next(r, "/asks"));
    reply_flash(&reply, FLASH_ask_answered);
    return reply;
}

const struct route ask_routes[] = {
    {METHOD_GET, "/asks", asks_show, FOR_STAFF, "asks"},
    {METHOD_POST, "/asks/:id", ask_answer_submit, FOR_STAFF, "ask_answer"},
    {METHOD_POST, "/needs/:id/asks", ask_submit, FOR_STAFF, "ask"},
    {0},
};
