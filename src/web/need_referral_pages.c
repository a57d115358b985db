// SPDX-License-Identifier: EUPL-1.2
// Where referrals begin: from a need's ranked list, for one or many at once. And a need's referrals as its page shows them.
#include <string.h>

#include "web/need_pages.h"
#include "web/need_referrals.html.h"
#include "web/need_view.h"

enum { ROWS_ONCE = 200, ROWS_MOST = 2000 };

bool need_referral_shows_outcome(const struct referral_row *row)
{
    const struct referral_state *s = &row->state;
    bool led_there = s->work == WORK_CONSIDERED || s->work == WORK_CONTACTED || s->work == WORK_RELEVANT;
    return s->outcome == OUTCOME_HIRED || (s->outcome == OUTCOME_PRESENTED && led_there);
}

enum status need_referrals_fill(struct request *r, const struct need_view *at, struct need_referrals *out)
{
    struct need_referrals list = {.listed = r->actor->role == ROLE_OFFICE || r->actor->role == ROLE_ADVISER};
    TRY(get_need_progress(r->app, r->actor, at->need.id, &list.progress));
    struct referral_query query = {.need = at->need.id, .most = ROWS_ONCE, .after = ""};
    struct referral_page page = {.next = ""};
    if (list.listed)
        do {
            TRY(list_referrals(r->app, r->actor, &query, r->arena, &page));
            struct referral_row *rows = ARENA_ARRAY(r->arena, struct referral_row, list.count + page.row_count);
            if (list.count > 0)
                memcpy(rows, list.rows, list.count * sizeof *rows);
            if (page.row_count > 0)
                memcpy(rows + list.count, page.rows, page.row_count * sizeof *rows);
            list.rows = rows;
            list.count += page.row_count;
            list.total = page.total;
            query.after = page.next;
        } while (*page.next != '\0' && list.count < ROWS_MOST);
    *out = list;
    return OK;
}

enum status need_referrals_of(struct request *r, struct need_id need, struct person_id person, struct need_referrals *out)
{
    struct referral_query query = {.need = need, .person = person, .most = ROWS_ONCE, .after = ""};
    struct referral_page page;
    TRY(list_referrals(r->app, r->actor, &query, r->arena, &page));
    *out = (struct need_referrals){.listed = true, .rows = page.rows, .count = page.row_count, .total = page.total};
    return OK;
}

const struct referral_row *need_referral_of(const struct request *r, const struct need_referrals *list,
                                            struct person_id person)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->rows[i].person.value == person.value && list->rows[i].agency.value == r->actor->agency.value)
            return &list->rows[i];
    return NULL;
}

// Starting

// Each person once, whatever was sent.
static enum status persons_read(struct request *r, struct person_id **out, size_t *count_out)
{
    const char *const *values;
    size_t sent = form_all(&r->form, r->arena, "person", &values), count = 0;
    struct person_id *list = ARENA_ARRAY(r->arena, struct person_id, sent);
    for (size_t i = 0; i < sent; i++) {
        struct form_field one = {"person", values[i]};
        size_t k = 0;
        int64_t id;
        if (form_id(&(struct form){&one, 1}, "person", &id) != OK)
            return INVALID;
        while (k < count && list[k].value != id)
            k++;
        if (k == count)
            list[count++].value = id;
    }
    *out = list;
    *count_out = count;
    return OK;
}

static struct reply started_reply(struct request *r, const struct need_view *at, const struct referral_started *list,
                                  size_t count)
{
    struct need_started_view v = {
        .at = at,
        .list = list,
        .count = count,
        .back = need_card_path(r, at),
        .class = request_field(r, "class"),
        .show = request_field(r, "show"),
        .then = request_field(r, "then"),
    };
    for (size_t i = 0; i < count; i++)
        v.of[list[i].result]++;
    bool one = count == 1 && strcmp(v.then, "referral") == 0;
    if (one && (list->result == REFERRAL_STARTED || list->result == REFERRAL_THERE)) {
        struct reply reply = reply_redirect(r, "%s", referral_path(r->arena, list->id, ""));
        if (list->result == REFERRAL_STARTED)
            reply_flash(&reply, FLASH_referral_started);
        return reply;
    }
    if (v.of[REFERRAL_STARTED] == count) {
        struct reply reply = reply_redirect(r, "%s", v.back);
        reply_flash(&reply, count == 1 ? FLASH_referral_started : FLASH_referrals_started);
        return reply;
    }
    struct crumb crumbs[] = {
        {tr(r->lang, N_("Needs")), "/needs"},
        {need_title_text(r->lang, at->need.title), arena_printf(r->arena, "/needs/%lld", (long long)at->need.id.value)},
    };
    struct page *p = page_open_below(r, tr(r->lang, N_("Start referrals")), crumbs, COUNT_OF(crumbs));
    need_started_page(p, &v);
    return reply_page(p, 200);
}

struct reply need_referrals_start(struct request *r)
{
    struct need_view at;
    struct person_id *persons;
    struct referral_started *list;
    size_t count;
    struct issues issues = issues_in(r->arena);
    enum status s = get_need(r->app, r->actor, (struct need_id){request_id(r, 0)}, r->arena, &at);
    if (s == OK)
        s = persons_read(r, &persons, &count);
    if (s != OK)
        return s == INVALID ? reply_error(r, 400) : reply_status(r, s);
    s = start_referrals(r->app, r->actor, at.need.id, persons, count, form_flag(&r->form, "in_spite"), r->arena, &issues,
                        &list);
    if (issues.count > 0)
        return need_card_again(r, &issues, s == CONFLICT ? 409 : 422);
    return s == OK ? started_reply(r, &at, list, count) : reply_status(r, s);
}
