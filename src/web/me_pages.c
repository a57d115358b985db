// SPDX-License-Identifier: EUPL-1.2
// Min side (screen 26): what waits for the person, where each proposal stands, who sees what, and the own data.
#include <stdlib.h>
#include <string.h>

#include "app/programme.h"
#include "web/me.html.h"
#include "web/me_proposal.html.h"
#include "web/me_view.h"
#include "web/routes.h"

void me_waiting_add(struct request *r, struct me_view *v, const struct me_waiting *one)
{
    if (v->waiting_count == v->waiting_room) {
        size_t room = v->waiting_room == 0 ? 8 : 2 * v->waiting_room;
        struct me_waiting *more = ARENA_ARRAY(r->arena, struct me_waiting, room);
        if (v->waiting_count > 0)
            memcpy(more, v->waiting, v->waiting_count * sizeof *more);
        v->waiting = more;
        v->waiting_room = room;
    }
    v->waiting[v->waiting_count++] = *one;
}

static enum status questions_fill(struct request *r, struct me_view *v)
{
    struct share_view *shares;
    size_t count;
    TRY(list_shares(r->app, r->actor, r->actor->person, r->arena, &shares, &count));
    for (size_t i = 0; i < count; i++)
        if (shares[i].yes_refusal == NULL && shares[i].no_refusal == NULL)
            me_waiting_add(r, v,
                           &(struct me_waiting){
                               .what = tr_arg(r->lang, r->arena, N_("May %s see your profile?"), shares[i].employer_name),
                               .detail = need_title_text(r->lang, shares[i].need_title),
                               .path = arena_printf(r->arena, "/me/questions/%lld", (long long)shares[i].id.value),
                               .by = shares[i].request.deadline,
                           });
    return OK;
}

static enum status checkins_fill(struct request *r, struct me_view *v)
{
    struct checkin_row *rows;
    size_t count;
    TRY(list_checkins(r->app, r->actor, r->arena, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const char *path = arena_printf(r->arena, "/checkins/%lld", (long long)rows[i].checkin.id.value);
        me_waiting_add(r, v,
                       &(struct me_waiting){
                           .what = tr_arg(r->lang, r->arena, N_("How is it going at %s?"), rows[i].employer_name),
                           .detail = tr_n(r->lang, r->arena, "%s month after you began", "%s months after you began",
                                          rows[i].checkin.months),
                           .path = route_open(path, r->actor->role) ? path : NULL,
                           .by = DAY_NONE,
                       });
    }
    return OK;
}

static enum status interviews_fill(struct request *r, struct me_view *v)
{
    struct interview_view *list;
    size_t count;
    TRY(list_interviews(r->app, r->actor, (struct referral_id){0}, true, r->arena, &list, &count));
    v->coming = ARENA_ARRAY(r->arena, struct me_waiting, count);
    for (size_t i = 0; i < count; i++) {
        const struct interview *one = &list[i].interview;
        bool agreed = list[i].state == INTERVIEW_ACCEPTED;
        struct me_waiting line = {
            .what = tr_arg(r->lang, r->arena, agreed ? N_("Interview at %s") : N_("Does this time suit you for an interview at %s?"),
                           list[i].employer_name),
            .detail = arena_printf(r->arena, "%s%s%s", lang_instant(r->lang, r->arena, one->starts_at),
                                   *one->place == '\0' ? "" : ", ", one->place),
            .path = arena_printf(r->arena, "/me/interviews/%lld", (long long)one->id.value),
            .by = DAY_NONE,
        };
        if (agreed)
            v->coming[v->coming_count++] = line;
        else if (list[i].state == INTERVIEW_OFFERED)
            me_waiting_add(r, v, &line);
    }
    return OK;
}

static const char *hire_words(struct request *r, const struct hire *h)
{
    enum lang lang = r->lang;
    if (h->state == HIRE_TAKEN_BACK)
        return tr(lang, N_("It was a mistake and does not count."));
    if (h->state == HIRE_REPORTED)
        return tr(lang, N_("It is reported, and not confirmed yet."));
    if (h->ended_on != DAY_NONE)
        return tr_arg(lang, r->arena, N_("It ended on %s."), lang_day(lang, r->arena, h->ended_on));
    return tr_arg(lang, r->arena, h->start > app_today(r->app) ? N_("You begin on %s.") : N_("You began on %s."),
                  lang_day(lang, r->arena, h->start));
}

static enum status hires_fill(struct request *r, struct me_view *v)
{
    enum { MOST = 50 };
    struct hire_page page;
    struct hire_query query = {.person = r->actor->person, .after = "", .most = MOST};
    TRY(list_hires(r->app, r->actor, &query, r->arena, &page));
    v->hires = ARENA_ARRAY(r->arena, struct me_hire, page.row_count);
    for (size_t i = 0; i < page.row_count; i++)
        v->hires[v->hire_count++] = (struct me_hire){
            .employer = page.rows[i].workplace_name[0] != '\0' ? page.rows[i].workplace_name : page.rows[i].employer_name,
            .stands = hire_words(r, &page.rows[i].hire),
            .path = arena_printf(r->arena, "/hires/%lld", (long long)page.rows[i].hire.id.value),
        };
    return OK;
}

static const char *question_path(struct request *r, const struct referral_row *row)
{
    return row->asked ? arena_printf(r->arena, "/me/questions/%lld", (long long)row->share_id.value) : NULL;
}

static enum status next_step_get(struct request *r, const struct referral_row *row, struct me_proposal *out)
{
    struct referral_view view;
    out->next = "";
    out->next_on = DAY_NONE;
    if (row->ended || row->next_on == DAY_NONE)
        return OK;
    TRY(get_referral(r->app, r->actor, row->id, r->arena, &view));
    out->next = view.next_step;
    out->next_on = row->next_on;
    return OK;
}

// To the person it is over as well when no yes holds any more, although the adviser has not ended it.
static bool is_over(const struct referral_row *row)
{
    enum consent consent = row->state.consent;
    return row->ended || (row->state.outcome != OUTCOME_HIRED && (consent == CONSENT_NO || consent == CONSENT_ENDED));
}

static enum status proposals_fill(struct request *r, struct me_view *v)
{
    enum { MOST = 200 };
    struct referral_page page;
    struct referral_query query = {.person = r->actor->person, .after = "", .most = MOST};
    TRY(list_referrals(r->app, r->actor, &query, r->arena, &page));
    v->proposals = ARENA_ARRAY(r->arena, struct me_proposal, page.row_count);
    v->shared = ARENA_ARRAY(r->arena, struct me_shared, page.row_count);
    for (size_t i = 0; i < page.row_count; i++) {
        const struct referral_row *row = &page.rows[i];
        struct me_proposal *one = &v->proposals[v->proposal_count++];
        *one = (struct me_proposal){
            .id = row->id,
            .title = need_title_text(r->lang, row->need_title),
            .employer = row->employer_name,
            .stands = proposal_stands(r->lang, row),
            .tone = proposal_tone(row),
            .ended = is_over(row),
            .path = arena_printf(r->arena, "/me/proposals/%lld", (long long)row->id.value),
        };
        v->ended_count += one->ended;
        TRY(next_step_get(r, row, one));
        bool seen = row->state.outcome != OUTCOME_NOT_PRESENTED && row->state.consent == CONSENT_YES &&
                    row->state.need != NEED_WITHDRAWN;
        if (seen)
            v->shared[v->shared_count++] = (struct me_shared){one->employer, one->title, share_ends(&row->share),
                                                              question_path(r, row)};
    }
    return OK;
}

static int by_day(const void *a, const void *b)
{
    const struct me_waiting *x = a, *y = b;
    day left = x->by == DAY_NONE ? INT32_MAX : x->by, right = y->by == DAY_NONE ? INT32_MAX : y->by;
    return (left > right) - (left < right);
}

enum status me_waiting_fill(struct request *r, struct me_view *v)
{
    TRY(questions_fill(r, v));
    TRY(checkins_fill(r, v));
    TRY(interviews_fill(r, v));
    if (v->waiting_count > 1)
        qsort(v->waiting, v->waiting_count, sizeof *v->waiting, by_day);
    return OK;
}

static enum status me_fill(struct request *r, struct candidate_view *candidate, struct me_view *v)
{
    struct region_area *areas;
    struct reader_line *readers;
    size_t area_count;
    TRY(get_candidate(r->app, r->actor, r->actor->person, r->arena, candidate));
    *v = (struct me_view){
        .candidate = candidate,
        .name = identity_name(&candidate->identity, r->arena),
        .phone = phone_text(r->arena, candidate->identity.phone),
    };
    TRY(list_areas(r->app, r->arena, &areas, &area_count));
    v->words = profile_words(r->app, r->lang, &candidate->profile, areas, area_count, r->arena);
    TRY(me_waiting_fill(r, v));
    TRY(proposals_fill(r, v));
    TRY(hires_fill(r, v));
    TRY(get_background(r->app, r->actor, &v->background));
    TRY(list_readers(r->app, r->actor, candidate->person, r->arena, &readers, &v->reader_count));
    v->readers = readers;
    return OK;
}

static struct reply me_show(struct request *r)
{
    struct candidate_view candidate;
    struct me_view v;
    enum status s = me_fill(r, &candidate, &v);
    if (s != OK)
        return reply_status(r, s);
    // No name in the title: titles go into histories and bookmarks.
    struct page *p = page_open(r, tr(r->lang, N_("My page")));
    me_page(p, &v);
    return reply_page(p, 200);
}

static struct page *below_me(struct request *r, const char *title)
{
    struct crumb crumbs[] = {{tr(r->lang, N_("My page")), "/me"}};
    return page_open_below(r, title, crumbs, COUNT_OF(crumbs));
}

static struct reply proposal_show(struct request *r)
{
    struct referral_view referral;
    struct referral_id id = {request_id(r, 0)};
    struct me_proposal_view v = {.referral = &referral};
    enum status s = get_referral(r->app, r->actor, id, r->arena, &referral);
    if (s == OK)
        s = me_matter_get(r, id, &v.at);
    if (s != OK)
        return reply_status(r, s);
    v.stands = proposal_stands(r->lang, &referral.row);
    v.question_path = question_path(r, &referral.row);
    struct page *p = below_me(r, tr(r->lang, N_("A job you are proposed for")));
    me_proposal_page(p, &v);
    return reply_page(p, 200);
}

static struct reply export_show(struct request *r)
{
    const char *json;
    enum status s = export_person(r->app, r->actor, r->actor->person, r->arena, &json);
    if (s != OK)
        return reply_status(r, s);
    struct buf body = buf_in(r->arena);
    buf_add_text(&body, json);
    return reply_download(r, "application/json", "person.json", &body);
}

static struct reply delete_reply(struct request *r, const struct issues *issues, int status)
{
    struct candidate_view candidate;
    enum status s = get_candidate(r->app, r->actor, r->actor->person, r->arena, &candidate);
    if (s != OK)
        return reply_status(r, s);
    struct page *p = below_me(r, tr(r->lang, N_("Delete everything about you")));
    if (issues != NULL)
        page_again(p, issues);
    me_delete_page(p, identity_name(&candidate.identity, r->arena));
    return reply_page(p, status);
}

static struct reply delete_show(struct request *r)
{
    return delete_reply(r, NULL, 200);
}

static struct reply delete_save(struct request *r)
{
    struct issues issues = issues_in(r->arena);
    enum status s = delete_person(r->app, r->actor, r->actor->person, request_field(r, "confirmation"), &issues);
    if (s == INVALID)
        return delete_reply(r, &issues, 422);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/");
    reply_flash(&reply, FLASH_self_deleted);
    reply_session_end(r, &reply);
    return reply;
}

const struct route me_routes[] = {
    {METHOD_GET, "/me", me_show, FOR_CANDIDATE, "me"},
    {METHOD_GET, "/me/proposals/:id", proposal_show, FOR_CANDIDATE, "me_proposal"},
    {METHOD_GET, "/me/export.json", export_show, FOR_CANDIDATE, "me_export"},
    {METHOD_GET, "/me/delete", delete_show, FOR_CANDIDATE, "me_delete"},
    {METHOD_POST, "/me/delete", delete_save, FOR_CANDIDATE, "me_delete_save"},
    {0},
};
