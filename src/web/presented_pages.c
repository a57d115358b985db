// SPDX-License-Identifier: EUPL-1.2
// Presenterte kandidater (screen 25): the list over the own needs, and one of them with what the employer answers.
#include <string.h>

#include "app/needs.h"
#include "app/programme.h"
#include "app/referrals.h"
#include "web/person_view.h"
#include "web/presented.html.h"
#include "web/presented_view.h"
#include "web/routes.h"

enum { NEEDS_TO_FILTER_BY = 100 };

enum tone employer_verdict_tone(enum employer_verdict v)
{
    switch (v) {
    case EMPLOYER_TO_CONSIDER:
        return TONE_WARNING;
    case EMPLOYER_RELEVANT:
        return TONE_INFO;
    case EMPLOYER_NOT_RELEVANT:
        return TONE_NEUTRAL;
    case EMPLOYER_HIRED:
        return TONE_SUCCESS;
    }
    return TONE_NEUTRAL;
}

static const char *presented_path(struct request *r, struct referral_id id)
{
    return arena_printf(r->arena, "/presented/%lld", (long long)id.value);
}

// The list

static const char *met_words(struct request *r, const struct presented_candidate *c)
{
    struct explanation e;
    size_t met = 0;
    if (explanation_read(c->explanation, strlen(c->explanation), r->arena, &e) != OK)
        return "";
    for (size_t i = 0; i < e.row_count; i++)
        met += e.rows[i].verdict == VERDICT_MET;
    return arena_printf(r->arena, "%zu %s", met,
                        tr_arg(r->lang, r->arena, N_("of %s"), arena_printf(r->arena, "%zu", e.row_count)));
}

// Needs that somebody can have been presented for and be seen still.
static enum status needs_fill(struct request *r, struct presented_list_view *v, struct need_id chosen)
{
    struct need_query query = {.states = 1u << NEED_OPEN | 1u << NEED_FILLED, .text = "", .descending = true,
                               .most = NEEDS_TO_FILTER_BY};
    struct need_page page;
    TRY(list_needs(r->app, r->actor, &query, r->arena, &page));
    struct option *options = ARENA_ARRAY(r->arena, struct option, page.row_count);
    for (size_t i = 0; i < page.row_count; i++) {
        const struct need_row *n = &page.rows[i];
        options[i] = (struct option){
            .value = arena_printf(r->arena, "%lld", (long long)n->id.value),
            .text = arena_printf(r->arena, "%s, %s", need_title_text(r->lang, n->title), n->workplace_name),
        };
        if (n->id.value == chosen.value)
            v->need_title = options[i].text;
    }
    v->needs = options;
    v->need_count = page.row_count > 1 ? page.row_count : 0;
    return OK;
}

static const struct presented_row *rows_make(struct request *r, const struct presented_candidate *list, size_t count)
{
    struct presented_row *rows = ARENA_ARRAY(r->arena, struct presented_row, count);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct presented_row){&list[i], presented_path(r, list[i].referral), met_words(r, &list[i])};
    return rows;
}

enum status presented_on_need_get(struct request *r, const struct need *need, struct presented_on_need *out)
{
    struct presented_candidate *list;
    if (r->actor->role != ROLE_EMPLOYER || (need->state != NEED_OPEN && need->state != NEED_FILLED)) {
        *out = (struct presented_on_need){.path = ""};
        return OK;
    }
    TRY(list_presented(r->app, r->actor, need->id, r->arena, &list, &out->row_count));
    out->shown = true;
    out->rows = rows_make(r, list, out->row_count);
    out->path = arena_printf(r->arena, "/presented?need=%lld", (long long)need->id.value);
    return OK;
}

static struct reply presented_list(struct request *r)
{
    struct need_id need = {0};
    struct presented_candidate *list;
    size_t count;
    int64_t id, all;
    struct presented_list_view v = {.need = "", .need_title = ""};
    if (form_id(&r->query, "need", &id) == OK)
        need.value = id;
    enum status s = list_presented(r->app, r->actor, need, r->arena, &list, &count);
    if (s == OK)
        s = count_presented(r->app, r->actor, need, &all);
    if (s == OK)
        s = needs_fill(r, &v, need);
    if (s != OK)
        return reply_status(r, s);
    v.rows = rows_make(r, list, count);
    v.row_count = count;
    v.left = all > (int64_t)count ? all - (int64_t)count : 0;
    if (need.value != 0)
        v.need = arena_printf(r->arena, "%lld", (long long)need.value);
    struct page *p = page_open(r, tr(r->lang, N_("Presented candidates")));
    presented_list_page(p, &v);
    return reply_page(p, 200);
}

// One of them

// The explanation as it was kept, with what the profile that was kept beside it says. A need whose requirements were
// changed has been withdrawn before, which takes its profiles away: the rows are the need's.
static enum status reasons_fill(struct request *r, struct presented_view *v)
{
    const struct presented_candidate *c = v->candidate;
    struct need_view at;
    struct explanation e;
    TRY(get_need(r->app, r->actor, c->need, r->arena, &at));
    if (explanation_read(c->explanation, strlen(c->explanation), r->arena, &e) != OK || e.need != c->need.value ||
        e.row_count != at.all_count)
        return OK;
    e.competence = c->profile.competence;
    struct need_reason *reasons = ARENA_ARRAY(r->arena, struct need_reason, e.row_count);
    for (size_t i = 0; i < e.row_count; i++) {
        const struct requirement *q = &at.all[i];
        const struct verdict_row *row = &e.rows[i];
        reasons[i] = (struct need_reason){
            .badge = row->verdict == VERDICT_MET ? BADGE_MET : row->verdict == VERDICT_MISSING ? BADGE_MISSING : BADGE_UNKNOWN,
            .requirement = requirement_words(r->app, r->lang, q, at.place_name, r->arena),
            .strength = need_strength_title(q),
            .why = verdict_words(r->app, r->lang, q, row, &e, at.need.start_from, r->arena),
            .must = q->must,
        };
        v->met += row->verdict == VERDICT_MET;
        v->missing += row->verdict == VERDICT_MISSING;
        v->unknown += row->verdict == VERDICT_UNKNOWN;
    }
    v->reasons = reasons;
    v->reason_count = e.row_count;
    return OK;
}

static void choices_fill(struct request *r, struct presented_view *v)
{
    static const char *const hints[EMPLOYER_VERDICTS] = {
        [EMPLOYER_RELEVANT] = N_("You want to know more, or meet the person."),
        [EMPLOYER_NOT_RELEVANT] = N_("Choose the reason below. It helps the adviser to propose better."),
    };
    struct option *verdicts = ARENA_ARRAY(r->arena, struct option, EMPLOYER_VERDICTS);
    for (enum employer_verdict e = EMPLOYER_TO_CONSIDER; e <= EMPLOYER_NOT_RELEVANT; e++)
        if (v->candidate->verdict_refusals[e] == NULL)
            verdicts[v->verdict_count++] = (struct option){
                .value = employer_verdict_name(e), .label = employer_verdict_title(e), .hint = hints[e]};
    v->verdicts = verdicts;
    for (enum verdict_reason b = REASON_EXPERIENCE; b <= REASON_NO_SHOW; b++)
        v->because[v->because_count++] = (struct option){.value = verdict_reason_name(b), .label = verdict_reason_title(b)};
}

static enum status presented_fill(struct request *r, struct presented_candidate *c, struct presented_view *v)
{
    struct region_area *areas;
    size_t area_count;
    struct referral_id id = {request_id(r, 0)};
    TRY(get_presented(r->app, r->actor, id, r->arena, c));
    TRY(list_areas(r->app, r->arena, &areas, &area_count));
    *v = (struct presented_view){
        .candidate = c,
        .path = presented_path(r, id),
        .need_path = arena_printf(r->arena, "/needs/%lld", (long long)c->need.value),
        .phone = phone_text(r->arena, c->phone),
        .agency_phone = phone_text(r->arena, c->agency_phone),
        .words = profile_words(r->app, r->lang, &c->profile, areas, area_count, r->arena),
    };
    TRY(reasons_fill(r, v));
    TRY(interviews_fill(r, id, &v->interviews));
    choices_fill(r, v);
    if (!c->hired && route_open("/hires/new", r->actor->role))
        v->hire_path = arena_printf(r->arena, "/hires/new?referral=%lld", (long long)id.value);
    return OK;
}

// issues NULL: as it is first shown.
static struct reply presented_reply(struct request *r, const struct presented_view *v, const struct issues *issues, int status)
{
    struct crumb crumbs[] = {{tr(r->lang, N_("Presented candidates")), "/presented"}};
    // No name in the title: titles go into histories and bookmarks.
    struct page *p = page_open_below(r, tr(r->lang, N_("Presented candidate")), crumbs, COUNT_OF(crumbs));
    if (issues != NULL)
        page_again(p, issues);
    presented_page(p, v);
    return reply_page(p, status);
}

static struct reply presented_show(struct request *r)
{
    struct presented_candidate c;
    struct presented_view v;
    enum status s = presented_fill(r, &c, &v);
    return s == OK ? presented_reply(r, &v, NULL, 200) : reply_status(r, s);
}

static enum status verdict_save(struct request *r, int64_t version, struct issues *issues)
{
    enum employer_verdict verdict;
    enum verdict_reason reason = REASON_NONE;
    if (!employer_verdict_read(request_field(r, "verdict"), &verdict)) {
        issues_add(issues, "verdict", N_("Choose what you answer"));
        return INVALID;
    }
    if (verdict != EMPLOYER_NOT_RELEVANT || !verdict_reason_read(request_field(r, "reason"), &reason))
        reason = REASON_NONE;
    return give_verdict(r->app, r->actor, (struct referral_id){request_id(r, 0)}, version, verdict, reason,
                        form_lines(&r->form, r->arena, "note"), issues);
}

static struct reply verdict_submit(struct request *r)
{
    struct presented_candidate c;
    struct presented_view v;
    struct issues issues = issues_in(r->arena);
    int64_t version;
    if (form_id(&r->form, "version", &version) != OK)
        return reply_error(r, 400);
    enum status s = verdict_save(r, version, &issues);
    if (s == OK) {
        struct reply reply = reply_redirect(r, "/presented/%lld", (long long)request_id(r, 0));
        reply_flash(&reply, FLASH_verdict_given);
        return reply;
    }
    if (s != INVALID && s != CONFLICT)
        return reply_status(r, s);
    enum status shown = presented_fill(r, &c, &v); // as it stands now
    return shown == OK ? presented_reply(r, &v, &issues, s == CONFLICT ? 409 : 422) : reply_status(r, shown);
}

const struct route presented_routes[] = {
    {METHOD_GET, "/presented", presented_list, FOR_EMPLOYER, "presented_list"},
    {METHOD_GET, "/presented/:id", presented_show, FOR_EMPLOYER, "presented"},
    {METHOD_POST, "/presented/:id/verdict", verdict_submit, FOR_EMPLOYER, "presented_verdict"},
    {0},
};
